"""Finds or fetches what the project runs on: uv, two Pythons, two environments, system packages. Standard library, Python 3.8+.

Everything under `tools/` that runs before an environment exists stands on this.
"""

import contextlib
import glob
import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VAR = Path(os.environ.get("VAR") or ROOT / "var")
LOGS = VAR / "logs"
STAMPS = VAR / "stamps"
SITE_PYTHON = ROOT / ".venv" / "bin" / "python"
BOT = ROOT / "chatbot"
BOT_PYTHON = BOT / ".venv" / "bin" / "python"
NEEDED_BYTES = 3 * 1024**3
DISK_HINT = "Free some space (about 3 GB are needed the first time) and start again."


class Trouble(Exception):
    """Something a person has to do; the message is one sentence and the cure."""


class Step:
    """One line on the screen while something long runs: what it is, how long it usually takes, how long it has taken."""

    def __init__(self, what, usually=""):
        self.what, self.usually = what, usually
        self.started = time.monotonic()
        self.stopped = threading.Event()

    def __enter__(self):
        print(
            "  {}{} ...".format(self.what, f" (usually {self.usually})" if self.usually else ""),
            flush=True,
        )
        self.ticker = threading.Thread(target=self._tick, daemon=True)
        self.ticker.start()
        return self

    def _tick(self):
        pause = 1 if sys.stdout.isatty() else 20
        while not self.stopped.wait(pause):
            seconds = int(time.monotonic() - self.started)
            if sys.stdout.isatty():
                print(f"\r    {seconds} s", end="", flush=True)
            else:
                print(f"    still at it: {seconds} s", flush=True)

    def __exit__(self, kind, error, trace):
        self.stopped.set()
        self.ticker.join()
        seconds = time.monotonic() - self.started
        start = "\r" if sys.stdout.isatty() else ""
        print("{}    {} after {:.0f} s".format(start, "stopped" if kind else "done", seconds), flush=True)


def digest_of(*patterns):
    """A fingerprint of files (globs from the root), to know whether a step has anything to do."""
    total = hashlib.sha256()
    for pattern in patterns:
        for name in sorted(glob.glob(str(ROOT / pattern), recursive=True)):
            if os.path.isfile(name):
                total.update(name[len(str(ROOT)) :].encode())
                with open(name, "rb") as file:
                    total.update(file.read())
    return total.hexdigest()


def is_stamped(name, fingerprint):
    """Whether this step was finished with these inputs."""
    with contextlib.suppress(OSError):
        return (STAMPS / name).read_text() == fingerprint
    return False


def stamp(name, fingerprint):
    """Notes that a step is finished."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(fingerprint)


def open_log(name):
    """The log file of a part, started anew."""
    LOGS.mkdir(parents=True, exist_ok=True)
    return open(str(LOGS / (name + ".log")), "wb")


def tail(name, lines=12):
    """The end of a log."""
    with contextlib.suppress(OSError):
        return "\n".join((LOGS / (name + ".log")).read_text(errors="replace").splitlines()[-lines:])
    return ""


def tool_environment():
    """The environment for uv: pyenv's real interpreters first, because its shims lead uv astray."""
    environment = dict(os.environ)
    pyenv = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    interpreters = sorted(glob.glob(os.path.join(pyenv, "versions", "3.1[0-9]*", "bin")))
    environment["PATH"] = os.pathsep.join([*interpreters, environment.get("PATH", "")])
    environment.pop("VIRTUAL_ENV", None)
    return environment


def _runs(command):
    try:
        return (
            subprocess.run(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=30
            ).returncode
            == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def find_uv():
    """The path of a working uv: the one on PATH, or one of our own under var/."""
    own = VAR / "uv" / "bin" / "uv"
    for candidate in (shutil.which("uv"), str(own)):
        if candidate and _runs([candidate, "--version"]):
            return candidate
    with Step("Fetching uv, which installs the rest", "10 seconds"):
        VAR.mkdir(parents=True, exist_ok=True)
        made = _runs([sys.executable, "-m", "venv", str(VAR / "uv")])
        pip = [str(VAR / "uv" / "bin" / "python"), "-m", "pip"] if made else [sys.executable, "-m", "pip"]
        target = [] if made else ["--target", str(VAR / "uv")]
        done = subprocess.run([*pip, "install", "-q", *target, "uv"], stderr=subprocess.PIPE, text=True)
    if done.returncode or not _runs([str(own), "--version"]):
        raise Trouble(
            "uv could not be fetched. Check the network, or install it yourself (https://docs.astral.sh/uv/) and start again."
        )
    return str(own)


def check_disk():
    """Stops early when the disk can't hold what is to be installed."""
    VAR.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(str(ROOT)).free
    if free < NEEDED_BYTES and not (SITE_PYTHON.exists() and BOT_PYTHON.exists()):
        raise Trouble(f"The disk has only {free / 1024**3:.1f} GB left. {DISK_HINT}")


def sync(name, folder, usually, *arguments):
    """Installs an environment from its lock when the lock has changed since.

    Raises:
        Trouble: no network, no such Python, or a full disk.
    """
    prefix = "chatbot/" if folder == BOT else ""
    fingerprint = digest_of(prefix + "uv.lock", prefix + "pyproject.toml") + " ".join(arguments)
    if is_stamped(name, fingerprint) and (folder / ".venv" / "bin" / "python").exists():
        return
    check_disk()
    uv = find_uv()
    with Step(
        "Installing the {}".format(
            "bot's environment (Python 3.10)" if folder == BOT else "site's environment"
        ),
        usually,
    ):
        done = subprocess.run(
            [uv, "sync", "--frozen", "--quiet", *arguments],
            cwd=str(folder), env=tool_environment(), stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    if done.returncode:
        raise Trouble(_why_sync_failed(done.stderr, "3.10" if folder == BOT else "3.12"))
    stamp(name, fingerprint)


def _why_sync_failed(output, python):
    lower = output.lower()
    if "no interpreter found" in lower or "no python" in lower or "python-build-standalone" in lower:
        return f"Python {python} is missing and could not be fetched. Install it (for example `uv python install {python}`) and start again."
    if "no space left" in lower:
        return "The disk is full. " + DISK_HINT
    if any(word in lower for word in ("dns", "connect", "network", "failed to fetch", "timed out")):
        return (
            "The package index can't be reached. Check the network and start again; what was fetched is kept."
        )
    return "The environment could not be installed:\n" + output.strip()[-1500:]


# What setting a PDF takes: two libraries, and a typeface with all our letters.
PDF_PACKAGES = {
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "OpenSans-Regular.ttf": "fonts-open-sans",
}


def wish_for_packages(wanted, what):
    """Like `need_packages` for what the site can do without: says what will be missing instead of stopping."""
    try:
        need_packages(wanted)
    except Trouble as trouble:
        print(f"  {what} can't be made here: {trouble}")


def need_packages(programs):
    """Makes sure programs, libraries and typefaces exist: `{its file: Debian package}`. Installs them when it may, else names one line to copy."""
    missing = sorted({package for program, package in programs.items() if not _have(program)})
    if not missing:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if not shutil.which("apt-get"):
        raise Trouble(
            "These programs are missing: {}. Install them with your system's package manager.".format(
                ", ".join(missing)
            )
        )
    if os.geteuid() != 0:
        command = ["sudo", *command]
        if not (shutil.which("sudo") and sys.stdin.isatty()):
            raise Trouble(
                "Some system packages are missing. Run this, then start again:\n  " + " ".join(command)
            )
        print("  These system packages are missing and will be installed now: {}".format(", ".join(missing)))
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    with Step("Installing system packages: " + ", ".join(missing), "1-2 minutes"):
        log = open_log("packages")
        subprocess.run(
            [*command[: command.index("apt-get")], "apt-get", "update", "-q"],
            stdout=log,
            stderr=log,
            env=environment,
        )
        done = subprocess.run(command, stdout=log, stderr=log, env=environment)
    if done.returncode:
        raise Trouble(
            "Installing them failed; see {}. By hand:\n  {}".format(LOGS / "packages.log", " ".join(command))
        )


def _have(program):
    places = ("/usr/lib/postgresql/*/bin/", "/usr/lib/*/", "/usr/lib64/", "/usr/share/fonts/**/")
    return bool(shutil.which(program) or any(glob.glob(place + program, recursive=True) for place in places))
