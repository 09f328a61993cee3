#!/usr/bin/env python
"""Puts the site folder and the repository root on the path, then hands over to Django."""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent

if __name__ == "__main__":
    sys.path[:0] = [str(HERE), str(HERE.parent)]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campaign.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
