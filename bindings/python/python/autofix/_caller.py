"""Who makes a call, for the plugins that run within it."""

from __future__ import annotations

from contextvars import ContextVar

TYPE_CHECKING = False

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from concurrent.futures import Future
    from typing import Any


class Caller:
    """A call of an `AsyncAutoFix`: its loop, and the coroutines of plugins that it waits for."""

    def __init__(self, loop: AbstractEventLoop) -> None:
        self.loop = loop
        self.running: set[Future[Any]] = set()

    def abort(self) -> None:
        """Cancels the coroutines."""
        for coroutine in tuple(self.running):
            coroutine.cancel()


CALLER: ContextVar[Caller | None] = ContextVar("autofix_caller", default=None)
"""None within the calls of an `AutoFix`."""
