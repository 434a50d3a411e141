"""Alerts into channels: what Discord's answers mean for delivery."""

import logging
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

import aiohttp
import discord

from bot.alerts.alert import Alert
from bot.chat.discord.connection import Connection
from bot.errors import GiveUp, TryAgain

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
    """

    def __init__(self, connection: Connection, word: Callable[[Alert], Worded], guilds: frozenset[int]) -> None:
        self._connection = connection
        self._word = word
        self._guilds = guilds

    async def __call__(self, alert: Alert) -> int | None:
        """Send an alert and return its message's id; None where the message was delivered before and deleted since.

        Raises:
            TryAgain: Discord or the way to it has trouble.
            GiveUp: Discord refuses this channel or this message for good.
        """
        client = await self._connection.logged_in()
        self._refuse_strangers(client, alert.channel)
        content, embeds = self._word(alert)
        roles = [discord.Object(alert.role)] if alert.role is not None else False
        try:
            message = await client.get_partial_messageable(alert.channel).send(
                content,
                embeds=embeds,
                nonce=alert.key,
                allowed_mentions=discord.AllowedMentions(everyone=False, users=False, roles=roles),
            )
        except discord.RateLimited as problem:
            raise TryAgain("Discord limits the rate.", retry_after=timedelta(seconds=problem.retry_after)) from problem
        except discord.HTTPException as problem:
            if problem.code == UNKNOWN_MESSAGE:
                return None
            raise _verdict(problem) from problem
        except (aiohttp.ClientError, OSError, TimeoutError) as problem:
            raise TryAgain(f"The connection to Discord failed: {problem!r}") from problem
        return message.id

    def _refuse_strangers(self, client: discord.Client, channel_id: int) -> None:
        guild = getattr(client.get_channel(channel_id), "guild", None)
        if guild is not None and guild.id not in self._guilds:
            raise GiveUp("the channel is in a server that DISCORD_GUILD_IDS does not name")


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
        return GiveUp(f"the bot may not write there: it needs View Channel, Send Messages and Embed Links. {said}")
    if problem.code == UNKNOWN_CHANNEL:
        return GiveUp(f"the channel does not exist any more. {said}")
    return GiveUp(said)


def _retry_after(problem: discord.HTTPException) -> timedelta | None:
    try:
        return timedelta(seconds=float(problem.response.headers["Retry-After"]))
    except (KeyError, ValueError, OverflowError):
        return None
