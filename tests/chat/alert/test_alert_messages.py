"""What holds of every alert's message: its bounds, its pings, and that no sentence of it denies another."""

from dataclasses import replace
from datetime import timedelta

from bot.accounts.job import JobKind
from bot.alerts.alert import Alert, Drill, Part, Room
from bot.alerts.news import Details, News, RunningJob
from bot.boards.board_content import BoardContent
from bot.chat.alert.alert_buttons import details_button
from bot.chat.alert.alert_message import alert_message
from bot.chat.alert.alert_names import AlertNames
from bot.chat.board.board_message import board_message
from bot.chat.discord.message_renderer import draw
from bot.chat.message import Button
from bot.chat.text_spans import member, role
from bot.history.stuck_jobs import UsualDuration
from bot.subscriptions.mute import Mute
from bot.subscriptions.topics_and_conditions import account_topic
from bot.subscriptions.watch import Style
from tests.alerts.tale import HERE, Tale
from tests.chat.alert.told import ALERT_NAMES, FILLED, FREED, HIDDEN, OVER, STUCK, alert, message_of, part, read
from tests.chat.drawn import drawn
from tests.chat.samples import NAMES, WORDS
from tests.moments import NOON, after
from tests.rows import each_row


def test_two_hundred_changes_are_one_message() -> None:
    news = [replace(FILLED, topic=account_topic(f"a{n}")) for n in range(150)]
    news += [replace(FREED, topic=account_topic(f"b{n}")) for n in range(50)]
    lines = read(alert(part(*news))).split("\n")
    assert lines[0] == "🟡 MiniMax: 150 accounts are full, 50 accounts have room again"
    assert lines[32] == "and 170 more: 120 full, 50 with room again"
    assert read(alert(part(*news[150:]))).split("\n")[-1] == "and 20 more: 20 with room again"


def test_those_that_are_still_full_are_not_crowded_out_by_those_that_are_over() -> None:
    news = [replace(FILLED, topic=account_topic(f"a{n}"), closed=OVER if n < 35 else None) for n in range(40)]
    lines = read(alert(part(*news))).split("\n")
    assert lines[0] == "🟡 MiniMax: 5 accounts are full, 35 accounts were full"
    assert [line[0] for line in lines[2:32]] == ["🔴"] * 5 + ["⚪"] * 25
    assert lines[32] == "and 10 more: 10 over"


def test_names_are_told_apart_as_they_are_elsewhere() -> None:
    known = {"minimax": ["jon.doe@example.com"]}
    names = AlertNames(words=WORDS, accounts=NAMES, among=known.__getitem__)
    message = alert_message(alert(part(HIDDEN)), names, NOON)
    assert drawn(message).split("\n")[0] == "🔴 MiniMax: **joa…@example.com** is full"


def test_a_board_is_told_by_its_alerts_key() -> None:
    board = BoardContent(id=3)
    told = Alert(key="abcd2345efgh", channel=1, at=NOON, content=board)
    assert message_of(told) == board_message(board, "abcd2345efgh", ALERT_NAMES)


DRILL = Alert(key="abcd2345efgh", channel=1, at=NOON, roles=(77,), content=Drill())


def test_a_drill_says_so_everywhere_and_pings_as_an_alert_would() -> None:
    assert (
        read(DRILL)
        == """<@&77> Test: alerts arrive here
[unknown]
Sent by `/watch test`."""
    )


@each_row(
    "told",
    [alert(part(FILLED)), alert(part(FILLED), part(FREED, provider="kling")), DRILL],
)
def test_every_message_is_known_by_a_button_with_its_key_and_shows_no_id(told: Alert) -> None:
    message = message_of(told)
    assert details_button(told.key) in message.actions
    assert "abcd2345" not in drawn(message)


def test_a_mute_is_named_until_it_ends_and_can_be_made_again_after() -> None:
    by_ann = Mute(id=1, guild=5, channel=1, provider="minimax", by=9, until=NOON + timedelta(seconds=1))
    holding = alert(part(FILLED), muted=by_ann)
    ended = alert(part(FILLED), muted=replace(by_ann, until=NOON))
    assert ("Muted by <@9>" in read(holding), "Muted by" in read(ended)) == (True, False)
    labels = [[one.label for one in message_of(told).actions if isinstance(one, Button)] for told in (holding, ended)]
    assert [one[-1] for one in labels] == ["Unmute", "Mute here…"]


def test_roles_are_pinged_before_members_and_nobody_else() -> None:
    told = replace(alert(part(FILLED)), roles=(77, 78), members=(9,))
    assert message_of(told).pings == (role(77), role(78), member(9))


def test_a_message_has_ten_cards_at_most_and_names_who_is_left_out() -> None:
    parts: list[Part] = [part(FREED, provider=f"p{n}") for n in range(12)]
    message = message_of(alert(*parts))
    assert len(message.cards) == len(draw(message).embeds) == 10
    assert drawn(message).endswith("\n\nand 2 more: p10, p11")
    assert drawn(message).count("more") == 1


@each_row(("free", "elsewhere"), [(12, ""), (15, " · 3 elsewhere")])
def test_most_room_is_named_and_the_rest_counted(free: int, elsewhere: str) -> None:
    room = tuple(Room(account=f"a{number}", free=number) for number in (5, 4, 3))
    said = read(alert(part(FILLED, room=room, free=free)))
    assert f"Free now: **a5** 5 · **a4** 4 · **a3** 3{elsewhere}" in said.split("\n")


@each_row(
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
    (said,) = (drawn(message_of(one)) for one in tale.messages.values())
    assert said.startswith("<@&7> 🔴 **MiniMax is full: 0 of 4 free**\n")

    tale.look(timedelta(minutes=2), a=0, b=2)

    (said,) = (drawn(message_of(one)) for one in tale.messages.values())
    assert "**MiniMax: 2 of 4 free.** Use **b** · **a** is full, **b** has room again" in said
    assert "Free now" not in said


def test_a_stuck_job_is_said_to_have_run_that_long_not_to_have_been_stuck() -> None:
    said = read(alert(part(replace(STUCK, closed=OVER))))
    assert "was stuck; it had run for 12 min" in said
    assert "stuck for" not in said


def test_a_stuck_job_is_compared_with_how_long_such_jobs_usually_take() -> None:
    usual = UsualDuration(low=timedelta(minutes=3), high=timedelta(minutes=6, seconds=10))
    stuck = RunningJob(kind=JobKind.VIDEO, started=after(hours=-1), reply_ref="shot-12", usual=usual)
    told = read(alert(part(replace(STUCK, details=Details(stuck=stuck)))))
    assert told.startswith("⚠️ MiniMax: **shot-12** on studio-a seems stuck: 1 h so far, usually 3-6 min\n")


def test_a_stuck_jobs_reference_is_shown_on_one_line_with_its_emails_masked() -> None:
    assert STUCK.details.stuck is not None
    theirs = replace(STUCK.details.stuck, reply_ref="shot\nfor joanna@example.com")
    stuck = replace(STUCK, details=replace(STUCK.details, stuck=theirs))
    assert "⚠️ MiniMax: **shot for jo…@example.com** on studio-a seems stuck" in read(alert(part(stuck)))
    assert "**shot for jo…@example.com** · video on studio-a" in read(alert(part(stuck, FILLED)))
