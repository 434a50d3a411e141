"""``python -m bench``: measure everything, or the parts that are named, and print the table of ``bench/README.md``."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping

from bench.answering import answering
from bench.changing import changing
from bench.drawing import drawing
from bench.figures import Line
from bench.looking import looking
from bench.resting import resting
from bench.table import table
from bench.telling import telling

PARTS: Mapping[str, Callable[[], Awaitable[list[Line]]]] = {
    "answering": answering,
    "looking": looking,
    "telling": telling,
    "drawing": drawing,
    "changing": changing,
    "resting": resting,
}


async def measured(parts: list[str]) -> list[Line]:
    """Measure one part after the other: two at once would measure each other."""
    lines: list[Line] = []
    for part in parts:
        sys.stderr.write(f"{part} …\n")
        lines += await PARTS[part]()
    return lines


def main() -> int:
    """Measure, print, and say with the exit code whether every bound was kept."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="what to measure; everything if left out")
    lines = asyncio.run(measured(parser.parse_args().parts or list(PARTS)))
    sys.stdout.write(f"{table(lines)}\n")
    return 0 if all(line.is_met for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
