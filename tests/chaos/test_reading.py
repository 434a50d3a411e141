"""What chaos reads is what the bot writes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.alerts.alert import Cause, Digest, Greeting, Room, WatchedProvider
from bot.alerts.news import Closed, Details
from bot.alerts.news import News as Said
from bot.chat.message import Card
from bot.chat.message import Message as Drawn
from bot.errors import SharedCause
from tests.chaos.accounts import NAMES
from tests.chaos.model import WHOLE, News, What
from tests.chaos.reading import TITLES, read, read_slack
from tests.chaos.worded_alerts import (
    FAILED,
    FREED,
    FULL,
    RETURNED,
    Chat,
    message_of,
    on_discord,
    on_slack,
    part,
    said,
    worded,
)
from tests.fakes.discord import Message
from tests.moments import NOON, after

OVER = Closed(at=after(seconds=9), lasted=timedelta(seconds=9), witnessed=True)
ONE, TWO, THREE = NAMES["kling"]


in_both = pytest.mark.parametrize("chat", list(Chat))


@in_both
@pytest.mark.parametrize(
    ("told", "heard"),
    [
        ([said(FULL, ONE, details=Details(in_use=3, limit=3, inferred=True))], [News(account=ONE, what=FULL)]),
        ([said(FREED, ONE)], [News(account=ONE, what=FREED)]),
        ([said(FULL, ONE, changes=3)], [News(account=ONE, what=FULL)]),
        ([said(FULL, THREE), said(FULL, TWO)], [News(account=THREE, what=FULL), News(account=TWO, what=FULL)]),
        ([said(FULL, ONE), said(FREED, TWO)], [News(account=ONE, what=FULL), News(account=TWO, what=FREED)]),
        ([said(FULL, ONE, closed=OVER)], [News(account=ONE, what=FULL, over=True)]),
        ([said(FULL, ONE, closed=replace(OVER, lasted=None))], [News(account=ONE, what=FULL, over=True)]),
        ([said(FREED, ONE, lasted=timedelta(seconds=9))], [News(account=ONE, what=FREED, was_full=True)]),
        ([said(FAILED)], [News(what=FAILED)]),
        ([said(RETURNED)], [News(what=RETURNED)]),
        ([said(FAILED, closed=OVER)], [News(what=FAILED, over=True)]),
        ([said(FULL, WHOLE), said(FULL, ONE)], [News(account=WHOLE, what=FULL)]),
        ([said(FULL, WHOLE), said(RETURNED)], [News(account=WHOLE, what=FULL), News(what=RETURNED)]),
        ([said(FREED, WHOLE), said(FREED, ONE)], [News(account=WHOLE, what=FREED), News(account=ONE, what=FREED)]),
        (
            [said(FREED, WHOLE, lasted=timedelta(seconds=9)), said(FREED, ONE)],
            [News(account=WHOLE, what=FREED, was_full=True), News(account=ONE, what=FREED)],
        ),
        (
            [said(FULL, WHOLE, closed=OVER), said(FULL, ONE)],
            [News(account=WHOLE, what=FULL, over=True), News(account=ONE, what=FULL)],
        ),
        ([said(FULL, WHOLE, closed=OVER), said(FULL, ONE, closed=OVER)], [News(account=WHOLE, what=FULL, over=True)]),
        (
            [said(FREED, WHOLE, live=True), said(FULL, TWO, live=True)],
            [News(account=WHOLE, what=FREED), News(account=TWO, what=FULL)],
        ),
        ([said(RETURNED), said(FULL, ONE)], [News(account=ONE, what=FULL), News(what=RETURNED)]),
        ([said(FAILED), said(FREED, THREE)], [News(what=FAILED), News(account=THREE, what=FREED)]),
    ],
)
def test_what_was_told_is_read(chat: Chat, told: list[Said], heard: list[News]) -> None:
    (message,), unread = chat.read([message_of(part(*told))])
    ((post,),) = message.versions
    assert [(*map(repr, post.news),)] == [(*map(repr, heard),)]
    assert (post.provider, post.look_at, post.at, post.nonce) == ("kling", NOON, after(seconds=1), "k")
    assert post.channel == {Chat.DISCORD: 7, Chat.SLACK: "C7"}[chat]
    assert (message.edited, unread) == ((), [])


@in_both
@pytest.mark.parametrize("lasted", [None, timedelta(seconds=9)])
def test_that_all_room_is_offered_to_people_who_waited_is_read(chat: Chat, lasted: timedelta | None) -> None:
    offered = Details(in_use=2, limit=3, offered=1, offered_to=1)
    account, whole = (said(FREED, name, details=offered, lasted=lasted) for name in (ONE, WHOLE))
    parts = [
        replace(part(account), free=1, offered=1, offered_to=1),
        replace(part(whole, account), free=1, offered=1, offered_to=1),
        replace(part(whole), offered=1, offered_to=1, room=(Room(account=TWO, free=1),)),
    ]
    messages, unread = chat.read(*([message_of(one)] for one in parts))
    told = [
        [(news.account, news.what, news.offered, news.use) for news in each.versions[0][0].news] for each in messages
    ]
    assert told == [
        [(ONE, FREED, True, "")],
        [(WHOLE, FREED, True, ""), (ONE, FREED, False, "")],
        [(WHOLE, FREED, False, TWO)],
    ]
    assert unread == []


@in_both
def test_several_providers_and_a_summary_are_read_from_a_card_each(chat: Chat) -> None:
    digest = Digest(cause=Cause.LATE, since=after(minutes=-40))
    late = part(said(FULL, ONE), digest=digest)
    other = part(said(FREED, "200300"), provider="minimax", digest=digest, at=after(seconds=5))
    (message,), unread = chat.read([message_of(late, other)])
    assert [(post.provider, post.look_at) for post in message.versions[0]] == [
        ("kling", NOON),
        ("minimax", after(seconds=5)),
    ]
    assert unread == []


@in_both
def test_a_summary_is_read_from_its_card_and_of_the_whole_from_its_headline(chat: Chat) -> None:
    digest = Digest(cause=Cause.LATE, since=after(minutes=-40))
    account = replace(part(said(FREED, ONE), digest=digest), free=2, total=5)
    whole = replace(part(said(FREED, WHOLE), said(FREED, ONE), digest=digest), free=2, total=5)
    messages, unread = chat.read([message_of(account)], [message_of(whole)])
    assert [{(news.account, news.what) for news in each.versions[0][0].news} for each in messages] == [
        {(ONE, What.FREED)},
        {(WHOLE, What.FREED), (ONE, What.FREED)},
    ]
    assert unread == []


@in_both
@pytest.mark.parametrize("unchecked", [1, 2])
def test_an_account_is_read_behind_what_nobody_could_check(chat: Chat, unchecked: int) -> None:
    several = replace(part(said(FULL, ONE)), free=0, total=3, unchecked=unchecked)
    (message,), unread = chat.read([message_of(several)])
    assert [news for post in message.versions[0] for news in post.news] == [News(account=ONE, what=FULL)]
    assert unread == []
    one_is_over = replace(several, news=(said(FULL, ONE), said(FULL, TWO, closed=OVER)))
    (message,), unread = chat.read([message_of(one_is_over)])
    assert [news for post in message.versions[0] for news in post.news] == [
        News(account=ONE, what=FULL),
        News(account=TWO, what=FULL, over=True),
    ]
    assert unread == []


@in_both
def test_the_end_of_quiet_hours_is_read(chat: Chat) -> None:
    digest = Digest(cause=Cause.QUIET_OVER, since=after(minutes=-40))
    freed = replace(part(said(FREED, ONE), digest=digest), free=2, total=5)
    full = replace(part(said(FULL, ONE), said(FREED, TWO), digest=digest), free=0, total=5)
    messages, unread = chat.read([message_of(freed)], [message_of(full)])
    assert [{(news.account, news.what) for news in each.versions[0][0].news} for each in messages] == [
        {(ONE, What.FREED)},
        {(ONE, What.FULL), (TWO, What.FREED)},
    ]
    assert unread == []


@in_both
def test_the_place_to_go_is_read_from_the_headline(chat: Chat) -> None:
    room = replace(part(said(FREED, WHOLE), said(FREED, ONE)), room=(Room(account=ONE, free=2),))
    other = replace(part(said(FREED, WHOLE), provider="minimax"), room=(Room(account="200300", free=2),))
    (message,), unread = chat.read([message_of(room, other)])
    told = {post.provider: [(news.account, news.use) for news in post.news] for post in message.versions[0]}
    assert told == {"kling": [(WHOLE, ONE)], "minimax": [(WHOLE, "200300")]}
    assert unread == []


@in_both
def test_one_message_about_all_providers_is_read_as_one_of_each(chat: Chat) -> None:
    away = Details(sentence="no answer", shared=SharedCause.UNREACHABLE)
    told = said(FAILED, details=away), said(RETURNED, details=away), said(FAILED, details=away, closed=OVER)
    failed, back, over = ([part(one, provider=name) for name in ("kling", "minimax")] for one in told)
    edited = [message_of(*failed), message_of(over[0], failed[1]), message_of(*over)]
    message, unread = chat.read(edited, [message_of(*back)])
    heard = [
        [[(post.provider, post.news[0].what, post.news[0].over) for post in each] for each in one.versions]
        for one in message
    ]
    assert heard == [
        [
            [("kling", FAILED, False), ("minimax", FAILED, False)],
            [("minimax", FAILED, False), ("kling", FAILED, True)],
            [("kling", FAILED, True), ("minimax", FAILED, True)],
        ],
        [[("kling", RETURNED, False), ("minimax", RETURNED, False)]],
    ]
    assert all(post.shared for one in message for version in one.versions for post in version)
    assert unread == []


@in_both
@pytest.mark.parametrize("free", [0, 2])
def test_that_all_are_back_is_read_whether_or_not_a_slot_is_free(chat: Chat, free: int) -> None:
    back = said(RETURNED, details=Details(shared=SharedCause.UNREACHABLE))
    (message,), unread = chat.read([message_of(*(replace(part(back, provider=name), free=free) for name in NAMES))])
    assert [(post.provider, post.news[0].what) for post in message.versions[0]] == [(name, RETURNED) for name in NAMES]
    assert unread == []


@in_both
def test_an_edit_is_a_version_unless_it_changes_nothing(chat: Chat) -> None:
    full, over = message_of(part(said(FULL, ONE))), message_of(part(said(FULL, ONE, closed=OVER)))
    (message,), _ = chat.read([full, full, over, over])
    assert [[news.over for post in version for news in post.news] for version in message.versions] == [[False], [True]]
    assert message.edited == (after(seconds=20),)
    assert message.versions[1][0].at == after(seconds=20)


@in_both
def test_what_can_not_be_read_is_said(chat: Chat) -> None:
    hello, new = Card(title="Hello"), Card(title="Kling · is new", at=NOON)
    told, unread = chat.read([Drawn()], [Drawn(cards=(hello,))], [Drawn(headline=("Hello",), cards=(new,))])
    assert told == []
    assert len(unread) == 3


def test_every_provider_of_the_storm_has_its_title() -> None:
    assert set(TITLES.values()) == set(NAMES)


@in_both
def test_a_greeting_is_told_from_what_tells_of_looks(chat: Chat) -> None:
    greeting = worded(Greeting(providers=(WatchedProvider(provider="kling", accounts=3, slots=9),)))
    told, unread = chat.read([greeting], [message_of(part(said(FULL, ONE)))])
    assert unread == []
    assert [(message.greets, len(message.versions[0])) for message in told] == [(True, 0), (False, 1)]


@in_both
def test_a_message_that_no_alert_accounts_for_is_said(chat: Chat) -> None:
    stranger = message_of(part(said(FULL, ONE), provider="minimax"))
    shown = on_discord([stranger]) if chat is Chat.DISCORD else on_slack([stranger])
    of_another_provider = {"k": {"kling": NOON}}
    for known in ({}, of_another_provider):
        told, unread = read([shown], known) if isinstance(shown, Message) else read_slack([shown], known)
        assert (told, len(unread)) == ([], 1)


@in_both
def test_a_provider_of_which_the_headline_says_it_all_is_read_beside_one_with_a_card(chat: Chat) -> None:
    (message,), unread = chat.read(
        [message_of(part(said(FULL, WHOLE)), part(said(FULL, "200300"), provider="minimax"))]
    )
    heard = {post.provider: (post.look_at, post.news) for post in message.versions[0]}
    assert heard == {
        "kling": (NOON, (News(account=WHOLE, what=FULL),)),
        "minimax": (after(seconds=5), (News(account="200300", what=FULL),)),
    }
    assert unread == []
