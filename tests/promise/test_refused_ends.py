"""An end that is told while its channel refuses the bot is seen there once the channel lets it in again."""

import pytest

from bot.subscriptions.watch import Style, Tell, Watch
from tests.promise.test_peace import CHANNELS, Peace


@pytest.mark.parametrize(
    ("style", "channel", "restarted"),
    [(style, channel, (style is Style.EDIT) == (channel > 0)) for style in Style for channel in CHANNELS],
)
def test_what_ends_while_its_channel_refuses_the_bot_is_over_there_in_the_end(
    style: Style, channel: int, *, restarted: bool
) -> None:
    peace = Peace()
    peace.start([Watch(id=0, guild=5, channel=channel, provider="minimax", tell=Tell.ACCOUNTS, style=style)])
    for _ in range(2):
        peace.fill_or_free("b")
        peace.look(cut=None, seconds=30)
        peace.deliver(mishaps=[], commit=None, after=False)
        peace.close_channel(channel)
        if restarted:
            peace.restart()
    peace.teardown()
