"""What an account's lines say, and which accounts share a page."""

from datetime import datetime

from msgspec import structs

from bot.accounts.job import Job, JobKind
from bot.accounts.provider_answer import AccountHealth, QuotaWindow
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account
from bot.chat.capacity.account_entries import (
    JOBS_EACH,
    LINES,
    account_entry,
    account_line,
    counted_states,
    pages_of_accounts,
    pages_of_jobs,
)
from bot.chat.discord.markdown import MARKDOWN
from tests.chat.samples import FAULTED, FULL, IMAGE, NAMES, STRAY, UNKNOWN, VIDEO, A, B, seen
from tests.moments import NOON, after
from tests.rows import each_row

NAMING = NAMES.among("minimax", [A.name, B.name])


def quota(percent: float, resets_at: datetime | None = None) -> AccountHealth:
    return AccountHealth(quota=(QuotaWindow(name="week", used_percent=percent, resets_at=resets_at),))


def soon(account: str) -> str:
    return "next slot usually in 2-5 min" if account == FULL.name else ""


@each_row(
    ("account", "line"),
    [
        (A, "🟢 **studio-a** · 5 of 6 free"),
        (B, "🟡 **studio-b** · 1 of 5 free"),
        (structs.replace(A, limit=None), "🟢 **studio-a** · 5 of 6 free"),
        (FULL, "🔴 **jo…@example.com** · full · next slot usually in 2-5 min"),
        (Account(name="1", state=AccountState.FULL, free=0, limit=0), "🔴 **1** · full"),
        (UNKNOWN, "⚪ **j…@example.com** · can't be checked"),
        (Account(name="1", state=AccountState.UNKNOWN), "⚪ **1** · can't be checked"),
        (FAULTED, "⚠️ **jo…@example.com** · jo…@example.com is signed out"),
        (structs.replace(FAULTED, fault="signed out."), "⚠️ **jo…@example.com** · signed out"),
        (structs.replace(FAULTED, fault="Account is on hold"), "⚠️ **jo…@example.com** · on hold"),
        (
            structs.replace(FAULTED, fault="Signed out: sign in again."),
            "⚠️ **jo…@example.com** · signed out: sign in again",
        ),
        (structs.replace(FAULTED, fault=""), "⚠️ **jo…@example.com** · can't be used"),
        (
            structs.replace(FAULTED, fault="[log in](https://evil.example)", name="1"),
            r"⚠️ **1** · signed out: \[log in\](https\://evil.example)",
        ),
        (structs.replace(FAULTED, fault="No credits left"), "⚠️ **jo…@example.com** · out of credits: No credits left"),
        (
            structs.replace(FAULTED, fault=None, health=quota(100, after(days=2))),
            "⚠️ **jo…@example.com** · quota used up, resets <t:1779019200:f>",
        ),
        (structs.replace(FAULTED, fault=None, health=quota(100)), "⚠️ **jo…@example.com** · quota used up"),
        (structs.replace(A, health=quota(12, after(days=2))), "🟢 **studio-a** · 5 of 6 free · 12% of this week used"),
        (
            structs.replace(A, health=quota(88, after(days=2))),
            "🟢 **studio-a** · 5 of 6 free · 88% of this week used, resets <t:1779019200:f>",
        ),
        (structs.replace(A, health=quota(88, NOON)), "🟢 **studio-a** · 5 of 6 free"),
        (
            structs.replace(A, health=AccountHealth(session_ends=after(days=3), renewed_by_person=True)),
            "🟢 **studio-a** · 5 of 6 free · session ends <t:1779105600:f>",
        ),
        (structs.replace(A, health=AccountHealth(session_ends=after(days=3))), "🟢 **studio-a** · 5 of 6 free"),
    ],
)
def test_a_line_for_an_account(account: Account, line: str) -> None:
    assert MARKDOWN.line(account_line(account, NAMING, NOON, soon)) == line


def test_a_long_fault_is_clipped() -> None:
    line = MARKDOWN.line(account_line(structs.replace(FAULTED, name="1", fault="too long " * 100), NAMING, NOON))
    assert line.endswith("too lo…")
    assert len(line) < 190


def video(number: int, account: str, reference: str | None = "shot") -> Job:
    """Run a job for so many seconds."""
    return Job(
        id=f"{account}-{number}",
        account=account,
        kind=JobKind.VIDEO,
        started=after(seconds=-number),
        reply_ref=reference,
    )


def entry_lines(account: Account, *jobs: Job, kinds: bool = False) -> list[str]:
    ((group,),) = pages_of_accounts(seen(account, jobs=jobs))
    entry = account_entry(group, NAMING, at=NOON, kinds=kinds, next_slot=soon)
    return [MARKDOWN.line(line) for line in entry.lines]


@each_row(
    ("reference", "shown"),
    [
        ("shot-12 (mia)", "shot-12 (mia)"),
        (None, "(no ref)"),
        ("", "(no ref)"),
        ("https://example.com/shows/ep3/sc04.mp4?token=1#t", "sc04.mp4"),
        ("see HTTPS://example.com/a/ now", "see a now"),
        ("https://example.com", "example.com"),
        ("https://?", "(no ref)"),
        (
            "spring campaign, scene 12, second take of three, for marketing.director@example.com",
            "spring campaign, scene 12, second take of three, for ma…@exampl…",
        ),
        (f"https://example.com/{'a' * 480}/12 marketing.director@example.com", "12 ma…@example.com"),
        ("for joanna.maier@example.com", "for jo…@example.com"),
    ],
)
def test_a_job_is_named_by_its_reference(reference: str | None, shown: str) -> None:
    assert entry_lines(A, video(237, A.name, reference))[1] == f"`3:57` {shown}"


def test_jobs_stand_below_their_account_longest_first() -> None:
    said = entry_lines(A, IMAGE, video(9, A.name), VIDEO, structs.replace(STRAY, account=A.name, elapsed_said="`soon`"))
    assert said == [
        "🟢 **studio-a** · 5 of 6 free",
        "`3:57` shot-12",
        "`0:35` (no ref) · image, no slot",
        "`0:09` shot",
        r"\`soon\` (no ref)",
    ]


def test_the_kind_of_a_job_is_said_where_it_is_asked_for() -> None:
    assert entry_lines(A, VIDEO, kinds=True)[1] == "`3:57` shot-12 · video"


def test_jobs_of_no_account_come_last() -> None:
    (page,) = pages_of_accounts(seen(A, jobs=(STRAY,)))
    entry = account_entry(page[-1], NAMING, at=NOON, kinds=False, next_slot=soon)
    assert [MARKDOWN.line(line) for line in entry.lines] == [
        "⚪ on an account that the provider does not name",
        "`03:57` (no ref)",
    ]


def test_many_jobs_below_an_account_are_counted() -> None:
    said = entry_lines(A, *(video(number, A.name) for number in range(JOBS_EACH + 2)))
    assert len(said) == JOBS_EACH + 2
    assert said[-1] == "and 2 more jobs"
    assert entry_lines(A, *(video(number, A.name) for number in range(JOBS_EACH + 1)))[-1] == "and 1 more job"


def test_accounts_fill_pages_and_none_is_on_two() -> None:
    accounts = [structs.replace(A, name=f"a{number}") for number in range(20)]
    jobs = [video(number, account.name) for account in accounts for number in range(4)]
    pages = pages_of_accounts(seen(*accounts, jobs=tuple(jobs)))
    assert [len(page) for page in pages] == [6, 6, 6, 2]
    assert [group.account for page in pages for group in page] == accounts
    assert all(sum(group.lines for group in page) <= LINES for page in pages)


def test_all_jobs_of_one_account_come_in_pages() -> None:
    pages = pages_of_jobs(A, [video(number, A.name) for number in range(60)])
    assert [len(group.jobs) for (group,) in pages] == [25, 25, 10]
    assert [len(group.jobs) for (group,) in pages_of_jobs(A, [])] == [0]


def test_states_are_counted() -> None:
    assert counted_states([FULL, UNKNOWN, FAULTED, FULL, A]) == "1 free, 2 full, 1 can't be checked, 1 can't be used"
    assert counted_states([]) == ""
