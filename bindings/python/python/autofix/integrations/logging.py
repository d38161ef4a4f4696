"""Records of `logging`.

logging.getLogger().addHandler(AutoFixHandler(autofix))
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Literal

from ._client import Client

if TYPE_CHECKING:
    from autofix.reporting import Hint


class AutoFixHandler(logging.Handler):
    """Captures records from `level` on, with their exception where they have one; the ones below it,
    from `breadcrumbs` on, are noted for the errors that follow."""

    def __init__(
        self, client: Client, level: int = logging.ERROR, *, breadcrumbs: int = logging.INFO
    ) -> None:
        super().__init__(min(level, breadcrumbs))
        self._client = client
        self._capture = level

    def emit(self, record: logging.LogRecord) -> None:
        """Never raises: what cannot be read is left to `logging`'s own handling."""
        if record.name == "autofix" or record.name.startswith("autofix."):
            return
        try:
            message = record.getMessage()
            if record.levelno < self._capture:
                self._client.add_breadcrumb(
                    {"category": record.name, "level": _level(record.levelno), "message": message}
                )
                return
            hint: Hint = {"handled": True, "context": {"logger": record.name}}
            error = record.exc_info[1] if record.exc_info else None
            if error is None:
                self._client.capture_message(message, hint)
            else:
                hint["context"]["log_message"] = message
                self._client.capture_exception(error, hint)
        except Exception:
            self.handleError(record)


def _level(number: int) -> Literal["debug", "info", "warning", "error"]:
    if number >= logging.ERROR:
        return "error"
    if number >= logging.WARNING:
        return "warning"
    return "info" if number >= logging.INFO else "debug"
