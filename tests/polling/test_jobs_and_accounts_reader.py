"""Looking at a provider: the scheduler each time, the accounts endpoint now and then."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.accounts.job import Job, JobKind
from bot.accounts.provider_answer import ConfiguredAccount, ListedSlots, ProviderAnswer
from bot.errors import LookFailed, NotConfigured, NotReached
from bot.polling.jobs_and_accounts_reader import FetchAccounts, ProviderReader
from tests.moments import after
from tests.polling.poll_clock import Clock
from tests.rows import each_row

LISTED = (ConfiguredAccount(account="a"),)


def reader(
    clock: Clock, fetch_answer: Callable[[], Awaitable[ProviderAnswer]], fetch_accounts: FetchAccounts | None
) -> ProviderReader:
    return ProviderReader("kling", fetch_answer, fetch_accounts, now=clock, monotonic=clock.monotonic)


async def test_the_accounts_endpoint_is_read_every_ten_minutes() -> None:
    clock = Clock()

    async def ask() -> ProviderAnswer:
        return ProviderAnswer()

    async def roster() -> tuple[ConfiguredAccount, ...]:
        return (ConfiguredAccount(account="a"),)

    kling = reader(clock, ask, roster)
    read = []
    for minute in (0, 1, 9.99, 10, 19, 20):
        clock.at = after(minutes=minute)
        read.append((await kling.look()).configured is not None)

    assert read == [True, False, False, True, False, True]


async def test_the_accounts_endpoint_is_read_again_though_the_clock_was_set_back() -> None:
    clock = Clock()

    async def ask() -> ProviderAnswer:
        return ProviderAnswer()

    async def roster() -> tuple[ConfiguredAccount, ...]:
        return (ConfiguredAccount(account="a"),)

    kling = reader(clock, ask, roster)
    await kling.look()
    clock.set_back(3600)
    clock.at += timedelta(minutes=10)
    assert (await kling.look()).configured is not None


async def test_an_accounts_endpoint_that_fails_is_no_failed_look_and_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = Clock()
    outcomes: list[tuple[ConfiguredAccount, ...] | LookFailed] = [NotReached("no"), NotReached("no"), LISTED]

    async def ask() -> ProviderAnswer:
        return ProviderAnswer()

    async def roster() -> tuple[ConfiguredAccount, ...]:
        outcome = outcomes.pop(0)
        if isinstance(outcome, LookFailed):
            raise outcome
        return outcome

    kling = reader(clock, ask, roster)
    caplog.set_level("INFO")
    listed = []
    for minute in (0, 0.5, 1, 2):
        clock.at = after(minutes=minute)
        seen = await kling.look()
        assert isinstance(seen.answer, ProviderAnswer)
        listed.append(seen.configured)

    assert listed == [None, None, None, LISTED]
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]


@each_row(("step", "took"), [(1.5, 1.5), (-3600, 0)], ids=["a while", "the clock was set back"])
@each_row("fails", [False, True])
async def test_a_look_takes_from_the_request_to_the_last_answer(step: float, took: float, *, fails: bool) -> None:
    clock = Clock()

    async def ask() -> ProviderAnswer:
        if fails:
            raise NotReached("no")
        return ProviderAnswer()

    async def roster() -> tuple[ConfiguredAccount, ...]:
        clock.at += timedelta(seconds=step)
        return ()

    look = await reader(clock, ask, roster).look()

    assert (look.at, look.took) == (clock.at, timedelta(seconds=took))


async def test_a_failed_look_is_a_value() -> None:
    failure = NotReached("no")

    async def ask() -> ProviderAnswer:
        raise failure

    assert (await reader(Clock(), ask, None).look()).answer is failure


async def test_an_account_that_was_just_added_is_seen_at_the_next_look() -> None:
    clock = Clock()
    added: list[ConfiguredAccount] = []

    async def ask() -> ProviderAnswer:
        return ProviderAnswer()

    async def roster() -> tuple[ConfiguredAccount, ...]:
        return tuple(added)

    kling = reader(clock, ask, roster)
    assert isinstance((await kling.look()).answer, NotConfigured)
    added += LISTED
    clock.at = after(seconds=30)  # somebody pressed Refresh
    look = await kling.look()
    assert (look.answer, look.configured) == (ProviderAnswer(), LISTED)
    clock.at = after(seconds=60)
    assert (await kling.look()).configured is None


@each_row(
    ("answer", "listed", "set_up"),
    [
        (ProviderAnswer(), (), False),
        (ProviderAnswer(), LISTED, True),
        (ProviderAnswer(accounts=(ListedSlots(account="a"),)), (), True),
        (ProviderAnswer(jobs=(Job(id="1", account=None, kind=JobKind.VIDEO),)), (), True),
    ],
    ids=["neither", "listed", "a free account", "a job"],
)
async def test_a_provider_that_lists_no_account_anywhere_is_not_set_up(
    answer: ProviderAnswer, listed: tuple[ConfiguredAccount, ...], *, set_up: bool
) -> None:
    clock = Clock()

    async def ask() -> ProviderAnswer:
        return answer

    async def roster() -> tuple[ConfiguredAccount, ...]:
        return listed

    kling = reader(clock, ask, roster)
    for minute in (0, 1, 10):
        clock.at = after(minutes=minute)
        assert isinstance((await kling.look()).answer, NotConfigured) is not set_up


@pytest.mark.parametrize(
    "answer",
    [
        ProviderAnswer(accounts=(ListedSlots(account="a"),)),
        ProviderAnswer(jobs=(Job(id="1", account="a", kind=JobKind.VIDEO),)),
    ],
    ids=["a row", "a job"],
)
async def test_a_list_of_no_account_beside_an_answer_that_shows_some_is_not_believed(
    answer: ProviderAnswer, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    lists: list[tuple[ConfiguredAccount, ...]] = [LISTED, (), LISTED]

    async def ask() -> ProviderAnswer:
        return answer

    async def roster() -> tuple[ConfiguredAccount, ...]:
        return lists.pop(0)

    kling = reader(clock, ask, roster)
    caplog.set_level("INFO")
    read = []
    for minute in (0, 10, 11):
        clock.at = after(minutes=minute)
        seen = await kling.look()
        assert seen.answer == answer
        read.append(seen.configured)
    assert read == [LISTED, None, LISTED]
    assert [record.message for record in caplog.records] == [
        "kling: its list of accounts can't be read: It is empty, though the answer shows accounts or jobs.",
        "kling: its list of accounts can be read again.",
    ]


async def test_an_account_list_that_can_not_be_read_says_nothing_about_being_set_up() -> None:
    async def ask() -> ProviderAnswer:
        return ProviderAnswer()

    async def roster() -> tuple[ConfiguredAccount, ...]:
        raise NotReached("no")

    assert (await reader(Clock(), ask, roster).look()).answer == ProviderAnswer()


async def test_where_nothing_can_be_read_the_list_of_accounts_has_no_line_of_its_own(
    caplog: pytest.LogCaptureFixture,
) -> None:
    answers: list[ProviderAnswer | LookFailed] = [NotReached("offline"), ProviderAnswer()]

    async def ask() -> ProviderAnswer:
        answer = answers.pop(0)
        if isinstance(answer, LookFailed):
            raise answer
        return answer

    async def unlisted() -> tuple[ConfiguredAccount, ...]:
        raise NotReached("offline")

    clock = Clock()
    kling = reader(clock, ask, unlisted)
    assert isinstance((await kling.look()).answer, NotReached)
    assert caplog.records == []

    clock.at += timedelta(minutes=1)
    await kling.look()
    assert [record.message for record in caplog.records] == ["kling: its list of accounts can't be read: offline"]
