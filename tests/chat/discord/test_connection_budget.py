"""Connections and IDENTIFYs are few, however often Discord ends them."""

import asyncio

from bot.chat.discord.connection_budget import CONNECTIONS, IDENTIFIES, IDENTIFY_EVERY, ConnectionBudget
from bot.chat.discord.gateway_connection import GatewayConnection
from tests.chat.discord.connected import running
from tests.fakes.discord import Discord


class Clock:
    """Goes on only while somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        """Return the seconds that were slept."""
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        """Let that much time go by at once."""
        self.seconds += seconds
        self.slept.append(seconds)
        await asyncio.sleep(0)


async def test_some_pass_at_once_and_one_more_after_each_pause() -> None:
    clock = Clock()
    budget = ConnectionBudget(3, 10, sleep=clock.sleep, monotonic=clock.monotonic)
    for _ in range(6):
        await budget.take()
    assert clock.slept == [10, 10, 10]
    clock.seconds += 15
    await budget.take()
    assert clock.slept == [10, 10, 10]
    clock.seconds += 1000
    for _ in range(4):
        await budget.take()
    assert clock.slept == [10, 10, 10, 10]


async def test_a_day_of_identifies_never_comes_near_the_thousand_that_reset_the_token() -> None:
    clock = Clock()
    budget = ConnectionBudget(IDENTIFIES, IDENTIFY_EVERY, sleep=clock.sleep, monotonic=clock.monotonic)
    identifies = 0
    while clock.seconds < 86_400:
        await budget.take()
        identifies += 1
    assert 900 < identifies < 1000


async def test_sessions_that_end_again_and_again_are_renewed_at_the_budgets_pace(discord: Discord) -> None:
    clock = Clock()
    link = GatewayConnection(discord.token, follow_gateway=True, sleep=clock.sleep, monotonic=clock.monotonic)
    async with running(link):
        for number in range(1, CONNECTIONS + 4):
            await discord.wait_for(lambda count=number: discord.gateway.connections >= count)  # type: ignore[misc] # bound at once
            await discord.wait_for(lambda: discord.gateway.connected)
            discord.gateway.reconnect()
    assert len(clock.slept) >= 3
    assert set(clock.slept) == {5.0}
