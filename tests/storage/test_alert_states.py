"""What each channel was told survives, beside what is known of the provider."""

import logging
from dataclasses import replace

import pytest

from bot.accounts.failure_streak import FailureStreak
from bot.storage.database import Store
from bot.storage.provider_rows import LOOKED_AT_LAG
from bot.subscriptions.topics_and_conditions import Condition
from tests.moments import NOON, after
from tests.storage.raw import say
from tests.storage.records import (
    AWKWARD,
    CHANNEL,
    OTHER_CHANNEL,
    by_topic,
    evaluation_with,
    state,
)


async def test_a_story_that_differs_or_ended_is_so_and_the_others_stay(store: Store) -> None:
    other, elsewhere = state("200400"), state(channel=OTHER_CHANNEL)
    await store.save_evaluation("minimax", evaluation_with(alert_states=[state(), other, elsewhere]), NOON)
    await store.save_evaluation("kling", evaluation_with(alert_states=[state()]), NOON)
    freed = replace(state(), announced=Condition.FREED, announced_in="second", open_alert=None)

    await store.save_evaluation("minimax", evaluation_with(alert_states=[freed]), after(minutes=1))

    assert (await store.load_memory("minimax")).alert_states == by_topic(freed, other, elsewhere)

    await store.save_evaluation("minimax", evaluation_with(ended=[freed, state("never stored")]), NOON)

    assert (await store.load_memory("minimax")).alert_states == by_topic(other, elsewhere)
    assert (await store.load_memory("kling")).alert_states == by_topic(state())


async def test_the_moment_of_a_look_is_written_once_it_has_moved_or_something_else_has(store: Store) -> None:
    near, far = NOON + LOOKED_AT_LAG, NOON + 2 * LOOKED_AT_LAG
    stored = []
    for looked_at, failures in ((NOON, 0), (near, 0), (far, 0), (far + LOOKED_AT_LAG, 1)):
        evaluation = evaluation_with(streak=FailureStreak(failures=failures), looked_at=looked_at)
        await store.save_evaluation("minimax", evaluation, looked_at)
        stored.append((await store.load_memory("minimax")).looked_at)

    assert stored == [NOON, NOON, far, far + LOOKED_AT_LAG]


async def test_a_story_that_cannot_be_read_is_left_out_and_can_be_told_anew(
    database_url: str, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    other = state("200400")
    await store.save_evaluation("minimax", evaluation_with(alert_states=[state(), other]), NOON)
    await say(database_url, "UPDATE alert_state SET body = '{}' WHERE body LIKE '%emoji%'")

    assert (await store.load_memory("minimax")).alert_states == by_topic(other)
    ours = [record for record in caplog.records if record.name.startswith("bot.")]
    assert [(record.levelno, str(CHANNEL) in record.getMessage()) for record in ours] == [(logging.ERROR, True)]
    assert AWKWARD not in caplog.text
    await store.save_evaluation("minimax", evaluation_with(alert_states=[state()]), NOON)
    assert (await store.load_memory("minimax")).alert_states == by_topic(state(), other)
