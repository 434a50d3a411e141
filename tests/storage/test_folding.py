"""Several alerts that were not sent become one; those that were begun, and drills, stay as they are."""

from dataclasses import replace

from bot.alerts.alert import Alert, Cause, Changes, Drill
from bot.alerts.folded_alerts import summarise
from bot.delivery.stored_alerts import GivenUpBecause
from bot.storage.database import Store
from tests.moments import NOON, after
from tests.rows import each_row
from tests.storage.raw import say
from tests.storage.records import CHANNEL, OTHER_CHANNEL, alert, closing, evaluation_with, freed, oldest, tell


def _of_now(key: str) -> Alert:
    """Make an alert that is no summary."""
    made = alert(key)
    return replace(made, content=Changes(parts=tuple(replace(part, digest=None) for part in made.parts)))


async def _owed_keys(store: Store) -> list[str]:
    keys = []
    while (owed := await store.outbox.oldest_owed(CHANNEL)) is not None:
        keys.append(owed.alert.key)
        await store.outbox.mark_delivered(owed.id, 1, NOON)
    return keys


async def test_what_nobody_began_to_send_is_folded_into_one(store: Store) -> None:
    await tell(store, alert("told"))
    await store.outbox.owe(
        [
            alert("begun"),
            alert("a"),
            replace(alert("drill"), content=Drill()),
            alert("elsewhere", OTHER_CHANNEL),
            alert("b"),
        ],
        NOON,
    )
    await store.outbox.note_attempt((await oldest(store)).id, 1, NOON)
    into = summarise([alert("a"), alert("b")], Cause.LATE)

    assert await store.outbox.fold(CHANNEL, Cause.LATE, after(minutes=31))

    for key in ("a", "b"):
        entry = await store.alerts.get(key)
        assert entry is not None
        assert (entry.given_up_at, entry.reason, entry.continued_in) == (
            after(minutes=31),
            GivenUpBecause.FOLDED,
            into.key,
        )
    entry = await store.alerts.get(into.key)
    assert entry is not None
    assert (entry.alert, entry.owed_at) == (into, after(minutes=31))
    assert await _owed_keys(store) == ["begun", "drill", into.key]
    assert (await oldest(store, OTHER_CHANNEL)).alert.key == "elsewhere"


@each_row("owed", [[], [alert("one")], [alert("one"), replace(alert("drill"), content=Drill())]])
async def test_fewer_than_two_are_left_alone(owed: list[object], store: Store) -> None:
    await store.outbox.owe([one for one in owed if isinstance(one, type(alert()))], NOON)

    assert not await store.outbox.fold(CHANNEL, None, after(minutes=31))

    assert await _owed_keys(store) == [getattr(one, "key", "") for one in owed]
    await store.delete_old_alerts(after(days=9))


async def test_one_that_is_late_becomes_a_summary_once(store: Store) -> None:
    one = _of_now("one")
    await store.outbox.owe([one], NOON)
    into = summarise([one], Cause.LATE)

    assert await store.outbox.fold(CHANNEL, Cause.LATE, after(minutes=31))
    assert not await store.outbox.fold(CHANNEL, Cause.LATE, after(minutes=62))

    assert await _owed_keys(store) == [into.key]


async def test_one_that_waits_behind_a_drill_is_not_called_late(store: Store) -> None:
    await store.outbox.owe([replace(alert("drill"), content=Drill()), _of_now("one")], NOON)

    assert not await store.outbox.fold(CHANNEL, Cause.LATE, after(minutes=31))


async def test_what_cannot_be_read_is_not_folded(database_url: str, store: Store) -> None:
    await store.outbox.owe([alert("odd"), alert("one")], NOON)
    await say(database_url, "UPDATE alert SET body = '{}' WHERE key = 'odd'")

    assert not await store.outbox.fold(CHANNEL, None, NOON)


async def test_what_was_folded_is_amended_in_what_it_was_folded_into(store: Store) -> None:
    await store.outbox.owe([alert("a"), alert("b")], NOON)
    await store.outbox.fold(CHANNEL, Cause.LATE, NOON)

    await store.save_evaluation("minimax", evaluation_with(amendments=[freed("a")]), NOON)

    owed = await oldest(store)
    assert (owed.version, closing(owed.alert) == freed("a").change) == (2, True)
