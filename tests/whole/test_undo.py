"""**Undo** of what was removed, by the real program: also after it was killed, once, and refused in words."""

from tests.fakes.discord import Discord
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import looked, script
from tests.whole.program import DEADLINE
from tests.whole.test_board import shown
from tests.whole.test_capacity import text_of
from tests.whole.test_doctor import steward


async def test_a_watch_a_board_and_a_report_come_back_after_a_kill(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    sam = steward(discord)
    script(useapi, free=1)
    async with bots.run(ALERT_CHANNEL_ID="") as program:
        await ready(discord)
        await looked(useapi)
        await discord.use("watch add", {"provider": "minimax", "account": "200300"}, member=sam)
        await discord.use("board add", {"providers": "minimax"}, member=sam)
        await discord.next_message(within=DEADLINE)
        await discord.use("report every", {"when": "Monday 09:00"}, member=sam)
        removed = [
            await discord.use(command, {option: 1}, member=sam)
            for command, option in (("watch remove", "watch"), ("board remove", "board"), ("report stop", "report"))
        ]
        await program.kill()
    async with bots.run(ALERT_CHANNEL_ID=""):
        await ready(discord)
        await looked(useapi)
        said = [text_of(await discord.press(one, label="Undo", member=sam)) for one in removed]
        assert all(
            what in text
            for what, text in zip(("Alerts about MiniMax · 200300 go to #", "Board 1", "Report 1"), said, strict=True)
        )
        board = await discord.next_message(within=DEADLINE)
        assert "**200300** · 1 of 2 free" in shown(discord, board)
        again = [text_of(await discord.press(one, label="Undo", member=sam)) for one in removed]
        assert again == said  # a double-click did what it was to do
        script(useapi, free=0)
        await discord.wait_for(
            lambda: any("**200300** is full" in message.content for message in discord.posts()), within=DEADLINE
        )
