"""Spans as rich text and as plain text: text means itself, and what mentions is ours."""

import json
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.block_budget import fit_line
from bot.chat.slack.slack_ids import number_of
from bot.chat.slack.slack_words import WorkspaceWords
from bot.chat.slack.span_markup import Json, PlainTextMarkup, RichTextMarkup
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
from bot.platforms import CommandName, PlatformWord
from tests.chat.any_message import lines
from tests.chat.slack.slack_people import ALERTS, ANN, PRODUCERS
from tests.rows import each_row

AT = datetime(2026, 5, 15, 14, 5, 9, tzinfo=UTC)
SECONDS = 1778853909


def text(shown: str, **style: bool) -> Json:
    return {"type": "text", "text": shown, **({"style": style} if style else {})}


def date(format_: str, fallback: str) -> Json:
    return {"type": "date", "timestamp": SECONDS, "format": format_, "fallback": fallback}


@each_row(
    ("span", "rich", "plain"),
    [
        ("<!channel> & `*`", text("<!channel> & `*`"), "&lt;!channel&gt; &amp; `*`"),
        (Strong("a*b"), text("a*b", bold=True), "a*b"),
        (Struck("full"), text("full", strike=True), "full"),
        (Code("a`b"), text("a`b", code=True), "a`b"),
        (CommandName("watch add"), text("/free watch add", code=True), "/free watch add"),
        (CommandName("capacity", "minimax"), text("/free minimax", code=True), "/free minimax"),
        (CommandName("watch edit", "watch:3"), text("/free watch edit watch:3", code=True), "/free watch edit watch:3"),
        (PlatformWord.PLATFORM, text("Slack"), "Slack"),
        (CommandName("capacity"), text("/free", code=True), "/free"),
        (
            Link("a|b>", "https://useapi.net/docs?a=1&b"),
            {"type": "link", "url": "https://useapi.net/docs?a=1&b", "text": "a|b>"},
            "a|b&gt; (https://useapi.net/docs?a=1&amp;b)",
        ),
        (Code("3:57"), text("3:57"), "3:57"),
        (role(PRODUCERS), text("@producers<"), "@producers&lt;"),
        (role(PRODUCERS - 1), text("a user group"), "a user group"),
        (role(ANN), {"type": "user", "user_id": "U023BECGF"}, "<@U023BECGF>"),
        (member(ANN), {"type": "user", "user_id": "U023BECGF"}, "<@U023BECGF>"),
        (member(number_of("U0BOB")), text("Bob <co>"), "Bob &lt;co&gt;"),
        (channel(number_of("D024BE91L")), text("your conversation with the bot"), "your conversation with the bot"),
        (channel(ALERTS), {"type": "channel", "channel_id": "C024BE91L"}, "<#C024BE91L>"),
        (member(80351110224678912), text("a member"), "a member"),
        (ago(AT), date("{ago}", "15 May 2026, 14:05 UTC"), f"<!date^{SECONDS}^{{ago}}|15 May 2026, 14:05 UTC>"),
        (clock(AT), date("{time}", "14:05 UTC"), f"<!date^{SECONDS}^{{time}}|14:05 UTC>"),
        (
            coming(AT, AT - timedelta(days=1)),
            date("{date_short_pretty}, {time}", "Friday 15 May, 14:05 UTC"),
            f"<!date^{SECONDS}^{{date_short_pretty}}, {{time}}|Friday 15 May, 14:05 UTC>",
        ),
        (exact(AT), date("{time_secs}", "14:05:09 UTC"), f"<!date^{SECONDS}^{{time_secs}}|14:05:09 UTC>"),
        (
            dated(AT),
            date("{date_short_pretty} {time}", "15 May 2026, 14:05 UTC"),
            f"<!date^{SECONDS}^{{date_short_pretty}} {{time}}|15 May 2026, 14:05 UTC>",
        ),
        ("\u05d0 · 2 of 3", text("\u2068\u05d0\u2069 · 2 of 3"), "\u2068\u05d0\u2069 · 2 of 3"),
    ],
)
def test_each_span_has_its_element_and_its_words(span: Span, rich: Json, plain: str) -> None:
    handles = {"S0604QSJC": "producers<"}
    words = WorkspaceWords(command="/free", handles=handles, name_of=lambda one: "Bob <co>" * (one == "U0BOB"))
    assert RichTextMarkup(words).line((span,)).elements == (rich,)
    assert PlainTextMarkup(words).line((span,)) == plain


def test_neighbours_without_a_style_are_one_element() -> None:
    markup = RichTextMarkup()
    drawn = markup.join("\n", (markup.line(("a", " b", Strong("c"))), markup.line(("", "d")), markup.line(("e",))))
    assert drawn.elements == (text("a b"), text("c", bold=True), text("\nd\ne"))


@given(st.lists(lines, max_size=4), st.sampled_from(["", "\n", ", "]))
def test_the_length_of_rich_text_is_that_of_its_json(several: list[Line], between: str) -> None:
    markup = RichTextMarkup()
    drawn = markup.join(between, map(markup.line, several))
    written = json.dumps(list(drawn.elements), ensure_ascii=False, separators=(",", ":"))
    assert len(drawn) == (len(written) - 1 if drawn.elements else 0)


@given(lines, st.integers(0, 900))
def test_a_line_fits_however_little_room_there_is(line: Line, budget: int) -> None:
    assert len(fit_line(line, budget, RichTextMarkup())) <= budget
    assert len(fit_line(line, budget, PlainTextMarkup())) <= budget


def test_a_long_name_is_shortened_and_what_is_said_of_it_stays() -> None:
    line = (Strong('"' * 3000), " · 5 free")
    first, second = fit_line(line, 400, RichTextMarkup()).elements
    assert second == text(" · 5 free")
    assert str(first["text"]).endswith('"…')
    assert fit_line(("<" * 3000, " · 5 free"), 400, PlainTextMarkup()).endswith("&lt;… · 5 free")
