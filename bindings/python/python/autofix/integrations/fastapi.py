"""FastAPI, by its ASGI middleware.

from autofix.integrations.fastapi import AutoFixMiddleware

app.add_middleware(AutoFixMiddleware, autofix=autofix)
"""

from __future__ import annotations

from .asgi import AutoFixMiddleware

__all__ = ["AutoFixMiddleware"]
