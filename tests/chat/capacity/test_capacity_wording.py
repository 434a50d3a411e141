"""What ``/capacity minimax`` answers, word for word."""

from dataclasses import replace
from datetime import timedelta

from msgspec import structs

from bot.accounts.open_offers import NO_OFFERS, OpenOffers
from bot.accounts.snapshot import Account, LatestState, Snapshot, Trouble
from bot.chat.capacity.wording import Page, Queue, capacity_page
from bot.history.slot_forecast import SlotForecast
from tests.chat.drawn import drawn
from tests.chat.samples import FAULTED, FULL, IMAGE, KLING, MINIMAX, NAMES, STRAY, UNKNOWN, VIDEO, A, B, seen
from tests.moments import NOON, after
from tests.rows import each_row

TROUBLE = Trouble(sentence="MiniMax took longer than 10 s to answer.", since=after(minutes=-4))
SOON = SlotForecast(low=timedelta(minutes=2), high=timedelta(minutes=5))
SMALL = "(Slots are for videos; images and audio don't use one)"


def answer(
    snapshot: Snapshot | None,
    *,
    account: str | None = None,
    page: int = 1,
    trouble: Trouble | None = None,
    frees: SlotForecast | None = None,
    waiting: int = 0,
    offers: OpenOffers = NO_OFFERS,
) -> Page:
    return capacity_page(
        MINIMAX,
        LatestState(snapshot=snapshot, trouble=trouble),
        now=NOON,
        names=NAMES,
        account=account,
        page=page,
        frees=lambda _: frees,
        queue=Queue(waiting=waiting, offers=offers),
    )


def test_everything_at_once() -> None:
    page = answer(seen(A, B, FULL, UNKNOWN, FAULTED, jobs=(IMAGE, STRAY, VIDEO), unreadable=2), frees=SOON)
    assert (
        drawn(page.card)
        == """[free] MiniMax · 6 of 13 free
Use **studio-a** (5 free) · checked <t:1778846388:R>

🟢 **studio-a** · 5 of 6 free
`3:57` shot-12 · video
`0:35` (no ref) · image, no slot

🟡 **studio-b** · 1 of 5 free
🔴 **joa…@example.com** · full · next slot usually in 2-5 min
⚪ **j…@example.com** · can't be checked
⚠️ **jon…@example.com** · jo…@example.com is signed out
⚪ on an account that the provider does not name
`03:57` (no ref) · music
(2 rows could not be read · Slots are for videos; images and audio don't use one)"""
    )


def test_that_a_newer_check_took_too_long_to_wait_for_is_said() -> None:
    page = capacity_page(MINIMAX, LatestState(snapshot=seen(A), checking=True), now=NOON, names=NAMES)
    assert "Use **studio-a** (5 free) · checked <t:1778846388:R>; a newer check was under way\n" in drawn(page.card)
    latest = LatestState(snapshot=seen(A), trouble=TROUBLE, checking=True)
    page = capacity_page(MINIMAX, latest, now=NOON, names=NAMES)
    assert ". Last known, <t:1778846388:R>; a newer check was under way:\n" in drawn(page.card)


def test_a_quiet_provider_without_caveats() -> None:
    page = capacity_page(KLING, LatestState(snapshot=seen(A)), now=NOON, names=NAMES)
    assert (
        drawn(page.card)
        == """[free] Kling · 5 of 6 free
Use **studio-a** (5 free) · checked <t:1778846388:R>

🟢 **studio-a** · 5 of 6 free"""
    )


@each_row(
    ("accounts", "title", "first"),
    [
        ((B,), "[tight] MiniMax · 1 of 5 free", "Use **studio-b** (1 free) · checked"),
        ((FULL,), "[full] MiniMax is full: 0 of 2 free", "Checked"),
        ((FULL, FAULTED), "[full] MiniMax is full: 0 of 2 free", "Checked"),
        (
            (FULL, UNKNOWN),
            "[unknown] MiniMax · 0 of 2 free",
            "No slot is known to be free: 1 full, 1 can't be checked · checked",
        ),
        (
            (UNKNOWN,),
            "[unknown] MiniMax · free slots not known",
            "No slot is known to be free: 1 can't be checked · checked",
        ),
        ((FAULTED,), "[unknown] MiniMax · free slots not known", "No slot is free: 1 can't be used · checked"),
        ((), "[unknown] MiniMax · nothing known", "No account has been seen yet · checked"),
        (
            (structs.replace(A, limit=1, free=1, running=0),),
            "[free] MiniMax · 1 of 1 free",
            "Use **studio-a** (1 free) · checked",
        ),
    ],
)
def test_the_title_counts_and_the_first_line_advises(accounts: tuple[Account, ...], title: str, first: str) -> None:
    assert drawn(answer(seen(*accounts)).card).split("\n")[:2] == [title, f"{first} <t:1778846388:R>"]


@each_row(
    ("accounts", "account", "waiting", "title", "first"),
    [
        ((FULL,), None, 2, "[full] MiniMax is full: 0 of 2 free", "Next slot usually in 2-5 min · 2 people waiting"),
        ((FULL,), None, 1, "[full] MiniMax is full: 0 of 2 free", "Next slot usually in 2-5 min · 1 person waiting"),
        (
            (FULL, A),
            FULL.name,
            0,
            "[full] MiniMax · jo…@example.com is full: 0 of 2 free",
            "Use **studio-a** instead (5 free)",
        ),
        (
            (FULL, structs.replace(FULL, name="200302")),
            "200302",
            0,
            "[full] MiniMax · 200302 is full: 0 of 2 free",
            "No other account has a free slot",
        ),
        (
            (FULL, UNKNOWN),
            FULL.name,
            0,
            "[full] MiniMax · jo…@example.com is full: 0 of 2 free",
            "No other is known to have a free slot",
        ),
    ],
)
def test_where_nothing_is_free_it_says_when_and_where_instead(
    accounts: tuple[Account, ...], account: str | None, waiting: int, title: str, first: str
) -> None:
    shown = drawn(answer(seen(*accounts), account=account, frees=SOON, waiting=waiting).card)
    assert shown.split("\n")[:2] == [title, f"{first} · checked <t:1778846388:R>"]
    assert shown.lower().count("next slot usually in 2-5 min") == 1


def test_an_account_says_when_its_slot_frees_where_that_is_later_than_the_first() -> None:
    later = SlotForecast(low=timedelta(minutes=6), high=timedelta(minutes=9))
    forecasts = {None: SOON, FULL.name: SOON, "200302": later}
    latest = LatestState(snapshot=seen(FULL, structs.replace(FULL, name="200302")))
    page = capacity_page(MINIMAX, latest, now=NOON, names=NAMES, frees=forecasts.get)
    lines = drawn(page.card).split("\n")
    assert lines[1].startswith("Next slot usually in 2-5 min · ")
    assert lines[3:5] == ["🔴 **jo…@example.com** · full", "🔴 **200302** · full · next slot usually in 6-9 min"]


def test_when_a_slot_frees_is_counted_from_the_check_and_said_of_the_full_alone() -> None:
    asked: list[str | None] = []

    def frees(account: str | None) -> SlotForecast:
        asked.append(account)
        return SOON

    latest = LatestState(snapshot=seen(A, FULL))
    page = capacity_page(MINIMAX, latest, now=after(seconds=78), names=NAMES, frees=frees)
    assert "full · next slot usually in 30 s to 4 min\n" in drawn(page.card)
    assert asked == [FULL.name]


def test_what_is_usual_is_not_said_while_the_provider_cannot_be_checked() -> None:
    assert "usually" not in drawn(answer(seen(FULL), trouble=TROUBLE, frees=SOON).card)


def test_one_account_that_has_room() -> None:
    page = answer(seen(A, FULL, jobs=(VIDEO, IMAGE, STRAY)), account=A.name)
    assert (
        drawn(page.card)
        == f"""[free] MiniMax · studio-a · 5 of 6 free
Checked <t:1778846388:R>

🟢 **studio-a** · 5 of 6 free
`3:57` shot-12
`0:35` (no ref) · image, no slot
{SMALL}"""
    )


@each_row(
    ("accounts", "title"),
    [
        ((A, FAULTED), "[unknown] MiniMax · jo…@example.com · signed out"),
        ((FAULTED,), "[unknown] MiniMax · jo…@example.com · signed out"),
        ((A, structs.replace(FAULTED, fault=None)), "[unknown] MiniMax · jo…@example.com · quota used up"),
        ((A, structs.replace(UNKNOWN, name=FAULTED.name)), "[unknown] MiniMax · jo…@example.com · can't be checked"),
    ],
)
def test_the_title_of_an_account_without_slots_says_why(accounts: tuple[Account, ...], title: str) -> None:
    assert drawn(answer(seen(*accounts), account=FAULTED.name).card).split("\n")[0] == title


@each_row(
    ("accounts", "said"),
    [
        ((A,), "The provider does not name this account now. Use **studio-a** instead (5 free)"),
        ((FULL,), "The provider does not name this account now. No other account has a free slot"),
    ],
)
def test_one_account_that_has_gone(accounts: tuple[Account, ...], said: str) -> None:
    lines = drawn(answer(seen(*accounts), account="gone").card).split("\n")
    assert lines[:2] == ["[unknown] MiniMax · gone · nothing known", f"{said} · checked <t:1778846388:R>"]


def test_the_last_known_state_of_a_failing_provider_is_spoken_of_in_the_past() -> None:
    later = replace(seen(A, jobs=(VIDEO,)), at=after(seconds=-57))
    assert (
        drawn(answer(later, trouble=TROUBLE).card)
        == f"""[faulted] MiniMax · 5 of 6 free when last checked
Most room then: **studio-a** (5 free)
⚠️ MiniMax took longer than 10 s to answer.
Can't be checked; first failed <t:1778846160:R>. Last known, <t:1778846343:R>:

🟢 **studio-a** · 5 of 6 free
`3:00` shot-12
{SMALL}"""
    )


def test_one_account_of_a_failing_provider() -> None:
    lines = drawn(answer(seen(A, FULL), account=FULL.name, trouble=TROUBLE).card).split("\n")
    assert lines[1] == "Most room then: **studio-a** (5 free)"
    lines = drawn(answer(seen(A, FULL), account=A.name, trouble=TROUBLE).card).split("\n")
    assert lines[2:4] == ["Can't be checked; first failed <t:1778846160:R>. Last known, <t:1778846388:R>:", ""]
    lines = drawn(answer(seen(FULL), trouble=TROUBLE).card).split("\n")
    assert lines[0] == "[faulted] MiniMax · 0 of 2 free when last checked"


def test_nothing_is_known_of_a_failing_provider() -> None:
    assert drawn(answer(None, trouble=TROUBLE).card).split("\n") == [
        "[faulted] MiniMax · nothing known",
        "⚠️ MiniMax took longer than 10 s to answer.",
        "Can't be checked; first failed <t:1778846160:R>.",
        SMALL,
    ]


def test_a_provider_that_was_not_checked_yet() -> None:
    assert drawn(answer(None).card).split("\n")[:2] == [
        "[unknown] MiniMax · not checked yet",
        "It is being checked for the first time; try again soon.",
    ]


@each_row(
    ("asked", "number", "first", "footer"),
    [
        (1, 1, "a0", "Page 1 of 4"),
        (4, 4, "a18", "Page 4 of 4"),
        (99, 4, "a18", "Page 4 of 4"),
        (-1, 1, "a0", "Page 1 of 4"),
    ],
)
def test_accounts_come_in_pages(asked: int, number: int, first: str, footer: str) -> None:
    accounts = [structs.replace(A, name=f"a{each}") for each in range(20)]
    jobs = [structs.replace(VIDEO, account=account.name) for account in accounts for _ in range(4)]
    page = answer(seen(*accounts, jobs=tuple(jobs)), page=asked)
    assert drawn(page.card).split("\n")[3] == f"🟢 **{first}** · 5 of 6 free"
    assert (page.number, page.pages) == (number, 4)
    assert page.card.footer.startswith(f"{footer} · ")


def test_one_account_shows_all_its_jobs_in_pages() -> None:
    jobs = tuple(structs.replace(VIDEO, started=after(seconds=-each)) for each in range(60))
    page = answer(seen(A, jobs=jobs), account=A.name, page=3)
    assert drawn(page.card).split("\n")[3:5] == ["🟢 **studio-a** · 5 of 6 free", "`0:09` shot-12"]
    assert (page.number, page.pages) == (3, 3)


def test_an_account_that_only_a_job_names_is_told_apart_too() -> None:
    page = answer(seen(FULL, jobs=(structs.replace(VIDEO, account=FAULTED.name),)))
    assert "🔴 **joa…@example.com** · full" in drawn(page.card).split("\n")


def test_a_job_that_says_nothing_of_its_time() -> None:
    page = answer(seen(A, jobs=(structs.replace(STRAY, elapsed_said=None, account=A.name),)))
    assert "time unknown (no ref)" in drawn(page.card).split("\n")
