"""What ``/capacity minimax`` answers, word for word."""

from dataclasses import replace
from datetime import timedelta

import pytest
from msgspec import structs

from bot.accounts.latest_state import Trouble
from bot.accounts.snapshot import Account, Snapshot
from bot.chat.capacity.wording import Page, capacity_page
from bot.history.slot_forecast import SlotForecast
from tests.chat.drawn import drawn
from tests.chat.samples import FAULTED, FULL, IMAGE, KLING, MINIMAX, NAMES, STRAY, UNKNOWN, VIDEO, A, B, seen
from tests.moments import NOON, after

TROUBLE = Trouble(sentence="MiniMax took longer than 10 s to answer.", since=after(minutes=-4))


def answer(
    snapshot: Snapshot | None, *, account: str | None = None, page: int = 1, trouble: Trouble | None = None
) -> Page:
    return capacity_page(MINIMAX, snapshot, now=NOON, names=NAMES, account=account, page=page, trouble=trouble)


def test_everything_at_once() -> None:
    page = answer(seen(A, B, FULL, UNKNOWN, FAULTED, jobs=(IMAGE, STRAY, VIDEO), unreadable=2))
    assert (
        drawn(page.card)
        == r"""[free] MiniMax · 6 of 13 slots free
Use **studio-a**: 5 free. Not counted: 1 unknown, 1 faulted.
Looked <t:1778846388:R>.

🟢 ▰▱▱▱▱▱ **studio-a** · 5 free of 6
🟡 ▰▰▰▰▱ **studio-b** · 1 free of 5
🔴 ▰▰ **joa…@example.com** · full (inferred), 2 of 2 in use
⚪ **j…@example.com** · unknown, ? free of 3, 1 running
⚠️ **jon…@example.com** · faulted: jo…@example.com is signed out

**3 jobs running**
3:57 · **shot-12** · video on studio-a
0:35 · image on studio-a, takes no slot
03:57 · music on an unknown account
# Note
MiniMax counts videos only: images and audio take no slot.
*inferred*: the provider's list leaves the account out while jobs are running on it, so it is taken as full.
(2 rows unreadable)"""
    )
    assert page.card.at == after(seconds=-12)


def test_a_quiet_provider_without_caveats() -> None:
    page = capacity_page(KLING, seen(A), now=NOON, names=NAMES)
    assert (
        drawn(page.card)
        == """[free] Kling · 5 of 6 slots free
Use **studio-a**: 5 free.
Looked <t:1778846388:R>.

🟢 ▰▱▱▱▱▱ **studio-a** · 5 free of 6

No job is running."""
    )


@pytest.mark.parametrize(
    ("accounts", "title", "first"),
    [
        ((B,), "[tight] MiniMax · 1 of 5 slots free", "Use **studio-b**: 1 free."),
        ((FULL,), "[full] MiniMax · 0 of 2 slots free", "No room: 1 full."),
        ((FULL, FAULTED), "[full] MiniMax · 0 of 2 slots free", "No room: 1 full, 1 faulted."),
        ((FULL, UNKNOWN), "[unknown] MiniMax · 0 of 2 slots free", "No known room: 1 full, 1 unknown."),
        ((UNKNOWN,), "[unknown] MiniMax · free slots unknown", "No known room: 1 unknown."),
        ((FAULTED,), "[unknown] MiniMax · free slots unknown", "No room: 1 faulted."),
        ((), "[unknown] MiniMax · nothing known", "No account has been seen yet."),
        (
            (structs.replace(A, limit=1, free=1, running=0),),
            "[free] MiniMax · 1 of 1 slot free",
            "Use **studio-a**: 1 free.",
        ),
    ],
)
def test_the_title_counts_and_the_first_line_advises(accounts: tuple[Account, ...], title: str, first: str) -> None:
    assert drawn(answer(seen(*accounts)).card).split("\n")[:2] == [title, first]


def test_one_account_and_where_there_is_room_instead() -> None:
    page = answer(seen(A, FULL, jobs=(VIDEO, IMAGE)), account=FULL.name)
    assert drawn(page.card).split("\n")[:7] == [
        r"[full] MiniMax · jo…@example.com · 0 of 2 slots free",
        "Use **studio-a** instead: 5 free.",
        "Looked <t:1778846388:R>.",
        "",
        r"🔴 ▰▰ **jo…@example.com** · full (inferred), 2 of 2 in use",
        "",
        "No job is running.",
    ]


SOON = SlotForecast(low=timedelta(minutes=2), high=timedelta(minutes=5), jobs=214)


@pytest.mark.parametrize(
    ("accounts", "account", "trouble", "told"),
    [
        ((FULL,), None, None, True),
        ((FULL, UNKNOWN), None, None, True),
        ((FULL, A), None, None, False),
        ((FULL, A), FULL.name, None, True),
        ((FULL, A), A.name, None, False),
        ((FULL,), None, TROUBLE, False),
    ],
)
def test_when_a_slot_frees_is_told_where_none_is_free_now(
    accounts: tuple[Account, ...], account: str | None, trouble: Trouble | None, *, told: bool
) -> None:
    page = capacity_page(
        MINIMAX, seen(*accounts), now=after(seconds=78), names=NAMES, account=account, trouble=trouble, frees=SOON
    )
    line = "\nUsually frees in 30 s to 4 min (from 214 jobs). Looked <t:1778846388:R>.\n"
    assert (line in drawn(page.card)) is told
    assert ("sually" in drawn(page.card)) is told


def test_one_account_that_has_room() -> None:
    page = answer(seen(A, FULL, jobs=(VIDEO, IMAGE, STRAY)), account=A.name)
    text = drawn(page.card)
    assert text.startswith("[free] MiniMax · studio-a · 5 of 6 slots free\nLooked <t:1778846388:R>.\n\n🟢")
    assert "**2 jobs running**" in text
    assert "inferred" not in text


@pytest.mark.parametrize(
    ("accounts", "said"),
    [
        ((A,), "Nothing names this account at present. Use **studio-a** instead: 5 free."),
        ((FULL,), "Nothing names this account at present. No other account is known to have room."),
    ],
)
def test_one_account_that_has_gone(accounts: tuple[Account, ...], said: str) -> None:
    lines = drawn(answer(seen(*accounts), account="gone").card).split("\n")
    assert lines[:2] == ["[unknown] MiniMax · gone · nothing known", said]


def test_the_last_known_state_of_a_failing_provider_is_spoken_of_in_the_past() -> None:
    later = replace(seen(A, jobs=(VIDEO,)), at=after(seconds=-57))
    assert (
        drawn(answer(later, trouble=TROUBLE).card)
        == """[unknown] MiniMax · 5 of 6 slots free when last seen
⚠️ MiniMax took longer than 10 s to answer.
Looks have failed since <t:1778846160:R>. Last known state, from <t:1778846343:R>:
Most room then: **studio-a**, 5 free.

🟢 ▰▱▱▱▱▱ **studio-a** · 5 free of 6

**1 job running when last seen**
3:00 · **shot-12** · video on studio-a
# Note
MiniMax counts videos only: images and audio take no slot."""
    )


def test_one_account_of_a_failing_provider() -> None:
    lines = drawn(answer(seen(A, FULL), account=FULL.name, trouble=TROUBLE).card).split("\n")
    assert lines[3:5] == ["Most room then: **studio-a**, 5 free.", ""]
    assert "No job was running." in lines
    lines = drawn(answer(seen(A, FULL), account=A.name, trouble=TROUBLE).card).split("\n")
    assert lines[2:4] == ["Looks have failed since <t:1778846160:R>. Last known state, from <t:1778846388:R>:", ""]


def test_nothing_is_known_of_a_failing_provider() -> None:
    assert drawn(answer(None, trouble=TROUBLE).card).split("\n")[:3] == [
        "[unknown] MiniMax · nothing known",
        "⚠️ MiniMax took longer than 10 s to answer.",
        "Looks have failed since <t:1778846160:R>.",
    ]


def test_a_provider_that_was_not_looked_at_yet() -> None:
    assert drawn(answer(None).card).split("\n")[1] == "This provider has not been looked at yet."


@pytest.mark.parametrize(
    ("asked", "number", "heading", "first", "footer"),
    [
        (1, 1, "1 to 10", "0:24", "Page 1 of 3"),
        (3, 3, "21 to 25", "0:04", "Page 3 of 3"),
        (99, 3, "21 to 25", "0:04", "Page 3 of 3"),
        (-1, 1, "1 to 10", "0:24", "Page 1 of 3"),
    ],
)
def test_jobs_come_in_pages_longest_first(asked: int, number: int, heading: str, first: str, footer: str) -> None:
    jobs = tuple(structs.replace(VIDEO, started=after(seconds=-n)) for n in range(25))
    page = answer(seen(A, jobs=jobs), page=asked)
    lines = drawn(page.card).split("\n")
    place = lines.index(f"**25 jobs running** · {heading}, longest first")
    assert lines[place + 1] == f"{first} · **shot-12** · video on studio-a"
    assert (page.number, page.pages, page.card.footer) == (number, 3, footer)


def test_an_account_that_only_a_job_names_is_told_apart_too() -> None:
    page = answer(seen(FULL, jobs=(structs.replace(VIDEO, account=FAULTED.name),)))
    assert r"3:57 · **shot-12** · video on jon…@example.com" in drawn(page.card).split("\n")


def test_ten_jobs_are_one_page() -> None:
    page = answer(seen(A, jobs=(VIDEO,) * 10, unreadable=1))
    assert (page.pages, page.card.footer) == (1, "1 row unreadable")


def test_a_job_that_says_nothing_of_its_time() -> None:
    page = answer(
        seen(
            A,
            jobs=(structs.replace(STRAY, elapsed_said="**", account="a_b"), structs.replace(STRAY, elapsed_said=None)),
        )
    )
    assert r"\*\* · music on a\_b" in drawn(page.card).split("\n")
    assert "time unknown · music on an unknown account" in drawn(page.card).split("\n")
