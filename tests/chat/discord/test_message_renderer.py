"""What is left out of a card that is too long: what must be read stays, and what is left out is counted."""

from bot.chat.discord.message_renderer import draw
from bot.chat.message import Block, Card, Entry, Listing, Message, paragraph
from tests.rows import each_row


def described(*blocks: Block, cards: int = 1) -> str:
    """Draw a card among others that are as long, and return its body."""
    drawn = draw(Message(cards=(Card(body=blocks),) * cards))
    return drawn.embeds[0].description or ""


def listing(entries: int, kind: str = "full") -> Listing:
    return Listing(entries=tuple(Entry((("x" * 100,),), kind) for _ in range(entries)))


def test_long_paragraphs_leave_a_listing_room_to_be_counted() -> None:
    body = described(paragraph(("a" * 5000,)), listing(60))
    assert body.startswith("aaa")
    assert "a…\n\nxxx" in body
    assert body.splitlines()[-1] == "and 44 more: 44 full"
    assert len(body) <= 4096


def test_short_paragraphs_stay_whole_beside_long_ones() -> None:
    body = described(paragraph(("why",)), paragraph(("a" * 9000,)), listing(1), paragraph(("muted",)))
    assert body.startswith("why\n\naaa")
    assert body.endswith("\n\nmuted")


def test_paragraphs_without_a_listing_share_all_there_is() -> None:
    body = described(*(paragraph((letter * 3000,)) for letter in "ab"))
    first, second = body.split("\n\n")
    assert (first[-2:], second[-2:]) == ("a…", "b…")
    assert len(first) == len(second) == 2046


@each_row("cards", [1, 2, 10])
def test_however_many_cards_share_a_message_it_fits(cards: int) -> None:
    card = Card(title="t" * 300, body=(paragraph(("a" * 5000,)), listing(60), paragraph(("end",))), footer="id")
    embeds = draw(Message(cards=(card,) * cards)).embeds
    assert sum(map(len, embeds)) <= 6000
    assert all((embed.description or "").endswith("\n\nend") for embed in embeds)


def test_what_is_left_out_is_counted_in_the_order_of_the_entries() -> None:
    few = Listing(entries=listing(50).entries, more={"over": 3, "full": 2})
    assert described(few).splitlines()[-1] == "and 15 more: 12 full, 3 over"


def test_a_title_begins_no_list() -> None:
    (embed,) = draw(Message(cards=(Card(title="- gone · full"),))).embeds
    assert embed.title == "\\- gone · full"


def test_a_message_that_many_ask_for_is_drawn_once_and_another_anew() -> None:
    message, alike = (Message(headline=("3 of 4 free",)) for _ in range(2))
    first = draw(message)
    assert draw(message) is first
    assert draw(alike) is not first
    assert draw(alike).content == first.content == "3 of 4 free"
