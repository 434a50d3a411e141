"""Mutes as people read them, word for word, and within Discord's limits whatever is muted."""

from dataclasses import replace

from hypothesis import given

from bot.chat.message import Button, Card, Message, paragraph
from bot.chat.mute.wording import choice_message, muted_line, muted_message, standing_message, unmuted_message
from bot.subscriptions.mute import Mute
from tests.chat.drawn import acting, drawn, refused
from tests.chat.nasty import nasty_text
from tests.moments import NOON, after

MUTE = Mute(id=1, guild=5, channel=7, provider="minimax", account="200300", by=9, until=after(hours=1))


def labels(message: Message) -> list[str]:
    return [one.label for one in message.actions if isinstance(one, Button)]


def test_a_mute_says_who_made_it_of_what_until_when_and_offers_undo() -> None:
    message = muted_message((MUTE, replace(MUTE, id=3)), "MiniMax · studio_a", NOON)
    assert drawn(message) == (r"🔕 <@9> muted **MiniMax · studio_a** here until <t:1778850000:t>.")
    assert message.actions == (Button(label="Undo", action="mute:undo", arguments=("1", "3")),)
    assert not message.private
    assert drawn(muted_message((MUTE,), "", NOON)).startswith("🔕 <@9> muted all alerts here until <t:")


def test_an_unmute_says_in_the_channel_who_ended_what() -> None:
    assert (
        drawn(unmuted_message("MiniMax · studio_a, Kling", by=8))
        == r"🔔 <@8> unmuted **MiniMax · studio_a, Kling** here."
    )
    assert (
        drawn(unmuted_message("Kling", by=8, still="all alerts"))
        == "🔔 <@8> unmuted **Kling** here. Still muted: **all alerts**."
    )


def test_the_choice_says_for_whom_and_in_which_zone_its_clock_times_are() -> None:
    spans = (("1 h", "1h"), ("Until tomorrow 08:00", "tomorrow 08:00"))
    asked = choice_message("MiniMax", spans, "abcd2345", "Europe/Berlin", "provider:minimax for:45m")
    assert (
        drawn(asked)
        == """[unknown]
Mute **MiniMax** in this channel, for everyone?
Or type `/mute` provider:minimax for:45m
Clock times are in Europe/Berlin."""
    )
    assert asked.private
    assert labels(asked) == ["1 h", "Until tomorrow 08:00", "Another time…"]
    several = drawn(choice_message("MiniMax", spans[:1], "abcd2345", "Europe/Berlin"))
    assert "Clock times" not in several
    assert "Or type" not in several


@given(nasty_text)
def test_any_names_fit_and_do_nothing(title: str) -> None:
    line = Message(cards=(Card(body=(paragraph(muted_line(title, 9, MUTE.until, NOON)),)),))
    for message in (
        muted_message((MUTE,), title, NOON),
        standing_message(MUTE, title, NOON),
        unmuted_message(title, by=9),
        unmuted_message("x", by=9, still=title),
        choice_message(title, (("1 h", "1h"),), "abcd2345", "UTC"),
        line,
    ):
        assert refused(message) == []
        assert acting(message, r"\*\*|<@9>|`/mute`") == []
