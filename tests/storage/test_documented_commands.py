"""The commands of ``docs/running.md`` and the statements of ``docs/privacy.md``, run as they stand there."""

import asyncio
import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Row

from bot.reports.report_schedule import ReportSchedule, read_report_times
from bot.storage.database import Store
from bot.storage.open_database import open_store
from bot.storage.tables import metadata
from bot.subscriptions.mute import Mute
from bot.subscriptions.watch import Watch
from tests.databases import ON_BOTH, ON_SQLITE
from tests.moments import NOON, after
from tests.postgres_server import MIGRATED, Postgres
from tests.rings import ROOT
from tests.storage.raw import ask_each, say
from tests.storage.records import AWKWARD
from tests.storage.test_board_store import ALL as BOARD
from tests.storage.test_board_store import PART
from tests.waitlist.made import waiter

DATABASE = "capacity"
"""As the document names it."""

OF_MEMBERS = {table.name for table in metadata.tables.values() if {"by", "member"} & set(table.columns.keys())}
WEEKLY = ReportSchedule(
    id=0, guild=1, channel=2, by=3, times=read_report_times("every monday 09:00"), zone="UTC", due_at=NOON
)
MEMBER, ANOTHER = 400_000_000_000_000_001, 400_000_000_000_000_002


def commands(heading: str) -> tuple[str, str]:
    """Return the commands below a heading that back up, and those that restore."""
    section = (ROOT / "docs/running.md").read_text(encoding="utf-8").partition(f"\n### {heading}\n")[2]
    backup, restore, *_ = re.findall(r"```bash\n(.*?)```", section.partition("\n### ")[0], re.DOTALL)
    return backup, restore


async def run(script: str, folder: Path, environment: Mapping[str, str]) -> None:
    """Run commands as a person does, each of which must succeed."""
    process = await asyncio.create_subprocess_exec(
        *("bash", "-euc", script), cwd=folder, env=environment, stderr=asyncio.subprocess.PIPE
    )
    _, complaint = await process.communicate()
    assert process.returncode == 0, complaint.decode()


async def fill(store: Store) -> None:
    """Store something of whatever people made."""
    await store.watches.add(Watch(id=0, guild=1, channel=2, provider="minimax", account=AWKWARD))
    for channel, member in enumerate((MEMBER, ANOTHER)):
        await store.mutes.add(Mute(id=0, guild=1, channel=channel, by=member, until=after(hours=1)))
        await store.waiters.add_waiter(waiter(member=member), lambda _: None)
        await store.boards.add(replace(BOARD, channel=channel, by=member), [PART], NOON)
        await store.reports.add(replace(WEEKLY, channel=channel, by=member))


async def content(url: str) -> dict[str, list[Row[*tuple[object, ...]]]]:
    """Return all rows of all tables."""
    tables = await ask_each(url, *(f'SELECT * FROM "{name}"' for name in metadata.tables))  # noqa: S608 - our tables
    return {name: sorted(rows, key=repr) for name, rows in zip(metadata.tables, tables, strict=True)}


@ON_SQLITE
async def test_a_sqlite_file_is_backed_up_while_it_is_open_and_restored(database_url: str, tmp_path: Path) -> None:
    backup, restore = commands("SQLite")
    environment = {"PATH": str(Path(shutil.which("python3") or "").parent) + ":/usr/bin:/bin"}
    store = await open_store(database_url, now=lambda: NOON)
    await fill(store)
    await run(backup, tmp_path, environment)
    assert (tmp_path / "backup.db").stat().st_mode & 0o777 == 0o600
    kept = await content(database_url)
    await store.watches.add(Watch(id=0, guild=1, channel=3))  # what a restore takes back
    await store.close()
    (tmp_path / "capacity.db").write_bytes(b"broken")

    await run(restore, tmp_path, environment)
    await (await open_store(database_url, now=lambda: NOON)).close()
    assert await content(database_url) == kept
    assert (tmp_path / "capacity.db").stat().st_mode & 0o777 == 0o600


async def test_a_database_of_postgresql_is_backed_up_while_it_is_open_and_restored(
    postgres: Postgres, tmp_path: Path
) -> None:
    if shutil.which("pg_restore", path=postgres.environment["PATH"]) is None:
        pytest.skip("PostgreSQL's client programs are not installed")
    backup, restore = commands("PostgreSQL")
    url = postgres.url(DATABASE)
    await postgres.say(f"CREATE DATABASE {DATABASE} TEMPLATE {MIGRATED}")
    store = await open_store(url, now=lambda: NOON)
    await fill(store)
    await run(backup, tmp_path, postgres.environment)
    kept = await content(url)
    await store.watches.add(Watch(id=0, guild=1, channel=3))  # what a restore takes back
    await store.close()

    await run(restore, tmp_path, postgres.environment)
    await (await open_store(url, now=lambda: NOON)).close()
    assert await content(url) == kept
    await postgres.say(f"DROP DATABASE {DATABASE}")


@ON_BOTH
async def test_what_is_known_of_a_member_is_deleted_and_nothing_of_others(database_url: str) -> None:
    store = await open_store(database_url, now=lambda: NOON)
    await fill(store)
    await store.close()
    document = (ROOT / "docs/privacy.md").read_text(encoding="utf-8")
    (statements,) = re.findall(r"```sql\n(.*?)```", document, re.DOTALL)
    await say(database_url, *(one.strip() for one in statements.replace("ID", str(MEMBER)).split(";") if one.strip()))

    there = {name: str(rows) for name, rows in (await content(database_url)).items() if name != "alert"}
    assert [name for name, rows in there.items() if str(MEMBER) in rows] == []
    assert {name for name, rows in there.items() if str(ANOTHER) in rows} == OF_MEMBERS

    store = await open_store(database_url, now=lambda: NOON)
    assert {board.by for board in await store.boards.all()} == {0, ANOTHER}
    assert {schedule.by for schedule in await store.reports.all()} == {0, ANOTHER}
    await store.close()
