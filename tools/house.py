"""The running system: four processes that start together, are watched, and end together."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from tools.environments import BOT_PYTHON, LOGS, ROOT, SITE_PYTHON, Trouble, open_log, tail
from tools.preparation import bot_environment, site_environment


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
