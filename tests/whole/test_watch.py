"""``/watch`` as those who run a server use it, answered by the real program."""

import pytest

from tests.fakes.discord import CannotError, Channel, Discord, Member, Permission, Role
from tests.fakes.discord.options import Value
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import looked, script
from tests.whole.test_capacity import text_of


@pytest.fixture
def admin(discord: Discord) -> Member:
    role = discord.world.add_role(discord.guild, "producers", may=Permission.MANAGE_GUILD)
    return discord.world.add_member(discord.guild, "alex", role)


@pytest.fixture
def alerts(discord: Discord) -> Channel:
    return discord.world.add_channel(discord.guild, "alerts")


@pytest.fixture
def makers(discord: Discord) -> Role:
    return discord.world.add_role(discord.guild, "video-makers")


async def test_a_watch_is_added_heard_changed_removed_and_kept_over_a_restart(
    discord: Discord, useapi: FakeUseapi, bots: Bots, admin: Member, alerts: Channel, makers: Role
) -> None:
    script(useapi, free=1)
    async with bots.run() as program:
        await ready(discord)
        await looked(useapi)
        asked: dict[str, Value] = {
            "provider": "minimax",
            "account": "200300",
            "channel": alerts,
            "role": makers,
            "when": "full",
        }
        added = await discord.use("watch add", asked, member=admin)
        assert added.ephemeral
        assert "Watch 1 added" in text_of(added)
        assert f"**1** · <#{alerts.id}> · MiniMax · 200300 · full only · pings <@&{makers.id}>" in text_of(added)
        assert "⚠️" not in text_of(added)
        await program.says(f"Member {admin.user.id} added watch 1")

        script(useapi, free=0)
        message = await discord.next_message(alerts, within=20)
        assert message.pings.roles == {makers.id}
        await discord.next_message(within=20)

    async with bots.run() as program:
        await ready(discord)
        listed = await discord.use("watch list", member=admin)
        assert listed.ephemeral
        assert "2 watches" in text_of(listed)
        assert f"**from settings** · <#{discord.channel.id}> · All providers · full and freed" in text_of(listed)
        assert f"**1** · <#{alerts.id}> · MiniMax · 200300 · full only" in text_of(listed)
        assert not listed.message.pings

        edited = await discord.use("watch edit", {"watch": 1, "when": "freed", "no_role": True}, member=admin)
        assert "Watch 1 changed" in text_of(edited)
        assert text_of(edited).split("\n")[1].endswith("freed only")
        await program.says(f"Member {admin.user.id} changed watch 1")

        script(useapi, free=1)
        await discord.next_message(alerts, within=20)
        choices = await discord.autocomplete("watch remove", focused="watch", value="aler", member=admin)
        assert [(choice.name, choice.value) for choice in choices] == [("1 · #alerts · MiniMax · 200300", 1)]
        removed = await discord.use("watch remove", {"watch": 1}, member=admin)
        assert "Watch 1 removed" in text_of(removed)
        await program.says(f"Member {admin.user.id} removed watch 1")
        await discord.press(listed, label="Refresh", member=admin)
        assert "1 watch\n" in text_of(listed)

        script(useapi, free=0)
        await looked(useapi)
        await discord.next_message(within=20)

    assert len(discord.posts(alerts)) == 2


async def test_a_drill_goes_the_real_way_and_its_time_is_told(
    discord: Discord, useapi: FakeUseapi, bots: Bots, admin: Member, alerts: Channel, makers: Role
) -> None:
    script(useapi, free=1)
    async with bots.run():
        await ready(discord)
        await discord.use("watch add", {"provider": "all", "channel": alerts, "role": makers}, member=admin)
        told = await discord.use("watch test", {"watch": 1}, member=admin)
        drill = await discord.next_message(alerts)
        assert told.ephemeral
        assert "The drill arrived" in text_of(told)
        assert drill.pings.roles == {makers.id}
        assert "Drill: nothing happened" in drill.content
        assert drill.embeds[0]["title"] == "Drill · nothing happened"

        discord.world.deny(alerts, Permission.SEND_MESSAGES)
        refused = await discord.use("watch test", {"watch": 1}, member=admin)
        assert "The drill did not arrive" in text_of(refused)
        assert "Missing Permissions" in text_of(refused)
        assert "⚠️ The bot lacks Send Messages" in text_of(refused)

        settings = await discord.use("watch test", {"watch": 0}, member=admin)
        assert "The drill arrived" in text_of(settings)

    assert len(discord.posts(alerts)) == 1
    assert len(discord.posts()) == 1


async def test_only_members_with_manage_server_use_it(
    discord: Discord, useapi: FakeUseapi, bots: Bots, admin: Member
) -> None:
    script(useapi, free=1)
    async with bots.run():
        await ready(discord)
        for command in ("watch list", "watch add", "watch edit", "watch remove", "watch test"):
            with pytest.raises(CannotError, match="may not see"):
                await discord.use(command, {"provider": "minimax"} if command == "watch add" else {"watch": 1})
        assert "1 watch" in text_of(await discord.use("watch list", member=admin))
