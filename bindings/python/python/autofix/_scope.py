"""What belongs to one piece of work: its context, and what happened on the way."""

from __future__ import annotations

import time
from contextvars import ContextVar
from typing import Any, Literal, TypedDict

from . import _json
from ._engine import redact
from ._text import shorten

_MAX_CONTEXTS = 50

# Ends of keys whose values are secrets, without `-` and `_`.
_SECRETS = (
    "password",
    "passwd",
    "secret",
    "token",
    "apikey",
    "accesskey",
    "privatekey",
    "authorization",
    "cookie",
)


class Breadcrumb(TypedDict, total=False):
    """Something that happened before an error."""

    category: str
    """What kind of thing, such as `log` or `http`."""
    message: str
    level: Literal["debug", "info", "warning", "error"]
    data: dict[str, Any]


class Scope:
    """Context and breadcrumbs. Everything in it is redacted when it comes in."""

    def __init__(self, max_breadcrumbs: int, parent: Scope | None = None) -> None:
        self.max_breadcrumbs = max_breadcrumbs
        self.contexts: dict[str, Any] = {} if parent is None else dict(parent.contexts)
        # A new tuple each time, not a changed list: reports that wait hold the former.
        self.breadcrumbs: tuple[dict[str, Any], ...] = () if parent is None else parent.breadcrumbs

    def set_context(self, key: str, value: object) -> None:
        """Sets a value that goes with every report of this scope; None takes it away."""
        label = redact(shorten(key, 200))
        contexts = dict(self.contexts)
        if value is None:
            contexts.pop(label, None)
        elif label in contexts or len(contexts) < _MAX_CONTEXTS:
            contexts[label] = redact_json(_json.plain(value), label)
        self.contexts = contexts

    def add_breadcrumb(self, breadcrumb: Breadcrumb) -> None:
        """Keeps what happened, for the errors that follow."""
        if self.max_breadcrumbs <= 0:
            return
        kept: dict[str, Any] = {"time": int(time.time() * 1000)}
        if "category" in breadcrumb:
            kept["category"] = redact(shorten(str(breadcrumb["category"]), 200))
        if "level" in breadcrumb:
            kept["level"] = str(breadcrumb["level"])[:20]
        if "message" in breadcrumb:
            kept["message"] = redact(shorten(str(breadcrumb["message"]), 1_000))
        if "data" in breadcrumb:
            kept["data"] = redact_json(_json.plain(breadcrumb["data"]))
        self.breadcrumbs = (
            (*self.breadcrumbs[-self.max_breadcrumbs + 1 :], kept) if self.max_breadcrumbs > 1 else (kept,)
        )


SCOPE: ContextVar[Scope | None] = ContextVar("autofix_scope", default=None)
"""The scope that a block opened; it follows tasks, and `contextvars.copy_context` to threads."""


def redact_json(value: Any, key: str = "") -> Any:
    """Plain JSON without secrets; under a key that names a secret the whole text goes."""
    if isinstance(value, str):
        if value and key and key.lower().replace("-", "").replace("_", "").endswith(_SECRETS):
            return "<redacted:secret>"
        return redact(shorten(value, 16_000))
    if isinstance(value, list):
        return [redact_json(item) for item in value]
    if isinstance(value, dict):
        return {redact(name): redact_json(member, name) for name, member in value.items()}
    return value
