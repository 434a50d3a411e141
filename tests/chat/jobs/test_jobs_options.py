"""Which jobs are asked for, how that is said, and what stands for a job."""

from datetime import timedelta

from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec import structs

from bot.accounts.job import Job, JobKind
from bot.chat.discord.markdown import MARKDOWN
from bot.chat.jobs.jobs_options import SEARCHED, JobFilter, reference, searchable
from bot.chat.jobs.wording import job_mark
from bot.chat.wording.account_names import AccountNames
from tests.chat.nasty import nasty_text
from tests.chat.samples import IMAGE, NAMES, STRAY, VIDEO
from tests.moments import NOON, after
from tests.rows import each_row

OTHER = structs.replace(VIDEO, id="9", account="200301", reply_ref="Shot: ÄRGER 7", started=after(hours=-2))
MAILED = structs.replace(VIDEO, id="8", reply_ref="for joanna.maier@example.com")
JOBS = (VIDEO, IMAGE, STRAY, OTHER, MAILED)


@each_row(
    ("wanted", "found"),
    [
        (JobFilter(), JOBS),
        (JobFilter(account="200300"), (VIDEO, IMAGE, MAILED)),
        (JobFilter(account="gone"), ()),
        (JobFilter(ref="SHOT"), (VIDEO, OTHER)),
        (JobFilter(ref="shot: ärg"), (OTHER,)),
        (JobFilter(ref="jo…@example"), (MAILED,)),
        (JobFilter(ref="maier"), ()),
        (JobFilter(ref="scene"), ()),
        (JobFilter(older_than=timedelta(minutes=3)), (VIDEO, OTHER, MAILED)),
        (JobFilter(older_than=timedelta(minutes=60)), (OTHER,)),
        (JobFilter(older_than=timedelta(minutes=120)), ()),
        (JobFilter(account="200300", ref="shot", older_than=timedelta(minutes=3)), (VIDEO,)),
        (JobFilter(account="200301", ref="shot-12"), ()),
    ],
)
def test_what_is_asked_for_is_picked(wanted: JobFilter, found: tuple[Job, ...]) -> None:
    assert wanted.select(JOBS, NAMES, NOON) == found


def test_names_shown_in_full_can_be_found_in_full() -> None:
    assert JobFilter(ref="Maier@EX").select(JOBS, AccountNames(show_full=True), NOON) == (MAILED,)


def test_jobs_that_do_not_tell_their_age_are_counted_where_it_is_asked_for() -> None:
    assert JobFilter(older_than=timedelta(minutes=60)).count_without_start(JOBS, NAMES, NOON) == 1
    assert JobFilter(older_than=timedelta(minutes=60), account="200300").count_without_start(JOBS, NAMES, NOON) == 0
    assert JobFilter().count_without_start(JOBS, NAMES, NOON) == 0


@each_row(
    ("wanted", "said"),
    [
        (JobFilter(), ""),
        (JobFilter(account="200300"), "on **studio-a**"),
        (JobFilter(ref="a*b"), r"with **a\*b** in the reference"),
        (JobFilter(older_than=timedelta(minutes=1)), "running for over 1 min"),
        (
            JobFilter(account="200300", ref="shot", older_than=timedelta(minutes=1440)),
            "on **studio-a**, with **shot** in the reference, running for over 24 h",
        ),
    ],
)
def test_it_is_said_in_words(wanted: JobFilter, said: str) -> None:
    assert MARKDOWN.line(wanted.line(NAMES.among("minimax", ()))) == said


def test_it_is_taken_apart() -> None:
    whole = JobFilter(account="a", ref="b", older_than=timedelta(minutes=3))
    assert whole.parts() == (JobFilter(account="a"), JobFilter(ref="b"), JobFilter(older_than=timedelta(minutes=3)))
    assert JobFilter().parts() == ()
    assert JobFilter(ref="b").parts() == (JobFilter(ref="b"),)


@given(nasty_text)
def test_what_is_seen_of_a_reference_finds_its_job(text: str) -> None:
    job = structs.replace(VIDEO, reply_ref=text)
    assume(seen := reference(job, NAMES))
    for part in (seen, seen[: len(seen) // 2 + 1].strip(), seen.upper()):
        assert JobFilter(ref=part).select([job], NAMES, NOON) == (job,)


@given(nasty_text)
def test_what_was_made_searchable_stays_as_it_is(text: str) -> None:
    once = searchable(text, NAMES)
    assume(len(once) <= 100)
    assert searchable(once, NAMES) == once


def test_only_the_beginning_of_an_endless_reference_is_searched() -> None:
    job = structs.replace(VIDEO, reply_ref="a" * (SEARCHED - 3) + "end" + "b" * 9000)
    assert JobFilter(ref="end").select([job], NAMES, NOON) == (job,)
    assert JobFilter(ref="b").select([job], NAMES, NOON) == ()


_some = st.none() | st.sampled_from(["1", "2", "None", ""])
_jobs = st.builds(
    Job,
    id=_some,
    account=_some,
    kind=st.sampled_from(JobKind),
    started=st.sampled_from([None, NOON, after(minutes=-1)]),
    elapsed_said=_some,
    reply_ref=_some,
)


@given(_jobs, _jobs)
def test_a_mark_tells_jobs_apart_by_what_does_not_change(one: Job, other: Job) -> None:
    def lasting(job: Job) -> tuple[object, ...]:
        told = (job.id,) if job.id is not None else (None, job.started, job.reply_ref)
        return (job.account, job.kind, *told)

    assert (job_mark(one, NAMES) == job_mark(other, NAMES)) == (lasting(one) == lasting(other))


def test_a_mark_stays_while_time_passes_and_over_a_restart() -> None:
    assert job_mark(STRAY, NAMES) == job_mark(structs.replace(STRAY, elapsed_said="04:11"), NAMES)
    assert job_mark(VIDEO, NAMES) == job_mark(VIDEO, AccountNames(mark_key=NAMES.mark_key))


def test_a_mark_cannot_be_checked_by_who_does_not_have_the_secret() -> None:
    ours, theirs = AccountNames(mark_key="ours"), AccountNames(mark_key="theirs")
    assert job_mark(VIDEO, ours) != job_mark(VIDEO, theirs)
