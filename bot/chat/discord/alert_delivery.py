"""Posts, edits and finds alerts on Discord; ``delivery_refusals`` interprets refusals."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import discord
import msgspec

from bot.alerts.alert import Alert
from bot.alerts.waiter_notice import WaiterNotice
from bot.chat.discord.delivery_refusals import UNKNOWN_MESSAGE, Stored, StoredChannel, expecting, judged, unless_refused
from bot.chat.discord.gateway_connection import GatewayConnection
from bot.chat.discord.message_renderer import draw
from bot.chat.discord.request_limits import GlobalLimit, RefusedRequests
from bot.chat.discord.request_trace import attempting, hearing_the_time
from bot.chat.discord.served_guilds import ServedGuilds
from bot.chat.message import Message
from bot.chat.text_spans import MentionKind
from bot.delivery.message_port import DeliveryTiming, Found, Note
from bot.errors import ChannelRefused, TryAgain

SEARCHED = 1000
"""Maximum number of messages to search for an alert, newest first, since the last of several attempts may have stored
it. Discord lists 100 at once."""

LONGEST_DELIVERY = timedelta(seconds=45)
"""Maximum time of one delivery, including discord.py's own repeats after a 5xx or a 429, which must reach Discord while
it still drops a repeated nonce. No request leaves later after it was noted, even if the program was suspended."""

DEDUPLICATES_FOR = timedelta(seconds=75)
"""How long after a first attempt another may rely on its key. Discord drops a repeated one for "the past few minutes"
(https://discord.com/developers/docs/resources/message#create-message), taken as two here, less ``LONGEST_DELIVERY``."""

EDIT_LEAVES_WITHIN = timedelta(seconds=5)
"""How long after it was noted an edit's request may leave. A new leader waits for as long before it edits, so that no
older text overwrites its own."""

CLOCKS_DIFFER = timedelta(minutes=65)
"""How far our clock may have been set back since an alert was attempted: an hour's change and some minutes."""


class AlertDelivery:
    """Posts alerts, and edits and finds their messages.

    The alert's key is the message's nonce, which discord.py sends with ``enforce_nonce``: for some minutes Discord
    answers a repeat with the first message and stores no second one
    (https://discord.com/developers/docs/resources/message#create-message).
    A delivery or edit takes at most ``longest``, from its first request to its last.
    """

    def __init__(
        self,
        connection: GatewayConnection,
        word: Callable[[Alert], Message],
        guilds: ServedGuilds,
        refused: RefusedRequests,
        limit: GlobalLimit,
        *,
        now: Callable[[], datetime],
        longest: timedelta = LONGEST_DELIVERY,
    ) -> None:
        self._connection = connection
        self._refused = refused
        self._limit = limit
        self._now = now
        self._longest = longest
        self._word = word
        self._guilds = guilds
        self._asked_guilds: dict[int, int | None] = {}

    # A message that is stored late has the same key, so Discord drops it.
    timing = DeliveryTiming(deduplicates_for=DEDUPLICATES_FOR)

    async def post(self, alert: Alert, note: Note) -> int | None:
        """Post an alert and return its message's id; None if it is gone already, or not in the alert's channel.

        A private notice goes to its member as a direct message or, if Discord refuses that, silently to the channel.

        Raises:
            TryAgain: Discord or the way to it has trouble.
            GiveUp: Discord refuses this channel or this message for good.
        """
        with attempting() as attempt:
            client = await self._client_for(alert)
            age = await note()
            attempt.may_leave = lambda: age() < self._longest
            async with self._judged():
                private = alert.private_notice
                if private is not None:
                    with unless_refused():
                        await self._send(client, (await _direct(client, private)).id, alert)
                        return None  # a direct message can't be found in the alert's channel
                return await self._send(client, alert.channel, alert, silent=alert.silent or private is not None)

    async def find(self, alert: Alert, since: datetime) -> Found | None:
        """Find an alert among the bot's own messages, if Read Message History is granted.

        Raises:
            TryAgain: Discord or the way to it has trouble.
            GiveUp: Discord refuses this channel for good.
        """
        client = await self._client_for(alert)
        async with self._judged():
            if (there := await self._search(client, alert.channel, alert, since)) is not None:
                return Found(message_id=there)
            if (private := alert.private_notice) is not None:
                with unless_refused():
                    direct = await _direct(client, private)
                    if await self._search(client, direct.id, alert, since) is not None:
                        return Found(message_id=None)
            return None

    async def edit(self, alert: Alert, message_id: int, note: Note) -> None:
        """Update a message to what its alert says now; pings nobody.

        Raises:
            TryAgain: Discord or the way to it has trouble.
            EditRefused: The message is gone, or was edited too often.
            GiveUp: Discord refuses this channel or this message for good.
        """
        with attempting() as attempt:
            client = await self._client_for(alert)
            drawn = draw(self._word(alert))
            there = client.get_partial_messageable(alert.channel).get_partial_message(message_id)
            age = await note()
            attempt.may_leave = lambda: age() < EDIT_LEAVES_WITHIN
            async with self._judged():
                with expecting(Stored):
                    await there.edit(
                        content=drawn.content,
                        embeds=drawn.embeds,
                        view=drawn.view(),
                        allowed_mentions=discord.AllowedMentions.none(),
                    )

    async def _send(self, client: discord.Client, channel: int, alert: Alert, *, silent: bool = False) -> int | None:
        message = self._word(alert)
        drawn = draw(message)
        roles = [discord.Object(one.id) for one in message.pings if one.kind is MentionKind.ROLE]
        members = [discord.Object(one.id) for one in message.pings if one.kind is MentionKind.MEMBER]
        try:
            with expecting(Stored):
                sent = await client.get_partial_messageable(channel).send(
                    drawn.content,
                    embeds=drawn.embeds,
                    view=drawn.view() or discord.utils.MISSING,
                    nonce=alert.key,
                    silent=silent,
                    allowed_mentions=discord.AllowedMentions(everyone=False, users=members, roles=roles),
                )
        except discord.NotFound as problem:
            if problem.code == UNKNOWN_MESSAGE:
                return None
            raise
        return sent.id

    async def _search(self, client: discord.Client, channel: int, alert: Alert, since: datetime) -> int | None:
        """Find an alert among the bot's own messages; None if it is not there, or the bot may not read them."""
        there = client.get_partial_messageable(channel)
        reading = expecting(list[Stored])
        with hearing_the_time() as discord_time, reading, contextlib.suppress(discord.Forbidden):
            async for message in there.history(limit=SEARCHED, oldest_first=False):
                ahead = self._now() - (discord_time() or self._now())
                if message.created_at < since - max(ahead, timedelta()) - CLOCKS_DIFFER:
                    return None
                own = client.user is not None and message.author.id == client.user.id
                # Answers to commands are left out, since they may have a button about an alert, too.
                if own and message.interaction_metadata is None and _tells(message, alert.key):
                    return message.id
        return None

    async def _client_for(self, alert: Alert) -> discord.Client:
        """Return the client once it may send to the alert's channel; raises ``NotDelivered`` if it may not."""
        await self._limit.turn()  # first, since the rest may change during a long wait
        client = await self._connection.logged_in()
        if (wait := self._refused.wait()) is not None:
            raise TryAgain("Discord refused too many requests of late.", retry_after=wait, sent=False)
        guild = await self._guild_of(client, alert.channel)
        if guild is not None and guild not in self._guilds.ids:
            raise ChannelRefused("the channel is in a server that the bot does not serve")
        return client

    async def _guild_of(self, client: discord.Client, channel: int) -> int | None:
        """Return a channel's guild; None for a direct message. Raises ``NotDelivered``."""
        # After a start, the gateway has not named any channels yet, and it never names closed threads.
        if (guild := getattr(client.get_channel(channel), "guild", None)) is not None:
            return int(guild.id)
        if channel not in self._asked_guilds:
            await self._limit.turn()
            async with self._judged():
                with expecting(StoredChannel):
                    answer = await client.http.get_channel(channel)
            guild_id = msgspec.convert(answer, StoredChannel).guild_id
            self._asked_guilds[channel] = None if guild_id is None else int(guild_id)
        return self._asked_guilds[channel]

    @asynccontextmanager
    async def _judged(self) -> AsyncIterator[None]:
        """Turn refusals in the block into our errors, and limit its time."""
        with judged():
            async with asyncio.timeout(self._longest.total_seconds()):
                yield


async def _direct(client: discord.Client, notice: WaiterNotice) -> discord.DMChannel:
    with expecting(Stored):
        return await client.create_dm(discord.Object(notice.member))


def _tells(message: discord.Message, key: str) -> bool:
    """Return whether a message tells an alert: then a button carries the alert's key."""
    rows = (row for row in message.components if isinstance(row, discord.ActionRow))
    tokens = (button.custom_id or "" for row in rows for button in row.children if isinstance(button, discord.Button))
    return any(key in token.split(":") for token in tokens)
