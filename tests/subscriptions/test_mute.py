"""The mutes at hand: stored first, the newest of the same counts, and gone when their time is over."""

from dataclasses import replace

import pytest

from bot.errors import StorageUnavailable
from bot.storage.database import Store
from bot.subscriptions.mute import Mute, MuteRegistry
from tests.delivery.far_end_log import Clock
from tests.moments import after

MUTE = Mute(id=0, guild=5, channel=1, provider="minimax", by=7, until=after(hours=1))


async def test_a_mute_applies_also_after_a_restart(store: Store) -> None:
    mutes = MuteRegistry(store.mutes, now=Clock())
    added = await mutes.add(MUTE)
    restarted = MuteRegistry(store.mutes, now=Clock())
    assert restarted.all() == ()
    await restarted.load()

    assert restarted.all() == mutes.all() == (added,) == (replace(MUTE, id=added.id),)


async def test_a_mute_ends_by_itself(store: Store) -> None:
    clock = Clock()
    mutes = MuteRegistry(store.mutes, now=clock)
    added = await mutes.add(MUTE)
    longer = await mutes.add(replace(MUTE, channel=2, until=after(hours=2)))

    clock.at = after(minutes=59, seconds=59)
    assert mutes.all() == (added, longer)
    clock.at = MUTE.until
    assert mutes.all() == (longer,)
    assert mutes.in_channel(1) == ()


async def test_a_new_mute_replaces_the_same_one_and_no_other(store: Store) -> None:
    mutes = MuteRegistry(store.mutes, now=Clock())
    await mutes.add(MUTE)
    others = [
        await mutes.add(replace(MUTE, account="200300")),
        await mutes.add(replace(MUTE, provider=None)),
        await mutes.add(replace(MUTE, channel=2)),
    ]
    newest = await mutes.add(replace(MUTE, until=after(minutes=5)))

    assert mutes.all() == (*others, newest) == await store.mutes.all()


async def test_a_channel_has_its_own_mutes(store: Store) -> None:
    mutes = MuteRegistry(store.mutes, now=Clock())
    here, there = await mutes.add(MUTE), await mutes.add(replace(MUTE, channel=2))
    assert (mutes.in_channel(1), mutes.in_channel(2), mutes.in_channel(3)) == ((here,), (there,), ())


async def test_a_removed_mute_is_gone(store: Store) -> None:
    mutes = MuteRegistry(store.mutes, now=Clock())
    added, other = await mutes.add(MUTE), await mutes.add(replace(MUTE, channel=2))
    await mutes.remove(added)
    assert mutes.all() == (other,) == await store.mutes.all()


class Broken:
    """A database that answers nothing."""

    async def all(self) -> tuple[Mute, ...]:
        """Fail."""
        raise StorageUnavailable("the disk is full")

    async def add(self, mute: Mute) -> int:
        """Fail."""
        raise StorageUnavailable(f"the disk is full: {mute}")

    async def remove(self, mute_id: int) -> None:
        """Fail."""
        raise StorageUnavailable(f"the disk is full: {mute_id}")


async def test_a_mute_that_could_not_be_stored_does_not_apply() -> None:
    mutes = MuteRegistry(Broken(), now=Clock())
    with pytest.raises(StorageUnavailable):
        await mutes.load()
    with pytest.raises(StorageUnavailable):
        await mutes.add(MUTE)
    assert mutes.all() == ()
