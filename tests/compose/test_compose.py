"""compose.yaml, as far as it can be checked without an engine: the schema, hardening, and what its files name."""

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from bot.settings.load_settings import load
from bot.settings.schema import SimulatedSettings
from tests.rings import ROOT
from tests.rows import each_row

HERE = Path(__file__).parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
BOTS = ("bot", "standby")
OWN = "postgresql+asyncpg://us:hush@db.example.com/ours"
SWITCHED = re.compile(r"\$\{(\w+):([+-])(.*)\}")


def deployed(name: str) -> dict[str, Any]:
    """Read a file that is mounted into a container."""
    return dict(yaml.safe_load((ROOT / "deploy" / name).read_text(encoding="utf-8")))


def mounts(service: str) -> dict[str, str]:
    """Return what is mounted into a service: what, by where."""
    return dict(reversed(volume.split(":")[:2]) for volume in SERVICES[service]["volumes"])


def interpolated(text: str, **variables: str) -> str:
    """Replace ``${NAME:-text}``, ``${NAME:+text}`` and ``${NAME}`` as compose does, inside out."""
    if whole := SWITCHED.fullmatch(text):
        value, instead = variables.get(whole[1], ""), interpolated(whole[3], **variables)
        return value or instead if whole[2] == "-" else instead if value else ""
    return re.sub(r"\$\{(\w+)\}", lambda found: variables.get(found[1], ""), text)


def test_it_keeps_to_the_schema_of_the_specification() -> None:
    schema = json.loads((HERE / "compose-spec.json").read_text(encoding="utf-8"))
    assert [f"{list(error.path)}: {error.message}" for error in Draft7Validator(schema).iter_errors(COMPOSE)] == []
    wrong = {**COMPOSE, "services": {"bot": {**SERVICES["bot"], "read_onyl": True}}}
    assert list(Draft7Validator(schema).iter_errors(wrong))


@each_row("name", SERVICES)
def test_every_service_may_do_as_little_as_possible(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert "privileged" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert re.fullmatch(r"\d+m", service["mem_limit"])
    assert service["pids_limit"] > 0
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"][0] == "CMD"
    assert service["logging"]["options"]["max-size"]


@each_row("name", SERVICES)
def test_every_image_is_pinned_by_its_version(name: str) -> None:
    assert re.fullmatch(r"[\w/-]+:v?\d+\.\d+(\.\d+)?(-\w+)?", SERVICES[name]["image"])


@each_row("name", SERVICES)
def test_ports_are_open_on_this_machine_only(name: str) -> None:
    assert [port for port in SERVICES[name].get("ports", ()) if not port.startswith("127.0.0.1:")] == []


def test_the_bot_alone_starts_without_a_profile_and_two_with_the_full_one() -> None:
    assert [name for name, service in SERVICES.items() if "profiles" not in service] == ["bot"]
    assert {name for name, service in SERVICES.items() if "full" in service.get("profiles", ["full"])} == {*SERVICES}
    bot, standby = (dict(SERVICES[name]) for name in BOTS)
    assert standby.pop("profiles") == ["full"]
    assert bot == standby


def test_the_bot_keeps_its_data_where_the_image_does() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert "\nVOLUME /data\n" in dockerfile
    assert mounts("bot") == {"/data": "data"}
    assert SERVICES["bot"]["image"] == f"capacity-bot:{version}"
    assert {volume for one in SERVICES for volume in mounts(one).values() if "/" not in volume} == {*COMPOSE["volumes"]}


def test_the_health_check_is_the_images() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    (_, *check), environment = SERVICES["bot"]["healthcheck"]["test"], SERVICES["bot"]["environment"]
    said = json.loads(re.findall(r"^HEALTHCHECK .* CMD (\[.*\])$", dockerfile, re.MULTILINE)[0])
    # Here the port is set above, whatever .env says.
    read = """port = os.environ['HEALTH_PORT'].strip(' "\\''); port or sys.exit(); """
    assert all(read in part for part in said[-1:])
    assert [
        part.replace(read, "").replace("int(port)", environment["HEALTH_PORT"]).replace("os, ", "") for part in said
    ] == check


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ({}, "sqlite+aiosqlite:///capacity.db"),
        ({"POSTGRES_PASSWORD": "hush"}, "postgresql+asyncpg://capacity:hush@postgres/capacity"),
        ({"DATABASE_URL": OWN}, OWN),
        ({"DATABASE_URL": OWN, "POSTGRES_PASSWORD": "hush"}, OWN),
    ],
)
def test_env_chooses_the_database(monkeypatch: pytest.MonkeyPatch, written: dict[str, str], url: str) -> None:
    environment = {**SERVICES["bot"]["environment"], "DISCORD_TOKEN": "abc", "DISCORD_GUILD_IDS": "1"}
    for name, value in environment.items():
        monkeypatch.setenv(name, interpolated(value, **written))
    assert load(SimulatedSettings, HERE / "no.env").database_url.get_secret_value() == url
    postgres = SERVICES["postgres"]["environment"]
    assert postgres["POSTGRES_USER"] == "capacity"  # and of that name is its database


def test_what_is_mounted_is_there_and_named_by_what_reads_it() -> None:
    files = [mounted for one in SERVICES for mounted in mounts(one).values() if "/" in mounted]
    assert [file for file in files if not (ROOT / file).is_file()] == []
    assert [
        volume for one in SERVICES for volume in SERVICES[one]["volumes"] if "./" in volume[:2] and volume[-3:] != ":ro"
    ] == []
    assert set(deployed("prometheus.yml")["rule_files"]) <= set(mounts("prometheus"))
    (boards,) = deployed("grafana-boards.yml")["providers"]
    assert mounts("grafana")[f"{boards['options']['path']}/capacity-bot.json"] == "./docs/grafana.json"


def test_prometheus_asks_both_bots_and_grafana_asks_prometheus() -> None:
    (job,) = deployed("prometheus.yml")["scrape_configs"]
    port = SERVICES["bot"]["environment"]["HEALTH_PORT"]
    assert job["static_configs"] == [{"targets": [f"{name}:{port}" for name in BOTS]}]
    (source,) = deployed("grafana-source.yml")["datasources"]
    assert source["url"] == "http://prometheus:9090"


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed (Debian: prometheus)")
def test_promtool_takes_the_configuration(tmp_path: Path) -> None:
    text = (ROOT / "deploy/prometheus.yml").read_text(encoding="utf-8")
    for inside, outside in mounts("prometheus").items():
        text = text.replace(inside, str(ROOT / outside)) if outside.endswith("rules.yml") else text
    (tmp_path / "prometheus.yml").write_text(text, encoding="utf-8")
    done = subprocess.run(  # noqa: S603 - ours
        [str(shutil.which("promtool")), "check", "config", tmp_path / "prometheus.yml"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
