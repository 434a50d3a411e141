"""What a channel is told, word for word: the headline on a locked phone, then the embed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.alerts.alert import Alert, News, Outage, Room, What
from bot.chat.embeds.alert import alert_message
from bot.chat.names import AccountNames
from tests.chat.embeds.drawn import drawn
from tests.chat.embeds.made import MINIMAX, NAMES
from tests.moments import NOON, after

FILLED = News(account="200300", what=What.FULL, in_use=5, limit=5)
HIDDEN = News(account="joanna@example.com", what=What.FULL, in_use=2, limit=None, inferred=True)
FREED = News(
    account="200301",
    what=What.FREED,
    in_use=3,
    limit=5,
    lasted=timedelta(minutes=12, seconds=4),
    lasted_witnessed=True,
)
ELSEWHERE = (Room(account="200301", free=2), Room(account="200303", free=1))
SENTENCE = "The token was refused (401). Check USEAPI_TOKEN."


def told(*news: News, room: tuple[Room, ...] = (), role: int | None = None, outage: Outage | None = None) -> str:
    alert = Alert(
        key="abcd2345efgh",
        channel=1,
        roles=() if role is None else (role,),
        provider="minimax",
        at=NOON,
        news=news,
        room=room,
        outage=outage,
    )
    content, (embed,) = alert_message(alert, MINIMAX, NAMES)
    assert embed.timestamp == NOON
    return f"{content}\n{drawn(embed)}"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            told(FILLED, room=ELSEWHERE, role=77),
            """<@&77> MiniMax: studio-a is full (5/5)
[full] MiniMax · studio-a is full
🔴 **studio-a** · full, 5 of 5 in use

Room: **studio-b** 2 free, **200303** 1 free
(id abcd2345)""",
        ),
        (
            told(HIDDEN),
            r"""MiniMax: jo\*\*\*@example.com is full
[full] MiniMax · jo\*\*\*@example.com is full
🔴 **jo\*\*\*@example.com** · full (inferred), 2 in use

No other account is known to have room.
(id abcd2345)""",
        ),
        (
            told(FREED, room=ELSEWHERE),
            """MiniMax: studio-b is free again (2 of 5 free)
[free] MiniMax · studio-b is free again
🟢 **studio-b** · free again, 3 of 5 in use · was full for 12:04
(id abcd2345)""",
        ),
        (
            told(FILLED, FREED, room=ELSEWHERE[:1]),
            """MiniMax: studio-a is full, studio-b is free again
[tight] MiniMax · studio-a is full, studio-b is free again
🔴 **studio-a** · full, 5 of 5 in use
🟢 **studio-b** · free again, 3 of 5 in use · was full for 12:04

Room: **studio-b** 2 free
(id abcd2345)""",
        ),
        (
            told(outage=Outage(over=False, sentence=SENTENCE, since=after(minutes=-2))),
            r"""MiniMax can't be checked
[unknown] MiniMax can't be checked
The token was refused \(401\). Check USEAPI\_TOKEN.
Looks have failed since <t:1778846280:R>. Until they work again, nothing is told of its accounts.
(id abcd2345)""",
        ),
        (
            told(outage=Outage(over=True, lasted=timedelta(minutes=12))),
            """MiniMax can be checked again
[free] MiniMax can be checked again
Looks failed for 12:00.
(id abcd2345)""",
        ),
    ],
    ids=["full", "inferred", "freed", "both", "outage", "return"],
)
def test_an_alert_reads(said: str, expected: str) -> None:
    assert said == expected


@pytest.mark.parametrize(
    ("news", "said"),
    [
        (replace(FREED, lasted_witnessed=False), "3 of 5 in use · was full for at least 12:04"),
        (replace(FREED, lasted=None), "3 of 5 in use"),
        (replace(FREED, limit=None), "3 in use · was full for 12:04"),
    ],
)
def test_how_long_it_was_full(news: News, said: str) -> None:
    assert f"🟢 **studio-b** · free again, {said}\n" in told(news)


def test_two_hundred_changes_are_one_message() -> None:
    news = [replace(FILLED, account=f"a{n}") for n in range(150)] + [replace(FREED, account=f"b{n}") for n in range(50)]
    lines = told(*news).split("\n")
    assert lines[0] == "MiniMax: 150 accounts are full, 50 accounts are free again"
    assert lines[32] == "and 170 more: 120 full, 50 free again"
    assert told(*news[150:]).split("\n")[-2] == "and 20 more: 20 free again"


def test_names_are_told_apart_as_they_are_elsewhere() -> None:
    alert = Alert(key="k", channel=1, provider="minimax", at=NOON, news=(HIDDEN,))
    content, _ = alert_message(alert, MINIMAX, NAMES, among=["jon.doe@example.com"])
    assert content == r"MiniMax: jo\*\*\*@example.com·a5 is full"


def test_an_outage_beside_news_is_told_with_them() -> None:
    said = told(FILLED, outage=Outage(over=False, sentence=None))
    assert "No other account is known to have room.\nThe reason is not known. Until they work again" in said
    assert "\nLooks" not in said


def test_a_drill_says_so_everywhere_and_pings_as_an_alert_would() -> None:
    alert = Alert(key="abcd2345efgh", channel=1, roles=(77,), provider="minimax", at=NOON, drill=True)
    content, (embed,) = alert_message(alert, MINIMAX, NAMES)
    assert content == "<@&77> Drill: nothing happened, alerts arrive here"
    assert (
        drawn(embed)
        == """[unknown] Drill · nothing happened
Somebody tried with `/watch test` whether alerts arrive here. They do.
(id abcd2345)"""
    )


@pytest.mark.parametrize("what", list(What))
def test_what_was_folded_says_how_often_it_changed(what: What) -> None:
    once = News(account="a", what=what, in_use=1, limit=2)
    alert = Alert(key="k", channel=1, provider="minimax", at=NOON, news=(replace(once, changes=3),))
    _, (embed,) = alert_message(alert, MINIMAX, AccountNames())
    _, (plainly,) = alert_message(replace(alert, news=(once,)), MINIMAX, AccountNames())

    assert "in use · changed 3 times since it was last told" in (embed.description or "")
    assert "changed" not in (plainly.description or "")
