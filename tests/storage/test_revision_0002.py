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
from tests.storage.first_version import old_body, owe_old
from tests.storage.raw import ask, ask_each, say
from tests.storage.records import oldest, read_back

MOMENT = "2026-05-15 12:00:01.000000"
ALERTS: dict[str, dict[str, object]] = {
    "told": {"told_at": MOMENT, "message_id": 9, "sending_since": MOMENT, "attempts": 1},
    "folded": {"given_up_at": MOMENT, "reason": "folded into told"},
    "lost": {"given_up_at": MOMENT, "reason": "folded hands"},
    "sending": {"sending_since": MOMENT, "attempts": 2},
    "owed": {},
}
"""What became of each alert, by its key: its columns in the first version."""

ROWS = (
    f"INSERT INTO provider (name, failures, since, told) VALUES ('minimax', 3, '{MOMENT}', true)",  # noqa: S608 - ours
    f"""INSERT INTO account (provider, "key", name, named_at, "limit", settled, since, since_witnessed)
    VALUES ('minimax', 'k', 'studio', '{MOMENT}', 3, 'full', '{MOMENT}', true)""",  # noqa: S608 - ours
    """INSERT INTO watch (guild, channel, provider, role, "when") VALUES (1, 2, 'kling', 3, 'freed')""",
)


async def _fill(url: str) -> None:
    await owe_old(url, *((key, json.dumps(old_body(key=key))) for key in ALERTS))
    changes = [
        f"UPDATE alert SET {name} = {value!r} WHERE key = '{key}'"  # noqa: S608 - all of it is ours
        for key, columns in ALERTS.items()
        for name, value in columns.items()
    ]
    await say(url, *changes, *ROWS)


async def _content(url: str) -> list[object]:
    tables = ("alembic_version", "alert", "provider", "account", "watch")
    return [[*rows] for rows in await ask_each(url, *(f"SELECT * FROM {table}" for table in tables))]  # noqa: S608 - ours


async def _what_became_of_alerts_is_kept(store: Store) -> None:
    told, folded, lost = [await store.alerts.get(key) for key in ("told", "folded", "lost")]
    sending = await oldest(store)
    waiting = await store.outbox_statistics(NOON)

    assert told is not None
    assert folded is not None
    assert lost is not None
    assert (told.told_at, told.message_id, told.attempts) == (after(seconds=1), 9, 1)
    assert (folded.reason, folded.continued_in, folded.given_up_at) == (GivenUpBecause.FOLDED, "told", after(seconds=1))
    assert (lost.reason, lost.continued_in) == ("folded hands", None)
    assert (sending.alert.key, sending.sending_since, sending.attempts) == ("sending", after(seconds=1), 2)
    assert sending.attempted_at == after(seconds=1)  # of earlier attempts only the first is known
    assert (waiting.backlog.owed, [one.number for one in waiting.given_up]) == (2, [1])


async def _providers_their_accounts_and_watches_are_kept(store: Store) -> None:
    then = after(seconds=1)
    studio = RosterEntry(
        account="studio", last_seen=then, limit=3, settled=AccountState.FULL, since=then, since_witnessed=True
    )
    streak = FailureStreak(failures=3, since=then)
    assert await store.load_memory("minimax") == ProviderMemory(roster=read_back(studio), streak=streak)
    assert await store.watches.all() == (
        Watch(id=1, guild=1, channel=2, provider="kling", role=3, when=When.FREED, hold=timedelta(), style=Style.POST),
    )


@ON_BOTH
async def test_what_the_first_version_stored_is_kept_though_a_step_fails_at_first(
    make_old: Callable[[str], Awaitable[str]],
) -> None:
    url = await make_old("0001")
    await _fill(url)
    before = await _content(url)
    await say(url, "CREATE VIEW report_schedule AS SELECT 1 AS one")  # in the way of a later step
    with pytest.raises(BadDatabase, match=r"can't be opened or brought up to date.*already exists"):
        await open_store(url, now=lambda: NOON)
    assert await _content(url) == before

    await say(url, "DROP VIEW report_schedule")
    store = await open_store(url, now=lambda: NOON)
    assert await store.revision() == HEAD
    await _what_became_of_alerts_is_kept(store)
    await _providers_their_accounts_and_watches_are_kept(store)
    await store.close()
    shown = await ask(url, "SELECT version, shown, sending_version FROM alert ORDER BY id")
    assert [tuple(row) for row in shown] == [(1, 1, 1), (1, 0, None), (1, 0, None), (1, 0, 1), (1, 0, None)]
