"""Errors of asyncio's tasks and callbacks that nobody awaits.

from autofix.integrations.asyncio import install

install(autofix)          # within a running loop
"""

from __future__ import annotations

import asyncio
from typing import Any, Callable

from ._client import Client, on_close


def install(client: Client, loop: asyncio.AbstractEventLoop | None = None) -> Callable[[], None]:
    """Captures what the loop would only log, which it still does. Answers how to undo it."""
    on = asyncio.get_running_loop() if loop is None else loop
    before = on.get_exception_handler()

    def handler(of: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, Exception):
            client.capture_exception(
                error, {"handled": False, "context": {"asyncio": context.get("message")}}
            )
        if before is None:
            of.default_exception_handler(context)
        else:
            before(of, context)

    on.set_exception_handler(handler)

    def restore() -> None:
        if on.get_exception_handler() is handler:
            on.set_exception_handler(before)

    on_close(client, restore)
    return restore
