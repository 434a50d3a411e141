"""``/capacity`` while 200 accounts change at every look, and 1,000 watches follow them.

Watches are in ten servers, as many as each may have, each in a channel of its own. In two shapes: each watch follows
one account, and a look each second decides 2,000 topics; or each follows the whole provider, and a look every half
minute, as is usual, decides 202,000, the most there can be.
"""

import asyncio
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.bots import real_bot
from bench.figures import Line, amount, percentile
from bench.lean_end import CHANNELS_EACH
from bench.lean_process import LeanProcess
from bench.process import Process
from bot.storage.open_database import open_store
from bot.subscriptions.watch import Watch

SERVERS = 10
ACCOUNTS = 200
WARM_UP = 20.0
LASTS = 60.0
ASK_EVERY = 0.1
P50, P95 = 0.5, 0.95
MILLI = 1000
MIBI = 2**20
MOST_P95 = 100.0
"""Milliseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """What is followed, and how often it changes.

    Attributes:
        follows: What each watch follows, in words.
        one_account: Whether that is one account.
        every: Seconds between looks.
        most_growth: MiB that the database may grow by.
    """

    follows: str
    one_account: bool
    every: float
    most_growth: float


SHAPES = (
    _Shape(follows="one account", one_account=True, every=1, most_growth=20),
    _Shape(follows="all of them", one_account=False, every=30, most_growth=400),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    answers: list[float]
    grown: float
    looks: int
    told: int
    spent: float


async def changing() -> list[Line]:
    """Ask all the while, in both shapes."""
    lines: list[Line] = []
    for shape in SHAPES:
        outcome = await _measured(shape)
        p50, most = percentile(outcome.answers, P50), max(outcome.answers)
        done = f"{outcome.looks} looks, {outcome.told:,} messages and edits, {outcome.spent:.0f} s of processor time"
        lines += [
            Line(
                what=f"{ACCOUNTS} accounts change each {shape.every:g} s, {SERVERS * CHANNELS_EACH:,} watches follow "
                f"{shape.follows}: p95 of {len(outcome.answers)} `/capacity`",
                ours=f"{amount(p50, ' ms')} at p50, {amount(most, ' ms')} at most",
                figure=percentile(outcome.answers, P95),
                unit=" ms",
                bound=MOST_P95,
            ),
            Line(
                what=f"… the database grows in {LASTS:.0f} s ({done})",
                ours=amount(outcome.grown, " MiB"),
                figure=outcome.grown,
                unit=" MiB",
                bound=shape.most_growth,
            ),
        ]
    return lines


async def _measured(shape: _Shape) -> _Outcome:
    with tempfile.TemporaryDirectory(prefix="capacity-bench-") as name:
        folder = Path(name)
        async with LeanProcess(changing=ACCOUNTS, guilds=SERVERS) as end:
            await _watched(folder, end, shape)
            async with real_bot(end, folder, POLL_SECONDS=f"{shape.every:g}") as bot:
                await end.ready()
                await asyncio.sleep(WARM_UP)
                return await _asked(folder, end, bot)


async def _asked(folder: Path, end: LeanProcess, bot: Process) -> _Outcome:
    before, looks, told, spent = _size(folder), len(await end.look_ages()), await end.told(), bot.cpu()
    answers: list[float] = []
    over = time.monotonic() + LASTS
    while time.monotonic() < over:
        answers += await end.burst()
        await asyncio.sleep(ASK_EVERY)
    return _Outcome(
        answers=[one * MILLI for one in answers],
        grown=_size(folder) - before,
        looks=len(await end.look_ages()) - looks,
        told=await end.told() - told,
        spent=bot.cpu() - spent,
    )


async def _watched(folder: Path, end: LeanProcess, shape: _Shape) -> None:
    """Make the watches, before the bot starts."""
    store = await open_store(f"sqlite+aiosqlite:///{folder / 'capacity.db'}", now=lambda: datetime.now(UTC))
    try:
        for number, (guild, channel) in enumerate(end.channels):
            account = f"{number % ACCOUNTS:06}@example.com" if shape.one_account else None
            watch = Watch(id=0, guild=guild, channel=channel, provider="minimax", account=account)
            await store.watches.add(watch)
    finally:
        await store.close()


def _size(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.glob("capacity.db*")) / MIBI
