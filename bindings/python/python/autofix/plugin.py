"""Kinds of repair that are written in Python."""

from __future__ import annotations

import asyncio
import contextvars
import inspect
import threading
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from . import _json
from ._caller import CALLER
from .errors import AutoFixError
from .types import Frame

if TYPE_CHECKING:
    from . import _native
    from .types import Fix


class ProposedChange(TypedDict, total=False):
    """What a plugin wants done to a file. `file` and `action` are needed."""

    file: str
    action: Literal["create", "modify", "insert", "delete", "rename"]
    position: Union[str, dict[str, int]]
    """Where an `insert` goes, such as `after_imports`, or `{"line": 3}`."""
    code: str
    """The lines of an `insert`."""
    content: str
    """The whole text of a `create` or `modify`."""
    find: str
    """Text that occurs exactly once in the file, for `modify`, …"""
    replace: str
    """… and what takes its place."""
    diff: str
    """A unified diff of the file, for `modify`."""
    to: str
    """The new path of a `rename`."""
    description: str
    """What the change does, for people."""


class ProposedFix(TypedDict, total=False):
    """A fix as a plugin proposes it. `changes` is needed."""

    changes: list[ProposedChange]
    description: str
    """What it does, for people."""
    safety: Literal["safe", "unsafe", "display_only"]
    """How far it may be trusted. Left out: `unsafe`, so a person applies it."""
    confidence: float
    """0 to 1; only ranks."""
    test_commands: list[str]
    """Commands that a person would run to see that it works."""


class Declined(TypedDict):
    """A plugin has no fix, and says why."""

    declined: str


Proposal = Union[ProposedFix, list[ProposedFix], Declined, None]
"""What `generate_fix` may answer: a fix, several (best first), or none."""

Verdict = Union[bool, dict[str, Any], None]
"""What `validate_fix` may answer. Anything but a no (`False`, `{"valid": False, "reason": …}`) accepts."""


@dataclass(frozen=True)
class PluginError:
    """The error that a plugin is given."""

    id: str
    """Id of the issue."""
    type: str
    """Its root cause, such as `cors_error`."""
    severity: str
    message: str
    """The error's own words, redacted."""
    log: str = ""
    """The whole redacted log that the issue comes from; empty for a reported one."""
    frames: tuple[Frame, ...] = ()
    """The stack, innermost first."""
    affected_files: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    """First and last line of the log, from 1."""
    text: str = ""
    """The redacted text that the issue was read from."""
    context: Mapping[str, Any] | None = None
    """What the reporter added."""

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> PluginError:
        """Reads what the engine hands to plugins."""
        return cls(
            id=value["id"],
            type=value["type"],
            severity=value["severity"],
            message=value["message"],
            log=value.get("log") or "",
            frames=tuple(Frame.from_json(frame) for frame in value.get("frames") or ()),
            affected_files=tuple(value.get("affected_files") or ()),
            lines=tuple(value.get("lines") or ()),
            text=value.get("text") or "",
            context=value.get("context"),
        )


class Project:
    """The project as a plugin sees it while one of its methods runs."""

    def __init__(self, native: _native.Project) -> None:
        self._native = native

    def read_file(self, path: str) -> str:
        """The text of a file."""
        return self._native.read_file(path)

    def list_files(self) -> list[str]:
        """Every file that may be a source of the project, sorted."""
        return self._native.list_files()


class AsyncProject:
    """As `Project`, for methods that are coroutines."""

    def __init__(self, native: _native.Project) -> None:
        self._native = native

    async def read_file(self, path: str) -> str:
        """The text of a file."""
        return await asyncio.to_thread(self._native.read_file, path)

    async def list_files(self) -> list[str]:
        """Every file that may be a source of the project, sorted."""
        return await asyncio.to_thread(self._native.list_files)


class FixPlugin:
    """A kind of repair. Extend it, and give instances to `AutoFix(plugins=[…])`.

    `name` and the rest may be members of the class or arguments here. Methods may be coroutines: their
    `project` is an `AsyncProject` then. Coroutines run on the caller's loop under `AsyncAutoFix`, and on
    a loop of their own under `AutoFix`; plain methods run in a thread of their own. A method that raises
    or does not answer in time loses the plugin's own fix only.
    """

    name: str = ""
    version: str = "0.0.0"
    supported_errors: tuple[str, ...] | list[str] = ()
    summary: str = ""
    max_safety: Literal["safe", "unsafe", "display_only"] | None = None

    def __init__(
        self,
        *,
        name: str | None = None,
        version: str | None = None,
        supported_errors: tuple[str, ...] | list[str] | None = None,
        summary: str | None = None,
        max_safety: Literal["safe", "unsafe", "display_only"] | None = None,
    ) -> None:
        if name is not None:
            self.name = name
        if version is not None:
            self.version = version
        if supported_errors is not None:
            self.supported_errors = supported_errors
        if summary is not None:
            self.summary = summary
        if max_safety is not None:
            self.max_safety = max_safety

    def can_handle(self, error_type: str) -> bool | Awaitable[bool]:
        """Whether it may know the answer."""
        return error_type in self.supported_errors

    def analyze(self, error: PluginError, project: Any) -> Any | Awaitable[Any]:
        """Reads the error. What it answers, as JSON, is given to `generate_fix`."""
        return {
            "error_type": error.type,
            "severity": error.severity,
            "affected_files": list(error.affected_files),
        }

    def generate_fix(self, analysis: Any, project: Any) -> Proposal | Awaitable[Proposal]:
        """Proposes a fix, or none."""
        raise NotImplementedError("a plugin needs a method `generate_fix`")

    def validate_fix(self, fix: Fix, project: Any) -> Verdict | Awaitable[Verdict]:
        """A last word on a fix of its own. The default accepts."""
        return True


class _EnginePlugin:
    """A plugin as the engine takes it."""

    def __init__(self, plugin: FixPlugin, timeout: float) -> None:
        self._plugin = plugin
        self._timeout = timeout
        self.description = _json.write(
            {
                "name": plugin.name,
                "version": plugin.version,
                "summary": plugin.summary,
                "supported_errors": list(plugin.supported_errors),
                "max_safety": plugin.max_safety,
                "asks": getattr(type(plugin), "can_handle", None) is not FixPlugin.can_handle,
            }
        )

    def start(self, name: str, argument: str, project: _native.Project, answer: _native.Answer) -> None:
        """Starts a method, and returns at once."""
        context = contextvars.copy_context()
        arguments = (name, argument, project, answer)
        # Daemons: a method that hangs keeps no process from its end.
        worker = threading.Thread(
            target=context.run, args=(self._run, *arguments), name="autofix-plugin", daemon=True
        )
        worker.start()
        late = threading.Thread(
            target=self._watch, args=(worker, name, answer), name="autofix-watch", daemon=True
        )
        late.start()

    def _watch(self, worker: threading.Thread, name: str, answer: _native.Answer) -> None:
        worker.join(self._timeout)
        answer.failed(f"{name} of {self._plugin.name} did not answer within {self._timeout:g} s")

    def _run(self, name: str, argument: str, project: _native.Project, answer: _native.Answer) -> None:
        try:
            answer.done(_json.write(self._answer(name, argument, project)))
        except BaseException as error:
            answer.failed(_words(error))

    def _answer(self, name: str, argument: str, project: _native.Project) -> Any:
        method: Callable[..., Any] = getattr(self._plugin, name)
        value: Any = _json.read(argument)
        if name == "analyze":
            value = PluginError.from_json(value)
        elif name == "validate_fix":
            from .types import Fix

            value = Fix.from_json(value)
        if name == "can_handle":
            result = method(value)
        elif inspect.iscoroutinefunction(method):
            result = method(value, AsyncProject(project))
        else:
            result = method(value, Project(project))
        return self._awaited(result) if inspect.isawaitable(result) else result

    def _awaited(self, result: Awaitable[Any]) -> Any:
        async def whole() -> Any:
            return await asyncio.wait_for(result, self._timeout)

        caller = CALLER.get()
        if caller is None or caller.loop.is_closed():
            return asyncio.run(whole())
        answer: Future[Any] = asyncio.run_coroutine_threadsafe(whole(), caller.loop)
        caller.running.add(answer)
        try:
            return answer.result()
        finally:
            caller.running.discard(answer)


def _words(error: BaseException) -> str:
    if isinstance(error, (asyncio.TimeoutError, TimeoutError)) and not str(error):
        return "TimeoutError: it did not answer in time"
    try:
        return f"{type(error).__name__}: {error}".encode("utf-8", "replace").decode()
    except Exception:
        return f"{type(error).__name__}, which cannot be put in words"


def for_engine(plugin: object, timeout: float) -> _EnginePlugin:
    """Refuses what is no plugin, in words."""
    if not isinstance(plugin, FixPlugin):
        kind = plugin.__name__ if isinstance(plugin, type) else type(plugin).__name__
        raise AutoFixError(
            "invalid_input", f"plugins: {kind} is no instance of a class that extends FixPlugin"
        )
    return _EnginePlugin(plugin, timeout)
