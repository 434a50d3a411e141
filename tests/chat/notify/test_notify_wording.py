"""What somebody who waits is answered."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given

from bot.alerts.waiter_notice import Outcome
from bot.chat.message import Button, Menu
from bot.chat.notify.wording import (
    accepted_message,
    declined_message,
    ended_message,
    joined_message,
    left_message,
    list_message,
    ordinal,
)
from bot.waitlist.offer_answers import Declined
from bot.waitlist.waiter_and_offer import Offer
from bot.waitlist.waitlist_membership import WaitlistEntry
from tests.chat.drawn import acting, drawn, refused
from tests.chat.nasty import nasty_text
from tests.moments import NOON, after
from tests.rows import each_row
from tests.waitlist.made import waiter

UNTIL = int(after(hours=6).timestamp())
MINE = WaitlistEntry(waiter=waiter(12, slots=2), position=2)
SUBJECT = "MiniMax · studio_a"
ENDS = f"until <t:{UNTIL}:t>"


@each_row(
    ("number", "said"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (13, "13th"), (21, "21st"), (112, "112th")],
)
def test_a_position_is_said_as_people_say_it(number: int, said: str) -> None:
    assert ordinal(number) == said


def test_who_asks_hears_where_they_stand_and_where_room_is_now() -> None:
    pinged = f"You are pinged once in <#7> when 2 slots are free, {ENDS}."
    place = f"[tight] 🔔 You're 2nd in line for {SUBJECT}\n"
    assert drawn(joined_message(MINE, SUBJECT, "", now=NOON)) == f"{place}{pinged}"
    soon = joined_message(MINE, SUBJECT, "", "next slot usually in 2 min", now=NOON)
    assert drawn(soon) == f"{place}Next slot usually in 2 min.\n{pinged}"
    room = joined_message(MINE, SUBJECT, "studio_a, b", now=NOON)
    assert drawn(room) == (
        "[free] 🟢 There is room now: use studio_a, b\n"
        "If they are still free at the next check, you are pinged in <#7> and are first in line for 2 minutes.\n"
        f"If not, you wait for the next ones, {ENDS}."
    )
    alone = joined_message(replace(MINE, waiter=waiter(12)), SUBJECT, "b", now=NOON)
    assert "If it is still free at the next check, you are pinged" in drawn(alone)
    assert f"If not, you wait for the next one, {ENDS}." in drawn(alone)
    for message in (soon, room):
        assert message.actions == (Button(label="Stop waiting", action="notify:stop", arguments=("12",)),)


def test_who_asks_again_hears_where_they_stand_still() -> None:
    again = joined_message(replace(MINE, already=True), SUBJECT, "", "next slot usually in 2 min", now=NOON)
    assert drawn(again).startswith(f"[tight] 🔔 You're still 2nd in line for {SUBJECT}\nNext slot usually in 2 min.")


def test_nobody_is_first_in_line_while_somebody_else_is_offered_the_slot() -> None:
    behind = replace(MINE, position=1, behind_offer=True)
    assert drawn(joined_message(behind, SUBJECT, "", now=NOON)).startswith(
        f"[tight] 🔔 You're next in line for {SUBJECT}\nSomebody else is offered a slot right now.\nYou are pinged"
    )
    assert "next in line · 2 slots" in drawn(list_message([behind], lambda _: SUBJECT, lambda _: "", NOON))


def test_what_one_is_offered_is_listed_first_with_the_buttons_of_the_offer() -> None:
    offer = Offer(key="abc", at=NOON, slots=(), told_at=NOON)
    offered = replace(MINE, waiter=replace(MINE.waiter, id=13, offer=offer))
    reply = [
        Button(label="I'm starting now", action="notify:take", arguments=("abc",), positive=True),
        Button(label="Don't need it", action="notify:pass", arguments=("abc",)),
    ]
    until = f"<t:{int(after(minutes=2).timestamp())}:t>"
    line = f"**studio-b** · 2 slots of {SUBJECT} · first in line until {until}"
    alone = list_message([offered], lambda _: SUBJECT, lambda _: "studio-b", NOON)
    assert (drawn(alone), list(alone.actions)) == (f"[free] 🟢 You're offered studio-b\n{line}", reply)
    stop = Button(label="Stop waiting", action="notify:stop", arguments=("12",))
    both = list_message([MINE, offered], lambda _: SUBJECT, lambda _: "studio-b", NOON)
    assert drawn(both) == f"[free] 🟢 You're offered studio-b\n{line}\n2nd in line · 2 slots of {SUBJECT} · {ENDS}"
    assert list(both.actions) == [*reply, stop]
    untold = replace(offered, waiter=replace(offered.waiter, offer=replace(offer, told_at=None)))
    assert drawn(list_message([untold], lambda _: SUBJECT, lambda _: "studio-b", NOON)).endswith(
        "· the ping is on its way"
    )


@each_row(
    ("outcome", "said", "again"),
    [
        (Outcome.USED, "That offer is over: studio-b is in use now\nIt ended at <t:{over}:t>.", True),
        (Outcome.UNUSABLE, "That offer is over: studio-b can't be used now\nIt ended at <t:{over}:t>.", True),
        (Outcome.LAPSED, "That offer is over: it held for 2 minutes\nIt ended at <t:{held}:t>.", True),
        (None, "That offer is over: it held for 2 minutes\nIt ended at <t:{held}:t>.", False),
        (Outcome.PASSED, "That offer is over: you passed studio-b on\nIt ended at <t:{over}:t>.", True),
        (Outcome.TAKEN, "You took studio-b already\nYou were first in line until <t:{taken}:t>.", False),
    ],
)
def test_who_replies_too_late_reads_why_and_can_wait_again(outcome: Outcome | None, said: str, again: bool) -> None:  # noqa: FBT001 - a table
    moments = {"over": after(minutes=1), "held": after(minutes=2), "taken": after(minutes=3)}
    offer = Offer(key="abc", at=NOON, slots=(), told_at=NOON)
    if outcome is Outcome.TAKEN:
        offer = replace(offer, taken_at=after(minutes=1))
    over = replace(MINE.waiter, offer=offer, outcome=outcome, over_at=after(minutes=1))
    message = ended_message(over, "studio-b", after(minutes=5))
    shown = said.format(**{name: int(at.timestamp()) for name, at in moments.items()})
    assert drawn(message).split("] ", 1)[1] == f"⚪ {shown}"
    back = Button(label="Wait again", action="notify:undo", arguments=("12",))
    assert message.actions == ((back,) if again else ())
    assert ended_message(over, "studio-b", after(hours=7)).actions == ()


def test_a_hold_is_named() -> None:
    held = replace(MINE, waiter=replace(MINE.waiter, hold=timedelta(seconds=90)))
    assert "when 2 slots have been free for 90 s, until" in drawn(joined_message(held, SUBJECT, "", now=NOON))
    assert "studio_a · once free for 90 s · until" in drawn(list_message([held], lambda _: SUBJECT, lambda _: "", NOON))
    one = replace(MINE, waiter=replace(MINE.waiter, hold=timedelta(minutes=5), slots=1))
    assert "when a slot has been free for 5 min, until" in drawn(joined_message(one, SUBJECT, "", now=NOON))


def test_the_list_names_all_or_how_one_begins() -> None:
    nothing = "[unknown] You aren't waiting for anything\n`/notify me` pings you once when a slot frees up."
    assert drawn(list_message([], lambda _: SUBJECT, lambda _: "", NOON)) == nothing
    one = list_message([MINE], lambda _: SUBJECT, lambda _: "", NOON)
    assert drawn(one) == f"[tight] You're waiting for 1 thing\n2nd in line · 2 slots of {SUBJECT} · {ENDS}"
    assert one.actions == (Button(label="Stop waiting", action="notify:stop", arguments=("12",)),)
    others = [replace(MINE, waiter=replace(MINE.waiter, id=number)) for number in range(13, 17)]
    five = list_message([MINE, *others], lambda _: "x" * 999, lambda _: "", NOON)
    assert refused(five) == []
    assert drawn(five).count("2nd in line") == 5
    (menu,) = five.actions
    assert isinstance(menu, Menu)
    assert (menu.action, [choice.value for choice in menu.choices]) == ("notify:stop", ["12", "13", "14", "15", "16"])


def test_what_became_of_it_is_said() -> None:
    assert drawn(left_message(MINE.waiter, SUBJECT)) == (
        "[unknown] 🔕 Cancelled\n2 slots of MiniMax · studio_a · you won't be pinged."
    )
    passed, unwanted = (
        declined_message(Declined(waiter=MINE.waiter, wanted=wanted), "MiniMax") for wanted in (True, False)
    )
    assert drawn(passed) == (
        "[unknown] Passed on\n2 slots of MiniMax · it goes to the next person in line. You aren't waiting any more."
    )
    assert drawn(unwanted) == "[unknown] You're out of the line\n2 slots of MiniMax · nobody else is waiting for it."
    for message in (passed, unwanted):
        assert message.actions == (Button(label="Undo", action="notify:undo", arguments=("12",)),)


def test_who_accepts_reads_first_where_to_start_and_until_when() -> None:
    one = accepted_message(replace(MINE.waiter, slots=1), "MiniMax", "studio-a", after(minutes=2))
    two = accepted_message(MINE.waiter, "MiniMax", "studio-a, b", after(minutes=2))
    before = f"before <t:{int(after(minutes=2).timestamp())}:t>: until then nobody else in line is offered"
    assert drawn(one) == (
        f"[free] Go ahead: studio-a\nStart your MiniMax job {before} this slot. The bot can't lock it."
    )
    assert drawn(two) == (
        f"[free] Go ahead: studio-a, b\nStart your 2 MiniMax jobs {before} these slots. The bot can't lock them."
    )


@given(nasty_text, nasty_text)
def test_any_names_fit_and_do_nothing(subject: str, room: str) -> None:
    for message in (
        joined_message(MINE, subject, room, now=NOON),
        list_message([MINE], lambda _: subject, lambda _: room, NOON),
        left_message(MINE.waiter, subject),
        accepted_message(MINE.waiter, subject, room, NOON),
        ended_message(MINE.waiter, room, NOON),
        declined_message(Declined(waiter=MINE.waiter, wanted=True), subject),
    ):
        assert message.private
        assert refused(message) == []
        assert acting(message, r"\*\*|<#7>") == []
