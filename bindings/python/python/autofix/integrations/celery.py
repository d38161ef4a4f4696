"""Celery.

from autofix.integrations.celery import install

install(autofix)
"""

from __future__ import annotations

from typing import Any, Callable

from celery.signals import task_failure

from ._client import Client, on_close


def install(client: Client) -> Callable[[], None]:
    """Captures what tasks fail with; arguments of a task are not told. Answers how to undo it."""

    def failed(sender: Any = None, task_id: str = "", exception: Any = None, **_: Any) -> None:
        if isinstance(exception, BaseException):
            told = {"name": getattr(sender, "name", ""), "id": task_id}
            client.capture_exception(exception, {"handled": False, "context": {"task": told}})

    task_failure.connect(failed, weak=False)

    def restore() -> None:
        task_failure.disconnect(failed)

    on_close(client, restore)
    return restore
