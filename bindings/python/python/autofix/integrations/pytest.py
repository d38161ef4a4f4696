"""`pytest --autofix` shows, under a failing test, the change that repairs it.

A `conftest.py` may say what looks for it, such as one with plugins of its own:

    def pytest_autofix_client(config):
        return AutoFix(root=config.rootpath, plugins=[MyPlugin()])
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

    from autofix import AutoFix, FixReport


class Hooks:
    """What `conftest.py` may define."""

    @pytest.hookspec(firstresult=True)
    def pytest_autofix_client(self, config: pytest.Config) -> AutoFix | None:
        """Answers the `AutoFix` that is asked for fixes. Left out: one on pytest's root folder."""


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Adds `--autofix`."""
    group = parser.getgroup("autofix")
    group.addoption(
        "--autofix", action="store_true", help="show the fix of a failing test, where one is found"
    )


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Adds `pytest_autofix_client`."""
    pluginmanager.add_hookspecs(Hooks)


def pytest_configure(config: pytest.Config) -> None:
    """Without `--autofix` nothing is loaded and nothing is asked."""
    if config.getoption("--autofix"):
        config.pluginmanager.register(_Fixes(config), "autofix-fixes")


class _Fixes:
    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._client: AutoFix | None = None

    def _repair(self, log: str) -> FixReport:
        client = self._client
        if client is None:
            from autofix import AutoFix

            given = self._config.hook.pytest_autofix_client(config=self._config)
            client = self._client = given or AutoFix(root=self._config.rootpath)
        return client.repair_log(log)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, Any, None]:
        """Adds a section to the report of what failed."""
        outcome = yield
        report: pytest.TestReport = outcome.get_result()
        if report.failed:
            output = "\n".join(text for _, text in report.sections)
            section = self._section(f"{report.longreprtext}\n{output}")
            if section:
                report.sections.append(section)

    def _section(self, log: str) -> tuple[str, str] | None:
        from autofix import AutoFixError

        try:
            fix = self._repair(log).fix
        except AutoFixError as error:
            return "AutoFix", f"{error} ({error.code})"
        if fix is None:
            return None
        return f"AutoFix: {fix.description} ({fix.safety})", "".join(change.diff for change in fix.changes)
