"""Spans as Discord's Markdown: text means itself, wherever it stands in a line, and the rest is ours."""

import re
from datetime import timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from bot.chat.discord.markdown import MARKDOWN, clip_markdown, escape
from bot.chat.message import Card, paragraph
from bot.chat.text_spans import (
    Code,
    Line,
    Link,
    Span,
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
from bot.chat.wording.text_cleaning import clean
from tests.chat.drawn import acting
from tests.chat.nasty import nasty_text, unescaped
from tests.moments import NOON
from tests.rows import each_row

AT = int(NOON.timestamp())


@each_row(
    ("text", "shown"),
    [
        ("shot-12", "shot-12"),
        ("2 free, 3.5 % of it! (really) 1:02:03 a/b", "2 free, 3.5 % of it! (really) 1:02:03 a/b"),
        ("job_17_final*", r"job_17_final\*"),
        ("check USEAPI_TOKEN", "check USEAPI_TOKEN"),
        ("_it_ a_ b _c a__b a_é", r"\_it\_ a\_ b \_c a\_\_b a\_é"),
        ("3 * 4 *5* * 6", r"3 * 4 \*5\* * 6"),
        ("* item", r"\* item"),
        (" * item", r" \* item"),
        ("shot #12 -> cut", "shot #12 -> cut"),
        ("> > a > b", r"\> \> a > b"),
        ("- # a # b", r"\- \# a # b"),
        ("`a` ~~b~~ ||c||", r"\`a\` \~\~b\~\~ \|\|c\|\|"),
        ("# big", r"\# big"),
        ("-# small", r"-\# small"),
        ("- item - item", r"\- item - item"),
        ("+ item", r"\+ item"),
        ("12. item 3. item", r"12\. item 3. item"),
        ("12.5", "12.5"),
        ("-", r"\-"),
        ("12.", r"12\."),
        (">>> quote", r"\>\>\> quote"),
        ("[a](https://evil.example)", r"\[a\](https\://evil.example)"),
        ("discord.gg/abc discord.com/x", r"discord.gg\/abc discord.com\/x"),
        ("<@1> <@&2> <#3> <t:4:R> </a:5> <a:b:6>", r"\<@1> \<@&2> \<#3> \<t:4:R> \</a:5> \<a:b:6>"),
        ("@everyone @Here a@hereby @you", "\uff20everyone \uff20Here a\uff20hereby @you"),
        (":skull: a:b", r"\:skull: a:b"),
        ("\\*", r"\\\*"),
        ("\u05d0 1", "\u2068\u05d0 1\u2069"),
        ("MiniMax · \u05d0 · 2 of 3", "MiniMax · \u2068\u05d0\u2069 · 2 of 3"),
        ("früh", "früh"),
        ("", ""),
    ],
)
def test_text_is_shown_as_text(text: str, shown: str) -> None:
    assert MARKDOWN.line((text,)) == shown


@each_row(
    ("span", "shown"),
    [
        (Strong("a*b"), r"**a\*b**"),
        (Strong(""), ""),
        (Struck("a~b"), r"~~a\~b~~"),
        (Code("/watch add"), "`/watch add`"),
        (Code("a`b"), "`a'b`"),
        (Link("[x]", "https://discord.com/channels/1/2/3"), r"[\[x\]](https://discord.com/channels/1/2/3)"),
        (ago(NOON), f"<t:{AT}:R>"),
        (clock(NOON), f"<t:{AT}:t>"),
        (coming(NOON, NOON - timedelta(hours=12)), f"<t:{AT}:t>"),
        (coming(NOON, NOON - timedelta(hours=13)), f"<t:{AT}:F>"),
        (exact(NOON), f"<t:{AT}:T>"),
        (dated(NOON), f"<t:{AT}:f>"),
        (role(1), "<@&1>"),
        (member(2), "<@2>"),
        (channel(3), "<#3>"),
    ],
)
def test_each_span_has_its_markup(span: Span, shown: str) -> None:
    assert MARKDOWN.line((span,)) == shown


@each_row(
    ("line", "shown"),
    [
        (("-", " · video"), r"\- · video"),
        (("1.", " · video"), r"1\. · video"),
        (("", "- item"), r"\- item"),
        ((Strong(""), "- item"), r"\- item"),
        (("3:57 · ", "- item"), "3:57 · - item"),
        (("\u05d0", " · 2 free"), "\u2068\u05d0\u2069 · 2 free"),
    ],
)
def test_what_begins_a_line_begins_no_list(line: Line, shown: str) -> None:
    assert MARKDOWN.line(line) == shown


_texts = nasty_text.map(lambda text: clean(text, 60))
_spans = st.one_of(_texts, _texts.map(Strong), st.sampled_from([" · ", ", ", ": ", " on "]), st.just(ago(NOON)))


@given(st.lists(_spans, max_size=5).map(tuple))
@example(("1.", " · x"))
@example((Strong("\u05d0"), " · 5 free"))
@example((":0A", ": "))
def test_no_text_acts_wherever_it_stands(line: Line) -> None:
    assert acting(Card(title="x", body=(paragraph(line),))) == []


@given(_texts)
def test_what_is_shown_is_what_was_said(text: str) -> None:
    shown = unescaped(escape(text, at_start=True))
    assert re.sub("[\u2068\u2069]", "", shown).replace("\uff20", "@") == text.replace("\uff20", "@")


_RULES = tuple(
    re.compile(rule, re.ASCII)
    for rule in (
        r"\b_((?:__|\\[\s\S]|[^\\_])+?)_\b",
        r"__((?:\\[\s\S]|[^\\])+?)__(?!_)",
        r"\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)",
        r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)",
        r"~~((?:\\[\s\S]|[^\\])+?)~~",
        r"\|\|((?:\\[\s\S]|[^\\])+?)\|\|",
        r" *-?#{1,3}\s",
        r" *>",
    )
)
"""How Discord's clients find markup: tried at each place of a line, the last two only where it begins."""


def _markup(text: str) -> list[str]:
    """List what Discord's clients would find in a line."""
    found, place = [], 0
    while place < len(text):
        rules = _RULES if place == 0 else _RULES[:-2]
        found += [one[0] for rule in rules if (one := rule.match(text[place:])) is not None]
        place += 2 if text[place] == "\\" else 1
    return found


_words = st.text(alphabet="ab1_*~|#>- \u00e9", max_size=24)


@given(st.lists(_words, min_size=1, max_size=3).map(tuple))
@example(("a_b_", "c"))
@example(("foo_b", "_ar_ x"))
def test_no_client_finds_markup_in_plain_text(line: Line) -> None:
    assert _markup(MARKDOWN.line(line)) == []


@given(_words, st.integers(1, 24))
@example("job_17_final", 8)
def test_no_client_finds_markup_in_text_that_was_cut(text: str, limit: int) -> None:
    assert _markup(clip_markdown(escape(text, at_start=True), limit)) == []


@given(_texts, st.integers(0, 80))
@example("\u05d0\u05d0\u05d0\u05d0", 3)
def test_clipping_leaves_no_half_escape_and_no_open_isolate(text: str, limit: int) -> None:
    shown = clip_markdown(escape(text), limit)
    assert len(shown) <= limit
    assert shown.count("\u2068") == shown.count("\u2069")
    assert "\\" not in re.sub(r"\\[!-/:-@\[-`{-~]", "", shown)
