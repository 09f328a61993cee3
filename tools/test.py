"""`make test`: every test, with real servers and a real browser. `ARGS="tests/content -k rules"` narrows it.

Installs what is missing, then hands over to pytest, whose last line is the last line of the run.
"""

import os
import subprocess
import sys

from tools.environments import BOT, PDF_PACKAGES, ROOT, SITE_PYTHON, Trouble, need_packages, sync
from tools.preparation import compile_messages, prepare_bot

PROGRAMS = {
    "chromium": "chromium",
    "postgres": "postgresql",
    "redis-server": "redis-server",
    "java": "openjdk-17-jdk-headless",
    "mvn": "maven",
    "pdfinfo": "poppler-utils",  # reads back the PDFs that were made
} | PDF_PACKAGES


def main(arguments):
    """Prepares both environments, the model and the servers, then runs pytest; its exit code is ours."""
    sync("site-environment", ROOT, "1-2 minutes")
    sync("bot-environment", BOT, "2-3 minutes")
    need_packages(PROGRAMS)
    compile_messages()
    prepare_bot()
    environment = dict(os.environ, RASA_TELEMETRY_ENABLED="false", PYTHONPATH=str(ROOT))
    return subprocess.run(
        [str(SITE_PYTHON), "-m", "pytest", *arguments], cwd=str(ROOT), env=environment
    ).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Trouble as trouble:
        sys.exit(f"\n{trouble}")
    except KeyboardInterrupt:
        sys.exit(130)
