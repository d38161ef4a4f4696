"""The real frameworks."""

from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path
from typing import Any

import pytest
from autofix import AutoFix, Report, Reporter
from project import CORS, FILES, ORIGIN


class Captured:
    """A reporter, and what it sent."""

    def __init__(self) -> None:
        self.sent: list[Report] = []
        self.reporter = Reporter(self.sent.extend, dedupe_window=0)

    @property
    def reports(self) -> list[Report]:
        assert self.reporter.flush()
        return self.sent


@pytest.fixture
def captured() -> Any:
    captured = Captured()
    yield captured
    captured.reporter.close()


def test_logging(captured: Captured) -> None:
    from autofix.integrations.logging import AutoFixHandler

    logger = logging.getLogger("shop")
    handler = AutoFixHandler(captured.reporter)
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        logger.info("order %d", 7)
        logger.error("it failed")
        try:
            dict[str, int]()["x"]
        except KeyError:
            logger.exception("while reading")
    finally:
        logger.removeHandler(handler)
    first, second = captured.reports
    assert first["message"] == "it failed"
    assert first["context"]["breadcrumbs"][0]["message"] == "order 7"
    assert second["message"] == "KeyError: 'x'"
    assert second["context"]["log_message"] == "while reading"
    assert "Traceback" in second["stack"]


async def test_asyncio(captured: Captured) -> None:
    from autofix.integrations.asyncio import install

    undo = install(captured.reporter)
    loop = asyncio.get_running_loop()
    loop.call_soon(lambda: 1 / 0)
    await asyncio.sleep(0)
    undo()
    assert loop.get_exception_handler() is None
    assert captured.reports[0]["message"].startswith("ZeroDivisionError")
    assert captured.reports[0]["context"]["handled"] is False


def test_flask(captured: Captured) -> None:
    from autofix.integrations.flask import init_app
    from flask import Flask

    app = Flask("shop")

    @app.get("/orders/<int:number>")
    def order(number: int) -> str:
        return str(dict[int, int]()[number])

    init_app(app, captured.reporter)
    assert app.test_client().get("/orders/7?token=secret").status_code == 500
    report = captured.reports[0]
    assert report["message"] == "KeyError: 7"
    assert report["context"]["request"] == {
        "method": "GET",
        "path": "/orders/7",
        "route": "/orders/<int:number>",
    }


async def test_fastapi(captured: Captured) -> None:
    from autofix.integrations.fastapi import AutoFixMiddleware
    from fastapi import FastAPI
    from httpx import ASGITransport, AsyncClient

    app = FastAPI()
    app.add_middleware(AutoFixMiddleware, autofix=captured.reporter)

    @app.get("/orders/{number}")
    async def order(number: int) -> str:
        captured.reporter.set_context("order", number)
        return str(dict[int, int]()[number])

    @app.get("/well")
    async def well() -> str:
        return "well"

    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://shop") as client:
        assert (await client.get("/well")).json() == "well"
        assert (await client.get("/orders/7?token=secret")).status_code == 500
    (report,) = captured.reports
    assert report["message"] == "KeyError: 7"
    assert report["context"]["request"]["path"] == "/orders/7"
    assert report["context"]["request"]["route"] == "/orders/{number}"
    assert report["context"]["order"] == 7


def test_celery(captured: Captured) -> None:
    from autofix.integrations.celery import install
    from celery import Celery

    app = Celery("shop", broker="memory://", backend="cache+memory://")
    app.conf.task_always_eager = True

    @app.task(name="orders.charge")  # type: ignore[untyped-decorator]
    def charge(number: int) -> None:
        raise LookupError(f"no order {number}")

    undo = install(captured.reporter)
    charge.delay(7)
    undo()
    charge.delay(8)
    (report,) = captured.reports
    assert report["message"] == "LookupError: no order 7"
    assert report["context"]["task"]["name"] == "orders.charge"


DJANGO = """
import sys
from pathlib import Path
import django
from django.conf import settings
from django.core.management import execute_from_command_line
from django.urls import path

def order(request, number):
    return {{}}[number]

urlpatterns = [path("orders/<int:number>/", order)]

sent = []
settings.configure(
    DEBUG=False, SECRET_KEY="x", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, BASE_DIR=Path({root!r}),
    INSTALLED_APPS=["autofix.integrations.django"],
    MIDDLEWARE=["autofix.integrations.django.AutoFixMiddleware"],
    AUTOFIX={{"reporting": {{"transport": sent.extend}}}},
    LOGGING_CONFIG=None,
)
django.setup()
if sys.argv[1:] == ["request"]:
    from django.test import AsyncClient, Client
    from autofix.integrations.django import client
    import asyncio
    print(Client(raise_request_exception=False).get("/orders/7/?token=secret").status_code)
    print(asyncio.run(AsyncClient(raise_request_exception=False).get("/orders/8/")).status_code)
    client().flush()
    for report in sent:
        print(report["message"], report["context"]["request"])
else:
    execute_from_command_line(sys.argv)
"""


@pytest.fixture
def manage(folder: Path, pytester: pytest.Pytester) -> Any:
    script = pytester.makepyfile(manage=DJANGO.format(root=str(folder)))
    return lambda *words: pytester.run(sys.executable, script, *words)


def test_django_requests(manage: Any) -> None:
    ended = manage("request")
    assert ended.ret == 0, ended.stderr.str()
    route = "'route': 'orders/<int:number>/'"
    assert ended.outlines == [
        "500",
        "500",
        f"KeyError: 7 {{'method': 'GET', 'path': '/orders/7/', {route}}}",
        f"KeyError: 8 {{'method': 'GET', 'path': '/orders/8/', {route}}}",
    ]


def test_django_command(manage: Any, folder: Path, tmp_path: Path) -> None:
    log = tmp_path / "error.log"
    log.write_text(CORS)
    shown = manage("autofix", str(log))
    assert shown.ret == 0, shown.stderr.str()
    shown.stdout.fnmatch_lines(["cors_error: *", "--- a/server.js"])
    assert ORIGIN not in (folder / "server.js").read_text()
    applied = manage("autofix", str(log), "--apply")
    applied.stdout.fnmatch_lines(["Applied fix_*"])
    assert ORIGIN in (folder / "server.js").read_text()
    log.write_text("all is well\n")
    manage("autofix", str(log)).stdout.fnmatch_lines(["The log has no error in it."])
    refused = manage("autofix", "/nowhere.log")
    assert refused.ret == 1
    refused.stderr.fnmatch_lines(["CommandError: /nowhere.log: No such file*"])


@pytest.fixture
def failing(pytester: pytest.Pytester) -> pytest.Pytester:
    for name, text in FILES.items():
        pytester.path.joinpath(name).write_text(text)
    pytester.makepyfile(f"def test_page():\n    raise AssertionError({CORS!r})\n\ndef test_well(): pass\n")
    return pytester


def test_pytest_shows_the_fix(failing: pytest.Pytester) -> None:
    ended = failing.runpytest_subprocess("--autofix")
    ended.assert_outcomes(failed=1, passed=1)
    ended.stdout.fnmatch_lines(["*AutoFix: Add CORS middleware*", "--- a/server.js", "+*localhost:5173*"])
    assert ORIGIN not in failing.path.joinpath("server.js").read_text()


def test_pytest_is_silent_when_not_asked(failing: pytest.Pytester) -> None:
    ended = failing.runpytest_subprocess()
    ended.assert_outcomes(failed=1, passed=1)
    ended.stdout.no_fnmatch_line("*AutoFix*")


def test_pytest_asks_a_client_of_ones_own(failing: pytest.Pytester) -> None:
    failing.makeconftest(
        """
        from autofix import AutoFix, FixPlugin

        class Own(FixPlugin):
            name, supported_errors = "own", ["cors_error"]

            def generate_fix(self, analysis, project):
                return {"description": "Own words", "changes": [
                    {"file": "own.txt", "action": "create", "content": "x"}]}

        def pytest_autofix_client(config):
            return AutoFix(root=config.rootpath, plugins=[Own()])
        """
    )
    failing.runpytest_subprocess("--autofix").stdout.fnmatch_lines(["*AutoFix: Own words*", "+x"])


def test_nothing_is_imported_that_was_not_asked_for() -> None:
    import subprocess

    others = ("django", "flask", "celery")
    code = f"import sys, autofix.integrations; print([name for name in {others} if name in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout == "[]\n"


def test_a_client_is_taken_as_well_as_a_reporter() -> None:
    from autofix.integrations.logging import AutoFixHandler

    with AutoFix(files={}) as autofix:
        AutoFixHandler(autofix).emit(logging.LogRecord("x", logging.ERROR, "x", 1, "failed", None, None))
        autofix.flush()
        assert autofix.list_issues()[0].message == "failed"
