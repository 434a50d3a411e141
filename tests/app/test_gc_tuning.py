"""When the collector runs: not during imports, and seldom once the bot has started."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from bot.app import gc_tuning


class _Part:
    """What an engine is made of: parts that know each other."""

    def __init__(self) -> None:
        self.other = self


@pytest.fixture
def collector() -> Iterator[None]:
    """Start with nothing left out of collections, and put the collector back as it was."""
    usual = gc.get_threshold()
    gc.unfreeze()
    yield
    gc.freeze()
    gc.set_threshold(*usual)


def test_nothing_is_collected_while_it_is_paused_and_everything_after() -> None:
    with gc_tuning.paused():
        assert not gc.isenabled()
    assert gc.isenabled()


@pytest.mark.usefixtures("collector")
def test_what_is_there_is_in_no_collection_until_the_next_term_settles() -> None:
    part = _Part()
    left = weakref.ref(part)
    assert gc.get_freeze_count() == 0
    gc_tuning.settle()
    assert gc.get_freeze_count() > 0
    assert gc.get_threshold()[0] == gc_tuning.AFTER
    del part
    gc_tuning.settle()
    assert left() is None
