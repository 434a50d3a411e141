"""``/why`` and the button Details, answered by the real program: of alerts told and not told."""

import pytest

from tests.fakes.discord import Discord, Member, Permission
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import looked, script
from tests.whole.program import DEADLINE
from tests.whole.test_capacity import text_of


@pytest.fixture
def admin(discord: Discord) -> Member:
    role = discord.world.add_role(discord.guild, "producers", may=Permission.MANAGE_GUILD)
    return discord.world.add_member(discord.guild, "alex", role)


async def what_was_not_asked_for_is_explained_to_those_who_see_the_channel(discord: Discord, admin: Member) -> None:
    offered = await discord.autocomplete("why", focused="id", value="not posted", member=admin)
    assert len(offered) == 1
    answer = text_of(await discord.use("why", {"id": offered[0].value}, member=admin))
    assert "Not posted" in answer
    assert "the watch does not ask for it" in answer
    assert await discord.autocomplete("why", focused="id", value="not posted") == []
    assert "There is no alert" in text_of(await discord.use("why", {"id": offered[0].value}))


async def test_alerts_told_and_not_told_are_explained_by_button_and_by_id(
    discord: Discord, useapi: FakeUseapi, bots: Bots, admin: Member
) -> None:
    plans = discord.world.add_channel(discord.guild, "plans")
    discord.world.deny(plans, Permission.VIEW_CHANNEL, to=discord.guild.id)
    for sees in (admin.user, discord.world.bot):
        discord.world.allow(plans, Permission.VIEW_CHANNEL, to=sees.id)
    script(useapi, free=1)
    async with bots.run():
        await ready(discord)
        await discord.use("watch add", {"provider": "minimax", "channel": plans, "when": "freed"}, member=admin)
        await looked(useapi)
        script(useapi, free=0)
        full = await discord.next_message(within=DEADLINE)
        while "Posted by" not in text_of(await discord.press(full, label="Details")):
            pass  # it is struck off in a moment: each answer takes longer than that
        await what_was_not_asked_for_is_explained_to_those_who_see_the_channel(discord, admin)
        pressed = await discord.press(full, label="Details")
        id_ = text_of(pressed).rpartition("alert ")[2]
        typed = await discord.use("why", {"id": id_})
        assert len(id_) == 8
        assert pressed.ephemeral
        assert typed.ephemeral
        assert text_of(pressed) == text_of(typed)
        said = text_of(typed)
        assert said.startswith("Details · MiniMax\n🔴 **200300** filled up at "), said
        assert "Posted by the watch from the settings, " in said
        assert " s later, silently, since others had room." in said
        assert f"https://discord.com/channels/{discord.guild.id}/{discord.channel.id}/{full.id}" in text_of(typed)
        asked = await discord.ask("Why this alert?", full)
        assert asked.ephemeral
        assert "Posted by the watch from the settings, " in text_of(asked)
        public = await discord.use("capacity", {"provider": "minimax"})
        other = await discord.ask("Why this alert?", public.message)
        assert other.ephemeral
        assert "That message is no alert of this bot" in text_of(other)
        assert 'There is no alert "zzzz2345" here.' in text_of(await discord.use("why", {"id": "zzzz2345"}))
    assert discord.posts(plans) == []
