"""A real Elasticsearch for the tests: one node or several on free loopback ports, from the jars Elastic publishes on Maven Central.

Without a network the jars of an earlier run are used; they lie under `var/elasticsearch`.
"""

import contextlib
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from elasticsearch import ApiError, Elasticsearch, TransportError

HERE = Path(__file__).parent
CACHE = Path(os.environ.get("VAR") or HERE.parents[1] / "var") / "elasticsearch"
NEEDED = {"java": "openjdk-17-jdk-headless", "javac": "openjdk-17-jdk-headless", "mvn": "maven"}
MEMORY = "512m"
PATIENCE = 90  # seconds until a cluster must be green
MODULE = "transport-netty4"  # the one module of the server that is published


class NoServer(Exception):
    """Elasticsearch can't be started here; the message says what to do."""


@dataclass
class Node:
    """One server process."""

    name: str
    port: int
    transport: int
    home: Path
    process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def log(self) -> str:
        """The end of what it said."""
        with contextlib.suppress(OSError):
            return (self.home / "log").read_text(errors="replace")[-3000:]
        return ""


@dataclass
class Cluster:
    """Nodes that belong together. Use it in a `with`: they end with it, and with this process whatever happens to it."""

    count: int = 1
    nodes: list[Node] = field(default_factory=list)

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses of all nodes, also of killed ones: that is what a client would know."""
        return tuple(node.url for node in self.nodes)

    def __enter__(self) -> "Cluster":
        installed = install()
        self._folder = Path(tempfile.mkdtemp(prefix="elasticsearch-"))
        ports = _free_ports(2 * self.count)
        self.nodes = [
            Node(f"node{place}", ports[2 * place], ports[2 * place + 1], self._folder / f"node{place}")
            for place in range(self.count)
        ]
        try:
            for node in self.nodes:
                self._start(node, installed)
            self.wait_until_green()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        for node in self.nodes:
            if node.process and node.process.stdin:
                with contextlib.suppress(OSError):
                    node.process.stdin.close()  # the launcher ends when nobody holds this pipe any more
        for node in self.nodes:
            if node.process:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    node.process.wait(10)
                node.process.kill()
                node.process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def kill(self, node: Node) -> None:
        """Ends a node as a power cut would."""
        node.process.send_signal(signal.SIGKILL)
        node.process.wait()

    def restart(self, node: Node) -> None:
        """Starts a killed node again, on its ports and with its data."""
        self._start(node, install())
        self.wait_until_green()

    def master(self) -> Node:
        """The node that leads the cluster."""
        client = Elasticsearch([node.url for node in self.nodes if node.process.poll() is None])
        name = client.cat.master(format="json")[0]["node"]
        return next(node for node in self.nodes if node.name == name)

    def wait_until_green(self) -> None:
        """Until all nodes have found each other and every copy is in place.

        Raises:
            NoServer: one ended, or it took too long.
        """
        running = [node for node in self.nodes if node.process.poll() is None]
        end = time.monotonic() + PATIENCE
        with Elasticsearch([node.url for node in running], request_timeout=5, max_retries=0) as client:
            while time.monotonic() < end:
                for node in running:
                    if node.process.poll() is not None:
                        raise NoServer(f"Elasticsearch ended by itself:\n{node.log()}")
                with contextlib.suppress(ApiError, TransportError):
                    state = client.cluster.health()
                    if state["number_of_nodes"] == len(running) and state["status"] == "green":
                        return
                time.sleep(0.2)
        raise NoServer(f"Elasticsearch is not green after {PATIENCE} s:\n{running[0].log()}")

    def _start(self, node: Node, installed: Path) -> None:
        home = node.home
        (home / "config").mkdir(parents=True, exist_ok=True)
        if not (home / "modules").exists():
            shutil.copytree(installed / "modules", home / "modules")
        settings = {
            "path.home": home,
            "cluster.name": f"tests-{self.nodes[0].port}",
            "node.name": node.name,
            "http.port": node.port,
            "transport.port": node.transport,
            "network.host": "127.0.0.1",
            "cluster.routing.allocation.disk.threshold_enabled": "false",  # a full disk is not what we test
        }
        if self.count == 1:
            settings["discovery.type"] = "single-node"
        else:
            settings["discovery.seed_hosts"] = ",".join(
                f"127.0.0.1:{other.transport}" for other in self.nodes
            )
            settings["cluster.initial_master_nodes"] = ",".join(other.name for other in self.nodes)
        command = ["java", f"-Xms{MEMORY}", f"-Xmx{MEMORY}", "--module-path", installed / "jars"]
        command += ["--add-modules", "ALL-MODULE-PATH", "-cp", installed / "classes", "Launcher"]
        command += [f"{name}={value}" for name, value in settings.items()]
        with (home / "log").open("ab") as log:
            node.process = subprocess.Popen(
                [str(part) for part in command], stdin=subprocess.PIPE, stdout=log, stderr=log, cwd=home
            )


def forget(client: Elasticsearch, prefix: str) -> None:
    """Deletes every index that begins with the prefix (a server refuses to delete by pattern)."""
    left = list(client.indices.get_alias(index=f"{prefix}-*"))
    if left:
        client.indices.delete(index=left)


def install() -> Path:
    """The folder with the server, fetched and compiled once for each version of `pom.xml` and `Launcher.java`.

    Raises:
        NoServer: Java or Maven is missing, or the jars could not be fetched.
    """
    sources = b"".join((HERE / name).read_bytes() for name in ("pom.xml", "Launcher.java"))
    ready = CACHE / hashlib.sha256(sources).hexdigest()[:12]
    if not ready.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(dir=CACHE))
        try:
            _fetch(making)
            with contextlib.suppress(OSError):  # another run was faster
                making.rename(ready)
        finally:
            shutil.rmtree(making, ignore_errors=True)
    _need("java")
    return ready


def _fetch(folder: Path) -> None:
    _need(*NEEDED)
    jars, module = folder / "jars", folder / "modules" / MODULE
    _run(
        "mvn", "-q", "-B", "-f", HERE / "pom.xml", "dependency:copy-dependencies", f"-DoutputDirectory={jars}"
    )
    # The module is loaded by the server itself, from its own folder and with its own description.
    module.mkdir(parents=True)
    for jar in [*jars.glob("netty-*.jar"), *jars.glob(f"{MODULE}-*.jar")]:
        jar.rename(module / jar.name)
    about = f"META-INF/es-plugins/{MODULE}/"
    with zipfile.ZipFile(next(module.glob(f"{MODULE}-*.jar"))) as jar:
        for name in jar.namelist():
            if name.startswith(about) and not name.endswith("/"):
                (module / name.removeprefix(about)).write_bytes(jar.read(name))
    _run(
        "javac",
        "--module-path",
        jars,
        "--add-modules",
        "ALL-MODULE-PATH",
        "-d",
        folder / "classes",
        HERE / "Launcher.java",
    )


def _need(*programs: str) -> None:
    missing = sorted({NEEDED[program] for program in programs if not shutil.which(program)})
    if missing:
        raise NoServer(
            f"The tests start a real Elasticsearch and need {' and '.join(missing)}. Run: apt-get install -y {' '.join(missing)}"
        )


def _run(*command: object) -> None:
    done = subprocess.run(
        [str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        raise NoServer(
            f"{command[0]} failed; are the packages of Maven Central within reach?\n{done.stdout[-2000:]}"
        )


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
