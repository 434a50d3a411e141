"""``/watch``: what is stored, what is answered, and what is refused with nothing stored."""

import asyncio
import logging
from collections.abc import Callable

import pytest

from bot.alerts.alert import Drill
from bot.subscriptions.watch import MOST_IN_A_GUILD, Watch, When
from tests.chat.discord.watching import Studio, said
from tests.fakes.discord import Channel, Discord, Member, Permission, Role
from tests.fakes.discord.commands import Command
from tests.fakes.discord.options import Value

Values = dict[str, Value]


@pytest.fixture
def alerts(discord: Discord) -> Channel:
    return discord.world.add_channel(discord.guild, "alerts")


@pytest.fixture
def makers(discord: Discord) -> Role:
    return discord.world.add_role(discord.guild, "video-makers")


def registered(studio: Studio) -> Command:
    return next(one for one in studio.discord.commands(studio.discord.guild) if one.name == "watch")


async def test_all_that_was_asked_is_stored_said_and_logged(
    studio: Studio, admin: Member, alerts: Channel, makers: Role, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    asked: Values = {"provider": "minimax", "account": "jo***@example.com", "channel": alerts, "role": makers}
    answer = said(await studio.discord.use("watch add", {**asked, "when": "full"}, member=admin))

    stored = studio.kept.rows[1]
    assert stored.account == "joanna@example.com"
    assert (stored.guild, stored.channel, stored.provider) == (studio.discord.guild.id, alerts.id, "minimax")
    assert (stored.role, stored.when) == (makers.id, When.FULL)
    assert answer == (
        f"Watch 1 added\n**1** · <#{alerts.id}> · MiniMax · jo\\*\\*\\*@example.com · full only"
        f" · pings <@&{makers.id}>\nTry it: `/watch test watch:1`"
    )
    line = f"Member {admin.user.id} added watch 1: channel {alerts.id} hears MiniMax · jo***@example.com, full"
    terms = "hold 0 s, warn None, quiet None, style post."
    assert f"{line}, and pings role {makers.id}; {terms}" in caplog.messages


async def test_this_channel_all_accounts_and_all_changes_unless_told_otherwise(studio: Studio, admin: Member) -> None:
    await studio.discord.use("watch add", {"provider": "kling"}, member=admin)
    home = studio.discord
    assert studio.kept.rows[1] == Watch(id=0, guild=home.guild.id, channel=home.channel.id, provider="kling")


async def test_all_providers_is_a_choice(studio: Studio, admin: Member, alerts: Channel) -> None:
    answer = said(await studio.discord.use("watch add", {"provider": "all", "channel": alerts}, member=admin))
    assert studio.kept.rows[1].provider is None
    assert f"<#{alerts.id}> · All providers · full and freed\n" in answer


def edit_away_the_role(discord: Discord) -> Values:
    role = discord.world.add_role(discord.guild, "short-lived")
    discord.world.delete_role(role)
    return {"provider": "kling", "role": role}


def elsewhere(discord: Discord) -> Values:
    other = discord.world.add_guild("Elsewhere")
    return {"provider": "kling", "channel": discord.world.add_channel(other, "x")}


def foreign_role(discord: Discord) -> Values:
    other = discord.world.add_guild("Elsewhere")
    return {"provider": "kling", "role": discord.world.add_role(other, "x")}


def gone(discord: Discord) -> Values:
    channel = discord.world.add_channel(discord.guild, "short-lived")
    discord.world.delete_channel(channel)
    return {"provider": "kling", "channel": channel}


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda _: {"provider": "all", "account": "200300"}, "An account belongs to one provider"),
        (lambda _: {"provider": "minimax", "account": "nobody"}, "There are\\: studio-a, jo"),
        (lambda _: {"provider": "minimax", "account": "kling/studio-a"}, "MiniMax has no account kling"),
        (lambda _: {"provider": "kling", "account": "200300"}, "No account of Kling is known yet; leave"),
        (lambda _: {"provider": "all"}, "the watch from the settings"),
        (edit_away_the_role, "That role is gone"),
        (foreign_role, "or of another server"),
        (lambda discord: {"provider": "kling", "role": discord.world.roles[discord.guild.id]}, "Everyone is never"),
        (elsewhere, "That channel is in another server. Choose a text"),
        (gone, "That channel is gone. Choose a text"),
    ],
)
async def test_what_does_not_exist_is_refused_and_nothing_stored(
    studio: Studio, admin: Member, ask: Callable[[Discord], Values], sentence: str
) -> None:
    answer = said(await studio.discord.use("watch add", ask(studio.discord), member=admin))
    assert sentence in answer
    assert studio.kept.rows == {}


async def test_a_suggested_account_of_any_provider_is_understood(
    studio: Studio, admin: Member, alerts: Channel
) -> None:
    offered = await studio.discord.autocomplete("watch add", focused="account", value="stud", member=admin)
    assert [(choice.name, choice.value) for choice in offered] == [("MiniMax · studio-a", "minimax/studio-a")]
    asked: Values = {"provider": "minimax", "account": offered[0].value, "channel": alerts}
    await studio.discord.use("watch add", asked, member=admin)
    assert studio.kept.rows[1].account == "200300"


async def test_a_provider_that_is_configured_no_more_is_refused(studio: Studio, admin: Member) -> None:
    command = registered(studio)
    (provider, *_) = command.spec["options"][0]["options"]
    assert [choice["name"] for choice in provider["choices"]] == ["All providers", "MiniMax", "Kling"]
    provider["choices"].append({"name": "PixVerse", "value": "pixverse"})  # registered when it was
    answer = said(await studio.discord.use("watch add", {"provider": "pixverse"}, member=admin))
    assert "There is no provider pixverse here. There are\\: minimax, kling." in answer
    assert studio.kept.rows == {}


async def test_two_who_ask_for_the_same_at_once_get_one_watch(studio: Studio, admin: Member) -> None:
    asked: Values = {"provider": "kling"}
    both = await asyncio.gather(*(studio.discord.use("watch add", asked, member=admin) for _ in range(2)))
    assert sorted(said(reply)[:7] for reply in both) == ["Watch 1", "⚠️ That"]
    assert len(studio.kept.rows) == 1


async def test_one_watch_too_many_is_refused(studio: Studio, admin: Member) -> None:
    for number in range(MOST_IN_A_GUILD):
        await studio.watches.add(Watch(id=0, guild=studio.discord.guild.id, channel=number, provider="kling"))
    answer = said(await studio.discord.use("watch add", {"provider": "kling"}, member=admin))
    assert "A server can have 100 watches" in answer
    assert len(studio.kept.rows) == MOST_IN_A_GUILD


@pytest.mark.parametrize(
    ("command", "values"),
    [
        ("watch add", {"provider": "minimax"}),
        ("watch edit", {"watch": 1, "when": "full"}),
        ("watch remove", {"watch": 1}),
        ("watch test", {"watch": 1}),
    ],
)
async def test_a_database_that_is_away_is_named_and_nothing_changed(
    studio: Studio, admin: Member, command: str, values: Values
) -> None:
    await studio.discord.use("watch add", {"provider": "kling"}, member=admin)
    before = studio.watches.all()
    studio.kept.down = True
    answer = said(await studio.discord.use(command, values, member=admin))
    assert "The database does not answer; nothing was changed." in answer
    assert studio.watches.all() == before


async def test_only_what_was_named_is_changed(studio: Studio, admin: Member, alerts: Channel, makers: Role) -> None:
    use = studio.discord.use
    await use("watch add", {"provider": "minimax", "account": "200300", "role": makers}, member=admin)
    first = studio.kept.rows[1]
    assert "full only" in said(await use("watch edit", {"watch": 1, "when": "full"}, member=admin))
    assert (studio.kept.rows[1].role, studio.kept.rows[1].channel) == (first.role, first.channel)
    assert f"<#{alerts.id}>" in said(await use("watch edit", {"watch": 1, "channel": alerts}, member=admin))
    assert studio.kept.rows[1].when is When.FULL
    assert "pings" not in said(await use("watch edit", {"watch": 1, "no_role": True}, member=admin))
    assert studio.kept.rows[1].role is None
    assert f"pings <@&{makers.id}>" in said(await use("watch edit", {"watch": 1, "role": makers}, member=admin))
    assert studio.kept.rows[1].account == "200300"


@pytest.mark.parametrize(
    ("command", "values", "sentence"),
    [
        ("watch edit", {"watch": 2, "when": "full"}, "There is no watch 2 here"),
        ("watch edit", {"watch": 0, "when": "full"}, "That watch is from the settings"),
        ("watch edit", {"watch": 1}, "Say what to change"),
        ("watch edit", {"watch": 1, "no_role": True, "role": None}, "Choose either a role or no"),
        ("watch remove", {"watch": 2}, "There is no watch 2 here"),
        ("watch remove", {"watch": 0}, "That watch is from the settings"),
        ("watch test", {"watch": -5}, "There is no watch -5 here"),
    ],
)
async def test_what_can_not_be_changed_is_refused(
    studio: Studio, admin: Member, makers: Role, command: str, values: dict[str, Value | None], sentence: str
) -> None:
    await studio.discord.use("watch add", {"provider": "kling"}, member=admin)
    before = studio.watches.all()
    asked = {name: makers if value is None else value for name, value in values.items()}
    assert sentence in said(await studio.discord.use(command, asked, member=admin))
    assert studio.watches.all() == before


@pytest.mark.parametrize("provider", [None, "kling", "pixverse"])
async def test_a_drill_goes_to_the_watchs_channel_and_ends_a_pause(
    studio: Studio, admin: Member, provider: str | None
) -> None:
    channel = studio.discord.channel.id
    await studio.watches.add(
        Watch(id=0, guild=studio.discord.guild.id, channel=channel, provider=provider, account="x", role=9)
    )
    studio.watches.pause(channel, "it was refused")
    assert "The drill arrived" in said(await studio.discord.use("watch test", {"watch": 1}, member=admin))
    (alert,) = studio.kept.owed
    assert (alert.channel, alert.roles, alert.content) == (channel, (9,), Drill())
    assert not studio.watches.paused


async def test_another_servers_watch_is_out_of_reach(studio: Studio, admin: Member) -> None:
    await studio.watches.add(Watch(id=0, guild=1, channel=2))
    assert "There is no watch 1 here" in said(await studio.discord.use("watch remove", {"watch": 1}, member=admin))
    assert await studio.discord.autocomplete("watch remove", focused="watch", member=admin) == []
    assert "1 watch\n" in said(await studio.discord.use("watch list", member=admin))


async def test_only_channels_that_hold_messages_are_offered(studio: Studio) -> None:
    command = registered(studio)
    (channel,) = (option for option in command.spec["options"][0]["options"] if option["name"] == "channel")
    assert sorted(channel["channel_types"]) == [0, 2, 5, 10, 11, 12, 13]
    assert command.needs == Permission.MANAGE_GUILD
