"""`AutoFix` for programs without an event loop."""

from __future__ import annotations

from . import _base, _json
from ._base import Base
from .events import BlockingStream

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from .types import AnalysisReport, Fix, FixReport, Issue, PluginInfo, StatusReport, Validation


class AutoFix(Base):
    __doc__ = f"""Finds and repairs the errors of one project, in this process. Calls return when done.

    Calls raise `AutoFixError`. What a plugin does wrong is no error: it is among the report's
    `rejections`. Threads may share an object: the interpreter is released while the engine works.

    {(Base.__doc__ or "").strip()}
    """

    def _call(self, method: str, argument: str = "") -> str:
        try:
            return self._client.call(self._number(), method, argument)
        finally:
            # What the call caused is heard before it returns.
            self._tell()

    def report_issue(
        self,
        message: str | Mapping[str, Any],
        *,
        type: str | None = None,
        stack: str | None = None,
        context: Mapping[str, Any] | None = None,
        affected_files: Iterable[str] = (),
        count: int | None = None,
    ) -> Issue:
        """Reports one error, and answers it as an issue. The same error reported again counts up."""
        from .types import Issue

        argument = _base.report(message, type, stack, context, affected_files, count)
        return Issue.from_json(_json.read(self._call("report_issue", argument)))

    def analyze_log(self, text: str | bytes) -> AnalysisReport:
        """Reads a log or an error's text into issues, most likely root cause first."""
        from .types import AnalysisReport

        return AnalysisReport.from_json(_json.read(self._call("analyze_log", _base.text("log", text))))

    def generate_fix(self, issue: Issue | Mapping[str, Any]) -> FixReport:
        """Generates and validates the best fix of one issue. Nothing is written."""
        return self._report("generate_fix", _base.model("issue", issue))

    def repair_log(self, text: str | bytes) -> FixReport:
        """Reads a log, and generates and validates the best fix of the first issue that has one.

        Nothing is written.
        """
        return self._report("repair_log", _base.text("log", text))

    def auto_fix(self, issue: Issue | Mapping[str, Any]) -> FixReport:
        """As `generate_fix`, and applies the fix if `.autofix.yml` allows that without asking."""
        return self._report("auto_fix", _base.model("issue", issue))

    def prove(self, command: Iterable[str], *, folder: str = "") -> FixReport:
        """Runs a command of the project in a private copy, repairs what it fails with, and proves the
        repair by running it again. The project itself is not touched. Ctrl-C stops it."""
        return self._report("prove", _base.command(command, folder))

    def validate_fix(self, fix: Fix | Mapping[str, Any]) -> Validation:
        """Holds a fix against the files as they are now. A fix that falls is no error."""
        from .types import Validation

        return Validation.from_json(_json.read(self._call("validate_fix", _base.model("fix", fix))))

    def apply_fix(self, fix: Fix | Mapping[str, Any]) -> Fix:
        """Writes a fix, whole or not at all, and answers it as it is then."""
        return self._fix("apply_fix", _base.model("fix", fix))

    def rollback_fix(self, id: str) -> Fix:
        """Takes an applied fix back, byte for byte. Refused where a file was edited since."""
        return self._fix("rollback_fix", _base.text("id", id))

    def list_issues(self) -> list[Issue]:
        """Every issue that was reported or read from a log, oldest first. The latest thousand are kept."""
        from .types import Issue

        return [Issue.from_json(issue) for issue in _json.read(self._call("list_issues"))]

    def get_status(self) -> StatusReport:
        """How things stand: what the project is, and which fixes were applied."""
        from .types import StatusReport

        return StatusReport.from_json(_json.read(self._call("get_status")))

    def list_plugins(self) -> list[PluginInfo]:
        """Every plugin, in the order in which they are asked."""
        from .types import PluginInfo

        return [PluginInfo.from_json(plugin) for plugin in _json.read(self._call("list_plugins"))]

    def read_file(self, path: str) -> str:
        """The text of a file of the project as it is now."""
        return self._call("read_file", _base.text("path", path))

    def events(self, timeout: float | None = None) -> BlockingStream:
        """Every event from now on, for a thread of its own. It ends at `close`, or `timeout` seconds
        after the last event."""
        self._listen()
        return BlockingStream(self._listeners, timeout)

    def __iter__(self) -> Iterator[Any]:
        return self.events()

    def flush(self, timeout: float = 2.0) -> bool:
        """Sends what was captured and waits. Answers whether all was through within `timeout` seconds."""
        return True if self._reporter is None else self._reporter.flush(timeout)

    def close(self, timeout: float = 2.0) -> bool:
        """Takes all listeners and handlers away and sends what was captured. Answers as `flush` does."""
        return self._close(timeout)

    def __enter__(self) -> AutoFix:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _report(self, method: str, argument: str) -> FixReport:
        from .types import FixReport

        return FixReport.from_json(_json.read(self._call(method, argument)))

    def _fix(self, method: str, argument: str) -> Fix:
        from .types import Fix

        return Fix.from_json(_json.read(self._call(method, argument)))
