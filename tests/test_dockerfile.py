"""The image, as far as it can be checked without an engine: what its file says, and its health check really run."""

import asyncio
import json
import os
import re
import shlex
import sys
import tomllib
from pathlib import Path

import pytest

from bot.health.http_server import HealthServer
from bot.settings.load_settings import load
from bot.settings.schema import SimulatedSettings
from tests.rows import each_row

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def read_stages() -> list[list[tuple[str, str]]]:
    """Read the steps of each stage: the instruction and what it is given."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    steps = [(line.partition(" ")[0], line.partition(" ")[2].strip()) for line in text.replace("\\\n", "").splitlines()]
    starts = [place for place, (word, _) in enumerate(steps) if word == "FROM"]
    return [
        [step for step in steps[start:end] if step[0]]
        for start, end in zip(starts, [*starts[1:], len(steps)], strict=True)
    ]


BUILD, IMAGE = read_stages()


def only(word: str) -> str:
    """Return the argument of the image's only step of this kind."""
    (found,) = (given for each, given in IMAGE if each == word)
    return found


def environment() -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in shlex.split(only("ENV")))


def sent(path: str) -> bool:
    """Return whether ``.dockerignore`` lets a path through; its last pattern that matches decides."""
    ignored = False
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        glob = re.escape(line.removeprefix("!")).replace(r"\*\*/", "(.*/)?").replace(r"\*", "[^/]*")
        if re.fullmatch(f"{glob}(/.*)?", path):
            ignored = not line.startswith("!")
    return not ignored


def test_both_stages_stand_on_the_same_slim_python_that_the_project_allows() -> None:
    bases = {stage[0][1].partition(" ")[0] for stage in (BUILD, IMAGE)}
    (version,) = (re.fullmatch(r"python:3\.(\d+)-slim", base) for base in bases)
    assert version
    assert int(version[1]) >= int(PROJECT["requires-python"].removeprefix(">=3."))


def test_what_is_copied_exists_and_is_sent() -> None:
    sources = [name for word, given in BUILD if word == "COPY" for name in given.split()[:-1]]
    assert "bot" in sources
    assert {PROJECT["readme"], *PROJECT["license-files"]} <= set(sources)
    assert [name for name in sources if not (ROOT / name).exists()] == []
    assert [name for name in sources if not sent(name)] == []
    assert sent("bot/accounts/snapshot.py")


@each_row(
    "path",
    [".env", "bot/.env", ".env.example", ".git/config", "capacity.db", "capacity.db-wal", "bot/x.db", "tests/a.py"],
)
def test_what_is_private_is_not_sent(path: str) -> None:
    assert not sent(path)


def test_the_program_is_not_root() -> None:
    assert int(only("USER").partition(":")[0]) > 0
    assert [word for word, _ in IMAGE].index("USER") > max(
        place for place, (word, _) in enumerate(IMAGE) if word == "RUN"
    )


def test_the_database_is_in_the_volume(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in environment().items() | {("DISCORD_TOKEN", "abc"), ("DISCORD_GUILD_IDS", "1")}:
        monkeypatch.setenv(name, value)
    settings = load(SimulatedSettings)
    assert only("VOLUME") == only("WORKDIR") == "/data"
    assert settings.database_url.get_secret_value().startswith("sqlite+aiosqlite:////data/")
    assert str(settings.health_port) == only("EXPOSE")


def test_matplotlib_keeps_its_list_of_fonts_where_anybody_may_write() -> None:
    assert environment()["MPLCONFIGDIR"].startswith("/tmp/")  # noqa: S108 - a folder of the image


def test_the_program_gets_its_signals_itself() -> None:
    (program,) = json.loads(only("ENTRYPOINT"))
    assert program in PROJECT["scripts"]
    assert json.loads(only("CMD")) == ["run"]
    assert only("STOPSIGNAL") == "SIGTERM"


def test_it_says_the_projects_version_and_has_the_driver_of_postgresql() -> None:
    assert f'org.opencontainers.image.version="{PROJECT["version"]}"' in only("LABEL")
    assert any(given.endswith("'.[postgres]'") for word, given in BUILD if word == "RUN")
    assert "postgres" in PROJECT["optional-dependencies"]


async def probe(port: object) -> int:
    """Run the health check as the engine does."""
    _, _, command = only("HEALTHCHECK").partition(" CMD ")
    python, *arguments = json.loads(command)
    assert python == "python"
    ports = {"HEALTH_PORT": str(port), "http_proxy": "http://127.0.0.1:1"}
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-S", *arguments),  # it needs no package, and starts in a third of the time
        env=os.environ | ports,
        stderr=asyncio.subprocess.DEVNULL,
    )
    return await running.wait()


async def test_the_health_check_follows_the_health_page() -> None:
    alive = [True]
    async with HealthServer(0, {"watcher": lambda: alive[0]}, host="127.0.0.1") as server:
        assert await probe(server.port) == await probe(f'"{server.port}"') == 0
        assert await probe("") == 0  # then there is no page
        alive[0] = False
        assert await probe(server.port) == 1
    assert await probe(server.port) == 1
