"""How Python collects the garbage of a bot that has started; not what is kept and what is forgotten (``upkeep``).

Reference counts free nearly all of it at once. The collector looks for the rest, and walks through all that was
imported to find none there: 30 ms in which nobody is answered, and a third of the time of a large look.
"""

import gc

AFTER = 10_000
"""So many new objects may go unexamined, which hold a few megabytes at most; Python's own 700 are a tenth of a look."""


def settle() -> None:
    """Leave what is there now out of every collection, and collect less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(AFTER)
