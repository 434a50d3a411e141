"""How answers reach Discord: what they leave behind, how many leave at once, what no feature expects."""

import asyncio

from bot.chat.discord.answer_slots import AT_ONCE, in_turn
from bot.chat.discord.answer_slots import _crowds as slots
from tests.chat.discord.made_up_bot import serving
from tests.chat.made_up import brewing
from tests.fakes.discord import Discord


async def test_discord_py_keeps_nothing_of_an_answer_and_its_buttons_still_work(discord: Discord) -> None:
    async with serving(discord, brewing().feature()):
        for _ in range(2):
            answered = await discord.use("tea brew", {"sort": "green"})
            poured = await discord.press(answered, label="Pour")
            assert poured.embeds[0]["description"] == "**poured 1**"
            assert [task for task in asyncio.all_tasks() if "timeout_task" in str(task.get_coro())] == []


async def test_an_answer_waits_for_its_turn_in_a_crowd(discord: Discord) -> None:
    over = asyncio.Event()

    async def hang() -> None:
        async with in_turn():
            await over.wait()

    async with serving(discord, brewing().feature()):
        hanging = [asyncio.create_task(hang()) for _ in range(AT_ONCE)]
        await asyncio.sleep(0)
        before = len(discord.requests)
        asked = asyncio.create_task(discord.use("tea list"))
        waiting = slots[asyncio.get_running_loop()]
        async with asyncio.timeout(10):
            while not waiting._waiters:  # noqa: SLF001, ASYNC110 - a semaphore tells nobody who waits
                await asyncio.sleep(0)
        assert len(discord.requests) == before
        over.set()
        await asked
        await asyncio.gather(*hanging)
