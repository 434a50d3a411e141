"""Alerts into channels: what Discord's answers mean for delivery."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

import aiohttp
import discord

from bot.alerts.alert import Alert
from bot.chat.discord.budget import Budget
from bot.chat.discord.connection import Connection
from bot.chat.embeds.alert import tells
from bot.errors import ChannelRefused, GiveUp, TryAgain

LOOKED_THROUGH = 300
"""So many messages since the first attempt are looked through for an alert that may be among them."""

CLOCKS_DIFFER = timedelta(minutes=1)

UNKNOWN_CHANNEL = 10003
UNKNOWN_MESSAGE = 10008

log = logging.getLogger(__name__)

Worded = tuple[str, list[discord.Embed]]


class Delivery:
    """Sends alerts.

    The alert's key is the message's nonce, with which discord.py also sends ``enforce_nonce``: for some minutes Discord
    answers a repeat with the first message and stores none
    (https://discord.com/developers/docs/resources/message#create-message).

    Args:
        connection: Where a logged-in client is had.
        word: Gives an alert's content and embeds.
        guilds: The guilds whose channels may be told.
        budget: Says when to send nothing.
    """

    def __init__(
        self, connection: Connection, word: Callable[[Alert], Worded], guilds: frozenset[int], budget: Budget
    ) -> None:
        self._connection = connection
        self._budget = budget
        self._word = word
        self._guilds = guilds

    async def __call__(self, alert: Alert, *, perhaps_since: datetime | None = None) -> int | None:
        """Send an alert and return its message's id; None where the message was delivered before and deleted since.

        Args:
            alert: What to send.
            perhaps_since: Since when it may have been sent; it is then looked for among the bot's own messages, where
                Read Message History is granted.

        Raises:
            TryAgain: Discord or the way to it has trouble.
            GiveUp: Discord refuses this channel or this message for good.
        """
        client = await self._connection.logged_in()
        if (wait := self._budget.wait()) is not None:
            raise TryAgain("Discord refused too many requests of late.", retry_after=wait)
        self._refuse_strangers(client, alert.channel)
        try:
            if perhaps_since is not None and (found := await _find(client, alert, perhaps_since)) is not None:
                return found
            return await self._send(client, alert)
        except discord.RateLimited as problem:
            raise TryAgain("Discord limits the rate.", retry_after=timedelta(seconds=problem.retry_after)) from problem
        except discord.HTTPException as problem:
            if problem.code == UNKNOWN_MESSAGE:
                return None
            raise _verdict(problem) from problem
        except (aiohttp.ClientError, OSError, TimeoutError) as problem:
            raise TryAgain(f"The connection to Discord failed: {problem!r}") from problem

    async def _send(self, client: discord.Client, alert: Alert) -> int:
        content, embeds = self._word(alert)
        roles = [discord.Object(role) for role in alert.roles]
        message = await client.get_partial_messageable(alert.channel).send(
            content,
            embeds=embeds,
            nonce=alert.key,
            allowed_mentions=discord.AllowedMentions(everyone=False, users=False, roles=roles),
        )
        return message.id

    def _refuse_strangers(self, client: discord.Client, channel_id: int) -> None:
        guild = getattr(client.get_channel(channel_id), "guild", None)
        if guild is not None and guild.id not in self._guilds:
            raise ChannelRefused("the channel is in a server that DISCORD_GUILD_IDS does not name")


async def _find(client: discord.Client, alert: Alert, since: datetime) -> int | None:
    """Find an alert among the bot's own messages; None where it is not there, or may not be looked for."""
    channel = client.get_partial_messageable(alert.channel)
    try:
        async for message in channel.history(limit=LOOKED_THROUGH, after=since - CLOCKS_DIFFER, oldest_first=True):
            own = client.user is not None and message.author.id == client.user.id
            if own and any(tells(embed, alert) for embed in message.embeds):
                return message.id
    except discord.Forbidden:
        return None
    return None


def _verdict(problem: discord.HTTPException) -> TryAgain | GiveUp:
    """Tell a refusal of Discord's API from trouble on the way to it, such as an edge that answers in HTML."""
    said = f"Discord answered {problem.status} (code {problem.code}): {problem.text[:200]}"
    if problem.status == HTTPStatus.TOO_MANY_REQUESTS:
        return TryAgain(said, retry_after=_retry_after(problem))
    if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR or problem.status == HTTPStatus.UNAUTHORIZED:
        return TryAgain(said)
    if not problem.code:
        return TryAgain(said)
    if problem.status == HTTPStatus.FORBIDDEN:
        return ChannelRefused(f"the bot may not write there: it needs View Channel, Send Messages, Embed Links. {said}")
    if problem.code == UNKNOWN_CHANNEL:
        return ChannelRefused(f"the channel does not exist any more. {said}")
    return GiveUp(said)


def _retry_after(problem: discord.HTTPException) -> timedelta | None:
    try:
        return timedelta(seconds=float(problem.response.headers["Retry-After"]))
    except (KeyError, ValueError, OverflowError):
        return None
