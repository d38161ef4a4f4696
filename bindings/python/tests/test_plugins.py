"""Plugins that are written in Python, well-behaved and not."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any

import pytest
from autofix import AsyncAutoFix, AsyncProject, AutoFix, Fix, FixPlugin, FixReport, PluginError, Project
from project import CORS, FILES

FLAGS = {"flags.txt": "dark_mode\n", "app.py": "x = 1\n"}
MESSAGE = "unknown feature flag: fast_search"


class FlagPlugin(FixPlugin):
    name = "flags"
    version = "1.2.3"
    supported_errors = ("flag_error",)
    max_safety = "safe"

    def analyze(self, error: PluginError, project: Project) -> Any:
        return {
            "flag": error.message.rpartition(": ")[2],
            "files": project.list_files(),
            "user": error.context,
        }

    def generate_fix(self, analysis: Any, project: Project) -> Any:
        flag = analysis["flag"]
        if flag in project.read_file("flags.txt").split():
            return {"declined": f"{flag} is listed already"}
        change = {"file": "flags.txt", "action": "insert", "position": "end_of_file", "code": flag}
        return {"description": f"List {flag}", "safety": "safe", "confidence": 0.9, "changes": [change]}


class AsyncFlagPlugin(FlagPlugin):
    loops: list[asyncio.AbstractEventLoop]

    def __init__(self) -> None:
        super().__init__(name="async-flags")
        self.loops = []

    async def analyze(self, error: PluginError, project: AsyncProject) -> Any:  # type: ignore[override]
        self.loops.append(asyncio.get_running_loop())
        return {"flag": error.message.rpartition(": ")[2], "files": await project.list_files()}

    async def generate_fix(self, analysis: Any, project: AsyncProject) -> Any:  # type: ignore[override]
        await asyncio.sleep(0)
        assert "dark_mode" in await project.read_file("flags.txt")
        return [
            {"changes": [{"file": "flags.txt", "action": "create", "content": "x"}], "confidence": 0.1},
            {"changes": [{"file": "flags.txt", "action": "modify", "find": "dark", "replace": "light"}]},
        ]

    async def validate_fix(self, fix: Fix, project: AsyncProject) -> Any:
        assert fix.plugin.name == "async-flags"
        return True


def report(plugin: FixPlugin, **options: Any) -> FixReport:
    autofix = AutoFix(files=FLAGS, plugins=[plugin], **options)
    return autofix.generate_fix(autofix.report_issue(MESSAGE, type="flag_error", context={"user": 7}))


def test_a_plugin_repairs() -> None:
    answer = report(FlagPlugin())
    assert answer.fix is not None, answer.rejections
    assert (answer.fix.plugin.name, answer.fix.plugin.version, answer.fix.safety) == (
        "flags",
        "1.2.3",
        "safe",
    )
    assert "+fast_search" in answer.fix.changes[0].diff


def test_a_plugin_is_listed_first() -> None:
    assert AutoFix(files={}, plugins=[FlagPlugin()]).list_plugins()[0].name == "flags"


def test_coroutines_run_without_a_loop() -> None:
    plugin = AsyncFlagPlugin()
    answer = report(plugin)
    assert answer.fix is not None, answer.rejections
    assert "+light_mode" in answer.fix.changes[0].diff
    assert len(plugin.loops) == 1


async def test_coroutines_run_on_the_callers_loop() -> None:
    plugin = AsyncFlagPlugin()
    async with AsyncAutoFix(files=FLAGS, plugins=[plugin]) as autofix:
        issue = await autofix.report_issue(MESSAGE, type="flag_error")
        answers = await asyncio.gather(*(autofix.generate_fix(issue) for _ in range(20)))
    assert all(answer.fix is not None for answer in answers)
    assert set(plugin.loops) == {asyncio.get_running_loop()}


async def test_plain_methods_do_not_hold_the_loop() -> None:
    class Slow(FlagPlugin):
        def analyze(self, error: PluginError, project: Project) -> Any:
            time.sleep(0.2)
            return super().analyze(error, project)

    async with AsyncAutoFix(files=FLAGS, plugins=[Slow()]) as autofix:
        call = asyncio.create_task(autofix.repair_log(MESSAGE))
        issue = await autofix.report_issue(MESSAGE, type="flag_error")
        call = asyncio.create_task(autofix.generate_fix(issue))
        ticks = 0
        while not call.done():
            await asyncio.sleep(0.01)
            ticks += 1
        assert (await call).fix is not None
        assert ticks > 5


def test_the_documents_plugin_works_unchanged_in_python() -> None:
    class CorsFixPlugin(FixPlugin):
        def __init__(self) -> None:
            super().__init__(name="cors-fix", version="1.0.0", supported_errors=["cors_error"])

        def can_handle(self, error_type: str) -> bool:
            return error_type in self.supported_errors

        def generate_fix(self, analysis: Any, project: Any) -> Any:
            code = "app.use(cors({ origin: 'http://localhost:5173' }));"
            change = {
                "file": "server.js",
                "action": "insert",
                "position": "after_express_init",
                "code": code,
                "description": "Add CORS middleware",
            }
            return {"changes": [change], "test_commands": ["npm test"]}

    answer = AutoFix(files=FILES, plugins=[CorsFixPlugin()]).repair_log(CORS)
    assert answer.fix is not None, answer.rejections
    assert answer.fix.plugin.name == "cors-fix"
    assert answer.fix.test_commands == ("npm test",)
    assert "+app.use(cors(" in answer.fix.changes[0].diff


class Broken(FlagPlugin):
    name = "broken"
    does: str = ""

    def __init__(self, does: str) -> None:
        super().__init__()
        self.does = does

    def generate_fix(self, analysis: Any, project: Project) -> Any:
        does = self.does
        if does == "raise":
            raise KeyError("no such thing")
        if does == "exit":
            raise SystemExit(3)
        if does == "interrupt":
            raise KeyboardInterrupt
        if does == "surrogate":
            raise ValueError("\ud800")
        if does == "hang":
            threading.Event().wait(30)
        if does == "outside":
            return {"changes": [{"file": "../x", "action": "create", "content": ""}]}
        if does == "shapeless":
            return 42
        if does == "no_changes":
            return {"description": "x"}
        if does == "missing_file":
            return project.read_file("none.txt")
        if does == "bad_position":
            change = {"file": "flags.txt", "action": "insert", "position": "somewhere", "code": "x"}
            return {"changes": [change]}
        if does == "object":
            return object()
        if does == "decline":
            return {"declined": "not today"}
        return None


BROKEN = [
    ("raise", "KeyError: 'no such thing'"),
    ("exit", "SystemExit: 3"),
    ("interrupt", "KeyboardInterrupt"),
    ("surrogate", "ValueError: ?"),
    ("hang", "did not answer within 0.2 s"),
    ("outside", "leads out"),
    ("shapeless", "its fix"),
    ("no_changes", "changes"),
    ("missing_file", "none.txt"),
    ("bad_position", "Position"),
    ("object", "its fix"),
    ("decline", "not today"),
    ("none", "no fix"),
]


@pytest.mark.parametrize(("does", "words"), BROKEN)
def test_a_plugin_that_fails_loses_its_own_fix_only(does: str, words: str) -> None:
    answer = report(Broken(does), plugin_timeout=0.2)
    assert answer.fix is None
    assert words in "\n".join(rejection.reason for rejection in answer.rejections)


def test_a_hanging_plugin_keeps_nobody_from_a_fix() -> None:
    plugin = Broken("hang")
    plugin.supported_errors = ("cors_error",)
    answer = AutoFix(files=FILES, plugins=[plugin], plugin_timeout=0.1).repair_log(CORS)
    assert answer.fix is not None
    assert answer.fix.plugin.name == "cors"
    assert "0.1 s" in answer.rejections[0].reason


class Hanging(FlagPlugin):
    name = "hanging"
    cancelled = False

    async def generate_fix(self, analysis: Any, project: AsyncProject) -> Any:  # type: ignore[override]
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            self.cancelled = True
            raise


def test_a_hanging_coroutine_is_cancelled() -> None:
    plugin = Hanging()
    answer = report(plugin, plugin_timeout=0.2)
    assert "did not answer" in answer.rejections[0].reason
    time.sleep(0.2)
    assert plugin.cancelled


async def test_cancelling_the_call_cancels_the_plugins_coroutine() -> None:
    plugin = Hanging()
    async with AsyncAutoFix(files=FLAGS, plugins=[plugin]) as autofix:
        issue = await autofix.report_issue(MESSAGE, type="flag_error")
        call = asyncio.create_task(autofix.generate_fix(issue))
        await asyncio.sleep(0.2)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        await asyncio.sleep(0.1)
        assert plugin.cancelled


@pytest.mark.parametrize("verdict", [False, {"valid": False, "reason": "not like this"}])
def test_its_own_veto_holds(verdict: Any) -> None:
    class Vetoed(FlagPlugin):
        def validate_fix(self, fix: Fix, project: Any) -> Any:
            return verdict

    answer = report(Vetoed())
    assert answer.fix is None
    assert "not like this" in answer.rejections[0].reason or verdict is False


def test_can_handle_is_asked() -> None:
    class Asked(FlagPlugin):
        supported_errors = ()  # type: ignore[assignment]
        asked: list[str]

        def can_handle(self, error_type: str) -> bool:
            self.asked = [error_type]
            return error_type == "flag_error"

    plugin = Asked()
    assert report(plugin).fix is not None
    assert plugin.asked == ["flag_error"]


def test_a_project_is_over_when_its_method_is() -> None:
    class Keeper(FlagPlugin):
        kept: Project

        def analyze(self, error: PluginError, project: Project) -> Any:
            self.kept = project
            return super().analyze(error, project)

    plugin = Keeper()
    report(plugin)
    with pytest.raises(Exception, match="only until") as refusal:
        plugin.kept.read_file("flags.txt")
    assert getattr(refusal.value, "code", "") == "call_over"
