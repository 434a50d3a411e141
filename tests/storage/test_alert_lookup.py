"""Whoever asks about an alert is told all that is stored of it."""

from dataclasses import replace

from bot.alerts.decide_for_channel import Unsent
from bot.delivery.stored_alerts import StoredAlert
from bot.storage.database import Store
from tests.databases import ON_BOTH
from tests.moments import NOON, UP, after
from tests.storage.raw import say
from tests.storage.records import (
    AWKWARD,
    CHANNEL,
    MESSAGE,
    MUTED,
    OTHER_CHANNEL,
    alert,
    evaluation_with,
    freed,
    oldest,
    tell,
)


async def test_everything_that_happened_to_an_alert_is_told(store: Store) -> None:
    await store.outbox.owe([alert("owed")], NOON)
    assert await store.alerts.get("owed") == StoredAlert(alert=alert("owed"), owed_at=NOON, attempts=0)

    owed = await oldest(store)
    await store.outbox.note_attempt(owed.id, 1, after(seconds=1))
    await store.outbox.note_attempt(owed.id, 1, after(seconds=2))
    await store.outbox.mark_delivered(owed.id, MESSAGE, after(seconds=3))
    await store.save_evaluation("minimax", evaluation_with(amendments=[freed("owed")]), NOON)
    await store.messages.note_edit(owed.id, after(seconds=4), UP)
    (outdated,) = await store.messages.outdated(CHANNEL)
    assert await store.alerts.get("owed") == StoredAlert(
        alert=replace(outdated.alert, told_at=None),
        owed_at=NOON,
        attempts=2,
        attempted_at=after(seconds=2),
        told_at=after(seconds=3),
        message_id=MESSAGE,
        edited_at=after(seconds=4),
    )


async def test_why_an_alert_was_not_told_is_told(store: Store) -> None:
    unsent = Unsent(alert=alert("withheld"), withheld=MUTED)
    await store.save_evaluation("minimax", evaluation_with(alerts=[alert("refused")], unsent=[unsent]), NOON)
    await store.outbox.give_up((await oldest(store)).id, AWKWARD, after(seconds=1))

    assert await store.alerts.get("refused") == StoredAlert(
        alert=alert("refused"), owed_at=NOON, attempts=0, given_up_at=after(seconds=1), reason=AWKWARD
    )
    assert await store.alerts.get("withheld") == StoredAlert(
        alert=alert("withheld"), owed_at=NOON, attempts=0, given_up_at=NOON, withheld=MUTED
    )
    assert await store.alerts.get("never stored") is None


KEYS = ("abcd1234", "abcd5678", "abc_1234", "zzzz")


FOUND: dict[str, list[str]] = {
    "abcd": ["abcd5678", "abcd1234"],
    "Abcd1": ["abcd1234"],
    "ABCD1234": ["abcd1234"],
    "abcd12345": [],
    "abc": [],
    "": [],
    "bcd1": [],
    "abc_": [],
    "%%%%": [],
    "abc%": [],
    "abcd\0": [],
    "abcd\ud800": [],
    "zzzz": ["zzzz"],
    "z" * 4_000: [],
}
"""The keys that each prefix finds."""


@ON_BOTH
async def test_alerts_are_found_by_how_their_keys_begin(store: Store) -> None:
    await store.outbox.owe([alert(key) for key in KEYS], NOON)

    found = {prefix: [entry.alert.key for entry in await store.alerts.find(prefix)] for prefix in FOUND}

    assert found == FOUND


async def test_the_newest_alerts_of_some_channels_are_listed(store: Store) -> None:
    await tell(store, alert("1"), alert("2", OTHER_CHANNEL), alert("3", 8), alert("4"))
    await store.save_evaluation("minimax", evaluation_with(unsent=[Unsent(alert=alert("5"), withheld=MUTED)]), NOON)

    async def recent(channels: set[int], limit: int) -> list[str]:
        return [entry.alert.key for entry in await store.alerts.recent(channels, limit)]

    assert await recent({CHANNEL, OTHER_CHANNEL}, 25) == ["5", "4", "2", "1"]
    assert await recent({CHANNEL, OTHER_CHANNEL}, 3) == ["5", "4", "2"]
    assert await recent({8}, 25) == ["3"]
    assert await recent(set(), 25) == []


async def test_alerts_that_cannot_be_read_are_left_out(database_url: str, store: Store) -> None:
    await store.outbox.owe([alert("abcd1"), alert("abcd2")], NOON)
    await say(database_url, "UPDATE alert SET body = '{}' WHERE key = 'abcd1'")

    assert await store.alerts.get("abcd1") is None
    assert [entry.alert.key for entry in await store.alerts.find("abcd")] == ["abcd2"]
    assert [entry.alert.key for entry in await store.alerts.recent([CHANNEL], 25)] == ["abcd2"]


async def test_an_alert_is_found_by_its_message_in_its_channel_only(store: Store) -> None:
    await store.outbox.owe([alert("told")], NOON)
    assert await store.alerts.by_message(CHANNEL, MESSAGE) is None
    await store.outbox.mark_delivered((await oldest(store)).id, MESSAGE, NOON)
    found = await store.alerts.by_message(CHANNEL, MESSAGE)
    assert found is not None
    assert found.alert == alert("told")
    assert await store.alerts.by_message(OTHER_CHANNEL, MESSAGE) is None
    assert await store.alerts.by_message(CHANNEL, MESSAGE - 1) is None
