"""The loop's own part: what is logged and when, and what is shown of a provider in trouble."""

import pytest

from bot.accounts.provider_answer import ListedSlots, ProviderAnswer
from bot.accounts.snapshot import LatestState, Trouble
from bot.errors import NotConfigured, NotReached, Unauthorised
from bot.subscriptions.topics_and_conditions import Condition
from tests.moments import after
from tests.polling.poll_loop import Loop, slots


async def test_trouble_is_logged_when_it_begins_changes_and_ends(caplog: pytest.LogCaptureFixture) -> None:
    loop = Loop()
    caplog.set_level("INFO")
    for answer in (slots(1), NotReached("down"), NotReached("down"), Unauthorised("refused"), slots(1), slots(1)):
        await loop.sees(answer)

    assert [(record.levelname, record.message) for record in caplog.records] == [
        ("WARNING", "minimax: down"),
        ("WARNING", "minimax: refused"),
        ("INFO", "minimax: answers again."),
    ]


async def test_trouble_is_shown_since_it_began_beside_the_last_good_snapshot() -> None:
    loop = Loop()
    for answer in (slots(1), NotReached("down"), NotReached("down"), Unauthorised("refused")):
        await loop.sees(answer)

    latest = loop.watcher.latest
    assert latest.trouble == Trouble(sentence="refused", since=after(minutes=2))
    assert latest.snapshot is not None
    assert latest.snapshot.at == after(minutes=1)


async def test_that_no_account_is_set_up_is_told_to_nobody_and_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    loop = Loop()
    caplog.set_level("INFO")
    for _ in range(9):
        await loop.sees(NotConfigured("configure one"))
    assert loop.watcher.latest == LatestState(set_up=False)
    assert (loop.watcher.schedule.failures, loop.told()) == (0, [])
    assert loop.watcher.schedule.due == after(minutes=loop.minute + 10)

    await loop.sees(slots(1))
    assert loop.watcher.latest.set_up
    await loop.sees(slots(0))
    assert loop.told() == [Condition.FULL]
    assert [record.message for record in caplog.records][:2] == [
        "minimax: no account is set up at useapi.net; the bot looks again every 10 minutes.",
        "minimax: is set up at useapi.net now, so it is watched.",
    ]


async def test_where_nothing_is_set_up_a_look_that_fails_is_nobodys_concern() -> None:
    loop = Loop()
    await loop.sees(NotConfigured("configure one"))
    for _ in range(9):
        await loop.sees(NotReached("down"))
    assert (loop.watcher.latest, loop.told()) == (LatestState(set_up=False), [])


async def test_accounts_that_are_gone_for_a_while_are_neither_freed_nor_failing() -> None:
    loop = Loop()
    for answer in (slots(1), slots(0), *(NotConfigured("a glitch"),) * 9, slots(0), slots(1)):
        await loop.sees(answer)
    assert loop.told() == [Condition.FULL, Condition.FREED]


async def test_an_unexpected_error_is_a_failed_look_and_the_next_one_comes(caplog: pytest.LogCaptureFixture) -> None:
    loop = Loop()
    await loop.sees(slots(1))
    await loop.sees(ValueError("a bug"))
    assert loop.watcher.latest.trouble is not None
    assert "please report it" in caplog.text

    await loop.sees(slots(0))
    assert loop.told() == [Condition.FULL]


async def test_people_have_the_answer_before_it_is_decided_who_is_told() -> None:
    loop = Loop()
    await loop.sees(slots(1))
    shown: list[object] = []
    loop.during_decision = lambda: shown.append(loop.watcher.latest.snapshot)
    await loop.sees(slots(0))
    assert shown == [loop.watcher.latest.snapshot]


async def test_an_error_while_deciding_is_a_failed_look_that_tells_nobody(caplog: pytest.LogCaptureFixture) -> None:
    loop = Loop()
    await loop.sees(slots(1))
    problems = [ValueError("a bug")]

    def fail_once() -> None:
        if problems:
            raise problems.pop()

    loop.during_decision = fail_once
    await loop.sees(slots(0))
    assert loop.watcher.latest.trouble is not None
    assert loop.told() == []
    assert "please report it" in caplog.text

    await loop.sees(slots(0))
    assert loop.told() == [Condition.FULL]


async def test_accounts_are_named_from_before_the_restart_until_the_first_look() -> None:
    loop = Loop()
    await loop.sees(ProviderAnswer(accounts=(ListedSlots(account="b"), ListedSlots(account="a"))))
    loop.restart()
    await loop.sees(NotReached("down"))

    assert loop.watcher.accounts() == ("a", "b")


async def test_a_poller_is_alive_unless_its_next_look_is_long_overdue() -> None:
    loop = Loop()
    await loop.sees(slots(1))

    loop.minute += 2
    assert loop.watcher.is_alive()
    loop.minute += 1
    assert not loop.watcher.is_alive()


async def test_a_poller_that_stands_still_is_not_alive_though_the_clock_was_set_back() -> None:
    loop = Loop()
    await loop.sees(slots(1))

    loop.minute, loop.set_back = loop.minute + 3, 60
    assert not loop.watcher.is_alive()
