"""The Markdown that our embeds use, and everything that others may put between."""

import pytest
from hypothesis import given

from bot.chat.terminal.markdown import ago, literal, styled
from bot.chat.wording.text import clean, plain
from tests.chat.nasty import nasty_text
from tests.chat.terminal.shown import obeyed, shown
from tests.moments import NOON, after

SIX_AGO_HERE = after(seconds=-6).astimezone()
SIX_AGO = int(SIX_AGO_HERE.timestamp())

SPOKEN = {
    "nothing": ("", "", []),
    "plain": ("as it is", "as it is", []),
    "bold": ("use **studio-a** now", "use studio-a now", [("studio-a", "bold")]),
    "italics": ("*inferred*: so", "inferred: so", [("inferred", "italic")]),
    "both": ("**a *b* c**", "a b c", [("b", "italic"), ("a b c", "bold")]),
    "code": ("run `check *x*`", "run check *x*", [("check *x*", "cyan")]),
    "escaped": (r"\*\*a\*\* \`b\` \\ \<t:1:R\>", r"**a** `b` \ <t:1:R>", []),
    "escaped inside bold": (r"**a\*\*b** c", "a**b c", [("a**b", "bold")]),
    "a backslash before a letter": (r"C:\new", r"C:\new", []),
    "alone": ("2 * 3 ** 4 `", "2 * 3 ** 4 `", []),
    "a moment": (f"Looked <t:{SIX_AGO}:R>.", "Looked 6 seconds ago.", []),
    "a clock": (f"until <t:{SIX_AGO}:t>.", f"until {SIX_AGO_HERE:%H:%M}.", []),
    "a clock to the second": (f"at <t:{SIX_AGO}:T>.", f"at {SIX_AGO_HERE:%H:%M:%S}.", []),
    "a day": (f"on <t:{SIX_AGO}:f>.", f"on {SIX_AGO_HERE:%Y-%m-%d %H:%M}.", []),
    "no moment": (
        "<t:1:F> <t:x:R> <t:99999999999999999999:R> <t:999999999999:t>",
        "<t:1:F> <t:x:R> <t:99999999999999999999:R> <t:999999999999:t>",
        [],
    ),
    "a role": ("<@&42> MiniMax", "@role MiniMax", [("@role", "bold bright_blue")]),
    "a person": ("<@42> by <@7>", "@you by @you", [("@you", "bold bright_blue"), ("@you", "bold bright_blue")]),
    "a channel": ("in <#42>", "in #capacity-alerts", [("#capacity-alerts", "bold bright_blue")]),
    "no mention": ("<@!42> <@a> <#> <@123456789012345678901>", "<@!42> <@a> <#> <@123456789012345678901>", []),
    "lines": ("**a\nb**\n\n*c*", "**a\nb**\n\nc", [("c", "italic")]),
    "rich's markup": ("[red]a[/red] [link=x]b[/] :smile:", "[red]a[/red] [link=x]b[/] :smile:", []),
    "rich's markup in bold": ("**[blink]a**", "[blink]a", [("[blink]a", "bold")]),
    "escape codes": ("a\x1b[31mb\x1b]8;;https://x\x07c\x9b1md\x08\x7f", "a[31mb]8;;https://xc1md", []),
    "other line breaks": ("a\rb\u2028c\vd\x85e", "a b c d e", []),
    "bidi": ("a\u202eb\u2066c\u200bd", "abcd", []),
    "half a character": ("a\ud800b", "ab", []),
}


@pytest.mark.parametrize(("markdown", "text", "spans"), SPOKEN.values(), ids=SPOKEN)
def test_markdown_is_shown_as_discord_would(markdown: str, text: str, spans: list[tuple[str, str]]) -> None:
    said = styled(markdown, now=NOON)
    assert said.plain == text
    assert [(text[span.start : span.end], str(span.style)) for span in said.spans] == spans


@given(nasty_text)
def test_what_was_made_harmless_for_discord_reads_here_as_it_was(text: str) -> None:
    kept = clean(text, 1900)  # so short that all of its escapes fit
    said = styled(plain(kept, 4000), now=NOON).plain
    assert said.replace("\uff20", "@") == kept.replace("\uff20", "@")


@given(nasty_text)
def test_nothing_that_others_wrote_is_obeyed(text: str) -> None:
    assert obeyed(shown(styled(text, now=NOON))) == []
    assert obeyed(shown(literal(text))) == []
    assert literal(text).spans == []


@pytest.mark.parametrize("text", ["*" * 4096, "**" * 2048, "`" * 4096, "\\" * 4095, "*a" * 2048, "**a*" * 1024])
@pytest.mark.timeout(2)
def test_a_long_puzzle_is_soon_given_up(text: str) -> None:
    assert len(styled(text, now=NOON).plain) <= len(text)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "just now"),
        (1, "1 second ago"),
        (59, "59 seconds ago"),
        (60, "1 minute ago"),
        (3 * 3600 - 1, "2 hours ago"),
        (86400, "1 day ago"),
        (40 * 86400, "1 month ago"),
        (800 * 86400, "2 years ago"),
        (-5, "in 5 seconds"),
        (-7200, "in 2 hours"),
    ],
)
def test_a_span_is_said_in_its_largest_unit(seconds: int, said: str) -> None:
    assert ago(seconds) == said
