"""What a member who waited is told: what a locked phone shows, and what the message says by and by."""

from dataclasses import replace

from hypothesis import given

from bot.alerts.alert import Alert
from bot.alerts.waiter_notice import NoticeKind, OfferedSlots, Outcome, WaiterNotice
from bot.chat.alert.alert_message import alert_message
from bot.chat.discord.message_renderer import draw
from bot.chat.message import Button
from bot.chat.why.wording import why_choice, why_message
from bot.delivery.stored_alerts import StoredAlert
from tests.chat.alert.told import ALERT_NAMES, message_of
from tests.chat.drawn import acting, drawn, refused
from tests.chat.nasty import nasty_text
from tests.moments import NOON, after
from tests.rows import each_row

OFFER = WaiterNotice(
    kind=NoticeKind.OFFER,
    waiter=12,
    member=42,
    provider="minimax",
    asked_at=after(minutes=-9),
    offered=(OfferedSlots(account="200300", slots=1, free=1),),
)
SPREAD = replace(
    OFFER,
    slots=3,
    offered=(
        OfferedSlots(account="200300", slots=2, free=2),
        OfferedSlots(account="joanna@example.com", slots=1, free=1),
    ),
)
EXPIRED = replace(OFFER, kind=NoticeKind.EXPIRED, offered=())
UNTIL = int(after(minutes=2).timestamp())
FIRST = (
    f"You're first in line until <t:{UNTIL}:t> (<t:{UNTIL}:R>). "
    "The bot can't lock a slot: whoever starts a job gets it."
)
GIVEN_UP = (
    f"<t:{int(after(minutes=-9).timestamp())}:R>. You are not waiting any more: `/notify me` in a channel asks again."
)


def alert(notice: WaiterNotice) -> Alert:
    members = () if notice.private else (notice.member,)
    return Alert(key="abcdefghij", channel=7, at=NOON, members=members, content=notice)


@each_row(
    ("notice", "content", "description"),
    [
        (OFFER, "<@42> **your MiniMax slot: studio-a**", FIRST),
        (
            SPREAD,
            "<@42> **your 3 MiniMax slots: studio-a, jo…@example.com**",
            f"**studio-a** · 2 slots\n**jo…@example.com** · 1 slot\n{FIRST}",
        ),
        (
            replace(OFFER, outcome=Outcome.TAKEN, account="200300"),
            "<@42> 🟢 **you took studio-a** · MiniMax",
            None,
        ),
        (
            replace(SPREAD, outcome=Outcome.TAKEN, taken_at=after(minutes=1)),
            f"<@42> 🟢 **you took studio-a, jo…@example.com** · MiniMax · first in line until <t:{UNTIL + 60}:t>",
            "**studio-a** · 2 slots\n**jo…@example.com** · 1 slot",
        ),
        (
            replace(OFFER, outcome=Outcome.USED),
            "<@42> ⚪ ~~your MiniMax slot: studio-a~~ · in use now",
            "Not you? You can wait again, at the place you had.",
        ),
        (
            replace(OFFER, outcome=Outcome.UNUSABLE),
            "<@42> ⚪ ~~your MiniMax slot: studio-a~~ · can't be used now",
            "You can wait again, at the place you had.",
        ),
        (replace(OFFER, outcome=Outcome.PASSED), "<@42> ⚪ ~~your MiniMax slot: studio-a~~ · passed on", None),
        (
            replace(OFFER, outcome=Outcome.LAPSED),
            "<@42> ⚪ ~~your MiniMax slot: studio-a~~ · over after 2 minutes",
            "You can wait again, at the place you had.",
        ),
        (
            replace(OFFER, outcome=Outcome.GONE),
            "<@42> ⚪ ~~your MiniMax slot: studio-a~~ · gone before you could be told",
            "You can wait again, at the place you had.",
        ),
        (
            replace(EXPIRED, account="200300", slots=2),
            "MiniMax: no room on studio-a in time",
            f"You asked for 2 slots {GIVEN_UP}",
        ),
        (EXPIRED, "MiniMax: no room in time", f"You asked for 1 slot {GIVEN_UP}"),
    ],
)
def test_a_notice_says_where_the_room_is_and_what_became_of_it(
    notice: WaiterNotice, content: str, description: str | None
) -> None:
    message = message_of(alert(notice))
    drawn = draw(message)
    shown = [(embed.title, embed.description, embed.footer.text) for embed in drawn.embeds]
    assert drawn.content == content
    # Where there is nothing to add, there is no empty box.
    assert shown == ([] if description is None else [(None, description, None)])
    assert refused(message) == []


def test_an_offer_promises_no_more_than_the_bot_can_keep() -> None:
    for notice in (OFFER, *(replace(OFFER, outcome=outcome) for outcome in Outcome), EXPIRED):
        message = message_of(alert(notice))
        said = drawn(message) + "".join(one.label for one in message.actions if isinstance(one, Button))
        assert not [word for word in ("Number", "ept for you", "keeps it", "Taken", "reserved") if word in said]


def test_an_offer_that_is_told_late_counts_its_time_from_then() -> None:
    late = alert_message(alert(OFFER), ALERT_NAMES, after(minutes=30))
    assert f"until <t:{int(after(minutes=32).timestamp())}:t>" in drawn(late)


def test_an_edit_of_an_offer_does_not_move_until_when_it_holds() -> None:
    edited = drawn(alert_message(replace(alert(OFFER), told_at=NOON), ALERT_NAMES, after(minutes=1)))
    assert f"until <t:{int(after(minutes=2).timestamp())}:t>" in edited


@given(nasty_text)
def test_text_of_others_does_nothing(text: str) -> None:
    notice = replace(OFFER, account=text, offered=(OfferedSlots(account=text, slots=1, free=1),))
    for one in (notice, replace(notice, kind=NoticeKind.EXPIRED), replace(notice, provider=text)):
        message = message_of(alert(one))
        assert refused(message) == []
        assert acting(message, r"^<@42> |\*\*|~~|`/notify me`") == []


def test_whoever_asks_why_hears_that_somebody_had_asked_but_not_who() -> None:
    told = StoredAlert(alert=alert(OFFER), owed_at=NOON, attempts=1, attempted_at=NOON, told_at=NOON, message_id=5)
    told_text = drawn(why_message(told, ALERT_NAMES, "https://discord.com/channels/1/7/5"))
    assert told_text.startswith(
        "[free] Details · waiting for MiniMax\n"
        "Somebody had asked with `/notify me` to be told when there is room.\n\nPosted at "
    )
    assert "[To the message](" in told_text
    ended = replace(told, alert=alert(EXPIRED), message_id=None)
    ended_text = drawn(why_message(ended, ALERT_NAMES, None))
    assert "Only the member who waits can see it." in ended_text
    assert "42" not in told_text + ended_text
    assert why_choice(told, ALERT_NAMES) == "abcdefgh · your MiniMax slot: studio-a · posted"


def test_very_many_accounts_fit_and_are_counted() -> None:
    offered = tuple(OfferedSlots(account=f"{number}@example.com" * 9, slots=1, free=1) for number in range(500))
    message = message_of(alert(replace(OFFER, slots=500, offered=offered)))
    assert refused(message) == []
    assert ", and 497 more**" in drawn(message)
    assert "\nand 480 more\nYou're first in line until" in drawn(message)
