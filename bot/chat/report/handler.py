"""``/report``: how much each provider was used in some days, now or on a schedule.

A Discord command with subcommands can't be used by itself, hence ``/report now``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot.chat.account_lookup import ALL, AccountLookup
from bot.chat.account_options import suggest_providers
from bot.chat.command_options import option
from bot.chat.feature import Caller, Command, Feature
from bot.chat.message import Message, paragraph
from bot.chat.report.schedule_commands import ScheduleCommands
from bot.chat.report.wording import finding, is_enough, report_card
from bot.chat.signs_and_colours import Level
from bot.chat.typed.times import read_count
from bot.chat.wording.numbers_and_lists import amount
from bot.chat.wording.refusal_sentences import NOT_READ, sentence_message
from bot.errors import BadInput, StorageUnavailable
from bot.reports.report_sender import ReportMaker

USUAL_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class NowOptions:
    """The options of ``/report now``."""

    provider: str | None = option("Only this provider", default=None)
    days: int | None = option(
        "How many days back; a week unless you say", default=None, reads=partial(read_count, unit=timedelta(days=1))
    )


class ReportHandler:
    """Answers ``/report``.

    Args:
        lookup: Finds providers by what people type.
        maker: Makes reports.
        schedules: The commands for scheduled reports.
        kept: How long history is kept.
        now: The clock.
    """

    def __init__(
        self,
        lookup: AccountLookup,
        maker: ReportMaker,
        schedules: ScheduleCommands,
        *,
        kept: timedelta,
        now: Callable[[], datetime],
    ) -> None:
        self._lookup = lookup
        self._maker = maker
        self._schedules = schedules
        self._kept = kept
        self._now = now

    def feature(self) -> Feature:
        """Return the commands."""
        command = Command(
            name="report now",
            description="Were the accounts enough?",
            options=NowOptions,
            run=self.run,
            suggest={"provider": suggest_providers(self._lookup)},
            recognises={"provider": self._lookup.is_provider},
            is_public=self.is_public,
        )
        return Feature(
            name="report",
            description="Were the accounts enough?",
            commands=(command, *self._schedules.commands()),
            actions=self._schedules.actions(),
        )

    async def run(self, _: Caller, asked: NowOptions) -> Message:
        """Answer the command."""
        if not self._reaches_back(asked):
            most = self._kept.days
            allowed = f"1 to {amount(most)}" if most > 1 else "1"
            raise BadInput(f"days can be {allowed}: history goes back that far.", option="days")
        days = timedelta(days=min(USUAL_DAYS, self._kept.days) if asked.days is None else asked.days)
        providers = self._providers(asked)
        now = self._now()
        try:
            made = await self._maker.make(providers, now - days, now)
        except StorageUnavailable:
            return sentence_message(NOT_READ, Level.FAULTED, self._lookup.account_names)
        states = ((name, self._lookup.latest(name)) for name in providers)
        known = ((name, one) for name, one in states if one is not None and one.trouble is None)
        latest = {name: one.snapshot for name, one in known if one.snapshot is not None}
        card = report_card(made, days, self._lookup.words, self._lookup.account_names, latest=latest)
        # Below, each provider that was not known for long enough says so.
        head = (paragraph((finding(made, self._lookup.words),)),) if any(map(is_enough, made)) else ()
        return Message(cards=(replace(card, body=(*head, *card.body)),))

    def is_public(self, asked: NowOptions) -> bool:
        """Return whether the options are known to be valid."""
        try:
            self._providers(asked)
        except BadInput:
            return False
        return self._reaches_back(asked)

    def _providers(self, asked: NowOptions) -> Sequence[str]:
        """Return the providers to report on; raises ``BadInput`` if one was named that is not watched."""
        if asked.provider is None or self._lookup.name_of(asked.provider) == ALL:
            return [one.name for one in self._lookup.providers if self._lookup.is_set_up(one.name)]
        provider = self._lookup.provider(asked.provider)
        self._lookup.require_set_up(provider)
        return [provider]

    def _reaches_back(self, asked: NowOptions) -> bool:
        """Return whether history goes back that many days."""
        return asked.days is None or 1 <= asked.days <= self._kept.days
