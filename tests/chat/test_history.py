"""Questions about the past: what is asked of whom, and the sentence for what can't be answered."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.accounts.job import JobKind
from bot.chat.account_lookup import AccountLookup
from bot.chat.chart_alt_text import alt_text
from bot.chat.embeds.history import NO_PICTURE
from bot.chat.old_history import NOT_READ, HistoryAnswer, HistoryAnswers, HistoryQuestion
from bot.history.job_tracking import TrackedJob
from bot.history.stored_history import FinishedJobs
from bot.history.usage_timeline import usage_timeline
from tests.chat.asked import PNG, Lived, watchers
from tests.chat.samples import NAMES, WORDS
from tests.history.pasts import past
from tests.moments import NOON, after

SINCE = after(hours=-2)
LIVED = tuple(replace(mark, at=SINCE) for mark in past({"200300": "3", "200301": "0"}))


async def asked(
    lived: Lived, question: HistoryQuestion, *, kept: timedelta = timedelta(days=30)
) -> tuple[HistoryAnswer, int]:
    """Ask, and count how often it was said that drawing begins."""
    subjects = AccountLookup(await watchers(), WORDS, NAMES)
    begun: list[bool] = []
    answers = HistoryAnswers(subjects, lived.past(kept=kept), lived, names=NAMES)
    return await answers.answer(question, drawing=lambda: begun.append(True)), len(begun)


def runs(name: str, account: str) -> TrackedJob:
    return TrackedJob(
        id=name,
        kind=JobKind.VIDEO,
        account=account,
        takes_slot=True,
        started=after(hours=-1),
        first_seen=after(hours=-1),
        last_seen=NOON,
    )


def words(answer: HistoryAnswer) -> str:
    return f"{answer.embed.title}\n{answer.embed.description}"


async def test_a_provider_is_drawn_and_told_in_figures() -> None:
    lived = Lived(*LIVED)
    lived.finished = FinishedJobs(durations=(timedelta(minutes=3),), lost=frozenset({NOON}))
    lived.runs = (runs("j", "200300"), runs("k", "200301"))
    answer, begun = await asked(lived, HistoryQuestion(provider="minimax"))

    (chart,) = lived.drawn
    assert (chart.title, chart.start, chart.end) == ("MiniMax", after(hours=-24), NOON)
    assert chart.intervals == usage_timeline(LIVED, after(hours=-24), NOON)
    assert (answer.png, answer.alt, answer.private, begun) == (PNG, alt_text(chart), False, 1)
    assert "**Full** · never" in words(answer)
    assert "**Jobs seen** · 4; half of them took at most 3:00" in words(answer)
    assert "Nothing is known of 92% of the time (22:00:00)" in words(answer)


@pytest.mark.parametrize("name", ["200300", "studio-a", "STUDIO-A"])
async def test_an_account_is_asked_for_by_any_of_its_names(name: str) -> None:
    lived = Lived(*LIVED)
    lived.runs = (runs("j", "200300"), runs("k", "200301"))
    answer, _ = await asked(lived, HistoryQuestion(provider="minimax", account=name, hours=2))

    assert lived.asked == [("minimax", "200300", SINCE)] * 2
    assert lived.drawn[0].title == "MiniMax · studio-a"
    assert "**Full** · 100% of the time, 2:00:00 in all" in words(answer)
    assert "**Jobs seen** · 1" in words(answer)


async def test_an_outage_that_lasts_is_not_told_as_knowledge() -> None:
    lived = Lived(*LIVED, until=after(hours=-1))
    answer, _ = await asked(lived, HistoryQuestion(provider="minimax", hours=2))

    assert lived.drawn[0].end == NOON
    assert lived.drawn[0].intervals[-1].end == after(hours=-1)
    assert "Nothing is known of 50% of the time (1:00:00)" in words(answer)


async def test_where_nothing_draws_the_figures_are_told_and_the_log_says_why(
    caplog: pytest.LogCaptureFixture,
) -> None:
    lived = Lived(*LIVED)
    lived.fails = True
    answer, _ = await asked(lived, HistoryQuestion(provider="minimax"))

    assert answer.png is None
    assert not answer.private
    assert NO_PICTURE in words(answer)
    assert "A picture could not be drawn: The pen is empty." in caplog.messages


@pytest.mark.parametrize(
    ("question", "kept", "sentence"),
    [
        (HistoryQuestion(provider="minimax", hours=0), 30, "hours can be 1 to 720, which is 30 days."),
        (HistoryQuestion(provider="minimax", hours=721), 30, "hours can be 1 to 720, which is 30 days."),
        (HistoryQuestion(provider="minimax", hours=721), 365, "hours can be 1 to 720, which is 30 days."),
        (HistoryQuestion(provider="minimax", hours=49), 2, "hours can be 1 to 48, which is 2 days."),
        (HistoryQuestion(provider="sora"), 30, "There is no provider sora here."),
        (HistoryQuestion(provider="minimax", account="nobody"), 30, "MiniMax has no account nobody."),
        (HistoryQuestion(provider="kling"), 30, "Nothing is known yet of Kling in that time"),
        (HistoryQuestion(provider="minimax", hours=1), 30, "Nothing is known yet of MiniMax in that time"),
    ],
)
async def test_what_can_not_be_answered_gets_a_private_sentence(
    question: HistoryQuestion, kept: int, sentence: str
) -> None:
    lived = Lived(*LIVED, until=after(hours=-1))
    answer, begun = await asked(lived, question, kept=timedelta(days=kept))

    assert answer.private
    assert sentence in words(answer)
    assert (answer.png, begun, lived.drawn) == (None, 0, [])


async def test_the_ends_of_what_is_allowed_are_allowed() -> None:
    for hours in (1, 720):
        answer, _ = await asked(Lived(*LIVED), HistoryQuestion(provider="minimax", hours=hours))
        assert not answer.private


async def test_a_database_that_does_not_answer_is_excused() -> None:
    lived = Lived(*LIVED)
    lived.gone = True
    answer, begun = await asked(lived, HistoryQuestion(provider="minimax"))

    assert answer.private
    assert NOT_READ in words(answer)
    assert begun == 0
