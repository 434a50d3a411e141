"""The past in the database."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.accounts.job import JobKind
from bot.accounts.roster import AccountState
from bot.history.duration_curve import JobObservation
from bot.history.history_figures import FinishedJobs
from bot.history.history_recorder import HistoryAddition, StoredHistory
from bot.history.job_tracking import TrackedJob
from bot.history.state_changes import StateChange
from bot.storage import history_store
from bot.storage.database import Store
from tests.moments import NOON, after
from tests.storage.raw import say
from tests.storage.records import AWKWARD, evaluation_with

FREE = StateChange(account="a", at=NOON, state=AccountState.FREE, in_use=1, total=2)
UNKNOWN = StateChange(account=AWKWARD, at=NOON, state=AccountState.UNKNOWN)
GONE = StateChange(account="b", at=NOON, state=None)
RUNS = TrackedJob(
    id=AWKWARD,
    kind=JobKind.VIDEO,
    account=AWKWARD,
    takes_slot=True,
    started=after(minutes=-1),
    first_seen=NOON,
    last_seen=NOON,
)
ENDED = JobObservation(
    kind=JobKind.VIDEO,
    account=AWKWARD,
    entry_age=timedelta(microseconds=1),
    exit_age=timedelta(days=9, microseconds=1),
    ended=True,
    at=NOON,
)
LOST = replace(ENDED, account=None, kind=JobKind.MUSIC, ended=False, exit_age=timedelta(minutes=1))


async def test_the_past_comes_back_a_provider_each(store: Store) -> None:
    everything = HistoryAddition(changes=(FREE, UNKNOWN, GONE), running=(RUNS,), observations=(ENDED, LOST))
    await store.history.add("minimax", everything)
    beyond = replace(FREE, in_use=10**400, total=10**400)  # more than any database holds
    await store.history.add("kling", HistoryAddition(changes=(beyond,)))
    await store.save_evaluation("kling", evaluation_with(looked_at=after(minutes=5)), NOON)

    past, other = await store.history.load("minimax"), await store.history.load("kling")

    assert past == StoredHistory(
        latest_changes={"a": FREE, AWKWARD: UNKNOWN, "b": GONE}, running={AWKWARD: RUNS}, observations=(ENDED, LOST)
    )
    largest = replace(FREE, in_use=2**63 - 1, total=2**63 - 1)
    assert other == StoredHistory(latest_changes={"a": largest}, looked_at=after(minutes=5))


async def test_a_mark_is_compared_with_the_accounts_last_and_replaces_one_of_its_moment(
    store: Store,
) -> None:
    later = replace(FREE, at=after(minutes=1), in_use=0)
    await store.history.add("minimax", HistoryAddition(changes=(FREE, later)))
    full = replace(later, state=AccountState.FULL, in_use=2)
    await store.history.add("minimax", HistoryAddition(changes=(full,)))

    assert (await store.history.load("minimax")).latest_changes == {"a": full}
    assert set(await store.history.state_changes("minimax", None, NOON)) == {FREE, full}


async def test_a_job_is_kept_as_it_was_last_and_forgotten_when_it_is_gone(store: Store) -> None:
    other = replace(RUNS, id="other")
    await store.history.add("minimax", HistoryAddition(running=(RUNS, other)))
    await store.history.add("kling", HistoryAddition(running=(RUNS,)))
    missed = replace(RUNS, missed_at=after(minutes=1))
    await store.history.add("minimax", HistoryAddition(running=(missed,), gone=("other",)))

    assert (await store.history.load("minimax")).running == {missed.id: missed}
    assert (await store.history.load("kling")).running == {RUNS.id: RUNS}


async def test_a_job_that_this_version_can_not_read_is_left_out(database_url: str, store: Store) -> None:
    await store.history.add("minimax", HistoryAddition(running=(RUNS, replace(RUNS, id="other"))))
    await say(database_url, "UPDATE running SET body = '{\"id\": 1}' WHERE body LIKE '%other%'")

    assert list((await store.history.load("minimax")).running) == [RUNS.id]


async def test_the_newest_lives_of_each_kind_are_learnt_from(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.history_store.MAX_OBSERVATIONS", 2)
    videos = [replace(ENDED, at=after(minutes=minutes)) for minutes in (3, 1, 2)]
    await store.history.add("minimax", HistoryAddition(observations=(*videos, LOST)))

    assert (await store.history.load("minimax")).observations == (videos[2], videos[0], LOST)


async def test_marks_are_given_with_the_last_one_before(store: Store) -> None:
    mine = [replace(FREE, at=after(minutes=minutes)) for minutes in (-3, -2, 0, 1)]
    other = replace(FREE, account=AWKWARD, at=after(minutes=-9))
    await store.history.add("minimax", HistoryAddition(changes=(*mine, other)))

    assert set(await store.history.state_changes("minimax", None, NOON)) == {other, *mine[1:]}
    assert set(await store.history.state_changes("minimax", AWKWARD, NOON)) == {other}
    assert set(await store.history.state_changes("minimax", "a", after(hours=1))) == {mine[-1]}
    assert await store.history.state_changes("kling", None, NOON) == ()


async def test_a_month_of_marks_is_given_whole(store: Store) -> None:
    many = tuple(replace(FREE, at=after(minutes=minutes)) for minutes in range(1_234))
    await store.history.add("minimax", HistoryAddition(changes=many))
    assert sorted(await store.history.state_changes("minimax", None, NOON), key=lambda mark: mark.at) == list(many)


async def test_lives_are_of_an_account_and_since_a_moment(store: Store) -> None:
    early = replace(ENDED, at=after(minutes=-1))
    other = replace(ENDED, account="b", exit_age=timedelta(minutes=7))
    await store.history.add("minimax", HistoryAddition(observations=(early, ENDED, other)))

    assert await store.history.finished_jobs("minimax", AWKWARD, NOON) == FinishedJobs(durations=(ENDED.exit_age,))
    assert sorted((await store.history.finished_jobs("minimax", None, NOON)).durations) == [
        other.exit_age,
        ENDED.exit_age,
    ]
    assert await store.history.finished_jobs("kling", None, NOON) == FinishedJobs()


async def test_a_job_that_an_outage_hid_counts_once(store: Store) -> None:
    began = after(minutes=-1)
    came_back = replace(LOST, account="b", at=after(minutes=9), exit_age=after(minutes=9) - began, ended=True)
    others = [replace(LOST, exit_age=timedelta(minutes=minutes)) for minutes in (2, 3)]
    await store.history.add("minimax", HistoryAddition(observations=(LOST, LOST, came_back, *others)))

    finished = await store.history.finished_jobs("minimax", None, NOON)
    assert finished == FinishedJobs(
        durations=(came_back.exit_age,), lost=frozenset({after(minutes=-2), after(minutes=-3)})
    )
    still = [replace(RUNS, started=after(minutes=-2)), replace(RUNS, started=after(minutes=-9))]
    assert finished.count_with(still) == 4


async def test_what_is_forgotten_leaves_what_was_true_when_it_came(store: Store) -> None:
    marks = [replace(FREE, at=after(minutes=minutes)) for minutes in (-3, -2, -1, 1)]
    other = replace(FREE, account="b", at=after(minutes=-9))
    exactly = [replace(FREE, account="c", at=after(minutes=minutes)) for minutes in (-1, 0)]
    await store.history.add("minimax", HistoryAddition(changes=(*marks, other, *exactly), observations=(ENDED,)))
    await store.history.add("kling", HistoryAddition(observations=(replace(ENDED, at=after(microseconds=-1)),)))

    await store.history.delete_old_history(NOON)

    kept = await store.history.state_changes("minimax", None, after(days=-1))
    assert set(kept) == {*marks[2:], other, exactly[1]}
    assert (await store.history.load("minimax")).observations == (ENDED,)
    assert (await store.history.load("kling")).observations == ()


_moments = st.timedeltas(timedelta(days=-400), timedelta(days=400)).map(lambda step: NOON + step)
_spans = st.timedeltas(timedelta(), timedelta(days=10**5))
_text = st.text(st.characters(exclude_categories=()))


@given(
    st.builds(
        TrackedJob,
        id=_text,
        kind=st.sampled_from(JobKind),
        account=st.none() | _text,
        takes_slot=st.booleans(),
        started=_moments,
        first_seen=_moments,
        last_seen=_moments,
        missed_at=st.none() | _moments,
    )
)
def test_a_job_is_written_as_text_that_any_database_takes(job: TrackedJob) -> None:
    row = history_store.job_row("minimax", job)
    assert str(row["body"]).isascii()
    assert len(str(row["key"])) == 64


@given(st.builds(JobObservation, kind=st.sampled_from(JobKind), entry_age=_spans, exit_age=_spans, at=_moments))
def test_an_observation_fits_into_its_row(observation: JobObservation) -> None:
    row = history_store.observation_row("minimax", observation)
    assert row["started"] == observation.at - observation.exit_age
    assert history_store.duration(int(str(row["duration"]))) == observation.exit_age
    assert history_store.duration(int(str(row["entered"]))) == observation.entry_age
