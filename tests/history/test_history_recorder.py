"""The past is kept as changes, known again after a restart, and never doubted more than the database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.accounts.job import Job, JobKind
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.errors import StorageUnavailable
from bot.history.history_recorder import HistoryAddition, HistoryRecorder, HistoryStorage, StoredHistory, longest_gap
from bot.storage.database import Store
from tests.moments import NOON, after
from tests.rows import each_row

MAX_GAP = timedelta(minutes=2)
AN_HOUR = timedelta(hours=1)


def account(name: str = "a", in_use: int = 0) -> Account:
    state = AccountState.FULL if in_use == 2 else AccountState.FREE
    return Account(name=name, state=state, free=2 - in_use, limit=2, running=in_use)


def job(name: str = "j", *, minutes: float = 0, account: str = "a") -> Job:
    """Start a job this many minutes after noon."""
    return Job(id=name, account=account, kind=JobKind.VIDEO, started=after(minutes=minutes))


def seen(minutes: float, *accounts: Account, jobs: Sequence[Job] = ()) -> Snapshot:
    return Snapshot(provider="minimax", at=after(minutes=minutes), accounts=accounts, jobs=tuple(jobs))


class RecordedAdditions:
    """A storage that keeps what is added as it came, with a plug that a test can pull."""

    def __init__(self, past: StoredHistory | None = None) -> None:
        self.past = past or StoredHistory()
        self.added: list[HistoryAddition] = []
        self.recalled = 0
        self.gone = False

    async def load(self, provider: str) -> StoredHistory:
        """Return what there was in the beginning."""
        assert provider == "minimax"
        if self.gone:
            raise StorageUnavailable("unplugged")
        self.recalled += 1
        return self.past

    async def add(self, provider: str, addition: HistoryAddition) -> None:
        """Note it."""
        assert provider == "minimax"
        if self.gone:
            raise StorageUnavailable("unplugged")
        self.added.append(addition)


class InMemory:
    """A storage that gives back what it was given, as the database does."""

    def __init__(self) -> None:
        self.changes: list[object] = []
        self.observations: list[object] = []
        self.looked_at: datetime | None = None
        self._past = StoredHistory()

    async def load(self, provider: str) -> StoredHistory:
        """Return what was added up."""
        assert provider
        return replace(self._past, looked_at=self.looked_at)

    async def add(self, provider: str, addition: HistoryAddition) -> None:
        """Add it up."""
        assert provider
        self.changes += addition.changes
        self.observations += addition.observations
        running = {name: one for name, one in self._past.running.items() if name not in addition.gone}
        self._past = StoredHistory(
            latest_changes={**self._past.latest_changes, **{one.account: one for one in addition.changes}},
            running={**running, **{one.id: one for one in addition.running}},
            observations=(*self._past.observations, *addition.observations),
        )


def recorder_on(memory: HistoryStorage | Store) -> HistoryRecorder:
    return HistoryRecorder(
        memory.history if isinstance(memory, Store) else memory, max_gap=MAX_GAP, stuck_after=AN_HOUR
    )


async def test_a_look_that_shows_nothing_new_is_not_stored() -> None:
    notes = RecordedAdditions()
    recorder = recorder_on(notes)
    for minutes in range(4):
        await recorder.on_snapshot(seen(minutes, account(in_use=1), jobs=[job()]))

    (first,) = notes.added
    assert [(mark.account, mark.at, mark.in_use) for mark in first.changes] == [("a", NOON, 1)]
    assert [one.id for one in first.running] == ["j"]
    assert notes.recalled == 1
    assert recorder.valid_until("minimax", after(minutes=4)) == after(minutes=4)
    assert recorder.valid_until("minimax", after(minutes=5.1)) == after(minutes=3)


async def test_a_job_is_stored_when_it_comes_is_missed_comes_back_and_goes() -> None:
    notes = RecordedAdditions()
    recorder = recorder_on(notes)
    for minutes, jobs in enumerate([[job()], [], [job()], [], [], []]):
        await recorder.on_snapshot(seen(minutes, jobs=jobs))

    told = [
        (tuple(one.missed_at for one in added.running), added.gone, len(added.observations)) for added in notes.added
    ]
    assert told == [
        ((None,), (), 0),
        ((after(minutes=1),), (), 0),
        ((None,), (), 0),
        ((after(minutes=3),), (), 0),
        ((), ("j",), 1),
    ]


async def test_after_a_failed_write_the_next_look_loads_again_and_stores() -> None:
    notes = RecordedAdditions()
    recorder = recorder_on(notes)
    await recorder.on_snapshot(seen(0, account()))
    notes.gone = True
    with pytest.raises(StorageUnavailable):
        await recorder.on_snapshot(seen(0.5, account(in_use=2)))
    with pytest.raises(StorageUnavailable):
        await recorder.on_snapshot(seen(1, account(in_use=2)))
    assert recorder.valid_until("minimax", after(minutes=1)) == after(minutes=1)  # by the look that was stored
    notes.gone = False
    changes = {mark.account: mark for mark in notes.added[0].changes}
    notes.past = StoredHistory(latest_changes=changes, looked_at=after(minutes=1.5))
    await recorder.on_snapshot(seen(1.5, account(in_use=2)))

    assert notes.recalled == 2
    assert [(mark.state, mark.at) for mark in notes.added[-1].changes] == [(AccountState.FULL, after(minutes=1.5))]


@each_row("recorded", [True, False])
async def test_what_nobody_saw_is_unknown_though_the_look_after_it_is_stored(*, recorded: bool) -> None:
    notes = RecordedAdditions()
    before = recorder_on(notes)
    await before.on_snapshot(seen(0, account(), jobs=[job()]))
    notes.gone = True
    with pytest.raises(StorageUnavailable):
        await before.on_snapshot(seen(1, account(in_use=1), jobs=[job()]))
    notes.gone = False
    changes = {mark.account: mark for mark in notes.added[0].changes}
    running = {one.id: one for one in notes.added[0].running}
    notes.past = StoredHistory(latest_changes=changes, running=running, looked_at=after(minutes=30))
    again = before if recorded else recorder_on(notes)  # as for a provider that is found once more
    for minutes in (30, 31):
        await again.on_snapshot(seen(minutes, account()))

    told = [(mark.state, mark.at) for added in notes.added[1:] for mark in added.changes]
    assert told == [(AccountState.UNKNOWN, NOON), (AccountState.FREE, after(minutes=30))]
    assert [(one.ended, one.at) for one in notes.added[-1].observations] == [(False, NOON)]


async def test_nothing_is_known_of_a_provider_that_was_never_looked_at() -> None:
    recorder = recorder_on(RecordedAdditions())
    await recorder.load(["minimax"])
    for provider in ("minimax", "kling"):
        assert recorder.valid_until(provider, NOON) is None
        assert recorder.running(provider, None) == ()
        assert not recorder.is_stuck(provider, job(), NOON)
        assert recorder.forecast_slot(Snapshot(provider=provider, at=NOON), None) is None


@each_row(("minutes", "stuck"), [(60, False), (60.1, True)])
async def test_a_job_older_than_the_setting_is_stuck(minutes: float, *, stuck: bool) -> None:
    assert recorder_on(RecordedAdditions()).is_stuck("kling", job(), after(minutes=minutes)) is stuck
    unsaid = Job(id="j", account="a", kind=JobKind.VIDEO)
    assert not recorder_on(RecordedAdditions()).is_stuck("kling", unsaid, after(minutes=minutes))


@each_row(("seconds", "minutes"), [(1, 2), (30, 2), (60, 4), (3600, 240)])
def test_an_outage_is_longer_than_a_few_looks_and_than_a_restart(seconds: float, minutes: float) -> None:
    assert longest_gap(timedelta(seconds=seconds)) == timedelta(minutes=minutes)


async def test_statistics_are_the_same_after_a_restart(store: Store) -> None:
    recorder = recorder_on(store)
    jobs = [job(f"{number}") for number in range(60)]
    for minutes, running in enumerate([jobs, jobs, [], [], []]):
        await recorder.on_snapshot(seen(minutes, jobs=running))

    again = recorder_on(store)
    await again.load(["minimax"])
    full = seen(10, account(in_use=2), jobs=[job(minutes=10)])
    foretold = again.forecast_slot(full, "a")
    assert foretold is not None
    assert foretold == recorder.forecast_slot(full, "a")
    assert not again.is_stuck("minimax", job(), after(minutes=4.5))
    assert again.is_stuck("minimax", job(), after(minutes=4.6))


async def test_the_first_look_after_a_restart_already_has_the_past(store: Store) -> None:
    await recorder_on(store).on_snapshot(seen(0, account(), jobs=[job("1"), job("2", account="b")]))
    again = recorder_on(store)
    await again.load(["minimax"])

    assert [one.id for one in again.running("minimax", "b")] == ["2"]
    assert len(again.running("minimax", None)) == 2
    await again.on_snapshot(seen(1, account()))
    await again.on_snapshot(seen(2, account()))
    lives = await store.history.finished_jobs("minimax", None, NOON)
    assert lives.durations == (timedelta(seconds=30),) * 2
    assert [mark.at for mark in await store.history.state_changes("minimax", None, NOON)] == [NOON]


async def test_a_change_is_trusted_more_than_the_last_look_stored_to_the_minute() -> None:
    notes = RecordedAdditions()
    await recorder_on(notes).on_snapshot(seen(0, account()))
    again = recorder_on(
        RecordedAdditions(
            StoredHistory(
                latest_changes={mark.account: mark for mark in notes.added[0].changes}, looked_at=after(minutes=-1)
            )
        )
    )
    await again.load(["minimax"])

    assert again.valid_until("minimax", after(minutes=2)) == after(minutes=2)
    assert again.valid_until("minimax", after(minutes=2.1)) == NOON


_looks = st.lists(
    st.tuples(st.sampled_from([0.5, 1, 5]), st.sets(st.sampled_from("jkl")), st.integers(0, 2), st.booleans()),
    max_size=8,
)


@given(_looks)
async def test_a_restart_after_any_look_changes_nothing(
    looks: list[tuple[float, set[str], int, bool]],
) -> None:
    steady, restarted = InMemory(), InMemory()
    one, other = recorder_on(steady), recorder_on(restarted)
    at = 0.0
    for pause, names, in_use, restart in looks:
        at += pause
        look = seen(at, account(in_use=in_use), jobs=[job(name) for name in sorted(names)])
        await one.on_snapshot(look)
        if restart:
            other = recorder_on(restarted)
            await other.load(["minimax"])
        await other.on_snapshot(look)
        steady.looked_at = restarted.looked_at = look.at
    assert (steady.changes, steady.observations) == (restarted.changes, restarted.observations)
