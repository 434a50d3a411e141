"""``python -m tests.soak``: run a month, print what it weighed, and end with 1 if it grew by more than it may."""

import argparse
import asyncio
import logging
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from bot.app import retention
from tests.shared import memory
from tests.soak.leaping_loop import LeapingLoop
from tests.soak.lively_accounts import PROVIDERS
from tests.soak.samples import Sample, growths, table
from tests.soak.soaked_bot import KEPT, soaked, spent

MONTH = timedelta(days=30)
LOOKS = 100_000
SAMPLES = 25

FULL_AFTER = max(KEPT, retention.KEPT) + timedelta(days=1)


async def soak(looks: int, lasting: timedelta, seed: int, note: Callable[[Sample], None]) -> list[Sample]:
    """Run a bot for so many looks, and weigh it in between."""
    every = lasting / (looks / len(PROVIDERS))
    samples: list[Sample] = []
    with tempfile.TemporaryDirectory(prefix="capacity-soak-", dir=memory()) as folder:
        async with soaked(Path(folder), every, seed) as bot:
            for _ in range(SAMPLES):
                before, made = spent(), bot.looks()
                await asyncio.sleep((lasting / SAMPLES).total_seconds())
                samples.append(bot.sample(spent() - before, bot.looks() - made))
                note(samples[-1])
    return samples


def run(looks: int, lasting: timedelta, seed: int, note: Callable[[Sample], None] = lambda _: None) -> list[Sample]:
    """Run it in a loop whose time leaps."""
    with asyncio.Runner(loop_factory=LeapingLoop) as runner:
        return runner.run(soak(looks, lasting, seed, note))


def main() -> int:
    """Run, print, and say with the exit code whether every bound was kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--looks", type=int, default=LOOKS, help=f"looks in all (default: {LOOKS:,})")
    parser.add_argument("--days", type=float, default=MONTH.days, help="days that they take (default: 30)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    samples: list[Sample] = []

    def note(one: Sample) -> None:
        samples.append(one)
        sys.stderr.write(f"{one.looks:,} looks, {one.told:,} alerts, {one.memory:.1f} MiB, {one.look:.1f} ms a look\n")

    with suppress(KeyboardInterrupt):  # what was weighed until then is worth reading
        run(options.looks, timedelta(days=options.days), options.seed, note)
    grown = growths(samples, FULL_AFTER)
    sys.stdout.write(f"{table(samples, grown)}\n")
    return 0 if all(one.is_kept for one in grown) else 1


if __name__ == "__main__":
    sys.exit(main())
