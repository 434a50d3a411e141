"""``/capacity``, asked one by one and in bursts, of both bots in turn: from the event to the answer that arrives."""

import asyncio
from collections.abc import Sequence
from typing import TypeAlias

from bench.bots import lean_ends, settled
from bench.figures import Line, compared, percentile
from bench.lean_process import LeanProcess

ROUNDS = 15
ONE_BY_ONE = 100
BURSTS = 15
BURST = 200
EVERY = 2.0
"""Seconds between looks: short, since a burst has to meet a look that is too old."""

JUST_OLDER = 0.01
HANGING_UP = 0.1
"""Seconds for a bot to notice that its connections were closed."""

P50, P99 = 0.5, 0.99
MILLI = 1000

Rounds: TypeAlias = list[tuple[list[float], list[float]]]
"""What our answers and the minimal bot's took, round by round, in milliseconds."""


async def answering() -> list[Line]:
    """Measure how quickly both bots answer."""
    async with (
        lean_ends() as ends,
        ends.real_bot(POLL_SECONDS=f"{EVERY:g}") as real,
        ends.minimal_bot() as least,
    ):
        await asyncio.gather(ends.ours.ready(), ends.minimal.ready())
        await settled()
        for end in (ends.ours, ends.minimal):  # the first answers pay for connections and caches
            await end.burst(BURST)
        before = real.cpu(), least.cpu()
        single = [await _in_turn(ends.ours, ends.minimal) for _ in range(ROUNDS)]
        spent = real.cpu() - before[0], least.cpu() - before[1]
        bursts: Rounds = []
        requests: list[int] = []
        for _ in range(BURSTS):
            await ends.ours.hang_up()
            looks = await _outdated(ends.ours)
            took = _milli(await ends.ours.burst(BURST))
            requests.append(len(await ends.ours.look_ages()) - looks)
            await ends.minimal.hang_up()
            await asyncio.sleep(HANGING_UP)
            bursts.append((took, _milli(await ends.minimal.burst(BURST))))
    return [
        _line("`/capacity` one at a time, p50", single, P50, 1.2),
        _line("… p99", single, P99, 1.3),
        _spent(spent),
        _line(f"{BURST} asked at once, p99", bursts, P99, 0.9),
        Line(
            what=f"… with a look that is too old: requests to the provider, the most of {BURSTS} bursts",
            ours=str(max(requests)),
            figure=max(requests),
            unit="",
            bound=1,
        ),
    ]


async def _in_turn(ours: LeanProcess, minimal: LeanProcess) -> tuple[list[float], list[float]]:
    """Ask the one, then the other, and so on, so that what else the machine does meets both."""
    pairs = [(await ours.burst(), await minimal.burst()) for _ in range(ONE_BY_ONE)]
    return _milli([one for (one,), _ in pairs]), _milli([other for _, (other,) in pairs])


def _line(what: str, rounds: Rounds, share: float, bound: float) -> Line:
    ours = [percentile(one, share) for one, _ in rounds]
    return compared(what, ours, [percentile(other, share) for _, other in rounds], " ms", bound)


def _spent(seconds: tuple[float, float]) -> Line:
    """Compare processor time: it hardly depends on what else the machine does."""
    ours, minimal = ([one * MILLI / (ROUNDS * ONE_BY_ONE)] for one in seconds)
    return compared("… processor time of an answer, looks included", ours, minimal, " ms", 1.2)


def _milli(seconds: Sequence[float]) -> list[float]:
    return [one * MILLI for one in seconds]


async def _outdated(ours: LeanProcess) -> int:
    """Wait for a moment at which the look is too old and the loop has not looked again, and count the looks so far."""
    while True:
        ages = await ours.look_ages()
        if ages[-1] > EVERY:
            return len(ages)
        await asyncio.sleep(EVERY + JUST_OLDER - ages[-1])
