"""A database that the version before this one wrote opens, with all that is in it, and the bot goes on from there.

``version_0003.sql`` is the database as text, ``version_0003.json`` what that version itself read from it: the records
by today's names, and each alert's headline as it is worded today, which ``python -m tests.storage.test_version_0003``
writes anew. It is one file, as each test asks something else of that one database, whose opening is most of it.
"""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, closing, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
from pydantic import TypeAdapter
from sqlalchemy import Boolean, Connection, DateTime, MetaData, NullPool, func, insert, select
from sqlalchemy.ext.asyncio import create_async_engine

from bot.alerts.alert import Alert
from bot.app.clock import uptime
from bot.boards.board_content import BoardContent
from bot.chat.alert.alert_message import alert_message
from bot.chat.alert.alert_names import AlertNames
from bot.chat.discord.message_renderer import draw
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.provider_words import ProviderWords
from bot.delivery.alert_sender import AlertSender
from bot.delivery.channel_tasks import WakeUp
from bot.delivery.message_port import Note
from bot.delivery.stored_alerts import StoredAlert
from bot.providers.catalogue import CATALOGUE
from bot.storage import tables
from bot.storage.alert_rows import alert_body, stored_alert
from bot.storage.database import Store
from bot.storage.open_database import open_store
from bot.storage.transactions import reading
from tests.databases import ON_BOTH
from tests.far_end import FarEnd
from tests.postgres_server import Postgres, fresh_database
from tests.storage.old_databases import upgrade

HERE = Path(__file__).parent
EXPECTED: dict[str, Any] = json.loads((HERE / "version_0003.json").read_text(encoding="ascii"))
NOW = datetime(2026, 5, 15, 12, 1, tzinfo=UTC)
GATHERED = NOW + timedelta(minutes=4)
"""No summary waits for others any more."""
LONG_AGO = datetime(2026, 5, 1, tzinfo=UTC)
FIRST = 5
"""Maximum number of alerts sent to each channel: one channel is owed eighty, all of them sent in the same way."""
WORDS = {name: ProviderWords(name=name, title=provider.title) for name, provider in CATALOGUE.items()}


NAMES = AlertNames(words=WORDS, accounts=AccountNames(), among=lambda provider: EXPECTED["rosters"].get(provider, ()))
message_of = partial(alert_message, names=NAMES, now=LONG_AGO)


def plain(record: object) -> Any:  # noqa: ANN401 - JSON
    if (kind := type(record)) not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind].dump_python(record, mode="json")


_adapters: dict[type[object], TypeAdapter[Any]] = {}


_headlines: dict[str, str | None] = {}
"""By the alert's body: both databases hold the same alerts."""


def headline(alert: Alert) -> str | None:
    """Return the pings and the headline as Discord is given them."""
    if isinstance(alert.content, BoardContent):
        return f"Board {alert.content.id}"
    if (body := alert_body(alert)) not in _headlines:
        _headlines[body] = draw(message_of(alert)).content
    return _headlines[body]


def _old_file(folder: Path) -> Path:
    file = folder / "capacity.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript((HERE / "version_0003.sql").read_text(encoding="utf-8"))
    return file


@pytest.fixture
async def old_store(server: Postgres | None, tmp_path: Path) -> AsyncIterator[Store]:
    """Open the database of the version before: on SQLite the file, on PostgreSQL one with the same rows."""
    file = _old_file(tmp_path)
    async with AsyncExitStack() as leaving:
        url = f"sqlite+aiosqlite:///{file}"
        if server is not None:
            url = await leaving.enter_async_context(fresh_database(server, template="template1"))
            async with create_async_engine(url, poolclass=NullPool).begin() as connection:
                await connection.run_sync(_copy, file)
        opened = await open_store(url, now=lambda: NOW)
        yield opened
        await opened.close()


def _copy(connection: Connection, file: Path) -> None:
    upgrade(connection, "0003")
    old = MetaData()
    old.reflect(connection)
    with closing(sqlite3.connect(file)) as copied:
        copied.row_factory = sqlite3.Row
        for table in old.sorted_tables:
            if table.name == "alembic_version":
                continue
            rows = copied.execute(f'SELECT * FROM "{table.name}" ORDER BY rowid').fetchall()  # noqa: S608 - our tables
            values = [{name: _value(table.c[name].type, row[name]) for name in row.keys()} for row in rows]  # noqa: SIM118 - a row iterates over its values
            if values:
                connection.execute(insert(table), values)
            if values and "id" in table.c:
                # What is added next must not get a number of before.
                last = func.setval(func.pg_get_serial_sequence(table.name, "id"), max(row["id"] for row in rows))
                connection.execute(select(last))


def _value(kind: object, stored: object) -> object:
    """Return what PostgreSQL takes for what SQLite holds."""
    if isinstance(kind, Boolean) and stored is not None:
        return bool(stored)
    if isinstance(kind, DateTime) and isinstance(stored, str):
        return datetime.fromisoformat(stored).replace(tzinfo=UTC)
    return stored


async def _watches_mutes_waiters_and_boards_are_what_they_were(old_store: Store) -> None:
    watches = [plain(one) for one in await old_store.watches.all()]
    # Later versions may add fields, each with a default.
    assert [{name: watch[name] for name in EXPECTED["watches"][0]} for watch in watches] == EXPECTED["watches"]
    assert [plain(one) for one in await old_store.mutes.all()] == EXPECTED["mutes"]

    waiting = {one.id: plain(one) for one in await old_store.waiters.waiters()}
    assert list(waiting) == EXPECTED["waiting"]
    for expected in EXPECTED["waiters"]:
        offer = expected["offer"]
        found = None if offer is None else await old_store.waiters.find_by_offer(offer["key"])
        now = waiting.get(expected["id"]) if found is None else plain(found)
        # Only an offer's key finds those who wait no more.
        assert now == expected or (now is None and expected["over_at"] is not None)

    for expected in EXPECTED["boards"]:
        board = next(one for one in await old_store.boards.all() if one.id == expected["id"])
        message = (await old_store.boards.messages([board.id])).get(board.id)
        for part in expected["message"]["content"]["parts"]:
            part.setdefault("absence", None)  # later versions may add fields, each with a default
            for row in part["rows"]:
                row.setdefault("fault", "")
        assert {**plain(board), "message": plain(message)} == expected


async def _what_is_remembered_of_providers_is_what_it_was(old_store: Store) -> None:
    for name, expected in EXPECTED["providers"].items():
        memory = await old_store.load_memory(name)
        roster = {account: msgspec.to_builtins(entry) for account, entry in memory.roster.items()}
        assert {account: [entry["settled"], entry["since"]] for account, entry in roster.items()} == expected["roster"]
        assert memory.streak.failures == expected["failures"]
        assert (memory.looked_at and memory.looked_at.isoformat()) == expected["looked_at"]
        # Later versions may add fields, each with a default.
        added = {
            "needs_person": False,
            "unheard": False,
            **dict.fromkeys(("pinged_at", "shared", "fault", "current_after", "observed_after")),
        }
        states = {(one["channel"], *one["topic"].values()): {**one, **added} for one in expected["alert_states"]}
        assert {
            (channel, *plain(topic).values()): plain(state) for (channel, topic), state in memory.alert_states.items()
        } == {(channel, *_topic(state)): state for (channel, *_), state in states.items()}


def _topic(state: dict[str, Any]) -> tuple[object, ...]:
    topic = state["topic"]
    return topic["kind"], topic["account"], topic["job"]


async def _the_history_is_what_it_was(old_store: Store) -> None:
    for name, expected in EXPECTED["history"].items():
        loaded = await old_store.history.load(name)
        changes = await old_store.history.state_changes(name, None, LONG_AGO)
        finished = await old_store.history.finished_jobs(name, None, LONG_AGO)
        assert {
            "changes": len(changes),
            "running": len(loaded.running),
            "observed": len(loaded.observations),
            "finished": len(finished.durations),
            "lost": len(finished.lost),
        } == expected


async def _alerts(store: Store) -> dict[str, StoredAlert]:
    """Return all alerts that can be read, by their keys: to look each up takes a transaction."""
    async with reading(store._engine) as connection:  # noqa: SLF001 - the program itself never wants all at once
        rows = await connection.execute(select(tables.alert))
        return {entry.alert.key: entry for row in rows if (entry := stored_alert(row)) is not None}


async def _every_alert_is_read_and_says_what_it_said(old_store: Store) -> None:
    stored = await _alerts(old_store)
    for key, expected in EXPECTED["alerts"].items():
        entry = stored[key]
        assert {
            "told_at": entry.told_at and entry.told_at.isoformat(),
            "given_up": entry.reason,
            "continued_in": entry.continued_in,
            "withheld": entry.withheld and plain(entry.withheld),
        } == {name: expected[name] for name in ("told_at", "given_up", "continued_in", "withheld")}
        assert headline(entry.alert) == expected["headline"]


async def _messages_are_edited_that_were_to_be_edited(old_store: Store) -> None:
    outdated = {
        str(channel): [
            [one.alert.key, one.message_id, one.alert.is_live] for one in await old_store.messages.outdated(channel)
        ]
        for channel in await old_store.messages.outdated_channels()
    }
    assert outdated == EXPECTED["outdated"]


async def _sent(store: Store) -> dict[str, list[str | None]]:
    """Send what is owed; return what each channel gets first, in its order."""
    sent: dict[str, list[str | None]] = {}

    class Hearing(FarEnd):
        """A chat that notes what arrives."""

        async def post(self, alert: Alert, note: Note) -> int:
            """Take an alert."""
            sent.setdefault(str(alert.channel), []).append(headline(alert))
            return await super().post(alert, note)

    outbox = AlertSender(
        store.outbox,
        Hearing().ports,
        wake_up=WakeUp(),
        refused=lambda *_: None,
        undelivered=lambda _: None,
        now=lambda: GATHERED,
        uptime=uptime,
    )
    running = asyncio.create_task(outbox.run())
    async with asyncio.timeout(120):
        while any(len(sent.get(str(one), ())) < FIRST for one in await store.outbox.owed_channels()):  # noqa: ASYNC110 - a table has no event
            await asyncio.sleep(0.05)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    return {channel: headlines[:FIRST] for channel, headlines in sent.items()}


async def _what_was_looked_at_before_counts_as_found(old_store: Store) -> None:
    found = {one.name: one.found_at.isoformat() for one in await old_store.found.found_providers()}
    looked_at = {name: expected["looked_at"] for name, expected in EXPECTED["providers"].items()}
    assert found == {name: at for name, at in looked_at.items() if at is not None}
    assert found


@ON_BOTH
async def test_the_database_of_before_opens_with_all_that_is_in_it(old_store: Store, server: Postgres | None) -> None:
    await _watches_mutes_waiters_and_boards_are_what_they_were(old_store)
    await _what_is_remembered_of_providers_is_what_it_was(old_store)
    await _the_history_is_what_it_was(old_store)
    await _every_alert_is_read_and_says_what_it_said(old_store)
    await _messages_are_edited_that_were_to_be_edited(old_store)
    await _what_was_looked_at_before_counts_as_found(old_store)
    assert {str(channel) for channel in await old_store.outbox.owed_channels()} == EXPECTED["owed"].keys()
    if server is None:  # what is sent follows from what was read
        assert await _sent(old_store) == EXPECTED["told"]


async def _rewrite(folder: Path) -> None:
    """Write the headlines as they are worded now; read the difference before you commit it."""
    store = await open_store(f"sqlite+aiosqlite:///{_old_file(folder)}", now=lambda: NOW)
    stored = await _alerts(store)
    for key, expected in EXPECTED["alerts"].items():
        expected["headline"] = headline(stored[key].alert)
    EXPECTED["told"] = dict(sorted((await _sent(store)).items()))
    await store.close()
    every = ",\n".join(f" {json.dumps(name)}: {_an_entry_a_line(value)}" for name, value in EXPECTED.items())
    (HERE / "version_0003.json").write_text(f"{{\n{every}\n}}\n", encoding="ascii")


def _an_entry_a_line(value: list[object] | dict[str, object]) -> str:
    lines = [f"{json.dumps(name)}: {json.dumps(one)}" for name, one in value.items()] if isinstance(value, dict) else []
    lines = lines or [json.dumps(one) for one in value]
    first, last = "{}" if isinstance(value, dict) else "[]"
    return "\n".join([first, ",\n".join(f"  {line}" for line in lines), f" {last}"])


if __name__ == "__main__":
    with TemporaryDirectory() as new:
        asyncio.run(_rewrite(Path(new)))
