"""Any message: Discord takes it, nothing of others acts in it, and what is left out is counted exactly."""

import re
from collections import Counter
from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from bot.chat.discord.message_renderer import draw
from bot.chat.level_signs import Level
from bot.chat.message import (
    Block,
    Button,
    Card,
    Entry,
    Listing,
    Menu,
    MenuChoice,
    Message,
    Paragraph,
    Picture,
    Section,
)
from bot.chat.text_spans import Line, Strong, ago, role
from bot.chat.wording.text import clean
from tests.chat.drawn import acting, refused
from tests.chat.nasty import nasty_text
from tests.moments import NOON

LONG = "*" * 300

_texts = st.one_of(nasty_text, st.just(LONG)).map(lambda text: clean(text, 300))
_short = nasty_text.map(lambda text: clean(text, 48))
_spans = st.one_of(_texts, _short.map(Strong), st.just(" · "), st.just(ago(NOON)))
_lines = st.lists(_spans, min_size=1, max_size=4).map(tuple)
_kinds = st.sampled_from(["full", "unknown", ""])


_listings = st.builds(
    Listing,
    entries=st.lists(st.builds(Entry, st.lists(_lines, min_size=1, max_size=3).map(tuple), _kinds), max_size=3).map(
        tuple
    ),
    more=st.dictionaries(_kinds, st.integers(1, 10**7), max_size=2),
)
_blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, st.lists(_lines, min_size=1, max_size=3).map(tuple)), _listings
)
_sections = st.builds(Section, title=_texts.map(lambda text: text or "Note"), body=_blocks)
_cards = st.builds(
    Card,
    title=_texts.map(lambda text: f"{text} · free"),
    body=st.lists(_blocks, max_size=3).map(tuple),
    sections=st.lists(_sections, max_size=2).map(tuple),
    level=st.sampled_from(Level),
    footer=st.just("Page 1 of 2") | st.just("x" * 300),
    at=st.none() | st.just(NOON),
    subject=st.sampled_from(["MiniMax", "Kling"]),
)
_choices = st.builds(MenuChoice, label=_texts.map(lambda text: text or "x"), value=st.just("1"), description=_texts)
_actions = st.builds(
    Button, label=st.just("Refresh"), action=st.just("jobs:refresh"), arguments=_short.map(lambda text: (text,))
) | st.builds(
    Menu,
    placeholder=st.just("Show"),
    action=st.just("jobs:show"),
    choices=st.lists(_choices, min_size=1, max_size=1).map(tuple),
)
_messages = st.builds(
    Message,
    headline=_lines,
    cards=st.lists(_cards, max_size=2).map(tuple),
    actions=st.lists(_actions, max_size=1).map(tuple),
    pings=st.lists(st.integers(1, 2**63).map(role), max_size=30).map(tuple),
)


def _grown(card: Card, times: int) -> Card:
    """Repeat what a card lists, and its footer, so many times."""

    def block(one: Block) -> Block:
        return replace(one, entries=one.entries * times) if isinstance(one, Listing) else one

    sections = tuple(replace(one, body=block(one.body)) for one in card.sections) * times
    return replace(card, body=tuple(map(block, card.body)), sections=sections, footer=card.footer * times)


@given(_messages, st.sampled_from([1, 12]), st.sampled_from([1, 6]))
@example(Message(cards=(Card(title="x", sections=(Section(title="Note", body=Paragraph((("",), ("",)))),)),)), 1, 1)
def test_any_message_is_taken_and_nothing_in_it_acts(message: Message, times: int, cards: int) -> None:
    message = replace(message, cards=tuple(_grown(card, times) for card in message.cards) * cards)
    assert refused(message) == []
    assert acting(message, r"\*\*|<@&\d+>") == []


@given(
    st.lists(st.tuples(_kinds, _short, st.integers(0, 2)), max_size=120),
    st.dictionaries(_kinds, st.integers(1, 999), max_size=2),
    st.lists(_texts, max_size=3),
    st.sampled_from([1, 2, 10]),
)
@example([], {"full": 1}, [LONG], 10)
@example([("full", "entry", 0)], {"full": 999}, [LONG], 10)
def test_what_a_listing_leaves_out_is_counted_by_kind(
    listed: list[tuple[str, str, int]], more: dict[str, int], before: list[str], cards: int
) -> None:
    def lines(text: str, repeats: int) -> tuple[Line, ...]:
        return (("entry ", text * (1 + 9 * repeats)),)

    listing = Listing(entries=tuple(Entry(lines(text, n), kind) for kind, text, n in listed), more=more)
    heads: tuple[Block, ...] = tuple(Paragraph(((text or "x",),)) for text in before)
    card = Card(title="Capacity", body=(*heads, listing))
    embeds = draw(Message(cards=(card,) * cards)).embeds
    for embed in embeds:
        text = embed.description or ""
        shown = sum(line.startswith("entry ") for line in text.split("\n"))
        total = len(listed) + sum(more.values())
        counted = re.search(r"^and ([\d,]+) more(?:: (.*))?$", text, re.MULTILINE)
        assert shown + (int(counted[1].replace(",", "")) if counted else 0) == total
        if counted and counted[2]:
            hidden = Counter(kind for kind, _, _ in listed[shown:]) + Counter(more)
            named = {kind: int(number.replace(",", "")) for number, kind in re.findall(r"(\d[\d,]*) (\w+)", counted[2])}
            assert named == {kind: number for kind, number in hidden.items() if kind}


@given(st.lists(st.integers(1, 60), min_size=1, max_size=12))
def test_lines_that_an_entry_leaves_out_are_counted_below_it(lengths: list[int]) -> None:
    entries = [Entry((("head",), *(("item " + "x" * 40,),) * length)) for length in lengths]
    (embed,) = draw(Message(cards=(Card(title="x", body=(Listing(entries=tuple(entries)),)),))).embeds
    parts = (embed.description or "").split("head\n")[1:]
    assert len(parts) == len(lengths)
    for part, length in zip(parts, lengths, strict=True):
        counted = re.search(r"^and (\d+) more$", part, re.MULTILINE)
        assert part.count("item ") + (int(counted[1]) if counted else 0) == length


def test_the_last_card_names_those_that_are_too_many() -> None:
    cards = [Card(title=f"t{n}", subject=f"p_{n}") for n in range(13)]
    embeds = draw(Message(cards=tuple(cards))).embeds
    assert [embed.title for embed in embeds] == [f"t{n}" for n in range(10)]
    assert embeds[-1].description == r"and 3 more: p\_10, p\_11, p\_12"


def test_no_more_are_pinged_than_leave_room_for_the_headline() -> None:
    message = Message(headline=("x" * 3000,), pings=tuple(map(role, range(10**18, 10**18 + 30))))
    content = draw(message).content or ""
    assert content.count("<@&") == 20
    assert len(content) == 2000
    assert content.endswith("xxx…")


def test_a_picture_is_shown_in_the_last_card_and_sent_with_its_words() -> None:
    picture = Picture(name="history.png", png=b"png", alt="slots in use")
    drawn = draw(Message(cards=(Card(title="a"), Card(title="b")), picture=picture))
    assert [embed.image.url for embed in drawn.embeds] == [None, "attachment://history.png"]
    (file,) = drawn.files()
    assert (file.filename, file.description, file.fp.read()) == ("history.png", "slots in use", b"png")


def test_a_long_name_is_shortened_and_what_is_said_of_it_stays() -> None:
    line = (Strong("*" * 3000), " · 5 free")
    (embed,) = draw(Message(cards=(Card(body=(Listing(entries=(Entry((line,)),)),)),))).embeds
    assert (embed.description or "").endswith("…** · 5 free")
