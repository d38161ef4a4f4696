"""Django: a middleware that captures errors, and `manage.py autofix`.

    INSTALLED_APPS = [..., "autofix.integrations.django"]
    MIDDLEWARE = ["autofix.integrations.django.AutoFixMiddleware", ...]
    AUTOFIX = {"project_id": "shop"}          # arguments of AutoFix; `root` is BASE_DIR where that is set

The server answers as it would without it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Callable

from autofix.integrations._client import request as told

if TYPE_CHECKING:
    from django.http import HttpRequest

    from autofix import AutoFix

__all__ = ["AutoFixMiddleware", "client"]


@lru_cache(maxsize=1)
def client() -> AutoFix:
    """The `AutoFix` of the settings; one per process."""
    from django.conf import settings

    from autofix import AutoFix

    options: dict[str, Any] = dict(getattr(settings, "AUTOFIX", {}))
    base = getattr(settings, "BASE_DIR", None)
    if base is not None and "files" not in options:
        options.setdefault("root", base)
    return AutoFix(**options)


class AutoFixMiddleware:
    """Captures what a view raises; Django goes on to answer as it would. Works with and without asyncio."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        from asgiref.sync import iscoroutinefunction, markcoroutinefunction

        self._get_response = get_response
        self._is_async = iscoroutinefunction(get_response)
        if self._is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        """Each request has a scope of its own."""
        if self._is_async:
            return self._later(request)
        with client().scope():
            return self._get_response(request)

    async def _later(self, request: HttpRequest) -> Any:
        with client().scope():
            return await self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Called by Django with what a view raised."""
        match = request.resolver_match
        about = told(request.method or "", request.path, match.route if match is not None else None)
        client().capture_exception(exception, {"handled": False, "context": {"request": about}})
