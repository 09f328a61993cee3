"""The site on a real PostgreSQL server: migrations, content, pages, publishing, health."""

import os
import pwd
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tools.house import House, free_port

ROOT = Path(__file__).resolve().parents[2]


def binaries() -> Path:
    """Where the newest installed server keeps its programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    assert found or on_path, "PostgreSQL is missing; `make test` installs it"
    return (found[-1] if found else Path(on_path)).parent


@pytest.fixture(scope="session")
def database_url(tmp_path_factory) -> Iterator[str]:
    """A server on a free port, ended with the session. The server refuses to run as root."""
    folder = tmp_path_factory.mktemp("postgres")
    as_user: list[str] = []
    if os.geteuid() == 0:
        postgres = pwd.getpwnam("postgres")
        for path in (folder, *folder.parents):
            if path == Path("/tmp"):
                break
            path.chmod(0o755)
        os.chown(folder, postgres.pw_uid, postgres.pw_gid)
        as_user = ["runuser", "-u", "postgres", "--"]
    programs, port = binaries(), free_port()
    subprocess.run(
        [*as_user, str(programs / "initdb"), "-D", str(folder / "data"), "-U", "campaign", "--auth=trust", "-E", "UTF8"],
        check=True, capture_output=True, cwd=folder,
    )  # fmt: skip
    server = subprocess.Popen(
        [*as_user, str(programs / "postgres"), "-D", str(folder / "data"), "-p", str(port), "-k", str(folder), "-h", "127.0.0.1"],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        ready = [str(programs / "pg_isready"), "-h", "127.0.0.1", "-p", str(port)]
        until = time.monotonic() + 60
        while subprocess.run(ready, capture_output=True).returncode:
            assert time.monotonic() < until and server.poll() is None, "PostgreSQL did not start"
            time.sleep(0.2)
        yield f"postgresql://campaign@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(20)


def manage(*arguments: str, environment: dict) -> str:
    done = subprocess.run(
        [sys.executable, "site/manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_everything_runs_on_postgresql(database_url, tmp_path):
    options = {
        "DATABASE_URL": database_url,
        "VAR": tmp_path,
        "CONTENT_INDEX": tmp_path / "index.sqlite3",
        "DJANGO_SETTINGS_MODULE": "campaign.settings.dev",
        "SECRET_KEY": "tests",
    }
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join([str(ROOT / "site"), str(ROOT)]))
    environment |= {name: str(value) for name, value in options.items()}
    manage("migrate", "-v", "0", environment=environment)
    assert "created" in manage("load_content", environment=environment)
    again = manage("load_content", environment=environment)
    assert "unchanged" in again and "kept" not in again
    manage("collectstatic", "--noinput", "-v", "0", environment=environment)
    with House(free_port(), with_bot=False, **options) as house:
        address = f"http://127.0.0.1:{house.port}"
        assert requests.get(f"{address}/sr-latn/", timeout=20).status_code == 200
        parts = requests.get(f"{address}/health/", timeout=20).json()["parts"]
        assert parts["database"]["state"] == "ok" and parts["index"]["state"] == "ok"
        found = requests.get(f"{address}/en/search/", params={"q": "recognition of diplomas"}, timeout=20)
        assert found.status_code == 200 and "hits" in found.text
        change = "from campaign.facts.models import Fact; f = Fact.objects.get(key='de_national_visa_fee'); f.value = '4711'; f.save()"
        manage("shell", "-c", change, environment=environment)
        page = requests.get(f"{address}/en/legal-routes/western-balkans-regulation/", timeout=20).text
        assert "4,711" in page
