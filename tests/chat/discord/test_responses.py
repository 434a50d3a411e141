"""What is left behind by answers: nothing, however many there are; and how many leave at once."""

import asyncio

from bot.chat.discord.answer_slots import AT_ONCE, in_turn
from bot.chat.discord.answer_slots import _crowds as crowds
from tests.chat.discord.watching import Studio


async def test_discord_py_follows_no_answer_and_its_buttons_still_work(studio: Studio) -> None:
    for private in (False, True):
        answered = await studio.discord.use("capacity", {"provider": "minimax", "private": private})
        await studio.discord.press(answered, label="Refresh")
        assert [task for task in asyncio.all_tasks() if "timeout_task" in str(task.get_coro())] == []


async def test_an_answer_waits_for_its_turn_in_a_crowd(studio: Studio) -> None:
    over = asyncio.Event()

    async def hang() -> None:
        async with in_turn():
            await over.wait()

    hanging = [asyncio.create_task(hang()) for _ in range(AT_ONCE)]
    await asyncio.sleep(0)
    before = len(studio.discord.requests)
    asked = asyncio.create_task(studio.discord.use("capacity", {"provider": "minimax"}))
    crowd = crowds[asyncio.get_running_loop()]
    async with asyncio.timeout(10):
        while not crowd._waiters:  # noqa: SLF001, ASYNC110 - a semaphore tells nobody who waits
            await asyncio.sleep(0)
    assert len(studio.discord.requests) == before
    over.set()
    await asked
    await asyncio.gather(*hanging)
