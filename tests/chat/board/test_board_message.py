"""Boards as people read them, word for word, and within Discord's limits whatever they show."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.accounts.roster import AccountState
from bot.boards.board_content import Absence, BoardContent, BoardPart, BoardRow
from bot.chat.alert.alert_buttons import details_button
from bot.chat.alert.alert_names import AlertNames
from bot.chat.board.board_message import board_message
from bot.chat.discord.message_renderer import draw
from bot.chat.message import Message
from tests.chat.drawn import acting, drawn, refused
from tests.chat.nasty import nasty_text
from tests.chat.samples import NAMES, WORDS
from tests.moments import NOON, after
from tests.rows import each_row

KEY = "abcdefghijklmnopqrst"
ROWS = (
    BoardRow(account="200300", state=AccountState.FREE, in_use=1, total=6, oldest=after(minutes=-3)),
    BoardRow(account="200301", state=AccountState.FREE, in_use=4, total=5),
    BoardRow(account="jo@example.com", state=AccountState.UNKNOWN, in_use=1, total=3),
    BoardRow(account="joanna@example.com", state=AccountState.FULL, in_use=2, total=2, oldest=after(hours=-1)),
    BoardRow(account="jon.doe@example.com", state=AccountState.FAULTED, in_use=0),
    BoardRow(account="x", state=AccountState.FULL, in_use=0),
    BoardRow(account="y", state=AccountState.FAULTED, in_use=0, fault="Session refresh failed"),
    BoardRow(account="z", state=AccountState.FAULTED, in_use=0, fault=None),
)
MINIMAX = BoardPart(provider="minimax", at=NOON, in_use=7, total=13, rows=ROWS, use="200300")
KLING = BoardPart(provider="kling")


def worded(*parts: BoardPart, removed_by: int | None = None, known: tuple[str, ...] = ()) -> Message:
    """Word a board."""
    board = BoardContent(id=3, parts=parts, removed_by=removed_by)
    return board_message(board, KEY, AlertNames(words=WORDS, accounts=NAMES, among=lambda _: known))


def said(*parts: BoardPart, removed_by: int | None = None) -> str:
    """Read a board."""
    return drawn(worded(*parts, removed_by=removed_by))


def test_a_board_has_a_line_for_each_account_with_its_slots_and_its_oldest_job() -> None:
    assert (
        said(MINIMAX, KLING)
        == """MiniMax 6 of 13 free, use **studio-a** · Kling nothing known yet
[free] MiniMax · 6 of 13 free
Checked <t:1778846400:R>

🟢 **studio-a** · 5 of 6 free · oldest job <t:1778846220:R>
🟡 **studio-b** · 1 of 5 free
⚪ **j…@example.com** · can't be checked
🔴 **joa…@example.com** · full · oldest job <t:1778842800:R>
⚠️ **jon…@example.com** · can't be used
🔴 **x** · full
⚠️ **y** · signed out
⚠️ **z** · quota used up
[unknown] Kling · nothing known yet
Not checked yet
(Board 3)"""
    )


def test_names_that_read_the_same_are_told_apart_as_elsewhere() -> None:
    alone = worded(replace(MINIMAX, rows=ROWS[3:4]))
    assert "**jo…@example.com** · full" in drawn(alone)
    beside = worded(replace(MINIMAX, rows=ROWS[3:4]), known=("jon.doe@example.com",))
    assert "**joa…@example.com** · full" in drawn(beside)


def test_a_provider_that_fails_is_shown_as_it_was() -> None:
    failing = replace(MINIMAX, rows=ROWS[:1], trouble="jo@example.com *rests*")
    assert (
        said(failing)
        == """MiniMax 6 of 13 free when last checked
[unknown]
⚠️ j…@example.com \\*rests\\*
Last known, <t:1778846400:R>:

🟢 **studio-a** · 5 of 6 free · oldest job <t:1778846220:R>
(Board 3)"""
    )
    never = replace(failing, at=None, in_use=0, total=0, rows=())
    assert said(never).endswith("nothing known yet\n[unknown]\n⚠️ j…@example.com \\*rests\\*\n(Board 3)")


def test_a_provider_that_is_not_looked_at_says_why() -> None:
    gone = said(replace(MINIMAX, rows=ROWS[:1], absence=Absence.NOT_WATCHED))
    assert "6 of 13 free when last checked\n[unknown]\n⚠️ Not watched any more: no account of it" in gone
    never = said(BoardPart(provider="minimax", absence=Absence.NOT_SET_UP))
    assert never.endswith(
        "nothing known yet\n[unknown]\n⚠️ No account of this provider is set up at useapi.net.\n(Board 3)"
    )


def test_a_removed_board_says_by_whom_and_nothing_else() -> None:
    assert (
        said(MINIMAX, removed_by=9)
        == """Board 3 is not kept up to date any more
[unknown]
<@9> removed it. `/board add` makes another."""
    )


@each_row(
    ("part", "title"),
    [
        (replace(MINIMAX, rows=(), in_use=0, total=0), "[unknown] MiniMax · free slots not known"),
        (replace(MINIMAX, in_use=11), "[tight] MiniMax · 2 of 13 free"),
        (replace(MINIMAX, rows=ROWS[3:4], in_use=13), "[full] MiniMax · 0 of 13 free"),
        (replace(MINIMAX, rows=ROWS[2:4], in_use=13), "[unknown] MiniMax · 0 of 13 free"),
        (replace(MINIMAX, rows=ROWS[3:4], in_use=13, more={AccountState.UNKNOWN: 1}), "[unknown] MiniMax"),
        (replace(MINIMAX, rows=ROWS[3:4], in_use=3, more={AccountState.FREE: 1}), "[free] MiniMax · 10 of 13 free"),
    ],
)
def test_a_colour_is_that_of_all_accounts_together(part: BoardPart, title: str) -> None:
    assert title in said(part, KLING)


def test_a_provider_without_accounts_says_so() -> None:
    assert "No account was seen." in said(replace(MINIMAX, rows=()))
    assert said() == "No provider is set up\n[unknown]\n(Board 3)"


def test_accounts_without_a_line_are_counted() -> None:
    more = {AccountState.FULL: 1_000, AccountState.FREE: 2}
    assert said(replace(MINIMAX, rows=ROWS[:1], more=more)).splitlines()[-2] == "and 1,002 more: 2 free, 1,000 full"
    assert said(replace(MINIMAX, rows=(), more=more)).splitlines()[-2] == "and 1,002 more: 2 free, 1,000 full"
    many = tuple(replace(ROWS[0], account="jo@example.com" * 9 + f"{number}") for number in range(30))
    four = tuple(replace(MINIMAX, rows=many, more={AccountState.FREE: 70}) for _ in range(4))
    _, _, text = said(*four).partition("\n")
    named = text.count("oldest job")
    assert 30 < named < 120
    assert sum(int(found) for found in re.findall(r"and (\d+) more", text)) == 400 - named


def test_providers_that_do_not_fit_are_named() -> None:
    message = worded(*(replace(KLING, provider=f"provider {number}") for number in range(12)))
    assert refused(message) == []
    embeds = draw(message).embeds
    assert len(embeds) == 10
    assert (embeds[-1].description or "").endswith("\n\nand 2 more: provider 10, provider 11")
    assert message.actions == (details_button(KEY),)


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
    absence=st.none() | st.sampled_from(Absence),
)


@given(st.lists(_parts, max_size=2), st.integers(1, 6), st.integers(1, 10))
def test_any_board_fits_and_does_nothing(few: list[BoardPart], providers: int, accounts: int) -> None:
    message = worded(*[replace(part, rows=part.rows * accounts) for part in few] * providers)
    assert refused(message) == []
    assert acting(message, r"\*\*") == []


def test_the_first_words_name_the_first_providers_and_count_the_rest() -> None:
    many = worded(*(BoardPart(provider=name) for name in ("minimax", "kling", "minimax", "kling")))
    assert drawn(many).splitlines()[0] == (
        "MiniMax nothing known yet · Kling nothing known yet · MiniMax nothing known yet · and 1 more"
    )


def test_a_slot_that_is_offered_to_somebody_is_no_place_to_go() -> None:
    rows = (replace(ROWS[0], offered=2), replace(ROWS[1], offered=1), *ROWS[2:])
    some = said(replace(MINIMAX, rows=(rows[0], *ROWS[1:]), use="200301", offered=2, offered_to=1)).splitlines()
    assert some[0] == "MiniMax 6 of 13 free, use **studio-b**"
    assert some[2:4] == [
        "Checked <t:1778846400:R>",
        "2 slots of **studio-a** are offered to somebody who waited",
    ]
    every = said(replace(MINIMAX, in_use=10, rows=rows, use=None, offered=3, offered_to=2)).splitlines()
    assert every[0] == "MiniMax 3 of 13 free, offered to 2 people who waited"
    assert every[3] == "3 slots of **studio-a** and **studio-b** are offered to 2 people who waited"
    failing = said(replace(MINIMAX, offered=2, offered_to=1, trouble="it rests"))
    assert "offered" not in failing
    assert ", use " not in failing
