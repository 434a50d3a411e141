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
def test_what_is_there_at_the_start_is_left_out_of_every_collection() -> None:
    assert gc.get_freeze_count() == 0
    gc_tuning.settle()
    assert gc.get_freeze_count() > 0
    assert gc.get_threshold()[0] == gc_tuning.AFTER


@pytest.mark.usefixtures("collector")
def test_what_a_lost_lead_left_is_freed_when_the_next_term_settles() -> None:
    part = _Part()
    left = weakref.ref(part)
    gc_tuning.settle()
    del part
    gc_tuning.settle()
    assert left() is None
