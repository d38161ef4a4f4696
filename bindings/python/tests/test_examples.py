"""The examples run as they stand."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[3] / "examples"
LOG = EXAMPLES / "broken-shop/browser.log"


async def test_fastapi() -> None:
    from httpx import ASGITransport, AsyncClient

    spec = importlib.util.spec_from_file_location("fastapi_example", EXAMPLES / "python-fastapi/main.py")
    assert spec is not None
    assert spec.loader is not None
    example = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)
    transport = ASGITransport(example.app, raise_app_exceptions=False)
    async with (
        example.lifespan(example.app),
        AsyncClient(transport=transport, base_url="http://shop") as client,
    ):
        assert (await client.get("/orders/1")).json() == "a lamp"
        assert (await client.get("/orders/9")).status_code == 500
        assert (await client.get("/issues")).json()[0]["message"] == "KeyError: 9"
        repaired = (await client.post("/repair", content=LOG.read_bytes())).json()
    assert repaired["status"] == "generated"
    assert repaired["diff"].startswith("--- a/")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return shutil.copytree(EXAMPLES / "broken-shop", tmp_path / "shop")


def django(shop: Path, *words: str) -> str:
    ended = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=EXAMPLES / "django",
        env={"SHOP_ROOT": str(shop), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_django(shop: Path) -> None:
    before = {file: file.read_bytes() for file in shop.rglob("*") if file.is_file()}
    assert "--- a/" in django(shop, "autofix", str(LOG))
    assert {file: file.read_bytes() for file in before} == before
    assert "Applied fix_" in django(shop, "autofix", str(LOG), "--apply")
    assert {file: file.read_bytes() for file in before} != before


def test_django_captures(shop: Path) -> None:
    code = (
        "from django.test import Client; c = Client(raise_request_exception=False); "
        "print(c.get('/orders/9/').status_code, c.get('/issues/').json()['issues'][0]['message'])"
    )
    assert "500 KeyError: 9" in django(shop, "shell", "-c", code)
