"""Starlette, FastAPI and every other ASGI application.

app.add_middleware(AutoFixMiddleware, autofix=autofix)
"""

from __future__ import annotations

from collections.abc import Awaitable, MutableMapping
from typing import Any, Callable

from ._client import Client, request

_Message = MutableMapping[str, Any]
_App = Callable[
    [_Message, Callable[[], Awaitable[_Message]], Callable[[_Message], Awaitable[None]]], Awaitable[None]
]


class AutoFixMiddleware:
    """Captures what a request raises, and raises it on. Each request has a scope of its own."""

    def __init__(self, app: _App, autofix: Client) -> None:
        self._app = app
        self._autofix = autofix

    async def __call__(
        self,
        scope: _Message,
        receive: Callable[[], Awaitable[_Message]],
        send: Callable[[_Message], Awaitable[None]],
    ) -> None:
        if scope.get("type") not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        with self._autofix.scope():
            try:
                await self._app(scope, receive, send)
            except Exception as error:
                route = getattr(scope.get("route"), "path", None)
                method = str(scope.get("method", "WEBSOCKET"))
                told = request(method, str(scope.get("path", "")), route)
                self._autofix.capture_exception(error, {"handled": False, "context": {"request": told}})
                raise
