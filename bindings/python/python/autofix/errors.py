"""The error of every call."""

from __future__ import annotations


class AutoFixError(Exception):
    """Something that AutoFix refuses or cannot do.

    `code` is stable and the same in every language, such as `stale` or `config_invalid`.
    """

    code: str

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return self.message
