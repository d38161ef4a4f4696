"""What was raised, in Python's own words. Anything may go wrong while reading it."""

from __future__ import annotations

import linecache
from typing import TYPE_CHECKING

from ._engine import redact
from ._text import shorten

if TYPE_CHECKING:
    from types import TracebackType

_MAX_MESSAGE = 4_000
_MAX_FRAMES = 50
_MAX_CAUSES = 8

_CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n"
_CONTEXT = "\nDuring handling of the above exception, another exception occurred:\n\n"


class Thrown:
    """The raw words of an exception; not redacted."""

    __slots__ = ("error", "message", "top")

    def __init__(self, message: str, top: str = "", error: BaseException | None = None) -> None:
        self.message = shorten(message, _MAX_MESSAGE)
        # Where it was raised: file and line.
        self.top = top
        self.error = error


def headline(error: BaseException) -> str:
    """As Python prints it: `ValueError: no such thing`."""
    kind = type(error)
    name = kind.__qualname__
    if kind.__module__ not in ("builtins", "__main__"):
        name = f"{kind.__module__}.{name}"
    try:
        words = str(error)
    except Exception:
        words = "<exception str() failed>"
    return f"{name}: {words}" if words else name


def read_thrown(error: BaseException) -> Thrown:
    """Reads the words and the place, nothing else: all that an error costs that was seen before."""
    top = error.__traceback__
    if top is None:
        return Thrown(headline(error), "", error)
    while top.tb_next is not None:
        top = top.tb_next
    return Thrown(headline(error), f"{top.tb_frame.f_code.co_filename}:{top.tb_lineno}", error)


def describe(thrown: Thrown) -> tuple[str, str]:
    """Message and stack, redacted; the stack has its causes above it, as Python prints them."""
    message = redact(thrown.message)
    if thrown.error is None:
        return message, ""
    parts: list[str] = []
    seen: set[int] = set()
    error: BaseException | None = thrown.error
    while error is not None and id(error) not in seen and len(seen) < _MAX_CAUSES:
        seen.add(id(error))
        _print(
            error, thrown.message if error is thrown.error else shorten(headline(error), _MAX_MESSAGE), parts
        )
        if error.__cause__ is not None:
            error = error.__cause__
            parts.append(_CAUSE)
        elif error.__context__ is not None and not error.__suppress_context__:
            error = error.__context__
            parts.append(_CONTEXT)
        else:
            error = None
    if parts[-1] in (_CAUSE, _CONTEXT):
        parts.pop()
    parts.reverse()
    return message, redact("".join(parts))


def _print(error: BaseException, message: str, parts: list[str]) -> None:
    lines = _frames(error.__traceback__)
    inner = getattr(error, "exceptions", None)
    words = [f"{message}\n"]
    if isinstance(inner, tuple):
        # What a group holds is told in a line each.
        members = [each for each in inner if isinstance(each, BaseException)]
        words.extend(f"  {shorten(headline(each), 500)}\n" for each in members[:_MAX_CAUSES])
    parts.append("".join([*lines, *words]))


def _frames(trace: TracebackType | None) -> list[str]:
    frames = []
    while trace is not None:
        frames.append((trace.tb_frame, trace.tb_lineno))
        trace = trace.tb_next
    if not frames:
        return []
    lines = ["Traceback (most recent call last):\n"]
    skipped = len(frames) - _MAX_FRAMES
    for at, (frame, line) in enumerate(frames):
        if skipped > 0 and _MAX_FRAMES // 2 <= at < _MAX_FRAMES // 2 + skipped:
            if at == _MAX_FRAMES // 2:
                lines.append(f"  [{skipped} frames are left out]\n")
            continue
        code = frame.f_code
        file = code.co_filename
        lines.append(f'  File "{file}", line {line}, in {code.co_name}\n')
        source = linecache.getline(file, line, frame.f_globals).strip()
        if source:
            lines.append(f"    {shorten(source, 300)}\n")
    return lines
