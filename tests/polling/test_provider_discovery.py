"""Finding providers: what is asked when, what is watched from then on, and how what is gone leaves."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.accounts.latest_state import LatestState
from bot.accounts.provider_answer import ListedSlots, ProviderAnswer
from bot.accounts.provider_look import Look
from bot.errors import (
    LookFailed,
    NoSubscription,
    NotConfigured,
    NotReached,
    NotUnderstood,
    ProviderDown,
    StorageUnavailable,
    Unauthorised,
)
from bot.polling.found_provider import FoundBy, FoundProvider
from bot.polling.poll_schedule import PollSchedule
from bot.polling.poller import Poller, ProviderPoller
from bot.polling.provider_discovery import Candidates, ProviderDiscovery
from bot.providers.account_summary import AccountSummary, Service
from tests.moments import NOON, after
from tests.polling.evaluating import Forgetful, without_audience
from tests.polling.poll_clock import Clock

NAMES = ("minimax", "kling", "muse")
ROOM = ProviderAnswer(accounts=(ListedSlots(account="a", limit=2, available=1),))
GONE = NotConfigured("configure one")
SILENT = NotReached("no answer")


class Token:
    """A token of useapi.net, the bot that searches what it has, and a database that can be unplugged."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.summary: AccountSummary | LookFailed = NotUnderstood("no such page", status=404)
        self.lists: dict[str, bool | LookFailed] = dict.fromkeys(NAMES, False)
        self.answers: dict[str, ProviderAnswer | LookFailed] = dict.fromkeys(NAMES, ROOM)
        self.asked: list[str] = []
        self.stored: dict[str, FoundProvider] = {}
        self.forgotten: list[str] = []
        self.unplugged = False
        self.restart()

    def restart(self) -> None:
        """Start again, with nothing in memory."""
        self.poller = Poller(order=NAMES)
        self.discovery = ProviderDiscovery(
            Candidates(
                words={name: (name,) for name in NAMES},
                on_request={"riffusion": ("riffusion",)},
                has_accounts={name: self._has_accounts(name) for name in NAMES},
            ),
            fetch_summary=self._fetch_summary,
            poller=self.poller,
            make=self._make,
            forget=self._forget,
            storage=self,
            now=self.clock,
            monotonic=self.clock.monotonic,
        )

    def names(self, *services: Service | str) -> None:
        """Let the token's account name services from now on."""
        named = (Service(name=one, total=1) if isinstance(one, str) else one for one in services)
        self.summary = AccountSummary(services=tuple(named))

    async def after(self, **step: float) -> list[str]:
        """Look at what is watched and search, some time later; return what was asked."""
        self.clock.at += timedelta(**step)
        for poller in self.poller.providers.values():
            await poller.poll_once()
        self.asked.clear()
        await self.discovery.search()
        return list(self.asked)

    @property
    def watched(self) -> list[str]:
        """What is watched."""
        return list(self.poller.providers)

    async def found_providers(self) -> tuple[FoundProvider, ...]:
        """Return what is stored."""
        self._plugged()
        return tuple(self.stored.values())

    async def save_found(self, found: FoundProvider) -> None:
        """Store it."""
        self._plugged()
        self.stored[found.name] = found

    async def delete_found(self, name: str) -> None:
        """Delete it."""
        self._plugged()
        del self.stored[name]

    def _plugged(self) -> None:
        if self.unplugged:
            raise StorageUnavailable("unplugged")

    async def _forget(self, name: str) -> None:
        self._plugged()
        self.forgotten.append(name)

    async def _fetch_summary(self) -> AccountSummary:
        self.asked.append("summary")
        if isinstance(self.summary, LookFailed):
            raise self.summary
        return self.summary

    def _has_accounts(self, name: str) -> Callable[[], Awaitable[bool]]:
        async def has_accounts() -> bool:
            self.asked.append(name)
            answer = self.lists[name]
            if isinstance(answer, LookFailed):
                raise answer
            return answer

        return has_accounts

    def _make(self, found: FoundProvider) -> ProviderPoller:
        async def look() -> Look:
            return Look(at=self.clock(), answer=self.answers[found.name])

        schedule = PollSchedule(
            every=timedelta(minutes=1), now=self.clock, monotonic=self.clock.monotonic, jitter=lambda: 1.0
        )
        schedule.latest = LatestState(set_up=found.missing_since is None)
        return ProviderPoller(
            found.name,
            look=look,
            schedule=schedule,
            store=Forgetful(),
            evaluate=without_audience(found.name),
            wake=lambda: None,
            now=self.clock,
        )


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


@pytest.mark.parametrize("refusal", [Unauthorised("refused"), NoSubscription("ended")])
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


async def test_what_has_no_account_any_more_is_dropped_after_a_day() -> None:
    token = Token()
    token.names("MiniMax API", "Kling API")
    await token.after()
    token.names("MiniMax API")
    token.answers["kling"] = GONE
    await token.after(hours=1)
    assert token.stored["kling"].missing_since == after(hours=1)
    await token.after(hours=23, minutes=59)
    assert token.watched == ["minimax", "kling"]

    await token.after(minutes=1)
    assert (token.watched, list(token.stored), token.forgotten) == (["minimax"], ["minimax"], ["kling"])
    assert [one.name for one in token.discovery.report.found] == ["minimax"]


async def test_what_comes_back_within_a_day_stays() -> None:
    token = Token()
    token.names("Kling API")
    await token.after()
    token.answers["kling"] = GONE
    await token.after(hours=1)
    token.answers["kling"] = ROOM
    await token.after(hours=1)
    assert token.stored["kling"].missing_since is None
    await token.after(days=2)
    assert token.watched == ["kling"]


async def test_what_the_account_still_names_is_not_dropped() -> None:
    token = Token()
    token.names("Kling API")
    token.answers["kling"] = GONE
    await token.after()
    await token.after(hours=1)
    await token.after(days=2)
    assert token.watched == ["kling"]


async def test_what_was_dropped_is_watched_again_once_it_is_named() -> None:
    token = Token()
    token.names("Kling API")
    await token.after()
    token.names()
    token.answers["kling"] = GONE
    for hours in (1, 24):
        await token.after(hours=hours)
    assert token.watched == []
    token.names("Kling API")
    token.answers["kling"] = ROOM
    await token.after(hours=1)
    assert token.stored["kling"].found_at == after(hours=26)


async def test_a_restart_without_network_remembers_what_was_found() -> None:
    token = Token()
    token.names("MiniMax API", "Kling API")
    await token.after()
    token.answers["kling"] = GONE
    await token.after(hours=1)

    token.restart()
    token.summary, token.lists = SILENT, dict.fromkeys(NAMES, SILENT)
    token.answers = dict.fromkeys(NAMES, SILENT)
    await token.discovery.load()
    assert token.watched == ["minimax", "kling"]
    await token.after(minutes=1)
    states = token.poller.latest()
    assert states["minimax"].trouble is not None
    assert states["kling"] == LatestState(set_up=False)  # nobody is told that it can't be checked
    assert token.stored["kling"].missing_since == after(hours=1)


async def test_what_only_a_name_brings_is_not_watched_though_it_is_stored() -> None:
    token = Token()
    token.stored["riffusion"] = FoundProvider(name="riffusion", found_by=FoundBy.SUMMARY, found_at=NOON)
    await token.discovery.load()
    assert token.watched == []


async def test_what_could_not_be_stored_is_stored_after_the_next_search() -> None:
    token = Token()
    token.names("MiniMax API")
    token.unplugged = True
    await token.after()
    assert (token.watched, token.stored) == (["minimax"], {})

    token.unplugged = False
    await token.after(minutes=10)
    assert list(token.stored) == ["minimax"]


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
