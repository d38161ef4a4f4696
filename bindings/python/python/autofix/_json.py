"""Any value as JSON that every reader takes."""

from __future__ import annotations

import json
import math

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Any

_MAX_DEPTH = 24
_MAX_ITEMS = 10_000

read = json.loads
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def write(value: object) -> str:
    """JSON without lone surrogates, NaN and cycles; what has no JSON is put in words."""
    try:
        text = _encode(value)
        text.encode()
        return text
    except Exception:  # A hostile value may raise anything; the plain copy has what can be had.
        return _encode(plain(value))


def plain(value: object) -> Any:
    """A copy of None, booleans, numbers, texts, lists and dicts only, bounded in depth and size."""
    return _plain(value, 0, set(), [_MAX_ITEMS])


def _plain(value: object, depth: int, above: set[int], left: list[int]) -> Any:
    if value is None or value is True or value is False:
        return value
    try:
        if isinstance(value, str):
            return _text(str(value))
        if isinstance(value, int):
            # An integer beyond what other languages hold is still told exactly, in digits.
            return int(value) if -(2**63) <= value < 2**64 else _words(value)
        if isinstance(value, float):
            return float(value) if math.isfinite(value) else None
        if isinstance(value, (bytes, bytearray, memoryview)):
            return bytes(value).decode("utf-8", "replace")
        if isinstance(value, BaseException):
            return {"name": type(value).__name__, "message": _words(value)}
        to_json = getattr(value, "to_json", None)
        if callable(to_json) and not isinstance(value, type):
            value = to_json()
        return _container(value, depth, above, left)
    except Exception:
        return "[unreadable]"


def _container(value: object, depth: int, above: set[int], left: list[int]) -> Any:
    is_list = isinstance(value, (list, tuple, set, frozenset))
    if not is_list and not isinstance(value, dict):
        return _words(value)
    if id(value) in above:
        return "[circular]"
    if depth >= _MAX_DEPTH or left[0] <= 0:
        return "[cut short]"
    above.add(id(value))
    try:
        if isinstance(value, dict):
            members: dict[str, Any] = {}
            for key, member in list(value.items())[: left[0]]:
                left[0] -= 1
                name = _text(key) if isinstance(key, str) else _words(key)
                members[name] = _plain(member, depth + 1, above, left)
            return members
        items: list[Any] = []
        for item in value:  # type: ignore[attr-defined]
            if left[0] <= 0:
                break
            left[0] -= 1
            items.append(_plain(item, depth + 1, above, left))
        return items
    finally:
        above.discard(id(value))


def _text(text: str) -> str:
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def _words(value: object) -> str:
    try:
        return _text(str(value))
    except Exception:
        return f"[a {type(value).__name__} that cannot be read]"
