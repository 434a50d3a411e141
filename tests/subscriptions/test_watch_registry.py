"""The watches at hand: stored first, none twice, and a bound for each guild."""

from dataclasses import replace

import pytest

from bot.errors import BadInput
from bot.storage.database import Store
from bot.subscriptions.watch import FROM_SETTINGS, Watch, When
from bot.subscriptions.watch_registry import WatchRegistry

GUILD = 5
NEW = Watch(id=0, guild=GUILD, channel=1, provider="minimax")
SETTLED = Watch(id=FROM_SETTINGS, guild=None, channel=9)
ON_SLACK = Watch(id=FROM_SETTINGS, guild=None, channel=-9)


async def test_a_watch_is_stored_and_listened_to_also_after_a_restart(store: Store) -> None:
    added = await WatchRegistry(store.watches).add(NEW)
    restarted = WatchRegistry(store.watches)
    await restarted.load()

    assert restarted.all() == (added,)
    assert restarted.find(GUILD, added.id) == added


async def test_the_watch_from_the_settings_comes_first_and_can_not_be_changed(store: Store) -> None:
    watches = WatchRegistry(store.watches, (SETTLED,))
    added = await watches.add(NEW)

    assert watches.all() == (SETTLED, added)
    with pytest.raises(BadInput, match="ALERT_CHANNEL_ID"):
        watches.find(GUILD, FROM_SETTINGS)


async def test_the_same_watch_twice_is_refused_with_a_pointer_to_the_first(store: Store) -> None:
    watches = WatchRegistry(store.watches, (SETTLED,))
    first = await watches.add(NEW)

    with pytest.raises(BadInput, match=f"watch {first.id}"):
        await watches.add(replace(NEW, role=3, when=When.FULL))
    with pytest.raises(BadInput, match="from the settings"):
        await watches.add(Watch(id=0, guild=GUILD, channel=9))

    assert await store.watches.all() == (first,)


async def test_a_watch_can_not_be_changed_into_one_that_another_covers(store: Store) -> None:
    watches = WatchRegistry(store.watches)
    first, second = await watches.add(NEW), await watches.add(replace(NEW, channel=2))

    await watches.change(replace(first, role=3))
    with pytest.raises(BadInput, match=f"watch {first.id}"):
        await watches.change(replace(second, channel=1))

    assert watches.all() == (replace(first, role=3), second) == await store.watches.all()


async def test_a_removed_watch_is_gone(store: Store) -> None:
    watches = WatchRegistry(store.watches)
    added = await watches.add(NEW)

    await watches.remove(added)

    assert watches.all() == () == await store.watches.all()
    with pytest.raises(BadInput, match="/watch list"):
        watches.find(GUILD, added.id)


async def test_a_watch_of_another_guild_is_not_found(store: Store) -> None:
    watches = WatchRegistry(store.watches)
    added = await watches.add(NEW)

    assert watches.in_guild(GUILD + 1) == ()
    with pytest.raises(BadInput):
        watches.find(GUILD + 1, added.id)


async def test_a_guild_sees_the_watch_from_the_settings_of_its_own_platform_only(store: Store) -> None:
    watches = WatchRegistry(store.watches, (SETTLED, ON_SLACK))
    here, there = await watches.add(NEW), await watches.add(replace(NEW, guild=-GUILD, channel=-1))

    assert watches.all() == (SETTLED, ON_SLACK, here, there)
    assert watches.in_guild(GUILD) == (SETTLED, here)
    assert watches.in_guild(-GUILD) == (ON_SLACK, there)
    with pytest.raises(BadInput, match="change SLACK_ALERT_CHANNEL_ID there"):
        watches.find(-GUILD, FROM_SETTINGS)
    with pytest.raises(BadInput, match=r"from the settings \(SLACK_ALERT_CHANNEL_ID\)"):
        await watches.add(Watch(id=0, guild=-GUILD, channel=-9))


async def test_without_one_of_its_platform_there_is_no_watch_from_the_settings(store: Store) -> None:
    watches = WatchRegistry(store.watches, (SETTLED,))

    assert watches.in_guild(-GUILD) == ()
    with pytest.raises(BadInput, match="There is no watch 0 here"):
        watches.find(-GUILD, FROM_SETTINGS)


async def test_a_channel_is_paused_until_it_is_resumed_with_a_log_line_for_each(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    watches, resumed = WatchRegistry(store.watches, (SETTLED,)), list[int]()
    watches.when_resumed(resumed.append)
    added = await watches.add(NEW)

    for _ in range(3):
        watches.pause(NEW.channel, "the channel does not exist any more")
    assert watches.paused == {NEW.channel: "the channel does not exist any more"}
    assert watches.all() == (SETTLED, added)

    for _ in range(3):
        watches.resume(NEW.channel)
    assert not watches.paused
    assert resumed == [NEW.channel]
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
