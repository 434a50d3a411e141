"""When Python's garbage collector runs: not while modules are imported, and seldom once the bot has started.

Reference counts free nearly everything at once. The collector would walk through everything imported to find nothing
there: during the start for a tenth of its time; later for 30 ms in which nobody is answered, and a third of the time
of a large look.
"""

import contextlib
import gc
from collections.abc import Iterator

AFTER = 10_000
"""New objects between collections, a few megabytes at most; Python's own 700 are a tenth of a look."""


@contextlib.contextmanager
def paused() -> Iterator[None]:
    """Collect nothing in the block."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def settle() -> None:
    """Exclude existing objects from collections, and collect less often."""
    gc.unfreeze()  # a term that ended left its whole engine, which nothing else would ever free
    gc.collect()
    gc.freeze()
    gc.set_threshold(AFTER)
