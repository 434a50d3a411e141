"""Questions about channels and roles of two platforms: each goes to the platform that its id is of."""

import pytest

from bot.app.platform_assembly import ChannelRouter
from bot.chat.command_options import ChannelChoice, RoleChoice
from bot.chat.feature import Caller
from bot.errors import BadInput
from bot.platforms import Platform
from tests.chat.known_channels import KnownChannels

HERE, THERE = 7, -7
DISCORD = KnownChannels(names={HERE: "here"}, guilds={HERE: 5}, roles={9})
SLACK = KnownChannels(names={THERE: "there"}, guilds={THERE: -5}, lacking={THERE: ("It is archived.",)}, roles={-9})
ROUTER = ChannelRouter({Platform.DISCORD: DISCORD, Platform.SLACK: SLACK})
KIM, ANN = Caller(guild=5, channel=HERE, member=3), Caller(guild=-5, channel=THERE, member=-3)


def test_names_and_what_is_missing_are_those_of_the_channels_own_platform() -> None:
    assert (ROUTER.name(HERE), ROUTER.name(THERE)) == ("here", "there")
    assert (ROUTER.missing(HERE), ROUTER.missing(THERE)) == ((), ("It is archived.",))
    assert ROUTER.message_url(5, HERE, 1) is ROUTER.message_url(-5, THERE, 1) is None


def test_a_channel_of_one_platform_is_never_at_home_on_the_other() -> None:
    assert ROUTER.missing(THERE, guild=5) == ("That channel is on Slack.",)
    assert ROUTER.missing(HERE, guild=-5) == ("That channel is on Discord.",)
    assert ROUTER.is_elsewhere(THERE, 5)
    assert ROUTER.is_elsewhere(HERE, -5)
    assert not ROUTER.is_elsewhere(HERE, 5)


def test_whoever_chooses_chooses_on_their_own_platform() -> None:
    assert ROUTER.choose_channel(KIM, None) == HERE
    assert ROUTER.choose_channel(ANN, ChannelChoice(id=THERE)) == THERE
    assert ROUTER.choose_role(ANN, RoleChoice(id=-9)) == -9
    with pytest.raises(BadInput):
        ROUTER.choose_channel(KIM, ChannelChoice(id=THERE))
    with pytest.raises(BadInput):
        ROUTER.choose_role(KIM, RoleChoice(id=-9))


def test_of_a_platform_that_is_not_set_up_nothing_is_known() -> None:
    alone = ChannelRouter({Platform.DISCORD: DISCORD})
    assert alone.missing(THERE) == ("Slack is not set up.",)
    assert alone.name(THERE) is None
    assert alone.is_elsewhere(THERE, -5)
    assert alone.message_url(-5, THERE, 1) is None
