"""A database that the first released version made becomes one of this version, with all that is in it, or stays."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.accounts.failure_streak import FailureStreak
from bot.accounts.roster import AccountState, RosterEntry
from bot.alerts.alert_state import ProviderMemory
from bot.delivery.stored_alerts import GivenUpBecause
from bot.errors import BadDatabase
from bot.storage.database import Store
from bot.storage.open_database import open_store
from bot.storage.schema_upgrade import HEAD
from bot.subscriptions.watch import Style, Watch, When
from tests.databases import ON_BOTH
from tests.moments import NOON, after
from tests.storage.first_version import SHORT_NEWS, old_body, owe_old
from tests.storage.raw import ask, say
from tests.storage.records import OTHER_CHANNEL, oldest, read_back


@pytest.fixture
async def old_database_url(make_old: Callable[[str], Awaitable[str]]) -> str:
    """Name a database that the first version made."""
    return await make_old("0001")


async def _open(url: str) -> Store:
    return await open_store(url, now=lambda: NOON)


async def test_more_alerts_than_are_converted_at_once_are_all_converted(old_database_url: str) -> None:
    many = 1_001
    digits = ", ".join(f"({digit})" for digit in range(many))
    body = json.dumps(old_body(news=SHORT_NEWS))
    await say(
        old_database_url,
        "INSERT INTO alert (key, channel, provider, body, owed_at, attempts) "  # noqa: S608 - all of it is ours
        f"SELECT 'k' || column1, 7, 'minimax', :body, '2026-05-15 12:00:00.000000', 0 FROM (VALUES {digits}) AS digits",
        values={"body": body},
    )
    store = await _open(old_database_url)
    entries = await store.alerts.recent([OTHER_CHANNEL], 2 * many)
    await store.close()

    assert [len(entry.alert.parts) for entry in entries] == [1] * many


@ON_BOTH
async def test_what_became_of_alerts_is_kept(old_database_url: str) -> None:
    moment = "2026-05-15 12:00:01.000000"
    rows: dict[str, dict[str, object]] = {
        "told": {"told_at": moment, "message_id": 9, "sending_since": moment, "attempts": 1},
        "folded": {"given_up_at": moment, "reason": "folded into told"},
        "lost": {"given_up_at": moment, "reason": "folded hands"},
        "sending": {"sending_since": moment, "attempts": 2},
        "owed": {},
    }
    await owe_old(old_database_url, *((key, json.dumps(old_body(key=key))) for key in rows))
    changes = [
        f"UPDATE alert SET {name} = {value!r} WHERE key = '{key}'"  # noqa: S608 - all of it is ours
        for key, columns in rows.items()
        for name, value in columns.items()
    ]
    await say(old_database_url, *changes)
    store = await _open(old_database_url)
    told, folded, lost = [await store.alerts.get(key) for key in ("told", "folded", "lost")]
    sending = await oldest(store)
    waiting = await store.outbox_statistics(NOON)
    await store.close()

    assert told is not None
    assert folded is not None
    assert lost is not None
    assert (told.told_at, told.message_id, told.attempts) == (after(seconds=1), 9, 1)
    assert (folded.reason, folded.continued_in, folded.given_up_at) == (GivenUpBecause.FOLDED, "told", after(seconds=1))
    assert (lost.reason, lost.continued_in) == ("folded hands", None)
    assert (sending.alert.key, sending.sending_since, sending.attempts) == ("sending", after(seconds=1), 2)
    assert sending.attempted_at == after(seconds=1)  # of earlier attempts only the first is known
    assert (waiting.backlog.owed, [one.number for one in waiting.given_up]) == (2, [1])
    shown = await ask(old_database_url, "SELECT version, shown, sending_version FROM alert ORDER BY id")
    assert [tuple(row) for row in shown] == [(1, 1, 1), (1, 0, None), (1, 0, None), (1, 0, 1), (1, 0, None)]


@ON_BOTH
async def test_providers_their_accounts_and_watches_are_kept(old_database_url: str) -> None:
    moment = "'2026-05-15 12:00:00.000000'"
    await say(
        old_database_url,
        f"INSERT INTO provider (name, failures, since, told) VALUES ('minimax', 3, {moment}, true)",  # noqa: S608 - ours
        'INSERT INTO account (provider, "key", name, named_at, "limit", settled, since, since_witnessed) '  # noqa: S608 - ours
        f"VALUES ('minimax', 'k', 'studio', {moment}, 3, 'full', {moment}, true)",
        """INSERT INTO watch (guild, channel, provider, role, "when") VALUES (1, 2, 'kling', 3, 'freed')""",
    )
    store = await _open(old_database_url)
    remembered, watches = await store.load_memory("minimax"), await store.watches.all()
    await store.close()

    studio = RosterEntry(
        account="studio", last_seen=NOON, limit=3, settled=AccountState.FULL, since=NOON, since_witnessed=True
    )
    assert remembered == ProviderMemory(roster=read_back(studio), streak=FailureStreak(failures=3, since=NOON))
    assert watches == (
        Watch(id=1, guild=1, channel=2, provider="kling", role=3, when=When.FREED, hold=timedelta(), style=Style.POST),
    )


async def _is_whole(url: str) -> None:
    """Check that a database is as the first version left it."""
    assert [row[0] for row in await ask(url, "SELECT version_num FROM alembic_version")] == ["0001"]
    bodies = await ask(url, "SELECT body, provider FROM alert")
    assert [(json.loads(row[0]), row[1]) for row in bodies] == [(old_body(), "minimax")]
    await ask(url, "SELECT told FROM provider")


@ON_BOTH
async def test_a_step_that_fails_leaves_the_old_database_whole(old_database_url: str) -> None:
    await owe_old(old_database_url, ("first", json.dumps(old_body())))
    await say(old_database_url, "CREATE VIEW report_schedule AS SELECT 1 AS one")  # in the way of a later step
    with pytest.raises(BadDatabase, match=r"can't be opened or brought up to date.*already exists"):
        await _open(old_database_url)

    await _is_whole(old_database_url)
    await say(old_database_url, "DROP VIEW report_schedule")
    store = await _open(old_database_url)
    assert await store.revision() == HEAD
    assert (await oldest(store)).alert.parts[0].provider == "minimax"
    await store.close()
