"""``/history`` over 30 days: what the picture costs, and how quickly ``/capacity`` is answered meanwhile.

The past is the worst that is kept: a change a minute, of two accounts in turn.
"""

import asyncio
import statistics
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bench.answering import MILLI, P99
from bench.asking import Asker
from bench.bots import FarEnds, far_ends, ready, settled
from bench.figures import Line, amount, percentile
from bench.process import Process
from bot.accounts.roster import AccountState
from bot.history.history_recorder import HistoryAddition
from bot.history.state_changes import StateChange
from bot.storage.open_database import open_store
from tests.whole.minimax import LIMIT

SPAN = timedelta(days=30)
MINUTE = timedelta(minutes=1)
ROUNDS = 5
QUIET = 200
BETWEEN = 0.01
DEADLINE = 60.0


async def drawing() -> list[Line]:
    """Draw a month, first by itself, then while others ask."""
    async with far_ends() as ends:
        await _lived(ends)
        async with ends.real_bot(POLL_SECONDS="600") as bot:
            await ready(ends.ours)
            await settled()
            costs = [await _cost(ends, bot) for _ in range(ROUNDS)]
            asker = Asker(ends.ours)
            quiet = [await _asked(asker) for _ in range(QUIET)]
            rounds = [await _meanwhile(ends, asker) for _ in range(ROUNDS)]
    usual = statistics.median(quiet)
    delays = [percentile(took, P99) - usual for took in rounds]
    seconds = [wall for _, wall in costs]
    return [
        Line(
            what=f"`/history` of 30 days, {SPAN // MINUTE:,} changes: processor time",
            ours=f"{amount(statistics.median(seconds), ' s')} from asked to shown",
            figure=statistics.median([cpu for cpu, _ in costs]),
            unit=" s",
            bound=3,
            spread=(min(cpu for cpu, _ in costs), max(cpu for cpu, _ in costs)),
        ),
        Line(
            what=f"… `/capacity` meanwhile, p99 ({statistics.median(map(len, rounds)):g} asked), later than usual",
            ours=amount(statistics.median(delays) + usual, " ms"),
            beside=amount(usual, " ms"),
            figure=statistics.median(delays),
            unit=" ms",
            bound=50,
            spread=(min(delays), max(delays)),
        ),
    ]


async def _lived(ends: FarEnds) -> None:
    """Store a past, before the bot starts."""
    now = datetime.now(UTC)
    store = await open_store(f"sqlite+aiosqlite:///{ends.folder / 'capacity.db'}", now=lambda: now)
    try:
        await store.history.add("minimax", HistoryAddition(changes=tuple(_marks(now - SPAN))))
    finally:
        await store.close()


def _marks(since: datetime) -> Iterator[StateChange]:
    for minute in range(SPAN // MINUTE):
        account = ("200300", "200400")[minute % 2]
        in_use = minute // 2 % (LIMIT + 1)
        state = AccountState.FULL if in_use == LIMIT else AccountState.FREE
        yield StateChange(account=account, at=since + minute * MINUTE, state=state, in_use=in_use, total=LIMIT)


async def _cost(ends: FarEnds, bot: Process) -> tuple[float, float]:
    """Draw; tell the seconds of processor time, and from asked to shown."""
    clock = asyncio.get_running_loop().time
    before, began = bot.cpu(), clock()
    await _draw(ends)
    return bot.cpu() - before, clock() - began


async def _draw(ends: FarEnds) -> None:
    hours = int(SPAN / timedelta(hours=1))
    reply = await ends.ours.use("history", {"provider": "minimax", "hours": hours})
    if not reply.message.attachments:
        raise AssertionError(f"there is no picture: {reply.embeds}")


async def _meanwhile(ends: FarEnds, asker: Asker) -> list[float]:
    """Ask for as long as a picture takes; tell how many milliseconds each answer took."""
    drawing = asyncio.create_task(_draw(ends))
    took = []
    while not drawing.done():
        took.append(await _asked(asker))
    await drawing
    return took


async def _asked(asker: Asker) -> float:
    await asyncio.sleep(BETWEEN)
    return MILLI * await asker.ask()
