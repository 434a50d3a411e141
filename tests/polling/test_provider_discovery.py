"""Finding providers: what is asked when, what is watched from then on, and what is reported of it."""

from datetime import timedelta

import pytest

from bot.errors import (
    LookFailed,
    NoSubscription,
    NotUnderstood,
    ProviderDown,
    Unauthorised,
)
from bot.polling.found_provider import FoundBy, FoundProvider
from bot.providers.token_subscription import Service
from tests.moments import NOON, after
from tests.polling.searching_token import NAMES, SILENT, Token
from tests.rows import each_row


async def test_what_the_account_names_is_watched_in_order_and_remembered() -> None:
    token = Token()
    token.names("Muse API", "MiniMax API")
    assert await token.after() == ["summary", "kling"]
    assert token.watched == ["minimax", "muse"]
    assert token.stored["minimax"] == FoundProvider(name="minimax", found_by=FoundBy.SUMMARY, found_at=NOON)


async def test_what_an_account_list_names_is_watched_where_the_account_is_not_read() -> None:
    token = Token()
    token.lists["kling"] = True
    assert await token.after() == ["summary", *NAMES]
    assert token.watched == ["kling"]
    assert token.stored["kling"].found_by is FoundBy.ACCOUNT_LIST
    assert token.discovery.report.trouble is None  # a server without that page is nobody's concern
    assert await token.after(minutes=50) == []


async def test_the_account_is_read_hourly_and_the_lists_of_what_is_not_watched_daily() -> None:
    token = Token()
    token.names("MiniMax API")
    assert await token.after() == ["summary", "kling", "muse"]
    assert await token.after(minutes=50) == []
    assert await token.after(minutes=10) == ["summary"]
    token.names("MiniMax API", "Kling API")
    assert await token.after(hours=1) == ["summary"]
    assert await token.after(hours=22) == ["summary", "muse"]
    assert token.watched == ["minimax", "kling"]


async def test_what_was_not_reached_is_asked_again_sooner_than_what_is_not_there() -> None:
    token = Token()
    token.summary, token.lists["kling"], token.lists["muse"] = SILENT, SILENT, NotUnderstood("not found")
    await token.after()
    assert await token.after(minutes=10) == ["summary", "kling"]


@each_row("refusal", [Unauthorised("refused"), NoSubscription("ended")])
async def test_a_refused_token_is_asked_nothing_more(refusal: LookFailed) -> None:
    token = Token()
    token.summary = refusal
    assert await token.after() == ["summary"]
    assert token.discovery.report.trouble == refusal.sentence

    token.summary, token.lists = ProviderDown("502"), dict.fromkeys(NAMES, refusal)
    assert await token.after(minutes=10) == ["summary", *NAMES]  # they are asked side by side
    assert token.watched == []


async def test_a_service_that_is_none_of_ours_is_shown_and_harms_nothing(caplog: pytest.LogCaptureFixture) -> None:
    token = Token()
    caplog.set_level("INFO")
    other = Service(name="Midjourney API", total=2)
    token.names("MiniMax API", other, "Riffusion API", Service(name="Kling API", total=0))
    for _ in range(3):
        await token.after(hours=1)
    report = token.discovery.report
    assert (report.unsupported, report.on_request) == ((other,), ("riffusion",))
    assert [one.name for one in report.found] == token.watched == ["minimax"]
    assert len([line for line in caplog.messages if "does not support: Midjourney API." in line]) == 1


async def test_a_person_may_ask_everything_again_once_a_minute() -> None:
    token = Token()
    await token.after()
    token.asked.clear()
    for _ in range(3):
        await token.discovery.search_now()
        token.names("Kling API")
    assert (token.asked, token.watched) == (["summary", *NAMES], [])
    token.clock.at += timedelta(minutes=1)
    await token.discovery.search_now()
    assert token.watched == ["kling"]
    assert token.asked[len(NAMES) + 1 :] == ["summary", "minimax", "muse"]


async def test_that_nothing_is_watched_is_logged_once_with_the_reason(caplog: pytest.LogCaptureFixture) -> None:
    token = Token()
    token.summary = Unauthorised("refused")
    for _ in range(3):
        await token.after(minutes=10)
    assert caplog.messages == ["Searching for providers: refused", "No provider is watched: refused"]


async def test_the_report_says_when_it_searched_and_will_again() -> None:
    token = Token()
    assert token.discovery.report.searched_at is None
    token.names()
    await token.after(minutes=7)
    report = token.discovery.report
    assert (report.searched_at, report.due) == (after(minutes=7), after(minutes=67))
