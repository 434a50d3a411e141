"""What is stored of a look and when, and what happens while the database is away."""

import logging

import pytest

from bot.accounts.snapshot import Snapshot
from bot.errors import StorageUnavailable
from bot.subscriptions.topics_and_conditions import Condition
from tests.polling.poll_loop import Loop, slots


async def test_a_change_is_stored_and_delivery_is_woken_after_that() -> None:
    loop = Loop()
    await loop.sees(slots(1))
    assert (loop.told(), loop.woken) == ([], 0)

    await loop.sees(slots(0))
    assert (loop.told(), loop.woken) == ([Condition.FULL], 1)


async def test_the_log_says_in_one_line_which_accounts_changed(caplog: pytest.LogCaptureFixture) -> None:
    loop = Loop()
    await loop.sees(slots(1, "a", "b"))
    with caplog.at_level(logging.INFO):
        await loop.sees(slots(0, "a", "b"))
        await loop.sees(slots(1, "a", "b"))
    assert caplog.messages == ["minimax: full now: account a, account b.", "minimax: free now: account a, account b."]


async def test_nothing_is_concluded_while_the_database_cannot_say_what_was_known(
    caplog: pytest.LogCaptureFixture,
) -> None:
    loop = Loop()
    await loop.sees(slots(1))
    loop.restart()
    loop.memory.gone = True
    await loop.sees(slots(0))
    await loop.sees(slots(0))
    assert loop.watcher.latest.snapshot is not None
    assert loop.told() == []

    loop.memory.gone = False
    await loop.sees(slots(0))
    assert loop.told() == [Condition.FULL]
    assert [record.levelname for record in caplog.records if "database" in record.message] == ["ERROR"]


async def test_what_could_not_be_stored_is_evaluated_again_by_the_next_look() -> None:
    loop = Loop()
    await loop.sees(slots(1))
    loop.memory.gone = True
    await loop.sees(slots(0))
    assert (loop.told(), loop.woken) == ([], 1)  # nobody knows whether the database stored it

    loop.memory.gone = False
    await loop.sees(slots(0))
    assert (loop.told(), loop.woken) == ([Condition.FULL], 2)


async def test_a_bug_in_how_a_look_is_stored_ends_no_polling_and_is_reported_as_one(
    caplog: pytest.LogCaptureFixture,
) -> None:
    loop = Loop()
    await loop.sees(slots(1))
    loop.memory.bug = ValueError("a bug")
    await loop.sees(slots(0))
    assert "can't be stored; please report it" in caplog.text
    assert loop.watcher.storage_problem is None

    loop.memory.bug = None
    await loop.sees(slots(0))
    assert loop.told() == [Condition.FULL]


async def test_delivery_is_woken_when_only_the_answer_to_the_commit_was_lost() -> None:
    loop = Loop()
    await loop.sees(slots(1))
    loop.memory.answer_lost = True
    await loop.sees(slots(0))
    assert (loop.told(), loop.woken) == ([Condition.FULL], 1)


async def test_a_failed_save_without_alerts_wakes_nobody() -> None:
    loop = Loop()
    await loop.sees(slots(1))
    loop.memory.gone = True
    await loop.sees(slots(1))
    assert loop.woken == 0


async def test_a_save_that_failed_may_have_happened_so_it_is_read_again() -> None:
    loop = Loop()
    await loop.sees(slots(1))
    loop.memory.gone = True
    await loop.sees(slots(0))
    loop.memory.gone = False
    elsewhere = Loop()
    for free in (1, 0):
        await elsewhere.sees(slots(free))
    loop.memory.kept = elsewhere.memory.kept

    await loop.sees(slots(0))
    assert loop.told() == []


async def test_the_memory_is_read_once_unless_it_must_be_reloaded() -> None:
    loop = Loop()
    for _ in range(3):
        await loop.sees(slots(1))
    assert loop.memory.asked == 1

    loop.watcher.reload()
    for _ in range(3):
        await loop.sees(slots(1))
    assert loop.memory.asked == 2


async def test_a_look_during_which_the_memory_must_be_reloaded_stores_nothing() -> None:
    loop = Loop()
    await loop.sees(slots(0))
    before = loop.memory.kept
    loop.during_look = loop.watcher.reload
    await loop.sees(slots(1))
    assert loop.memory.kept is before

    loop.during_look = lambda: None
    await loop.sees(slots(1))
    assert (loop.memory.asked, loop.told()) == (2, [Condition.FREED])


async def test_a_look_during_which_the_provider_is_dropped_stores_nothing() -> None:
    loop = Loop()
    await loop.sees(slots(1))
    before = loop.memory.kept
    loop.during_look = loop.watcher.schedule.close
    await loop.sees(slots(0))
    assert loop.memory.kept is before
    assert (loop.told(), loop.woken) == ([], 0)


async def test_a_listener_that_can_not_store_withholds_no_alert_and_is_not_said_to(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Unplugged:
        """A listener without a database."""

        async def on_snapshot(self, *_: object) -> None:
            raise StorageUnavailable("unplugged")

    loop = Loop()
    loop.watcher.add_listener(Unplugged())
    await loop.sees(slots(1))
    assert loop.watcher.storage_problem is None
    assert [record.message for record in caplog.records if record.levelname in {"WARNING", "ERROR"}] == [
        "minimax: a part of what follows from a look is stored with the next: unplugged"
    ]


async def test_what_alerts_depend_on_is_stored_before_they_are_decided() -> None:
    loop = Loop()
    steps: list[str] = []
    loop.during_decision = lambda: steps.append("decide")

    class Listener:
        """Notes when it is called; answers were given before."""

        def __init__(self, name: str) -> None:
            self.name = name

        async def on_snapshot(self, snapshot: Snapshot, /) -> None:
            assert loop.watcher.latest.snapshot is snapshot
            steps.append(f"{self.name}, {len(loop.memory.kept.roster)} stored")

    loop.watcher.add_listener(Listener("late"))
    loop.watcher.add_listener(Listener("early"), before_alerts=True)
    await loop.sees(slots(1))
    assert steps == ["early, 0 stored", "decide", "late, 1 stored"]
    for void in (loop.watcher.reload, loop.watcher.schedule.close):
        steps.clear()
        loop.during_look = void
        await loop.sees(slots(0))
        assert steps == ["decide"]
