"""Messages are outdated until they show what they should, or are told anew."""

from dataclasses import replace
from datetime import datetime

from bot.alerts.alert import Alert, Changes
from bot.alerts.alert_composition import key_of
from bot.delivery.stored_alerts import Uptime
from bot.storage.database import Store
from bot.subscriptions.mute import Mute
from tests.moments import NOON, UP, after
from tests.storage.raw import say
from tests.storage.records import CHANNEL, MESSAGE, OTHER_CHANNEL, alert, closing, evaluation_with, freed, oldest, tell


def living(key: str = "first") -> Alert:
    """Make an alert whose last news goes on in its message."""
    (part,) = alert(key).parts
    *others, last = part.news
    return replace(alert(key), content=Changes(parts=(replace(part, news=(*others, replace(last, live=True))),)))


async def _amend(store: Store, *keys: str) -> None:
    await store.save_evaluation("minimax", evaluation_with(amendments=[freed(key) for key in keys]), NOON)


async def _edited(store: Store) -> list[tuple[datetime | None, Uptime | None]]:
    return [(outdated.edited_at, outdated.edit_uptime) for outdated in await store.messages.outdated(CHANNEL)]


async def test_nothing_is_outdated_at_first_nor_when_it_was_told(store: Store) -> None:
    assert (await store.messages.outdated_channels(), await store.messages.outdated(CHANNEL)) == ((), ())
    await tell(store, alert())
    await store.outbox.owe([alert("owed")], NOON)
    await _amend(store, "owed")
    assert (await store.messages.outdated_channels(), await store.messages.outdated(CHANNEL)) == ((), ())


async def test_outdated_messages_are_listed_by_channel_the_oldest_first(store: Store) -> None:
    one, _, other, two = await tell(
        store, alert("one"), alert("as told"), alert("other", OTHER_CHANNEL), alert("two"), message_id=9
    )
    await _amend(store, "two", "other")
    assert await store.messages.outdated_channels() == (OTHER_CHANNEL, CHANNEL)
    await _amend(store, "one")
    assert await store.messages.outdated_channels() == (CHANNEL, OTHER_CHANNEL)
    assert [outdated.id for outdated in await store.messages.outdated(CHANNEL)] == [one, two]
    assert [(outdated.id, outdated.message_id) for outdated in await store.messages.outdated(OTHER_CHANNEL)] == [
        (other, 9)
    ]


async def test_an_edit_is_begun_and_ends_with_the_version_that_it_showed(store: Store) -> None:
    (number,) = await tell(store, alert())
    await _amend(store, "first")
    assert await _edited(store) == [(None, None)]
    await store.messages.note_edit(number, NOON, UP)
    assert await _edited(store) == [(NOON, UP)]
    later = replace(UP, seconds=9005.5)
    await store.messages.note_edit(number, after(seconds=5), later)
    assert await _edited(store) == [(after(seconds=5), later)]
    await store.messages.mark_edited(number, 2)
    assert await store.messages.outdated(CHANNEL) == ()


async def test_what_was_amended_during_an_edit_is_still_to_be_shown(store: Store) -> None:
    (number,) = await tell(store, alert())
    await _amend(store, "first")
    await store.messages.note_muted("first", Mute(id=1, guild=5, channel=1, by=1, until=NOON))
    await store.messages.mark_edited(number, 2)
    (outdated,) = await store.messages.outdated(CHANNEL)
    assert outdated.version == 3

    await store.messages.mark_edited(number, 3)
    await store.messages.mark_edited(number, 2)
    assert await store.messages.outdated(CHANNEL) == ()


async def test_an_outdated_message_that_cannot_be_read_is_left_out(database_url: str, store: Store) -> None:
    await tell(store, alert(), alert("second"))
    await _amend(store, "first", "second")
    await say(database_url, "UPDATE alert SET body = '{}' WHERE key = 'first'")

    assert [outdated.alert.key for outdated in await store.messages.outdated(CHANNEL)] == ["second"]


async def test_an_uneditable_message_is_left_where_another_says_what_comes_next(
    store: Store,
) -> None:
    (number,) = await tell(store, alert())
    await _amend(store, "first")

    assert not await store.messages.replace_message(number, 2, NOON)

    assert await store.messages.outdated(CHANNEL) == ()
    assert await store.outbox.oldest_owed(CHANNEL) is None


async def test_what_was_amended_while_an_edit_was_refused_is_tried_again(store: Store) -> None:
    (number,) = await tell(store, alert())
    await _amend(store, "first")
    await store.messages.note_muted("first", Mute(id=1, guild=5, channel=1, by=1, until=NOON))

    assert not await store.messages.replace_message(number, 2, NOON)

    (outdated,) = await store.messages.outdated(CHANNEL)
    assert outdated.version == 3


async def test_a_living_message_that_cannot_be_edited_is_told_anew_without_a_ping(store: Store) -> None:
    (number,) = await tell(store, living())
    await _amend(store, "first")

    # It is told once, however often that is asked.
    assert [await store.messages.replace_message(number, 2, after(minutes=1)) for _ in range(2)] == [True, True]

    assert await store.messages.outdated(CHANNEL) == ()
    owed = await oldest(store)
    assert (owed.alert.key, owed.owed_at, owed.version) == (key_of("first", "again", 2), after(minutes=1), 1)
    assert (owed.alert.roles, owed.alert.gathers_until) == ((), None)
    assert (closing(owed.alert), owed.alert.muted) == (freed("first").change, alert().muted)
    former = await store.alerts.get("first")
    assert former is not None
    assert (former.continued_in, former.given_up_at) == (owed.alert.key, None)
    await store.outbox.mark_delivered(owed.id, MESSAGE, NOON)
    assert await store.outbox.oldest_owed(CHANNEL) is None


async def test_what_comes_next_is_written_into_the_new_message(store: Store) -> None:
    (number,) = await tell(store, living())
    await store.messages.note_muted("first", None)
    await store.messages.replace_message(number, 2, NOON)
    anew = await oldest(store)
    await store.outbox.note_attempt(anew.id, anew.version, NOON)
    await store.outbox.mark_delivered(anew.id, 9, NOON)
    await _amend(store, "first")

    (outdated,) = await store.messages.outdated(CHANNEL)
    assert (outdated.id, outdated.message_id, outdated.version) == (anew.id, 9, 2)
    assert await store.messages.replace_message(outdated.id, 2, NOON)
    assert (await oldest(store)).alert.key == key_of(anew.alert.key, "again", 2)


async def test_an_unknown_message_changes_nothing(store: Store) -> None:
    (number,) = await tell(store, living())
    await _amend(store, "first")
    before = await store.messages.outdated(CHANNEL)
    await store.messages.note_edit(number + 1, NOON, UP)
    await store.messages.mark_edited(number + 1, 9)
    assert not await store.messages.replace_message(number + 1, 9, NOON)
    assert await store.messages.outdated(CHANNEL) == before
