"""Embeds on a screen: complete, in their colours, and never wider than it."""

import discord
import pytest
from hypothesis import given

from bot.accounts.snapshot import Snapshot
from bot.alerts.alert import Alert
from bot.chat.answers import Answer, Question
from bot.chat.embeds.alert import alert_message
from bot.chat.embeds.capacity import capacity_embed
from bot.chat.terminal.drawing import buttons, clock, drawn
from tests.chat.samples import FAULTED, FULL, MINIMAX, NAMES, STRAY, VIDEO, WORDS, A, alerts, seen, snapshots
from tests.chat.terminal.shown import obeyed, shown, widest
from tests.moments import NOON, after

EMBED = capacity_embed(MINIMAX, seen(A, FULL, FAULTED, jobs=(VIDEO, STRAY), unreadable=2), now=NOON, names=NAMES).embed

AT_80 = f"""\
▌ MiniMax · 5 of 8 slots free
▌
▌ Use studio-a: 5 free. Not counted: 1 faulted.
▌ Looked 12 seconds ago.
▌
▌ 🟢 ▰▱▱▱▱▱ studio-a · 5 free of 6
▌ 🔴 ▰▰ jo***@example.com·a5 · full (inferred), 2 of 2 in use
▌ ⚠ jo***@example.com·c6 · faulted: jo***@example.com is signed out
▌
▌ 2 jobs running
▌ 3:57 · shot-12 · video on studio-a
▌ 03:57 · music on an unknown account
▌
▌ Note
▌ MiniMax counts videos only: images and audio take no slot.
▌ inferred: the provider's list leaves the account out while jobs are running on
▌   it, so it is taken as full.
▌
▌ 2 rows unreadable · {clock(after(seconds=-12))}
"""


def test_an_embed_is_drawn_whole() -> None:
    assert shown(drawn(EMBED, now=NOON)) == AT_80


def test_a_wide_screen_is_not_filled_to_its_edge() -> None:
    long = discord.Embed(description="word " * 100)
    assert widest(shown(drawn(long, now=NOON), width=240)) <= 100


def test_a_line_too_long_goes_on_indented() -> None:
    embed = discord.Embed(description="one two three\n\nfour **five  six** seven eight")
    assert (
        shown(drawn(embed, now=NOON), width=12)
        == "▌ one two\n▌   three\n▌\n▌ four five\n▌   six\n▌   seven\n▌   eight\n"
    )


def test_a_terminal_shows_the_embeds_colour_and_bold() -> None:
    embed = discord.Embed(title="t", description="a **b**", colour=0xED4245)
    coloured = shown(drawn(embed, now=NOON), colours=True)
    assert coloured.splitlines()[2] == "\x1b[38;5;203m▌ \x1b[0ma \x1b[1mb\x1b[0m"
    assert shown(drawn(embed, now=NOON)) == "▌ t\n▌\n▌ a b\n"


def test_a_footer_and_a_title_hold_no_commands_for_the_terminal() -> None:
    embed = discord.Embed(title="a\x1b[2J[red]b", description="\x1b]0;c\x07")
    embed.set_footer(text="d\x1bc\n[/]e *f*")
    embed.add_field(name="g\x9b", value="h\x1b[8m")
    assert shown(drawn(embed, now=NOON)) == "▌ a[2J[red]b\n▌\n▌ ]0;c\n▌\n▌ g\n▌ h[8m\n▌\n▌ dc [/]e *f*\n"


@given(snapshots)
def test_any_snapshot_fits_the_screen(snapshot: Snapshot) -> None:
    for width in (1, 20, 80):
        text = shown(drawn(capacity_embed(MINIMAX, snapshot, now=NOON, names=NAMES).embed, now=NOON), width=width)
        assert widest(text) <= max(width, 6)
        assert obeyed(text) == []


@given(alerts)
def test_any_alert_fits_the_screen(alert: Alert) -> None:
    for embed in alert_message(alert, WORDS, NAMES)[1]:
        text = shown(drawn(embed, now=NOON))
        assert widest(text) <= 80
        assert obeyed(text) == []


@pytest.mark.parametrize(
    ("page", "pages", "text"),
    [
        (1, 1, "[ refresh ]"),
        (1, 3, "[ refresh ]  [ page 2 ]"),
        (2, 3, "[ refresh ]  [ page 1 ]  [ page 3 ]"),
        (3, 3, "[ refresh ]  [ page 2 ]"),
    ],
)
def test_buttons_read_as_what_can_be_typed(page: int, pages: int, text: str) -> None:
    answer = Answer(embed=EMBED, question=Question(provider="minimax", page=page), pages=pages)
    assert buttons(answer).plain == text
