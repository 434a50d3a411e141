"""A look that changes a thousand things costs a few statements, not one for each."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, event

from bot.alerts.evaluation import Unsent
from bot.storage.store import Store
from tests.moments import NOON
from tests.storage.records import MUTED, alert, evaluation_with, freed, state

MANY = 1_000


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """Write down every statement; one that is executed many times in a row is one."""
    said: list[str] = []

    def note(*told: object) -> None:
        said.append(str(told[2]))

    event.listen(Engine, "before_cursor_execute", note)
    yield said
    event.remove(Engine, "before_cursor_execute", note)


async def test_a_thousand_states_alerts_and_amendments_cost_a_few_statements(
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
    assert (await store.outbox_statistics(NOON)).owed == MANY
