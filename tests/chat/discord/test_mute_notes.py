"""What messages say of mutes, while several people change them and the database takes its time."""

import asyncio
from dataclasses import replace

from typing_extensions import override

from bot.chat.discord.mute_notes import MuteNotes
from bot.subscriptions.mute import Mute
from bot.subscriptions.mute_registry import MuteRegistry
from tests.chat.discord.kept import Kept
from tests.moments import NOON, after

FIRST = Mute(id=0, guild=5, channel=1, provider="minimax", by=7, until=after(hours=1), alert="k")
SECOND = replace(FIRST, by=8, until=after(hours=2))


class Late(Kept):
    """Stores at once what comes first, and says so long after."""

    @override
    async def add_mute(self, mute: Mute) -> int:
        number = await super().add_mute(mute)
        if number == 1:
            for _ in range(50):
                await asyncio.sleep(0)
        return number


async def test_the_last_mute_stored_wins_however_late_the_first_is_confirmed() -> None:
    kept = Late()
    mutes = MuteRegistry(kept, now=lambda: NOON)
    notes = MuteNotes(mutes, kept, wake=lambda: None)

    async def add(mute: Mute) -> None:
        async with notes.kept(mute.channel):
            await mutes.add(mute)

    await asyncio.gather(add(FIRST), add(SECOND))

    assert mutes.all() == (replace(SECOND, id=2),)
    assert kept.muted == {2: SECOND}
    assert kept.notes[-1] == ("k", (8, SECOND.until))
