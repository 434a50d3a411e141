"""How the beginning of a line is completed."""

import pytest

from bot.chat.terminal.commands import Misread, read
from bot.chat.terminal.completion import choices
from tests.chat.terminal.talking import talk

ALL = ["/capacity", "/jobs", "/history", "/notify", "/board", "taken", "pass", "refresh", "page", "help", "quit"]


@pytest.mark.parametrize(
    ("line", "typed", "values"),
    [
        ("", "", ALL),
        ("/c", "/c", ["/capacity"]),
        ("  /N", "/N", ["/notify"]),
        ("/capacity ", "", ["minimax", "kling"]),
        ("/capacity K", "K", ["kling"]),
        ("/jobs K", "K", ["kling"]),
        ("/history m", "m", ["minimax"]),
        ("/jobs minimax stud", "stud", ["studio-a"]),
        ("/capacity minimax ", "", ["studio-a", "j***@example.com"]),
        ("/capacity minimax STUDIO", "STUDIO", ["studio-a"]),
        ("/capacity minimax studio a", "studio a", []),
        ("/capacity nope ", "", []),
        ("/notify ", "", ["when", "list", "cancel"]),
        ("/notify when ", "", ["minimax", "kling"]),
        ("/notify when minimax stud", "stud", ["studio-a"]),
        ("/notify list ", "", []),
        ("/board C", "C", ["create"]),
        ("/board create K", "K", ["kling"]),
        ("/board create kling ", "", []),
        ("/board remove ", "", []),
        ("page ", "", []),
        ("refresh now or ", "or ", []),
    ],
)
async def test_a_beginning_is_completed(line: str, typed: str, values: list[str]) -> None:
    replaced, suggestions = choices(line, (await talk()).subjects)
    assert (replaced, [one.value for one in suggestions]) == (typed, values)


async def test_what_is_suggested_can_be_typed() -> None:
    _, suggestions = choices("", (await talk()).subjects)
    said = [read(str(one.value), None) for one in suggestions]
    assert [one.sentence for one in said if isinstance(one, Misread) and "no command" in one.sentence] == []
