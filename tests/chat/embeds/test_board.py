"""Boards as people read them, word for word, and within Discord's limits whatever they show."""

import re
from dataclasses import replace

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.accounts.roster import AccountState
from bot.alerts.board_content import Board, BoardContent, BoardPart, BoardRow
from bot.boards.next_board import board_alert
from bot.chat.embeds.alert import tells
from bot.chat.embeds.board import board_message
from bot.chat.embeds.boards import ShownBoard, boards_embed, created_embed, removed_embed
from tests.chat.discord_limits import acting, refused
from tests.chat.embeds.drawn import drawn
from tests.chat.nasty import nasty_text
from tests.chat.samples import NAMES, WORDS
from tests.moments import NOON, after

KEY = "abcdefghijklmnopqrst"
ROWS = (
    BoardRow(account="200300", state=AccountState.FREE, in_use=1, total=6, oldest=after(minutes=-3)),
    BoardRow(account="200301", state=AccountState.FREE, in_use=4, total=5),
    BoardRow(account="jo@example.com", state=AccountState.UNKNOWN, in_use=1, total=3),
    BoardRow(account="joanna@example.com", state=AccountState.FULL, in_use=2, total=2, oldest=after(hours=-1)),
    BoardRow(account="jon.doe@example.com", state=AccountState.FAULTED, in_use=0),
    BoardRow(account="x", state=AccountState.FULL, in_use=0),
)
MINIMAX = BoardPart(provider="minimax", at=NOON, in_use=7, total=13, rows=ROWS)
KLING = BoardPart(provider="kling")
KEPT = Board(id=3, guild=5, channel=7, by=9)
SHOWN = ShownBoard(board=KEPT, subject="MiniMax, Kling_2")


def said(*parts: BoardPart, removed_by: int | None = None) -> str:
    """Read a board."""
    content, embeds = board_message(BoardContent(id=3, parts=parts, removed_by=removed_by), KEY, WORDS, NAMES)
    return "\n".join([content, *map(drawn, embeds)])


def test_a_board_has_a_line_for_each_account_with_its_slots_and_its_oldest_job() -> None:
    assert (
        said(MINIMAX, KLING)
        == """Board 3
[free] MiniMax · 7 of 13 slots in use
Looked <t:1778846400:R>.

🟢 ▰▱▱▱▱▱ **studio-a** · 1 of 6 in use · oldest job <t:1778846220:R>
🟡 ▰▰▰▰▱ **studio-b** · 4 of 5 in use
⚪ **j\\*\\*\\*@example.com** · unknown, 1 running
🔴 ▰▰ **jo\\*\\*\\*@example.com·a5** · full, 2 of 2 in use · oldest job <t:1778842800:R>
⚠️ **jo\\*\\*\\*@example.com·c6** · faulted
🔴 **x** · full
[unknown] Kling · nothing known yet
Not looked at yet.
(id abcdefgh)"""
    )


def test_a_provider_that_fails_is_shown_as_it_was() -> None:
    failing = replace(MINIMAX, rows=ROWS[:1], trouble="jo@example.com *rests*")
    assert (
        said(failing)
        == """Board 3
[unknown] MiniMax · 7 of 13 slots in use when last seen
⚠️ j\\*\\*\\*@example.com \\*rests\\*
Last known state, from <t:1778846400:R>:

🟢 ▰▱▱▱▱▱ **studio-a** · 1 of 6 in use · oldest job <t:1778846220:R>
(id abcdefgh)"""
    )
    never = replace(failing, at=None, in_use=0, total=0, rows=())
    assert "nothing known yet\n⚠️ j\\*\\*\\*@example.com \\*rests\\*\n(id" in said(never)


def test_a_removed_board_says_by_whom_and_nothing_else() -> None:
    assert (
        said(MINIMAX, removed_by=9)
        == """Board 3
[unknown] Board 3 is not kept up to date any more
<@9> removed it. `/board create` makes another.
(id abcdefgh)"""
    )


@pytest.mark.parametrize(
    ("part", "title"),
    [
        (replace(MINIMAX, rows=(), in_use=0, total=0), "[unknown] MiniMax · free slots unknown"),
        (replace(MINIMAX, in_use=11), "[tight] MiniMax · 11 of 13 slots"),
        (replace(MINIMAX, rows=ROWS[3:4], in_use=13), "[full] MiniMax · 13 of 13 slots"),
        (replace(MINIMAX, rows=ROWS[2:4], in_use=13), "[unknown] MiniMax · 13 of 13 slots"),
        (replace(MINIMAX, rows=ROWS[3:4], in_use=13, more={AccountState.UNKNOWN: 1}), "[unknown] MiniMax"),
        (replace(MINIMAX, rows=ROWS[3:4], in_use=3, more={AccountState.FREE: 1}), "[free] MiniMax · 3 of 13 slots"),
    ],
)
def test_a_colour_is_that_of_all_accounts_together(part: BoardPart, title: str) -> None:
    assert title in said(part)


def test_a_provider_without_accounts_says_so() -> None:
    assert "No account was seen." in said(replace(MINIMAX, rows=()))
    assert "No provider is set up." in said()


def test_accounts_without_a_line_are_counted() -> None:
    more = {AccountState.FULL: 1_000, AccountState.FREE: 2}
    assert said(replace(MINIMAX, rows=ROWS[:1], more=more)).splitlines()[-2] == "and 1,002 more: 2 free, 1,000 full"
    many = tuple(replace(ROWS[0], account="jo@example.com" * 9 + f"{number}") for number in range(30))
    four = tuple(replace(MINIMAX, rows=many, more={AccountState.FREE: 70}) for _ in range(4))
    text = said(*four)
    named = text.count("oldest job")
    assert 30 < named < 120
    assert sum(int(found) for found in re.findall(r"and (\d+) more", text)) == 400 - named


def test_providers_that_do_not_fit_are_named() -> None:
    parts = [replace(KLING, provider=f"provider {number}") for number in range(12)]
    content, embeds = board_message(BoardContent(id=3, parts=tuple(parts)), KEY, WORDS, NAMES)
    assert refused(embeds, content) == []
    assert (embeds[-1].description or "").endswith("\n\nand 2 more: provider 10, provider 11")


def test_a_board_is_found_again_by_its_key_alone() -> None:
    for board in (BoardContent(id=3, parts=(MINIMAX, KLING)), BoardContent(id=3, removed_by=9)):
        _, embeds = board_message(board, KEY, WORDS, NAMES)
        found = [discord.Embed.from_dict(embed.to_dict()) for embed in embeds]
        assert [tells(embed, board_alert(KEPT, board, KEY, NOON)) for embed in found][-1:] == [True]
        assert not any(tells(embed, board_alert(KEPT, board, "z" * 20, NOON)) for embed in found)


_number = st.one_of(st.integers(0, 12), st.integers(-1, 10**6), st.sampled_from([10**30]))
_moment = st.timedeltas(after(days=-400) - NOON, after(days=400) - NOON).map(lambda step: NOON + step)
_rows = st.builds(
    BoardRow,
    account=nasty_text,
    state=st.sampled_from(AccountState),
    in_use=_number,
    total=st.none() | _number,
    oldest=st.none() | _moment,
)
_parts = st.builds(
    BoardPart,
    provider=st.sampled_from(["minimax", "kling", "gone*"]) | nasty_text,
    at=st.none() | _moment,
    in_use=_number,
    total=_number,
    rows=st.lists(_rows, max_size=3).map(tuple),
    more=st.dictionaries(st.sampled_from(AccountState), st.integers(1, 99), max_size=4),
    trouble=st.none() | nasty_text,
)


@given(st.lists(_parts, max_size=2), st.integers(1, 6), st.integers(1, 10))
def test_any_board_fits_and_does_nothing(few: list[BoardPart], providers: int, accounts: int) -> None:
    parts = tuple(replace(part, rows=part.rows * accounts) for part in few) * providers
    content, embeds = board_message(BoardContent(id=3, parts=parts), KEY, WORDS, NAMES)
    assert refused(embeds, content) == []
    assert acting(embeds, content) == []


def test_those_who_make_and_remove_boards_are_told_which() -> None:
    assert (
        drawn(created_embed(SHOWN))
        == r"""[free] Board 3 created
**3** · <#7> · MiniMax, Kling\_2 · by <@9>
Its message comes in a moment. `/board remove board:3` ends it."""
    )
    assert (
        drawn(removed_embed(SHOWN))
        == r"""[unknown] Board 3 removed
**3** · <#7> · MiniMax, Kling\_2 · by <@9>
Its message stays, and says so; whoever may can delete it."""
    )


def test_a_list_names_all_boards_and_what_is_missing() -> None:
    missing = replace(SHOWN, board=replace(KEPT, id=4), missing=("The bot lacks Send_Messages there.",))
    assert drawn(boards_embed([])).startswith("[unknown] No boards\n")
    assert drawn(boards_embed([SHOWN])).startswith("[free] 1 board\n")
    assert (
        drawn(boards_embed([SHOWN, missing]))
        == r"""[tight] 2 boards
**3** · <#7> · MiniMax, Kling\_2 · by <@9>
**4** · <#7> · MiniMax, Kling\_2 · by <@9>
⚠️ The bot lacks Send\_Messages there."""
    )


@given(nasty_text, st.lists(nasty_text, max_size=3).map(tuple))
def test_any_names_and_reasons_fit_and_do_nothing(subject: str, missing: tuple[str, ...]) -> None:
    shown = ShownBoard(board=KEPT, subject=subject, missing=missing)
    for embed in (created_embed(shown), removed_embed(shown), boards_embed([shown] * 25)):
        assert refused([embed]) == []
        text = re.sub(r"<#7>|by <@9>|`/board remove board:3`", "", embed.description or "")
        assert acting([discord.Embed(description=text)]) == []
