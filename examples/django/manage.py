#!/usr/bin/env python
"""pip install autofix Django, then:

python manage.py runserver                          errors of views are captured
python manage.py autofix ../broken-shop/browser.log    shows the repair; --apply writes it
"""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
    execute_from_command_line(sys.argv)
