"""The past in figures: what was observed, and beside it what was not."""

from dataclasses import replace
from datetime import UTC, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.history.wording import NO_PICTURE, history_card
from bot.chat.wording.account_names import AccountNames
from bot.history.history_figures import HistoryFigures, history_figures
from bot.history.usage_timeline import Period, usage_timeline
from tests.chat.drawn import acting, refused
from tests.chat.drawn import drawn as written
from tests.chat.nasty import nasty_text
from tests.history.pasts import past
from tests.moments import NOON, after
from tests.rows import each_row

DAY = timedelta(days=1)
BUSY = HistoryFigures(
    start=after(days=-1),
    end=NOON,
    observed_time=timedelta(hours=20),
    full=0.25,
    longest_full=Period(start=after(hours=-5), end=after(hours=-3)),
    busiest_hour=after(hours=-4),
    incomplete=0.1,
    jobs=1_214,
    ended=1_180,
    median=timedelta(minutes=2, seconds=31),
    p90=timedelta(minutes=5),
)


def said(past: HistoryFigures, *, asked: timedelta = DAY, drawn: bool = True) -> str:
    return written(history_card("MiniMax · 2*", past, asked, drawn=drawn))


def test_a_day_is_told_in_figures() -> None:
    began = int(after(hours=-5).timestamp())
    assert said(BUSY).splitlines() == [
        "[free] MiniMax · 2\\* · last 24 hours",
        f"**Longest full stretch** · 2 h, from <t:{began}:t>",
        f"**Busiest hour** · from <t:{began + 3600}:t>",
        "**Jobs seen** · 1,214; of 1,180 seen to end, half took at most 2 min, nine in ten at most 5 min",
        "",
        "No slot is known 17% of the time (4 h); no figure counts it.",
        "For 10% of the rest an account was unknown; its slots are left out.",
    ]


@each_row(
    ("change", "words", "absent"),
    [
        ({"full": 0.0, "longest_full": None}, "**Full** · never", "Longest"),
        ({"full": None, "longest_full": None}, "**Full** · not known", "Longest"),
        ({"start": after(days=-2)}, f"**Busiest hour** · from <t:{int(after(hours=-4).timestamp())}:f>", ":t>"),
        ({"start": after(hours=-2)}, "**Jobs seen**", "Busiest"),  # of two hours, one is
        ({"busiest_hour": None}, "**Jobs seen**", "Busiest"),
        ({"jobs": 0, "median": None, "p90": None}, "**Jobs seen** · none", "half"),
        ({"ended": 1, "jobs": 7}, "**Jobs seen** · 7; 1 was seen to end, after 2 min", "half"),
        ({"median": None, "p90": None}, "**Jobs seen** · 1,214; none was seen to end", "half"),
        ({"observed_time": DAY, "incomplete": 0.0}, "**Full** · 25% of the time, 6 h in all", "known"),
        ({"incomplete": None}, "No slot is known 17%", "of the rest"),
    ],
)
def test_what_was_not_observed_is_not_told(change: dict[str, object], words: str, absent: str) -> None:
    told = said(replace(BUSY, **change), drawn=False)  # type: ignore[arg-type]  # each row names a field of its own type
    assert words in told
    assert absent not in told


@each_row(
    ("asked", "words"),
    [(timedelta(hours=1), "hour"), (DAY, "24 hours"), (2 * DAY, "2 days"), (timedelta(hours=25), "25 hours")],
)
def test_the_title_says_how_much_was_asked_for(asked: timedelta, words: str) -> None:
    assert said(BUSY, asked=asked).splitlines()[0].endswith(f"· last {words}")


def test_a_picture_that_could_not_be_drawn_is_excused() -> None:
    told = said(BUSY, drawn=False)
    assert NO_PICTURE in told
    assert "**Full** · 25% of the time, 5 h in all" in told


@given(nasty_text, st.text("0123?!", min_size=1, max_size=30), st.integers(0, 10**400))
def test_any_past(subject: str, lived: str, jobs: int) -> None:
    end = NOON + timedelta(hours=len(lived))
    steps = usage_timeline(past({"a": lived}), NOON, end)
    told = history_figures(steps, start=NOON, end=end, zone=UTC, jobs=jobs, durations=())
    names = AccountNames(show_full=True)
    card = history_card(names.name("minimax", subject), told, end - NOON, drawn=False)
    assert refused(card) == []
    assert acting(card) == []
