"""What a channel is told, word for word: the headline on a locked phone, then an embed for each provider."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.alerts.alert import Alert, Drill, Part, Room
from bot.alerts.board_content import BoardContent
from bot.alerts.news import News
from bot.chat.alert.alert_names import AlertNames
from bot.chat.alert.wording import AlertWording
from bot.chat.discord.message_renderer import draw
from bot.chat.message import Message
from bot.chat.text_spans import member, role
from bot.chat.wording.alert_id import details_button
from bot.history.slot_forecast import SlotForecast
from bot.subscriptions.topic import Condition, account_topic
from bot.subscriptions.watch import Style
from tests.alerts.tale import HERE, Tale
from tests.chat.alert.told import (
    ALERT_NAMES,
    ANSWERS,
    ELSEWHERE,
    FILLED,
    FREED,
    HIDDEN,
    JOANNA,
    KEPT,
    LOW,
    OVER,
    RISEN,
    SILENT,
    STUCK,
    UNFOLLOWED,
    WORDING,
    alert,
    no_board,
    part,
    read,
)
from tests.chat.drawn import drawn
from tests.chat.samples import NAMES, WORDS
from tests.moments import NOON


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (
            alert(part(FILLED, room=ELSEWHERE), role=77),
            """<@&77> 🔴 MiniMax: **studio-a** is full
[full]
Free now: **studio-b** 2 · **200303** 1
(Checked)""",
        ),
        (
            alert(part(HIDDEN)),
            r"""🔴 MiniMax: **jo…@example.com** is full
[full]
(Checked)""",
        ),
        (
            alert(part(replace(FILLED, closed=OVER), room=ELSEWHERE), role=77),
            """<@&77> ⚪ ~~MiniMax: studio-a is full~~ · was full for 12 min, until <t:1778847064:t>
[unknown]
(Checked)""",
        ),
        (
            alert(part(replace(FILLED, closed=UNFOLLOWED))),
            """⚪ ~~MiniMax: studio-a is full~~ · was full · not followed here any more
[unknown]
(Checked)""",
        ),
        (
            alert(part(FREED, room=ELSEWHERE)),
            """🟢 MiniMax: **studio-b** has room again, 2 of 5 free · was full for 12 min
[free]
(Checked)""",
        ),
        (
            alert(part(FILLED, FREED, room=ELSEWHERE[:1])),
            """🟡 MiniMax: **studio-a** is full, **studio-b** has room again
[tight]
🔴 **studio-a** · full
🟢 **studio-b** · has room again, 2 of 5 free · was full for 12 min

Free now: **studio-b** 2
(Checked)""",
        ),
        (
            alert(
                part(
                    replace(FILLED, closed=OVER),
                    replace(HIDDEN, details=replace(HIDDEN.details, limit=2)),
                    room=ELSEWHERE[:1],
                )
            ),
            r"""🔴 MiniMax: **jo…@example.com** is full, **studio-a** was full for 12 min
[full]
🔴 **jo…@example.com** · full
⚪ **studio-a** · was full for 12 min

Free now: **studio-b** 2
(Checked)""",
        ),
        (
            alert(part(*(replace(FILLED, topic=topic, closed=OVER) for topic in (FILLED.topic, JOANNA)))),
            r"""⚪ ~~MiniMax: 2 accounts are full~~ · until <t:1778847064:t>
[unknown]
⚪ **studio-a** · was full for 12 min
⚪ **jo…@example.com** · was full for 12 min
(Checked)""",
        ),
        (
            alert(part(LOW, room=ELSEWHERE), role=77),
            """<@&77> 🟡 **MiniMax is low: 2 of 13 free** (alert at 3). Use **studio-b**
[tight]
Free now: **studio-b** 2 · **200303** 1
(Checked)""",
        ),
        (
            alert(part(replace(LOW, details=replace(LOW.details, in_use=13)))),
            """🔴 **MiniMax is low: 0 of 13 free** (alert at 3)
[full]
(Checked)""",
        ),
        (
            alert(part(replace(LOW, closed=replace(OVER, witnessed=False)), room=ELSEWHERE)),
            """⚪ ~~MiniMax is low~~ · was low for at least 12 min, until <t:1778847064:t>
[unknown]
(Checked)""",
        ),
        (
            alert(part(RISEN, room=ELSEWHERE)),
            """🟢 **MiniMax is not low any more: 5 of 13 free**. Use **studio-b** · was low for 8 min
[free]
(Checked)""",
        ),
        (
            alert(part(SILENT)),
            r"""⚠️ **MiniMax can't be checked.** The token was refused (401). Check USEAPI_TOKEN.
[faulted]
Looks have failed since <t:1778846280:R>. Until they work again, nothing is told of its accounts.
(Checked)""",
        ),
        (
            alert(part(replace(SILENT, closed=OVER))),
            r"""⚪ ~~MiniMax can't be checked~~ · could not be checked for 12 min, until <t:1778847064:t>
[unknown]
(Checked)""",
        ),
        (
            alert(part(replace(SILENT, details=replace(SILENT.details, sentence=None), closed=UNFOLLOWED))),
            """⚪ ~~MiniMax can't be checked~~ · could not be checked · not followed here any more
[unknown]
(Checked)""",
        ),
        (
            alert(part(ANSWERS)),
            """🟢 **MiniMax can be checked again** · could not for 12 min
[free]
(Checked)""",
        ),
        (
            alert(part(STUCK), role=77),
            r"""<@&77> 🟡 MiniMax: **shot_12** on studio-a is stuck, it has run for 1 h
[tight]
Video, started <t:1778842800:R>
(Checked)""",
        ),
        (
            alert(
                part(
                    replace(STUCK, what=Condition.GOES_ON, details=replace(STUCK.details, stuck=None)),
                    *[replace(STUCK, closed=OVER)] * 2,
                )
            ),
            r"""🟢 MiniMax: **job** on studio-a is not stuck any more, 2 jobs were stuck
[free]
🟢 job on studio-a · not stuck
⚪ **shot_12** · video on studio-a · was stuck; it had run for 12 min
⚪ **shot_12** · video on studio-a · was stuck; it had run for 12 min
(Checked)""",
        ),
        (
            alert(part(FILLED, SILENT, LOW)),
            r"""🔴 MiniMax: can't be checked, **studio-a** is full, low on slots
[full]
⚠️ Can't be checked
🔴 **studio-a** · full
🟡 2 of 13 free (alert at 3)

The token was refused (401). Check USEAPI_TOKEN.
Looks have failed since <t:1778846280:R>. Until they work again, nothing is told of its accounts.
(Checked)""",
        ),
    ],
    ids=[
        "full",
        "inferred",
        "was full",
        "unfollowed",
        "freed",
        "full and freed",
        "one of two is over",
        "both are over",
        "low",
        "nothing left",
        "was low",
        "risen",
        "silent",
        "was silent",
        "silent, unfollowed",
        "answers",
        "stuck",
        "stuck no more",
        "of everything",
    ],
)
def test_an_alert_reads(told: Alert, expected: str) -> None:
    assert read(told) == expected


@pytest.mark.parametrize(
    ("news", "said"),
    [
        (replace(FREED, lasted_witnessed=False), ", 2 of 5 free · was full for at least 12 min"),
        (replace(FREED, lasted=None), ", 2 of 5 free"),
        (replace(FREED, details=replace(FREED.details, limit=None)), " · was full for 12 min"),
        (replace(FREED, closed=KEPT), ", 2 of 5 free · was full for 12 min"),
    ],
)
def test_how_long_it_was_full(news: News, said: str) -> None:
    assert f"🟢 MiniMax: **studio-b** has room again{said}\n" in read(alert(part(news)))


SOON = SlotForecast(low=timedelta(minutes=2), high=timedelta(minutes=5), jobs=214)


@pytest.mark.parametrize(
    ("news", "said"),
    [
        (FILLED, "\nNext slot usually in 2-5 min\n"),
        (replace(FILLED, closed=OVER), "⚪ ~~MiniMax: studio-a is full~~ · was full for 12 min, until"),
    ],
)
def test_when_a_slot_frees_is_told_until_it_has(news: News, said: str) -> None:
    told = read(alert(part(replace(news, frees=SOON))))
    assert said in told
    assert "next slot" not in told.splitlines()[0]


def test_two_hundred_changes_are_one_message() -> None:
    news = [replace(FILLED, topic=account_topic(f"a{n}")) for n in range(150)]
    news += [replace(FREED, topic=account_topic(f"b{n}")) for n in range(50)]
    lines = read(alert(part(*news))).split("\n")
    assert lines[0] == "🟡 MiniMax: 150 accounts are full, 50 accounts have room again"
    assert lines[32] == "and 170 more: 120 full, 50 with room again"
    assert read(alert(part(*news[150:]))).split("\n")[-2] == "and 20 more: 20 with room again"


def test_those_that_are_still_full_are_not_crowded_out_by_those_that_are_over() -> None:
    news = [replace(FILLED, topic=account_topic(f"a{n}"), closed=OVER if n < 35 else None) for n in range(40)]
    lines = read(alert(part(*news))).split("\n")
    assert lines[0] == "🔴 MiniMax: 5 accounts are full, 35 accounts were full"
    assert [line[0] for line in lines[2:32]] == ["🔴"] * 5 + ["⚪"] * 25
    assert lines[32] == "and 10 more: 10 over"


def test_names_are_told_apart_as_they_are_elsewhere() -> None:
    known = {"minimax": ["jon.doe@example.com"]}
    names = AlertNames(words=WORDS, accounts=NAMES, among=known.__getitem__)
    message = AlertWording(names, board=no_board, report=no_board, now=lambda: NOON).message(alert(part(HIDDEN)))
    assert drawn(message).split("\n")[0] == "🔴 MiniMax: **joa…@example.com** is full"


def test_a_board_is_worded_elsewhere_and_told_by_its_alerts_key() -> None:
    board = BoardContent(id=3)
    worded = Message(headline=("A board",))
    asked: list[tuple[BoardContent, str]] = []

    def word(content: BoardContent, key: str) -> Message:
        asked.append((content, key))
        return worded

    told = Alert(key="abcd2345efgh", channel=1, at=NOON, content=board)
    assert AlertWording(ALERT_NAMES, board=word, report=no_board, now=lambda: NOON).message(told) is worded
    assert asked == [(board, "abcd2345efgh")]


DRILL = Alert(key="abcd2345efgh", channel=1, at=NOON, roles=(77,), content=Drill())


def test_a_drill_says_so_everywhere_and_pings_as_an_alert_would() -> None:
    assert (
        read(DRILL)
        == """<@&77> Drill: nothing happened, alerts arrive here
[unknown]
Somebody tried with `/watch test` whether alerts arrive here. They do."""
    )


@pytest.mark.parametrize(
    "told",
    [alert(part(FILLED)), alert(part(FILLED), part(FREED, provider="kling")), DRILL],
)
def test_every_message_is_known_by_a_button_with_its_key_and_shows_no_id(told: Alert) -> None:
    message = WORDING.message(told)
    assert details_button(told.key) in message.actions
    assert "abcd2345" not in drawn(message)


def test_roles_are_pinged_before_members_and_nobody_else() -> None:
    told = replace(alert(part(FILLED)), roles=(77, 78), members=(9,))
    assert WORDING.message(told).pings == (role(77), role(78), member(9))


def test_a_message_has_ten_cards_at_most_and_names_who_is_left_out() -> None:
    parts: list[Part] = [part(FREED, provider=f"p{n}") for n in range(12)]
    message = WORDING.message(alert(*parts))
    assert len(message.cards) == len(draw(message).embeds) == 10
    assert drawn(message).endswith("\n\nand 2 more: p10, p11\n(Checked)")
    assert drawn(message).count("more") == 1


def test_most_room_is_named_and_the_rest_counted() -> None:
    room = tuple(Room(account=f"a{number}", free=number) for number in (5, 4, 3, 2))
    assert "Free now: **a5** 5 · **a4** 4 · **a3** 3, and 1 more" in read(alert(part(FILLED, room=room)))


@pytest.mark.parametrize(
    ("news", "room", "free"),
    [
        ((FILLED, FREED), (), 0),
        ((FILLED, replace(HIDDEN, closed=OVER)), (), 0),
        ((FILLED,), (), 2),
        ((FILLED,), (Room(account="200300", free=1),), 0),
    ],
    ids=["another is free again", "another was full", "slots are free", "a look shows room on it already"],
)
def test_no_message_denies_room_that_it_tells_of(news: tuple[News, ...], room: tuple[Room, ...], free: int) -> None:
    assert "0 of 13 free" not in read(alert(part(*news, room=room, free=free)))


def test_a_message_edited_to_free_again_names_that_account_as_room() -> None:
    tale = Tale(replace(HERE, style=Style.EDIT))
    tale.look(timedelta(), a=1, b=1)
    tale.look(timedelta(minutes=1), a=0, b=0)
    (said,) = (drawn(WORDING.message(one)) for one in tale.messages.values())
    assert said.startswith("<@&7> 🔴 MiniMax: 2 accounts are full. 0 of 4 free\n")

    tale.look(timedelta(minutes=2), a=0, b=2)

    (said,) = (drawn(WORDING.message(one)) for one in tale.messages.values())
    assert "**b** has room again. 2 of 4 free, use **b**" in said
    assert "Free now" not in said


def test_a_stuck_job_is_said_to_have_run_that_long_not_to_have_been_stuck() -> None:
    said = read(alert(part(replace(STUCK, closed=OVER))))
    assert "was stuck; it had run for 12 min" in said
    assert "stuck for" not in said


def test_a_stuck_jobs_reference_is_shown_on_one_line_with_its_emails_masked() -> None:
    assert STUCK.details.stuck is not None
    theirs = replace(STUCK.details.stuck, reply_ref="shot\nfor joanna@example.com")
    said = read(alert(part(replace(STUCK, details=replace(STUCK.details, stuck=theirs)))))
    assert "🟡 MiniMax: **shot for jo…@example.com** on studio-a is stuck" in said
