"""An API that finds and shows the repair of its own failures.

    pip install autofix fastapi uvicorn
    uvicorn main:app

`POST /repair` takes a log, such as what the browser's console shows, and answers with the change.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from autofix import AsyncAutoFix
from autofix.integrations.fastapi import AutoFixMiddleware
from fastapi import FastAPI, Request

autofix = AsyncAutoFix(root=Path(__file__).parents[1] / "broken-shop", project_id="broken-shop")
ORDERS = {1: "a lamp", 2: "a table"}


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    """What was captured last is sent before the server ends."""
    async with autofix:
        yield


app = FastAPI(lifespan=lifespan)
app.add_middleware(AutoFixMiddleware, autofix=autofix)


@app.get("/orders/{number}")
async def order(number: int) -> str:
    """Fails for a number that is not there; the middleware captures it."""
    autofix.set_context("order", number)
    return ORDERS[number]


@app.get("/issues")
async def issues() -> list[dict[str, Any]]:
    """What went wrong so far."""
    await autofix.flush()
    return [
        {"type": issue.type, "message": issue.message, "count": issue.count}
        for issue in await autofix.list_issues()
    ]


@app.post("/repair")
async def repair(request: Request) -> dict[str, Any]:
    """The change that repairs a log's root cause. Nothing is written."""
    report = await autofix.repair_log(await request.body())
    return {
        "status": report.status,
        "issue": report.issue and report.issue.type,
        "diff": "".join(change.diff for change in report.fix.changes) if report.fix else None,
    }
