"""Alerts into channels: sent once, edited later, found again; what refusals mean is in ``verdict``."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import discord

from bot.alerts.alert import Alert
from bot.alerts.slot_notice import SlotNotice
from bot.chat.discord.direct_messages import unless_refused
from bot.chat.discord.gateway_connection import GatewayConnection
from bot.chat.discord.http_errors import UNKNOWN_MESSAGE, judged
from bot.chat.discord.refused_requests import RefusedRequests
from bot.chat.discord.send_pace import SendPace
from bot.chat.embeds.alert import tells
from bot.errors import ChannelRefused, TryAgain

LOOKED_THROUGH = 300
"""So many messages since the first attempt are looked through for an alert that may be among them."""

CLOCKS_DIFFER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """An alert in words.

    Attributes:
        content: What a locked phone shows; it may mention the alert's roles and members.
        embeds: The rest.
        buttons: The components below; the client must know their templates, since nothing else remembers them.
    """

    content: str
    embeds: Sequence[discord.Embed]
    buttons: tuple[discord.ui.Item[Any], ...] = ()

    def view(self) -> discord.ui.View | None:
        """Lay the buttons out; None where there are none."""
        if not self.buttons:
            return None
        view = discord.ui.View(timeout=None)
        for button in self.buttons:
            view.add_item(button)
        view.stop()  # or discord.py keeps the view of each message that it sends or edits, for as long as it runs
        return view


class AlertDelivery:
    """Sends alerts, and edits the messages that tell them.

    The alert's key is the message's nonce, with which discord.py also sends ``enforce_nonce``: for some minutes Discord
    answers a repeat with the first message and stores none
    (https://discord.com/developers/docs/resources/message#create-message).

    Args:
        connection: Where a logged-in client is had.
        word: Words an alert.
        guilds: The guilds whose channels may be told.
        budget: Says when to send nothing.
        pace: Lets no more pass than Discord takes.
    """

    def __init__(
        self,
        connection: GatewayConnection,
        word: Callable[[Alert], Worded],
        guilds: frozenset[int],
        budget: RefusedRequests,
        pace: SendPace,
    ) -> None:
        self._connection = connection
        self._budget = budget
        self._pace = pace
        self._word = word
        self._guilds = guilds

    async def __call__(self, alert: Alert, *, perhaps_since: datetime | None = None) -> int | None:
        """Send an alert and return its message's id; None where that is gone again, or elsewhere.

        What is for one member's eyes is told them directly; where Discord refuses that, silently in the channel.

        Args:
            alert: What to send.
            perhaps_since: Since when it may have been sent; it is then looked for among the bot's own messages, where
                Read Message History is granted.

        Raises:
            TryAgain: Discord or the way to it has trouble.
            GiveUp: Discord refuses this channel or this message for good.
        """
        async with self._admitted(alert) as client:
            private, since = _private_notice(alert), perhaps_since
            if since is not None and (found := await _find(client, alert.channel, alert, since)) is not None:
                return found
            if private is not None:
                with unless_refused():
                    direct = await client.create_dm(discord.Object(private.member))
                    if since is None or await _find(client, direct.id, alert, since) is None:
                        await self._send(client, direct.id, alert)
                    return None  # a message elsewhere than in the alert's channel: nobody looks for it there
            return await self._send(client, alert.channel, alert, silent=private is not None)

    async def edit(self, alert: Alert, message_id: int) -> None:
        """Make a message say what an alert says; nobody is pinged.

        Raises:
            TryAgain: Discord or the way to it has trouble.
            EditRefused: The message is gone, or was edited too often.
            GiveUp: Discord refuses this channel or this message for good.
        """
        async with self._admitted(alert) as client:
            worded = self._word(alert)
            await (
                client.get_partial_messageable(alert.channel)
                .get_partial_message(message_id)
                .edit(
                    content=worded.content,
                    embeds=worded.embeds,
                    view=worded.view(),
                    allowed_mentions=discord.AllowedMentions.none(),
                )
            )

    async def _send(self, client: discord.Client, channel: int, alert: Alert, *, silent: bool = False) -> int | None:
        worded = self._word(alert)
        roles, members = map(discord.Object, alert.roles), map(discord.Object, alert.members)
        try:
            message = await client.get_partial_messageable(channel).send(
                worded.content,
                embeds=worded.embeds,
                view=worded.view() or discord.utils.MISSING,
                nonce=alert.key,
                silent=silent,
                allowed_mentions=discord.AllowedMentions(everyone=False, users=list(members), roles=list(roles)),
            )
        except discord.NotFound as problem:
            if problem.code == UNKNOWN_MESSAGE:
                return None
            raise
        return message.id

    @asynccontextmanager
    async def _admitted(self, alert: Alert) -> AsyncIterator[discord.Client]:
        """Give the client, if it may do anything in the alert's channel now; raise what refusals in the block mean."""
        await self._pace.turn()  # first, since what follows may change while many wait
        client = await self._connection.logged_in()
        if (wait := self._budget.wait()) is not None:
            raise TryAgain("Discord refused too many requests of late.", retry_after=wait)
        guild = getattr(client.get_channel(alert.channel), "guild", None)
        if guild is not None and guild.id not in self._guilds:
            raise ChannelRefused("the channel is in a server that DISCORD_GUILD_IDS does not name")
        with judged():
            yield client


def _private_notice(alert: Alert) -> SlotNotice | None:
    notice = alert.content
    return notice if isinstance(notice, SlotNotice) and notice.private else None


async def _find(client: discord.Client, channel: int, alert: Alert, since: datetime) -> int | None:
    """Find an alert among the bot's own messages; None where it is not there, or may not be looked for."""
    there = client.get_partial_messageable(channel)
    try:
        async for message in there.history(limit=LOOKED_THROUGH, after=since - CLOCKS_DIFFER, oldest_first=True):
            own = client.user is not None and message.author.id == client.user.id
            if own and any(tells(embed, alert) for embed in message.embeds):
                return message.id
    except discord.Forbidden:
        return None
    return None
