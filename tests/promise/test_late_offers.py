"""Offers that could not be delivered while nobody looked: nobody is sent to a slot that was free hours before."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.accounts.provider_answer import ListedSlots, ProviderAnswer
from bot.alerts.waiter_notice import WaiterNotice
from bot.errors import NotReached
from bot.waitlist.waiter_and_offer import Waiter
from tests.moments import NOON, after
from tests.promise.life import Life


@pytest.fixture
def life() -> Iterator[Life]:
    made = Life()
    yield made
    made.end()


def look(life: Life, minutes: int, available: int | None) -> None:
    """Look at one account; None where nobody answers."""
    life.at = after(minutes=minutes)
    listed = ListedSlots(account="a", limit=2, executing=2 - (available or 0), available=available)
    life.look(NotReached("No answer.") if available is None else ProviderAnswer(accounts=(listed,)))


def offer(life: Life) -> None:
    """Have somebody offered a slot, and then no network for hours."""
    look(life, 0, 0)
    asked = Waiter(
        id=0, guild=5, channel=1, member=9, provider="minimax", asked_at=NOON, until=NOON + timedelta(hours=8)
    )
    life.wish(lambda line: line.join(asked))
    look(life, 1, 1)
    for minutes in range(2, 180, 60):
        look(life, minutes, None)


def posts(life: Life) -> list[str]:
    """Return the keys of the offers that were posted."""
    return [message.sent.key for message in life.chat.messages if isinstance(message.sent.content, WaiterNotice)]


def test_a_slot_that_nobody_has_seen_for_hours_is_offered_to_nobody(life: Life) -> None:
    offer(life)
    life.deliver()
    assert posts(life) == []
    look(life, 181, 0)
    life.deliver()
    assert posts(life) == []
    look(life, 182, 1)
    life.deliver()
    assert len(posts(life)) == 1


def test_an_offer_that_a_look_still_shows_is_delivered_late(life: Life) -> None:
    offer(life)
    look(life, 181, 1)
    life.deliver()
    assert len(posts(life)) == 1


def test_nobody_is_pinged_for_a_slot_that_is_in_use_by_now(life: Life) -> None:
    offer(life)
    look(life, 181, 1)
    look(life, 182, 0)
    life.deliver()
    assert posts(life) == []
    look(life, 183, 0)
    look(life, 184, 1)
    life.deliver()
    assert len(posts(life)) == 1


def test_who_waited_in_vain_hears_so_although_an_offer_was_withdrawn(life: Life) -> None:
    offer(life)
    life.deliver()
    life.at = after(hours=9)
    life.wish(lambda line: line.expire())
    life.deliver()
    assert len(life.chat.messages) == 1
