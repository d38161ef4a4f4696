"""`manage.py autofix LOG`: what went wrong, and the change that repairs it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from autofix import AutoFixError
from autofix.integrations.django import client

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Analyses a log and shows the fix of it; `--apply` writes the fix."""

    help = "Finds the root cause of the errors in a log, and shows the fix; --apply writes it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The log, and what to do."""
        parser.add_argument("log", help="file with the log, or - for standard input")
        parser.add_argument("--apply", action="store_true", help="write the fix")

    def handle(self, *args: Any, **options: Any) -> None:
        """Every refusal is a `CommandError`, so the exit status is 1."""
        try:
            self._repair(_read(options["log"]), options["apply"])
        except AutoFixError as error:
            raise CommandError(f"{error} ({error.code})") from error

    def _repair(self, log: bytes, apply: bool) -> None:
        autofix = client()
        report = autofix.repair_log(log)
        if report.issue is None:
            self.stdout.write("The log has no error in it.")
            return
        self.stdout.write(f"{report.issue.type}: {report.issue.message}")
        if report.fix is None:
            self.stdout.write("No fix was found.")
            for rejection in report.rejections:
                self.stdout.write(f"  {rejection.plugin}: {rejection.reason}")
            return
        self.stdout.write(f"{report.fix.description} ({report.fix.safety})\n")
        for change in report.fix.changes:
            self.stdout.write(change.diff, ending="")
        if apply:
            fix = autofix.apply_fix(report.fix)
            self.stdout.write(f"Applied {fix.id}; `autofix rollback {fix.id}` takes it back.")


def _read(log: str) -> bytes:
    if log == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(log).read_bytes()
    except OSError as error:
        raise CommandError(f"{log}: {error.strerror}") from error
