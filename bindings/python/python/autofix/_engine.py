"""The engine, loaded when it is first needed."""

from __future__ import annotations

from .errors import AutoFixError

TYPE_CHECKING = False

if TYPE_CHECKING:
    from types import ModuleType
    from typing import Protocol

    from ._native import Client

    class Native(Protocol):
        """What `autofix._native` offers."""

        Client: type[Client]

        def version(self) -> str: ...
        def redact(self, text: str) -> str: ...


_loaded: ModuleType | None = None


def native() -> Native:
    """The compiled module. An `AutoFixError` where it cannot be loaded, as in a subinterpreter."""
    global _loaded
    if _loaded is None:
        try:
            from . import _native
        except ImportError as error:
            raise AutoFixError("not_supported", f"the engine cannot be loaded here: {error}") from error
        _loaded = _native
    return _loaded


def redact(text: str) -> str:
    """The text without its secrets."""
    try:
        return native().redact(text)
    except UnicodeEncodeError:
        return native().redact(well_formed(text))


def well_formed(text: str) -> str:
    """The text with a replacement character for every half of a surrogate pair."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
