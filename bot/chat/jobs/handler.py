"""``/jobs``: lists running jobs in pages, with a menu that shows one of them in full."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.accounts.job import Job, longest_first
from bot.accounts.snapshot import LatestState, Snapshot
from bot.chat.account_lookup import AccountLookup
from bot.chat.account_options import AccountOptions, with_owner
from bot.chat.command_options import Choice, plain_choices
from bot.chat.feature import Action, Caller, Command, Feature, UnreadableButton, page_buttons, read_number
from bot.chat.jobs.jobs_options import (
    REF_LENGTH,
    JobFilter,
    JobsOptions,
    read_age,
    read_ref,
    reference,
    searchable,
    suggest_ages,
)
from bot.chat.jobs.wording import JobList, ProviderJobs, job_card, job_list, job_mark, menu_choice
from bot.chat.message import Button, Menu, Message
from bot.chat.signs_and_colours import Level
from bot.chat.typed.times import is_duration, read_duration, resembles_time, typed_span
from bot.chat.wording.job_lines import elapsed, job_reference
from bot.chat.wording.provider_words import unknown_card
from bot.chat.wording.refusal_sentences import sentence_message
from bot.errors import BadInput

REFS_SUGGESTED = 25

_PROVIDER_AND_MARK = 2

ENDED = "That job is not running any more."

IsStuck = Callable[[str, Job, datetime], bool]
"""Returns whether a provider's job has run for too long at a moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """Validated options."""

    provider: str
    wanted: JobFilter


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """A list of jobs; ``in_vain`` if no reference at the provider contains the one asked for."""

    message: Message
    in_vain: bool = False


class JobsHandler:
    """Answers ``/jobs`` from the newest looks, asking the provider if the newest is too old.

    Args:
        lookup: Finds providers and accounts by what people type.
        is_stuck: Returns whether a job has run for too long.
        now: The clock.
    """

    def __init__(
        self,
        lookup: AccountLookup,
        *,
        is_stuck: IsStuck,
        now: Callable[[], datetime],
    ) -> None:
        self._lookup = lookup
        self._names = lookup.account_names
        self._is_stuck = is_stuck
        self._now = now

    def feature(self) -> Feature:
        """Return the command, its buttons and its menu."""
        accounts = AccountOptions(self._lookup)
        command = Command(
            name="jobs",
            description="Running jobs, longest first",
            options=JobsOptions,
            run=self.run,
            suggest={
                **accounts.suggest(),
                "ref": self.suggest_refs,
                "older_than": self.suggest_ages,
            },
            recognises={**accounts.recognises, "older_than": is_duration},
            resembles={"older_than": resembles_time},
            implied=accounts.implied,
            examples=accounts.examples,
            is_public=self.is_public,
        )
        turns = (
            Action(name=f"jobs:{verb}", run=self.press, arguments=5, in_place=True) for verb in ("refresh", "page")
        )
        return Feature(
            name="jobs",
            commands=(command,),
            actions=(*turns, Action(name="jobs:show", run=self.show, arguments=1, title="Job")),
        )

    async def run(self, _: Caller, asked: JobsOptions) -> Message:
        """Answer the command; only the caller sees that no reference matches."""
        answer = await self._answer(asked, 1)
        return Message(cards=answer.message.cards, private=True) if answer.in_vain else answer.message

    async def press(self, _: Caller, arguments: Sequence[str]) -> Message:
        """Answer a button with a provider, an account's mark (may be empty), an age, a page and part of a reference."""
        provider, account, older_than, page, ref = arguments
        if read_duration(older_than) is None:
            raise UnreadableButton(older_than)
        asked = JobsOptions(provider=provider, account=account or None, ref=ref, older_than=older_than)
        return (await self._answer(asked, read_number(page))).message

    async def show(self, _: Caller, arguments: Sequence[str]) -> Message:
        """Show one job in full, given its provider and mark, or say that it is gone."""
        if len(arguments) != _PROVIDER_AND_MARK:
            raise UnreadableButton(*arguments)
        provider, mark = arguments
        latest = await self._lookup.pollers[self._lookup.provider(provider)].fresh_state()
        if latest.snapshot is None:
            return self._unknown(provider, latest)
        job = next((one for one in latest.snapshot.jobs if job_mark(one, self._names) == mark), None)
        if job is None:
            return sentence_message(ENDED, Level.FAULTED, self._names)
        return Message(cards=(job_card(job, self._jobs(provider, latest, latest.snapshot)),), private=True)

    def is_public(self, asked: JobsOptions) -> bool:
        """Return whether the options are known to be valid before the provider is asked."""
        try:
            question = self._question(asked)
            self._lookup.require_set_up(question.provider)
        except BadInput:
            return False
        snapshot, wanted = self._lookup.pollers[question.provider].latest.snapshot, question.wanted
        return not wanted.ref or (snapshot is not None and not self._is_in_vain(wanted, snapshot))

    async def suggest_refs(self, _: Caller, typed: str, given: Mapping[str, object]) -> Sequence[Choice]:
        """Suggest references of running jobs that contain what was typed, those of the longest jobs first."""
        choices: dict[str, Choice] = {}
        sought = searchable(typed, self._names).casefold()
        for provider in self._lookup.named(given.get("provider")):
            snapshot = self._lookup.pollers[provider].latest.snapshot
            for job in () if snapshot is None else longest_first(snapshot.jobs):
                ref = reference(job, self._names)
                if ref and sought in ref.casefold():
                    label = f"{job_reference(job, self._names)} · {elapsed(job, self._now())}"
                    value = ref[:REF_LENGTH].strip()
                    choices.setdefault(value, Choice(label=label, value=value))
                if len(choices) == REFS_SUGGESTED:
                    return tuple(choices.values())
        return tuple(choices.values())

    async def suggest_ages(self, _: Caller, typed: str, __: Mapping[str, object]) -> Sequence[Choice]:
        """Suggest ages."""
        return plain_choices(suggest_ages(typed))

    async def _answer(self, asked: JobsOptions, page: int) -> _Answer:
        provider = self._lookup.provider(with_owner(self._lookup, asked.provider, asked.account)[0])
        latest = await self._lookup.pollers[provider].fresh_state()
        self._lookup.require_set_up(provider)
        wanted = self._question(asked).wanted
        if latest.snapshot is None:
            return _Answer(message=self._unknown(provider, latest))
        jobs = self._jobs(provider, latest, latest.snapshot)
        shown = job_list(jobs, wanted, page)
        buttons = _buttons(provider, self._lookup.mark(wanted.account), wanted, shown)
        message = Message(cards=(shown.card,), actions=(*_menu(provider, shown, jobs), *buttons))
        return _Answer(message=message, in_vain=not shown.jobs and self._is_in_vain(wanted, latest.snapshot))

    def _question(self, asked: JobsOptions) -> _Question:
        """Validate the options; raises ``BadInput``."""
        older_than, ref = read_age(asked.older_than), read_ref(asked.ref, self._names)
        owner, named = with_owner(self._lookup, asked.provider, asked.account)
        provider = self._lookup.provider(owner)
        account = None if named is None else self._lookup.account(provider, named)
        wanted = JobFilter(account=account, ref=ref, older_than=older_than)
        return _Question(provider=provider, wanted=wanted)

    def _is_in_vain(self, wanted: JobFilter, snapshot: Snapshot) -> bool:
        only_ref = JobFilter(ref=wanted.ref)
        return bool(wanted.ref) and not only_ref.select(snapshot.jobs, self._names, snapshot.at)

    def _jobs(self, provider: str, latest: LatestState, snapshot: Snapshot) -> ProviderJobs:
        at = self._now() if latest.trouble is None else snapshot.at
        return ProviderJobs(
            words=self._lookup.words[provider],
            snapshot=snapshot,
            naming=self._names.in_snapshot(snapshot),
            at=at,
            is_stuck=lambda job: self._is_stuck(provider, job, at),
            trouble=latest.trouble,
            checking=latest.checking,
        )

    def _unknown(self, provider: str, latest: LatestState) -> Message:
        return Message(cards=(unknown_card(self._lookup.words[provider], latest.trouble, self._names),), private=True)


def _menu(provider: str, shown: JobList, jobs: ProviderJobs) -> tuple[Menu, ...]:
    choices = {choice.value: choice for choice in (menu_choice(job, jobs) for job in shown.jobs)}
    if not choices:
        return ()
    return (
        Menu(
            placeholder="Show one job",
            action="jobs:show",
            arguments=(provider,),
            choices=tuple(choices.values()),
        ),
    )


def _buttons(provider: str, account: str, wanted: JobFilter, shown: JobList) -> tuple[Button, ...]:
    arguments = (provider, account, typed_span(wanted.older_than) if wanted.older_than else "0")
    return page_buttons("jobs", arguments, shown.number, shown.pages, wanted.ref)
