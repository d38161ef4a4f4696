"""Capturing an error, and starting, beside sentry_sdk: one run, the same errors, processor time.

Both transports drop what they are given. Fails when a limit is passed.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any, Callable

BATCHES = 5
EVENTS = 300
CAPTURE_LIMIT = 150e-6
START_LIMIT = 30e-3
STARTS = 7

START = {
    "autofix": "import autofix; autofix.AutoFix(files={})",
    "sentry_sdk": "import sentry_sdk; sentry_sdk.init('http://k@127.0.0.1:9/1')",
    "sentry_sdk, no frameworks": (
        "import sentry_sdk; sentry_sdk.init('http://k@127.0.0.1:9/1', auto_enabling_integrations=False)"
    ),
}


def errors(batch: int) -> Iterator[Exception]:
    """Each with a stack of eleven calls and words of its own."""

    def call(depth: int, number: int) -> None:
        if depth:
            call(depth - 1, number)
        raise ValueError(f"order {batch}-{number} cannot be charged")

    for number in range(EVENTS):
        try:
            call(9, number)
        except ValueError as error:
            yield error


def seconds(capture: Callable[[Exception], object]) -> float:
    """Processor time of the calling thread for one error: the median of the batches."""
    times = []
    for batch in range(BATCHES):
        thrown = list(errors(batch))
        start = time.thread_time()
        for error in thrown:
            capture(error)
        times.append((time.thread_time() - start) / EVENTS)
    return statistics.median(times)


def autofix() -> float:
    """AutoFix with a queue that takes everything, so that every error is worked through."""
    from autofix import Reporter

    reporter = Reporter(lambda _: None, max_queue=EVENTS * BATCHES)
    took = seconds(reporter.capture_exception)
    assert reporter.flush(10)
    assert reporter.stats["sent"] == EVENTS * BATCHES, reporter.stats
    return took


def sentry() -> float:
    """Sentry with what it does by default."""
    import sentry_sdk
    from sentry_sdk.transport import Transport

    class Dropping(Transport):
        taken = 0

        def capture_envelope(self, envelope: Any) -> None:
            Dropping.taken += 1

    sentry_sdk.init("http://k@127.0.0.1:9/1", transport=Dropping, auto_enabling_integrations=False)
    took = seconds(sentry_sdk.capture_exception)
    assert Dropping.taken >= EVENTS * BATCHES, Dropping.taken
    return took


def start(code: str) -> float:
    """Processor time of a process with this code, less that of a bare one."""

    def once(code: str) -> float:
        whole = f"import os, time\n{code}\nprint(time.process_time(), flush=True)\nos._exit(0)"
        ended = subprocess.run([sys.executable, "-c", whole], capture_output=True, text=True, check=True)
        return float(ended.stdout)

    # In turns, so that both see the same load.
    differences = [once(code) - once("") for _ in range(STARTS)]
    return statistics.median(differences)


def main() -> int:
    """Prints both tables."""
    own, other = autofix(), sentry()
    print(f"capture_exception, 11 frames, dropping transport ({BATCHES} batches of {EVENTS}, median)")
    print(f"  autofix     {own * 1e6:8.0f} us")
    print(f"  sentry_sdk  {other * 1e6:8.0f} us   {other / own:.1f} times as much")
    print(f"import and construct, less a bare interpreter (median of {STARTS})")
    starts = {name: start(code) for name, code in START.items()}
    first = starts["autofix"]
    for name, took in starts.items():
        more = "" if name == "autofix" else f"   {took / first:.1f} times as much"
        print(f"  {name:<26}{took * 1e3:8.1f} ms{more}")
    failed = own > CAPTURE_LIMIT or first > START_LIMIT
    if failed:
        print(f"above the limits of {CAPTURE_LIMIT * 1e6:.0f} us and {START_LIMIT * 1e3:.0f} ms")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
