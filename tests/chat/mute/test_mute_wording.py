"""Mutes as people read them, word for word, and within Discord's limits whatever is muted."""

from hypothesis import given

from bot.chat.mute.wording import muted_message, unmuted_message
from bot.subscriptions.mute import Mute
from tests.chat.drawn import acting, drawn, refused
from tests.chat.nasty import nasty_text
from tests.moments import after

MUTE = Mute(id=1, guild=5, channel=7, provider="minimax", account="200300", by=9, until=after(hours=1))


def test_a_mute_says_what_who_and_until_when() -> None:
    assert (
        drawn(muted_message(MUTE, "MiniMax · studio_a"))
        == r"""[unknown] 🔕 Muted
**MiniMax · studio\_a** · muted in <#7> by <@9>
Until <t:1778850000:t>, <t:1778850000:R>. If things differ then from what was told last, that is told.
`/unmute` ends it sooner."""
    )


def test_an_unmute_says_what_is_heard_again() -> None:
    assert (
        drawn(unmuted_message("MiniMax · studio_a, Kling"))
        == r"""[free] 🔔 Unmuted
**MiniMax · studio\_a, Kling** · not muted here any more
If things differ from what was told last, the next look tells."""
    )


@given(nasty_text)
def test_any_names_fit_and_do_nothing(title: str) -> None:
    for message in (muted_message(MUTE, title), unmuted_message(title), unmuted_message("x", still=title)):
        assert message.private
        assert refused(message) == []
        assert acting(message, r"\*\*|<#7> by <@9>|`/unmute`") == []
