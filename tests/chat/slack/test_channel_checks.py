"""Which channels are paused and resumed as Slack changes them."""

import asyncio
from collections.abc import Callable

import pytest

from bot.chat.feature import Caller
from bot.chat.slack import channel_checks
from bot.chat.slack.channel_checks import AGAIN, PAUSE, ChannelChecks
from bot.chat.slack.channel_directory import SHARED, SlackChannels
from bot.chat.slack.slack_ids import number_of
from bot.chat.slack.workspace_cache import Workspace
from bot.storage.database import Store
from bot.subscriptions.paused_channels import CHECK_EVERY
from bot.subscriptions.watch import Watch
from bot.subscriptions.watch_registry import WatchRegistry
from tests.fakes.feed import GIVE_UP_AFTER
from tests.fakes.slack import Fault, SlackWorkspace

INVITE = "Invite the bot: type /invite @capacity-bot in the channel."


@pytest.fixture
def watches(store: Store) -> WatchRegistry:
    return WatchRegistry(store.watches)


class Sleeper:
    """Takes no time but for pauses of one length: after so many of these none ends, and it says when that came."""

    def __init__(self, until: float, *, times: int = 1) -> None:
        self.pauses: list[float] = []
        self.reached = asyncio.Event()
        self._until = until
        self._times = times

    async def __call__(self, seconds: float) -> None:
        """Sleep."""
        self.pauses.append(seconds)
        if seconds == self._until and self.pauses.count(seconds) >= self._times:
            self.reached.set()
            await asyncio.Event().wait()


async def eventually(condition: Callable[[], object]) -> None:
    """Wait until something is true."""
    async with asyncio.timeout(GIVE_UP_AFTER):
        while not condition():  # noqa: ASYNC110 - nobody tells of it
            await asyncio.sleep(0.01)


async def test_channels_are_looked_at_every_hour(
    channels: SlackChannels, workspace: Workspace, watches: WatchRegistry, slack: SlackWorkspace
) -> None:
    good, bad = number_of(slack.channel.id), number_of(slack.world.add_channel("not-in", has_bot=False).id)
    watches.pause(good, "Slack answered chat.postMessage with not_in_channel")
    watches.pause(123_456_789, "403")  # of Discord
    sleeper = Sleeper(CHECK_EVERY)
    checks = ChannelChecks(workspace, channels, watches, lambda: (bad, 123_456_789), sleep=sleeper)
    task = asyncio.create_task(checks.run())
    await sleeper.reached.wait()
    task.cancel()
    assert dict(watches.paused) == {bad: INVITE, 123_456_789: "403"}
    assert sleeper.pauses == [PAUSE, PAUSE, CHECK_EVERY]


async def test_what_slack_does_not_say_is_asked_a_minute_later(
    channels: SlackChannels, workspace: Workspace, watches: WatchRegistry, slack: SlackWorkspace
) -> None:
    place = number_of(slack.channel.id)
    watches.pause(place, "not_in_channel")
    slack.faults.add("conversations.info", Fault.limited(5), times=2)
    sleeper = Sleeper(CHECK_EVERY)
    checks = ChannelChecks(workspace, channels, watches, lambda: (place,), sleep=sleeper)
    task = asyncio.create_task(checks.run())
    await eventually(lambda: not watches.paused)
    task.cancel()
    assert sleeper.pauses.count(AGAIN) == 2


async def test_a_channel_without_alerts_by_then_is_not_asked_about_again(
    channels: SlackChannels, workspace: Workspace, watches: WatchRegistry, slack: SlackWorkspace
) -> None:
    used = [number_of(slack.channel.id)]
    slack.faults.add("conversations.info", Fault.limited(5), times=1)

    async def sleep(seconds: float) -> None:
        if seconds == AGAIN:
            used.clear()
            asked_again.set()
        elif seconds == CHECK_EVERY:
            await asyncio.Event().wait()

    asked_again = asyncio.Event()
    checks = ChannelChecks(workspace, channels, watches, lambda: used, sleep=sleep)
    task = asyncio.create_task(checks.run())
    await asked_again.wait()
    for _ in range(10):
        await asyncio.sleep(0)
    task.cancel()
    assert len(slack.calls("conversations.info")) == 1


async def test_a_channel_of_which_slack_says_nothing_for_want_of_a_scope_is_paused(
    channels: SlackChannels,
    workspace: Workspace,
    watches: WatchRegistry,
    slack: SlackWorkspace,
    caplog: pytest.LogCaptureFixture,
) -> None:
    place = number_of(slack.world.add_channel("secret", private=True).id)
    slack.terms.scopes.discard("groups:read")
    sleeper = Sleeper(AGAIN)
    checks = ChannelChecks(workspace, channels, watches, lambda: (place,), sleep=sleeper)
    task = asyncio.create_task(checks.run())
    await sleeper.reached.wait()
    task.cancel()
    assert "The app lacks the scope groups:read" in watches.paused[place]
    assert not await checks.check(place)
    assert len(caplog.records) == 1
    slack.terms.scopes.add("groups:read")
    assert await checks.check(place)
    assert not watches.paused


async def test_a_channel_that_stays_unknown_delays_no_other_one(
    channels: SlackChannels,
    workspace: Workspace,
    watches: WatchRegistry,
    slack: SlackWorkspace,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(channel_checks, "CHECK_EVERY", 3 * AGAIN)
    secret, place = number_of(slack.world.add_channel("secret", private=True).id), number_of(slack.channel.id)
    slack.terms.scopes.discard("groups:read")
    sleeper = Sleeper(AGAIN, times=4)
    checks = ChannelChecks(workspace, channels, watches, lambda: (place, secret), sleep=sleeper)
    task = asyncio.create_task(checks.run())
    await slack.wait_for(lambda: len(slack.calls("conversations.info")) > 2)
    slack.world.archive(slack.channel)  # the bot hears nothing of it
    await sleeper.reached.wait()
    task.cancel()
    assert watches.paused[place] == "The channel is archived."


async def test_a_channel_that_becomes_shared_is_paused_until_it_is_not(
    channels: SlackChannels, workspace: Workspace, watches: WatchRegistry, slack: SlackWorkspace
) -> None:
    place, number = slack.channel.id, number_of(slack.channel.id)
    sleeper = Sleeper(CHECK_EVERY)
    checks = ChannelChecks(workspace, channels, watches, lambda: (number,), sleep=sleeper)
    task = asyncio.create_task(checks.run())
    await sleeper.reached.wait()
    slack.world.share(place)
    checks.handle_event({"type": "channel_shared", "channel": place})
    await slack.wait_for(lambda: len(slack.calls("conversations.info")) == 2)
    await eventually(lambda: watches.paused)
    assert dict(watches.paused) == {number: SHARED}
    slack.world.unshare(place)
    checks.handle_event({"type": "channel_unshared", "channel": place})
    checks.handle_event({"type": "channel_archive", "channel": "C0ELSEWHERE"})  # nobody is told anything there
    await eventually(lambda: not watches.paused)
    task.cancel()
    assert len(slack.calls("conversations.info")) == 3


async def test_a_change_of_which_slack_says_nothing_delays_no_other_one(
    channels: SlackChannels, workspace: Workspace, watches: WatchRegistry, slack: SlackWorkspace
) -> None:
    silent, place = slack.world.add_channel("silent").id, slack.channel.id
    hour, minutes = Sleeper(CHECK_EVERY), Sleeper(AGAIN)

    async def sleep(seconds: float) -> None:
        await (minutes if seconds == AGAIN else hour)(seconds)

    checks = ChannelChecks(workspace, channels, watches, lambda: (number_of(silent), number_of(place)), sleep=sleep)
    task = asyncio.create_task(checks.run())
    await hour.reached.wait()
    slack.faults.add("conversations.info", Fault.limited(5), times=1)
    checks.handle_event({"type": "channel_archive", "channel": silent})
    await minutes.reached.wait()
    slack.world.archive(place)
    checks.handle_event({"type": "channel_archive", "channel": place})
    await eventually(lambda: watches.paused)
    task.cancel()


async def test_a_user_group_that_a_watch_pings_is_looked_at_when_it_changes(
    channels: SlackChannels, workspace: Workspace, watches: WatchRegistry, slack: SlackWorkspace, caller: Caller
) -> None:
    place, group = number_of(slack.channel.id), number_of(slack.group.id)
    watch = await watches.add(Watch(id=0, guild=caller.guild, channel=place, role=group))
    sleeper = Sleeper(CHECK_EVERY)
    checks = ChannelChecks(workspace, channels, watches, lambda: (place,), sleep=sleeper)
    task = asyncio.create_task(checks.run())
    await sleeper.reached.wait()
    assert channels.missing(place, role=group) == ()
    assert workspace.words.handles == {slack.group.id: slack.group.handle}  # nobody had to type it first
    slack.world.change_group(slack.group, enabled=False)
    checks.handle_event({"type": "subteam_updated", "subteam": {"id": slack.group.id}})
    await eventually(lambda: channels.missing(place, role=group))
    assert channels.missing(place, role=group) == ("The user group is gone, or disabled; nobody is pinged.",)
    await watches.remove(watch)
    checks.handle_event({"type": "subteam_updated", "subteam": {"id": slack.group.id}})  # nobody is pinged any more
    await asyncio.sleep(0)
    task.cancel()
    assert len(slack.calls("usergroups.list")) == 2


async def test_groups_of_which_slack_says_nothing_are_asked_about_a_minute_later(
    channels: SlackChannels, workspace: Workspace, watches: WatchRegistry, slack: SlackWorkspace, caller: Caller
) -> None:
    await watches.add(Watch(id=0, guild=caller.guild, channel=number_of(slack.channel.id), role=number_of("S0GONE")))
    slack.faults.add("usergroups.list", Fault.limited(5), times=1)
    sleeper = Sleeper(CHECK_EVERY)
    checks = ChannelChecks(workspace, channels, watches, tuple, sleep=sleeper)
    task = asyncio.create_task(checks.run())
    await eventually(lambda: len(slack.calls("usergroups.list")) == 2)
    await sleeper.reached.wait()
    task.cancel()
    assert sleeper.pauses.count(AGAIN) == 1
    assert channels.missing(number_of(slack.channel.id), role=number_of("S0GONE"))


async def test_many_changes_of_a_channel_cost_one_question(
    channels: SlackChannels, workspace: Workspace, watches: WatchRegistry, slack: SlackWorkspace
) -> None:
    place, number = slack.channel.id, number_of(slack.channel.id)
    sleeper = Sleeper(CHECK_EVERY)
    checks = ChannelChecks(workspace, channels, watches, lambda: (number,), sleep=sleeper)
    slack.world.archive(place)
    for _ in range(50):
        checks.handle_event({"type": "channel_archive", "channel": place})
    task = asyncio.create_task(checks.run())
    await sleeper.reached.wait()
    task.cancel()
    assert dict(watches.paused) == {number: "The channel is archived."}
    assert len(slack.calls("conversations.info")) == 1
