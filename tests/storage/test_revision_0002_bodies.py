"""What alerts of the first released version say is said by those of this version."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from bot.alerts.alert import Alert, Changes, Drill, Part, Room
from bot.alerts.news import Details, News
from bot.storage.open_database import open_store
from bot.subscriptions.topics_and_conditions import PROVIDER, Condition, account_topic
from tests.moments import NOON, after
from tests.storage.first_version import AT, SHORT_NEWS, old_body, owe_old
from tests.storage.raw import ask, say
from tests.storage.records import AWKWARD, CHANNEL, OTHER_CHANNEL, oldest


def _now(*news: News, room: tuple[Room, ...] = ()) -> Alert:
    at = after(microseconds=7)
    part = Part(provider="minimax", at=at, news=news, room=room)
    return Alert(key="first", channel=CHANNEL, at=at, roles=(2**62,), content=Changes(parts=(part,)))


OLD_NEWS = [
    {
        "account": AWKWARD,
        "what": "full",
        "in_use": 3,
        "limit": None,
        "inferred": True,
        "lasted": None,
        "lasted_witnessed": False,
        "changes": 1,
    },
    {
        "account": "200400",
        "what": "freed",
        "in_use": 1,
        "limit": 2**70,
        "inferred": False,
        "lasted": "P400DT0.000001S",
        "lasted_witnessed": True,
        "changes": 3,
    },
]
SILENT = {"over": False, "sentence": "it rests", "since": "2026-05-15T11:56:00Z", "lasted": None}
ANSWERS = {"over": True, "sentence": None, "since": None, "lasted": "PT4M"}
LATER = after(microseconds=7)
FULL_NEWS = News(
    topic=account_topic(AWKWARD), what=Condition.FULL, since=LATER, details=Details(in_use=3, inferred=True)
)
FREED_NEWS = News(
    topic=account_topic("200400"),
    what=Condition.FREED,
    since=LATER,
    details=Details(in_use=1, limit=2**70),
    lasted=timedelta(days=400, microseconds=1),
    lasted_witnessed=True,
    changes=3,
)
SILENT_NEWS = News(topic=PROVIDER, what=Condition.SILENT, since=after(minutes=-4), details=Details(sentence="it rests"))
BODIES = [
    (
        old_body(news=OLD_NEWS, room=[{"account": "200500", "free": 2}]),
        _now(FULL_NEWS, FREED_NEWS, room=(Room(account="200500", free=2),)),
    ),
    (old_body(outage=SILENT), _now(SILENT_NEWS)),
    (
        old_body(outage=ANSWERS),
        _now(
            News(
                topic=PROVIDER, what=Condition.ANSWERS, since=LATER, lasted=timedelta(minutes=4), lasted_witnessed=True
            )
        ),
    ),
    (old_body(outage=SILENT, news=OLD_NEWS[:1]), _now(SILENT_NEWS, FULL_NEWS)),
    (old_body(drill=True), replace(_now(), content=Drill())),
    (
        {"key": "first", "channel": CHANNEL, "provider": "minimax", "at": AT, "news": SHORT_NEWS},
        replace(
            _now(News(topic=account_topic("a"), what=Condition.FULL, since=LATER, details=Details(in_use=3, limit=3))),
            roles=(),
        ),
    ),
]


UNREADABLE = ["not JSON", "{}", "[]", "null", "7", '{"of": "another version"}', '{"at": 7}']
MANY = 1_001
"""More than are converted at once."""


async def test_alerts_say_what_they_said_and_unreadable_ones_are_left(
    make_old: Callable[[str], Awaitable[str]],
) -> None:
    url = await make_old("0001")
    await owe_old(url, *((f"unreadable {number}", body) for number, body in enumerate(UNREADABLE)))
    await owe_old(url, *((f"{number}", json.dumps(old)) for number, (old, _) in enumerate(BODIES)))
    await say(
        url,
        "INSERT INTO alert (key, channel, provider, body, owed_at, attempts) "  # noqa: S608 - all of it is ours
        f"SELECT 'k' || column1, {OTHER_CHANNEL}, 'minimax', :body, '2026-05-15 12:00:00.000000', 0 "
        f"FROM (VALUES {', '.join(f'({number})' for number in range(MANY))}) AS numbers",
        values={"body": json.dumps(old_body(news=SHORT_NEWS))},
    )
    store = await open_store(url, now=lambda: NOON)
    said = [await store.alerts.get(f"{number}") for number in range(len(BODIES))]
    owed = await oldest(store)
    many = await store.alerts.recent([OTHER_CHANNEL], 2 * MANY)
    await store.close()

    assert [entry and entry.alert for entry in said] == [now for _, now in BODIES]
    assert owed.alert == BODIES[0][1]
    left = await ask(url, "SELECT body FROM alert WHERE key LIKE 'unreadable%' ORDER BY id")
    assert [row[0] for row in left] == UNREADABLE
    assert [len(entry.alert.parts) for entry in many] == [1] * MANY
