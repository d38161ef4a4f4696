"""What the blocking and the asyncio class share."""

from __future__ import annotations

import itertools
import os

from . import _json
from ._engine import native, well_formed
from .errors import AutoFixError
from .events import Listeners, event

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from contextlib import AbstractContextManager
    from typing import Any, TypeVar

    from .plugin import FixPlugin
    from .reporting import Breadcrumb, Hint, Report, Reporter, ReportingOptions, Scope

    S = TypeVar("S", bound="Base")


class Base:
    """One project. Everything may be left out.

    `root` is the project's folder, else the process's. `files` are texts by path in place of a folder:
    nothing is written to disk then. `config` is a configuration in place of `.autofix.yml`: a dict of
    its form, or its text. `variables` is where `${NAME}` of the configuration comes from, else the
    process's environment. `plugins` are asked before the built-in ones; one method of a plugin may take
    `plugin_timeout` seconds. `reporting` says how errors are captured. `endpoint` and `api_token` are
    for a server, which is not part of this version.
    """

    def __init__(
        self,
        *,
        project_id: str | None = None,
        environment: str | None = None,
        root: str | os.PathLike[str] | None = None,
        files: Mapping[str, str | bytes] | None = None,
        config: str | Mapping[str, Any] | None = None,
        variables: Mapping[str, str] | None = None,
        plugins: Iterable[FixPlugin] = (),
        plugin_timeout: float = 10.0,
        reporting: ReportingOptions | None = None,
        endpoint: str | None = None,
        api_token: str | None = None,
    ) -> None:
        options = {
            "project_id": project_id,
            "environment": environment,
            "root": None if root is None else _path(root),
            "config": config if config is None or isinstance(config, str) else _mapping("config", config),
            "variables": None if variables is None else _mapping("variables", variables),
            "endpoint": endpoint,
            "api_token": api_token,
        }
        self._listeners = Listeners()
        self._numbers = itertools.count(1)
        self._listening = False
        self._reporter: Reporter | None = None
        self._reporting = {} if reporting is None else _mapping("reporting", reporting)
        given = _iterable("plugins", plugins)
        if given:
            from .plugin import for_engine

            timeout = _seconds("plugin_timeout", plugin_timeout)
            engine_plugins = [for_engine(plugin, timeout) for plugin in given]
        else:
            engine_plugins = []
        text = _json.write({key: value for key, value in options.items() if value is not None})
        self._client = native().Client(text, _files(files), engine_plugins)

    # Listeners

    def on(self: S, name: str, listener: Callable[[Any], object]) -> S:
        """Hears an event, such as `fix_applied`, until `off` or `close`."""
        self._listeners.add(name, listener, once=False)
        self._listen()
        return self

    def once(self: S, name: str, listener: Callable[[Any], object]) -> S:
        """As `on`, for the next such event only."""
        self._listeners.add(name, listener, once=True)
        self._listen()
        return self

    def off(self: S, name: str, listener: Callable[[Any], object]) -> S:
        """Takes a listener away."""
        self._listeners.remove(name, listener)
        return self

    def _listen(self) -> None:
        if not self._listening:
            self._listening = True
            self._client.listen(self._wake)

    def _wake(self) -> None:
        """Called by the engine, in its thread, when there are events."""

    def _tell(self) -> None:
        if self._listening:
            for name, text in self._client.events():
                self._listeners.tell(event(name, text))

    def _number(self) -> int:
        return next(self._numbers) & 0xFFFF_FFFF

    # Capturing

    def capture_exception(self, error: BaseException | None = None, hint: Hint | None = None) -> bool:
        """Takes an exception, else the one being handled, and reports it a little later.

        The same error within a few seconds is counted, not reported again. Never raises, never waits.
        Answers whether it was taken.
        """
        return self.reporter.capture_exception(error, hint)

    def capture_message(self, message: str, hint: Hint | None = None) -> bool:
        """As `capture_exception`, for words without an exception."""
        return self.reporter.capture_message(message, hint)

    def add_breadcrumb(self, breadcrumb: Breadcrumb) -> None:
        """Notes that something happened, for the errors that follow in the present scope."""
        self.reporter.add_breadcrumb(breadcrumb)

    def set_context(self, key: str, value: object) -> None:
        """Sets what goes with every captured error of the present scope; None takes it away."""
        self.reporter.set_context(key, value)

    def scope(self) -> AbstractContextManager[Scope]:
        """`with autofix.scope():` keeps context and breadcrumbs to the block and the tasks begun in it."""
        return self.reporter.scope()

    @property
    def reporter(self) -> Reporter:
        """What captures errors; made when it is first used."""
        if self._reporter is None:
            from .reporting import Reporter

            self._reporter = Reporter(**{"transport": self._transport, **self._reporting})
        return self._reporter

    def _transport(self, batch: list[Report]) -> None:
        for report in batch:
            self._client.call(self._number(), "report_issue", _json.write(report))
        self._tell()

    def _close(self, timeout: float) -> bool:
        self._listeners.clear()
        for stream in tuple(self._listeners.streams):
            stream.close()
        return True if self._reporter is None else self._reporter.close(timeout)


def report(
    message: str | Mapping[str, Any],
    type: str | None,
    stack: str | None,
    context: Mapping[str, Any] | None,
    affected_files: Iterable[str],
    count: int | None,
) -> str:
    """The argument of `report_issue`."""
    if not isinstance(message, str):
        return _json.write(_mapping("message", message))
    members = {
        "type": type,
        "message": message,
        "stack": stack,
        "context": None if context is None else _mapping("context", context),
        "affected_files": _iterable("affected_files", affected_files) or None,
        "count": count,
    }
    return _json.write({key: value for key, value in members.items() if value is not None})


def model(what: str, value: object) -> str:
    """An issue or a fix as JSON; dicts that were read from JSON are taken too."""
    # Asked of the class: an instance may answer to any name.
    to_json = getattr(type(value), "to_json", None)
    if to_json is not None:
        return _json.write(to_json(value))
    return _json.write(_mapping(what, value))


def command(command: Iterable[str], folder: str) -> str:
    """The argument of `prove`."""
    if isinstance(command, str):
        raise AutoFixError("invalid_input", 'command: a list is expected, such as ["npm", "run", "build"]')
    return _json.write({"argv": _iterable("command", command), "folder": folder})


def text(what: str, value: str | bytes) -> str:
    """A text that the engine takes. Bytes are read as UTF-8."""
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value).decode("utf-8", "replace")
    if not isinstance(value, str):
        raise AutoFixError("invalid_input", f"{what}: a text is expected, not {type(value).__name__}")
    try:
        value.encode()
    except UnicodeEncodeError:
        return well_formed(value)
    return value


def _path(root: str | os.PathLike[str]) -> str:
    try:
        return os.fsdecode(root)
    except TypeError as error:
        raise AutoFixError("invalid_input", f"root: a path is expected, not {type(root).__name__}") from error


def _mapping(what: str, value: object) -> dict[Any, Any]:
    """A copy, so that nothing of the user's is called later on."""
    if not isinstance(value, dict):
        from collections.abc import Mapping

        if not isinstance(value, Mapping):
            raise AutoFixError("invalid_input", f"{what}: an object is expected, not {type(value).__name__}")
    try:
        return dict(value)
    except Exception as error:
        raise AutoFixError("invalid_input", f"{what}: it cannot be read") from error


def _iterable(what: str, value: Iterable[Any]) -> list[Any]:
    if not isinstance(value, (str, bytes)):
        try:
            return list(value)
        except TypeError:
            pass
        except Exception as error:
            raise AutoFixError("invalid_input", f"{what}: it cannot be read") from error
    raise AutoFixError("invalid_input", f"{what}: a list is expected, not {type(value).__name__}")


def _seconds(what: str, value: float) -> float:
    if isinstance(value, (int, float)) and 0 < value < 1e6:
        return float(value)
    raise AutoFixError("invalid_input", f"{what}: a number of seconds is expected, not {value!r:.80}")


def _files(files: Mapping[str, str | bytes] | None) -> list[tuple[str, str | bytes]] | None:
    if files is None:
        return None
    read = []
    for path, content in _mapping("files", files).items():
        name = text("files: a path", path)
        whole = bytes(content) if isinstance(content, (bytes, bytearray, memoryview)) else text(name, content)
        read.append((name, whole))
    return read
