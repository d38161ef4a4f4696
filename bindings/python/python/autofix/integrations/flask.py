"""Flask.

from autofix.integrations.flask import init_app

init_app(app, autofix)
"""

from __future__ import annotations

from typing import Any, Callable

from flask import Flask, got_request_exception
from flask import request as current

from ._client import Client, on_close, request


def init_app(app: Flask, client: Client) -> Callable[[], None]:
    """Captures what a request raises and no error handler takes. Answers how to undo it."""

    def raised(sender: Any, exception: BaseException, **_: Any) -> None:
        rule = current.url_rule.rule if current.url_rule is not None else None
        told = request(current.method, current.path, rule)
        client.capture_exception(exception, {"handled": False, "context": {"request": told}})

    # The signal holds no strong reference of its own.
    got_request_exception.connect(raised, app, weak=False)

    def restore() -> None:
        got_request_exception.disconnect(raised, app)

    on_close(client, restore)
    return restore
