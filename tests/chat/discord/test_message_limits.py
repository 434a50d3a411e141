"""Any message: Discord takes it, nothing of others acts in it, and what is left out is counted exactly."""

import re
from collections import Counter

from hypothesis import example, given
from hypothesis import strategies as st

from bot.chat.discord.message_renderer import draw
from bot.chat.message import (
    Block,
    Card,
    Entry,
    Listing,
    Message,
    Paragraph,
    Picture,
)
from bot.chat.text_spans import Line, Strong, role
from tests.chat.any_message import LONG, kinds, short_texts, texts


@given(
    st.lists(st.tuples(kinds, short_texts, st.integers(0, 2)), max_size=120),
    st.dictionaries(kinds, st.integers(1, 999), max_size=2),
    st.lists(texts, max_size=3),
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


def test_a_long_listing_gets_what_a_short_one_leaves() -> None:
    long, short = (Listing(entries=(Entry((("x" * 100,),)),) * number) for number in (90, 3))
    for body in ((long, short), (short, long)):
        (embed,) = draw(Message(cards=(Card(title="x", body=body),))).embeds
        assert 4000 < len(embed.description or "") <= 4096


def test_the_last_card_names_those_that_are_too_many() -> None:
    cards = [Card(title=f"t{n}", subject=f"p_{n}") for n in range(13)]
    embeds = draw(Message(cards=tuple(cards))).embeds
    assert [embed.title for embed in embeds] == [f"t{n}" for n in range(10)]
    assert embeds[-1].description == r"and 3 more: p_10, p_11, p_12"


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
