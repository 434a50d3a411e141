"""Mutes as people read them, word for word, and within Discord's limits whatever is muted."""

import re

import discord
from hypothesis import given

from bot.chat.embeds.mutes import muted_embed, unmuted_embed
from bot.subscriptions.mute import Mute
from tests.chat.discord_limits import acting, refused
from tests.chat.embeds.drawn import drawn
from tests.chat.nasty import nasty_text
from tests.moments import after

MUTE = Mute(id=1, guild=5, channel=7, provider="minimax", account="200300", by=9, until=after(hours=1))


def test_a_mute_says_what_who_and_until_when() -> None:
    assert (
        drawn(muted_embed(MUTE, "MiniMax · studio_a"))
        == r"""[unknown] 🔕 Muted
**MiniMax · studio\_a** · muted in <#7> by <@9>
Until <t:1778850000:t>, <t:1778850000:R>. If things differ then from what was told last, that is told.
`/unmute` ends it sooner."""
    )


def test_an_unmute_says_what_is_heard_again() -> None:
    assert (
        drawn(unmuted_embed("MiniMax · studio_a, Kling"))
        == r"""[free] 🔔 Unmuted
**MiniMax · studio\_a, Kling** · not muted here any more
If things differ from what was told last, the next look tells."""
    )


@given(nasty_text)
def test_any_names_fit_and_do_nothing(subject: str) -> None:
    for embed in (muted_embed(MUTE, subject), unmuted_embed(subject)):
        assert refused([embed]) == []
        said = re.sub(r"<#7> by <@9>|`/unmute`", "", embed.description or "")
        assert acting([discord.Embed(description=said)]) == []
