"""The application that Django lists."""

from __future__ import annotations

from django.apps import AppConfig


class AutoFixConfig(AppConfig):
    """Brings the command `autofix`."""

    name = "autofix.integrations.django"
    label = "autofix"
    verbose_name = "AutoFix"
