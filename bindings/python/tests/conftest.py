from __future__ import annotations

from pathlib import Path

import project
import pytest

pytest_plugins = ["pytester"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return project.write(tmp_path)
