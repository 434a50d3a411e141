"""How spans, cards and listings read in a terminal, whatever others wrote in them."""

import io
from collections.abc import Mapping

from hypothesis import given
from rich.console import Console

from bot.chat.message import (
    Button,
    Card,
    Cell,
    Entry,
    Listing,
    Menu,
    MenuChoice,
    Message,
    Row,
    Section,
    Table,
    paragraph,
)
from bot.chat.signs_and_colours import Level
from bot.chat.terminal.message_renderer import ago as ago_words
from bot.chat.terminal.message_renderer import draw, line_text
from bot.chat.text_spans import (
    Code,
    Line,
    Link,
    Strong,
    Struck,
    ago,
    channel,
    clock,
    coming,
    dated,
    exact,
    member,
    role,
)
from tests.chat.nasty import nasty_text
from tests.chat.terminal.shown import obeyed
from tests.moments import NOON, after
from tests.rows import each_row

EARLIER = after(seconds=-6)
HERE = EARLIER.astimezone()
LATER = after(days=9).astimezone()

LINES: Mapping[str, tuple[Line, str, list[tuple[str, str]]]] = {
    "nothing": ((), "", []),
    "plain": (("as it is",), "as it is", []),
    "strong": (("use ", Strong("studio-a"), " now"), "use studio-a now", [("studio-a", "bold")]),
    "struck": ((Struck("full"),), "full", [("full", "strike")]),
    "code": (("run ", Code("check *x*")), "run check *x*", [("check *x*", "cyan")]),
    "a link": ((Link("here", "https://example.com"),), "here (https://example.com)", []),
    "ago": (("Looked ", ago(EARLIER), "."), "Looked 6 seconds ago.", []),
    "a clock": ((clock(EARLIER),), f"{HERE:%H:%M}", []),
    "a clock to the second": ((exact(EARLIER),), f"{HERE:%H:%M:%S}", []),
    "tomorrow": (("until ", coming(after(days=1), NOON)), f"until tomorrow, {after(days=1).astimezone():%H:%M}", []),
    "later today": ((coming(NOON, NOON),), f"{NOON.astimezone():%H:%M}", []),
    "a day of this week": ((coming(after(days=6), NOON),), f"{after(days=6).astimezone():%A, %H:%M}", []),
    "a later day": ((coming(LATER, NOON),), f"{LATER.day} May, {LATER:%H:%M}", []),
    "yesterday": ((clock(after(days=-1)),), f"yesterday, {after(days=-1).astimezone():%H:%M}", []),
    "a day": ((dated(EARLIER),), f"{HERE.day} {HERE:%B %Y %H:%M}", []),
    "a role": ((role(42), " MiniMax"), "@role MiniMax", [("@role", "bold bright_blue")]),
    "a member": ((member(42),), "@you", [("@you", "bold bright_blue")]),
    "a channel": (("in ", channel(42)), "in #capacity-alerts", [("#capacity-alerts", "bold bright_blue")]),
    "markdown of others": (("**a** `b` <@1> <t:1:R>",), "**a** `b` <@1> <t:1:R>", []),
    "rich's markup": (("[red]a[/red] [link=x]b[/] :smile:",), "[red]a[/red] [link=x]b[/] :smile:", []),
    "escape codes": (("a\x1b[31mb\x1b]8;;https://x\x07c",), "a[31mb]8;;https://xc", []),
    "line breaks": (("a\nb\rc\u2028d",), "a b c d", []),
    "bidi": (("a\u202eb\u2066c\u200bd",), "abcd", []),
}


@each_row(("line", "text", "styles"), LINES.values(), ids=LINES)
def test_how_a_line_reads(line: Line, text: str, styles: list[tuple[str, str]]) -> None:
    said = line_text(line, now=NOON)
    assert said.plain == text
    assert [(text[one.start : one.end], str(one.style)) for one in said.spans] == styles


@each_row(
    ("seconds", "said"),
    [
        (0, "just now"),
        (1, "1 second ago"),
        (59, "59 seconds ago"),
        (60, "1 minute ago"),
        (7200, "2 hours ago"),
        (-90, "in 1 minute"),
        (86400 * 400, "1 year ago"),
    ],
)
def test_how_long_ago_is_said(seconds: int, said: str) -> None:
    assert ago_words(seconds) == said


def shown(message: Message, width: int = 60) -> str:
    screen = io.StringIO()
    console = Console(file=screen, width=width, markup=False, emoji=False, highlight=False)
    for part in draw(message, now=NOON):
        console.print(part)
    return screen.getvalue()


def test_a_message_is_drawn_whole() -> None:
    listing = Listing(entries=(Entry((("one",), ("below one",))), Entry((("two",),))), more={"full": 2, "free": 1})
    card = Card(
        title="Title",
        body=(paragraph(("Said ", Strong("so"), "."), ()), listing),
        sections=(Section(title="Note", body=paragraph(("small",))),),
        level=Level.FULL,
        footer="id abc",
    )
    actions = (
        Button(label="Previous", action="a:b", disabled=True),
        Button(label="Next", action="a:b"),
        Button(label="Why?", action="a:b"),
        Menu(placeholder="Show", action="a:b", choices=(MenuChoice(label="x", value="x"),) * 3),
    )
    assert (
        shown(Message(headline=("Head",), cards=(card,), actions=actions, pings=(role(1), member(2))))
        == """\
@role @you Head
▌ Title
▌
▌ Said so.
▌
▌ one
▌ below one
▌ two
▌ and 3 more: 2 full, 1 free
▌
▌ Note
▌ small
▌
▌ id abc
[ next ]  [ why ]  [ show 1 to 3 ]
"""
    )


def test_a_table_has_columns_and_its_notes_stand_below() -> None:
    rows = (
        Row(title="MiniMax", cells=(Cell(text="40%", number=40), Cell(text="nobody")), notes=(("Idle: x",),)),
        Row(title="Kling", notes=(("Nothing was seen.",),)),
    )
    table = Table(caption="By provider", subject="Provider", columns=("Full", "Waited"), rows=rows)
    message = Message(cards=(Card(title="Report", table=table),))
    notes = ["▌", "▌ MiniMax · Idle: x", "▌ Kling · Nothing was seen."]
    lines = [line.rstrip() for line in shown(message, 40).splitlines()]
    assert lines == ["▌ Report", "▌", "▌ Provider  Full  Waited", "▌ MiniMax   40%   nobody", *notes]


def test_a_long_line_wraps_with_its_rest_indented() -> None:
    card = Card(body=(paragraph(("word " * 12,)),))
    assert shown(Message(cards=(card,)), width=30).splitlines() == [
        "▌ word word word word word",
        "▌   word word word word word",
        "▌   word word",
    ]


@given(nasty_text)
def test_no_text_of_others_is_obeyed(text: str) -> None:
    card = Card(title=text, body=(paragraph((text, Strong(text), Code(text))),), footer=text)
    assert obeyed(shown(Message(headline=(text,), cards=(card,)))) == []
