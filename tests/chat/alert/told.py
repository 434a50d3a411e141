"""News as looks make them, with nothing in them that a test does not need."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.accounts.job import JobKind
from bot.alerts.alert import Alert, Changes, Digest, Part, Room
from bot.alerts.news import Closed, Details, Flaps, News, RunningJob
from bot.chat.alert.alert_message import alert_message
from bot.chat.alert.alert_names import AlertNames
from bot.chat.discord.message_renderer import draw
from bot.subscriptions.mute import Mute
from bot.subscriptions.topics_and_conditions import POOL, PROVIDER, Condition, Topic, TopicKind, account_topic
from tests.chat.drawn import drawn
from tests.chat.samples import NAMES, WORDS
from tests.moments import NOON, after

STUDIO_A, STUDIO_B, JOANNA = map(account_topic, ("200300", "200301", "joanna@example.com"))

FILLED = News(
    topic=STUDIO_A,
    what=Condition.FULL,
    since=after(minutes=-1),
    details=Details(in_use=5, limit=5),
    before=Condition.FREED,
)
HIDDEN = News(
    topic=JOANNA, what=Condition.FULL, since=NOON, details=Details(in_use=2, inferred=True), before=Condition.FREED
)
FREED = News(
    topic=STUDIO_B,
    what=Condition.FREED,
    since=NOON,
    details=Details(in_use=3, limit=5),
    lasted=timedelta(minutes=12, seconds=4),
    lasted_witnessed=True,
    before=Condition.FULL,
)
LOW = News(
    topic=POOL, what=Condition.LOW, since=NOON, details=Details(in_use=11, limit=13, warn=3), before=Condition.RISEN
)
RISEN = News(
    topic=POOL,
    what=Condition.RISEN,
    since=NOON,
    details=Details(in_use=8, limit=13, warn=3),
    lasted=timedelta(minutes=8, seconds=10),
    lasted_witnessed=True,
    before=Condition.LOW,
)
SILENT = News(
    topic=PROVIDER,
    what=Condition.SILENT,
    since=after(minutes=-2),
    details=Details(sentence="The token was refused (401). Check USEAPI_TOKEN.", needs_person=True),
    before=Condition.ANSWERS,
)
ANSWERS = News(
    topic=PROVIDER,
    what=Condition.ANSWERS,
    since=NOON,
    lasted=timedelta(minutes=12),
    lasted_witnessed=True,
    before=Condition.SILENT,
)

OVER = Closed(at=after(minutes=11, seconds=4), lasted=timedelta(minutes=12, seconds=4), witnessed=True)
OVER_UNSEEN = replace(OVER, witnessed=False, end_witnessed=False)
SUPERSEDED = Closed(at=after(minutes=11, seconds=4), superseded=True)
UNFOLLOWED = Closed(at=after(minutes=11))
KEEPS = Flaps(changes=8, since=after(minutes=-10, seconds=-12))
KEPT = Closed(at=after(minutes=18), lasted=timedelta(minutes=23), witnessed=True)
SETTLED = Flaps(changes=14, since=after(minutes=-23), over=NOON)

STUCK = News(
    topic=Topic(kind=TopicKind.JOB, account="200300", job="3f"),
    what=Condition.STUCK,
    since=after(hours=-1),
    details=Details(stuck=RunningJob(kind=JobKind.VIDEO, started=after(hours=-1), reply_ref="shot_12")),
    before=Condition.GOES_ON,
)

ELSEWHERE = (Room(account="200301", free=2), Room(account="200303", free=1))


def part(
    *news: News, provider: str = "minimax", room: tuple[Room, ...] = (), free: int = 0, digest: Digest | None = None
) -> Part:
    """Make the part for a provider with thirteen slots, if any is free."""
    total = 13 if free else 0
    return Part(provider=provider, at=NOON, news=news, room=room, free=free, total=total, digest=digest)


def alert(*parts: Part, role: int | None = None, muted: Mute | None = None) -> Alert:
    """Make an alert to a channel."""
    roles = () if role is None else (role,)
    return Alert(key="abcd2345efgh", channel=1, at=NOON, roles=roles, content=Changes(parts=parts), muted=muted)


ALERT_NAMES = AlertNames(words=WORDS, accounts=NAMES)
message_of = partial(alert_message, names=ALERT_NAMES, now=NOON)


def lines_of(told: Alert) -> list[str]:
    """Word an alert, and return the lines of its one card."""
    (embed,) = draw(message_of(told)).embeds
    return (embed.description or "").split("\n")


def read(told: Alert) -> str:
    """Word an alert and write it down."""
    message = message_of(told)
    assert not any(card.at or card.footer for card in message.cards)  # the post itself has the time
    return drawn(message)
