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
from tests.storage.raw import ask
from tests.storage.records import AWKWARD, CHANNEL, oldest


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


async def test_an_alert_says_what_it_said(make_old: Callable[[str], Awaitable[str]]) -> None:
    url = await make_old("0001")
    await owe_old(url, *((f"{number}", json.dumps(old)) for number, (old, _) in enumerate(BODIES)))
    store = await open_store(url, now=lambda: NOON)
    entries = [await store.alerts.get(f"{number}") for number in range(len(BODIES))]
    await store.close()

    assert [entry and entry.alert for entry in entries] == [now for _, now in BODIES]


async def test_an_alert_that_cannot_be_read_stays_as_it_is_and_is_given_up(
    make_old: Callable[[str], Awaitable[str]],
) -> None:
    bodies = ["not JSON", "{}", "[]", "null", "7", '{"of": "another version"}', '{"at": 7}']
    url = await make_old("0001")
    old = [(f"{number}", body) for number, body in enumerate(bodies)]
    await owe_old(url, *old, ("next", json.dumps(old_body(key="next"))))
    store = await open_store(url, now=lambda: NOON)
    owed = await oldest(store)
    await store.close()

    assert owed.alert.key == "next"
    stored = await ask(url, "SELECT body FROM alert ORDER BY id")
    assert [row[0] for row in stored][: len(bodies)] == bodies
