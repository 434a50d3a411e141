"""What can be typed, and what it means."""

import io

import pytest

from bot.chat.answers import Question
from bot.chat.terminal.commands import Misread, Wish, choices, read
from tests.chat.terminal.talking import talk

LAST = Question(provider="minimax", account="0a1b2c3d", page=2)


@pytest.mark.parametrize(
    ("line", "means"),
    [
        ("/capacity", Question()),
        ("  capacity  ", Question()),
        ("/CAPACITY MiniMax", Question(provider="minimax")),
        ("/capacity minimax  Studio  A ", Question(provider="minimax", account="Studio  A")),
        ("refresh", LAST),
        ("page 7", Question(provider="minimax", account="0a1b2c3d", page=7)),
        ("", Wish.NOTHING),
        ("   ", Wish.NOTHING),
        ("help", Wish.HELP),
        ("/help me", Wish.HELP),
        ("?", Wish.HELP),
        ("quit", Wish.QUIT),
        ("Exit", Wish.QUIT),
    ],
)
def test_a_line_means(line: str, means: Question | Wish) -> None:
    assert read(line, LAST) == means


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("page", "Which page? Try: page 2"),
        ("page two", "Which page? Try: page 2"),
        ("page -1", "Which page? Try: page 2"),
        ("page ٣", "Which page? Try: page 2"),
        ("page 9999999", "Which page? Try: page 2"),
        ("capacities", "capacities is no command here. Try: /capacity, or help"),
        ("\x1b[31m[red]", "[31m[red] is no command here. Try: /capacity, or help"),
        ("\x1b", "That is no command here. Try: /capacity, or help"),
        ("x" * 9000, f"{'x' * 39}… is no command here. Try: /capacity, or help"),
    ],
)
def test_a_line_that_means_nothing_gets_a_sentence(line: str, sentence: str) -> None:
    assert read(line, LAST) == Misread(sentence=sentence)


@pytest.mark.parametrize(("line", "do"), [("refresh", "refresh"), ("page 2", "turn a page of")])
def test_what_needs_an_answer_waits_for_one(line: str, do: str) -> None:
    sentence = f"Nothing was answered yet, so there is nothing to {do}. Try: /capacity"
    assert read(line, None) == Misread(sentence=sentence)


@pytest.mark.parametrize(
    ("line", "typed", "values"),
    [
        ("", "", ["/capacity", "refresh", "page", "help", "quit"]),
        ("/c", "/c", ["/capacity"]),
        ("/capacity ", "", ["minimax", "kling"]),
        ("/capacity K", "K", ["kling"]),
        ("/capacity minimax ", "", ["studio-a", "j***@example.com"]),
        ("/capacity minimax STUDIO", "STUDIO", ["studio-a"]),
        ("/capacity nope ", "", []),
        ("page ", "", []),
        ("refresh now or ", "or ", []),
    ],
)
async def test_a_beginning_is_completed(line: str, typed: str, values: list[str]) -> None:
    answers = (await talk(io.StringIO())).answers
    replaced, suggestions = choices(line, answers)
    assert (replaced, [one.value for one in suggestions]) == (typed, values)
