"""What people are told of Slack's channels, and which of them can be chosen."""

import pytest

from bot.chat.command_options import ChannelChoice, RoleChoice
from bot.chat.feature import Caller
from bot.chat.slack.channel_directory import SHARED, SlackChannels
from bot.chat.slack.slack_ids import message_number_of, number_of
from bot.chat.slack.workspace_cache import Workspace
from bot.errors import BadInput
from tests.fakes.slack import SlackWorkspace
from tests.rows import each_row

INVITE = "Invite the bot: type /invite @capacity-bot in the channel."
UNSEEN = "The bot sees no such channel. If it is private, type /invite @capacity-bot in the channel."


async def test_nothing_is_missing_where_slack_was_not_asked(
    channels: SlackChannels, caller: Caller, slack: SlackWorkspace
) -> None:
    assert channels.missing(caller.channel) == ()
    assert channels.name(caller.channel) == slack.channel.id
    assert channels.message_url(caller.guild, caller.channel, 1) is None
    with pytest.raises(BadInput, match="Try again"):
        channels.choose_channel(caller, None)


async def test_a_channel_of_another_platform_is_unknown(channels: SlackChannels) -> None:
    assert channels.missing(123_456_789) == ()
    assert channels.name(123_456_789) is None


async def test_what_is_missing_is_said_with_what_to_type(
    channels: SlackChannels, workspace: Workspace, slack: SlackWorkspace
) -> None:
    channel, number = slack.channel.id, number_of(slack.channel.id)
    hidden = slack.world.add_channel("secret", private=True, has_bot=False).id

    async def missing(channel: str) -> tuple[str, ...]:
        await workspace.channel(channel, anew=True)
        return channels.missing(number_of(channel))

    assert await missing(channel) == ()
    assert channels.name(number) == "general"
    slack.world.kick(channel)
    assert await missing(channel) == (INVITE,)
    slack.world.archive(channel)
    assert await missing(channel) == ("The channel is archived.",)
    slack.world.share(channel)
    assert await missing(channel) == (SHARED,)
    assert await missing(hidden) == (UNSEEN,)


async def test_a_group_that_is_gone_pings_nobody(
    channels: SlackChannels, workspace: Workspace, slack: SlackWorkspace
) -> None:
    channel, group = number_of(slack.channel.id), number_of(slack.group.id)
    gone = number_of("S0GONE")
    await workspace.channel(slack.channel.id)
    assert channels.missing(channel, role=gone) == ()  # nobody knows yet
    await workspace.user_groups()
    assert channels.missing(channel, role=group) == ()
    assert channels.missing(channel, role=gone) == ("The user group is gone, or disabled; nobody is pinged.",)


async def test_alerts_may_go_where_only_this_workspace_reads(
    channels: SlackChannels, workspace: Workspace, slack: SlackWorkspace, caller: Caller
) -> None:
    await workspace.channel(slack.channel.id)
    outside = slack.world.add_channel("not-in", has_bot=False)
    await workspace.channel(outside.id)
    assert channels.choose_channel(caller, None) == caller.channel
    assert channels.choose_channel(caller, ChannelChoice(id=number_of(outside.id))) == number_of(outside.id)


@each_row("change", ["share", "invited", "archive", "hidden", "direct"])
async def test_no_other_channel_can_be_chosen(
    change: str, channels: SlackChannels, workspace: Workspace, slack: SlackWorkspace, caller: Caller
) -> None:
    place = slack.world.add_channel("elsewhere", private=change == "hidden", has_bot=change != "hidden").id
    match change:
        case "share":
            slack.world.share(place)
        case "invited":
            slack.world.share(place, pending=True)
        case "archive":
            slack.world.archive(place)
        case "direct":
            place = slack.world.direct(slack.member).id
    await workspace.channel(place)
    with pytest.raises(BadInput):
        channels.choose_channel(caller, ChannelChoice(id=number_of(place)))


async def test_a_person_is_no_group_whether_or_not_slack_lists_those(
    channels: SlackChannels, workspace: Workspace, slack: SlackWorkspace, caller: Caller
) -> None:
    for known in (False, True):
        assert (workspace.known_user_groups() is not None) is known
        with pytest.raises(BadInput, match="That is a person: a watch pings user groups") as caught:
            channels.choose_role(caller, RoleChoice(id=number_of(slack.member.id)))
        assert caught.value.option == "role"  # at whose input a form shows it
        await workspace.user_groups()


async def test_only_a_group_that_is_there_can_be_chosen(
    channels: SlackChannels, workspace: Workspace, slack: SlackWorkspace, caller: Caller
) -> None:
    await workspace.user_groups()
    assert channels.choose_role(caller, RoleChoice(id=number_of(slack.group.id))) == number_of(slack.group.id)
    with pytest.raises(BadInput, match="user group"):
        channels.choose_role(caller, RoleChoice(id=number_of("S0GONE")))


async def test_a_message_has_an_address(channels: SlackChannels, workspace: Workspace, caller: Caller) -> None:
    await workspace.identity()
    url = channels.message_url(caller.guild, number_of("C0000001"), message_number_of("1760000000.000100"))
    assert url == "https://studio.slack.example/archives/C0000001/p1760000000000100"
    assert not channels.is_elsewhere(caller.channel, caller.guild)
