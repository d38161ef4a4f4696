"""Settings of the example: what AutoFix needs is the last three."""

from __future__ import annotations

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[1]
SECRET_KEY = os.environ.get("SECRET_KEY", "for this example only")
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
ROOT_URLCONF = "shop.urls"
USE_TZ = True

INSTALLED_APPS = ["autofix.integrations.django"]
MIDDLEWARE = ["autofix.integrations.django.AutoFixMiddleware", "django.middleware.common.CommonMiddleware"]
# The project that is repaired. Left out: BASE_DIR.
AUTOFIX = {"root": os.environ.get("SHOP_ROOT", BASE_DIR.parent / "broken-shop"), "project_id": "broken-shop"}
