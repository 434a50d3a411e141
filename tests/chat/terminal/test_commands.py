"""What can be typed, and what it means."""

import pytest

from bot.chat.answers import Question
from bot.chat.old_history import HistoryQuestion
from bot.chat.old_jobs import JobQuestion
from bot.chat.terminal.commands import HELP, Deed, Misread, Verb, Wish, read

LAST = Question(provider="minimax", account="0a1b2c3d", page=2)


@pytest.mark.parametrize(
    ("line", "means"),
    [
        ("/capacity", Question()),
        ("  capacity  ", Question()),
        ("/CAPACITY MiniMax", Question(provider="minimax")),
        ("/capacity minimax  Studio  A ", Question(provider="minimax", account="Studio  A")),
        ("/jobs MiniMax", JobQuestion(provider="minimax")),
        ("jobs minimax  Studio  A ", JobQuestion(provider="minimax", account="Studio  A")),
        ("/history MiniMax", HistoryQuestion(provider="minimax", hours=1)),
        ("history minimax Studio A", HistoryQuestion(provider="minimax", account="Studio A", hours=1)),
        ("/notify when MiniMax", Deed(verb=Verb.WAIT, provider="minimax")),
        ("/Notify When minimax  Studio A ", Deed(verb=Verb.WAIT, provider="minimax", account="Studio A")),
        ("/notify minimax Studio A", Deed(verb=Verb.WAIT, provider="minimax", account="Studio A")),
        ("notify list", Deed(verb=Verb.WAITING)),
        ("/notify cancel 12", Deed(verb=Verb.CANCEL, number=12)),
        ("/notify cancel number:12", Deed(verb=Verb.CANCEL, number=12)),
        ("Taken", Deed(verb=Verb.TAKE)),
        ("pass", Deed(verb=Verb.PASS)),
        ("/board", Deed(verb=Verb.CREATE)),
        ("/board create", Deed(verb=Verb.CREATE)),
        ("/board create Kling", Deed(verb=Verb.CREATE, provider="kling")),
        ("board kling", Deed(verb=Verb.CREATE, provider="kling")),
        ("/board remove board:3", Deed(verb=Verb.REMOVE, number=3)),
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
def test_a_line_means(line: str, means: object) -> None:
    assert read(line, LAST) == means


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("/jobs", "Whose jobs? Try: /jobs minimax"),
        ("/history", "Whose past? Try: /history minimax"),
        ("/notify", "Room for what? Try: /notify when minimax"),
        ("/notify when", "Room for what? Try: /notify when minimax"),
        ("/notify cancel", "Which one? Try: /notify cancel 1"),
        ("/notify cancel it", "Which one? Try: /notify cancel 1"),
        ("/board remove 1 2", "Which one? Try: /board remove 1"),
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


def test_help_names_everything_that_can_be_typed() -> None:
    beginnings = [line.split("  ")[0] for line in HELP.splitlines()]
    typed = [
        beginning.replace("PROVIDER", "minimax").replace("NUMBER", "1").replace("page N", "page 2")
        for beginning in beginnings
    ]
    assert [line for line in typed for said in line.split(", ") if isinstance(read(said, LAST), Misread)] == []
    assert [verb for verb in Verb if verb not in HELP] == []
