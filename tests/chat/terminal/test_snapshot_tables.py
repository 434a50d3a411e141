"""A look as tables."""

from dataclasses import replace

from hypothesis import given
from msgspec import structs
from rich.console import Group

from bot.accounts.job import Job
from bot.accounts.snapshot import Snapshot
from bot.chat.terminal.snapshot_tables import tables
from bot.chat.wording.account_names import AccountNames
from tests.chat.samples import (
    FAULTED,
    FULL,
    IMAGE,
    KLING,
    MINIMAX,
    NAMES,
    STRAY,
    UNKNOWN,
    VIDEO,
    A,
    seen,
    snapshots,
)
from tests.chat.terminal.shown import obeyed, shown, widest

EVERYTHING = """\
MiniMax · 5 of 8 free
Use studio-a (5 free)
Slots are for videos; images and audio don't use one.
inferred: the provider's list leaves the account out while jobs are running on it, so it is taken as full.
2 rows could not be read.

ACCOUNT           STATE    IN USE  OF  FREE  NOTE
studio-a          free          1   6     5
joa…@example.com  full          2   2     0  inferred
j…@example.com    unknown       1   3     ?
jon…@example.com  faulted       0   ?     ?  jo…@example.com is signed out

REPLYREF  KIND            ACCOUNT   ELAPSED
shot-12   video           studio-a     3:45
-         image, no slot  studio-a     0:23
-         music           ?           03:57
"""


def printed(snapshot: Snapshot, names: AccountNames = NAMES, *, width: int = 1000) -> str:
    text = shown(Group(*tables(snapshot, MINIMAX, names)), width=width)
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def test_all_that_a_look_brought_is_printed() -> None:
    snapshot = seen(A, FULL, UNKNOWN, FAULTED, jobs=(IMAGE, STRAY, VIDEO), unreadable=2)
    assert printed(snapshot) == EVERYTHING


def test_nothing_is_said_to_be_nothing() -> None:
    text = shown(Group(*tables(replace(seen(), provider="kling"), KLING, NAMES)))
    assert text == "Kling · nothing known\nNo account has been seen yet\n\nNo job is running.\n"


def test_addresses_are_shown_in_full_where_the_settings_say_so() -> None:
    job = structs.replace(VIDEO, reply_ref="for jo.maier@example.com", account="joanna@example.com")
    assert "for jo…@example.com" in printed(seen(FULL, jobs=(job,)))
    assert "joanna@example.com" not in printed(seen(FULL, jobs=(job,)))
    full = printed(seen(FULL, jobs=(job,)), AccountNames(show_full=True))
    assert "for jo.maier@example.com  video  joanna@example.com" in full


def test_words_of_others_are_text() -> None:
    job = Job(id=None, account="a\x1b[2J*b*", kind=VIDEO.kind, reply_ref="[red]x[/red]\x1b]0;y\x07\n**z**")
    assert "[red]x[/red]]0;y **z**  video  a[2J*b*        ?" in printed(seen(jobs=(job,)))


@given(snapshots)
def test_any_snapshot_is_printed_within_the_screen(several: Snapshot) -> None:
    # A table may be of any length: what stands in it many times need not be drawn as often.
    accounts, jobs = tuple(dict.fromkeys(several.accounts)), tuple(dict.fromkeys(several.jobs))
    snapshot = replace(several, accounts=accounts, jobs=jobs)
    text = printed(snapshot, width=80)
    assert widest(text) <= 80
    assert obeyed(text) == []
    assert obeyed(printed(snapshot)) == []
