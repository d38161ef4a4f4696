"""What a process does with the package: begin, end, fork, and interpreters inside it."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import textwrap

import pytest
from project import CORS, FILES


def run(code: str, **env: str) -> tuple[int, str, str]:
    whole = textwrap.dedent(code)
    ended = subprocess.run(
        [sys.executable, "-c", whole],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **env},
    )
    return ended.returncode, ended.stdout, ended.stderr


def test_the_import_loads_nothing() -> None:
    code, out, err = run("""
        import sys
        before = set(sys.modules)
        import autofix
        print(sorted(set(sys.modules) - before - {"__future__"}))
    """)
    assert (code, out) == (0, "['autofix']\n"), err


def test_the_import_is_fast() -> None:
    code, out, err = run("""
        import time
        start = time.process_time()
        import autofix
        print((time.process_time() - start) * 1000)
    """)
    assert code == 0, err
    assert float(out) < 10


def test_every_public_name_is_there() -> None:
    code, out, err = run("""
        import autofix
        assert all(getattr(autofix, name) is not None for name in autofix.__all__)
        assert set(autofix.__all__) <= set(dir(autofix))
        assert autofix.__version__.count(".") == 2
        try: autofix.nothing
        except AttributeError as error: print(error)
    """)
    assert (code, out) == (0, "module 'autofix' has no attribute 'nothing'\n"), err


def test_what_waits_is_sent_when_the_process_ends() -> None:
    code, out, err = run("""
        from autofix import AutoFix
        AutoFix(files={}, reporting={"transport": lambda batch: print(len(batch)), "flush_delay": 60}
            ).capture_message("late")
    """)
    assert (code, out) == (0, "1\n"), err


def test_an_uncaught_exception_is_captured_and_still_printed() -> None:
    code, out, err = run("""
        import threading
        from autofix import AutoFix
        from autofix.integrations.excepthook import install
        send = lambda batch: [print(report["message"], report["context"]["handled"]) for report in batch]
        autofix = AutoFix(files={}, reporting={"transport": send})
        install(autofix)
        thread = threading.Thread(target=lambda: {}["in a thread"])
        thread.start(); thread.join()
        raise ValueError("in the main one")
    """)
    assert code == 1
    assert out == "KeyError: 'in a thread' False\nValueError: in the main one False\n", err
    assert "ValueError: in the main one" in err
    assert "KeyError: 'in a thread'" in err


def test_handlers_go_with_close() -> None:
    code, out, err = run("""
        import sys, threading
        from autofix import AutoFix
        from autofix.integrations.excepthook import install
        before = sys.excepthook, threading.excepthook
        with AutoFix(files={}) as autofix:
            install(autofix)
            assert (sys.excepthook, threading.excepthook) != before
        print((sys.excepthook, threading.excepthook) == before)
    """)
    assert (code, out) == (0, "True\n"), err


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_forked_child_works_and_sends_its_own() -> None:
    code, out, err = run(f"""
        import os, sys
        from autofix import AutoFix
        send = lambda batch: print(sorted(report["message"] for report in batch), flush=True)
        autofix = AutoFix(files={FILES!r}, reporting={{"transport": send, "flush_delay": 60}})
        autofix.capture_message("parent")
        child = os.fork()
        if child == 0:
            assert autofix.repair_log({CORS!r}).fix is not None
            autofix.capture_message("child")
            assert autofix.flush(5)
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
        assert autofix.repair_log({CORS!r}).fix is not None
        autofix.flush(5)
    """)
    assert (code, out) == (0, "['child']\n['parent']\n"), err


def test_multiprocessing_takes_results_along() -> None:
    code, out, err = run(f"""
        import multiprocessing
        from autofix import AutoFix
        def work(log): return AutoFix(files={FILES!r}).repair_log(log)
        if __name__ == "__main__":
            with multiprocessing.get_context("fork").Pool(2) as pool:
                first, second = pool.map(work, [{CORS!r}] * 2)
            print(first == second, first.status)
    """)
    assert (code, out) == (0, "True generated\n"), err


SUBINTERPRETER = """
import autofix
try:
    autofix.AutoFix(files={})
    print("works", flush=True)
except autofix.AutoFixError as error:
    print(error.code, flush=True)
"""


# The module's name changed; each Python has one of them.
SUBINTERPRETERS = [("_xxsubinterpreters", "run_string"), ("_interpreters", "exec")]


@pytest.mark.parametrize(
    ("module", "run_in"), [it for it in SUBINTERPRETERS if importlib.util.find_spec(it[0]) is not None]
)
def test_a_subinterpreter_is_refused_in_words(module: str, run_in: str) -> None:
    code, out, err = run(f"""
        import {module} as interpreters
        import autofix
        autofix.AutoFix(files={{}})
        other = interpreters.create()
        assert interpreters.{run_in}(other, {SUBINTERPRETER!r}) is None
        interpreters.destroy(other)
        print(autofix.AutoFix(files={{}}).get_status().issues)
    """)
    assert code == 0, err
    assert out in ("not_supported\n0\n", "works\n0\n")


def test_a_process_ends_though_a_plugin_hangs() -> None:
    code, out, err = run("""
        import time, autofix
        class Hanging(autofix.FixPlugin):
            name, supported_errors = "hanging", ["x"]
            def generate_fix(self, analysis, project): time.sleep(60)
        a = autofix.AutoFix(files={}, plugins=[Hanging()], plugin_timeout=0.1)
        print(a.generate_fix(a.report_issue("x", type="x")).status)
    """)
    assert (code, out) == (0, "declined\n"), err
