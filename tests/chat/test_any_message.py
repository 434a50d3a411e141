"""Any message: both platforms take it, and nothing of others acts in it. To make one costs more than to draw it."""

from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from bot.chat.message import Card, Cell, Listing, Message, Paragraph, Row, Section, Table
from bot.chat.slack.message_renderer import draw
from bot.chat.text_spans import role
from tests.chat.any_message import grown, messages
from tests.chat.drawn import acting, refused
from tests.chat.slack import drawn_for_slack
from tests.chat.slack.slack_people import PRODUCERS

ROW = Row(title=" ", cells=(Cell(text="1%"), Cell(text="")))
NAMELESS = Card(title="x", table=Table(caption="By", subject="Provider", columns=("Full", "Idle"), rows=(ROW,)))
EMPTY = Card(title="x", sections=(Section(title="Note", body=Paragraph((("",), ("",)))),))


@given(messages, st.integers(0, 30), st.sampled_from([(1, 1), (12, 1), (1, 6)]))
@example(Message(cards=(EMPTY,)), 0, (1, 1))
@example(Message(cards=(NAMELESS,)), 0, (1, 1))
@example(Message(cards=(Card(title="x", body=(Listing(entries=()),)),)), 0, (1, 1))
def test_any_message_is_taken_and_nothing_in_it_acts(message: Message, pings: int, grows: tuple[int, int]) -> None:
    times, cards = grows
    message = replace(message, cards=tuple(grown(card, times) for card in message.cards) * cards)
    assert refused(message) == []
    assert acting(message, r"\*\*|<@&\d+>") == []

    on_slack = replace(
        message,
        headline=message.headline if pings else (),
        pings=tuple(role(PRODUCERS - n) for n in range(pings)),
    )
    drawn = draw(on_slack, key="abcdefgh" * 2)
    assert drawn_for_slack.refused(drawn) == []
    assert drawn_for_slack.mentions(drawn) == set()
