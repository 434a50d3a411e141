"""Alerts on a loopback Discord, worded as rudely as untrusted text could be."""

import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import discord as dpy

from bot.alerts.alert import Alert, Drill
from bot.chat.discord.alert_delivery import LONGEST_DELIVERY, AlertDelivery
from bot.chat.discord.gateway_connection import GatewayConnection
from bot.chat.discord.request_limits import GlobalLimit, RefusedRequests
from bot.chat.discord.served_guilds import ServedGuilds
from bot.chat.message import Button, Card, Message
from bot.chat.text_spans import member, role
from tests.chat.discord.connected import connection, limit_of_discord, running
from tests.delivery.far_end_log import full
from tests.fakes.discord import Discord
from tests.fakes.discord.rest import Answer

ODD = {
    "a page": Answer(body="<html>blocked</html>", status=200),
    "nothing": Answer(body="", status=200),
    "another object": Answer(body={}),
    "no object": Answer(body=5),
    "the way to a page": Answer(body="", status=303, headers={"Location": "/api/v10/gateway"}),
}
"""Answers of a proxy that pass for success."""

RUDE = "@everyone <@1> a is full"


def word(alert: Alert) -> Message:
    """Word an alert, with a button that discord.py would listen to; a drill by its headline alone."""
    button = Button(label="Why?", action="why:alert", arguments=(alert.key,))
    bare = isinstance(alert.content, Drill)
    return Message(
        headline=(RUDE,),
        cards=() if bare else tuple(Card(title=f"{alert.key}: a is full") for _ in alert.parts or (None,)),
        actions=() if bare else (button,),
        pings=(*map(role, alert.roles), *map(member, alert.members)),
    )


def alert(discord: Discord, *, key: str = "abcdefgh", role: int | None = None) -> Alert:
    """Make an alert for the channel that is there."""
    return replace(full(key, discord.channel.id), roles=() if role is None else (role,))


def delivery_by(
    link: GatewayConnection,
    refused: RefusedRequests,
    guild: int,
    *,
    limit: GlobalLimit | None = None,
    longest: timedelta = LONGEST_DELIVERY,
    ahead: timedelta = timedelta(),
    word: Callable[[Alert], Message] = word,
) -> AlertDelivery:
    """Make what sends alerts by a connection."""
    return AlertDelivery(
        link,
        word,
        ServedGuilds({guild}),
        refused,
        limit or limit_of_discord(),
        now=lambda: datetime.now(UTC) + ahead,
        longest=longest,
    )


@contextlib.asynccontextmanager
async def posting(
    discord: Discord,
    *,
    guild: int | None = None,
    longest: timedelta = LONGEST_DELIVERY,
    ahead: timedelta = timedelta(),
) -> AsyncIterator[tuple[AlertDelivery, dpy.Client]]:
    """Return what sends alerts, once it is connected, and its client."""
    refused, limit, link = RefusedRequests(time.monotonic), limit_of_discord(), connection(discord)
    async with running(link, refused=refused, limit=limit) as client:
        await client.wait_until_ready()
        served = guild or discord.guild.id
        yield delivery_by(link, refused, served, limit=limit, longest=longest, ahead=ahead), client
