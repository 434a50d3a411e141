"""When Python's garbage collector runs: never through what is imported, and seldom once the bot has started.

Reference counts free nearly everything at once. The collector would walk through everything imported to find nothing
there: during the start for a seventh of its time; later for 30 ms in which nobody is answered, and a third of the time
of a large look.
"""

import contextlib
import gc
from collections.abc import Iterator

AFTER = 10_000
"""New objects between collections, a few megabytes at most; Python's own 700 are a tenth of a look."""


@contextlib.contextmanager
def importing() -> Iterator[None]:
    """Collect nothing in the block, and exclude what it leaves from collections."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


def settle() -> None:
    """Exclude existing objects from collections, and collect less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(AFTER)


def let_go() -> None:
    """Collect what was excluded and is not needed any more: the whole engine of a term that has ended."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
