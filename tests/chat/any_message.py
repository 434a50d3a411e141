"""Messages as no feature words them: any text, any length, any number of cards."""

from dataclasses import replace

from hypothesis import strategies as st

from bot.chat.message import (
    Block,
    Button,
    Card,
    Cell,
    Entry,
    Listing,
    Menu,
    MenuChoice,
    Message,
    Paragraph,
    Row,
    Section,
    Table,
)
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Strong, ago, role
from bot.chat.wording.text_cleaning import clean
from tests.chat.nasty import nasty_text
from tests.moments import NOON

LONG = "*" * 300

texts = st.one_of(nasty_text, st.just(LONG)).map(lambda text: clean(text, 300))
short_texts = nasty_text.map(lambda text: clean(text, 48))
_spans = st.one_of(texts, short_texts.map(Strong), st.just(" · "), st.just(ago(NOON)))
lines = st.lists(_spans, min_size=1, max_size=3).map(tuple)
kinds = st.sampled_from(["full", "unknown", ""])


_listings = st.builds(
    Listing,
    entries=st.lists(st.builds(Entry, st.lists(lines, min_size=1, max_size=2).map(tuple), kinds), max_size=3).map(
        tuple
    ),
    more=st.dictionaries(kinds, st.integers(1, 10**7), max_size=2),
)
_blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, st.lists(lines, min_size=1, max_size=2).map(tuple)), _listings
)
_sections = st.builds(Section, title=texts.map(lambda text: text or "Note"), body=_blocks)
_rows = st.builds(
    Row,
    title=short_texts,
    cells=st.tuples(st.builds(Cell, text=texts, number=st.none() | st.floats(0, 100)), st.builds(Cell, text=texts)),
    notes=st.lists(lines, max_size=1).map(tuple),
)
_tables = st.builds(
    Table,
    caption=st.just("By provider"),
    subject=st.just("Provider"),
    columns=st.just(("Full", "Idle")),
    rows=st.lists(_rows, max_size=2).map(tuple),
)
_cards = st.builds(
    Card,
    title=texts.map(lambda text: f"{text} · free"),
    body=st.lists(_blocks, max_size=3).map(tuple),
    sections=st.lists(_sections, max_size=2).map(tuple),
    table=st.none() | _tables,
    level=st.sampled_from(Level),
    footer=st.just("Page 1 of 2") | st.just("x" * 300),
    at=st.none() | st.just(NOON),
    subject=st.sampled_from(["MiniMax", "Kling"]),
)
_choices = st.builds(MenuChoice, label=texts.map(lambda text: text or "x"), value=st.just("1"), description=texts)
_actions = st.builds(
    Button, label=st.just("Refresh"), action=st.just("jobs:refresh"), arguments=short_texts.map(lambda text: (text,))
) | st.builds(
    Menu,
    placeholder=st.just("Show"),
    action=st.just("jobs:show"),
    choices=st.lists(_choices, min_size=1, max_size=1).map(tuple),
)
messages = st.builds(
    Message,
    headline=lines,
    cards=st.lists(_cards, max_size=2).map(tuple),
    actions=st.lists(_actions, max_size=1).map(tuple),
    pings=st.integers(0, 30).map(lambda pings: tuple(role(2**63 - n) for n in range(pings))),
)


def grown(card: Card, times: int) -> Card:
    """Repeat what a card lists, and its footer, so many times."""

    def block(one: Block) -> Block:
        return replace(one, entries=one.entries * times) if isinstance(one, Listing) else one

    sections = tuple(replace(one, body=block(one.body)) for one in card.sections) * times
    return replace(card, body=tuple(map(block, card.body)), sections=sections, footer=card.footer * times)
