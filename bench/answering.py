"""``/capacity``, asked one by one and in bursts, of both bots in turn: from the event to the answer that arrives."""

import asyncio
from collections.abc import Sequence
from typing import TypeAlias

from bench.asking import Asker
from bench.bots import far_ends, ready, settled
from bench.figures import Line, compared, percentile
from tests.fakes.useapi import FakeUseapi
from tests.whole.minimax import SCHEDULER

ROUNDS = 15
ONE_BY_ONE = 100
BURSTS = 15
BURST = 200
EVERY = 2.0
"""Seconds between looks: short, since a burst has to meet a look that is too old."""

JUST_OLDER = 0.01
P50, P99 = 0.5, 0.99
MILLI = 1000

Rounds: TypeAlias = list[tuple[list[float], list[float]]]
"""What our answers and the minimal bot's took, round by round, in milliseconds."""


async def answering() -> list[Line]:
    """Measure how quickly both bots answer."""
    async with far_ends() as ends, ends.real_bot(POLL_SECONDS=f"{EVERY:g}"), ends.minimal_bot():
        ours, minimal = Asker(ends.ours), Asker(ends.minimal)
        await ready(ends.ours)
        await ready(ends.minimal)
        await settled()
        for asker in (ours, minimal):  # the first answers pay for connections and caches
            await asker.burst(BURST)
        single = [await _in_turn(ours, minimal) for _ in range(ROUNDS)]
        bursts: Rounds = []
        requests: list[int] = []
        for _ in range(BURSTS):
            before = await _outdated(ends.useapi)
            took = _milli(await ours.burst(BURST))
            requests.append(_looks(ends.useapi) - before)
            bursts.append((took, _milli(await minimal.burst(BURST))))
    return [
        _line("`/capacity`, p50", single, P50, 1.3),
        _line(f"{BURST} asked at once, p99", bursts, P99, 1.5),
        Line(
            what=f"… with a look that is too old: requests to the provider, the most of {BURSTS} bursts",
            ours=str(max(requests)),
            figure=max(requests),
            unit="",
            bound=1,
        ),
    ]


async def _in_turn(ours: Asker, minimal: Asker) -> tuple[list[float], list[float]]:
    """Ask the one, then the other, and so on, so that what else the machine does meets both."""
    pairs = [(await ours.ask(), await minimal.ask()) for _ in range(ONE_BY_ONE)]
    return _milli([one for one, _ in pairs]), _milli([other for _, other in pairs])


def _line(what: str, rounds: Rounds, share: float, bound: float) -> Line:
    ours = [percentile(one, share) for one, _ in rounds]
    return compared(what, ours, [percentile(other, share) for _, other in rounds], " ms", bound)


def _milli(seconds: Sequence[float]) -> list[float]:
    return [one * MILLI for one in seconds]


def _looks(useapi: FakeUseapi) -> int:
    return sum(request.path == SCHEDULER for request in useapi.requests)


async def _outdated(useapi: FakeUseapi) -> int:
    """Wait for a moment at which the look is too old and the loop has not looked again, and count the looks so far."""
    clock = asyncio.get_running_loop().time
    while True:
        looks = [request for request in useapi.requests if request.path == SCHEDULER]
        age = clock() - looks[-1].at
        if age > EVERY:
            return len(looks)
        await asyncio.sleep(EVERY + JUST_OLDER - age)
