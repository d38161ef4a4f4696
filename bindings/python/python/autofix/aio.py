"""`AsyncAutoFix` for programs with an event loop."""

from __future__ import annotations

import asyncio
import contextvars
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from . import _base, _json
from ._base import Base
from ._caller import CALLER, Caller
from .events import WAITING, Event, Listeners
from .types import AnalysisReport, Fix, FixReport, Issue, PluginInfo, StatusReport, Validation

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping

# Seconds between two tries to stop a call that has not begun yet.
_RETRY = 0.02


class AsyncAutoFix(Base):
    __doc__ = f"""As `AutoFix`, for asyncio: every call is awaited, and stopped when its task is cancelled.

    The engine works in threads of its own; listeners, iterators and coroutines of plugins run on the
    loop that makes the call.

    {(Base.__doc__ or "").strip()}
    """

    _loop: asyncio.AbstractEventLoop | None = None
    _pool: ThreadPoolExecutor | None = None

    async def _call(self, method: str, argument: str = "") -> str:
        loop = self._loop = asyncio.get_running_loop()
        if self._pool is None:
            # Not the loop's own pool: plugins read files by that one while calls wait for them.
            self._pool = ThreadPoolExecutor(max_workers=8, thread_name_prefix="autofix")
        number = self._number()
        context = contextvars.copy_context()
        caller = Caller(loop)
        context.run(CALLER.set, caller)
        running = self._pool.submit(context.run, self._client.call, number, method, argument)
        answer = asyncio.wrap_future(running)
        try:
            return await asyncio.shield(answer)
        except asyncio.CancelledError:
            caller.abort()
            await self._abort(number, running, answer)
            raise
        finally:
            # What the call caused is heard before its caller goes on.
            self._tell()

    async def _abort(self, number: int, running: Future[str], answer: asyncio.Future[str]) -> None:
        if running.cancel():
            return
        while not answer.done():
            self._client.abort(number)
            await asyncio.wait({answer}, timeout=_RETRY)
        if not answer.cancelled():
            answer.exception()

    def _wake(self) -> None:
        loop = self._loop
        if loop is not None:
            try:
                loop.call_soon_threadsafe(self._tell)
            except RuntimeError:
                pass  # The loop is closed: nobody is left to hear it.

    def _tell(self) -> None:
        try:
            on_loop = asyncio.get_running_loop() is self._loop
        except RuntimeError:
            on_loop = self._loop is None
        if on_loop:
            super()._tell()

    async def report_issue(
        self,
        message: str | Mapping[str, Any],
        *,
        type: str | None = None,
        stack: str | None = None,
        context: Mapping[str, Any] | None = None,
        affected_files: Iterable[str] = (),
        count: int | None = None,
    ) -> Issue:
        """Reports one error, and answers it as an issue. The same error reported again counts up."""
        argument = _base.report(message, type, stack, context, affected_files, count)
        return Issue.from_json(_json.read(await self._call("report_issue", argument)))

    async def analyze_log(self, text: str | bytes) -> AnalysisReport:
        """Reads a log or an error's text into issues, most likely root cause first."""
        return AnalysisReport.from_json(_json.read(await self._call("analyze_log", _base.text("log", text))))

    async def generate_fix(self, issue: Issue | Mapping[str, Any]) -> FixReport:
        """Generates and validates the best fix of one issue. Nothing is written."""
        return FixReport.from_json(_json.read(await self._call("generate_fix", _base.model("issue", issue))))

    async def repair_log(self, text: str | bytes) -> FixReport:
        """Reads a log, and generates and validates the best fix of the first issue that has one.

        Nothing is written.
        """
        return FixReport.from_json(_json.read(await self._call("repair_log", _base.text("log", text))))

    async def auto_fix(self, issue: Issue | Mapping[str, Any]) -> FixReport:
        """As `generate_fix`, and applies the fix if `.autofix.yml` allows that without asking."""
        return FixReport.from_json(_json.read(await self._call("auto_fix", _base.model("issue", issue))))

    async def prove(self, command: Iterable[str], *, folder: str = "") -> FixReport:
        """Runs a command of the project in a private copy, repairs what it fails with, and proves the
        repair by running it again. The project itself is not touched."""
        return FixReport.from_json(_json.read(await self._call("prove", _base.command(command, folder))))

    async def validate_fix(self, fix: Fix | Mapping[str, Any]) -> Validation:
        """Holds a fix against the files as they are now. A fix that falls is no error."""
        return Validation.from_json(_json.read(await self._call("validate_fix", _base.model("fix", fix))))

    async def apply_fix(self, fix: Fix | Mapping[str, Any]) -> Fix:
        """Writes a fix, whole or not at all, and answers it as it is then."""
        return Fix.from_json(_json.read(await self._call("apply_fix", _base.model("fix", fix))))

    async def rollback_fix(self, id: str) -> Fix:
        """Takes an applied fix back, byte for byte. Refused where a file was edited since."""
        return Fix.from_json(_json.read(await self._call("rollback_fix", _base.text("id", id))))

    async def list_issues(self) -> list[Issue]:
        """Every issue that was reported or read from a log, oldest first. The latest thousand are kept."""
        return [Issue.from_json(issue) for issue in _json.read(await self._call("list_issues"))]

    async def get_status(self) -> StatusReport:
        """How things stand: what the project is, and which fixes were applied."""
        return StatusReport.from_json(_json.read(await self._call("get_status")))

    async def list_plugins(self) -> list[PluginInfo]:
        """Every plugin, in the order in which they are asked."""
        return [PluginInfo.from_json(plugin) for plugin in _json.read(await self._call("list_plugins"))]

    async def read_file(self, path: str) -> str:
        """The text of a file of the project as it is now."""
        return await self._call("read_file", _base.text("path", path))

    def events(self) -> AsyncStream:
        """Every event from now on: `async for event in autofix.events()`. It ends at `close`."""
        self._listen()
        return AsyncStream(self._listeners)

    def __aiter__(self) -> AsyncIterator[Event]:
        return self.events()

    async def flush(self, timeout: float = 2.0) -> bool:
        """Sends what was captured and waits. Answers whether all was through within `timeout` seconds."""
        if self._reporter is None:
            return True
        return await asyncio.to_thread(self._reporter.flush, timeout)

    async def close(self, timeout: float = 2.0) -> bool:
        """Takes all listeners and handlers away and sends what was captured. Answers as `flush` does."""
        flushed = await self.flush(timeout)
        self._close(0)
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False)
        return flushed

    async def __aenter__(self) -> AsyncAutoFix:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


class AsyncStream:
    """Every event from now on, for one task that waits for them."""

    def __init__(self, listeners: Listeners) -> None:
        self._listeners = listeners
        self._waiting: deque[Event] = deque(maxlen=WAITING)
        self._changed = asyncio.Event()
        self._closed = False
        listeners.streams.add(self)

    def put(self, event: Event) -> None:
        self._waiting.append(event)
        self._changed.set()

    def close(self) -> None:
        """Ends the iteration behind the events that wait."""
        self._listeners.streams.discard(self)
        self._closed = True
        self._changed.set()

    def __aiter__(self) -> AsyncStream:
        return self

    async def __anext__(self) -> Event:
        while not self._waiting:
            if self._closed:
                raise StopAsyncIteration
            self._changed.clear()
            await self._changed.wait()
        return self._waiting.popleft()

    async def __aenter__(self) -> AsyncStream:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()
