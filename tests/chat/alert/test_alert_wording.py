"""What a channel is told, word for word: the headline on a locked phone, then an embed for each provider."""

from dataclasses import replace
from datetime import timedelta

from bot.alerts.alert import Alert
from bot.alerts.news import News
from bot.history.slot_forecast import SlotForecast
from bot.subscriptions.topics_and_conditions import Condition
from tests.chat.alert.told import (
    ANSWERS,
    ELSEWHERE,
    FILLED,
    FREED,
    HIDDEN,
    JOANNA,
    KEPT,
    LOW,
    OVER,
    OVER_UNSEEN,
    RISEN,
    SILENT,
    STUCK,
    SUPERSEDED,
    UNFOLLOWED,
    alert,
    part,
    read,
)
from tests.moments import NOON
from tests.rows import each_row


@each_row(
    ("told", "expected"),
    [
        (
            alert(part(FILLED, room=ELSEWHERE), role=77),
            """<@&77> 🔴 MiniMax: **studio-a** is full
[full]
Free now: **studio-b** 2 · **200303** 1""",
        ),
        (
            alert(part(HIDDEN)),
            r"""🔴 MiniMax: **jo…@example.com** is full""",
        ),
        (
            alert(part(replace(FILLED, closed=OVER), room=ELSEWHERE), role=77),
            """<@&77> ⚪ ~~MiniMax: studio-a is full~~ · was full for 12 min, until <t:1778847064:t>""",
        ),
        (
            alert(part(replace(FILLED, closed=OVER_UNSEEN), room=ELSEWHERE), role=77),
            """<@&77> ⚪ ~~MiniMax: studio-a is full~~ · was full for at least 12 min, over by <t:1778847064:t>""",
        ),
        (
            alert(part(replace(FILLED, closed=replace(OVER_UNSEEN, lasted=timedelta())))),
            """⚪ ~~MiniMax: studio-a is full~~ · was full, over by <t:1778847064:t>""",
        ),
        (
            alert(part(replace(FILLED, closed=OVER), replace(FILLED, topic=JOANNA, closed=OVER_UNSEEN))),
            r"""⚪ ~~MiniMax: 2 accounts are full~~ · over by <t:1778847064:t>
[unknown]
⚪ **studio-a** · was full for 12 min
⚪ **jo…@example.com** · was full for at least 12 min""",
        ),
        (
            alert(part(replace(FILLED, closed=UNFOLLOWED))),
            """⚪ ~~MiniMax: studio-a is full~~ · was full · not followed here any more""",
        ),
        (
            alert(part(FREED, room=ELSEWHERE)),
            """🟢 MiniMax: **studio-b** has room again, 2 of 5 free · was full for 12 min""",
        ),
        (
            alert(part(FILLED, FREED, room=ELSEWHERE[:1])),
            """🟡 MiniMax: **studio-a** is full, **studio-b** has room again
[tight]
🔴 **studio-a** · full
🟢 **studio-b** · has room again, 2 of 5 free · was full for 12 min""",
        ),
        (
            alert(
                part(
                    replace(FILLED, closed=OVER),
                    replace(HIDDEN, details=replace(HIDDEN.details, limit=2)),
                    room=ELSEWHERE[:1],
                )
            ),
            r"""🟡 MiniMax: **jo…@example.com** is full, **studio-a** was full for 12 min
[tight]
🔴 **jo…@example.com** · full
⚪ **studio-a** · was full for 12 min""",
        ),
        (
            alert(part(*(replace(FILLED, topic=topic, closed=OVER) for topic in (FILLED.topic, JOANNA)))),
            r"""⚪ ~~MiniMax: 2 accounts are full~~ · until <t:1778847064:t>
[unknown]
⚪ **studio-a** · was full for 12 min
⚪ **jo…@example.com** · was full for 12 min""",
        ),
        (
            alert(part(LOW, room=ELSEWHERE), role=77),
            """<@&77> 🟡 **MiniMax is low: 2 of 13 free** (alert at 3). Use **studio-b**
[tight]
Free now: **studio-b** 2 · **200303** 1""",
        ),
        (
            alert(part(replace(LOW, details=replace(LOW.details, in_use=13)))),
            """🔴 **MiniMax is low: 0 of 13 free** (alert at 3)""",
        ),
        (
            alert(part(replace(LOW, closed=replace(OVER, witnessed=False)), room=ELSEWHERE)),
            """⚪ ~~MiniMax is low~~ · was low for at least 12 min, until <t:1778847064:t>""",
        ),
        (
            alert(part(RISEN, room=ELSEWHERE)),
            """🟢 **MiniMax: 5 of 13 free again**, use **studio-b** · was low for 8 min""",
        ),
        (
            alert(part(SILENT)),
            r"""⚠️ **MiniMax can't be checked.** The token was refused (401). Check USEAPI_TOKEN.
[faulted]
First failed <t:1778846280:R>. No alerts about its accounts meanwhile.""",
        ),
        (
            alert(part(replace(SILENT, closed=OVER))),
            r"""⚪ ~~MiniMax can't be checked~~ · could not be checked for 12 min, until <t:1778847064:t>""",
        ),
        (
            alert(part(replace(SILENT, closed=SUPERSEDED))),
            r"""⚪ ~~MiniMax can't be checked~~ · the reason changed at <t:1778847064:t>""",
        ),
        (
            alert(part(replace(SILENT, closed=SUPERSEDED), FREED)),
            r"""🟢 MiniMax: **studio-b** has room again, could not be checked; the reason has changed
[free]
🟢 **studio-b** · has room again, 2 of 5 free · was full for 12 min
⚪ Could not be checked; the reason has changed""",
        ),
        (
            alert(part(replace(SILENT, details=replace(SILENT.details, sentence=None), closed=UNFOLLOWED))),
            """⚪ ~~MiniMax can't be checked~~ · could not be checked · not followed here any more""",
        ),
        (
            alert(part(ANSWERS)),
            """🟢 **MiniMax can be checked again** · unchecked for 12 min""",
        ),
        (
            alert(part(STUCK), role=77),
            r"""<@&77> ⚠️ MiniMax: **shot_12** on studio-a seems stuck: 1 h so far
[faulted]
Video, started <t:1778842800:t>""",
        ),
        (
            alert(part(replace(STUCK, since=NOON - timedelta(days=1)))),
            r"""⚠️ MiniMax: **shot_12** on studio-a seems stuck: 24 h so far
[faulted]
Video, started <t:1778760000:f>""",
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
⚪ **shot_12** · video on studio-a · was stuck; it had run for 12 min""",
        ),
        (
            alert(part(FILLED, SILENT, LOW)),
            r"""🔴 MiniMax: can't be checked, **studio-a** is full, low on slots
[full]
⚠️ Can't be checked
🔴 **studio-a** · full
🟡 2 of 13 free (alert at 3)

The token was refused (401). Check USEAPI_TOKEN.
First failed <t:1778846280:R>. No alerts about its accounts meanwhile.""",
        ),
    ],
    ids=[
        "full",
        "inferred",
        "was full",
        "was full until some time ago",
        "was full when last seen",
        "one of two was over some time ago",
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
        "silent, for another reason by now",
        "silent for another reason, beside other news",
        "silent, unfollowed",
        "answers",
        "stuck",
        "stuck for a day",
        "stuck no more",
        "of everything",
    ],
)
def test_an_alert_reads(told: Alert, expected: str) -> None:
    assert read(told) == expected


@each_row(
    ("news", "said"),
    [
        (replace(FREED, lasted_witnessed=False), ", 2 of 5 free · was full for at least 12 min"),
        (replace(FREED, lasted=None), ", 2 of 5 free"),
        (replace(FREED, details=replace(FREED.details, limit=None)), " · was full for 12 min"),
        (replace(FREED, closed=KEPT), ", 2 of 5 free · was full for 12 min"),
    ],
)
def test_how_long_it_was_full(news: News, said: str) -> None:
    assert read(alert(part(news))) == f"🟢 MiniMax: **studio-b** has room again{said}"


SOON = SlotForecast(low=timedelta(minutes=2), high=timedelta(minutes=5))


@each_row(
    ("news", "said"),
    [
        (FILLED, "\nNext slot on studio-a usually in 2-5 min"),
        (replace(FILLED, closed=OVER), "⚪ ~~MiniMax: studio-a is full~~ · was full for 12 min, until"),
    ],
)
def test_when_a_slot_frees_is_told_until_it_has(news: News, said: str) -> None:
    told = read(alert(part(replace(news, frees=SOON))))
    assert said in told
    assert "next slot" not in told.splitlines()[0]
