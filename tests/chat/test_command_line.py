"""What a typed line means: this table is the grammar's specification."""

import pytest

from bot.chat.command_line import Misread, TypedCommand, complete, read_command, usage
from bot.chat.feature import Caller, ChannelChoice, NoOptions
from tests.chat.made_up import Brew, brewing

CALLER = Caller(guild=1, channel=1, member=1)


def read(line: str) -> object:
    """Return the options that a line fills, the name of a command without any, or the sentence about what is wrong."""
    match read_command(line, (brewing().feature(),)):
        case TypedCommand(command=command, options=options):
            return command.name if options == NoOptions() else options
        case Misread(sentence=sentence):
            return sentence


@pytest.mark.parametrize(
    ("line", "read_as"),
    [
        ("/tea brew green", Brew(sort="green")),
        ("tea brew green", Brew(sort="green")),
        ("/TEA Brew GREEN", Brew(sort="green")),
        ("/tea brew Green tea", Brew(sort="green", name="tea")),
        ("/tea brew 'Green tea'", Brew(sort="green")),
        ("/tea green", Brew(sort="green")),
        ("/tea brew green my own cup", Brew(sort="green", name="my own cup")),
        ("/tea brew green 'my own' 3", Brew(sort="green", name="my own", cups=3)),
        ("/tea brew green cups:3", Brew(sort="green", cups=3)),
        ("/tea brew cups:3 sort:black", Brew(sort="black", cups=3)),
        ("/tea brew green name:a:b", Brew(sort="green", name="a:b")),
        ("/tea brew green milk:yes", Brew(sort="green", milk=True)),
        ("/tea brew green milk:OFF", Brew(sort="green", milk=False)),
        ("/tea brew green where:#kitchen", Brew(sort="green", where=ChannelChoice(id=1))),
        ("/tea brew green it's mine", Brew(sort="green", name="it's mine")),
        ("/tea brew camomile", Brew(sort="camomile")),
        ("/tea list", "tea list"),
        ("/tea list now", "now is too much. Type: /tea list"),
        ("/tea brew", "Which sort? Try: /tea brew green"),
        ("/tea brew green cups:many", "cups can't be many. It can be: a number."),
        ("/tea brew green milk:perhaps", "milk can't be perhaps. It can be: yes, no."),
        ("/coffee", "/coffee is no command here. Try: /capacity, or help"),
        ("", "That is no command here. Try: /capacity, or help"),
    ],
)
def test_what_a_line_means(line: str, read_as: object) -> None:
    assert read(line) == read_as


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("", ("", ["/tea"])),
        ("/t", ("/t", ["/tea"])),
        ("/tea ", ("", ["brew", "list"])),
        ("/tea b", ("b", ["brew"])),
        ("/tea brew ", ("", ["green", "black"])),
        ("/tea brew gr", ("gr", ["green"])),
        ("/tea brew green a", ("a", ["a cup of green"])),
        ("/tea brew green name:a", ("a", ["a cup of green"])),
        ("/tea brew green a 3 ", ("", [])),
        ("/coffee x", ("x", [])),
    ],
)
async def test_how_a_line_may_go_on(line: str, completed: tuple[str, list[str]]) -> None:
    replaced, choices = await complete(line, CALLER, (brewing().feature(),))
    assert (replaced, [one.value for one in choices]) == completed


def test_usage_names_what_must_be_given_first() -> None:
    assert [usage(one) for one in brewing().feature().commands] == [
        "/tea brew sort [name] [cups] [milk] [where]",
        "/tea list",
    ]
