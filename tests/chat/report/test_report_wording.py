"""A report, provider by provider: what was observed, who stood idle, and what is not known."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.alert import ProviderUsage, UsageContent
from bot.chat.alert.alert_names import AlertNames
from bot.chat.discord.markdown import escape
from bot.chat.report.wording import IDLE_LENGTH, NOTE, NOTHING_SEEN, report_card, scheduled_message
from bot.chat.wording.account_names import AccountNames
from bot.history.usage_report import UsageReport, WaitTimes, usage_report
from tests.chat.drawn import acting, drawn, refused
from tests.chat.nasty import nasty_text
from tests.chat.samples import NAMES, WORDS
from tests.history.pasts import past
from tests.moments import NOON, after

A_WEEK = timedelta(days=7)
NOBODY = WaitTimes(count=0, median=None, longest=None)
BUSY = UsageReport(
    start=after(days=-7),
    end=NOON,
    observed_time=timedelta(days=6),
    some_full=0.4,
    pool_full=0.005,
    incomplete=0.1,
    mean_in_use=6.25,
    in_use_p95=11,
    total=13,
    accounts=4,
    idle=("200300", "jo@example.com"),
    waits=WaitTimes(count=5, median=timedelta(minutes=3), longest=timedelta(minutes=12)),
)


def said(*seen: UsageReport | None) -> list[str]:
    return drawn(report_card(used(*seen), A_WEEK, WORDS, NAMES)).split("\n")[1:]


def used(*seen: UsageReport | None) -> tuple[ProviderUsage, ...]:
    """Put what was seen of MiniMax, and of Kling."""
    return tuple(ProviderUsage(provider=name, usage=one) for name, one in zip(("minimax", "kling"), seen, strict=False))


def test_a_week_is_told_a_provider_each() -> None:
    assert said(BUSY, None) == [
        "# MiniMax",
        "**Nothing free** · less than 1%",
        "**Some account full** · 40%",
        "**In use on average** · 6.2 of 13 slots",
        "**Enough for 95% of the time** · 11 of 13 slots",
        "**Waited for a slot** · 5 people, half within 3 min, all within 12 min",
        "**Never used** · 2 of 4 accounts",
        "Never used: **studio-a**, **j…@example.com**",
        "No slot was known 14% of the time, which is left out.",
        "An account was unknown 10% of the time; its slots are left out.",
        "# Kling",
        NOTHING_SEEN,
        f"({NOTE})",
    ]


def test_what_did_not_happen_is_said_too() -> None:
    calm = replace(
        BUSY,
        observed_time=timedelta(days=7),
        some_full=0.0,
        pool_full=0.0,
        incomplete=0.0,
        accounts=1,
        idle=(),
        waits=NOBODY,
    )
    assert said(calm)[1:] == [
        "**Nothing free** · never",
        "**Some account full** · never",
        "**In use on average** · 6.2 of 13 slots",
        "**Enough for 95% of the time** · 11 of 13 slots",
        "**Waited for a slot** · nobody",
        "**Never used** · none",
        f"({NOTE})",
    ]


def test_slots_that_were_all_in_use_for_long_were_not_enough() -> None:
    short = replace(BUSY, pool_full=0.06, in_use_p95=13)
    assert "**Enough for 95% of the time** · more than 13 slots" in said(short)
    assert "**Enough for 95% of the time** · 13 of 13 slots" in said(replace(short, pool_full=0.05))
    assert "**Enough for 95% of the time** · 5 of 13 slots" in said(replace(short, in_use_p95=5))


def test_less_than_a_day_says_how_long_was_watched_and_no_more() -> None:
    watched = "Slots were known for 14 s so far: a report needs 24 h."
    assert said(replace(BUSY, observed_time=timedelta(seconds=14), pool_full=1.0)) == ["# MiniMax", watched]
    assert (
        "Slots were known for 23 h 59 so far" in said(replace(BUSY, observed_time=timedelta(hours=23, minutes=59)))[1]
    )
    assert "so far" not in "\n".join(said(replace(BUSY, observed_time=timedelta(hours=24))))


def test_one_person_is_no_people() -> None:
    one = replace(BUSY, waits=WaitTimes(count=1, median=timedelta(minutes=3), longest=timedelta(minutes=3)))
    assert "**Waited for a slot** · 1 person, 3 min\n" in "\n".join(said(one))


def test_idle_accounts_that_read_the_same_are_told_apart_as_elsewhere() -> None:
    idle = replace(BUSY, idle=("jo@example.com",))
    accounts = ("jo@example.com", "ja@example.com")
    card = report_card([ProviderUsage(provider="minimax", usage=idle, accounts=accounts)], A_WEEK, WORDS, NAMES)
    naming = NAMES.among("minimax", accounts)
    assert f"**{escape(naming.name('jo@example.com'))}**" in drawn(card)
    assert naming.name("jo@example.com") != NAMES.name("minimax", "jo@example.com")


def test_idle_accounts_are_named_as_far_as_anybody_reads_and_counted() -> None:
    idle = replace(BUSY, idle=tuple(f"account-{n:02}" for n in range(40)))
    line = next(line for line in said(idle) if line.startswith("Never used: "))
    named = line.count("**account-")
    assert named == IDLE_LENGTH // len("account-00")
    assert line.endswith(f", and {40 - named} more")


@given(st.dictionaries(nasty_text, st.text("0123?!", min_size=1, max_size=6), max_size=40), st.integers(0, 8))
def test_any_report(lived: dict[str, str], providers: int) -> None:
    end = NOON + timedelta(hours=6)
    seen = usage_report(past(lived), start=NOON, end=end, waits=[timedelta(days=10**6)])
    seen = replace(seen, observed_time=timedelta(days=1))
    several, names = [ProviderUsage(provider="kling", usage=seen)] * providers, AccountNames(show_full=True)
    card = report_card(several, A_WEEK, WORDS, names)
    content = UsageContent(schedule=1, since=after(days=-7), until=NOON, providers=tuple(several))
    for message in (card, scheduled_message(content, "abcdefghij", AlertNames(words=WORDS, accounts=names))):
        assert refused(message) == []
        assert acting(message, r"\*\*|/(?=notify)") == []


def scheduled(days: float, *seen: UsageReport | None) -> list[str]:
    content = UsageContent(schedule=1, since=after(days=-days), until=NOON, providers=used(*seen))
    return drawn(scheduled_message(content, "abcdefghij", AlertNames(words=WORDS, accounts=NAMES))).split("\n")


def test_a_report_that_comes_by_itself_begins_with_the_finding() -> None:
    lines = scheduled(7, replace(BUSY, pool_full=0.12), None)
    assert lines[:2] == [
        "📊 **Weekly report**: MiniMax full 12% of the time · Kling not known for long enough",
        "[free] Report · last 7 days",
    ]
    calm = scheduled(31, replace(BUSY, start=after(days=-31), pool_full=0.0))
    assert calm[:2] == ["📊 **Monthly report**: MiniMax never full", "[free] Report · last 31 days"]
    assert scheduled(7 + 1 / 24, BUSY)[1] == "[free] Report · last 7 days"  # clocks were set back


def test_a_week_of_which_less_than_half_was_seen_says_so() -> None:
    hint = "⚠️ Slots were known for 3 days of 7 days, less than half: take this as a hint."
    assert hint in scheduled(7, replace(BUSY, observed_time=timedelta(days=3)))
    assert hint in said(replace(BUSY, observed_time=timedelta(days=3)))
    assert "less than half" not in "\n".join(said(replace(BUSY, observed_time=timedelta(days=3.5))))


def test_a_report_says_which_of_its_days_are_not_stored_any_more() -> None:
    week = replace(BUSY, observed_time=timedelta(days=7))
    lines = scheduled(31, week)
    assert lines[0].startswith("📊 **Monthly report**: ")
    assert lines[1:3] == [
        "[free] Report · last 7 days",
        "⚠️ Left out: 24 of 31 days. History doesn't go back that far.",
    ]
    assert scheduled(7.25, week)[2] == "⚠️ Left out: 6 h of 7 days. History doesn't go back that far."
    assert [line for line in lines if "less than half" in line or "No slot was known" in line] == []
    assert [line for line in scheduled(7.05, week) if "Left out" in line] == []


def test_a_provider_that_counts_no_slots_is_in_no_finding() -> None:
    words = {**WORDS, "minimax": replace(WORDS["minimax"], counts_slots=False)}
    content = UsageContent(schedule=1, since=after(days=-7), until=NOON, providers=used(BUSY))
    assert drawn(scheduled_message(content, "abcdefghij", AlertNames(words=words, accounts=NAMES))).startswith(
        "📊 **Weekly report**\n"
    )
