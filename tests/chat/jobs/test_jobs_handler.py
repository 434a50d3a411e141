"""``/jobs``, answered from the newest look on every platform."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from bot.accounts.job import Job
from bot.accounts.provider_answer import ListedSlots, ProviderAnswer
from bot.chat.account_lookup import AccountLookup
from bot.chat.dispatcher import Dispatcher, token_of
from bot.chat.feature import Caller, Pending
from bot.chat.jobs.handler import ENDED, OLDEST, REF_LENGTH, JobsHandler, JobsOptions
from bot.chat.jobs.job_filter import job_mark, searchable
from bot.chat.message import Button, Menu, Message
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.durations import typed_span
from bot.errors import BadInput, LookFailed, NotConfigured, NotReached
from bot.providers.catalogue import CATALOGUE
from tests.chat.drawn import drawn, refused
from tests.chat.nasty import nasty_text
from tests.chat.polled import polled
from tests.chat.samples import IMAGE, NAMES, STRAY, VIDEO, WORDS
from tests.moments import NOON, after

MAIL = "jo.long@example.com"
OTHER = structs.replace(VIDEO, id="9", account=MAIL, reply_ref="finale", started=after(hours=-2))
ROWS = (ListedSlots(account="200300", limit=6, available=5), ListedSlots(account=MAIL, limit=2, available=1))
JOBS = (VIDEO, IMAGE, STRAY, OTHER)
MINIMAX_JOBS = JobsOptions(provider="minimax")
CALLER = Caller(guild=1, channel=2, member=3)


class Provider:
    """MiniMax and Kling, which answer as a test wants it.

    Attributes:
        said: The jobs that run, or why nothing is known of them.
        judged: For which provider and moment it was asked whether jobs are stuck: those older than an hour are.
    """

    def __init__(self, said: Sequence[Job] | LookFailed = JOBS) -> None:
        self.said = said
        self.judged: list[tuple[str, datetime]] = []
        self._pollers = {
            name: polled(name, self._answer, at=lambda: after(seconds=-12)) for name in ("minimax", "kling")
        }

    async def look(self) -> JobsHandler:
        """Look at both, and return what answers."""
        for poller in self._pollers.values():
            await poller.poll_once()
        lookup = AccountLookup(self._pollers, WORDS, NAMES)
        return JobsHandler(self._pollers, WORDS, NAMES, lookup, is_stuck=self._stuck, now=lambda: NOON)

    def _answer(self) -> ProviderAnswer | LookFailed:
        return self.said if isinstance(self.said, LookFailed) else ProviderAnswer(accounts=ROWS, jobs=tuple(self.said))

    def _stuck(self, provider: str, job: Job, now: datetime) -> bool:
        self.judged.append((provider, now))
        return job.started is not None and job.started < now - timedelta(hours=1)


async def answered(asked: JobsOptions, said: Sequence[Job] | LookFailed = JOBS) -> Message:
    return await (await Provider(said).look()).run(CALLER, asked)


def menu_of(message: Message) -> Menu:
    (menu,) = (action for action in message.actions if isinstance(action, Menu))
    return menu


def buttons_of(message: Message) -> dict[str, Button]:
    return {action.label: action for action in message.actions if isinstance(action, Button)}


async def shown(jobs: JobsHandler, mark: str, provider: str = "minimax") -> Message:
    return await jobs.show(CALLER, (provider, mark))


async def test_jobs_are_listed_and_each_can_be_chosen() -> None:
    provider = Provider()
    jobs = await provider.look()
    message = await jobs.run(CALLER, MINIMAX_JOBS)
    text = drawn(message)

    assert not message.private
    assert text.startswith("[tight] MiniMax · 4 jobs running\n")
    assert text.count("**stuck?**") == 1
    assert set(provider.judged) == {("minimax", NOON)}
    menu = menu_of(message)
    assert token_of(menu.action, menu.arguments) == "jobs:show:minimax"
    assert [choice.label for choice in menu.choices] == [
        "finale",
        "shot-12",
        "image without a reference",
        "music without a reference",
    ]
    for job, choice in zip((OTHER, VIDEO, IMAGE, STRAY), menu.choices, strict=True):
        assert job_mark(job, NAMES) == choice.value
        card = await shown(jobs, choice.value)
        assert card.private
        assert ("**stuck?**" in drawn(card)) == (job is OTHER)
        assert f"**Kind** · {job.kind}" in drawn(card)


@pytest.mark.parametrize(
    "account", [MAIL, AccountNames().mark(MAIL), "jo…@example.com", "JO…@EXAMPLE.COM", f"minimax/{MAIL}"]
)
async def test_what_was_asked_can_be_asked_again_without_saying_whom_it_names(account: str) -> None:
    message = await answered(replace(MINIMAX_JOBS, account=account, ref="  FIN\n", older_than="60m"))

    assert [choice.value for choice in menu_of(message).choices] == [job_mark(OTHER, NAMES)]
    (button,) = buttons_of(message).values()
    assert token_of(button.action, button.arguments) == f"jobs:refresh:minimax:{AccountNames().mark(MAIL)}:1h:1:FIN"
    assert not message.private


async def test_an_email_in_a_reference_that_is_sought_is_not_repeated() -> None:
    message = await answered(replace(MINIMAX_JOBS, ref=MAIL), [structs.replace(VIDEO, reply_ref=f"for {MAIL}")])

    assert buttons_of(message)["Refresh"].arguments[-1] == "jo…@example.com"
    assert len(menu_of(message).choices) == 1


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (JobsOptions(provider="sora"), "There is no provider sora here. There are: MiniMax, Kling."),
        (replace(MINIMAX_JOBS, account="nobody"), "There are: studio-a, jo…@example.com."),
        (JobsOptions(provider="minmax"), "There is no provider minmax here. Did you mean MiniMax?"),
        (replace(MINIMAX_JOBS, account="studio-b"), "MiniMax has no account studio-b. Did you mean studio-a?"),
        (replace(MINIMAX_JOBS, older_than="-1"), "older_than is how long jobs have run, at most 7d: type 30m"),
        (replace(MINIMAX_JOBS, older_than="soon"), "older_than is how long jobs have run, at most 7d: type 30m"),
        (replace(MINIMAX_JOBS, older_than="10081"), "older_than is how long jobs have run, at most 7d: type 30m"),
        (replace(MINIMAX_JOBS, ref="x" * 49), "at most 46 characters"),
    ],
)
async def test_what_can_not_be_asked_is_refused_with_what_can(asked: JobsOptions, words: str) -> None:
    jobs = await Provider().look()
    with pytest.raises(BadInput) as refusal:
        await jobs.run(CALLER, asked)

    assert words in str(refusal.value)
    assert MAIL not in str(refusal.value)
    assert not jobs.is_public(asked)


async def test_a_reference_that_no_job_has_is_between_the_bot_and_who_asks() -> None:
    asked = replace(MINIMAX_JOBS, ref="epilogue")
    jobs = await Provider().look()
    message = await jobs.run(CALLER, asked)

    assert message.private
    assert message.actions == ()
    assert "References are: finale, shot-12." in drawn(message)
    assert not jobs.is_public(asked)
    assert jobs.is_public(replace(asked, ref="final"))


async def test_a_reference_that_no_job_has_any_more_is_news_where_it_is_asked_for_again() -> None:
    jobs = await Provider().look()
    message = await jobs.press(CALLER, ("minimax", "", "0", "1", "epilogue"))

    assert not message.private
    assert "References are: finale, shot-12." in drawn(message)
    assert list(buttons_of(message)) == ["Refresh"]
    assert not any(isinstance(action, Menu) for action in message.actions)


async def test_a_reference_that_only_other_accounts_have_is_not_in_vain() -> None:
    asked = replace(MINIMAX_JOBS, ref="finale", account="studio-a")
    jobs = await Provider().look()

    assert not (await jobs.run(CALLER, asked)).private
    assert jobs.is_public(asked)


@pytest.mark.parametrize(
    "asked", [MINIMAX_JOBS, replace(MINIMAX_JOBS, older_than="7d", ref="shot"), JobsOptions(provider="MINIMAX")]
)
async def test_a_good_question_is_public(asked: JobsOptions) -> None:
    assert (await Provider().look()).is_public(asked)


async def test_a_provider_of_which_nothing_is_known_is_answered_privately() -> None:
    jobs = await Provider(NotReached("Nobody is there.")).look()
    message = await jobs.run(CALLER, MINIMAX_JOBS)

    assert message.private
    assert message.actions == ()
    assert drawn(message).split("\n")[0] == "[faulted] MiniMax · nothing known"
    assert "Nobody is there" in drawn(message)
    assert "Slots are for videos" in drawn(message)
    assert "Nobody is there" in drawn(await shown(jobs, job_mark(VIDEO, NAMES)))
    assert not jobs.is_public(replace(MINIMAX_JOBS, ref="shot"))


async def test_a_provider_that_is_not_set_up_has_no_jobs_to_list() -> None:
    jobs = await Provider(NotConfigured("Configure one.")).look()
    with pytest.raises(BadInput, match=r"MiniMax is not set up at useapi\.net"):
        await jobs.run(CALLER, MINIMAX_JOBS)
    assert not jobs.is_public(MINIMAX_JOBS)


async def test_a_provider_that_fails_shows_its_last_known_jobs_as_of_then() -> None:
    provider = Provider()
    await provider.look()
    provider.said, provider.judged = NotReached("Nobody is there."), []
    jobs = await provider.look()

    assert "4 jobs running when last checked" in drawn(await jobs.run(CALLER, MINIMAX_JOBS))
    assert "Last known, <t:" in drawn(await shown(jobs, job_mark(VIDEO, NAMES)))
    assert set(provider.judged) == {("minimax", after(seconds=-12))}


async def test_a_job_that_has_ended_is_said_to_be_gone_and_the_others_are_still_found() -> None:
    provider = Provider()
    before = await (await provider.look()).run(CALLER, MINIMAX_JOBS)
    provider.said = [structs.replace(VIDEO, id="new"), STRAY, IMAGE]
    jobs = await provider.look()

    cards = [await shown(jobs, choice.value) for choice in menu_of(before).choices]
    assert [ENDED in drawn(card) for card in cards] == [True, True, False, False]
    assert all(card.private for card in cards)


async def test_a_job_of_a_provider_that_is_not_set_up_any_more_gets_a_sentence() -> None:
    jobs = await Provider().look()
    with pytest.raises(BadInput, match="There is no provider sora here"):
        await shown(jobs, job_mark(VIDEO, NAMES), "sora")


async def test_jobs_that_nothing_tells_apart_are_in_the_menu_once() -> None:
    message = await answered(MINIMAX_JOBS, [STRAY, STRAY, VIDEO])

    assert "3 jobs running" in drawn(message)
    assert [choice.value for choice in menu_of(message).choices] == [job_mark(VIDEO, NAMES), job_mark(STRAY, NAMES)]


async def test_ten_thousand_jobs_are_ten_to_a_page_and_each_is_found() -> None:
    many = [
        structs.replace(
            VIDEO, id=str(n), account=f"a{n % 1000}", reply_ref=f"Szene früh {n}", started=after(seconds=-n)
        )
        for n in range(10_000)
    ]
    jobs = await Provider(many).look()
    last = await jobs.press(CALLER, ("minimax", "", "0", "1000", "FRÜH"))

    assert last.cards[0].footer == "Page 1,000 of 1,000"
    assert [(button.label, button.arguments[3], button.disabled) for button in buttons_of(last).values()] == [
        ("Previous", "999", False),
        ("Refresh", "1000", False),
        ("Next", "1001", True),
    ]
    assert [choice.value for choice in menu_of(last).choices] == [job_mark(job, NAMES) for job in many[9::-1]]
    assert "Szene früh 0" in drawn(await shown(jobs, job_mark(many[0], NAMES)))


async def test_a_button_is_answered_in_place_and_the_menu_with_a_card_of_ones_own() -> None:
    jobs = await Provider().look()
    dispatcher = Dispatcher([jobs.feature()], NAMES)
    refresh, show = dispatcher.find("jobs:refresh:minimax::60:1:f:n:"), dispatcher.find("jobs:show:minimax")
    assert refresh is not None
    assert show is not None
    assert (refresh.action.in_place, refresh.arguments) == (True, ("minimax", "", "60", "1", "f:n:"))
    assert (show.action.in_place, show.arguments) == (False, ("minimax",))
    card = await dispatcher.press(show, CALLER, [job_mark(VIDEO, NAMES)])
    assert isinstance(card, Message)
    assert "**Reference** · shot-12" in drawn(card)


@pytest.mark.parametrize("token", ["jobs:page:minimax::x:1:", "jobs:page:minimax::0:x:", "jobs:page:minimax:0:1:"])
async def test_a_button_that_can_not_be_read_gets_a_sentence(token: str) -> None:
    dispatcher = Dispatcher([(await Provider().look()).feature()], NAMES)
    press = dispatcher.find(token)
    answer = dispatcher.outdated() if press is None else await dispatcher.press(press, CALLER)
    assert not isinstance(answer, Pending)
    assert "That button is from another version" in drawn(answer)


def test_the_longest_question_fits_into_a_button() -> None:
    longest = (
        max(CATALOGUE, key=len),
        "0123abcd",
        typed_span(OLDEST - timedelta(seconds=1)),
        "999999",
        "r" * REF_LENGTH,
    )
    button = Button(label="Refresh", action="jobs:refresh", arguments=longest)
    assert refused(Message(headline=("x",), actions=(button,))) == []


_refs = nasty_text.map(lambda text: searchable(text, NAMES)).filter(lambda ref: len(ref) <= REF_LENGTH)


_ages = st.integers(1, OLDEST // timedelta(seconds=1)).map(lambda seconds: typed_span(timedelta(seconds=seconds)))


@given(_refs, _ages | st.just("0"), st.sampled_from(["", AccountNames().mark(MAIL)]))
async def test_a_question_is_read_back_from_its_button(ref: str, older_than: str, account: str) -> None:
    jobs = await Provider([structs.replace(VIDEO, reply_ref="x")]).look()
    asked = JobsOptions(provider="minimax", account=account or None, ref=ref, older_than=older_than)
    message = await jobs.press(CALLER, ("minimax", account, older_than, "7", ref))
    button = buttons_of(message)["Refresh"]
    press = Dispatcher([jobs.feature()], NAMES).find(token_of(button.action, button.arguments))
    assert press is not None
    assert press.arguments == ("minimax", account, older_than, "1", asked.ref)


async def suggested(
    option: str, typed: str, said: Sequence[Job] | LookFailed = JOBS, **given: object
) -> list[tuple[str, object]]:
    jobs = await Provider(said).look()
    (command,) = jobs.feature().commands
    return [(one.label, one.value) for one in await command.suggest[option](CALLER, typed, given)]


async def test_references_of_running_jobs_are_suggested() -> None:
    mailed = structs.replace(VIDEO, reply_ref=f"https://example.com/shots/for-{MAIL}")
    assert await suggested("ref", "") == [("finale · 2:00:00", "finale"), ("shot-12 · 3:57", "shot-12")]
    assert await suggested("ref", "SHO", provider="MiniMax") == [("shot-12 · 3:57", "shot-12")]
    assert await suggested("ref", "", provider="sora") == []
    ((label, value),) = await suggested("ref", "", [mailed, mailed])
    assert MAIL not in f"{label} {value}"
    assert not (await answered(replace(MINIMAX_JOBS, ref=str(value)), [mailed])).private


async def test_a_long_reference_is_suggested_in_part_and_found() -> None:
    endless = structs.replace(VIDEO, reply_ref="Szene " * 40)
    ((_, value),) = await suggested("ref", "sz", [endless])
    assert len(str(value)) <= REF_LENGTH
    assert not (await answered(replace(MINIMAX_JOBS, ref=str(value)), [endless])).private


async def test_providers_accounts_and_ages_are_suggested_with_the_answer() -> None:
    assert await suggested("provider", "MAX") == [("MiniMax · 6 of 8 free", "minimax")]
    assert ("Kling · 6 of 8 free", "kling") in await suggested("provider", "")
    assert await suggested("account", "stu", provider="minimax") == [("studio-a · 5 of 6 free", "studio-a")]
    assert [value for _, value in await suggested("older_than", "3")] == ["3s", "3m", "3h", "3d"]


async def test_a_provider_without_an_account_is_not_suggested() -> None:
    assert await suggested("provider", "", NotConfigured("Add an account.")) == []
