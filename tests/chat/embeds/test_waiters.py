"""What somebody who waits is answered."""

from dataclasses import replace

import pytest

from bot.alerts.slot_notice import Outcome
from bot.chat.embeds.waiters import (
    entry_line,
    joined_embed,
    left_embed,
    list_embed,
    ordinal,
    replied_embed,
)
from bot.waitlist.waitlist import WaitlistEntry
from tests.chat.discord_limits import refused
from tests.moments import NOON, after
from tests.waitlist.made import seconds, waiter

SINCE, UNTIL = int(NOON.timestamp()), int(after(hours=6).timestamp())
MINE = WaitlistEntry(waiter=waiter(12, slots=2), position=2)
SUBJECT = "MiniMax · studio_a"
LINE = rf"**12** · 2 slots of MiniMax · studio\_a · 2nd in line · since <t:{SINCE}:R> · until <t:{UNTIL}:t>"


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (13, "13th"), (21, "21st"), (112, "112th")],
)
def test_a_place_is_said_as_people_say_it(number: int, said: str) -> None:
    assert ordinal(number) == said


def test_who_asks_hears_where_they_stand_and_where_room_is_now() -> None:
    where = "You are pinged once in <#7> when there is room. `/notify cancel number:12` ends it sooner."
    assert joined_embed(MINE, SUBJECT, "").description == f"{LINE}\n{where}"
    room = joined_embed(MINE, SUBJECT, "studio_a, b")
    assert room.description == (
        f"{LINE}\nThere is room now, on **studio\\_a, b**: the next look offers it to you.\n{where}"
    )
    assert room.colour != joined_embed(MINE, SUBJECT, "").colour


def test_a_hold_is_named() -> None:
    held = replace(MINE, waiter=replace(MINE.waiter, hold=seconds(90)))
    assert r"studio\_a · free for 90 s · 2nd in line" in entry_line(held, SUBJECT)


def test_the_list_names_all_or_how_one_begins() -> None:
    assert "You wait for nothing." in str(list_embed([], lambda _: SUBJECT).description)
    assert (list_embed([MINE], lambda _: SUBJECT).title, list_embed([MINE], lambda _: SUBJECT).description) == (
        "You wait for 1",
        LINE,
    )
    five = list_embed([MINE] * 5, lambda _: "x" * 999)
    assert refused([five]) == []
    assert str(five.description).count("**12**") == 5


def test_what_became_of_it_is_said() -> None:
    assert "**12** · 2 slots of MiniMax" in str(left_embed(MINE.waiter, SUBJECT).description)
    taken = replied_embed(replace(MINE.waiter, outcome=Outcome.TAKEN), "MiniMax")
    passed = replied_embed(replace(MINE.waiter, outcome=Outcome.PASSED), "MiniMax")
    assert (taken.title, passed.title) == ("Taken", "Passed on")
    assert "2 minutes" in str(taken.description)
    assert "next in line" in str(passed.description)
