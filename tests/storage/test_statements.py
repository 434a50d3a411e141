"""A look that changes a hundred things costs a few statements, not one for each."""

import asyncio
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, event

from bot.alerts.decide_for_channel import Unsent
from bot.storage.database import Store
from bot.storage.row_batches import HEAVY, MOST_ROWS, batches
from tests.moments import NOON
from tests.storage.records import MUTED, alert, evaluation_with, freed, state

MANY = 100

CHANNELS = 40
"""Far more than may read at a time."""


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """Write down every statement; one that is executed many times in a row is one."""
    said: list[str] = []

    def note(*told: object) -> None:
        said.append(str(told[2]))

    event.listen(Engine, "before_cursor_execute", note)
    yield said
    event.remove(Engine, "before_cursor_execute", note)


async def test_a_hundred_states_alerts_and_amendments_cost_a_few_statements(
    store: Store, statements: list[str]
) -> None:
    numbers = range(MANY)
    evaluation = evaluation_with(
        alert_states=[state(f"{number}") for number in numbers],
        ended=[state(f"{number + MANY}") for number in numbers],
        alerts=[alert(f"{number}") for number in numbers],
        unsent=[Unsent(alert=alert(f"{number} unsent"), withheld=MUTED) for number in numbers],
        amendments=[freed(f"{number}") for number in numbers],
    )
    statements.clear()

    await store.save_evaluation("minimax", evaluation, NOON)

    # SQLite says BEGIN, and PostgreSQL may be asked first whether it is there.
    assert len(statements) <= 12
    assert len((await store.load_memory("minimax")).alert_states) == MANY
    assert (await store.outbox_statistics(NOON)).backlog.owed == MANY


async def test_a_look_and_what_is_sent_are_stored_before_many_channels_had_their_turn(
    store: Store, statements: list[str]
) -> None:
    await store.outbox.owe([alert("first")], NOON)
    reading = [asyncio.create_task(store.outbox.oldest_owed(channel)) for channel in range(CHANNELS)]
    await asyncio.sleep(0)
    statements.clear()

    await store.outbox.note_attempt(1, 1, NOON)
    await store.save_evaluation("minimax", evaluation_with(alerts=[alert()]), NOON)

    assert sum("LIMIT" in one for one in statements) < CHANNELS / 2
    await asyncio.gather(*reading)


def test_batches_keep_the_order_and_end_where_they_are_heavy() -> None:
    async def gathered(weight: int) -> list[list[int]]:
        return [batch async for batch in batches(range(MOST_ROWS + 2), lambda _: weight)]

    assert [len(one) for one in asyncio.run(gathered(0))] == [MOST_ROWS, 2]
    heavy = asyncio.run(gathered(HEAVY // 2))
    assert [len(one) for one in heavy[:2]] == [3, 3]
    assert [number for batch in heavy for number in batch] == list(range(MOST_ROWS + 2))
