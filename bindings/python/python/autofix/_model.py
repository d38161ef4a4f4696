"""What the generated types are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from .errors import AutoFixError

M = TypeVar("M", bound="Model")
T = TypeVar("T")


class Model:
    """A value of AutoFix. It cannot be changed; `dataclasses.replace` makes a changed copy."""

    @classmethod
    def from_json(cls: type[M], value: Mapping[str, Any]) -> M:
        """Reads what `to_json` wrote. An `AutoFixError` where it is something else."""
        if not isinstance(value, Mapping):
            raise AutoFixError(
                "invalid_input", f"{cls.__name__}: an object is expected, not {type(value).__name__}"
            )
        try:
            return cls._read(value)
        except KeyError as error:
            raise AutoFixError("invalid_input", f"{cls.__name__}: `{error.args[0]}` is missing") from error
        except (TypeError, ValueError, AttributeError) as error:
            raise AutoFixError("invalid_input", f"{cls.__name__}: {error}") from error

    @classmethod
    def _read(cls: type[M], value: Mapping[str, Any]) -> M:
        raise NotImplementedError

    def to_json(self) -> dict[str, Any]:
        """The value as plain dicts and lists, with the keys of AutoFix's JSON in their order."""
        raise NotImplementedError


def nullable(read: Callable[[Any], T], value: Any) -> T | None:
    """None stays None."""
    return None if value is None else read(value)
