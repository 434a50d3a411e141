"""What is answered to offers, and what ends without a look."""

from bot.alerts.waiter_notice import Outcome
from bot.waitlist.offer_answers import accept_offer, decline_offer
from bot.waitlist.offer_order import offer_free_slots
from bot.waitlist.waiter_and_offer import Waiter, position_of
from bot.waitlist.waitlist_membership import expire, leave, next_end
from tests.moments import NOON, after
from tests.waitlist.made import look, offer_of, offers_in, queue, seconds, then, told, waiter


def line() -> tuple[Waiter, ...]:
    """Make three waiters of whom the first was told of the only slot."""
    three = (waiter(1), waiter(2), waiter(3))
    return told(then(three, offer_free_slots(three, look(a=1))), NOON)


def test_a_declined_offer_goes_to_the_next_waiter_at_once() -> None:
    three = line()
    key = offer_of(three[0]).key
    served = decline_offer(three, key, after(seconds=5), look(a=1))
    assert served.closed == {key: Outcome.PASSED}
    assert offers_in(served) == {2: [("a", 1)]}
    assert [one.id for one in then(three, served)] == [2, 3]
    assert served.changed[0].over_at == after(seconds=5)


def test_without_a_fresh_snapshot_the_next_look_offers_what_was_declined() -> None:
    three = line()
    served = decline_offer(three, offer_of(three[0]).key, after(seconds=5), None)
    assert served.alerts == ()
    assert offers_in(offer_free_slots(then(three, served), look(after(seconds=30), a=1))) == {2: [("a", 1)]}


def test_a_declined_offer_is_not_settled_again_by_the_same_snapshot() -> None:
    served = decline_offer(line(), offer_of(line()[0]).key, after(seconds=5), look(after(seconds=1), a=0))
    assert [one.over_at for one in served.changed if one.outcome is Outcome.PASSED] == [after(seconds=5)]


def test_accepted_slots_stay_reserved_until_they_are_in_use() -> None:
    three = line()
    key = offer_of(three[0]).key
    served = accept_offer(three, key, after(seconds=100))
    assert served.closed == {key: Outcome.TAKEN}
    three = then(three, served)
    assert len(three) == 3
    assert offer_free_slots(three, look(after(seconds=130), a=1)).alerts == ()
    used = offer_free_slots(three, look(after(seconds=160), a=0))
    assert (used.alerts, used.closed) == ((), {})
    assert [one.id for one in then(three, used)] == [2, 3]
    assert offers_in(offer_free_slots(three, look(after(seconds=220), a=1))) == {2: [("a", 1)]}


def test_an_offer_is_settled_once() -> None:
    three = line()
    key = offer_of(three[0]).key
    three = then(three, accept_offer(three, key, NOON))
    assert accept_offer(three, key, NOON).changed == ()
    assert decline_offer(three, key, NOON, look(a=1)).changed == ()
    assert accept_offer(three, "another", NOON).changed == ()


def test_leaving_changes_only_the_waiter_who_leaves() -> None:
    three = line()
    served = leave(three, 2, NOON)
    assert [(one.id, one.outcome, one.over_at) for one in served.changed] == [(2, Outcome.CANCELLED, NOON)]
    assert (served.alerts, served.closed) == ((), {})
    assert leave(three, 1, NOON).changed == ()
    assert leave(three, 9, NOON).changed == ()


def test_a_position_counts_who_could_be_offered_the_same_slots() -> None:
    first, second, third = waiter(2, account="a"), waiter(3, account="b"), waiter(5)
    others = (first, second, third, waiter(1, provider="kling"), waiter(4, outcome=Outcome.CANCELLED))
    assert [position_of(one, others) for one in (first, second, third)] == [1, 1, 3]
    assert position_of(line()[2], line()) == 2


def test_two_waiters_want_the_same_if_member_and_slots_are_equal() -> None:
    assert waiter(1).wants_same_as(waiter(2, member=41, channel=9, until=NOON))
    for other in ({"member": 99}, {"provider": "kling"}, {"account": "a"}, {"slots": 2}, {"hold": seconds(1)}):
        assert not waiter(1).wants_same_as(waiter(2, **{"member": 41, **other}))


def test_an_offer_can_be_accepted_for_two_minutes_after_it_was_told() -> None:
    three = line()
    key = offer_of(three[0]).key
    assert accept_offer(three, key, after(seconds=119)).closed == {key: Outcome.TAKEN}
    late = accept_offer(three, key, after(seconds=120))
    assert late.closed == {key: Outcome.LAPSED}
    assert accept_offer(then(three, late), key, after(seconds=121)).changed == ()


def test_a_slot_used_while_its_offer_was_on_its_way_can_not_be_accepted() -> None:
    (untold,) = then((waiter(1),), offer_free_slots([waiter(1)], look(a=1)))
    (used,) = told(then((untold,), offer_free_slots([untold], look(after(seconds=30), a=0))), after(seconds=31))
    key = offer_of(untold).key
    assert accept_offer([used], key, after(seconds=40)).closed == {key: Outcome.USED}
    for seen, outcome in ((look(a=0), Outcome.USED), (look(b=1), Outcome.UNUSABLE)):
        assert accept_offer([used], key, after(seconds=40), {"minimax": seen}.get).closed == {key: outcome}


def test_an_offer_that_nobody_answers_lapses_without_a_look() -> None:
    three = line()
    assert (next_end(three), next_end((waiter(until=after(minutes=1)), *three))) == (after(minutes=2), after(minutes=1))
    assert expire(three, after(seconds=119)).changed == ()
    lapsed = expire(three, after(seconds=120))
    assert (lapsed.closed, lapsed.alerts) == ({offer_of(three[0]).key: Outcome.LAPSED}, ())
    assert next_end(then(three, lapsed)) == after(hours=6)


def test_an_offer_lapses_without_a_look_also_after_the_clock_was_set_back() -> None:
    assert expire(line(), NOON - seconds(120)).closed == {offer_of(line()[0]).key: Outcome.LAPSED}


def test_neither_an_accepted_offer_nor_one_on_its_way_lapses_without_a_look() -> None:
    three = line()
    accepted = then(three, accept_offer(three, offer_of(three[0]).key, NOON))
    untold = then((waiter(),), offer_free_slots((waiter(),), look(a=1)))
    assert (next_end(accepted[:1]), next_end(untold), next_end(())) == (None, None, None)
    assert expire((accepted[0], *untold), after(hours=1)).changed == ()


def test_slots_of_a_lapsed_offer_count_as_its_own_at_the_next_look() -> None:
    two = queue(waiter(1), waiter(2))
    two = then(two, offer_free_slots(two, look(a=2)))
    first, second = told(two[:1], NOON)[0], told(two[1:], after(seconds=30))[0]
    two = then((first, second), expire((first, second), after(seconds=120)))
    used = offer_free_slots(two, look(after(seconds=125), a=1))
    assert [(one.id, one.outcome) for one in used.changed if one.over_at is not None] == [(1, Outcome.LAPSED)]
    assert [one.id for one in then(two, used)] == [2]
