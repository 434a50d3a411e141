"""Alerts about the health of accounts: what is wrong, what to do, and where."""

from dataclasses import replace
from datetime import timedelta

from bot.alerts.alert import Alert
from bot.alerts.news import Details, Flaps, News
from bot.subscriptions.topics_and_conditions import Condition, Topic, TopicKind
from tests.chat.alert.told import ELSEWHERE, FILLED, FREED, OVER, STUCK, UNFOLLOWED, alert, part, read
from tests.moments import NOON, after
from tests.rows import each_row

HEALTH = Topic(kind=TopicKind.HEALTH, account="200300")
QUOTA = Topic(kind=TopicKind.QUOTA, account="200301")
SESSION = Topic(kind=TopicKind.SESSION, account="joanna@example.com")

SIGNED_OUT = News(
    topic=HEALTH,
    what=Condition.UNUSABLE,
    since=NOON,
    details=Details(sentence="Session refresh failed of joanna@example.com", needs_person=True),
    before=Condition.USABLE,
)
EMPTY = News(
    topic=QUOTA,
    what=Condition.OUT_OF_CREDITS,
    since=NOON,
    details=Details(until=after(days=2)),
    before=Condition.HAS_CREDITS,
)
LOW = News(
    topic=Topic(kind=TopicKind.QUOTA_USED, account="200301"),
    what=Condition.QUOTA_LOW,
    since=NOON,
    details=Details(used_percent=88.2, until=after(days=2)),
    before=Condition.QUOTA_BACK,
)
ENDING = News(
    topic=SESSION,
    what=Condition.SESSION_ENDS,
    since=NOON,
    details=Details(until=after(days=5)),
    before=Condition.SESSION_RENEWED,
)


def over(news: News, what: Condition) -> News:
    """Return the end of a trouble."""
    lasted = timedelta(hours=3, minutes=5)
    return replace(news, what=what, details=Details(), lasted=lasted, lasted_witnessed=True)


PAGE = "[How to set it up](https://useapi.net/docs/api-minimax-v1)"
SIGN_IN = "[How to sign in again](https://useapi.net/docs/api-minimax-v1)"

SAID = [
    (
        alert(part(SIGNED_OUT)),
        (
            "⚠️ MiniMax: **studio-a** is signed out. Sign in again at useapi.net\n[faulted]\n"
            f"Session refresh failed of jo…@example.com\n{SIGN_IN}"
        ),
    ),
    (
        alert(part(replace(SIGNED_OUT, details=Details(sentence="Insufficient credits")))),
        f"⚠️ MiniMax: **studio-a** is out of credits. Top it up\n[faulted]\nInsufficient credits\n{PAGE}",
    ),
    (
        alert(part(replace(SIGNED_OUT, details=Details(sentence="on hold")))),
        f"⚠️ MiniMax: **studio-a** is on hold. Check it at useapi.net\n[faulted]\n{PAGE}",
    ),
    (
        alert(part(EMPTY)),
        "⚠️ MiniMax: **studio-b** has used up its quota, which resets <t:1779019200:R>",
    ),
    (
        alert(part(replace(EMPTY, details=Details()))),
        "⚠️ MiniMax: **studio-b** has used up its quota",
    ),
    (
        alert(part(ENDING)),
        (
            "⚠️ MiniMax: **jo…@example.com** will be signed out <t:1779278400:f>. "
            f"Sign in again at useapi.net before that\n[faulted]\n{SIGN_IN}"
        ),
    ),
    (
        alert(part(replace(ENDING, details=Details(until=after(days=-5), ended=True)))),
        (
            "⚠️ MiniMax: **jo…@example.com** has had no session since <t:1778414400:f>. "
            f"Sign in again at useapi.net\n[faulted]\n{SIGN_IN}"
        ),
    ),
    (
        alert(part(LOW)),
        "🟡 MiniMax: **studio-b** has used 88% of its quota, which resets <t:1779019200:R>",
    ),
    (
        alert(part(over(LOW, Condition.QUOTA_BACK))),
        "🟢 MiniMax: **studio-b** has quota again",
    ),
    (
        alert(part(over(SIGNED_OUT, Condition.USABLE))),
        "🟢 MiniMax: **studio-a** can be used again · unusable for 3 h 05",
    ),
    (
        alert(part(over(EMPTY, Condition.HAS_CREDITS))),
        "🟢 MiniMax: **studio-b** has quota again · had none for 3 h 05",
    ),
    (
        alert(part(replace(ENDING, what=Condition.SESSION_RENEWED, details=Details()))),
        "🟢 MiniMax: **jo…@example.com** has a new session",
    ),
    (
        alert(part(SIGNED_OUT, replace(SIGNED_OUT, topic=replace(HEALTH, account="200301")))),
        (
            "⚠️ MiniMax: 2 accounts are signed out\n[faulted]\n"
            "⚠️ **studio-a** is signed out. Sign in again at useapi.net\n"
            "⚠️ **studio-b** is signed out. Sign in again at useapi.net\n\n"
            f"Session refresh failed of jo…@example.com\n{SIGN_IN}"
        ),
    ),
    (
        alert(part(SIGNED_OUT, FILLED, room=ELSEWHERE, free=3)),
        (
            "🟡 **MiniMax: 3 of 13 free.** Use **studio-b** · "
            "**studio-a** is signed out, **studio-a** is full\n[tight]\n"
            "⚠️ **studio-a** is signed out. Sign in again at useapi.net\n🔴 **studio-a** · full\n\n"
            f"Free now: **studio-b** 2 · **200303** 1\nSession refresh failed of jo…@example.com\n{SIGN_IN}"
        ),
    ),
    (
        alert(part(replace(SIGNED_OUT, closed=OVER))),
        "⚪ ~~MiniMax: studio-a is signed out~~ · was signed out for 12 min, until <t:1778847064:t>",
    ),
    (
        alert(part(replace(LOW, closed=OVER))),
        ("⚪ ~~MiniMax: studio-b has used 88% of its quota~~ · was low on quota for 12 min, until <t:1778847064:t>"),
    ),
    (
        alert(part(replace(EMPTY, closed=UNFOLLOWED))),
        "⚪ ~~MiniMax: studio-b has used up its quota~~ · had none · not followed here any more",
    ),
    (
        alert(part(replace(SIGNED_OUT, flaps=Flaps(changes=6, since=after(minutes=-9))))),
        (
            "🟡 MiniMax: **studio-a** keeps breaking and recovering · 6 changes in 9 min"
            " · no alerts about that until it stops"
        ),
    ),
]


@each_row(("told", "said"), SAID, ids=[said.split("\n")[0][:60] for _, said in SAID])
def test_trouble_of_an_account_is_told_with_what_to_do(told: Alert, said: str) -> None:
    assert read(told) == said


def test_that_credits_ran_out_or_came_back_is_said_without_the_quota_too() -> None:
    used_up = replace(LOW, details=replace(LOW.details, used_percent=100.0))
    assert "100%" not in read(alert(part(EMPTY, used_up)))
    nearly = replace(LOW, details=replace(LOW.details, used_percent=99.9))
    assert "has used 99% of its quota" in read(alert(part(nearly)))
    back, more = over(EMPTY, Condition.HAS_CREDITS), over(LOW, Condition.QUOTA_BACK)
    assert read(alert(part(back, more))).count("quota again") == 1
    assert "has used 88% of its quota" in read(alert(part(back, LOW)))
    other = replace(more, topic=replace(more.topic, account="200300"))
    assert "has quota again" in read(alert(part(back, other)))


@each_row(
    ("sentence", "said"),
    [
        ("Session refresh failed", "is signed in again · signed out for 3 h 05"),
        ("Account is on hold", "can be used again · on hold for 3 h 05"),
        ("Not enough credits", "has credits again · out of credits for 3 h 05"),
        ("Subscription expired", "can be used again · unusable for 3 h 05"),
        (None, "can be used again · unusable for 3 h 05"),
    ],
)
def test_the_end_of_a_trouble_is_told_by_what_it_was(sentence: str | None, said: str) -> None:
    again = over(SIGNED_OUT, Condition.USABLE)
    again = replace(again, details=replace(again.details, sentence=sentence))
    assert read(alert(part(again))) == f"🟢 MiniMax: **studio-a** {said}"
    line = read(alert(part(again, STUCK))).split("\n")[-1]
    assert line == f"🟢 **studio-a** {said}"
    several = (again, replace(again, topic=replace(again.topic, account="200301")))
    many = "are signed in again" if sentence == "Session refresh failed" else "can be used again"
    assert read(alert(part(*several))).startswith(f"🟢 MiniMax: 2 accounts {many}\n")


def test_an_account_that_can_be_used_again_says_how_much_is_free_and_where() -> None:
    again = over(SIGNED_OUT, Condition.USABLE)
    told = read(alert(part(again, room=ELSEWHERE, free=6)))
    assert told == "🟢 MiniMax: **studio-a** can be used again. 6 of 13 free, use **studio-b** · unusable for 3 h 05"


def test_that_an_account_can_be_used_again_is_said_without_that_it_has_room_too() -> None:
    again = over(SIGNED_OUT, Condition.USABLE)
    freed = replace(FREED, topic=FILLED.topic)
    alone, both = (read(alert(part(*news, room=ELSEWHERE, free=6))) for news in ((again,), (freed, again)))
    assert both == alone
    assert "has room again" in read(alert(part(FREED, again, room=ELSEWHERE, free=6)))
