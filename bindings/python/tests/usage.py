"""How people write it; held against strict type checkers, not run."""

from __future__ import annotations

import logging

from autofix import (
    AsyncAutoFix,
    AsyncProject,
    AutoFix,
    AutoFixError,
    Fix,
    FixPlugin,
    Issue,
    PluginError,
    Project,
    ProposedFix,
    Report,
)
from autofix.integrations.excepthook import install
from autofix.integrations.logging import AutoFixHandler


class Blocking(FixPlugin):
    name = "blocking"
    supported_errors = ["flag_error"]  # noqa: RUF012

    def analyze(self, error: PluginError, project: Project) -> dict[str, str]:
        return {"flag": error.message, "files": ",".join(project.list_files())}

    def generate_fix(self, analysis: dict[str, str], project: Project) -> ProposedFix | None:
        if analysis["flag"] in project.read_file("flags.txt"):
            return None
        return {
            "changes": [
                {"file": "flags.txt", "action": "insert", "position": "end_of_file", "code": analysis["flag"]}
            ],
            "safety": "safe",
        }


class Awaited(FixPlugin):
    def __init__(self) -> None:
        super().__init__(name="awaited", supported_errors=["flag_error"])

    async def generate_fix(self, analysis: dict[str, str], project: AsyncProject) -> ProposedFix | None:
        text = await project.read_file("flags.txt")
        return {"changes": [{"file": "flags.txt", "action": "modify", "content": text + "x"}]}

    async def validate_fix(self, fix: Fix, project: AsyncProject) -> bool:
        return len(fix.changes) == 1


def scrub(report: Report) -> Report | None:
    report["context"].pop("user", None)
    return report


def blocking() -> str:
    with AutoFix(
        root=".", plugins=[Blocking()], reporting={"before_send": scrub, "sample_rate": 0.5}
    ) as autofix:
        install(autofix)
        logging.getLogger().addHandler(AutoFixHandler(autofix))
        issue: Issue = autofix.report_issue("x", type="cors_error", context={"user": 1})
        report = autofix.generate_fix(issue)
        if report.fix is None:
            return "\n".join(rejection.reason for rejection in report.rejections)
        try:
            fix: Fix = autofix.apply_fix(report.fix)
        except AutoFixError as error:
            return error.code
        state: str = fix.state
        with autofix.scope() as scope:
            scope.set_context("order", 7)
            autofix.capture_exception(ValueError("x"), {"handled": True})
        return state + fix.changes[0].diff


async def awaited() -> int:
    async with AsyncAutoFix(files={"a.js": "x"}, plugins=[Awaited()]) as autofix:
        autofix.on("issue_reported", print)
        async for event in autofix.events():
            return len(event.type)
        return (await autofix.analyze_log(b"x")).lines
