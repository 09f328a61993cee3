"""`make bench`: speed and weight, as ratios taken in one run on one machine. It prints; no test asserts a time.

`make bench ARGS="weight search"` runs some parts only. The starter bot is Rasa's own `rasa init`, in an environment of its own
under var/ (2.5 GB with TensorFlow, fetched once).
"""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import brotli
import requests

from tools.environments import ROOT, VAR, Step, Trouble, find_uv, need_packages, tool_environment
from tools.house import House, Part, free_port
from tools.preparation import bot_environment, bot_is_ready

FORMS = ("sq", "sr", "sr-latn", "en")
WINDOW = 14 * 1024
QUESTIONS = (
    "sa kushton viza",
    "jam elektricist, a muj me shku n'gjermani",
    "колико кошта виза",
    "what is the blue card",
    "tung",
)
UNLIMITED = {"CHAT_MESSAGES_A_MINUTE": 10**9, "CHAT_MESSAGES_A_MINUTE_FROM_ONE_ADDRESS": 10**9}


def row(what: str, value: str, reach: str = "") -> None:
    """One line of the table."""
    print(f"  {what:<66}{value:>18}   {reach}", flush=True)


def timed(action: Callable[[], object], times: int) -> tuple[float, float]:
    """Median and 95th percentile of an action, in milliseconds."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        action()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


def session() -> requests.Session:
    """A client that keeps its connection and goes through no proxy."""
    made = requests.Session()
    made.trust_env = False
    return made


def addresses(site: str) -> list[str]:
    """Every page of the site, found by following its links as a reader does."""
    client, known = session(), {f"/{form}/" for form in FORMS}
    todo = sorted(known)
    while todo:
        html = client.get(site + todo.pop()).text
        for path in re.findall(r'href="(/(?:sq|sr|sr-latn|en)/[^"#?]*)"', html):
            if path not in known and not re.search(r"/(chat|search|check|days|offer)/", path):
                known.add(path)
                todo.append(path)
    return sorted(known)


def weight(house: House) -> None:
    """What a first visit costs: HTML and style as a browser gets them."""
    site = f"http://127.0.0.1:{house.port}"
    client = session()

    def compressed(url: str) -> int:
        reply = client.get(url, headers={"Accept-Encoding": "br"}, stream=True)
        return len(reply.raw.read(decode_content=False))

    style = re.search(r'href="(/static/css/site[^"]*)"', client.get(f"{site}/sq/").text)[1]
    css = compressed(site + style)
    pages = {path: compressed(site + path) + css for path in addresses(site)}
    heaviest = max(pages, key=pages.get)
    row(
        f"First visit, median of {len(pages)} pages (HTML + CSS, Brotli)",
        f"{statistics.median(pages.values()) / 1024:.1f} KB",
    )
    row(f"First visit, heaviest: {heaviest}", f"{pages[heaviest] / 1024:.1f} KB", "<= 14 KB")


def _wrk(url: str) -> float:
    said = subprocess.run(
        ["wrk", "-t1", "-c16", "-d4s", "-H", "Accept-Encoding: br, gzip", url],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])


@contextmanager
def nginx(port: int, body: bytes, upstream: int, folder: Path) -> Iterator[None]:
    """nginx with the same bytes as a file, and in front of the site with a cache of ten seconds."""
    (folder / "files").mkdir(parents=True, exist_ok=True)
    (folder / "files" / "page").write_bytes(body)
    (folder / "nginx.conf").write_text(
        f"""daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
        events {{}}
        http {{ access_log off; default_type text/html; proxy_cache_path {folder}/cache keys_zone=k:1m; proxy_temp_path {folder}/t;
        client_body_temp_path {folder}/b; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
        server {{ listen 127.0.0.1:{port}; location = /page {{ root {folder}/files; }}
        location / {{ proxy_pass http://127.0.0.1:{upstream}; proxy_cache k; proxy_cache_valid 10s; proxy_ignore_headers Cache-Control Vary; }} }} }}"""
    )
    process = subprocess.Popen(
        ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")], stderr=subprocess.DEVNULL
    )
    try:
        time.sleep(0.7)
        yield
    finally:
        process.terminate()
        process.wait(10)


def pages(house: House) -> None:
    """Requests a second of a page from the cache, against nginx serving the same bytes as a file."""
    need_packages({"wrk": "wrk", "nginx": "nginx-light"})
    site, port = f"http://127.0.0.1:{house.port}", free_port()
    body = brotli.compress(session().get(f"{site}/sq/").content, quality=9)
    with nginx(port, body, house.port, VAR / "bench-nginx"):
        file = _wrk(f"http://127.0.0.1:{port}/page")
        behind = _wrk(f"http://127.0.0.1:{port}/sq/")
    alone = _wrk(f"{site}/sq/")
    row("nginx, the same bytes as a file", f"{file:,.0f}/s")
    row("A cached page behind nginx", f"{behind / file:.2f} of it", ">= 0.8")
    row("A cached page, granian alone", f"{alone / file:.2f} of it", ">= 0.1")


def search_speed(house: House) -> None:
    """The search function over the real content."""
    from content.index.queries import open_store, search

    queries = [
        (json.loads(line)["query"], language)
        for language in ("sq", "sr", "en")
        for line in (ROOT / "tests" / "golden" / f"questions-{language}.jsonl")
        .read_text(encoding="utf-8")
        .splitlines()
    ]
    store = open_store(VAR / "index.sqlite3")
    for text, language in queries:  # dictionaries and word caches warm up once a process
        search(text, language, store=store)
    each = iter(queries * 4)
    middle, high = timed(lambda: search(*next(each), store=store), len(queries) * 3)
    row(f"Search, {len(queries)} golden questions, p50 / p95", f"{middle:.2f} / {high:.2f} ms", "p50 <= 2 ms")


def rules(house: House) -> None:
    """Judging one person for all routes, and how that grows with the number of routes."""
    from content.files.routes import read_routes
    from content.rules.evaluate import next_question
    from content.rules.ranking import judged

    routes = list(read_routes()[0].values())
    profile = {
        "country": "DE",
        "occupation": "electrician",
        "languages": {"de": "A2"},
        "age": 28,
        "qualification": "vocational",
    }
    whole, _ = timed(lambda: judged(routes, profile), 200)
    fourfold, _ = timed(lambda: judged(routes * 4, profile), 50)
    question, _ = timed(lambda: next_question(routes, profile), 50)
    row(
        f"All {len(routes)} routes for one profile, judged and put in order, p50", f"{whole:.2f} ms", "< 5 ms"
    )
    row("Four times as many routes take", f"{fourfold / whole:.1f} times", "about 4")
    row("Choosing the next question, p50", f"{question:.2f} ms")


def bot(house: House) -> None:
    """An answer of the bot, through the site and at its webhook, beside Rasa's starter bot."""
    site = f"http://127.0.0.1:{house.port}"
    client, each = session(), iter(range(10**9))

    def through_site() -> None:
        text = QUESTIONS[next(each) % len(QUESTIONS)]
        client.post(
            f"{site}/sq/chat/", json={"text": text}, headers={"Accept": "application/json"}
        ).raise_for_status()

    rasa = next(part for part in house.parts if part.name == "rasa")
    ours = _webhook(rasa.health, QUESTIONS)
    for _ in range(20):
        through_site()
    middle, high = timed(through_site, 150)
    row("A bot answer through the site, p50 / p95", f"{middle:.1f} / {high:.1f} ms")
    row("The bot's webhook, p50 / p95", f"{ours[0]:.1f} / {ours[1]:.1f} ms")
    row("Memory of the Rasa process", f"{_memory_mb(rasa.process.pid):.0f} MB", "<= 220 MB")
    with starter_bot() as starter:
        theirs = _webhook(starter.health, ("hello", "i am sad", "goodbye", "are you a bot", "great"))
        row("Rasa's starter bot, p50 / p95", f"{theirs[0]:.1f} / {theirs[1]:.1f} ms")
        row("Memory of the starter bot", f"{_memory_mb(starter.process.pid):.0f} MB")
    row("Our webhook against the starter bot's, p50", f"{ours[0] / theirs[0]:.2f} times", "<= 0.5")


def _webhook(health: str, messages: tuple[str, ...]) -> tuple[float, float]:
    client, each = session(), iter(range(10**9))

    def ask() -> None:
        number = next(each)
        body = {"sender": uuid.uuid4().hex if number % 10 == 0 else "bench", "message": messages[number % len(messages)],
                "metadata": {"language": "sq", "script": "Latn"}}  # fmt: skip
        client.post(f"{health}webhook", json=body).raise_for_status()

    for _ in range(20):
        ask()
    return timed(ask, 150)


def _memory_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


@contextmanager
def starter_bot() -> Iterator[Part]:
    """Rasa's own starter bot, made by `rasa init`, trained and served as it comes."""
    folder = VAR / "starter"
    python = folder / ".venv" / "bin" / "python"
    if not (folder / "bot" / "models").is_dir():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        uv, environment = find_uv(), tool_environment()
        with Step("Fetching Rasa with TensorFlow for the starter bot", "5 minutes"):
            subprocess.run(
                [uv, "venv", "-q", "-p", "3.10", str(folder / ".venv")], env=environment, check=True
            )
            wanted = ["rasa==3.6.21", "setuptools<71"]
            subprocess.run(
                [uv, "pip", "install", "-q", "-p", str(python), *wanted], env=environment, check=True
            )
        with Step("Training the starter bot", "3 minutes"):
            command = [str(python), "-m", "rasa", "init", "--no-prompt", "--init-dir", str(folder / "bot")]
            (folder / "bot").mkdir()
            done = subprocess.run(command, env=bot_environment(), capture_output=True, text=True)
        if done.returncode or not (folder / "bot" / "models").is_dir():
            shutil.rmtree(folder, ignore_errors=True)
            raise Trouble(f"The starter bot could not be made:\n{done.stderr[-1500:]}")
    port = free_port()
    command = [str(python), "-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(port), "-m", str(folder / "bot" / "models"),
               "--credentials", str(folder / "bot" / "credentials.yml"), "--endpoints", str(folder / "bot" / "endpoints.yml")]  # fmt: skip
    part = Part("starter", command, bot_environment(), f"http://127.0.0.1:{port}/webhooks/rest/", 240)
    part.start()
    try:
        part.wait()
        yield part
    finally:
        part.stop()


def index(house: House) -> None:
    """Both stores at two sizes. `BENCH_SIZES=300000` measures another; that one takes about ten minutes."""
    need_packages({"java": "openjdk-17-jdk-headless", "mvn": "maven"})
    from tests.performance.bench_index import SIZES, bench

    bench([int(size) for size in os.environ.get("BENCH_SIZES", "").split(",") if size] or SIZES)


PARTS = {"weight": weight, "pages": pages, "search": search_speed, "rules": rules, "bot": bot, "index": index}


def main(names: list[str]) -> None:
    """Starts the house once and measures."""
    chosen = names or list(PARTS)
    with House(free_port(), bot_is_ready(), **UNLIMITED) as house:
        for name in chosen:
            print(f"\n{name}")
            PARTS[name](house)


if __name__ == "__main__":
    unknown = set(sys.argv[1:]) - PARTS.keys()
    if unknown:
        sys.exit(f"{', '.join(sorted(unknown))}: not among {', '.join(PARTS)}")
    os.environ.setdefault("CONTENT_INDEX", str(VAR / "index.sqlite3"))
    try:
        main(sys.argv[1:])
    except Trouble as trouble:
        sys.exit(str(trouble))
