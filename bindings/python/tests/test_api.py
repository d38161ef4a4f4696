"""What both classes promise, called from outside."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from autofix import AsyncAutoFix, AutoFix, AutoFixError, Event, Fix, FixPlugin, FixReport, Issue
from project import CORS, FILES, ORIGIN, PACKAGE, SERVER


def fixed(autofix: AutoFix) -> Fix:
    fix = autofix.repair_log(CORS).fix
    assert fix is not None
    return fix


def refused(code: str, words: str = "") -> Any:
    """A refusal with a code."""

    class Refusal:
        def __enter__(self) -> None: ...

        def __exit__(self, kind: Any, error: Any, trace: Any) -> bool:
            assert isinstance(error, AutoFixError), f"no refusal: {error!r}"
            assert error.code == code
            assert words in str(error)
            return True

    return Refusal()


def test_a_folder_is_repaired_and_restored_byte_for_byte(folder: Path) -> None:
    autofix = AutoFix(root=folder)
    fix = fixed(autofix)
    assert (folder / "server.js").read_text() == SERVER
    assert autofix.validate_fix(fix).passed
    assert autofix.apply_fix(fix).state == "applied"
    assert ORIGIN in (folder / "server.js").read_text()
    assert [it.id for it in autofix.get_status().fixes] == [fix.id]
    assert autofix.rollback_fix(fix.id).state == "rolled_back"
    assert (folder / "server.js").read_text() == SERVER


def test_a_file_that_was_edited_meanwhile_is_refused(folder: Path) -> None:
    autofix = AutoFix(root=str(folder))
    fix = fixed(autofix)
    (folder / "server.js").write_text("// mine\n" + SERVER)
    with refused("stale", "server.js"):
        autofix.apply_fix(fix)
    assert (folder / "server.js").read_text() == "// mine\n" + SERVER


def test_files_in_memory_may_be_bytes_and_are_read_back() -> None:
    autofix = AutoFix(files={**FILES, "package.json": PACKAGE.encode()})
    autofix.apply_fix(fixed(autofix).to_json())
    assert ORIGIN in autofix.read_file("server.js")


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        ({"root": "/nowhere/at/all"}, "", "nowhere"),
        ({"files": {"../x": ""}}, "", "outside"),
        ({"files": FILES, "root": "."}, "invalid_input", "either"),
        ({"files": {"x.js": b"\xff\xfe"}}, "not_text", "x.js"),
        ({"files": {"x.js": 5}}, "invalid_input", "x.js"),
        ({"files": FILES, "config": "project:\n  naem: x\n"}, "unknown_key", "naem"),
        ({"endpoint": "http://localhost"}, "not_supported", "endpoint"),
        ({"root": 5}, "invalid_input", "root"),
        ({"plugins": [object()]}, "invalid_input", "FixPlugin"),
        ({"plugins": [FixPlugin]}, "invalid_input", "FixPlugin"),
        ({"plugins": [FixPlugin(name=" ")]}, "invalid_input", "name"),
        (
            {"files": {}, "plugins": [FixPlugin(name="x")], "plugin_timeout": 0},
            "invalid_input",
            "plugin_timeout",
        ),
    ],
)
@pytest.mark.parametrize("kind", [AutoFix, AsyncAutoFix])
def test_options_that_make_no_sense_are_refused_at_once(
    kind: Any, options: dict[str, Any], code: str, words: str
) -> None:
    with pytest.raises(AutoFixError, match=words) as refusal:
        kind(**options)
    assert refusal.value.code == (code or refusal.value.code)


def test_a_type_of_ones_own_and_the_context_are_kept() -> None:
    autofix = AutoFix(files={})
    context = {"userId": "123", "nested_key": {"camelCase": 1, "snake_case": 2}}
    issue = autofix.report_issue("Something went wrong", type="custom_error", context=context)
    assert (issue.type, issue.message, issue.context, issue.count) == (
        "custom_error",
        "Something went wrong",
        context,
        1,
    )
    again = autofix.report_issue({"type": "custom_error", "message": "Something went wrong"})
    assert again.count == 2
    assert autofix.list_issues() == [again]


def test_a_stack_of_python_is_read() -> None:
    place = '  File "/srv/shop/app.py", line 5, in handler'
    stack = f"Traceback (most recent call last):\n{place}\n    x()\nTypeError: no"
    issue = AutoFix(files={"app.py": "\n" * 9}).report_issue("TypeError: no", stack=stack)
    frame = issue.frames[0]
    assert (frame.file, frame.line, frame.function, frame.in_app) == ("app.py", 5, "handler", True)


def test_an_issue_of_nothing_is_refused() -> None:
    with refused("invalid_input", "message"):
        AutoFix(files={}).report_issue("")


def test_a_log_may_be_bytes() -> None:
    report = AutoFix(files=FILES).analyze_log(f"ready\n{CORS}\n".encode())
    assert (report.lines, report.issues[0].type) == (2, "cors_error")


def test_results_cannot_be_changed_and_survive_json() -> None:
    fix = fixed(AutoFix(files=FILES))
    with pytest.raises(dataclasses.FrozenInstanceError):
        fix.id = "x"  # type: ignore[misc]
    assert Fix.from_json(json.loads(json.dumps(fix.to_json()))) == fix
    with refused("invalid_input", "`id` is missing"):
        Fix.from_json({})
    with refused("invalid_input", "an object is expected"):
        Fix.from_json([])  # type: ignore[arg-type]


def test_an_error_keeps_its_code_when_it_is_pickled() -> None:
    import copy
    import pickle

    error = AutoFixError("stale", "server.js was edited")
    for same in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert (same.code, str(same)) == ("stale", "server.js was edited")


def test_listeners_hear_before_the_call_returns() -> None:
    autofix = AutoFix(files=FILES)
    heard: list[str] = []

    def never(_: Any) -> None:
        heard.append("never")

    autofix.on("fix_applied", lambda fix: heard.append(f"on {fix.id}"))
    autofix.once("fix_applied", lambda fix: heard.append(f"once {fix.state}"))
    autofix.on("fix_applied", never).off("fix_applied", never)
    fix = fixed(autofix)
    autofix.apply_fix(fix)
    assert heard == [f"on {fix.id}", "once applied"]
    autofix.rollback_fix(fix.id)
    autofix.apply_fix(fix)
    assert heard == [f"on {fix.id}", "once applied", f"on {fix.id}"]
    autofix.rollback_fix(fix.id)
    autofix.close()
    autofix.apply_fix(fix)
    assert len(heard) == 3


def test_a_listener_that_raises_harms_nobody(caplog: pytest.LogCaptureFixture) -> None:
    autofix = AutoFix(files=FILES)
    heard: list[Issue] = []
    autofix.on("issue_reported", lambda _: 1 / 0).on("issue_reported", heard.append)
    autofix.report_issue("x")
    assert len(heard) == 1
    assert "issue_reported" in caplog.text


def test_a_listener_may_call_and_leave() -> None:
    autofix = AutoFix(files=FILES)
    seen: list[int] = []

    def listener(_: Issue) -> None:
        seen.append(len(autofix.list_issues()))
        autofix.off("issue_reported", listener)

    autofix.on("issue_reported", listener)
    autofix.report_issue("x")
    autofix.report_issue("y")
    assert seen == [1]


def test_an_event_of_no_known_name_is_refused() -> None:
    with refused("invalid_input", "fix_applied"):
        AutoFix(files={}).on("fix_aplied", print)


STORY = ["issue_reported", "fix_generated", "fix_validated", "fix_applied"]


def test_events_are_iterated_by_another_thread() -> None:
    with AutoFix(files=FILES) as autofix:
        events = autofix.events()
        seen: list[Event] = []
        reader = threading.Thread(target=lambda: seen.extend(events))
        reader.start()
        autofix.apply_fix(fixed(autofix))
    reader.join(5)
    assert not reader.is_alive()
    assert [event.type for event in seen] == STORY
    assert isinstance(seen[0].data, Issue)
    assert isinstance(seen[3].data, Fix)


def test_events_end_after_a_silence() -> None:
    autofix = AutoFix(files=FILES)
    events = autofix.events(timeout=0.01)
    autofix.apply_fix(fixed(autofix))
    assert [event.type for event in events] == STORY


def test_many_threads_get_what_one_gets() -> None:
    autofix = AutoFix(files=FILES)
    reports: list[FixReport] = []
    threads = [threading.Thread(target=lambda: reports.append(autofix.repair_log(CORS))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(reports) == 20
    assert len({json.dumps(report.to_json()) for report in reports}) == 1


def test_the_interpreter_is_free_while_the_engine_works() -> None:
    log = ("ready\n" * 200_000) + CORS
    ticks = 0
    done = threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not done.wait(0.001):
            ticks += 1

    ticker = threading.Thread(target=tick)
    ticker.start()
    AutoFix(files=FILES).analyze_log(log)
    done.set()
    ticker.join()
    assert ticks > 3


def test_a_command_is_proved_in_a_copy(folder: Path) -> None:
    script = (
        "import sys; s = open('server.js').read(); ok = 'localhost:5173' in s; "
        f"print({CORS!r}, file=sys.stderr) if not ok else None; sys.exit(0 if ok else 1)"
    )
    report = AutoFix(root=folder).prove([sys.executable, "-c", script])
    assert report.validation is not None, report.rejections
    assert report.validation.proved_by_command
    assert (folder / "server.js").read_text() == SERVER
    with refused("invalid_input", "list"):
        AutoFix(root=folder).prove("npm run build")


def test_ctrl_c_stops_a_call(folder: Path) -> None:
    code = (
        "import signal, threading, os, sys, autofix\n"
        f"a = autofix.AutoFix(root={str(folder)!r})\n"
        "threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
        "try:\n    a.prove([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "except KeyboardInterrupt: print('stopped')"
    )
    start = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=50, check=False
    )
    assert (ended.returncode, ended.stdout) == (0, "stopped\n"), ended.stderr
    assert time.monotonic() - start < 30


# asyncio


async def test_async_is_the_same(folder: Path) -> None:
    async with AsyncAutoFix(root=folder) as autofix:
        report = await autofix.repair_log(CORS)
        assert report == AutoFix(root=folder).repair_log(CORS)
        assert report.fix is not None
        issue = report.issue
        assert issue is not None
        assert (await autofix.generate_fix(issue)).fix == report.fix
        assert (await autofix.validate_fix(report.fix)).passed
        await autofix.apply_fix(report.fix)
        assert ORIGIN in await autofix.read_file("server.js")
        assert (await autofix.get_status()).issues == 1
        assert (await autofix.rollback_fix(report.fix.id)).state == "rolled_back"
        assert [plugin.name for plugin in await autofix.list_plugins()][:1]
        assert len(await autofix.list_issues()) == 1
        assert (await autofix.analyze_log(CORS)).issues[0].type == "cors_error"
        reported = await autofix.report_issue(CORS, type="cors_error")
        assert (await autofix.auto_fix(reported)).status in ("generated", "applied")
    with refused("unknown_fix"):
        await autofix.rollback_fix("fix_nothing")


async def test_async_events() -> None:
    autofix = AsyncAutoFix(files=FILES)
    heard: list[str] = []
    autofix.on("fix_applied", lambda fix: heard.append(fix.state))
    seen: list[str] = []

    async def read() -> None:
        async for event in autofix:
            seen.append(event.type)  # noqa: PERF401

    reading = asyncio.create_task(read())
    await asyncio.sleep(0)
    fix = (await autofix.repair_log(CORS)).fix
    assert fix is not None
    await autofix.apply_fix(fix)
    assert heard == ["applied"]
    await autofix.close()
    await asyncio.wait_for(reading, 5)
    assert seen == STORY


async def test_many_tasks_get_what_one_gets() -> None:
    autofix = AsyncAutoFix(files=FILES)
    reports = await asyncio.gather(*(autofix.repair_log(CORS) for _ in range(50)))
    assert len({json.dumps(report.to_json()) for report in reports}) == 1


async def test_the_loop_is_free_while_the_engine_works() -> None:
    call = asyncio.create_task(AsyncAutoFix(files=FILES).analyze_log(("ready\n" * 200_000) + CORS))
    ticks = 0
    while not call.done():
        await asyncio.sleep(0.001)
        ticks += 1
    assert (await call).lines == 200_001
    assert ticks > 3


async def test_cancelling_stops_the_call(folder: Path) -> None:
    autofix = AsyncAutoFix(root=folder)
    call = asyncio.create_task(autofix.prove([sys.executable, "-c", "import time; time.sleep(60)"]))
    await asyncio.sleep(0.5)
    start = time.monotonic()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert time.monotonic() - start < 10
    assert (await autofix.repair_log(CORS)).fix is not None
    await autofix.close()


async def test_cancelling_a_call_that_waits_for_its_turn() -> None:
    autofix = AsyncAutoFix(files=FILES)
    calls = [asyncio.create_task(autofix.repair_log(CORS)) for _ in range(100)]
    await asyncio.sleep(0)
    for call in calls[1:]:
        call.cancel()
    answers = await asyncio.gather(*calls, return_exceptions=True)
    assert isinstance(answers[0], FixReport)
    assert all(isinstance(answer, (asyncio.CancelledError, FixReport)) for answer in answers)
    assert any(isinstance(answer, asyncio.CancelledError) for answer in answers)


def test_one_object_serves_several_loops() -> None:
    autofix = AsyncAutoFix(files=FILES)
    heard: list[str] = []
    autofix.on("fix_generated", lambda fix: heard.append(fix.id))
    for _ in range(2):
        assert asyncio.run(autofix.repair_log(CORS)).fix is not None
    assert len(heard) == 2
