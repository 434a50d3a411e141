"""A provider's failing is told once, at the third failed look in a row; its return once."""

from datetime import timedelta

from bot.capacity.health import Failing, Health, Returned, answered, failed
from tests.moments import NOON, after


def test_the_third_failed_look_in_a_row_is_told_and_no_other() -> None:
    health = Health()
    told = []
    for number in range(6):
        health, event = failed(health, f"reason {number}", after(minutes=number))
        told.append(event)

    assert told == [None, None, Failing(sentence="reason 2", since=NOON), None, None, None]


def test_a_good_look_in_between_starts_the_count_again() -> None:
    health = Health()
    told = []
    for look in "ff.ff.fff":
        event: Failing | Returned | None
        health, event = answered(health, NOON) if look == "." else failed(health, "down", NOON)
        told.append(event is not None)

    assert told == [False] * 8 + [True]


def test_the_return_is_told_once_with_how_long_it_took() -> None:
    health = Health(failures=7, since=NOON, told=True)

    health, event = answered(health, after(minutes=9))
    assert event == Returned(lasted=timedelta(minutes=9))

    health, event = answered(health, after(minutes=10))
    assert (health, event) == (Health(), None)


def test_what_was_not_told_does_not_return() -> None:
    assert answered(Health(failures=2, since=NOON), after(minutes=1)) == (Health(), None)
