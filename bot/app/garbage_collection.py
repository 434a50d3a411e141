"""Settings of Python's garbage collector for a bot that has started.

Reference counts free nearly everything at once. The collector would walk through everything imported to find nothing
there: 30 ms in which nobody is answered, and a third of the time of a large look.
"""

import gc

AFTER = 10_000
"""New objects between collections, a few megabytes at most; Python's own 700 are a tenth of a look."""


def settle() -> None:
    """Exclude existing objects from collections, and collect less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(AFTER)
