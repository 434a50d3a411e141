"""Questions about jobs, answered from the newest look on every platform."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from msgspec import structs

from bot.accounts.job import Job
from bot.accounts.look import Look
from bot.accounts.provider_answer import ListedSlots, ProviderAnswer
from bot.chat.account_lookup import account_mark
from bot.chat.embeds.sieve import job_mark
from bot.chat.old_jobs import ENDED, JobAnswer, JobAnswers, JobQuestion
from bot.errors import LookFailed, NotReached
from bot.polling.poll_schedule import PollSchedule
from bot.polling.poller import ProviderPoller
from tests.chat.embeds.drawn import drawn
from tests.chat.samples import IMAGE, KLING, MINIMAX, NAMES, STRAY, VIDEO
from tests.moments import NOON, after
from tests.polling.evaluating import Forgetful, unheard

MAIL = "jo.long@example.com"
OTHER = structs.replace(VIDEO, id="9", account=MAIL, reply_ref="finale", started=after(hours=-2))
ROWS = (ListedSlots(account="200300", limit=6, available=5), ListedSlots(account=MAIL, limit=2, available=1))
JOBS = (VIDEO, IMAGE, STRAY, OTHER)
MINIMAX_JOBS = JobQuestion(provider="minimax")


class Provider:
    """MiniMax and Kling, which answer as a test wants it.

    Attributes:
        said: The jobs that run, or why nothing is known of them.
        judged: What was asked of the judge of stuck jobs, who finds that nothing older than an hour moves.
    """

    def __init__(self, said: Sequence[Job] | LookFailed = JOBS) -> None:
        self.said = said
        self.judged: list[tuple[str, datetime]] = []
        self._watchers = {name: self._watcher(name) for name in ("minimax", "kling")}

    async def look(self) -> JobAnswers:
        """Look at both, and give what answers."""
        for watcher in self._watchers.values():
            await watcher.poll_once()
        words = {"minimax": MINIMAX, "kling": KLING}
        return JobAnswers(self._watchers, words, NAMES, stuck=self._stuck, now=lambda: NOON)

    def _watcher(self, name: str) -> ProviderPoller:
        async def look() -> Look:
            said = (
                self.said if isinstance(self.said, LookFailed) else ProviderAnswer(accounts=ROWS, jobs=tuple(self.said))
            )
            return Look(at=after(seconds=-12), answer=said)

        schedule = PollSchedule(every=timedelta(minutes=1), now=lambda: NOON, jitter=lambda: 1.0)
        return ProviderPoller(
            name,
            look=look,
            schedule=schedule,
            store=Forgetful(),
            evaluate=unheard(name),
            wake=lambda: None,
            now=lambda: NOON,
        )

    def _stuck(self, provider: str, job: Job, now: datetime) -> bool:
        self.judged.append((provider, now))
        return job.started is not None and job.started < now - timedelta(hours=1)


async def answered(question: JobQuestion, said: Sequence[Job] | LookFailed = JOBS) -> JobAnswer:
    return await (await Provider(said).look()).answer(question)


async def test_jobs_are_listed_and_each_can_be_chosen() -> None:
    provider = Provider()
    jobs = await provider.look()
    answer = await jobs.answer(MINIMAX_JOBS)
    text = drawn(answer.embed)

    assert text.startswith("[tight] MiniMax · 4 jobs running\n")
    assert text.count("**stuck?**") == 1
    assert set(provider.judged) == {("minimax", NOON)}
    assert [line.label for line in answer.menu.values()] == [
        "finale",
        "shot-12",
        "image without a reference",
        "music without a reference",
    ]
    for job, value in zip((OTHER, VIDEO, IMAGE, STRAY), answer.menu, strict=True):
        assert job_mark(job) == value
        card = drawn(await jobs.show("minimax", value))
        assert ("**stuck?**" in card) == (job is OTHER)
        assert f"**Kind** · {job.kind}" in card


@pytest.mark.parametrize(
    "account", [MAIL, account_mark(MAIL), "jo***@example.com", "JO***@EXAMPLE.COM", f"minimax/{MAIL}"]
)
async def test_what_was_asked_can_be_asked_again_without_saying_whom_it_names(account: str) -> None:
    question = replace(MINIMAX_JOBS, account=account, ref="  FIN\n", older_than=60, page=7)
    answer = await answered(question)

    assert list(answer.menu) == [job_mark(OTHER)]
    assert answer.question == JobQuestion(
        provider="minimax", account=account_mark(MAIL), ref="FIN", older_than=60, page=1
    )
    assert not answer.private
    assert not answer.vain


async def test_an_email_in_a_reference_that_is_sought_is_not_repeated() -> None:
    answer = await answered(replace(MINIMAX_JOBS, ref=MAIL), [structs.replace(VIDEO, reply_ref=f"for {MAIL}")])

    assert answer.question.ref == "jo***@example.com"
    assert len(answer.menu) == 1


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (JobQuestion(provider="sora"), r"There is no provider sora here. There are\: minimax, kling."),
        (replace(MINIMAX_JOBS, account="nobody"), r"There are\: studio-a, jo\*\*\*@example.com."),
        (replace(MINIMAX_JOBS, older_than=-1), r"older\_than is a number of minutes, from 0 to 10,080"),
        (replace(MINIMAX_JOBS, older_than=10_081), r"older\_than is a number of minutes, from 0 to 10,080"),
        (replace(MINIMAX_JOBS, ref="x" * 49), "at most 48 characters"),
    ],
)
async def test_what_can_not_be_asked_is_answered_privately_with_what_can(question: JobQuestion, words: str) -> None:
    jobs = await Provider().look()
    answer = await jobs.answer(question)

    assert answer.private
    assert words in (answer.embed.description or "")
    assert MAIL not in (answer.embed.description or "")
    assert not answer.menu
    assert not jobs.is_certain(question)


async def test_a_reference_that_no_job_has_is_in_vain_and_those_there_are_are_named() -> None:
    question = replace(MINIMAX_JOBS, ref="epilogue")
    jobs = await Provider().look()
    answer = await jobs.answer(question)

    assert answer.vain
    assert not answer.private
    assert "References are: finale, shot-12." in (answer.embed.description or "")
    assert not jobs.is_certain(question)
    assert jobs.is_certain(replace(question, ref="final"))


async def test_a_reference_that_only_other_accounts_have_is_not_in_vain() -> None:
    question = replace(MINIMAX_JOBS, ref="finale", account="studio-a")
    jobs = await Provider().look()

    assert not (await jobs.answer(question)).vain
    assert jobs.is_certain(question)


@pytest.mark.parametrize("question", [MINIMAX_JOBS, replace(MINIMAX_JOBS, older_than=10_080, ref="shot", page=9)])
async def test_a_good_question_is_certain(question: JobQuestion) -> None:
    assert (await Provider().look()).is_certain(question)


async def test_a_provider_of_which_nothing_is_known_is_answered_privately() -> None:
    jobs = await Provider(NotReached("Nobody is there.")).look()
    answer = await jobs.answer(MINIMAX_JOBS)

    assert answer.private
    assert "Nobody is there" in (answer.embed.description or "")
    assert "Nobody is there" in drawn(await jobs.show("minimax", job_mark(VIDEO)))
    assert not jobs.is_certain(replace(MINIMAX_JOBS, ref="shot"))


async def test_a_provider_that_fails_shows_its_last_known_jobs_as_of_then() -> None:
    provider = Provider()
    await provider.look()
    provider.said, provider.judged = NotReached("Nobody is there."), []
    jobs = await provider.look()

    assert "4 jobs running when last seen" in drawn((await jobs.answer(MINIMAX_JOBS)).embed)
    assert "last known state" in drawn(await jobs.show("minimax", job_mark(VIDEO)))
    assert set(provider.judged) == {("minimax", after(seconds=-12))}


async def test_a_job_that_has_ended_is_said_to_be_gone_and_the_others_are_still_found() -> None:
    provider = Provider()
    before = await (await provider.look()).answer(MINIMAX_JOBS)
    provider.said = [structs.replace(VIDEO, id="new"), STRAY, IMAGE]
    jobs = await provider.look()

    shown = [drawn(await jobs.show("minimax", value)) for value in before.menu]
    assert [ENDED in card for card in shown] == [True, True, False, False]


async def test_a_job_of_a_provider_that_is_not_set_up_any_more_gets_a_sentence() -> None:
    assert "There is no provider sora here" in drawn(await (await Provider().look()).show("sora", job_mark(VIDEO)))


async def test_jobs_that_nothing_tells_apart_are_in_the_menu_once() -> None:
    answer = await answered(MINIMAX_JOBS, [STRAY, STRAY, VIDEO])

    assert "3 jobs running" in drawn(answer.embed)
    assert list(answer.menu) == [job_mark(VIDEO), job_mark(STRAY)]


async def test_ten_thousand_jobs_are_ten_to_a_page_and_each_is_found() -> None:
    many = [
        structs.replace(
            VIDEO, id=str(n), account=f"a{n % 1000}", reply_ref=f"Szene früh {n}", started=after(seconds=-n)
        )
        for n in range(10_000)
    ]
    jobs = await Provider(many).look()
    last = await jobs.answer(replace(MINIMAX_JOBS, ref="FRÜH", page=1000))

    assert (last.question.page, last.pages) == (1000, 1000)
    assert list(last.menu) == [job_mark(job) for job in many[9::-1]]
    assert "Szene früh 0" in drawn(await jobs.show("minimax", job_mark(many[0])))
