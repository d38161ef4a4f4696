"""What the integrations need of a client."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from autofix.reporting import Breadcrumb, Hint


class Client(Protocol):
    """An `AutoFix`, an `AsyncAutoFix` or a `Reporter`."""

    def capture_exception(self, error: BaseException | None = None, hint: Hint | None = None) -> bool: ...

    def capture_message(self, message: str, hint: Hint | None = None) -> bool: ...

    def add_breadcrumb(self, breadcrumb: Breadcrumb) -> None: ...

    def set_context(self, key: str, value: object) -> None: ...

    def scope(self) -> AbstractContextManager[Any]: ...


def on_close(client: Client, undo: Any) -> None:
    """What a client installed goes when it is closed."""
    reporter = getattr(client, "reporter", client)
    register = getattr(reporter, "on_close", None)
    if register is not None:
        register(undo)


def request(method: str, path: str, route: str | None = None) -> dict[str, str]:
    """What is told of a request: no query, no headers, no body."""
    told = {"method": method, "path": path}
    if route:
        told["route"] = route
    return told
