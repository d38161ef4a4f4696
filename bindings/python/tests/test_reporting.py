"""Capturing: nothing raised, nothing waited for, nothing secret, nothing lost without a count."""

from __future__ import annotations

import asyncio
import contextvars
import threading
import time
from typing import Any

import pytest
from autofix import AutoFix, Report, Reporter

SECRET = "postgres://app:hunter2@db/shop"


class Sink:
    """Keeps what is sent."""

    def __init__(self) -> None:
        self.reports: list[Report] = []

    def __call__(self, batch: list[Report]) -> None:
        self.reports.extend(batch)


def raised(message: str = "no such thing") -> ValueError:
    try:
        raise ValueError(message)
    except ValueError as error:
        return error


def captured(error: BaseException, **options: Any) -> Report:
    sink = Sink()
    reporter = Reporter(sink, **options)
    assert reporter.capture_exception(error)
    assert reporter.flush()
    reporter.close()
    return sink.reports[0]


def test_an_exception_becomes_an_issue() -> None:
    autofix = AutoFix(files={}, reporting={"flush_delay": 0})
    heard: list[Any] = []
    autofix.on("issue_reported", heard.append)
    try:
        dict[str, int]()["x"]
    except KeyError:
        assert autofix.capture_exception()
    assert autofix.flush()
    issue = autofix.list_issues()[0]
    assert issue.message == "KeyError: 'x'"
    assert issue.frames[0].function == "test_an_exception_becomes_an_issue"
    assert heard == [issue]
    autofix.close()
    assert not autofix.capture_exception(raised())


def test_the_stack_is_pythons_own() -> None:
    import traceback

    try:
        try:
            dict[str, int]()["x"]
        except KeyError as error:
            raise ValueError("outer") from error
    except ValueError as error:
        report = captured(error)
        printed = traceback.format_exc()

    def words(text: str) -> list[str]:
        # Later versions of Python underline what failed.
        return [line for line in text.splitlines() if not set(line) <= set(" ^~")]

    assert words(report["stack"]) == words(printed)
    assert report["message"] == "ValueError: outer"


def test_secrets_go_first() -> None:
    seen: list[str] = []

    def before_send(report: Report) -> Report:
        seen.append(repr(report))
        return report

    reporter = Reporter(Sink(), before_send=before_send)
    reporter.set_context("auth_token", "abcdefgh")
    reporter.set_context("user", {"name": "Ann", "password": "hunter2", "dsn": SECRET})
    reporter.add_breadcrumb({"category": "db", "message": f"connect {SECRET}", "data": {"cookie": "hunter2"}})
    reporter.capture_exception(raised(SECRET), {"context": {"dsn": SECRET, "api_key": "hunter2"}})
    assert reporter.flush()
    assert len(seen) == 1
    assert "hunter2" not in seen[0]
    assert "abcdefgh" not in seen[0]
    assert "<redacted:password>" in seen[0]
    assert "Ann" in seen[0]


def test_the_same_error_is_counted() -> None:
    sink = Sink()
    reporter = Reporter(sink)
    for _ in range(1000):
        reporter.capture_exception(raised())
    assert reporter.flush()
    assert [report["count"] for report in sink.reports] == [1000]
    assert reporter.stats == {"captured": 1000, "merged": 999, "sampled_out": 0, "sent": 1000, "dropped": 0}


def test_the_same_object_is_reported_once() -> None:
    reporter = Reporter(Sink())
    error = raised()
    assert [reporter.capture_exception(error) for _ in range(3)] == [True, False, False]


def test_the_queue_is_bounded() -> None:
    sink = Sink()
    reporter = Reporter(sink, max_queue=10, flush_delay=60)
    for at in range(50):
        reporter.capture_message(f"number {chr(97 + at % 26)}{at}")
    assert reporter.flush()
    assert len(sink.reports) == 10
    assert sink.reports[-1]["message"].endswith("49")
    assert reporter.stats["dropped"] == 40


def test_sampling() -> None:
    reporter = Reporter(Sink(), sample_rate=0)
    assert not reporter.capture_exception(raised())
    assert reporter.stats["sampled_out"] == 1


@pytest.mark.parametrize("answer", [None, 5, ValueError("x")])
def test_before_send_may_drop(answer: Any) -> None:
    def before_send(report: Report) -> Any:
        if isinstance(answer, Exception):
            raise answer
        return answer

    reporter = Reporter(Sink(), before_send=before_send)
    reporter.capture_exception(raised())
    assert reporter.flush()
    assert reporter.stats["dropped"] == 1


def test_a_transport_that_fails_or_captures_is_no_loop() -> None:
    reporter: Reporter

    def transport(batch: list[Report]) -> None:
        assert not reporter.capture_exception(raised("inner"))
        raise OSError("no network")

    reporter = Reporter(transport)
    reporter.capture_exception(raised())
    assert reporter.flush()
    assert (reporter.stats["captured"], reporter.stats["dropped"]) == (1, 1)


def test_a_slow_transport_keeps_nobody_waiting() -> None:
    free = threading.Event()
    reporter = Reporter(lambda _: free.wait(10), flush_delay=0, dedupe_window=0, max_queue=5)
    start = time.perf_counter()
    for at in range(100):
        reporter.capture_message(f"n{at}")
    assert time.perf_counter() - start < 1
    assert not reporter.flush(0.05)
    free.set()
    assert reporter.flush()
    assert reporter.stats["sent"] + reporter.stats["dropped"] == 100


def test_a_thread_is_there_only_while_something_waits() -> None:
    before = threading.enumerate()

    def threads() -> list[str]:
        return [thread.name for thread in threading.enumerate() if thread not in before]

    reporter = Reporter(Sink())
    assert not threads()
    reporter.capture_exception(raised())
    assert threads()
    reporter.flush()
    time.sleep(0.05)
    assert not threads()


def test_scopes_hold_across_await_and_not_beyond() -> None:
    sink = Sink()
    reporter = Reporter(sink, dedupe_window=0)
    reporter.set_context("app", "shop")

    async def request(number: int) -> None:
        with reporter.scope() as scope:
            scope.set_context("request", number)
            await asyncio.sleep(0.001 * (5 - number))
            reporter.add_breadcrumb({"message": f"step {number}"})
            await asyncio.sleep(0)
            reporter.capture_message(f"failed {chr(97 + number)}")

    async def whole() -> None:
        await asyncio.gather(*(request(number) for number in range(5)))

    asyncio.run(whole())
    reporter.capture_message("afterwards")
    reporter.flush()
    for report in sink.reports[:5]:
        number = report["context"]["request"]
        assert report["message"].endswith(chr(97 + number))
        assert [crumb["message"] for crumb in report["context"]["breadcrumbs"]] == [f"step {number}"]
        assert report["context"]["app"] == "shop"
    assert "request" not in sink.reports[5]["context"]


def test_scopes_are_taken_to_threads_by_contextvars() -> None:
    sink = Sink()
    reporter = Reporter(sink)
    with reporter.scope() as scope:
        scope.set_context("job", 7)
        run = contextvars.copy_context().run
        thread = threading.Thread(target=run, args=(reporter.capture_message, "in a thread"))
        thread.start()
        thread.join()
    reporter.flush()
    assert sink.reports[0]["context"]["job"] == 7


def test_breadcrumbs_are_bounded() -> None:
    sink = Sink()
    reporter = Reporter(sink, max_breadcrumbs=3)
    for at in range(10):
        reporter.add_breadcrumb({"message": str(at)})
    reporter.capture_message("x")
    reporter.flush()
    assert [crumb["message"] for crumb in sink.reports[0]["context"]["breadcrumbs"]] == ["7", "8", "9"]


class Mute(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no words")


class Frozen(Exception):
    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(name)


@pytest.mark.parametrize(
    "error",
    [Mute(), Frozen("x"), ValueError("\ud800"), ValueError("x" * 1_000_000), ValueError("a " * 1_000_000)],
)
def test_hostile_exceptions(error: Exception) -> None:
    assert len(repr(captured(error))) < 20_000


def test_recursion_and_circles() -> None:
    def forever() -> None:
        forever()

    with pytest.raises(RecursionError) as deep:
        forever()
    assert len(captured(deep.value)["stack"]) < 20_000
    first, second = ValueError("first"), ValueError("second")
    first.__cause__, second.__cause__ = second, first
    assert "second" in captured(first)["stack"]
