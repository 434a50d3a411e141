"""When the collector runs: never through what is imported, and seldom once the bot has started."""

import subprocess
import sys

from tests.rings import ROOT

LOSES_THE_LEAD = """
import gc
import weakref
from bot.app import gc_tuning

class Part:
    def __init__(self):
        self.other = self

frozen = gc.get_freeze_count()  # of Python itself: some versions start with a few hundred
with gc_tuning.importing():
    assert not gc.isenabled()
assert gc.isenabled()
imported = gc.get_freeze_count()
assert imported > frozen
part = Part()
left = weakref.ref(part)
gc_tuning.settle()
assert gc.get_freeze_count() > imported
assert gc.get_threshold()[0] == gc_tuning.AFTER
del part
gc.collect()
assert left() is not None
gc_tuning.let_go()
assert left() is None
"""
"""A term, which leaves what an engine is made of: parts that know each other."""


def test_what_is_there_is_in_no_collection_until_the_term_has_ended() -> None:
    # A process of its own: in this one, the collector would look through all tests.
    subprocess.run([sys.executable, "-c", LOSES_THE_LEAD], cwd=ROOT, check=True)  # noqa: S603 - the words above
