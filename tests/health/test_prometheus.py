"""The rules, the board and the list of metrics ask only for what there is; promtool and a real Prometheus agree."""

import asyncio
import contextlib
import json
import re
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterable, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml

from bot.health.http_server import HealthServer
from tests.health.measured import Measured, answer, openmetrics
from tests.rings import ROOT

RULES, BOARD, LIST = ROOT / "docs/alert-rules.yml", ROOT / "docs/grafana.json", ROOT / "docs/metrics.md"
ROW = re.compile(r"^\| `(capacity_bot_\w+)` \| (\w+) \| (.*?) ?\| (.*?) \|$", re.MULTILINE)
METRIC = re.compile(r"\b(?:capacity_bot|process)_\w+")
LABEL = re.compile(r"(\w+) *(?:=~|=|!=|!~) *\"|by \(([\w, ]+)\)")
EVERYWHERE = {"job", "instance", "le", "alertname"}
SUFFIXES = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum"), "info": ("_info",), "gauge": ("",)}
LOCAL = "127.0.0.1"
SECONDS = 20.0

promtool = pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed (Debian: prometheus)")


def measured() -> Measured:
    """Return a bot that has everything to show."""
    return Measured(answer(free={"a": 1}, running=1))


async def listed() -> dict[str, tuple[str, set[str], str]]:
    """Return what the program says of each metric: its type, its labels, its meaning."""
    bot = measured()
    await bot.values()
    text, _ = await bot.metrics.scrape(bot.state, "application/openmetrics-text;version=1.0.0")
    return {
        family.name: (
            family.type,
            {label for sample in family.samples for label in sample.labels} - {"le"},
            family.documentation,
        )
        for family in openmetrics(text.decode())
    }


def rules() -> list[dict[str, Any]]:
    (group,) = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    return list(group["rules"])


def board_expressions() -> list[str]:
    panels = json.loads(BOARD.read_text(encoding="utf-8"))["panels"]
    return [target["expr"] for panel in panels for target in panel.get("targets", ())]


def unknown(expressions: Iterable[str], known: dict[str, tuple[str, set[str], str]]) -> Iterator[str]:
    """Yield each metric and label that is asked for and that the program does not have."""
    series = {f"{name}{suffix}": labels for name, (kind, labels, _) in known.items() for suffix in SUFFIXES[kind]}
    for expression in expressions:
        names = set(METRIC.findall(expression))
        yield from names - series.keys()
        labels = set().union(*(series.get(name, set()) for name in names)) | EVERYWHERE
        asked = {label.strip() for one, several in LABEL.findall(expression) for label in (one or several).split(",")}
        yield from asked - labels


async def test_the_document_lists_every_metric_as_the_program_describes_it() -> None:
    ours = {name: said for name, said in (await listed()).items() if name.startswith("capacity_bot_")}
    rows = {
        name: (kind, set(re.findall(r"`(\w+)`", labels)), says)
        for name, kind, labels, says in ROW.findall(LIST.read_text(encoding="utf-8"))
    }
    assert rows == ours, (
        "docs/metrics.md: a row for each metric, worded as bot/health words it; "
        "one with labels makes its series at the start, in bot/health/metric_counters.py"
    )


async def test_rules_and_board_ask_only_for_what_there_is() -> None:
    known = await listed()
    assert list(unknown([rule["expr"] for rule in rules()], known)) == []
    assert list(unknown(board_expressions(), known)) == []


async def test_the_board_shows_every_metric_of_ours() -> None:
    shown = {name for expression in board_expressions() for name in METRIC.findall(expression)}
    for name, (kind, _, _) in (await listed()).items():
        if name.startswith("capacity_bot_"):
            assert shown & {f"{name}{suffix}" for suffix in SUFFIXES[kind]}, f"docs/grafana.json: no panel shows {name}"


async def test_what_is_not_there_is_found() -> None:
    known = await listed()
    asked = ['capacity_bot_slot{state="free"}', 'sum by (provider, kind) (capacity_bot_slots{place="x"})']
    assert sorted(set(unknown(asked, known))) == ["capacity_bot_slot", "kind", "place", "state"]


def test_panels_of_the_board_do_not_overlap_and_have_numbers_of_their_own() -> None:
    panels = json.loads(BOARD.read_text(encoding="utf-8"))["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    taken = [
        (x, y)
        for at in (panel["gridPos"] for panel in panels)
        for x in range(at["x"], at["x"] + at["w"])
        for y in range(at["y"], at["y"] + at["h"])
    ]
    assert len(set(taken)) == len(taken)
    assert max(x for x, _ in taken) < 24


def check(*arguments: str | Path) -> str:
    """Run promtool and return what it says."""
    done = subprocess.run(  # noqa: S603 - ours
        [str(shutil.which("promtool")), *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@promtool
def test_promtool_takes_the_rules_and_they_fire_when_they_should(tmp_path: Path) -> None:
    assert f"{len(rules())} rules found" in check("check", "rules", RULES)
    cases = (Path(__file__).parent / "alert_rules_test.yml").read_text(encoding="utf-8")
    (tmp_path / "cases.yml").write_text(cases.replace("- RULES", f"- {RULES}"), encoding="utf-8")
    check("test", "rules", tmp_path / "cases.yml")


def test_every_rule_is_seen_to_fire() -> None:
    cases = (Path(__file__).parent / "alert_rules_test.yml").read_text(encoding="utf-8")
    assert [rule["alert"] for rule in rules() if f'alertname="{rule["alert"]}"' not in cases] == []


@promtool
def test_promtool_takes_the_expressions_of_the_board(tmp_path: Path) -> None:
    recorded = [
        {"record": f"panel:{number}", "expr": expression.replace("$__rate_interval", "5m")}
        for number, expression in enumerate(board_expressions())
    ]
    file = tmp_path / "board.yml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "board", "rules": recorded}]}), encoding="utf-8")
    assert f"{len(recorded)} rules found" in check("check", "rules", file)


@contextlib.asynccontextmanager
async def prometheus(folder: Path, port: int, target: int) -> AsyncIterator[str]:
    """Run Prometheus with our rules, which scrapes a port each second; return its address."""
    configured = {
        "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
        "rule_files": [str(RULES)],
        "scrape_configs": [{"job_name": "capacity-bot", "static_configs": [{"targets": [f"{LOCAL}:{target}"]}]}],
    }
    (folder / "prometheus.yml").write_text(yaml.safe_dump(configured), encoding="utf-8")
    with (folder / "log.txt").open("wb") as log:
        running = await asyncio.create_subprocess_exec(
            str(shutil.which("prometheus")),
            f"--config.file={folder / 'prometheus.yml'}",
            f"--storage.tsdb.path={folder / 'data'}",
            f"--web.listen-address={LOCAL}:{port}",
            stdout=log,
            stderr=log,
        )
    try:
        yield f"http://{LOCAL}:{port}/api/v1"
    finally:
        running.terminate()
        await running.wait()


async def asked(session: aiohttp.ClientSession, url: str, **query: str) -> list[dict[str, Any]]:
    """Ask Prometheus; an empty list while it does not answer."""
    try:
        async with session.get(url, params=query) as said:
            data = (await said.json())["data"]
    except (aiohttp.ClientError, ValueError):
        return []
    return list(data.get("result") or data.get("activeTargets") or data.get("groups") or ())


@pytest.mark.skipif(shutil.which("prometheus") is None, reason="prometheus is not installed (Debian: prometheus)")
async def test_a_real_prometheus_scrapes_the_page_and_evaluates_the_rules(tmp_path: Path, free_port: int) -> None:
    bot = measured()
    await bot.values()
    async with (
        HealthServer(0, {}, host=LOCAL, scrape=lambda accept: bot.metrics.scrape(bot.state, accept)) as server,
        prometheus(tmp_path, free_port, server.port) as api,
        aiohttp.ClientSession() as session,
    ):
        async with asyncio.timeout(SECONDS):
            while not (found := await asked(session, f"{api}/query", query="capacity_bot_slots")):  # noqa: ASYNC110 - another program
                await asyncio.sleep(0.2)
            assert {one["metric"]["state"]: one["value"][1] for one in found} == {"free": "1", "in_use": "2"}
            (target,) = await asked(session, f"{api}/targets")
            assert (target["health"], target["lastError"]) == ("up", "")
            while not (  # noqa: ASYNC110 - another program
                (groups := await asked(session, f"{api}/rules"))
                and all(rule["health"] != "unknown" for rule in groups[0]["rules"])
            ):
                await asyncio.sleep(0.2)
        assert {rule["health"] for rule in groups[0]["rules"]} == {"ok"}
        assert [rule["state"] for rule in groups[0]["rules"]] == ["inactive"] * len(rules())
