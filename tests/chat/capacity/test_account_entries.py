"""What an account's line says."""

import pytest
from msgspec import structs

from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account
from bot.chat.capacity.account_entries import account_line, account_listing, tally
from bot.chat.discord.markdown import markdown
from bot.chat.message import Card
from bot.chat.wording.slot_bar import slot_bar
from tests.chat.drawn import drawn
from tests.chat.samples import FAULTED, FULL, NAMES, UNKNOWN, A, B

NAMING = NAMES.among("minimax", [A.name, B.name])


@pytest.mark.parametrize(
    ("account", "line"),
    [
        (A, "🟢 ▰▱▱▱▱▱ **studio-a** · 5 free of 6"),
        (B, "🟡 ▰▰▰▰▱ **studio-b** · 1 free of 5"),
        (structs.replace(A, limit=None), "🟢 ▰▱▱▱▱▱ **studio-a** · 5 free of 6"),
        (FULL, r"🔴 ▰▰ **jo…@example.com** · full (inferred), 2 of 2 in use"),
        (structs.replace(FULL, inferred=False, running=3), r"🔴 ▰▰ **jo…@example.com** · full, 2 of 2 in use"),
        (Account(name="1", state=AccountState.FULL, free=0, limit=0), "🔴 **1** · full"),
        (UNKNOWN, r"⚪ **j…@example.com** · unknown, ? free of 3, 1 running"),
        (Account(name="1", state=AccountState.UNKNOWN), "⚪ **1** · unknown, ? free"),
        (FAULTED, r"⚠️ **jo…@example.com** · faulted: jo…@example.com is signed out"),
        (structs.replace(FAULTED, fault=""), r"⚠️ **jo…@example.com** · faulted"),
        (structs.replace(FAULTED, fault="[log in](https://evil.example)", name="1"), None),
    ],
)
def test_a_line_for_an_account(account: Account, line: str | None) -> None:
    line = r"⚠️ **1** · faulted: \[log in\](https\://evil.example)" if line is None else line
    assert markdown(account_line(account, NAMING)) == line


def test_a_long_fault_is_clipped() -> None:
    line = markdown(account_line(structs.replace(FAULTED, name="1", fault="too long " * 100), NAMING))
    assert line.endswith("too lo…")
    assert len(line) < 190


@pytest.mark.parametrize(
    ("in_use", "total", "cells"),
    [
        (0, 3, "▱▱▱"),
        (2, 5, "▰▰▱▱▱"),
        (10, 10, "▰" * 10),
        (0, 50, "▱" * 10),
        (1, 50, "▰" + "▱" * 9),
        (49, 50, "▰" * 9 + "▱"),
        (50, 50, "▰" * 10),
        (25, 50, "▰" * 5 + "▱" * 5),
        (1, 1000, "▰" + "▱" * 9),
        (10**400 - 1, 10**400, "▰" * 9 + "▱"),
        (9, 3, "▰▰▰"),
        (-1, 3, "▱▱▱"),
        (0, 0, ""),
        (-3, -1, ""),
    ],
)
def test_a_bar_never_rounds_the_first_or_the_last_slot_away(in_use: int, total: int, cells: str) -> None:
    assert slot_bar(in_use, total) == cells


def test_what_is_not_listed_is_counted_by_state() -> None:
    accounts = (*[structs.replace(A, name=f"a{n}") for n in range(21)], FULL, FULL, UNKNOWN, FAULTED)
    lines = drawn(Card(body=(account_listing(accounts, NAMING),))).split("\n")[1:]
    assert len(lines) == 21
    assert lines[-1] == "and 5 more: 1 free, 2 full, 1 unknown, 1 faulted"


def test_a_tally_of_nothing_is_empty() -> None:
    assert tally(()) == ""
