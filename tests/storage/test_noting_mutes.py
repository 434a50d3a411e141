"""Who muted what an alert tells of is written into the alert, wherever it is told by now."""

import asyncio
from dataclasses import replace

from sqlalchemy import NullPool, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.alerts.alert import Cause
from bot.alerts.alert_amendment import amend
from bot.storage import alert_rows
from bot.storage.database import Store
from bot.subscriptions.mute import Mute
from tests.databases import ON_POSTGRES
from tests.moments import NOON, after
from tests.storage.raw import ask
from tests.storage.records import CHANNEL, alert, freed, oldest, tell

MUTE = Mute(id=1, guild=5, channel=1, by=2**62, until=after(hours=2))


async def test_who_muted_is_noted_in_a_message_that_was_told_and_taken_away_again(store: Store) -> None:
    (number,) = await tell(store, alert())
    await store.messages.note_muted("first", MUTE)
    (outdated,) = await store.messages.outdated(CHANNEL)
    assert (outdated.alert, outdated.version) == (replace(alert(), muted=MUTE, told_at=NOON), 2)
    await store.messages.mark_edited(number, 2)

    await store.messages.note_muted("first", MUTE)
    assert await store.messages.outdated(CHANNEL) == ()

    await store.messages.note_muted("first", None)
    (outdated,) = await store.messages.outdated(CHANNEL)
    assert (outdated.alert, outdated.version) == (replace(alert(), muted=None, told_at=NOON), 3)


async def test_who_muted_is_noted_in_what_is_owed_and_where_an_alert_continues(store: Store) -> None:
    await store.outbox.owe([alert("a"), alert("b")], NOON)
    await store.outbox.fold(CHANNEL, Cause.LATE, NOON)

    await store.messages.note_muted("a", MUTE)
    await store.messages.note_muted("never stored", MUTE)

    owed = await oldest(store)
    assert (owed.alert.muted, owed.version) == (MUTE, 2)


@ON_POSTGRES
async def test_of_two_who_rewrite_an_alert_at_once_the_second_sees_what_the_first_wrote(
    database_url: str, store: Store
) -> None:
    await tell(store, alert())
    engine = create_async_engine(database_url, poolclass=NullPool)
    async with engine.begin() as somebody:
        written = {"body": alert_rows.alert_body(amend(alert(), freed("first")))}
        await somebody.execute(text("UPDATE alert SET body = :body, version = 2"), written)
        muting = asyncio.create_task(store.messages.note_muted("first", MUTE))
        while not await ask(database_url, "SELECT 1 FROM pg_locks WHERE NOT granted"):  # noqa: ASYNC110 - a server tells nobody
            await asyncio.sleep(0.01)
    await muting

    entry = await store.alerts.get("first")
    assert entry is not None
    assert entry.alert == replace(amend(alert(), freed("first")), muted=MUTE)
    assert [outdated.version for outdated in await store.messages.outdated(CHANNEL)] == [3]
