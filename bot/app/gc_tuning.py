"""Makes Python's garbage collector skip what is imported, and run seldom once the bot has started.

Reference counts free nearly everything at once. The collector would walk through all that is imported and find nothing
there: that takes a seventh of the start, and later 30 ms in which nobody is answered, and a third of the time of a
large look.
"""

import contextlib
import gc
from collections.abc import Iterator

AFTER = 10_000
"""New objects between collections, a few megabytes at most; at Python's 700, collections take a tenth of a look."""


@contextlib.contextmanager
def importing() -> Iterator[None]:
    """Collect nothing in the block, and exclude the objects made there from later collections."""
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
    """Collect objects that were excluded but are not needed any more, such as the engine of a term that has ended."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
