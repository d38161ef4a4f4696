"""Whatever is given: an answer or an error with a code, and the next call works."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Callable

from autofix import AutoFix, AutoFixError
from project import CORS, FILES, SERVER

circular: dict[str, Any] = {}
circular["self"] = circular
deep: Any = "end"
for _ in range(100_000):
    deep = [deep]


class Unreadable:
    def __str__(self) -> str:
        raise RuntimeError("no words")

    __repr__ = __str__

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(name)


class Liar(dict):  # type: ignore[type-arg]
    def items(self) -> Any:
        raise RuntimeError("no items")

    def __len__(self) -> int:
        return 10**9


PIECES: list[Any] = [
    *(
        None,
        True,
        False,
        0,
        -1,
        1e308,
        float("inf"),
        float("nan"),
        2**53,
        2**200,
        1j,
        "",
        " ",
        "\0",
        "\ud800",
    ),
    *("\udfff\ud800", "😀", "a" * 100_000, "\x1b[31m", "../../etc/passwd", "/etc/passwd", "C:\\x"),
    *(
        "--- a/x\n+++ b/x\n@@ -1 +1 @@\n",
        b"\xff\xfe\0",
        bytearray(b"x"),
        memoryview(b"y"),
        object(),
        int,
        print,
    ),
    *([], {}, [[]], (), {1, 2}, circular, deep, Unreadable(), Liar(), Path("/x"), datetime.now(timezone.utc)),
    *(ValueError("x"), CORS, {"message": "x"}, {"message": 1}, {"type": {}, "message": "x"}, {1: 2, None: 3}),
    *({"message": "x", "context": circular}, {"message": "x", "context": {"deep": deep}}),
    *({"message": "x", "affected_files": [1]}, {"changes": [{"file": "../x"}]}, {"\ud800": "\ud800"}),
]


def test_ten_thousand_calls() -> None:
    autofix = AutoFix(files=FILES)
    known = autofix.report_issue(CORS, type="cors_error")
    fix = autofix.generate_fix(known).fix
    assert fix is not None
    pick = random.Random(7).choice

    def bent(value: dict[str, Any]) -> Any:
        """A sound value with one member made unsound."""
        return {**value, pick(list(value)): pick(PIECES)}

    def anything() -> Any:
        return pick(PIECES)

    sound = {
        "type": "cors_error",
        "message": CORS,
        "stack": "x",
        "context": {},
        "affected_files": [],
        "count": 1,
    }
    calls: list[Callable[[], object]] = [
        lambda: autofix.report_issue(anything()),
        lambda: autofix.report_issue(bent(sound)),
        lambda: autofix.report_issue(
            "x", **{pick(["type", "stack", "context", "affected_files"]): anything()}
        ),
        lambda: autofix.analyze_log(anything()),
        lambda: autofix.generate_fix(bent(known.to_json())),
        lambda: autofix.validate_fix(bent(fix.to_json())),
        lambda: autofix.validate_fix(anything()),
        lambda: autofix.rollback_fix(autofix.apply_fix(bent(fix.to_json())).id),
        lambda: autofix.rollback_fix(anything()),
        lambda: autofix.read_file(anything()),
        lambda: autofix.on(anything(), anything()),
        lambda: autofix.capture_exception(anything(), anything()),
        lambda: autofix.add_breadcrumb(anything()),
        lambda: autofix.set_context(anything(), anything()),
    ]
    codes: Counter[str] = Counter()
    for _ in range(10_000):
        try:
            pick(calls)()
        except AutoFixError as error:
            codes[error.code] += 1
    assert codes["internal"] == 0
    assert codes["invalid_input"] > 1_000
    assert autofix.read_file("server.js") == SERVER
    again = autofix.generate_fix(known).fix
    assert again is not None
    assert again.id == fix.id
    autofix.close()


def test_the_constructor() -> None:
    pick = random.Random(11).choice
    names = ["root", "files", "config", "plugins", "variables", "environment", "project_id", "reporting"]
    for _ in range(2_000):
        try:
            AutoFix(**{"files": FILES, pick(names): pick(PIECES)})
        except AutoFixError:
            pass
