"""``/watch`` as those who run a server use it, answered by the real program."""

from datetime import UTC, datetime

import pytest

from tests.fakes.discord import CannotError, Channel, Discord, Member, Permission, Role
from tests.fakes.discord.options import Value
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import looked, script
from tests.whole.program import DEADLINE
from tests.whole.test_capacity import text_of
from tests.whole.test_commands import those_of_help_can_be_pressed


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
        assert "Alerts about MiniMax" in text_of(added)
        said = f"Watch 1 posts when it is full, and when something is wrong.\nPings <@&{makers.id}> when it is full"
        assert said in text_of(added)
        assert "⚠️" not in text_of(added)
        await program.says(f"Member {admin.user.id} added watch 1")
        tested = await discord.press(added, label="Test", member=admin)
        assert tested.ephemeral
        assert "The test arrived" in text_of(tested)
        await discord.next_message(alerts, within=DEADLINE)

        script(useapi, free=0)
        message = await discord.next_message(alerts, within=DEADLINE)
        assert message.pings.roles == {makers.id}
        await discord.next_message(within=DEADLINE)

    async with bots.run() as program:
        await ready(discord)
        listed = await discord.use("watch list", member=admin)
        assert listed.ephemeral
        assert "2 watches" in text_of(listed)
        assert f"**from settings** · <#{discord.channel.id}> · All providers · pings <@&" in text_of(listed)
        assert f"**1** · <#{alerts.id}> · MiniMax · 200300 · full only" in text_of(listed)
        assert not listed.message.pings

        edited = await discord.use("watch edit", {"watch": 1, "when": "freed", "no_role": True}, member=admin)
        assert "Watch 1 changed" in text_of(edited)
        assert " when it has room again, and when something is wrong.\nPings nobody\n" in text_of(edited)
        await program.says(f"Member {admin.user.id} changed watch 1")
        assert discord.command_syncs(discord.guild) == 1
        await those_of_help_can_be_pressed(discord, admin)  # also where nothing was registered

        script(useapi, free=1)
        await discord.next_message(alerts, within=DEADLINE)
        choices = await discord.autocomplete("watch remove", focused="watch", value="aler", member=admin)
        assert [(choice.name, choice.value) for choice in choices] == [("1 · #alerts · MiniMax · 200300", 1)]
        removed = await discord.use("watch remove", {"watch": 1}, member=admin)
        assert "Watch 1 removed" in text_of(removed)
        await program.says(f"Member {admin.user.id} removed watch 1")
        await discord.press(listed, label="Refresh", member=admin)
        assert "1 watch\n" in text_of(listed)

        script(useapi, free=0)
        await looked(useapi)
        await discord.next_message(within=DEADLINE)

    assert len(discord.posts(alerts)) == 3  # the test, full, and room again


async def test_mistakes_are_private_sentences_a_drill_is_real_and_a_low_pool_is_told(
    discord: Discord, useapi: FakeUseapi, bots: Bots, admin: Member, alerts: Channel, makers: Role
) -> None:
    script(useapi, free=1)
    gone = discord.world.add_role(discord.guild, "short-lived")
    elsewhere = discord.world.add_channel(discord.world.add_guild("Elsewhere"), "general")
    mistakes: list[tuple[dict[str, Value], str]] = [
        ({"ignore_shorter_than": "-1"}, r"ignore_shorter_than is a duration such as 30s or 2m"),
        ({"ignore_shorter_than": "25h"}, "at most 24h"),
        ({"warn": 0}, "warn can be 1 to 3"),
        ({"warn": 4}, "MiniMax has 4 slots: warn can be 1 to 3"),
        ({"warn": 1, "account": "200300"}, "warn is about all accounts of a provider"),
        ({"quiet": "at night"}, "Quiet hours look like 22\\:00-08:00 Europe/Berlin"),
        ({"quiet": "22:00-08:00 Mars/Olympus"}, "is no time zone"),
        ({"account": "nobody"}, 'MiniMax has no account "nobody"'),
        ({"role": gone}, "That role is gone"),
        ({"channel": elsewhere}, "That channel is in another server"),
    ]
    async with bots.run():
        await ready(discord)
        await looked(useapi)
        discord.world.delete_role(gone)
        for values, sentence in mistakes:
            asked: dict[str, Value] = {"provider": "minimax", "channel": alerts, **values}
            refused = await discord.use("watch add", asked, member=admin)
            assert refused.ephemeral
            assert sentence in text_of(refused)
        assert text_of(await discord.use("watch list", member=admin)).startswith("1 watch\n**from settings**")

        first = await discord.use("watch add", {"provider": "minimax", "channel": alerts}, member=admin)
        assert "Alerts about MiniMax" in text_of(first)
        again = await discord.use(
            "watch add", {"provider": "minimax", "channel": alerts, "ignore_shorter_than": "5s"}, member=admin
        )
        assert "watch 1, which can be edited" in text_of(again)
        for command in ("watch list", "watch add", "watch edit", "watch remove", "watch test"):
            with pytest.raises(CannotError, match="may not see"):
                await discord.use(command, {"provider": "minimax"} if command == "watch add" else {"watch": 1})
        await a_drill_goes_the_real_way_and_its_time_is_told(discord, admin, makers)
        await a_pool_that_runs_low_is_told_once_it_has_lasted_as_its_watch_wishes(discord, useapi, admin, makers)


async def a_drill_goes_the_real_way_and_its_time_is_told(discord: Discord, admin: Member, makers: Role) -> None:
    alerts = discord.world.add_channel(discord.guild, "drills")
    await discord.use("watch add", {"provider": "all", "channel": alerts, "role": makers}, member=admin)
    await discord.use("watch test", {"watch": 2}, member=admin)
    assert not (await discord.next_message(alerts)).pings.roles
    told = await discord.use("watch test", {"watch": 2, "ping": True}, member=admin)
    drill = await discord.next_message(alerts)
    assert told.ephemeral
    assert "The test arrived" in text_of(told)
    assert drill.pings.roles == {makers.id}
    assert "Test: alerts arrive here" in drill.content
    assert "Sent by `/watch test`" in drill.embeds[0]["description"]

    discord.world.deny(alerts, Permission.SEND_MESSAGES)
    refused = await discord.use("watch test", {"watch": 2}, member=admin)
    assert "The test did not arrive" in text_of(refused)
    assert text_of(refused).splitlines()[1:] == [
        f"<#{alerts.id}> did not get it.",
        "⚠️ The bot lacks Send Messages, Embed Links there.",
        "⚠️ No alerts go there until this is fixed.",
    ]

    settings = await discord.use("watch test", {"watch": 0}, member=admin)
    assert "The test arrived" in text_of(settings)

    assert len(discord.posts(alerts)) == 2
    assert len(discord.posts()) == 1


async def a_pool_that_runs_low_is_told_once_it_has_lasted_as_its_watch_wishes(
    discord: Discord, useapi: FakeUseapi, admin: Member, makers: Role
) -> None:
    pool = discord.world.add_channel(discord.guild, "pool")
    script(useapi, free=2)
    hour = (datetime.now(UTC).hour + 6) % 24
    await looked(useapi)
    asked: dict[str, Value] = {
        "provider": "minimax",
        "channel": pool,
        "role": makers,
        "ignore_shorter_than": "1s",
        "warn": 2,
        "quiet": f"{hour:02}:00-{hour:02}:30 UTC",
        "style": "edit",
    }
    added = await discord.use("watch add", asked, member=admin)
    assert "Ignores anything shorter than 1s · alert at 2 free · quiet `" in text_of(added)
    assert " UTC` · edits one message · pings" in text_of(added)
    await looked(useapi)
    script(useapi, free=0)
    low = await discord.next_message(pool, within=DEADLINE)
    assert "MiniMax is low: 2 of 4 free** (alert at 2). Use **200400**" in low.content
    assert low.pings.roles == {makers.id}

    listed = await discord.use("watch list", member=admin)
    form = await discord.choose(listed, "3 · #pool · MiniMax", member=admin)
    assert form.callback.data["title"] == "Edit watch 3"
    refused = await discord.fill_in(form, {"Quiet": "at night"}, member=admin)
    assert refused.ephemeral
    assert "Quiet hours look like" in text_of(refused)
    form = await discord.press(refused, label="Edit again", member=admin)
    assert "at night" in str(form.callback.data)
    saved = await discord.fill_in(form, {"Ignore shorter than": "", "Quiet": ""}, member=admin)
    assert saved.ephemeral
    assert f"Alert at 2 free · edits one message · pings <@&{makers.id}> when nothing is free" in text_of(saved)

    off: dict[str, Value] = {"watch": 3, "no_warn": True, "style": "post"}
    edited = text_of(await discord.use("watch edit", off, member=admin))
    assert edited.split("\n")[2] == f"Pings <@&{makers.id}> when nothing is free"
