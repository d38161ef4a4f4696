"""The values of AutoFix. Written by `cargo xtask gen` from the model in Rust: change it there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Union

from ._model import Model, nullable

Action = Literal[
    "create",
    "modify",
    "insert",
    "delete",
    "rename",
]
"""What happens to a file.

- `create`: A new file.
- `modify`: Parts of a file are replaced.
- `insert`: Text is added at a named position.
- `delete`: The file goes.
- `rename`: The file moves, and may change.
"""

EventType = Literal[
    "issue_reported",
    "fix_generated",
    "fix_validated",
    "fix_applied",
    "fix_rejected",
    "fix_failed",
    "fix_rolled_back",
    "deployment_started",
    "deployment_completed",
    "deployment_failed",
]
"""Name of an event.

- `issue_reported`: An issue came in. Data: the issue.
- `fix_generated`: A plugin proposed a fix. Data: the fix.
- `fix_validated`: A fix passed validation. Data: the fix.
- `fix_applied`: A fix was written. Data: the fix.
- `fix_rejected`: A candidate fell. Data: the rejection.
- `fix_failed`: Applying or rolling back went wrong. Data: fix and error.
- `fix_rolled_back`: A fix was taken back. Data: the fix.
- `deployment_started`: A deployment began.
- `deployment_completed`: A deployment ended well.
- `deployment_failed`: A deployment failed.
"""

FixState = Literal[
    "generated",
    "validated",
    "applied",
    "rolled_back",
    "rejected",
    "failed",
]
"""Where a fix stands.

- `generated`: Proposed by a plugin.
- `validated`: Passed every step of validation.
- `applied`: Written to the workspace.
- `rolled_back`: Taken back.
- `rejected`: A person or a policy said no.
- `failed`: Something went wrong; the reason is beside it.
"""

FixStatus = Literal[
    "applied",
    "generated",
    "declined",
    "failed",
]
"""How `fix` ended.

- `applied`: Written to the workspace.
- `generated`: Found and validated, not written.
- `declined`: Nothing to repair was found.
- `failed`: A repair was found but did not pass validation; nothing was changed.
"""

IssueType = Union[Literal[
    "cors_error",
    "api_endpoint_error",
    "build_error",
    "port_conflict",
    "dependency_error",
    "api_error",
    "router_error",
    "component_error",
    "middleware_error",
    "route_error",
    "database_connection",
    "ssr_error",
    "api_route_error",
    "build_optimization",
    "migration_error",
    "static_files",
    "database_error",
    "config_error",
    "runtime_error",
    "unknown",
], str]
"""The root cause of an issue. A type that AutoFix does not know is kept as it was written,
so that a plugin may handle its own."""

Position = Union[Literal[
    "start_of_file",
    "after_imports",
    "after_express_init",
    "after_app_init",
    "before_routes",
    "after_routes",
    "before_listen",
    "end_of_file",
], Mapping[str, Any]]
"""A named place in a file. A place that the file does not have is an error, never a guess.

- `start_of_file`: Before everything but a `#!` line and directives.
- `after_imports`: After the last import.
- `after_express_init`: After the statement that creates the Express app.
- `after_app_init`: After the statement that creates the app, whatever the framework.
- `before_routes`: Before the first route.
- `after_routes`: After the last route.
- `before_listen`: Before the call that starts listening.
- `end_of_file`: At the end.
"""

Safety = Literal[
    "display_only",
    "unsafe",
    "safe",
]
"""How far a fix may be trusted. Ordered: the later, the safer.

- `display_only`: Shown to a person, never applied.
- `unsafe`: Right in all likelihood, but changes behaviour that a person should see. Applied on request.
- `safe`: Repairs the fault and nothing else. May be applied unattended.
"""

Severity = Literal[
    "low",
    "medium",
    "high",
    "critical",
]
"""How much an issue hurts.

- `low`: Cosmetic, or a warning.
- `medium`: Something works wrongly.
- `high`: A feature is down.
- `critical`: The program does not start, or data is at risk.
"""

StepStatus = Literal[
    "passed",
    "failed",
    "skipped",
]
"""How one step of validation ended.

- `passed`: Holds.
- `failed`: Does not hold: the fix falls.
- `skipped`: Could not be asked here, and why is in `detail`.
"""


@dataclass(frozen=True)
class Analysis(Model):
    """A plugin's reading of an issue, handed to its own `generate_fix`."""

    error_type: IssueType
    """The root cause as the plugin sees it."""

    severity: Severity
    """How much it hurts."""

    affected_files: tuple[str, ...]
    """Files that a repair would touch."""

    suggested_fix: str
    """Short name of the repair, such as `add_cors_middleware`."""

    details: Mapping[str, Any] | None = None
    """What else the plugin wants to hand on."""

    @classmethod
    def _read(cls, value: Mapping[str, Any]) -> Analysis:
        return cls(
            error_type=value["error_type"],
            severity=value["severity"],
            affected_files=tuple(value["affected_files"]),
            suggested_fix=value["suggested_fix"],
            details=value.get("details"),
        )

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {}
        value["error_type"] = self.error_type
        value["severity"] = self.severity
        value["affected_files"] = list(self.affected_files)
        value["suggested_fix"] = self.suggested_fix
        if self.details is not None:
            value["details"] = dict(self.details)
        return value


@dataclass(frozen=True)
class AnalysisReport(Model):
    """What `analyze` answers."""

    lines: int
    """Number of lines read."""

    issues: tuple[Issue, ...]
    """Most likely root cause first."""

    patterns: tuple[LogPattern, ...]
    """Templates of the lines, most frequent first."""

    @classmethod
    def _read(cls, value: Mapping[str, Any]) -> AnalysisReport:
        return cls(
            lines=value["lines"],
            issues=tuple(Issue._read(item) for item in value["issues"]),
            patterns=tuple(LogPattern._read(item) for item in value["patterns"]),
        )

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {}
        value["lines"] = self.lines
        value["issues"] = [item.to_json() for item in self.issues]
        value["patterns"] = [item.to_json() for item in self.patterns]
        return value


@dataclass(frozen=True)
class Change(Model):
    """What happens to one file."""

    file: str
    """Path inside the workspace, `/` between the parts."""

    action: Action
    """What happens."""

    diff: str
    """Unified diff, as `git apply` and `patch -p1` accept it."""

    description: str
    """What this change does, for people."""

    position: Position | None = None
    """Where an `insert` was put."""

    to: str | None = None
    """New path of a `rename`."""

    base: str | None = None
    """SHA-256 of the file that the diff was made from, in hex; absent for a new file."""

    @classmethod
    def _read(cls, value: Mapping[str, Any]) -> Change:
        return cls(
            file=value["file"],
            action=value["action"],
            position=value.get("position"),
            to=value.get("to"),
            diff=value["diff"],
            description=value["description"],
            base=value.get("base"),
        )

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {}
        value["file"] = self.file
        value["action"] = self.action
        if self.position is not None:
            value["position"] = self.position
        if self.to is not None:
            value["to"] = self.to
        value["diff"] = self.diff
        value["description"] = self.description
        if self.base is not None:
            value["base"] = self.base
        return value


@dataclass(frozen=True)
class ErrorContext(Model):
    """One error: what a reader found in a log, or what a program reported."""

    message: str
    """The error's own words, without the stack."""

    type: IssueType | None = None
    """Type, where the reporter knows it."""

    stack_trace: str | None = None
    """The stack as text; `stack` is read too."""

    frames: tuple[Frame, ...] = ()
    """The stack, innermost first."""

    affected_files: tuple[str, ...] = ()
    """Files that the reporter holds for affected."""

    lines: tuple[int, ...] = ()
    """First and last line of the log, from 1; empty when there was no log."""

    text: str | None = None
    """The whole block of text that was read, redacted."""

    count: int | None = None
    """How often it occurred; 0 is read as 1."""

    context: Mapping[str, Any] | None = None
    """What the reporter added."""

    @classmethod
    def _read(cls, value: Mapping[str, Any]) -> ErrorContext:
        return cls(
            type=value.get("type"),
            message=value["message"],
            stack_trace=value.get("stack_trace"),
            frames=tuple(Frame._read(item) for item in (value.get("frames") or ())),
            affected_files=tuple((value.get("affected_files") or ())),
            lines=tuple((value.get("lines") or ())),
            text=value.get("text"),
            count=value.get("count"),
            context=value.get("context"),
        )

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {}
        if self.type is not None:
            value["type"] = self.type
        value["message"] = self.message
        if self.stack_trace is not None:
            value["stack_trace"] = self.stack_trace
        if self.frames:
            value["frames"] = [item.to_json() for item in self.frames]
        if self.affected_files:
            value["affected_files"] = list(self.affected_files)
        if self.lines:
            value["lines"] = list(self.lines)
        if self.text is not None:
            value["text"] = self.text
        if self.count is not None:
            value["count"] = self.count
        if self.context is not None:
            value["context"] = dict(self.context)
        return value


@dataclass(frozen=True)
class Evidence(Model):
    """Why an issue has its type: a line of the log and what was seen in it."""

    line: int
    """Line of the log, from 1."""

    signature: str
    """Name of the signature that matched."""

    text: str
    """The text that matched, redacted and shortened."""

    @classmethod
    def _read(cls, value: Mapping[str, Any]) -> Evidence:
        return cls(
            line=value["line"],
            signature=value["signature"],
            text=value["text"],
        )

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {}
        value["line"] = self.line
        value["signature"] = self.signature
        value["text"] = self.text
        return value


@dataclass(frozen=True)
class Fix(Model):
    """A repair that is applied whole or not at all."""

    id: str
    """`fix_` and a hash of what it does: the same repair has the same id."""

    issue_id: str
    """The issue that it repairs."""

    state: FixState
    """Where it stands."""

    plugin: PluginRef
    """Who made it."""

    confidence: float
    """0 to 1; only ranks candidates."""

    safety: Safety
    """How far it may be trusted."""

    description: str
    """What it does, for people."""

    changes: tuple[Change, ...]
    """Every file it touches, sorted by path."""

    test_commands: tuple[str, ...]
    """Commands that a person would run to see that it works."""

    rollback_plan: str
    """How it is taken back."""

    @classmethod
    def _read(cls, value: Mapping[str, Any]) -> Fix:
        return cls(
            id=value["id"],
            issue_id=value["issue_id"],
            state=value["state"],
            plugin=PluginRef._read(value["plugin"]),
            confidence=value["confidence"],
            safety=value["safety"],
            description=value["description"],
            changes=tuple(Change._read(item) for item in value["changes"]),
            test_commands=tuple(value["test_commands"]),
            rollback_plan=value["rollback_plan"],
        )

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {}
        value["id"] = self.id
        value["issue_id"] = self.issue_id
        value["state"] = self.state
        value["plugin"] = self.plugin.to_json()
        value["confidence"] = self.confidence
        value["safety"] = self.safety
        value["description"] = self.description
        value["changes"] = [item.to_json() for item in self.changes]
        value["test_commands"] = list(self.test_commands)
        value["rollback_plan"] = self.rollback_plan
        return value


@dataclass(frozen=True)
class FixReport(Model):
    """What `fix` answers."""

    status: FixStatus
    """How it ended."""

    issue: Issue | None
    """The issue that was worked on."""

    fix: Fix | None
    """The repair."""

    validation: Validation | None
    """The ladder that the repair went up."""

    rejections: tuple[Rejection, ...]
    """Every candidate that fell."""

    @classmethod
    def _read(cls, value: Mapping[str, Any]) -> FixReport:
        return cls(
            status=value["status"],
            issue=nullable(Issue._read, value["issue"]),
            fix=nullable(Fix._read, value["fix"]),
            validation=nullable(Validation._read, value["validation"]),
            rejections=tuple(Rejection._read(item) for item in value["rejections"]),
        )

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {}
        value["status"] = self.status
        value["issue"] = None if self.issue is None else self.issue.to_json()
        value["fix"] = None if self.fix is None else self.fix.to_json()
        value["validation"] = None if self.validation is None else self.validation.to_json()
        value["rejections"] = [item.to_json() for item in self.rejections]
        return value


@dataclass(frozen=True)
class Frame(Model):
    """One call of a stack, or one place that a tool named."""

    file: str
    """Path inside the workspace when it could be mapped there, else as the log has it."""

    in_app: bool
    """The project's own code: not a dependency, not the runtime."""

    line: int | None = None
    """Line, from 1."""

    column: int | None = None
    """Column, from 1, in the unit of the runtime that printed it."""

    function: str | None = None
    """Name of the function, where the runtime knew it."""

    @classmethod
    def _read(cls, value: Mapping[str, Any]) -> Frame:
        return cls(
            file=value["file"],
            line=value.get("line"),
            column=value.get("column"),
            function=value.get("function"),
            in_app=value["in_app"],
        )

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {}
        value["file"] = self.file
        if self.line is not None:
            value["line"] = self.line
        if self.column is not None:
            value["column"] = self.column
        if self.function is not None:
            value["function"] = self.function
        value["in_app"] = self.in_app
        return value


@dataclass(frozen=True)
class Issue(Model):
    """A problem with its root cause named."""

    id: str
    """`issue_` and a hash of the fingerprint."""

    type: IssueType
    """The root cause."""

    confidence: float
    """0 to 1."""

    severity: Severity
    """How much it hurts."""

    message: str
    """The error's own words, redacted."""

    fingerprint: str
    """Grouping key: stable over numbers, ids and line shifts."""

    frames: tuple[Frame, ...]
    """The stack, innermost first."""

    affected_files: tuple[str, ...]
    """Files of the project that the error names."""

    lines: tuple[int, ...]
    """First and last line of the log that the issue was first read from, from 1, inclusive."""

    count: int
    """How often it occurred."""

    evidence: tuple[Evidence, ...] = ()
    """What the type rests on."""

    runner_up: RunnerUp | None = None
    """The type that came next; absent when nothing spoke for another one."""

    excerpt: str | None = None
    """The redacted text that the issue was read from."""

    context: Mapping[str, Any] | None = None
    """What the reporter added."""

    @classmethod
    def _read(cls, value: Mapping[str, Any]) -> Issue:
        return cls(
            id=value["id"],
            type=value["type"],
            confidence=value["confidence"],
            severity=value["severity"],
            message=value["message"],
            fingerprint=value["fingerprint"],
            frames=tuple(Frame._read(item) for item in value["frames"]),
            affected_files=tuple(value["affected_files"]),
            lines=tuple(value["lines"]),
            count=value["count"],
            evidence=tuple(Evidence._read(item) for item in (value.get("evidence") or ())),
            runner_up=nullable(RunnerUp._read, value.get("runner_up")),
            excerpt=value.get("excerpt"),
            context=value.get("context"),
        )

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {}
        value["id"] = self.id
        value["type"] = self.type
        value["confidence"] = self.confidence
        value["severity"] = self.severity
        value["message"] = self.message
        value["fingerprint"] = self.fingerprint
        value["frames"] = [item.to_json() for item in self.frames]
        value["affected_files"] = list(self.affected_files)
        value["lines"] = list(self.lines)
        value["count"] = self.count
        if self.evidence:
            value["evidence"] = [item.to_json() for item in self.evidence]
        if self.runner_up is not None:
            value["runner_up"] = self.runner_up.to_json()
        if self.excerpt is not None:
            value["excerpt"] = self.excerpt
        if self.context is not None:
            value["context"] = dict(self.context)
        return value


@dataclass(frozen=True)
class LogPattern(Model):
    """A template of log lines and how often it occurred."""

    id: str
    """Stable over runs and files."""

    template: str
    """The line with its variable parts replaced."""

    count: int
    """Number of lines."""

    @classmethod
    def _read(cls, value: Mapping[str, Any]) -> LogPattern:
        return cls(
            id=value["id"],
            template=value["template"],
            count=value["count"],
        )

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {}
        value["id"] = self.id
        value["template"] = self.template
        value["count"] = self.count
        return value


@dataclass(frozen=True)
class ManifestNote(Model):
    """Something that a person should know about a manifest."""

    file: str
    """The file."""

    message: str
    """What is the matter."""

    @classmethod
    def _read(cls, value: Mapping[str, Any]) -> ManifestNote:
        return cls(
            file=value["file"],
            message=value["message"],
        )

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {}
        value["file"] = self.file
        value["message"] = self.message
        return value


@dataclass(frozen=True)
class PackageStatus(Model):
    """One package of a project."""

    folder: str
    """Folder inside the workspace; empty for the root."""

    manifest: str
    """The manifest that it was read from, such as `client/package.json`."""

    name: str | None
    """Name in the manifest."""

    role: str
    """`frontend`, `backend`, `fullstack` or `other`."""

    frameworks: tuple[str, ...]
    """What it is made with, such as `express`."""

    @classmethod
    def _read(cls, value: Mapping[str, Any]) -> PackageStatus:
        return cls(
            folder=value["folder"],
            manifest=value["manifest"],
            name=value["name"],
            role=value["role"],
            frameworks=tuple(value["frameworks"]),
        )

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {}
        value["folder"] = self.folder
        value["manifest"] = self.manifest
        value["name"] = self.name
        value["role"] = self.role
        value["frameworks"] = list(self.frameworks)
        return value


@dataclass(frozen=True)
class PluginInfo(Model):
    """What a plugin says of itself."""

    name: str
    """Unique name."""

    version: str
    """Its version."""

    summary: str
    """What it does, in one line."""

    supported_errors: tuple[IssueType, ...]
    """Types of issues that it repairs."""

    max_safety: Safety
    """The most that it may ever claim for a fix."""

    @classmethod
    def _read(cls, value: Mapping[str, Any]) -> PluginInfo:
        return cls(
            name=value["name"],
            version=value["version"],
            summary=value["summary"],
            supported_errors=tuple(value["supported_errors"]),
            max_safety=value["max_safety"],
        )

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {}
        value["name"] = self.name
        value["version"] = self.version
        value["summary"] = self.summary
        value["supported_errors"] = list(self.supported_errors)
        value["max_safety"] = self.max_safety
        return value


@dataclass(frozen=True)
class PluginRef(Model):
    """Which plugin made a fix."""

    name: str
    """Name of the plugin."""

    version: str
    """Its version."""

    @classmethod
    def _read(cls, value: Mapping[str, Any]) -> PluginRef:
        return cls(
            name=value["name"],
            version=value["version"],
        )

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {}
        value["name"] = self.name
        value["version"] = self.version
        return value


@dataclass(frozen=True)
class ProjectStatus(Model):
    """What a project is."""

    id: str | None
    """Its id, where it has one."""

    name: str | None
    """Its name: of the configuration, else of its manifest."""

    type: str | None
    """The template that fits, such as `react-node`; absent when none does."""

    configured: bool
    """Whether there is a configuration."""

    environment: str
    """Where it runs, such as `production`."""

    packages: tuple[PackageStatus, ...]
    """Every package, sorted by folder."""

    evidence: tuple[str, ...]
    """Why the project has its type."""

    notes: tuple[ManifestNote, ...]
    """What is wrong with the manifests."""

    @classmethod
    def _read(cls, value: Mapping[str, Any]) -> ProjectStatus:
        return cls(
            id=value["id"],
            name=value["name"],
            type=value["type"],
            configured=value["configured"],
            environment=value["environment"],
            packages=tuple(PackageStatus._read(item) for item in value["packages"]),
            evidence=tuple(value["evidence"]),
            notes=tuple(ManifestNote._read(item) for item in value["notes"]),
        )

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {}
        value["id"] = self.id
        value["name"] = self.name
        value["type"] = self.type
        value["configured"] = self.configured
        value["environment"] = self.environment
        value["packages"] = [item.to_json() for item in self.packages]
        value["evidence"] = list(self.evidence)
        value["notes"] = [item.to_json() for item in self.notes]
        return value


@dataclass(frozen=True)
class Rejection(Model):
    """A candidate that is not in the answer, and why."""

    plugin: str
    """Name of the plugin."""

    reason: str
    """Why, for people."""

    @classmethod
    def _read(cls, value: Mapping[str, Any]) -> Rejection:
        return cls(
            plugin=value["plugin"],
            reason=value["reason"],
        )

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {}
        value["plugin"] = self.plugin
        value["reason"] = self.reason
        return value


@dataclass(frozen=True)
class RunnerUp(Model):
    """The type that came next, and why it lost."""

    type: IssueType
    """The other type."""

    line: int
    """Line of the log that speaks for it, from 1."""

    signature: str
    """Name of the signature that matched."""

    reason: str
    """What speaks for each of the two, for people."""

    @classmethod
    def _read(cls, value: Mapping[str, Any]) -> RunnerUp:
        return cls(
            type=value["type"],
            line=value["line"],
            signature=value["signature"],
            reason=value["reason"],
        )

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {}
        value["type"] = self.type
        value["line"] = self.line
        value["signature"] = self.signature
        value["reason"] = self.reason
        return value


@dataclass(frozen=True)
class StatusReport(Model):
    """How things stand."""

    project: ProjectStatus
    """What the project is."""

    issues: int
    """Number of issues that were reported or read from logs since the object was made."""

    fixes: tuple[Fix, ...]
    """Fixes that were applied, oldest first."""

    @classmethod
    def _read(cls, value: Mapping[str, Any]) -> StatusReport:
        return cls(
            project=ProjectStatus._read(value["project"]),
            issues=value["issues"],
            fixes=tuple(Fix._read(item) for item in value["fixes"]),
        )

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {}
        value["project"] = self.project.to_json()
        value["issues"] = self.issues
        value["fixes"] = [item.to_json() for item in self.fixes]
        return value


@dataclass(frozen=True)
class Validation(Model):
    """The whole ladder for one fix."""

    passed: bool
    """No step failed."""

    proved_by_command: bool
    """A command went from red to green with it."""

    steps: tuple[ValidationStep, ...]
    """In the order they ran; the first failure is the last step."""

    @classmethod
    def _read(cls, value: Mapping[str, Any]) -> Validation:
        return cls(
            passed=value["passed"],
            proved_by_command=value["proved_by_command"],
            steps=tuple(ValidationStep._read(item) for item in value["steps"]),
        )

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {}
        value["passed"] = self.passed
        value["proved_by_command"] = self.proved_by_command
        value["steps"] = [item.to_json() for item in self.steps]
        return value


@dataclass(frozen=True)
class ValidationStep(Model):
    """One rung of the ladder."""

    name: str
    """`bounds`, `applies`, `parses`, `policy`, `plugin`, `settled` or `command`."""

    status: StepStatus
    """How it ended."""

    detail: str | None = None
    """What was seen."""

    @classmethod
    def _read(cls, value: Mapping[str, Any]) -> ValidationStep:
        return cls(
            name=value["name"],
            status=value["status"],
            detail=value.get("detail"),
        )

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {}
        value["name"] = self.name
        value["status"] = self.status
        if self.detail is not None:
            value["detail"] = self.detail
        return value
