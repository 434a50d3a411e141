"""What becomes of work that goes on in the background."""

import asyncio
import logging

import pytest

from bot.chat.background_tasks import BackgroundTasks

log = logging.getLogger(__name__)


async def test_a_task_that_fails_is_logged_with_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    tasks = BackgroundTasks(log, "It failed.")

    async def fail() -> None:
        raise ValueError("why")

    tasks.start(fail())
    await tasks.finish(10)
    assert [(record.levelname, record.message) for record in caplog.records] == [("ERROR", "It failed.")]
    assert "ValueError: why" in caplog.text


async def test_at_the_end_late_tasks_are_cancelled_and_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    tasks = BackgroundTasks(log, "It failed.")
    late = tasks.start(asyncio.Event().wait())
    assert await tasks.start(asyncio.sleep(0, "result")) == "result"
    await tasks.finish()
    assert late.cancelled()
    assert not caplog.records
