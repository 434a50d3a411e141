"""Alerts muted with their button and by command, by the real program: who, until when, and what is told afterwards."""

from tests.fakes.discord import CallbackType, Channel, Discord, Message, Permission
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import looked, script
from tests.whole.program import DEADLINE
from tests.whole.test_capacity import text_of


def shown(discord: Discord, message: Message) -> str:
    """Read the embeds of a message as it is now."""
    return "\n".join(embed.get("description", "") for embed in discord.kept.now[message.id].embeds)


async def test_a_muted_account_is_not_told_of_until_it_is_unmuted_over_a_restart(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    script(useapi, free=1)
    by = discord.member.user.id
    async with bots.run() as program:
        await ready(discord)
        await looked(useapi)
        script(useapi, free=0)
        full = await discord.next_message(within=DEADLINE)

        asked = await discord.press(full, label="Mute here…")
        assert asked.ephemeral
        form = await discord.press(asked, label="Another time…")
        assert form.kind is CallbackType.MODAL
        (asked_for,) = form.callback.data["components"]
        assert asked_for["description"] == "Members: up to 2 hours. Clock times are in UTC."
        for typed, why in (("soon", "Type 30m, 2h, or 1h30m"), ("3h", "Members can mute for up to 2 hours")):
            refused = await discord.fill_in(form, typed)
            assert refused.ephemeral
            assert why in text_of(refused)
        answer = await discord.press(asked, label="1 h")
        assert not answer.ephemeral
        assert f"<@{by}> muted **MiniMax · 200300** here until <t:" in answer.content
        await program.says(f"Member {by} muted MiniMax · 200300 in channel {discord.channel.id}")
        await discord.wait_for(lambda: f"Muted by <@{by}>" in shown(discord, full), within=DEADLINE)

        kim = discord.world.add_member(discord.guild, "kim")
        await discord.press(answer, label="Undo", member=kim)
        undone = discord.kept.now[answer.message.id]
        assert undone.content == f"🔔 <@{kim.user.id}> unmuted **MiniMax · 200300** here."
        assert (undone.embeds, undone.components) == ((), ())
        await program.says(f"Member {kim.user.id} unmuted MiniMax · 200300 in channel {discord.channel.id}")
        await discord.wait_for(lambda: "Muted by" not in shown(discord, full), within=DEADLINE)

        await discord.press(await discord.press(full, label="Mute here…"), label="1 h")
        await discord.wait_for(lambda: f"Muted by <@{by}>" in shown(discord, full), within=DEADLINE)
        script(useapi, free=1)
        await looked(useapi)
        offered = await discord.autocomplete("why", focused="id", value="not posted: muted")
        assert len(offered) == 1
        assert "200300 has room again" in offered[0].name
        posts = discord.posts()

    async with bots.run():
        await ready(discord)
        await looked(useapi)
        assert discord.posts() == [discord.kept.now[post.id] for post in posts]

        longer = await discord.fill_in(form, "1h30m")
        assert not longer.ephemeral
        assert f"<@{by}> muted **MiniMax · 200300** here until <t:" in longer.content
        ended = await discord.press(discord.kept.now[full.id], label="Unmute")
        assert ended.content == f"🔔 <@{by}> unmuted **MiniMax · 200300** here."
        freed = await discord.next_message(within=DEADLINE)
        assert "**200300** has room again" in freed.content
        await discord.wait_for(lambda: "Muted by" not in shown(discord, full), within=DEADLINE)
        assert "Nothing is muted here." in text_of(await discord.use("unmute"))
        await a_mute_is_of_its_channel_and_named_wherever_a_manager_would_look(discord, useapi)


async def a_mute_is_of_its_channel_and_named_wherever_a_manager_would_look(
    discord: Discord, useapi: FakeUseapi
) -> None:
    other: Channel = discord.world.add_channel(discord.guild, "other")
    producers = discord.world.add_role(discord.guild, "producers", may=Permission.MANAGE_GUILD)
    manager = discord.world.add_member(discord.guild, "alex", producers)
    for wrong, why in (("soon", "Type 30m, 2h"), ("3h", "Members can mute for up to 2 hours")):
        refused = await discord.use("mute", {"provider": "minimax", "for": wrong}, channel=other)
        assert refused.ephemeral
        assert why in text_of(refused)
    assert "Manage Server" in text_of(await discord.use("mute", {"provider": "all"}, channel=other))
    muted = await discord.use("mute", {"provider": "minimax", "for": "5m"}, channel=other)
    assert "muted **MiniMax** here until" in muted.content
    script(useapi, free=0)
    full = await discord.next_message(within=DEADLINE)
    assert "**200300** is full" in full.content
    assert "Nothing is muted here." in text_of(await discord.use("unmute"))

    muted = await discord.use("mute", {"provider": "all", "for": "7d"}, member=manager)
    assert "muted all alerts here until" in muted.content
    said = f"🔕 **All providers** · muted here by <@{manager.user.id}> until <t:"
    assert said in text_of(await discord.use("watch list", member=manager))
    assert said in text_of(await discord.use("watch test", {"watch": 0}, member=manager))
    doctor = text_of(await discord.use("doctor", member=manager))
    assert said in doctor
    assert "All is well" not in doctor
