"""A channel that takes no edit is paused as one that takes no alert is."""

import pytest

from bot.app.discord_app import pausing
from bot.errors import ChannelRefused, EditRefused, GiveUp
from bot.subscriptions.watch_registry import WatchRegistry
from tests.chat.discord.kept import Kept
from tests.delivery.far_end_log import full
from tests.far_end import FarEnd


@pytest.mark.parametrize(
    ("problem", "paused"),
    [
        (ChannelRefused("the bot may not write there"), {7: "the bot may not write there"}),
        (EditRefused("that message is gone"), {}),
        (GiveUp("that is too long"), {}),
    ],
)
async def test_only_a_channel_that_refuses_is_paused(problem: GiveUp, paused: dict[int, str]) -> None:
    watches, chat, alert = WatchRegistry(Kept()), FarEnd(), full("first", 7)
    await chat.deliver(alert, perhaps_since=None)
    chat.edit_trouble[alert.key] = [problem]
    edit = pausing(chat.edit, watches)
    with pytest.raises(type(problem)):
        await edit(alert, 1)
    assert watches.paused == paused
    await edit(alert, 1)
