"""What chaos reads is what the bot writes."""

from datetime import timedelta

import discord
import pytest

from bot.alerts import alert
from bot.alerts.alert import Alert
from bot.chat.embeds.alert import alert_message
from bot.chat.embeds.words import ProviderWords
from bot.chat.names import AccountNames
from tests.chaos.accounts import NAMES
from tests.chaos.model import News, What
from tests.chaos.reading import TITLES, read
from tests.fakes.discord import Message
from tests.moments import NOON


def message(*news: alert.News, outage: alert.Outage | None = None) -> Message:
    """Word an alert of Kling's and store it."""
    made = Alert(key="k", channel=7, provider="kling", at=NOON, news=news, outage=outage)
    _, embeds = alert_message(made, ProviderWords(name="kling", title="Kling"), AccountNames(show_full=True))
    return stored(*embeds)


def stored(*embeds: discord.Embed) -> Message:
    """Store a message."""
    bodies = tuple(dict(embed.to_dict()) for embed in embeds)
    return Message(id=1, channel_id=7, author_id=2, at=NOON + timedelta(seconds=1), embeds=bodies, nonce="k")


@pytest.mark.parametrize("whats", [(What.FULL,), (What.FREED,), (What.FULL, What.FULL, What.FREED)])
def test_accounts_are_read(whats: tuple[What, ...]) -> None:
    told = tuple(zip(NAMES["kling"], whats, strict=False))
    news = tuple(
        alert.News(account=name, what=alert.What(what), in_use=3, limit=3, inferred=what is What.FULL)
        for name, what in told
    )
    (post,), unread = read([message(*news)])
    assert post.news == tuple(News(account=name, what=what) for name, what in told)
    assert (post.provider, post.channel, post.look_at, post.at, post.nonce, unread) == (
        "kling",
        7,
        NOON,
        NOON + timedelta(seconds=1),
        "k",
        [],
    )


@pytest.mark.parametrize("over", [False, True])
def test_outages_are_read(*, over: bool) -> None:
    (post,), unread = read([message(outage=alert.Outage(over=over, sentence="503"))])
    assert (post.news, unread) == ((News(what=What.RETURNED if over else What.FAILED),), [])


def test_what_can_not_be_read_is_said() -> None:
    posts, unread = read(
        [stored(), stored(discord.Embed(title="Hello")), stored(discord.Embed(title="Kling · is new"))]
    )
    assert posts == []
    assert len(unread) == 3


def test_every_provider_of_the_storm_has_its_title() -> None:
    assert set(TITLES.values()) == set(NAMES)
