"""Which providers are watched where no setting names them: those of which the token has accounts.

``GET /v2/account`` is read every hour. It names services as people do, perhaps by names that no provider here has; so
the account list of each provider that is not watched is read as well, at the start and once a day. What is found is
watched at once. A watched provider says itself that it is not set up any more (``LatestState.set_up``): it is dropped
once that has been so for a day.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.errors import LeadLost, LookFailed, NoSubscription, NotUnderstood, StorageUnavailable, Unauthorised
from bot.polling.all_pollers import Poller
from bot.polling.found_provider import FoundBy, FoundProvider, FoundProviderStorage, SearchReport
from bot.polling.provider_poller import ProviderPoller
from bot.providers.token_subscription import AccountSummary, match_service

SUMMARY_EVERY = timedelta(hours=1)
LISTS_EVERY = timedelta(days=1)

RETRY_AFTER = timedelta(minutes=10)
"""Pause after a request that failed; also between two checks which providers are not set up any more."""

KEPT_FOR = timedelta(days=1)
"""How long a provider is still watched after it is not set up any more."""

SHORTEST_PAUSE = timedelta(minutes=1)
"""Minimum pause between two searches that people ask for."""

_AT_ONCE = 4
_NOT_FOUND = 404

_OF_THE_TOKEN = (Unauthorised, NoSubscription)
"""Failures that any other request would meet as well."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """What a search may find.

    Attributes:
        called: What useapi.net may call each provider, by our name.
        on_request: The same for providers that no search adds: they are watched only if PROVIDERS names them.
        has_accounts: For each provider with an account list, a function that returns whether the list names any
            account; it raises ``LookFailed``.
    """

    called: Mapping[str, Iterable[str]]
    on_request: Mapping[str, Iterable[str]]
    has_accounts: Mapping[str, Callable[[], Awaitable[bool]]]


class ProviderDiscovery:
    """Finds providers, and has them watched.

    Args:
        candidates: What may be found.
        fetch_summary: Asks which services the token has accounts of; raises ``LookFailed``.
        poller: Polls what was found.
        make: Makes the poller of a provider that was found.
        forget: Forgets all about a provider that is not watched any more; raises ``StorageUnavailable``.
        storage: Where found providers are stored.
        now: The clock.
        monotonic: A clock that never goes back, in seconds.
    """

    def __init__(
        self,
        candidates: Candidates,
        *,
        fetch_summary: Callable[[], Awaitable[AccountSummary]],
        poller: Poller,
        make: Callable[[FoundProvider], ProviderPoller],
        forget: Callable[[str], Awaitable[None]],
        storage: FoundProviderStorage,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._candidates = candidates
        self._fetch_summary = fetch_summary
        self._poller = poller
        self._make = make
        self._forget = forget
        self._storage = storage
        self._now = now
        self._monotonic = monotonic
        self._found: dict[str, FoundProvider] = {}
        self._unsaved: set[str] = set()
        self._unclaimed: set[str] = set()
        self._without_account: set[str] = set()
        self._summary_due = monotonic()
        self._lists_due: dict[str, float] = {}
        self._named: frozenset[str] = frozenset()
        self._report = SearchReport(found=(), due=now())
        self._asked_last: float | None = None
        self._one_at_a_time = asyncio.Lock()

    @property
    def report(self) -> SearchReport:
        """What the searches so far have shown."""
        due = self._now() + timedelta(seconds=self._summary_due - self._monotonic())
        found = tuple(self._found[name] for name in self._poller.providers if name in self._found)
        return replace(self._report, found=found, due=due)

    async def load(self) -> None:
        """Watch again what was found before the restart; raises ``StorageUnavailable``."""
        for found in await self._storage.found_providers():
            if found.name in self._candidates.called:
                self._found[found.name] = found
                self._poller.add(self._make(found))
        self._unclaimed = set(await self._storage.remembered_providers()) - self._found.keys()

    async def run(self) -> None:
        """Search again and again, until cancelled; whatever goes wrong, the next search comes. Raises ``LeadLost``."""
        while True:
            try:
                await self.search()
            except LeadLost:
                raise
            except Exception:
                log.exception("Searching for providers failed unexpectedly; please report it.")
            await asyncio.sleep(RETRY_AFTER.total_seconds())

    async def search_now(self) -> None:
        """Search again at once, unless somebody asked for that within ``SHORTEST_PAUSE``."""
        async with self._one_at_a_time:
            last, now = self._asked_last, self._monotonic()
            if last is None or now - last >= SHORTEST_PAUSE.total_seconds():
                self._asked_last = self._summary_due = now
                self._lists_due.clear()
                await self._search()

    async def search(self) -> None:
        """Ask what is due, watch what is found, and drop what has not been set up for ``KEPT_FOR``."""
        async with self._one_at_a_time:
            await self._search()

    async def _search(self) -> None:
        if await self._read_summary():
            await self._read_lists()
        self._note_missing()
        self._drop_missing()
        self._drop_unclaimed()
        await self._save()
        if self._report.searched_at is None and not self._found:
            why = self._report.trouble or "useapi.net lists no account that is configured."
            log.warning("No provider is watched: %s", why)
        self._report = replace(self._report, searched_at=self._now())

    async def _read_summary(self) -> bool:
        """Read what the token has, if that is due, and return whether the account lists may be asked as well."""
        if self._monotonic() < self._summary_due:
            return True
        try:
            summary = await self._fetch_summary()
        except LookFailed as failure:
            if failure.status == _NOT_FOUND:  # such a server has no such page; the account lists say enough
                self._summary_due = self._monotonic() + SUMMARY_EVERY.total_seconds()
                self._report = replace(self._report, trouble=None)
                return True
            self._summary_due = self._monotonic() + RETRY_AFTER.total_seconds()
            if self._report.trouble != failure.sentence:
                log.warning("Searching for providers: %s", failure.sentence)
            self._report = replace(self._report, trouble=failure.sentence)
            return not isinstance(failure, _OF_THE_TOKEN)
        self._summary_due = self._monotonic() + SUMMARY_EVERY.total_seconds()
        self._take(summary)
        return True

    def _take(self, summary: AccountSummary) -> None:
        """Watch the providers that a summary names, and note the services that are not supported."""
        known = {**self._candidates.called, **self._candidates.on_request}
        meant = {service: match_service(service.name, known) for service in summary.services if service.total != 0}
        named = [name for name in meant.values() if name is not None]
        unsupported = tuple(service for service, name in meant.items() if name is None)
        if unsupported and unsupported != self._report.unsupported:
            names = ", ".join(service.name for service in unsupported)
            log.info("The token has accounts of what this program does not support: %s.", names)
        self._report = replace(
            self._report,
            trouble=None,
            summary=summary,
            unsupported=unsupported,
            on_request=tuple(name for name in dict.fromkeys(named) if name in self._candidates.on_request),
        )
        self._named = frozenset(named)
        self._watch((name for name in named if name in self._candidates.called), FoundBy.SUMMARY)

    async def _read_lists(self) -> None:
        """Read the account lists that are due, of providers that are not watched; a refused token ends that."""
        due = [
            name
            for name in self._candidates.has_accounts
            if name in self._candidates.called
            and name not in self._found
            and self._lists_due.get(name, self._monotonic()) <= self._monotonic()
        ]
        for start in range(0, len(due), _AT_ONCE):
            several = due[start : start + _AT_ONCE]
            answers = await asyncio.gather(*(self._lists_any(name) for name in several))
            self._watch((name for name, answer in zip(several, answers, strict=True) if answer), FoundBy.ACCOUNT_LIST)
            if None in answers:
                return

    async def _lists_any(self, name: str) -> bool | None:
        """Return whether a provider's list names any account; None if any request would fail alike."""
        pause = LISTS_EVERY
        try:
            has_any = await self._candidates.has_accounts[name]()
        except LookFailed as failure:
            log.debug("Searching for providers: %s", failure.sentence)
            # An answer that is no list will hardly be one in ten minutes; a failed request may succeed by then.
            pause = LISTS_EVERY if isinstance(failure, NotUnderstood) else RETRY_AFTER
            return None if isinstance(failure, _OF_THE_TOKEN) else False
        else:
            if not has_any:
                self._without_account.add(name)
            return has_any
        finally:
            self._lists_due[name] = self._monotonic() + pause.total_seconds()

    def _watch(self, names: Iterable[str], found_by: FoundBy) -> None:
        for name in names:
            if name in self._found:
                continue
            found = FoundProvider(name=name, found_by=found_by, found_at=self._now())
            self._found[name] = found
            self._unsaved.add(name)
            self._poller.add(self._make(found))
            log.info("%s: the token has an account for it now, so it is watched.", name)

    def _note_missing(self) -> None:
        """Note which providers are not set up any more, and which are again."""
        for name, found in tuple(self._found.items()):
            schedule = self._poller.providers[name].schedule
            missing = not schedule.latest.set_up
            if schedule.looked_at is not None and missing is (found.missing_since is None):
                self._found[name] = replace(found, missing_since=self._now() if missing else None)
                self._unsaved.add(name)

    def _drop_missing(self) -> None:
        """Drop what has not been set up for ``KEPT_FOR``, unless the token's account still names it."""
        for name, found in tuple(self._found.items()):
            since = found.missing_since
            if since is None or name in self._named or self._now() - since < KEPT_FOR:
                continue
            del self._found[name]
            self._unsaved.add(name)
            self._lists_due[name] = self._monotonic() + LISTS_EVERY.total_seconds()
            self._poller.remove(name)
            log.info("%s: has not been set up for a day, so it is no longer watched.", name)

    def _drop_unclaimed(self) -> None:
        """Forget providers that a setting named before, once it is known that the token has no account of them.

        Until then they may still be found, and what is under way there goes on.
        """
        self._unclaimed -= self._found.keys()
        for name in tuple(filter(self._is_absent, self._unclaimed)):
            self._unclaimed.remove(name)
            self._unsaved.add(name)
            log.info("%s: is not watched any more, so what was under way there is closed.", name)

    def _is_absent(self, name: str) -> bool:
        """Return whether it is known that the token has no account of a provider that was not found."""
        if name not in self._candidates.called:
            return True  # nobody ever looks for it
        if name in self._candidates.has_accounts:
            return name in self._without_account
        return self._report.summary is not None

    async def _save(self) -> None:
        """Store what differs; what can't be stored now is stored after the next search."""
        for name in sorted(self._unsaved):
            found = self._found.get(name)
            try:
                if found is None:
                    await self._forget(name)
                    await self._storage.delete_found(name)
                else:
                    await self._storage.save_found(found)
            except LeadLost:
                raise
            except StorageUnavailable as problem:
                log.warning("What was found at useapi.net can't be stored: %s", problem)
                return
            self._unsaved.discard(name)
