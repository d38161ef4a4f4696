"""AutoFix finds the root cause of an error in a project's source, repairs it, and can take it back.

Nothing is loaded by the import itself: each name is, when it is first used.
"""

from __future__ import annotations

# What type checkers take for `typing.TYPE_CHECKING`, without the import of `typing`.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from .aio import AsyncAutoFix as AsyncAutoFix
    from .client import AutoFix as AutoFix
    from .errors import AutoFixError as AutoFixError
    from .events import Event as Event
    from .plugin import AsyncProject as AsyncProject
    from .plugin import FixPlugin as FixPlugin
    from .plugin import PluginError as PluginError
    from .plugin import Project as Project
    from .plugin import ProposedChange as ProposedChange
    from .plugin import ProposedFix as ProposedFix
    from .reporting import Report as Report
    from .reporting import Reporter as Reporter
    from .types import (
        AnalysisReport as AnalysisReport,
    )
    from .types import (
        Change as Change,
    )
    from .types import (
        Fix as Fix,
    )
    from .types import (
        FixReport as FixReport,
    )
    from .types import (
        Frame as Frame,
    )
    from .types import (
        Issue as Issue,
    )
    from .types import (
        PluginInfo as PluginInfo,
    )
    from .types import (
        Rejection as Rejection,
    )
    from .types import (
        StatusReport as StatusReport,
    )
    from .types import (
        Validation as Validation,
    )

    __version__: str

__all__ = [
    "AnalysisReport",
    "AsyncAutoFix",
    "AsyncProject",
    "AutoFix",
    "AutoFixError",
    "Change",
    "Event",
    "Fix",
    "FixPlugin",
    "FixReport",
    "Frame",
    "Issue",
    "PluginError",
    "PluginInfo",
    "Project",
    "ProposedChange",
    "ProposedFix",
    "Rejection",
    "Report",
    "Reporter",
    "StatusReport",
    "Validation",
]

_HOMES = {
    "AsyncAutoFix": "aio",
    "AsyncProject": "plugin",
    "AutoFix": "client",
    "AutoFixError": "errors",
    "Event": "events",
    "FixPlugin": "plugin",
    "PluginError": "plugin",
    "Project": "plugin",
    "ProposedChange": "plugin",
    "ProposedFix": "plugin",
    "Report": "reporting",
    "Reporter": "reporting",
}


def __getattr__(name: str) -> object:
    if name == "__version__":
        from ._engine import native

        return native().version()
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f".{_HOMES.get(name, 'types')}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, "__version__"})
