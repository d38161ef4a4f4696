"""Who hears what happens."""

from __future__ import annotations

from collections import deque
from threading import Condition

from . import _json
from .errors import AutoFixError

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Protocol

    class Stream(Protocol):
        """Takes every event."""

        def put(self, event: Event) -> None: ...

        def close(self) -> None: ...


NAMES = (
    "issue_reported",
    "fix_generated",
    "fix_validated",
    "fix_applied",
    "fix_rejected",
    "fix_failed",
    "fix_rolled_back",
    "deployment_started",
    "deployment_completed",
    "deployment_failed",
)

# Events that wait for a slow iterator; beyond that the oldest is dropped.
WAITING = 1000


class Event:
    """Something that happened. `data` is an `Issue`, a `Fix` or a `Rejection`, by `type`; else plain JSON."""

    __slots__ = ("data", "type")

    def __init__(self, type: str, data: Any) -> None:
        self.type = type
        self.data = data

    def __repr__(self) -> str:
        return f"Event(type={self.type!r}, data={self.data!r})"


def event(name: str, text: str) -> Event:
    """An event as the engine tells it."""
    from . import types

    data = _json.read(text)
    if name == "issue_reported":
        return Event(name, types.Issue.from_json(data))
    if name == "fix_rejected":
        return Event(name, types.Rejection.from_json(data))
    if name.startswith("fix_") and name != "fix_failed":
        return Event(name, types.Fix.from_json(data))
    return Event(name, data)


class Listeners:
    """Listeners by event, and iterators over all of them."""

    def __init__(self) -> None:
        self._entries: dict[str, tuple[tuple[Callable[[Any], object], bool], ...]] = {}
        self.streams: set[Stream] = set()
        self._lock = Condition()

    def add(self, name: str, listener: Callable[[Any], object], once: bool) -> None:
        if not isinstance(name, str) or name not in NAMES:
            name = name if isinstance(name, str) else type(name).__name__
            raise AutoFixError(
                "invalid_input", f"no event is called `{name}`; the events are {', '.join(NAMES)}"
            )
        if not callable(listener):
            raise AutoFixError("invalid_input", f"{name}: a listener is something that can be called")
        with self._lock:
            self._entries[name] = (*self._entries.get(name, ()), (listener, once))

    def remove(self, name: str, listener: Callable[[Any], object]) -> None:
        with self._lock:
            entries = self._entries.get(name, ())
            self._entries[name] = tuple(entry for entry in entries if entry[0] != listener)

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()

    def tell(self, event: Event) -> None:
        with self._lock:
            entries = self._entries.get(event.type, ())
            if any(once for _, once in entries):
                self._entries[event.type] = tuple(entry for entry in entries if not entry[1])
        for listener, _ in entries:
            try:
                listener(event.data)
            except Exception:
                # The caller of the engine did nothing wrong: the listener's fault is its own.
                import logging

                logging.getLogger("autofix").exception("a listener of %s failed", event.type)
        for stream in tuple(self.streams):
            stream.put(event)


class BlockingStream:
    """Every event from now on, for one thread that waits for them."""

    def __init__(self, listeners: Listeners, timeout: float | None) -> None:
        self._listeners = listeners
        self._timeout = timeout
        self._waiting: deque[Event] = deque(maxlen=WAITING)
        self._changed = Condition()
        self._closed = False
        listeners.streams.add(self)

    def put(self, event: Event) -> None:
        with self._changed:
            self._waiting.append(event)
            self._changed.notify()

    def close(self) -> None:
        """Ends the iteration behind the events that wait."""
        self._listeners.streams.discard(self)
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def __iter__(self) -> BlockingStream:
        return self

    def __next__(self) -> Event:
        with self._changed:
            ready = self._changed.wait_for(lambda: bool(self._waiting) or self._closed, self._timeout)
            if ready and self._waiting:
                return self._waiting.popleft()
        self.close()
        raise StopIteration

    def __enter__(self) -> BlockingStream:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
