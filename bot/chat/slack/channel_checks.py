"""Checks the channels that get alerts: one that can't get any is paused, with the reason, and resumed later.

A channel may become shared with another organisation at any time, and a user group that watches ping may be disabled.
Slack reports most changes by events; besides, everything is checked every hour.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping

from bot.chat.slack.api_answers import SlackRefused, SlackTrouble
from bot.chat.slack.app_scopes_and_tokens import READS_CHANNELS, lacking
from bot.chat.slack.channel_directory import SlackChannels
from bot.chat.slack.slack_ids import number_of, slack_id_of
from bot.chat.slack.workspace_cache import Workspace
from bot.platforms import Platform, platform_of
from bot.subscriptions.paused_channels import CHECK_EVERY
from bot.subscriptions.watch_registry import WatchRegistry

PAUSE = 1.5
"""Seconds between two channels: Slack answers ``conversations.info`` 50 times a minute
(https://docs.slack.dev/apis/web-api/rate-limits)."""

AGAIN = 60.0
"""Seconds after which Slack is asked again if it did not answer."""

_GROUP_EVENTS = frozenset({"subteam_created", "subteam_updated"})

log = logging.getLogger(__name__)


class ChannelChecks:
    """Pauses and resumes channels, and asks about the user groups that watches ping.

    A check is of one channel, given by its number, or of all user groups together, given as ``None``.

    Args:
        workspace: Asks Slack about channels.
        directory: Knows what the bot lacks in a channel.
        watches: Pauses and resumes channels.
        used: Returns the channels with watches or boards, of every platform.
        sleep: Sleeps for a number of seconds.
    """

    def __init__(
        self,
        workspace: Workspace,
        directory: SlackChannels,
        watches: WatchRegistry,
        used: Callable[[], Collection[int]],
        *,
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._workspace = workspace
        self._directory = directory
        self._watches = watches
        self._used = used
        self._sleep = sleep
        self._to_check: asyncio.Queue[int | None] = asyncio.Queue()
        self._waiting: set[int | None] = set()
        self._unanswered: set[int | None] = set()

    def handle_event(self, event: Mapping[str, object]) -> None:
        """Check the channel that an event has changed, or the user groups."""
        channel = self._workspace.handle_event(event)
        try:
            changed = None if channel is None else number_of(channel)
        except ValueError:
            return
        if changed is None and event.get("type") not in _GROUP_EVENTS:
            return
        if changed in self._checked():
            self._ask_about(changed)

    async def run(self) -> None:
        """Check everything every hour, and each change, one after the other, until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._ask_hourly())
            group.create_task(self._check_in_turn(group))

    async def check(self, channel: int | None) -> bool:
        """Pause or resume a channel, or see which user groups there are; return whether Slack answered."""
        if channel is None:
            return await self._check_groups()
        try:
            found = await self._workspace.channel(slack_id_of(channel), anew=True)
        except (SlackRefused, SlackTrouble) as problem:
            if isinstance(problem, SlackRefused) and problem.error == "missing_scope":
                self._watches.pause(channel, lacking(problem.needed or READS_CHANNELS))
                return False
            log.warning("Slack did not say what channel %d is: %s.", channel, problem)
            return False
        if lacks := self._directory.lacking(found):
            self._watches.pause(channel, " ".join(lacks))
        else:
            self._watches.resume(channel)
        return True

    async def _check_groups(self) -> bool:
        try:
            await self._workspace.user_groups(anew=True)
        except (SlackRefused, SlackTrouble) as problem:
            log.warning("Slack did not say which user groups there are: %s.", problem)
            return isinstance(problem, SlackRefused)  # such as for a missing scope, which /doctor names
        return True

    async def _ask_hourly(self) -> None:
        while True:
            for channel in self._checked():
                self._ask_about(channel)
            await self._to_check.join()
            await self._sleep(CHECK_EVERY)

    async def _check_in_turn(self, group: asyncio.TaskGroup) -> None:
        while True:
            channel = await self._to_check.get()
            self._waiting.discard(channel)  # first: a change from now on is checked again
            if not await self.check(channel) and channel not in self._unanswered:
                self._unanswered.add(channel)
                group.create_task(self._ask_again(channel))  # the others don't wait for it
            await self._sleep(PAUSE)
            self._to_check.task_done()

    async def _ask_again(self, channel: int | None) -> None:
        await self._sleep(AGAIN)
        self._unanswered.discard(channel)
        if channel in self._checked():
            self._ask_about(channel)

    def _ask_about(self, channel: int | None) -> None:
        if channel not in self._waiting:
            self._waiting.add(channel)
            self._to_check.put_nowait(channel)

    def _checked(self) -> set[int | None]:
        channels = {one for one in (*self._used(), *self._watches.paused) if platform_of(one) is Platform.SLACK}
        pings = any(one.role is not None and platform_of(one.channel) is Platform.SLACK for one in self._watches.all())
        return {*channels, None} if pings else {*channels}
