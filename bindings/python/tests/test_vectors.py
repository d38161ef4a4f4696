"""The same input gives the same bytes as in every other language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from autofix import AutoFix, FixReport

VECTORS = [
    pytest.param(vector, id=vector["name"])
    for file in sorted(Path(__file__).parents[3].joinpath("tests/vectors").glob("*.json"))
    for vector in json.loads(file.read_text())
]


def test_there_are_vectors() -> None:
    assert len(VECTORS) > 100


@pytest.mark.parametrize("vector", VECTORS)
def test_vector(vector: dict[str, Any]) -> None:
    report = AutoFix(files=vector["files"]).repair_log(vector["log"])
    # Texts are compared, so that every byte of a diff and the order of all keys count.
    assert json.dumps(report.to_json()) == json.dumps(vector["expected"])
    assert FixReport.from_json(report.to_json()) == report
