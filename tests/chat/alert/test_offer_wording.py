"""What a member who waited is told: what a locked phone shows, and what the message says by and by."""

from dataclasses import replace

import pytest
from hypothesis import given

from bot.alerts.alert import Alert
from bot.alerts.slot_notice import NoticeKind, OfferedSlots, Outcome, SlotNotice
from bot.chat.discord.message_renderer import draw
from bot.chat.why.wording import why_choice, why_message
from bot.delivery.stored_alerts import StoredAlert
from tests.chat.alert.told import ALERT_NAMES, WORDING
from tests.chat.drawn import acting, drawn, refused
from tests.chat.nasty import nasty_text
from tests.moments import NOON, after

OFFER = SlotNotice(
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
ASKED = f"asked for <t:{int(after(minutes=-9).timestamp())}:R>."
RULE = (
    "Kept for you for 2 minutes, then it is the next one's. **Taken** keeps it while you start your job, "
    "**Pass** lets the next one have it at once."
)


def alert(notice: SlotNotice) -> Alert:
    members = () if notice.private else (notice.member,)
    return Alert(key="abcdefghij", channel=7, at=NOON, members=members, content=notice)


@pytest.mark.parametrize(
    ("notice", "content", "title", "description"),
    [
        (
            OFFER,
            "<@42> MiniMax: 1 slot free on studio-a",
            "There is room · MiniMax",
            f"**studio-a** · 1 slot\nNumber 12: 1 slot, {ASKED}\n{RULE}",
        ),
        (
            SPREAD,
            "<@42> MiniMax: 3 slots free on studio-a, jo…@example.com",
            "There is room · MiniMax",
            f"**studio-a** · 2 slots\n**jo…@example.com** · 1 slot\nNumber 12: 3 slots, {ASKED}\n{RULE}",
        ),
        (
            replace(OFFER, outcome=Outcome.TAKEN, account="200300"),
            "<@42> MiniMax: studio-a · taken",
            "There was room · taken · MiniMax",
            f"**studio-a** · 1 slot\nNumber 12: 1 slot on studio-a, {ASKED}\nTaken.",
        ),
        (
            replace(OFFER, outcome=Outcome.PASSED),
            "<@42> MiniMax: studio-a · passed on",
            "There was room · passed on · MiniMax",
            f"**studio-a** · 1 slot\nNumber 12: 1 slot, {ASKED}\nPassed on.",
        ),
        (
            replace(OFFER, outcome=Outcome.LAPSED),
            "<@42> MiniMax: studio-a · over after 2 minutes",
            "There was room · over after 2 minutes · MiniMax",
            f"**studio-a** · 1 slot\nNumber 12: 1 slot, {ASKED}\nOver after 2 minutes. `/notify me` asks again.",
        ),
        (
            replace(OFFER, outcome=Outcome.GONE),
            "<@42> MiniMax: studio-a · gone before it was told",
            "There was room · gone before it was told · MiniMax",
            f"**studio-a** · 1 slot\nNumber 12: 1 slot, {ASKED}\nGone before it was told. `/notify me` asks again.",
        ),
        (
            replace(EXPIRED, account="200300", slots=2),
            "MiniMax: no room on studio-a in time",
            "No room in time · MiniMax",
            f"Number 12: 2 slots on studio-a, {ASKED}\nNobody is told of it any more. `/notify me` asks again.",
        ),
        (
            EXPIRED,
            "MiniMax: no room in time",
            "No room in time · MiniMax",
            f"Number 12: 1 slot, {ASKED}\nNobody is told of it any more. `/notify me` asks again.",
        ),
    ],
)
def test_a_notice_says_where_the_room_is_and_what_became_of_it(
    notice: SlotNotice, content: str, title: str, description: str
) -> None:
    message = WORDING.message(alert(notice))
    drawn = draw(message)
    (embed,) = drawn.embeds
    assert (drawn.content, embed.title, embed.description) == (content, title, description)
    assert embed.footer.text == "id abcdefgh"
    assert refused(message) == []


@given(nasty_text)
def test_text_of_others_does_nothing(text: str) -> None:
    notice = replace(OFFER, account=text, offered=(OfferedSlots(account=text, slots=1, free=1),))
    for one in (notice, replace(notice, kind=NoticeKind.EXPIRED), replace(notice, provider=text)):
        message = WORDING.message(alert(one))
        assert refused(message) == []
        assert acting(message, r"^<@42> |\*\*|`/notify me`") == []


def test_whoever_asks_why_hears_that_somebody_had_asked_but_not_who() -> None:
    told = StoredAlert(alert=alert(OFFER), owed_at=NOON, attempts=1, sending_since=NOON, told_at=NOON, message_id=5)
    told_text = drawn(why_message(told, ALERT_NAMES, "https://discord.com/channels/1/7/5"))
    assert told_text.startswith(
        "[free] Why? · MiniMax: 1 slot free on studio-a\n"
        "Somebody had asked with `/notify` to be told when there is room.\n# Delivery\n"
    )
    assert "[To the message](" in told_text
    ended = replace(told, alert=alert(EXPIRED), message_id=None)
    ended_text = drawn(why_message(ended, ALERT_NAMES, None))
    assert "It was told to one member." in ended_text
    assert "42" not in told_text + ended_text
    assert why_choice(told, ALERT_NAMES) == "abcdefgh · MiniMax: 1 slot free on studio-a · told"


def test_very_many_accounts_fit_and_are_counted() -> None:
    offered = tuple(OfferedSlots(account=f"{number}@example.com" * 9, slots=1, free=1) for number in range(500))
    message = WORDING.message(alert(replace(OFFER, slots=500, offered=offered)))
    assert refused(message) == []
    assert "and 497 more" in "".join(map(str, message.headline))
    assert "\nand 480 more\nNumber 12" in drawn(message)
