"""What ``/jobs minimax`` answers, word for word, and that Discord takes it whatever others write."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from bot.accounts.job import Job, JobKind
from bot.accounts.snapshot import Snapshot, Trouble
from bot.chat.jobs.jobs_options import JobFilter
from bot.chat.jobs.wording import ON_A_PAGE, JobList, ProviderJobs, job_list
from bot.chat.wording.account_names import AccountNames
from tests.chat.drawn import acting, drawn, lines_of, refused
from tests.chat.nasty import nasty_text, unescaped
from tests.chat.samples import IMAGE, KLING, MINIMAX, NAMES, STRAY, VIDEO, A, seen, snapshots
from tests.moments import NOON, after
from tests.rows import each_row

TROUBLE = Trouble(sentence="MiniMax took longer than 10 s to answer.", since=after(minutes=-4))
OLD = structs.replace(VIDEO, id="9", account="200301", reply_ref="finale", started=after(hours=-2))
FULL_NAMES = AccountNames(show_full=True)
WORST = "*" * 3000
OURS = r"\*\*|`[\d:]+`"


def running(
    *jobs: Job, trouble: Trouble | None = None, names: AccountNames = NAMES, snapshot: Snapshot | None = None
) -> ProviderJobs:
    """Run these jobs at noon; what has run for an hour is stuck."""
    snapshot = snapshot or seen(A, jobs=jobs)
    at = NOON if trouble is None else snapshot.at
    return ProviderJobs(
        words=MINIMAX,
        snapshot=snapshot,
        naming=names.among("minimax", (job.account for job in snapshot.jobs if job.account is not None)),
        at=at,
        is_stuck=lambda job: job.started is not None and job.started < after(hours=-1),
        trouble=trouble,
    )


def listed(*jobs: Job, wanted: JobFilter | None = None, page: int = 1, trouble: Trouble | None = None) -> JobList:
    return job_list(running(*jobs, trouble=trouble), wanted or JobFilter(), page)


def test_everything_at_once() -> None:
    page = listed(IMAGE, STRAY, VIDEO, OLD)
    assert (
        drawn(page.card)
        == r"""[tight] MiniMax · 4 jobs running
Checked <t:1778846388:R>

`2:00:00` **finale** · video on studio-b · **stuck?**
`3:57` **shot-12** · video on studio-a
`0:35` (no ref) · image on studio-a, uses no slot
`03:57` (no ref) · music on an unknown account"""
    )
    assert page.jobs == (OLD, VIDEO, IMAGE, STRAY)


def test_what_was_asked_for_is_said_and_counted() -> None:
    page = listed(IMAGE, STRAY, VIDEO, OLD, wanted=JobFilter(ref="Shot", older_than=timedelta(minutes=2)))
    assert (
        drawn(page.card)
        == """[free] MiniMax · 1 of 4 running jobs
Checked <t:1778846388:R>
Only jobs with **Shot** in the reference, running for over 2 min.

`3:57` **shot-12** · video on studio-a"""
    )


def test_jobs_that_do_not_tell_their_age_are_said_to_be_left_out() -> None:
    text = drawn(listed(STRAY, VIDEO, OLD, wanted=JobFilter(older_than=timedelta(minutes=2))).card)
    assert "4 jobs" not in text
    assert "\nOnly jobs running for over 2 min.\nLeft out: 1 without a known start.\n" in text


def test_the_last_known_jobs_of_a_failing_provider_are_spoken_of_in_the_past() -> None:
    page = listed(VIDEO, trouble=TROUBLE)
    assert (
        drawn(page.card)
        == """[faulted] MiniMax · 1 job running when last checked
⚠️ MiniMax took longer than 10 s to answer.
Can't be checked; first failed <t:1778846160:R>. Last known, <t:1778846388:R>:

`3:45` **shot-12** · video on studio-a"""
    )


@each_row(
    ("jobs", "wanted", "trouble", "lines"),
    [
        ((), JobFilter(), None, ["No job is running."]),
        ((), JobFilter(), TROUBLE, ["No job was running."]),
        ((), JobFilter(ref="shot"), None, ["No job is running."]),
        (
            (VIDEO, OLD),
            JobFilter(ref="scene"),
            None,
            ["None with **scene** in the reference. References are: finale, shot-12."],
        ),
        (
            (IMAGE,),
            JobFilter(ref="scene"),
            None,
            ["None with **scene** in the reference. No job has a reference."],
        ),
        (
            (VIDEO, VIDEO, OLD),
            JobFilter(account="200302"),
            None,
            ["None on **200302**. Jobs run on: studio-a 2, studio-b 1."],
        ),
        ((STRAY,), JobFilter(account="200302"), None, ["None on **200302**. No job names its account."]),
        (
            (VIDEO, IMAGE),
            JobFilter(older_than=timedelta(minutes=60)),
            None,
            ["None running for over 1 h. The longest has run for 3 min."],
        ),
        ((STRAY,), JobFilter(older_than=timedelta(minutes=60)), None, ["None running for over 1 h."]),
        (
            (VIDEO, OLD),
            JobFilter(account="200300", ref="finale", older_than=timedelta(minutes=60)),
            None,
            [
                "1 of 2 jobs on **studio-a**.",
                "1 of 2 jobs with **finale** in the reference.",
                "1 of 2 jobs running for over 1 h.",
            ],
        ),
    ],
)
def test_where_there_is_none_it_is_said_what_there_is(
    jobs: tuple[Job, ...], wanted: JobFilter, trouble: Trouble | None, lines: list[str]
) -> None:
    page = listed(*jobs, wanted=wanted, trouble=trouble)
    assert drawn(page.card).split("\n\n")[1].split("\n") == lines
    assert drawn(page.card).startswith("[unknown] " if trouble is None else "[faulted] ")
    assert page.jobs == ()


def test_many_references_and_accounts_are_named_in_part() -> None:
    jobs = [structs.replace(VIDEO, account=f"a{n}", reply_ref=f"r{n}", started=after(seconds=-n)) for n in range(30)]
    text = drawn(listed(*jobs, wanted=JobFilter(ref="x", account="x")).card)
    assert "References are: r29, r28, r27, r26, r25, r24, r23, r22, r21, r20, and 20 more." in text
    assert "a20 1, and 20 more." in text


@each_row(
    ("asked", "number", "first", "footer"),
    [
        (1, 1, "0:24", "Page 1 of 3"),
        (3, 3, "0:04", "Page 3 of 3"),
        (99, 3, "0:04", "Page 3 of 3"),
        (0, 1, "0:24", "Page 1 of 3"),
    ],
)
def test_they_come_in_pages_longest_first(asked: int, number: int, first: str, footer: str) -> None:
    jobs = [structs.replace(VIDEO, id=str(n), started=after(seconds=-n)) for n in range(25)]
    page = listed(*jobs, page=asked)
    assert (page.number, page.pages, page.card.footer) == (number, 3, footer)
    assert drawn(page.card).split("\n")[3].startswith(f"`{first}` ")
    assert len(page.jobs) == (5 if number == 3 else 10)


def test_ten_jobs_are_one_page() -> None:
    page = listed(*[VIDEO] * 10)
    assert (page.pages, page.card.footer) == (1, "")


_filters = st.builds(
    JobFilter,
    account=st.none() | nasty_text,
    ref=nasty_text.map(lambda text: text[:100]),
    older_than=st.timedeltas(timedelta(), timedelta(days=7)),
)
_troubles = st.none() | st.builds(Trouble, sentence=nasty_text, since=st.just(NOON))


@given(snapshots, _filters | st.just(JobFilter()), _troubles, st.integers(-1, 5), st.sampled_from([FULL_NAMES, NAMES]))
def test_any_list(
    snapshot: Snapshot, wanted: JobFilter, trouble: Trouble | None, page: int, names: AccountNames
) -> None:
    shown = job_list(running(trouble=trouble, names=names, snapshot=snapshot), wanted, page)
    assert refused(shown.card) == []
    assert acting(shown.card, OURS) == []
    assert 1 <= shown.number <= shown.pages
    if not names.show_full:
        assert "joanna.maier@example" not in unescaped("\n".join(lines_of(shown.card)))


def test_the_longest_page_shows_all_its_jobs() -> None:
    job = Job(
        id=None, account=WORST, kind=JobKind.VIDEO, takes_slot=False, started=after(days=-700000), reply_ref=WORST
    )
    trouble = Trouble(sentence=WORST, since=NOON)
    wanted = JobFilter(account=WORST, ref="*" * 48, older_than=timedelta(minutes=10080))
    unstarted = structs.replace(job, started=None)
    everything = running(*[job] * 11, unstarted, trouble=trouble, names=FULL_NAMES)
    page = job_list(everything, wanted, 1)
    lines = [line for line in drawn(page.card).split("\n") if "stuck?" in line]
    assert refused(page.card) == []
    assert len(lines) == ON_A_PAGE


def test_the_longest_empty_page_fits() -> None:
    jobs = [structs.replace(VIDEO, account=f"{n}{WORST}", reply_ref=f"{n}{WORST}") for n in range(100)]
    wanted = JobFilter(account=WORST, ref="?" * 48, older_than=timedelta(minutes=10080))
    everything = running(*jobs, trouble=Trouble(sentence=WORST, since=NOON), names=FULL_NAMES)
    page = job_list(everything, wanted, 1)
    assert refused(page.card) == []
    assert "References are: " in drawn(page.card)


def test_another_provider_is_named_by_its_title() -> None:
    assert job_list(replace(running(VIDEO), words=KLING), JobFilter(), 1).card.title == "Kling · 1 job running"
