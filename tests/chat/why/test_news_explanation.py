"""What was seen, and the reason to tell it, word for word."""

from dataclasses import replace
from datetime import timedelta

from bot.alerts.news import Details, Flaps, News, Reason, Withheld, WithheldBecause
from bot.chat.alert.alert_names import AlertNames
from bot.chat.why.wording import why_choice, why_message
from bot.subscriptions.topics_and_conditions import Condition, Topic, TopicKind
from tests.chat.alert.told import (
    ANSWERS,
    FILLED,
    FREED,
    HIDDEN,
    KEEPS,
    KEPT,
    LOW,
    OVER,
    OVER_UNSEEN,
    RISEN,
    SETTLED,
    SILENT,
    STUCK,
    SUPERSEDED,
    UNFOLLOWED,
    alert,
    part,
)
from tests.chat.drawn import drawn
from tests.chat.recorded import recorded
from tests.chat.samples import NAMES, WORDS
from tests.chat.why.why_entries import ARRIVED, TOLD, explained
from tests.moments import NOON
from tests.rows import each_row


def seen(news: News) -> list[str]:
    return explained(recorded(alert=alert(part(news)))).split("\n\n")[0].split("\n")[1:]


def test_an_alert_that_was_told_is_explained() -> None:
    hold, quiet = timedelta(seconds=60), Withheld(why=WithheldBecause.QUIET, until=NOON)
    news = replace(FILLED, hold=hold, changes=3, withheld=quiet)
    assert (
        explained(replace(TOLD, alert=alert(part(news, HIDDEN))))
        == rf"""[full] Details · MiniMax
🔴 **studio-a** filled up at <t:1778846340:T>
Anything shorter than 1m is ignored.
Changed 3 times since the last alert.
Not posted until then: quiet hours until <t:1778846400:t>.

🔴 **jo…@example.com** filled up at <t:1778846400:T>
MiniMax stopped listing it while 2 jobs ran on it, which means full.

{ARRIVED.replace(", 2.50 s after the check at <t:1778846400:T>", ", 2.50 s later")}
(alert abcd2345)"""
    )


@each_row("reason", Reason)
def test_the_reason_to_tell_it_is_said_where_it_is_not_the_usual_one(reason: Reason) -> None:
    said = {
        Reason.QUIET_OVER: "It was posted when quiet hours were over.",
        Reason.EDITED: "The message was edited when it was over.",
        Reason.UNCLAIMED: "It had been offered to people who waited; now it was there for everybody.",
    }
    assert seen(replace(FILLED, reason=reason)) == [*seen(FILLED), *([said[reason]] if reason in said else [])]


@each_row(
    ("news", "lines"),
    [
        (
            replace(FILLED, before=None),
            ["🔴 **studio-a** filled up at <t:1778846340:T>"],
        ),
        (
            replace(FILLED, before=Condition.FULL, changes=2),
            ["🔴 **studio-a** filled up at <t:1778846340:T>", "Changed 2 times since the last alert."],
        ),
        (FREED, ["🟢 **studio-b** had room again at <t:1778846400:T>: 2 of 5 free", "It was full for 12 min."]),
        (replace(FREED, before=Condition.FREED), ["What was before lasted 12 min."]),
        (
            replace(HIDDEN, details=Details(inferred=True)),
            ["MiniMax stopped listing it while jobs ran on it, which means full."],
        ),
        (
            LOW,
            [
                "🟡 **MiniMax** ran low at <t:1778846400:T>: 2 of 13 free; low is 3 or fewer",
            ],
        ),
        (
            SILENT,
            [
                "⚠️ **MiniMax** could not be checked from <t:1778846280:T>",
                r"The token was refused (401). Check USEAPI_TOKEN.",
            ],
        ),
        (
            STUCK,
            [
                r"⚠️ **shot_12** on studio-a seemed stuck, running since <t:1778842800:T>",
            ],
        ),
        (
            replace(STUCK, since=NOON - timedelta(days=1)),
            [
                r"⚠️ **shot_12** on studio-a seemed stuck, running since <t:1778760000:f>",
            ],
        ),
        (
            ANSWERS,
            ["🟢 **MiniMax** could be checked again at <t:1778846400:T>", "It could not be checked for 12 min."],
        ),
        (
            News(
                topic=Topic(kind=TopicKind.HEALTH, account="200300"),
                what=Condition.UNUSABLE,
                since=NOON,
                details=Details(sentence="It broke."),
            ),
            ["⚠️ **studio-a** could not be used from <t:1778846400:T>", "It broke."],
        ),
        (
            News(
                topic=Topic(kind=TopicKind.HEALTH, account="200300"),
                what=Condition.UNUSABLE,
                since=NOON,
                details=Details(sentence="Session refresh failed"),
            ),
            ["⚠️ **studio-a** was signed out from <t:1778846400:T>", "Session refresh failed"],
        ),
        (
            News(
                topic=Topic(kind=TopicKind.QUOTA_USED, account="200300"),
                what=Condition.QUOTA_LOW,
                since=NOON,
                details=Details(used_percent=88.2),
            ),
            ["🟡 **studio-a** had used 88% of its quota at <t:1778846400:T>"],
        ),
        (
            replace(FILLED, closed=OVER),
            ["⚪ **studio-a** filled up at <t:1778846340:T>", "Over at <t:1778847064:T>, after 12 min."],
        ),
        (replace(FILLED, closed=OVER_UNSEEN), ["Over by <t:1778847064:T>, after at least 12 min."]),
        (
            replace(FILLED, closed=replace(OVER_UNSEEN, lasted=timedelta())),
            ["⚪ **studio-a** filled up at <t:1778846340:T>", "Over by <t:1778847064:T>."],
        ),
        (
            replace(FILLED, closed=UNFOLLOWED),
            ["Over at <t:1778847060:T>, as nobody follows it here any more."],
        ),
        (
            replace(SILENT, closed=SUPERSEDED),
            ["The reason changed at <t:1778847064:T>; a newer alert gives it."],
        ),
        (
            replace(FILLED, flaps=KEEPS),
            ["It keeps changing: 8 changes in 9 min, since <t:1778845788:T>. One message counts them all."],
        ),
        (
            replace(FILLED, flaps=KEEPS, closed=KEPT),
            [
                "It kept changing: 8 changes in 23 min, since <t:1778845788:T>.",
                "Over at <t:1778847480:T>, after 23 min.",
            ],
        ),
        (
            replace(FILLED, flaps=SETTLED, closed=OVER),
            [
                "It kept changing: 14 changes in 23 min, since <t:1778845020:T>.",
                "Over at <t:1778847064:T>, after 12 min.",
            ],
        ),
        (replace(FILLED, flaps=SETTLED), ["It kept changing: 14 changes in 23 min, since <t:1778845020:T>."]),
        (
            replace(FILLED, flaps=Flaps(changes=1, since=NOON)),
            ["It keeps changing: 1 change in 0 s, since <t:1778846400:T>. One message counts them all."],
        ),
    ],
)
def test_what_was_seen_is_said(news: News, lines: list[str]) -> None:
    assert [line for line in lines if line not in seen(news)] == []


def test_nothing_is_said_of_what_played_no_part() -> None:
    assert seen(replace(FREED, lasted=None, details=replace(FREED.details, sentence="It is down."), closed=OVER)) == [
        "🟢 **studio-b** had room again at <t:1778846400:T>: 2 of 5 free",
    ]


def test_ten_of_many_are_explained() -> None:
    said = explained(replace(TOLD, alert=alert(part(*[FILLED] * 12), part(*[FREED] * 13, provider="kling"))))
    assert said.count("**studio-a**") == 10
    assert "\n\nand 15 more\n" in said


def test_names_are_told_apart_as_they_are_elsewhere() -> None:
    known = {"minimax": ["jon.doe@example.com"]}
    names = AlertNames(words=WORDS, accounts=NAMES, among=known.__getitem__)
    entry = recorded(alert=alert(part(HIDDEN)))
    assert r"**joa…@example.com**" in drawn(why_message(entry, names, None))
    assert "joa…@example.com is full" in why_choice(entry, names)


@each_row("news", [FILLED, FREED, LOW, RISEN, ANSWERS, SILENT])
def test_why_never_calls_what_was_told_unknown(news: News) -> None:
    said = explained(recorded(alert=alert(part(replace(news, before=None)))))
    assert not [word for word in ("?", "not known", "did not arrive") if word in said]


def test_why_says_how_long_a_stuck_job_had_run() -> None:
    assert "Over at <t:1778847064:T>, when the job had run for 12 min." in seen(replace(STUCK, closed=OVER))
