"""Mutes in the database."""

from dataclasses import replace

from bot.storage.database import Store
from bot.subscriptions.mute import Mute
from tests.moments import NOON, after
from tests.storage.records import AWKWARD

ALL = Mute(id=0, guild=2**62, channel=2**62 + 1, by=2**62 + 2, until=after(hours=1))
ONE = replace(ALL, provider="minimax", account=AWKWARD, until=after(microseconds=1), alert="abcd")


OTHERS = (
    replace(ALL, channel=1),
    replace(ALL, provider="minimax"),
    replace(ALL, provider="kling", account=AWKWARD),
    replace(ALL, provider="minimax", account="other"),
)


async def test_a_mute_takes_the_place_of_the_one_about_the_same_and_of_no_other(store: Store) -> None:
    before = [replace(one, id=await store.mutes.add(one)) for one in (ALL, ONE, *OTHERS)]
    for mute in (ALL, ONE, *OTHERS):
        again = replace(mute, by=7, until=after(hours=9), alert=None)

        number = await store.mutes.add(again)

        kept = [one for one in before if not mute.replaces(one)]
        assert len(kept) == len(before) - 1
        before = [*kept, replace(again, id=number)]
        assert await store.mutes.all() == tuple(before)


async def test_mutes_that_ended_are_forgotten(store: Store) -> None:
    for minutes in (-1, 0, 1):
        await store.mutes.add(replace(ALL, provider=f"{minutes}", until=after(minutes=minutes)))

    await store.delete_ended(NOON)

    assert [mute.provider for mute in await store.mutes.all()] == ["0", "1"]
