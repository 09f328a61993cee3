"""The parts of the running system, from an empty checkout to four processes that answer. Standard library, Python 3.8+.

`make run`, `make test`, `make talk` and the reports all stand on this; it runs before any environment exists.
"""

import contextlib
import ctypes
import glob
import hashlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
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


# --- Telling what happens ---------------------------------------------------------------------------------------------


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


# --- Finding and installing -------------------------------------------------------------------------------------------


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


def need_packages(programs):
    """Makes sure system programs exist: `{program: Debian package}`. Installs them when it may, else names one line to copy."""
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
    return bool(shutil.which(program) or glob.glob("/usr/lib/postgresql/*/bin/" + program))


def open_log(name):
    """The log file of a part, started anew."""
    LOGS.mkdir(parents=True, exist_ok=True)
    return open(str(LOGS / (name + ".log")), "wb")


# --- Preparing the site and the bot -----------------------------------------------------------------------------------


def site_environment(**more):
    """What the site's processes need to know."""
    environment = dict(os.environ)
    environment.update(
        PYTHONPATH=os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
        DJANGO_SETTINGS_MODULE=environment.get("DJANGO_SETTINGS_MODULE", "campaign.settings.dev"),
        SECRET_KEY=environment.get("SECRET_KEY") or secret_key(),
        VAR=str(VAR),
        PYTHONUNBUFFERED="1",
        RASA_TELEMETRY_ENABLED="false",
    )
    environment.update({name: str(value) for name, value in more.items()})
    return environment


def secret_key():
    """The key that signs this installation's tokens: made once, readable only by its owner."""
    path = VAR / "secret_key"
    if not path.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        handle = os.open(str(path), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text()


def manage(*arguments, **options):
    """Runs one management command; its output comes back as text.

    Raises:
        Trouble: the command failed.
    """
    done = subprocess.run(
        [str(SITE_PYTHON), str(ROOT / "site" / "manage.py"), *arguments],
        env=site_environment(**options), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    if done.returncode:
        raise Trouble("`manage.py {}` failed:\n{}".format(" ".join(arguments), done.stdout.strip()[-2000:]))
    return done.stdout


def prepare_site():
    """Database, messages, static files, content, index, and the first login. Does only what has changed since.

    Returns the first login as (name, password) when it was made just now, else None.
    """
    python_files = "site/campaign/**/*.py"
    step_inputs = [
        ("messages", ["locales/**/*.po"], "Compiling the messages", "2 seconds", compile_messages),
        ("static", ["site/campaign/static/**/*", "uv.lock"], "Collecting and compressing styles and pictures", "30 seconds", collect_static),
        ("database", ["site/campaign/*/migrations/*.py", "uv.lock"], "Preparing the database", "20 seconds", migrate),
        ("content", ["content/**/*.yaml", "content/**/*.md", "content/**/*.txt", "content/**/*.tsv", "content/**/*.py", python_files],
         "Loading the content and building the index", "30 seconds", load_content),
    ]  # fmt: skip
    for name, patterns, what, usually, action in step_inputs:
        fingerprint = digest_of(*patterns)
        index_is_there = name != "content" or (VAR / "index.sqlite3").exists()
        if is_stamped(name, fingerprint) and index_is_there:
            continue
        with Step(what, usually):
            said = action()
        for line in (said or "").splitlines():
            if line.strip():
                print("    " + line.strip())
        stamp(name, fingerprint)
    if is_stamped("login", "made"):
        return None
    password = secrets.token_urlsafe(12)
    said = manage("first_login", "--username", "editor", FIRST_PASSWORD=password)
    stamp("login", "made")
    return ("editor", password) if "made" in said else None


def compile_messages():
    """The .po files as .mo beside them; .mo are never committed."""
    for po in sorted((ROOT / "locales").glob("*/*/LC_MESSAGES/*.po")):
        subprocess.run(
            [str(SITE_PYTHON), "-m", "babel.messages.frontend", "compile", "-i", str(po), "-o", str(po.with_suffix(".mo")), "-f"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip


def collect_static():
    """All static files under var/static, compressed once so that no request compresses them."""
    manage("collectstatic", "--noinput", "--clear", "-v", "0")


def migrate():
    """The database at its newest shape."""
    manage("migrate", "-v", "0")


def load_content():
    """The files of content/ in the database, then in the index."""
    said = manage("load_content")
    if not (VAR / "index.sqlite3").exists():
        said += manage("rebuild_index")
    return said


def prepare_bot():
    """The trained model, trained only when its inputs changed.

    Raises:
        Trouble: training failed.
    """
    fingerprint = digest_of(
        "chatbot/**/*.yml",
        "chatbot/nlu/*.py",
        "chatbot/components/*.py",
        "chatbot/*.py",
        "chatbot/uv.lock",
        "content/text/**/*",
    )
    if is_stamped("model", fingerprint) and glob.glob(str(BOT / "models" / "*.tar.gz")):
        return
    with Step("Training the bot", "1 minute"):
        log = open_log("train")
        done = subprocess.run(
            [str(BOT_PYTHON), "-m", "chatbot.launch", "train"],
            cwd=str(ROOT),
            env=bot_environment(),
            stdout=log,
            stderr=log,
        )
    if done.returncode:
        raise Trouble(
            "The bot could not be trained; {} says why.\n{}".format(LOGS / "train.log", tail("train"))
        )
    stamp("model", fingerprint)


def bot_environment():
    """What the Rasa process needs to know. Its telemetry is off in every way it can be started."""
    environment = dict(os.environ, PYTHONPATH=str(ROOT), RASA_TELEMETRY_ENABLED="false", PYTHONUNBUFFERED="1")
    environment.pop("VIRTUAL_ENV", None)
    return environment


def tail(name, lines=12):
    """The end of a log."""
    with contextlib.suppress(OSError):
        return "\n".join((LOGS / (name + ".log")).read_text(errors="replace").splitlines()[-lines:])
    return ""


# --- Running ----------------------------------------------------------------------------------------------------------


def free_port():
    """A loopback port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def port_is_free(port, host="127.0.0.1"):
    """Whether the port can be taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _die_with_parent():
    """A part must not outlive a starter that was killed (Linux only)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


class Part:
    """One process: how it is started, how it is asked whether it is well, where it logs."""

    def __init__(self, name, command, environment, health, patience=90):
        self.name, self.command, self.environment, self.health, self.patience = (
            name,
            command,
            environment,
            health,
            patience,
        )
        self.process = None

    def start(self):
        log = open_log(self.name)
        self.process = subprocess.Popen(
            self.command, cwd=str(ROOT), env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True, preexec_fn=_die_with_parent,
        )  # fmt: skip

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def answers(self):
        if self.health is None:
            return self.is_running()
        try:
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(self.health, timeout=3) as response:
                return response.status == 200
        except (urllib.error.URLError, OSError, ValueError):
            return False

    def wait(self):
        """Until it answers.

        Raises:
            Trouble: it ended, or does not answer within its patience.
        """
        until = time.monotonic() + self.patience
        while time.monotonic() < until:
            if not self.is_running():
                raise Trouble(
                    "The {} ended by itself. The end of {}:\n{}".format(
                        self.name, LOGS / (self.name + ".log"), tail(self.name)
                    )
                )
            if self.answers():
                return
            time.sleep(0.1)
        raise Trouble(
            "The {} does not answer after {} s. See {}.".format(
                self.name, self.patience, LOGS / (self.name + ".log")
            )
        )

    def stop(self):
        if not self.is_running():
            return
        for sign, seconds in ((signal.SIGTERM, 8), (signal.SIGKILL, 3)):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, sign)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
                return


class House:
    """All parts together. Without a bot the site runs all the same."""

    def __init__(self, port, with_bot, host="127.0.0.1", **site_options):
        self.port = port
        actions_port, rasa_port = free_port(), free_port()
        options = dict(site_options)
        if with_bot:
            options["RASA_URL"] = f"http://127.0.0.1:{rasa_port}"
        environment = site_environment(**options)
        python = str(SITE_PYTHON)
        self.site = Part(
            "site",
            [python, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(max(1, min(2, os.cpu_count() or 1))),
             "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "campaign.wsgi:application"],
            environment, f"http://127.0.0.1:{port}/health/",
        )  # fmt: skip
        self.parts = [
            self.site,
            Part("worker", [python, str(ROOT / "site" / "manage.py"), "worker"], environment, None),
        ]
        if with_bot:
            self.parts += [
                Part("actions", [python, "-m", "chatbot.actions.serve", "--port", str(actions_port)],
                     environment, f"http://127.0.0.1:{actions_port}/health"),
                Part("rasa", [str(BOT_PYTHON), "-m", "chatbot.launch", "run", "--port", str(rasa_port), "--actions-url", f"http://127.0.0.1:{actions_port}/webhook"],
                     bot_environment(), f"http://127.0.0.1:{rasa_port}/webhooks/rest/", 180),
            ]  # fmt: skip

    def __enter__(self):
        try:
            for part in self.parts:
                part.start()
            for part in self.parts:
                part.wait()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind, error, trace):
        self.stop()

    def stop(self):
        for part in reversed(self.parts):
            with contextlib.suppress(OSError):
                if part.is_running():
                    os.killpg(part.process.pid, signal.SIGTERM)
        for part in reversed(self.parts):
            part.stop()

    def watch(self):
        """Restarts what ends, until the site itself does. Never returns otherwise."""
        restarts = {}
        while True:
            for part in self.parts:
                if part.is_running():
                    continue
                if part is self.site:
                    raise Trouble("The site ended by itself. The end of its log:\n" + tail("site"))
                restarts[part.name] = restarts.get(part.name, 0) + 1
                time.sleep(min(30, 2 ** restarts[part.name]))
                print(
                    f"  The {part.name} ended and is started again; the site goes on meanwhile.",
                    flush=True,
                )
                part.start()
            time.sleep(1)


def prepare(with_bot=True, dev=False):
    """Everything before the start. Returns (whether the bot can run, the first login or None)."""
    sync("site-environment", ROOT, "1-2 minutes", *([] if dev else ["--no-dev", "--group", "actions"]))
    bot_is_ready = False
    if with_bot:
        try:
            sync("bot-environment", BOT, "2-3 minutes", *(["--group", "dev"] if dev else []))
            prepare_bot()
            bot_is_ready = True
        except Trouble as trouble:
            print(
                f"  The bot can't run here: {trouble}\n  The site starts without it; the chat page answers from search."
            )
    return bot_is_ready, prepare_site()
