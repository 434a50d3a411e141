"""``python -m tests.mutations``: makes each fault of ``faults`` in a copy of the checkout; its tests must fail there.

::

    python -m tests.mutations                 all faults, two at a time
    python -m tests.mutations --only outbox   those with this word in their file or description

Prints a line for each. The exit code is 1 if any survived or could not be tried. That the tests pass without the fault
is for the gate to say.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tests.mutations.fault import Fault
from tests.mutations.faults import FAULTS
from tests.mutations.trial import Verdict, copy_checkout, try_fault
from tests.rings import ROOT


def main(arguments: Sequence[str]) -> int:
    """Try the faults that were asked for; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutations")
    parser.add_argument("--only", metavar="WORD", default="", help="only faults with this in their file or description")
    parser.add_argument("--jobs", metavar="N", type=int, default=2, help="how many are tried at once")
    asked = parser.parse_args(arguments)
    faults = [fault for fault in FAULTS if asked.only.casefold() in f"{fault.file} {fault.what}".casefold()]
    if not faults:
        parser.error(f"no fault has {asked.only} in its file or description")
    verdicts = _try_all(faults, asked.jobs)
    killed = verdicts.count(Verdict.KILLED)
    sys.stdout.write(f"{killed} of {len(verdicts)} killed\n")
    return 0 if killed == len(verdicts) else 1


def _try_all(faults: Sequence[Fault], jobs: int) -> list[Verdict]:
    """Try each fault in one of as many copies as there are jobs, and print what became of it."""
    idle: SimpleQueue[Path] = SimpleQueue()

    def tried(fault: Fault) -> Verdict:
        checkout = idle.get()
        try:
            return try_fault(fault, checkout)
        finally:
            idle.put(checkout)

    verdicts: list[Verdict] = []
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(jobs) as pool:
        for number in range(jobs):
            idle.put(copy_checkout(ROOT, Path(folder) / str(number)))
        for fault, verdict in zip(faults, pool.map(tried, faults), strict=True):
            verdicts.append(verdict)
            sys.stdout.write(f"{verdict:9} {fault.file}: {fault.what}\n")
            sys.stdout.flush()
    return verdicts


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
