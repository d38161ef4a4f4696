"""Takes errors, keeps them for a moment, hands them on. Never raises, never waits: it drops instead."""

from __future__ import annotations

import atexit
import os
import random
import sys
import threading
import time
import weakref
from collections import OrderedDict, deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Callable, Optional, TypedDict

from . import _json
from ._engine import redact
from ._scope import SCOPE, Breadcrumb, Scope
from ._text import shorten
from ._traceback import Thrown, describe, read_thrown

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Breadcrumb", "Hint", "Report", "Reporter", "ReporterStats", "ReportingOptions", "Scope"]

# Errors whose repetitions are recognised.
_MAX_KEYS = 200


class _ReportBase(TypedDict):
    message: str
    """The error's own words with its name in front, redacted."""
    context: dict[str, Any]
    """What the program added, and `breadcrumbs`, `time` (milliseconds since 1970) and `handled`."""
    count: int
    """How many times it occurred since it was last reported; at least 1."""


class Report(_ReportBase, total=False):
    """An error on its way to the engine: the argument of `report_issue`."""

    type: str
    """The issue type, where the reporter knows it; else the engine finds it."""
    stack: str
    """The traceback as Python prints it, redacted, with its causes above it."""
    affected_files: list[str]


class Hint(TypedDict, total=False):
    """What the program knows about an error."""

    type: str
    """The issue type, when it is known better than the error tells."""
    context: dict[str, Any]
    """Goes into the report's context, over the scope's."""
    affected_files: list[str]
    handled: bool
    """`False` for an error that nobody caught."""


Transport = Callable[[list[Report]], object]
"""Takes reports away, in a thread of the reporter. If it raises, its reports count as dropped."""

BeforeSend = Callable[[Report], Optional[Report]]
"""Sees every report before it leaves, redacted; answers what is sent in its place, or None for nothing."""


class ReportingOptions(TypedDict, total=False):
    """How errors are captured. Everything may be left out."""

    transport: Transport
    """Where reports go. Left out: to `report_issue`."""
    before_send: BeforeSend
    sample_rate: float
    """Share of errors that is reported, 0 to 1. Left out: 1."""
    max_queue: int
    """Reports that may wait; the oldest are dropped beyond it. Left out: 100."""
    max_breadcrumbs: int
    """Breadcrumbs of a report. Left out: 30."""
    dedupe_window: float
    """Seconds within which the same error is counted instead of reported again. Left out: 5."""
    flush_delay: float
    """Seconds that a report waits for others before it is sent. Left out: 0.25."""


class ReporterStats(TypedDict):
    """What happened to the errors, counted by occurrence."""

    captured: int
    """Accepted by `capture_exception` and `capture_message`."""
    merged: int
    """Of these, joined to a report of the same error."""
    sampled_out: int
    """Left out by `sample_rate`; not among the captured."""
    sent: int
    """Of the captured, given to the transport with success."""
    dropped: int
    """Of the captured, lost: the queue was full, `before_send` said no or failed, or the transport failed."""


class _Waiting:
    """A report in the queue."""

    __slots__ = ("due", "report", "until", "waiting")

    def __init__(self, report: Report, due: float, until: float) -> None:
        self.report = report
        # When it may leave, and when the window ends in which its like is counted: `time.monotonic`.
        self.due = due
        self.until = until
        self.waiting = True


# For the hook of `fork`, which cannot be taken away: it must keep no reporter alive.
_reporters: weakref.WeakSet[Reporter] = weakref.WeakSet()


def _forked() -> None:
    for reporter in tuple(_reporters):
        reporter._restart()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)


class Reporter:
    """Counts the same error, keeps the queue bounded, and sends in the background."""

    def __init__(
        self,
        transport: Transport,
        *,
        before_send: BeforeSend | None = None,
        sample_rate: float = 1.0,
        max_queue: int = 100,
        max_breadcrumbs: int = 30,
        dedupe_window: float = 5.0,
        flush_delay: float = 0.25,
    ) -> None:
        self._transport = transport
        self._before_send = before_send
        self._sample_rate = sample_rate
        self._max_queue = max(1, max_queue)
        self._dedupe_window = max(0.0, dedupe_window)
        self._flush_delay = max(0.0, flush_delay)
        self._global = Scope(max(0, max_breadcrumbs))
        self._closers: list[Callable[[], object]] = []
        self._closed = False
        self._delivering = threading.local()
        self._stats: ReporterStats = {"captured": 0, "merged": 0, "sampled_out": 0, "sent": 0, "dropped": 0}
        self._begin()
        _reporters.add(self)
        atexit.register(self._at_exit)

    def _begin(self) -> None:
        # Re-entrant: a signal handler or a destructor may capture while this very thread holds it.
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._queue: deque[_Waiting] = deque()
        self._known: OrderedDict[tuple[str, str, str], _Waiting] = OrderedDict()
        self._thread: threading.Thread | None = None
        self._in_flight = 0
        self._hurry = False

    def _restart(self) -> None:
        """In a forked child: what waits is the parent's to send, and its thread is not here."""
        self._begin()

    # Taking

    def capture_exception(self, error: BaseException | None = None, hint: Hint | None = None) -> bool:
        """Reports an exception, else the one being handled. Answers whether it was taken: not after
        `close`, not when sampled out, and not when this very exception was reported before."""
        try:
            if error is None:
                error = sys.exc_info()[1]
            if error is None or not self._admits() or not self._is_new(error):
                return False
            self._take(read_thrown(error), hint)
            return True
        except Exception:
            return False

    def capture_message(self, message: str, hint: Hint | None = None) -> bool:
        """Reports words without an exception. Answers whether they were taken."""
        try:
            if not self._admits():
                return False
            self._take(Thrown(str(message)), hint)
            return True
        except Exception:
            return False

    def add_breadcrumb(self, breadcrumb: Breadcrumb) -> None:
        """Notes that something happened, for the errors that follow in the present scope."""
        if not self._closed and not self._is_delivering():
            try:
                self._scope().add_breadcrumb(breadcrumb)
            except Exception:
                pass  # A breadcrumb that cannot be read is none.

    def set_context(self, key: str, value: object) -> None:
        """Sets what goes with every report of the present scope; None takes it away."""
        try:
            self._scope().set_context(key, value)
        except Exception:
            pass  # As above.

    @contextmanager
    def scope(self) -> Iterator[Scope]:
        """A block whose context and breadcrumbs stay with it, and with the tasks begun in it."""
        scope = Scope(self._global.max_breadcrumbs, self._scope())
        token = SCOPE.set(scope)
        try:
            yield scope
        finally:
            try:
                SCOPE.reset(token)
            except ValueError:
                pass  # A generator that is closed in another context has nothing to reset there.

    def _scope(self) -> Scope:
        return SCOPE.get() or self._global

    def _is_delivering(self) -> bool:
        return getattr(self._delivering, "now", False)

    def _admits(self) -> bool:
        if self._closed or self._is_delivering():
            return False
        if self._sample_rate >= 1 or random.random() < self._sample_rate:
            return True
        self._stats["sampled_out"] += 1
        return False

    def _is_new(self, error: BaseException) -> bool:
        """The same object comes by more than once: raised on, seen by a handler, logged."""
        try:
            if getattr(error, "__autofix_captured__", None) == id(self):
                return False
            error.__autofix_captured__ = id(self)  # type: ignore[attr-defined]
        except Exception:
            pass  # Exceptions that refuse attributes are told apart by nothing.
        return True

    def ignore(self, error: BaseException) -> None:
        """An error that is told in other words: this object is not reported when it comes by."""
        self._is_new(error)

    def _take(self, thrown: Thrown, hint: Hint | None) -> None:
        now = time.monotonic()
        kind = hint.get("type") if hint else None
        key = (kind or "", thrown.message, thrown.top)
        with self._lock:
            self._stats["captured"] += 1
            known = self._known.get(key) if self._dedupe_window else None
            if known is not None and known.waiting:
                known.report["count"] += 1
                self._stats["merged"] += 1
                return
        report = self._report(thrown, hint)
        with self._lock:
            due = now + self._flush_delay
            if known is not None and now < known.until:
                # A repetition of what was sent a moment ago waits for more of its kind.
                due = max(known.until, due)
            item = _Waiting(report, due, max(due, now + self._dedupe_window))
            if self._dedupe_window:
                self._known.pop(key, None)
                self._known[key] = item
                if len(self._known) > _MAX_KEYS:
                    self._known.popitem(last=False)
            if len(self._queue) >= self._max_queue:
                oldest = self._queue.popleft()
                oldest.waiting = False
                self._stats["dropped"] += oldest.report["count"]
            self._queue.append(item)
            self._wake()

    def _report(self, thrown: Thrown, hint: Hint | None) -> Report:
        scope = self._scope()
        context: dict[str, Any] = {"time": int(time.time() * 1000), **scope.contexts}
        if scope.breadcrumbs:
            context["breadcrumbs"] = list(scope.breadcrumbs)
        message, stack = describe(thrown)
        report: Report = {"message": message, "context": context, "count": 1}
        if stack:
            report["stack"] = stack
        if hint:
            if isinstance(hint.get("type"), str):
                report["type"] = hint["type"]
            if isinstance(hint.get("handled"), bool):
                context["handled"] = hint["handled"]
            files = hint.get("affected_files")
            if files:
                report["affected_files"] = [redact(shorten(str(file), 500)) for file in files[:50]]
            for key, value in (hint.get("context") or {}).items():
                context[redact(str(key))] = redacted(key, value)
        return report

    # Sending

    def _wake(self) -> None:
        """Under the lock. A thread is there only while something waits."""
        self._changed.notify_all()
        if self._thread is None:
            thread = threading.Thread(target=self._work, name="autofix-reporter", daemon=True)
            self._thread = thread
            try:
                thread.start()
            except RuntimeError:
                self._thread = None  # The interpreter is about to end; `atexit` sends what waits.

    def _work(self) -> None:
        me = threading.current_thread()
        while True:
            with self._changed:
                if self._thread is not me:
                    return
                if not self._queue:
                    # Another one is started when there is something to do again.
                    self._thread = None
                    return
                wait = min(item.due for item in self._queue) - time.monotonic()
                if wait > 0 and not self._hurry:
                    self._changed.wait(wait)
                    continue
                batch = self._due()
            self._deliver(batch)

    def _due(self) -> list[Report]:
        now = time.monotonic()
        due: list[Report] = []
        later: deque[_Waiting] = deque()
        for item in self._queue:
            if self._hurry or item.due <= now:
                item.waiting = False
                due.append(item.report)
            else:
                later.append(item)
        self._queue = later
        if due:
            self._in_flight += 1
        return due

    def _deliver(self, batch: list[Report]) -> None:
        if not batch:
            return
        self._delivering.now = True
        sent = dropped = 0
        try:
            kept = []
            for report in batch:
                count = report["count"]
                hooked = self._hooked(report)
                if hooked is None:
                    dropped += count
                else:
                    kept.append(hooked)
            if kept:
                counted = sum(_count(report) for report in kept)
                try:
                    self._transport(kept)
                    sent += counted
                except Exception:
                    dropped += counted
        finally:
            self._delivering.now = False
            with self._changed:
                self._in_flight -= 1
                self._stats["sent"] += sent
                self._stats["dropped"] += dropped
                self._changed.notify_all()

    def _hooked(self, report: Report) -> Report | None:
        if self._before_send is None:
            return report
        try:
            kept = self._before_send(report)
        except Exception:
            return None
        return kept if isinstance(kept, dict) and isinstance(kept.get("message"), str) else None

    def flush(self, timeout: float = 2.0) -> bool:
        """Sends what waits. Answers whether everything was through within the time, in seconds."""
        if self._is_delivering():
            return False
        with self._changed:
            if self._queue:
                self._hurry = True
                self._wake()
            try:
                return self._changed.wait_for(lambda: not self._queue and self._in_flight == 0, timeout)
            finally:
                self._hurry = False

    def close(self, timeout: float = 2.0) -> bool:
        """Takes all handlers away, sends what waits, and takes nothing from then on."""
        self._closed = True
        atexit.unregister(self._at_exit)
        closers, self._closers = self._closers, []
        for undo in closers:
            try:
                undo()
            except Exception:
                pass  # The others still have to go.
        return self.flush(timeout)

    def on_close(self, undo: Callable[[], object]) -> None:
        """Runs when the reporter is closed, or at once when it is closed already."""
        if self._closed:
            undo()
        else:
            self._closers.append(undo)

    def _at_exit(self) -> None:
        with self._lock:
            # Threads cannot be relied on any more: this one sends.
            self._hurry = True
            batch = self._due()
        self._deliver(batch)
        self.close(2.0)

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._closed

    @property
    def stats(self) -> ReporterStats:
        """Counts since the beginning."""
        with self._lock:
            return self._stats.copy()


def _count(report: Report) -> int:
    count = report.get("count")
    return count if isinstance(count, int) and count > 0 else 1


def redacted(key: object, value: object) -> Any:
    """A value as JSON without secrets; under a key that names a secret the whole text goes."""
    from ._scope import redact_json

    return redact_json(_json.plain(value), str(key))
