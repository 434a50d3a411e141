"""``/account rename``, by the real program: the new name everywhere at once, also after a restart, and back."""

from tests.fakes.discord import Discord, Permission
from tests.fakes.slack import SlackWorkspace
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import looked, script
from tests.whole.program import DEADLINE
from tests.whole.test_board import shown
from tests.whole.test_capacity import text_of


async def test_a_renamed_account_is_called_so_everywhere_until_its_name_is_taken_back(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    script(useapi, free=1)
    role = discord.world.add_role(discord.guild, "producers", may=Permission.MANAGE_GUILD)
    admin = discord.world.add_member(discord.guild, "alex", role)
    account = {"provider": "minimax", "account": "200300"}
    async with bots.run() as program:
        await ready(discord)
        await looked(useapi)
        await discord.use("board add", {"providers": "minimax"}, member=admin)
        board = await discord.next_message(within=DEADLINE)
        assert "**200300** · 1 of 2 free" in shown(discord, board)
        said = await discord.use("account rename", {**account, "name": "studio-x"}, member=admin)
        assert said.ephemeral
        assert "MiniMax: **200300** is called **studio-x** from now on" in text_of(said)
        await program.says(f"Member {admin.user.id} named an account of minimax: studio-x.")
        assert "**studio-x** · 1 of 2 free" in text_of(await discord.use("capacity", {"provider": "minimax"}))
        offered = await discord.autocomplete("jobs", {"provider": "minimax"}, focused="account", value="studio")
        assert [one.name for one in offered] == ["studio-x · 1 of 2 free"]
        await discord.wait_for(lambda: "**studio-x** · 1 of 2 free" in shown(discord, board), within=DEADLINE)
        refused = await discord.use("account rename", {**account, "name": "@everyone"}, member=admin)
        assert "Try everyone." in text_of(refused)

    async with bots.run():
        await ready(discord)
        await looked(useapi)
        script(useapi, free=0)
        full = await discord.next_message(within=DEADLINE)
        assert "**studio-x** is full" in full.content
        undone = await discord.press(said, label="Undo", member=admin)
        assert "**studio-x** is called **200300** from now on" in text_of(undone)
        assert "**200300** · full" in text_of(await discord.use("capacity", {"provider": "minimax"}))


async def test_open_alerts_get_the_new_name_and_those_that_are_over_keep_theirs(
    discord: Discord, useapi: FakeUseapi, slack: SlackWorkspace, bots: Bots, on_slack: dict[str, str]
) -> None:
    script(useapi, free=1)
    role = discord.world.add_role(discord.guild, "producers", may=Permission.MANAGE_GUILD)
    admin = discord.world.add_member(discord.guild, "alex", role)
    account = {"provider": "minimax", "account": "200300"}
    async with bots.run(**on_slack):
        await ready(discord)
        await slack.connected(within=DEADLINE)
        await looked(useapi)
        script(useapi, free=0)
        full, on_the_other = await discord.next_message(within=DEADLINE), await slack.next_message(within=DEADLINE)
        assert "**200300** is full" in full.content
        await discord.use("account rename", {**account, "name": "studio-x"}, member=admin)
        await discord.wait_for(lambda: "**studio-x** is full" in discord.posts()[0].content, within=DEADLINE)
        await slack.wait_for(lambda: "studio-x is full" in slack.now(on_the_other).text, within=DEADLINE)

        script(useapi, free=1)
        await discord.wait_for(lambda: "~~MiniMax: studio-x is full~~" in discord.posts()[0].content, within=DEADLINE)
        edits = len(discord.posts()[0].edits)
        await discord.use("account rename", {**account, "name": "studio-y"}, member=admin)
        script(useapi, free=0)
        await discord.wait_for(lambda: "**studio-y** is full" in discord.posts()[-1].content, within=DEADLINE)
        await looked(useapi)
    assert len(discord.posts()[0].edits) == edits
    assert "**studio-x** has room again" in discord.posts()[1].content
