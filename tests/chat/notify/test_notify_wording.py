"""What somebody who waits is answered."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from bot.chat.message import Button, Menu
from bot.chat.notify.wording import (
    accepted_message,
    declined_message,
    joined_message,
    left_message,
    list_message,
    ordinal,
)
from bot.waitlist.offer_replies import Declined
from bot.waitlist.waitlist import WaitlistEntry
from tests.chat.drawn import acting, drawn, refused
from tests.chat.nasty import nasty_text
from tests.moments import NOON, after
from tests.waitlist.made import waiter

UNTIL = int(after(hours=6).timestamp())
MINE = WaitlistEntry(waiter=waiter(12, slots=2), position=2)
SUBJECT = "MiniMax · studio_a"
ENDS = f"until <t:{UNTIL}:t>"


@pytest.mark.parametrize(
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
        f"You're also 2nd in line for {SUBJECT}, in case it is gone.\n{pinged}"
    )
    for message in (soon, room):
        assert message.actions == (Button(label="Stop waiting", action="notify:stop", arguments=("12",)),)


def test_a_hold_is_named() -> None:
    held = replace(MINE, waiter=replace(MINE.waiter, hold=timedelta(seconds=90)))
    assert "when 2 slots have been free for 90 s, until" in drawn(joined_message(held, SUBJECT, "", now=NOON))
    assert "studio_a · once free for 90 s · until" in drawn(list_message([held], lambda _: SUBJECT, NOON))
    one = replace(MINE, waiter=replace(MINE.waiter, hold=timedelta(minutes=5), slots=1))
    assert "when a slot has been free for 5 min, until" in drawn(joined_message(one, SUBJECT, "", now=NOON))


def test_the_list_names_all_or_how_one_begins() -> None:
    nothing = "[unknown] You aren't waiting for anything\n`/notify me` pings you once when a slot frees up."
    assert drawn(list_message([], lambda _: SUBJECT, NOON)) == nothing
    one = list_message([MINE], lambda _: SUBJECT, NOON)
    assert drawn(one) == f"[tight] You're waiting for 1 thing\n2nd in line · 2 slots of {SUBJECT} · {ENDS}"
    assert one.actions == (Button(label="Stop waiting", action="notify:stop", arguments=("12",)),)
    others = [replace(MINE, waiter=replace(MINE.waiter, id=number)) for number in range(13, 17)]
    five = list_message([MINE, *others], lambda _: "x" * 999, NOON)
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
        list_message([MINE], lambda _: subject, NOON),
        left_message(MINE.waiter, subject),
        accepted_message(MINE.waiter, subject, room, NOON),
        declined_message(Declined(waiter=MINE.waiter, wanted=True), subject),
    ):
        assert message.private
        assert refused(message) == []
        assert acting(message, r"\*\*|<#7>") == []
