"""Long work leaves room for others."""

import asyncio
import time

import pytest

from bot.alerts.decide_for_channel import Steps
from bot.alerts.evaluate_look import run_through
from bot.polling.provider_poller import SLICE, run_in_slices


def _work(order: list[str], steps: int, *, takes: float) -> Steps[str]:
    for number in range(steps):
        order.append(f"step {number}")
        time.sleep(takes)
        yield
    return "done"


async def test_somebody_else_has_a_turn_after_each_slice() -> None:
    order: list[str] = []

    async def ask() -> None:
        for number in range(2):
            order.append(f"answer {number}")
            await asyncio.sleep(0)

    asking = asyncio.create_task(ask())
    assert await run_in_slices(_work(order, 3, takes=1.5 * SLICE)) == "done"
    await asking
    assert order == ["step 0", "answer 0", "step 1", "answer 1", "step 2"]


async def test_what_fails_in_a_step_fails_for_whoever_waits() -> None:
    def fails() -> Steps[str]:
        yield
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await run_in_slices(fails())


def test_all_steps_can_be_taken_at_once() -> None:
    order: list[str] = []
    assert run_through(_work(order, 2, takes=0)) == "done"
    assert order == ["step 0", "step 1"]
