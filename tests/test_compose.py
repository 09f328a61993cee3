"""The compose files hold together: what one names, they define. Docker itself isn't at hand here."""

from pathlib import Path

import pytest
import yaml

from content.index.elastic import Server

ROOT = Path(__file__).resolve().parents[1]
READERS = ("site", "prepare", "worker", "actions")


def read(*names: str) -> dict:
    """The files as compose lays them over one another."""
    merged: dict = {"services": {}, "volumes": {}, "networks": {}}
    for name in names:
        data = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
        for section, entries in merged.items():
            for key, entry in (data.get(section) or {}).items():
                entries[key] = {**entries.get(key, {}), **(entry or {})}
    return merged


@pytest.fixture(
    params=[("docker-compose.yml",), ("docker-compose.yml", "docker-compose.elasticsearch.yml")],
    ids=["embedded", "elasticsearch"],
)
def stack(request):
    return read(*request.param)


def test_what_a_service_names_is_defined(stack):
    for name, service in stack["services"].items():
        assert "image" in service, name
        assert set(service.get("depends_on", ())) <= stack["services"].keys(), name
        assert set(service.get("networks", ())) <= stack["networks"].keys(), name
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert source.startswith(("./", "/")) or source in stack["volumes"], f"{name}: {source}"


def test_only_nginx_has_a_port(stack):
    assert {name for name, service in stack["services"].items() if "ports" in service} == {"nginx"}


def test_every_reader_knows_every_node_over_tls(monkeypatch):
    services = read("docker-compose.elasticsearch.yml")["services"]
    nodes = {name for name in services if name.startswith("es") and name != "es-keys"}
    assert len(nodes) == 3
    for reader in READERS:
        for name, value in services[reader]["environment"].items():
            monkeypatch.setenv(name, value)
        server = Server.from_environment()
        assert set(server.urls) == {f"https://{node}:9200" for node in nodes}
        assert server.api_key and server.ca_certs.startswith("/run/elasticsearch/")


def test_each_node_has_its_own_name_keys_and_data():
    services = read("docker-compose.elasticsearch.yml")["services"]
    for node in ("es1", "es2", "es3"):
        settings = services[node]["environment"]
        assert settings["node.name"] == node and services[node]["volumes"][0].startswith(f"{node}:")
        assert settings["cluster.initial_master_nodes"] == settings["discovery.seed_hosts"] == "es1,es2,es3"
        keys = [value for name, value in settings.items() if name.endswith((".ssl.key", ".ssl.certificate"))]
        assert len(keys) == 4 and all(f"/{node}." in value for value in keys)
        assert settings["xpack.security.enabled"] == "true" and "-Xmx512m" in settings["ES_JAVA_OPTS"]
