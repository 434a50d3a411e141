"""Who is offered free slots: first come, first served, as many as there are slots."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.alerts.waiter_notice import NoticeKind, OfferedSlots, Outcome, WaiterNotice
from bot.waitlist.offer_answers import accept_offer
from bot.waitlist.offer_order import offer_free_slots
from bot.waitlist.waitlist_membership import expire
from bot.waitlist.waitlist_storage import OfferReason
from tests.moments import NOON, after
from tests.rows import each_row
from tests.waitlist.made import look, offer_of, offers_in, queue, seconds, then, told, waiter

OFFERED, TOO_FEW, TOO_SHORT, RESERVED = (
    OfferReason.OFFERED,
    OfferReason.TOO_FEW,
    OfferReason.TOO_SHORT,
    OfferReason.RESERVED,
)


@each_row(
    ("waiters", "free", "offered", "reasons"),
    [
        ([{}], {"a": 0}, {}, [TOO_FEW]),
        ([{}], {"a": 1}, {1: [("a", 1)]}, [OFFERED]),
        ([{}], {"a": None}, {}, [TOO_FEW]),
        ([{}], {}, {}, [TOO_FEW]),
        ([{}, {}], {"a": 1}, {1: [("a", 1)]}, [OFFERED, RESERVED]),
        ([{}, {}, {}], {"a": 1, "b": 1}, {1: [("a", 1)], 2: [("b", 1)]}, [OFFERED, OFFERED, RESERVED]),
        ([{}, {}], {"a": 2}, {1: [("a", 1)], 2: [("a", 1)]}, [OFFERED, OFFERED]),
        ([{"slots": 3}, {}], {"a": 1}, {2: [("a", 1)]}, [TOO_FEW, OFFERED]),
        ([{"slots": 3}, {}], {"a": 3}, {1: [("a", 3)]}, [OFFERED, RESERVED]),
        ([{"slots": 2}], {"a": 1, "b": 2}, {1: [("b", 2)]}, [OFFERED]),
        ([{"slots": 3}], {"a": 1, "b": 2}, {1: [("b", 2), ("a", 1)]}, [OFFERED]),
        ([{"slots": 3}], {"a": 1, "b": None}, {}, [TOO_FEW]),
        ([{"account": "a"}], {"a": 0, "b": 3}, {}, [TOO_FEW]),
        ([{"account": "a"}, {}], {"a": 0, "b": 3}, {2: [("b", 1)]}, [TOO_FEW, OFFERED]),
        ([{"account": "a", "slots": 2}], {"a": 1, "b": 3}, {}, [TOO_FEW]),
        ([{"account": "b"}, {"account": "a"}], {"a": 1, "b": 1}, {1: [("b", 1)], 2: [("a", 1)]}, [OFFERED, OFFERED]),
        ([{"hold": seconds(1)}, {}], {"a": 1}, {2: [("a", 1)]}, [TOO_SHORT, OFFERED]),
    ],
)
def test_who_came_first_and_fits_is_offered_slots(
    waiters: list[dict[str, Any]], free: dict[str, int | None], offered: dict[int, object], reasons: list[OfferReason]
) -> None:
    line = tuple(waiter(number, **terms) for number, terms in enumerate(waiters, start=1))
    served = offer_free_slots(line[::-1], look(**free))
    assert offers_in(served) == offered
    assert list(served.reasons.values()) == reasons


def test_an_offer_is_an_alert_that_pings_the_member_where_they_asked() -> None:
    served = offer_free_slots([waiter(3, account="a", slots=2)], look(after(minutes=1), a=2))
    (alert,), (changed,) = served.alerts, served.changed
    assert (alert.channel, alert.members, alert.at, alert.is_foldable) == (7, (43,), after(minutes=1), False)
    assert len(alert.key) <= 25
    assert isinstance(alert.content, WaiterNotice)
    assert (alert.content.kind, alert.content.waiter, alert.content.member) == (NoticeKind.OFFER, 3, 43)
    assert (alert.content.provider, alert.content.account, alert.content.slots) == ("minimax", "a", 2)
    assert not alert.content.private
    assert offer_of(changed).key == alert.key
    assert offer_of(changed).slots == (OfferedSlots(account="a", slots=2, free=2),)


def test_a_hold_that_began_before_the_clock_was_set_back_begins_again() -> None:
    patient = waiter(hold=timedelta(minutes=1), enough_since=NOON)
    (held,) = offer_free_slots([patient], look(after(hours=-1), a=1)).changed
    assert held.enough_since == after(hours=-1)
    assert offer_free_slots([held], look(after(minutes=-59), a=1)).alerts


def test_alerts_of_different_waiters_have_different_keys() -> None:
    many = [waiter(1), waiter(2), waiter(1, asked_at=after(seconds=1)), waiter(1, channel=8)]
    keys = {alert.key for one in many for alert in offer_free_slots([one], look(a=1)).alerts}
    over = {alert.key for one in many for alert in expire([one], after(hours=7)).alerts}
    assert len(keys | over) == 8


def test_an_account_that_is_faulted_has_no_free_slots() -> None:
    account = Account(name="a", state=AccountState.FAULTED, free=None, limit=3, fault="sign in again")
    assert offer_free_slots([waiter()], Snapshot(provider="minimax", at=NOON, accounts=(account,))).alerts == ()


def test_an_offer_waiting_for_delivery_is_made_to_nobody_else() -> None:
    line = queue(waiter(1), waiter(2))
    for minutes in range(0, 60, 10):
        served = offer_free_slots(line, look(after(minutes=minutes), a=1))
        line = then(line, served)
        assert list(offers_in(served)) == ([1] if minutes == 0 else [])


def test_a_hold_starts_again_after_a_look_that_shows_too_few() -> None:
    line = queue(waiter(hold=seconds(60), slots=2))
    offered = []
    for second, free in [(0, 1), (10, 2), (40, 3), (60, 1), (70, 2), (129, 2), (130, 2)]:
        served = offer_free_slots(line, look(after(seconds=second), a=free))
        line = then(line, served)
        offered += [second] * len(served.alerts)
    assert offered == [130]


def test_a_hold_goes_on_while_the_slots_are_offered_to_somebody_else() -> None:
    line = queue(waiter(1), waiter(2, hold=seconds(100)))
    line = told(then(line, offer_free_slots(line, look(a=1))), NOON)
    line = then(line, offer_free_slots(line, look(after(seconds=110), a=1)))
    assert offers_in(offer_free_slots(line, look(after(seconds=120), a=1))) == {2: [("a", 1)]}


def test_the_next_waiter_is_told_two_minutes_after_the_offer_was_delivered() -> None:
    line = queue(waiter(1), waiter(2))
    line = told(then(line, offer_free_slots(line, look(a=1))), after(seconds=50))
    for second in (160, 169):
        assert offer_free_slots(line, look(after(seconds=second), a=1)).alerts == ()
    served = offer_free_slots(line, look(after(seconds=170), a=1))
    assert offers_in(served) == {2: [("a", 1)]}
    assert served.closed == {offer_of(line[0]).key: Outcome.LAPSED}
    assert [one.outcome for one in served.changed] == [Outcome.LAPSED, None]


def test_slots_taken_meanwhile_are_offered_to_nobody() -> None:
    line = queue(waiter(1), waiter(2))
    line = told(then(line, offer_free_slots(line, look(a=1))), NOON)
    served = offer_free_slots(line, look(after(seconds=120), a=0))
    assert served.alerts == ()
    assert served.closed == {offer_of(line[0]).key: Outcome.USED}


def test_nobody_gets_two_offers() -> None:
    line = told(then((waiter(1),), offer_free_slots([waiter(1)], look(a=1))), NOON)
    line = then(line, offer_free_slots(line, look(after(minutes=3), a=1)))
    assert line == ()


def test_waiters_whose_time_is_over_are_told_with_or_without_a_look() -> None:
    line = (waiter(1, until=after(minutes=1)), waiter(2))
    for served in (offer_free_slots(line, look(after(minutes=1), a=1)), expire(line, after(minutes=1))):
        alert = served.alerts[0]
        assert isinstance(alert.content, WaiterNotice)
        assert (alert.content.kind, alert.content.waiter, alert.members) == (NoticeKind.EXPIRED, 1, ())
        assert alert.content.private
        assert (served.changed[0].outcome, served.changed[0].over_at) == (Outcome.EXPIRED, after(minutes=1))
        assert served.closed == {}
        assert served.reasons[1] is OfferReason.EXPIRED
    assert offers_in(offer_free_slots(line, look(after(minutes=1), a=1)))[2] == [("a", 1)]
    assert expire(line, after(seconds=59)).changed == ()


def test_an_offer_outlasts_the_time_to_wait() -> None:
    line = then((waiter(until=after(minutes=1)),), offer_free_slots([waiter(until=after(minutes=1))], look(a=1)))
    assert expire(line, after(minutes=2)).changed == ()
    assert offer_free_slots(line, look(after(minutes=2), a=1)).changed == ()


def test_an_account_in_an_unknown_state_ends_no_offer() -> None:
    line = told(then(queue(waiter()), offer_free_slots([waiter()], look(a=1))), NOON)
    assert offer_free_slots(line, look(after(seconds=30), a=None)).changed == ()


@each_row("accounts", [(), (Account(name="a", state=AccountState.FAULTED, limit=3, fault="signed out"),)])
def test_an_account_that_is_gone_or_can_not_be_used_ends_its_offers(accounts: tuple[Account, ...]) -> None:
    two = queue(waiter(1), waiter(2))
    two = told(then(two, offer_free_slots(two, look(a=1))), NOON)
    untold = then(queue(waiter(3)), offer_free_slots([waiter(3)], look(a=1)))
    taken = then(two, accept_offer(two, offer_of(two[0]).key, NOON))
    gone = Snapshot(provider="minimax", at=after(seconds=30), accounts=(*accounts, *look(b=1).accounts))
    served = offer_free_slots(two, gone)
    assert served.closed == {offer_of(two[0]).key: Outcome.UNUSABLE}
    assert offers_in(served) == {2: [("b", 1)]}
    late = offer_free_slots(untold, gone)
    assert late.closed == {}
    on_its_way = told(then(untold, late), after(seconds=31))
    still_gone = replace(gone, at=after(seconds=60))
    assert offer_free_slots(on_its_way, still_gone).closed == {offer_of(untold[0]).key: Outcome.UNUSABLE}
    assert [(one.outcome, one.over_at) for one in offer_free_slots(taken[:1], gone).changed] == [
        (Outcome.TAKEN, after(seconds=30))
    ]


def test_a_withdrawn_offer_lets_its_member_wait_on_with_a_look_or_without() -> None:
    (held,) = then(queue(waiter(1, until=after(hours=3))), offer_free_slots([waiter(1)], look(a=1)))
    held = replace(held, until=after(hours=3), offer=replace(offer_of(held), undelivered=True, withdrawn=True))
    served = offer_free_slots([held], look(after(hours=2), a=1))
    assert offers_in(served) == {1: [("a", 1)]}
    assert [alert.key for alert in served.alerts] != [offer_of(held).key]
    (back,) = expire([held], after(hours=2)).changed
    assert (back.is_waiting, back.asked_at, back.enough_since) == (True, held.asked_at, None)
    late = expire([held], after(hours=3))
    assert [alert.content.kind for alert in late.alerts if isinstance(alert.content, WaiterNotice)] == [
        NoticeKind.EXPIRED
    ]
    assert late.closed == {}


def test_a_look_that_changes_nothing_changes_no_waiter() -> None:
    line = (waiter(1, slots=2), waiter(2, account="b"))
    assert offer_free_slots(line, look(a=1)).changed == ()
