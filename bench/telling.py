"""1,000 watches on one account: how soon after the look all alerts are owed, and how quickly they are sent.

They are in ten servers, as many as each may have, and each in a channel of its own, so that what holds is Discord's
limit for a bot as a whole, 50 requests a second (https://discord.com/developers/docs/topics/rate-limits).
"""

import asyncio
import contextlib
import sqlite3
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from bench.bots import FarEnds, far_ends, ready, settled
from bench.figures import Line, amount
from bot.storage.open_database import open_store
from bot.subscriptions.watch import MAX_PER_GUILD, Watch
from tests.fakes.discord import Limit
from tests.fakes.discord.records import Request
from tests.fakes.useapi import Reply
from tests.whole.minimax import SCHEDULER, answer, looked

SERVERS = 10
WATCHES = SERVERS * MAX_PER_GUILD
A_SECOND = 50
IN_A_CHANNEL = Limit(requests=5, seconds=5.0)
DEADLINE = 120.0
OFTEN = 0.005


async def telling() -> list[Line]:
    """Fill the account that everyone watches, and count."""
    async with far_ends() as ends:
        await _watched(ends)
        ends.ours.limits.messages = IN_A_CHANNEL
        ends.ours.limits.everything = Limit(requests=A_SECOND, seconds=1.0)
        async with ends.real_bot(POLL_SECONDS="1"):
            await ready(ends.ours)
            await looked(ends.useapi)
            await settled()
            ends.useapi.answers[SCHEDULER] = Reply(body=answer(free=0))
            owed_after = await _owed(ends)
            await ends.ours.wait_for(lambda: len(ends.ours.kept.now) >= WATCHES, DEADLINE)
            told, refused = _told(ends), ends.ours.answered(429)
    rate = (WATCHES - 1) / (told[-1].at - told[0].at).total_seconds()
    longest = max((later.at - former.at).total_seconds() for former, later in pairwise(told))
    return [
        Line(
            what=f"{WATCHES:,} watches on one account: from the answer to all alerts owed",
            ours=amount(owed_after, " s"),
            figure=owed_after,
            unit=" s",
            bound=1,
        ),
        Line(
            what=f"… sent, of {A_SECOND} a second (longest pause {amount(longest, ' s')})",
            ours=f"{rate:.1f} a second",
            beside=f"{A_SECOND} a second",
            figure=100 * rate / A_SECOND,
            unit=" %",
            bound=90,
            at_least=True,
        ),
        Line(what="… refused with 429 meanwhile", ours=str(refused), figure=refused, unit="", bound=0),
    ]


async def _watched(ends: FarEnds) -> None:
    """Make servers, channels and watches, before the bot starts."""
    world = ends.ours.world
    guilds = [ends.ours.guild, *(world.add_guild(f"Studio {number}") for number in range(2, SERVERS + 1))]
    store = await open_store(f"sqlite+aiosqlite:///{_database(ends)}", now=lambda: datetime.now(UTC))
    try:
        for guild in guilds:
            for number in range(MAX_PER_GUILD):
                channel = world.add_channel(guild, f"alerts-{number}")
                watch = Watch(id=0, guild=guild.id, channel=channel.id, provider="minimax", account="200300")
                await store.watches.add(watch)
    finally:
        await store.close()


async def _owed(ends: FarEnds) -> float:
    """Wait until the database holds every alert; tell how many seconds that is after the provider's answer."""
    before = len(ends.useapi.requests)
    clock = asyncio.get_running_loop().time
    with contextlib.closing(sqlite3.connect(f"file:{_database(ends)}?mode=ro", uri=True)) as database:
        async with asyncio.timeout(DEADLINE):
            while database.execute("SELECT count(*) FROM alert").fetchone()[0] < WATCHES:  # noqa: ASYNC110 - a file tells nobody that it changed
                await asyncio.sleep(OFTEN)
    asked = [request.at for request in ends.useapi.requests[before:] if request.path == SCHEDULER]
    return clock() - asked[0]


def _told(ends: FarEnds) -> list[Request]:
    """List the alerts that Discord took, in the order in which they came."""
    return [request for request in ends.ours.requests if _is_post(request)]


def _is_post(request: Request) -> bool:
    return request.method == "POST" and request.path.endswith("/messages") and request.status == 200


def _database(ends: FarEnds) -> Path:
    return ends.folder / "capacity.db"
