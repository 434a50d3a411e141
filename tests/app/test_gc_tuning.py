"""When the collector runs: not during imports, and seldom once the bot has started."""

import gc
import subprocess
import sys

from bot.app import gc_tuning
from tests.rings import ROOT

SETTLES_TWICE = """
import gc
import weakref
from bot.app import gc_tuning

class Part:
    def __init__(self):
        self.other = self

part = Part()
left = weakref.ref(part)
frozen = gc.get_freeze_count()  # of Python itself: some versions start with a few hundred
gc_tuning.settle()
assert gc.get_freeze_count() > frozen
assert gc.get_threshold()[0] == gc_tuning.AFTER
del part
assert left() is not None
gc_tuning.settle()
assert left() is None
"""
"""Two terms, of which the first leaves what an engine is made of: parts that know each other."""


def test_nothing_is_collected_while_it_is_paused_and_everything_after() -> None:
    with gc_tuning.paused():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_what_is_there_is_in_no_collection_until_the_next_term_settles() -> None:
    # A process of its own: in this one, the collector would look through all tests.
    subprocess.run([sys.executable, "-c", SETTLES_TWICE], cwd=ROOT, check=True)  # noqa: S603 - the words above
