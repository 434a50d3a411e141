"""Alerts on a loopback Discord, worded as rudely as text of others could be."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import discord as dpy

from bot.alerts.alert import Alert, Drill
from bot.chat.discord.alert_delivery import AlertDelivery, Worded
from bot.chat.discord.refused_requests import RefusedRequests
from bot.chat.discord.send_pace import SendPace
from bot.chat.embeds.alert import alert_message
from bot.chat.embeds.words import ProviderWords
from bot.chat.wording.account_names import AccountNames
from tests.chat.discord.connected import connection, running
from tests.delivery.far_end_log import full
from tests.fakes.discord import Discord

RUDE = "@everyone <@1> a is full"


def word(alert: Alert) -> Worded:
    """Word an alert, with a button that discord.py would listen to, and a link."""
    words = {"minimax": ProviderWords(name="minimax", title="MiniMax")}
    _, embeds = alert_message(alert, words, AccountNames())
    ping = "".join(f"<@&{role}> " for role in alert.roles) + "".join(f"<@{member}> " for member in alert.members)
    button: dpy.ui.Button[Any] = dpy.ui.Button(label="Why?", custom_id=f"why:{alert.key}")
    return Worded(content=f"{ping}{RUDE}", embeds=embeds, buttons=() if isinstance(alert.content, Drill) else (button,))


def alert(discord: Discord, *, key: str = "abcdefgh", role: int | None = None) -> Alert:
    """Make an alert for the channel that is there."""
    return replace(full(key, discord.channel.id), roles=() if role is None else (role,))


@contextlib.asynccontextmanager
async def posting(discord: Discord, *, guild: int | None = None) -> AsyncIterator[tuple[AlertDelivery, dpy.Client]]:
    """Give what sends alerts, once it is connected, and its client."""
    budget = RefusedRequests(time.monotonic)
    link = connection(discord, budget=budget)
    async with running(link) as client:
        await client.wait_until_ready()
        pace = SendPace(time.monotonic, asyncio.sleep)
        yield AlertDelivery(link, word, frozenset({guild or discord.guild.id}), budget, pace), client
