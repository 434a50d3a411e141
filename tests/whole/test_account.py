"""``/account rename``, by the real program: what alerts on both platforms say of it. Boards: ``test_board``."""

from tests.fakes.discord import Discord, Permission
from tests.fakes.slack import SlackWorkspace
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import looked, script
from tests.whole.program import DEADLINE


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
