"""Exceptions that nobody catches, in the main thread and in others.

from autofix.integrations.excepthook import install

install(autofix)
"""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, Any, Callable

from ._client import Client, on_close

if TYPE_CHECKING:
    from types import TracebackType


def install(client: Client, *, main: bool = True, threads: bool = True) -> Callable[[], None]:
    """Captures what ends a thread or the program, which is printed as before. Answers how to undo it."""
    undo: list[Callable[[], None]] = []
    if main:
        undo.append(_main(client))
    if threads:
        undo.append(_threads(client))

    def restore() -> None:
        while undo:
            undo.pop()()

    on_close(client, restore)
    return restore


def _main(client: Client) -> Callable[[], None]:
    before = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, Exception):
            client.capture_exception(error, {"handled": False})
        before(kind, error, trace)

    sys.excepthook = hook

    def restore() -> None:
        # Somebody may have wrapped this hook since; theirs stays.
        if sys.excepthook is hook:
            sys.excepthook = before

    return restore


def _threads(client: Client) -> Callable[[], None]:
    before = threading.excepthook

    def hook(args: Any) -> None:
        if isinstance(args.exc_value, Exception):
            thread = args.thread.name if args.thread is not None else ""
            client.capture_exception(args.exc_value, {"handled": False, "context": {"thread": thread}})
        before(args)

    threading.excepthook = hook

    def restore() -> None:
        if threading.excepthook is hook:
            threading.excepthook = before

    return restore
