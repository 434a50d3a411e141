"""How the beginning of a typed line may go on."""

from bot.chat.feature import Caller
from bot.chat.terminal.dialogue import complete
from tests.chat.made_up import brewing
from tests.chat.typed.typed_features import Workspace
from tests.rows import each_row

CALLER = Caller(guild=1, channel=1, member=1)


@each_row(
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
        ("/tea brew cups:2 green a", ("a", ["a cup of green"])),
        ("/tea brew green a 3 ", ("", [])),
        ("/tea brew cups:many gr", ("gr", [])),
        ("/coffee x", ("x", [])),
    ],
)
async def test_how_a_line_may_go_on(line: str, completed: tuple[str, list[str]]) -> None:
    replaced, choices = await complete(line, CALLER, (brewing().feature(),), references=Workspace())
    assert (replaced, [one.value for one in choices]) == completed
