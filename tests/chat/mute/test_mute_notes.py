"""What messages say of mutes, while several people change them and the database takes its time."""

import asyncio
from dataclasses import replace

import pytest

from bot.chat.mute.mute_notes import MuteNotes
from bot.subscriptions.mute import Mute, MuteRegistry
from tests.chat.alert.changes import FREED, FULL
from tests.chat.mute.muting import ALEX, KIM, Studio, mute
from tests.chat.unplugged import unplug
from tests.moments import NOON, after


async def test_a_message_says_no_more_that_it_is_muted_once_it_is_not_or_by_a_newer_mute(studio: Studio) -> None:
    await studio.tell(FULL, FREED)
    await studio.press()
    assert await studio.note() is not None
    await studio.use("unmute")
    assert (await studio.note(), studio.edits) == (None, 2)
    await studio.press()
    assert await studio.note() is not None
    await studio.use("mute", provider="minimax", span="5m")
    assert await studio.note() is None


async def test_an_older_message_says_no_more_what_a_newer_one_does(studio: Studio) -> None:
    await studio.tell(FULL, key="older")
    await studio.tell(FREED, key="newer")
    await studio.press("older")
    studio.clock.at = after(minutes=1)
    await studio.press("newer")
    (only,) = studio.mutes.all()
    assert (await studio.note("older"), await studio.note("newer")) == (None, only)


async def test_a_message_of_several_providers_says_it_as_long_as_one_is_muted(studio: Studio) -> None:
    await studio.tell(FULL, key="k1")
    longer = await studio.mutes.add(mute(provider="minimax", alert="k1", until=after(hours=2)))
    await studio.mutes.add(mute(provider="kling", alert="k1"))
    await studio.store.messages.note_muted("k1", longer)
    await studio.use("unmute", provider="kling")
    assert (await studio.note("k1"), studio.edits) == (longer, 0)
    await studio.use("unmute", provider="minimax")
    assert (await studio.note("k1"), studio.edits) == (None, 1)


async def test_of_two_mutes_of_one_message_it_names_the_longer(studio: Studio) -> None:
    await studio.tell(FULL, key="k2")
    shorter = await studio.mutes.add(mute(provider="minimax", alert="k2"))
    await studio.mutes.add(mute(provider="kling", alert="k2", until=after(hours=2)))
    await studio.use("unmute", provider="kling")
    assert await studio.note("k2") == shorter


async def test_what_could_not_be_noted_is_muted_all_the_same(studio: Studio, caplog: pytest.LogCaptureFixture) -> None:
    await studio.mutes.add(mute(provider="minimax", alert="k1"))
    await unplug(studio.store, "alert")
    assert "unmuted **MiniMax** here." in await studio.use("unmute")
    assert studio.here() == []
    assert any(line.startswith("A message could not be marked as muted: ") for line in caplog.messages)


async def test_two_who_press_at_once_leave_one_mute_and_a_note_of_it(studio: Studio) -> None:
    await studio.tell(FULL)
    await asyncio.gather(*(studio.press(caller=one) for one in (ALEX, KIM)))
    (only,) = studio.mutes.all()
    assert only.until == after(hours=1)
    assert await studio.note() == only


async def test_a_mute_by_the_same_until_the_same_moment_needs_no_edit(studio: Studio) -> None:
    await studio.tell(FULL)
    await studio.press()
    await studio.use("unmute")
    studio.edits = 0
    notes: list[tuple[str, Mute | None]] = []

    async def note(key: str, noted: Mute | None) -> None:
        notes.append((key, noted))

    async with MuteNotes(studio.mutes, note, wake=lambda: None).updating(KIM.channel):
        added = await studio.mutes.add(mute(provider="minimax", alert="k"))
        again = await studio.mutes.add(mute(provider="minimax", alert="k"))
    assert added.id != again.id
    assert notes == [("k", again)]
    async with MuteNotes(studio.mutes, note, wake=lambda: None).updating(KIM.channel):
        await studio.mutes.add(mute(provider="minimax", alert="k"))
    assert len(notes) == 1


class Late:
    """Stores a mute at once, and says so long after it came first."""

    def __init__(self) -> None:
        self.stored: list[Mute] = []

    async def all(self) -> tuple[Mute, ...]:
        """Return what is stored."""
        return tuple(self.stored)

    async def add(self, wanted: Mute) -> int:
        """Store a mute; the first is confirmed late."""
        number = 1 if wanted.by == KIM.member else 2
        self.stored = [one for one in self.stored if not wanted.replaces(one)] + [replace(wanted, id=number)]
        for _ in range(50 if number == 1 else 0):
            await asyncio.sleep(0)
        return number

    async def remove(self, mute_id: int) -> None:
        """Refuse: nothing is removed here."""
        raise AssertionError(mute_id)


async def test_the_last_mute_stored_wins_however_late_the_first_is_confirmed() -> None:
    kept, noted = Late(), list[Mute | None]()
    mutes = MuteRegistry(kept, now=lambda: NOON)

    async def note(_: str, noted_now: Mute | None) -> None:
        noted.append(noted_now)

    notes = MuteNotes(mutes, note, wake=lambda: None)

    async def add(wanted: Mute) -> None:
        async with notes.updating(wanted.channel):
            await mutes.add(wanted)

    first = mute(provider="minimax", alert="k")
    second = replace(first, by=ALEX.member, until=after(hours=2))
    await asyncio.gather(add(first), add(second))
    assert mutes.all() == (replace(second, id=2),)
    assert kept.stored == [replace(second, id=2)]
    assert noted[-1] == replace(second, id=2)
