"""Any message: Slack takes it, nothing of others acts in it, and what is left out is counted exactly."""

import json
import re
from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from bot.chat.message import Block, Button, Card, Entry, Listing, Message, Paragraph
from bot.chat.slack.app_home import draw_home
from bot.chat.slack.message_renderer import draw
from bot.chat.slack.modal_views import draw_modal
from tests.chat.any_message import LONG, kinds, messages, short_texts, texts
from tests.chat.slack.drawn_for_slack import blocks_of, of_kind, refused, shown
from tests.chat.slack.every_message import KEY, every_message
from tests.fakes.slack.block_kinds import Surface
from tests.fakes.slack.message_checks import Checks
from tests.fakes.slack.terms import Terms


@given(
    st.lists(st.tuples(kinds, short_texts, st.integers(0, 2)), max_size=120),
    st.dictionaries(kinds, st.integers(1, 999), max_size=2),
    st.lists(texts, max_size=3),
    st.sampled_from([1, 2, 10]),
)
@example([], {"full": 1}, [LONG], 10)
def test_what_a_listing_leaves_out_is_counted(
    listed: list[tuple[str, str, int]], more: dict[str, int], before: list[str], cards: int
) -> None:
    entries = tuple(Entry((("entry ", text * (1 + 9 * n)),), kind) for kind, text, n in listed)
    heads: tuple[Block, ...] = tuple(Paragraph(((text or "x",),)) for text in before)
    card = Card(title="Capacity", body=(*heads, Listing(entries=entries, more=more)))
    text = shown(draw(Message(cards=(card,) * cards)))
    for part in text.split("Capacity\n")[1:] if entries or more else []:
        there = sum(line.startswith("entry ") for line in part.split("\n"))
        counted = re.search(r"^and ([\d,]+) more(?:: .*)?$", part, re.MULTILINE)
        assert there + (int(counted[1].replace(",", "")) if counted else 0) == len(listed) + sum(more.values())


def test_a_menu_leaves_the_text_room() -> None:
    buttons = tuple(Button(label="x" * 90, action="a:b", arguments=(str(n),)) for n in range(30))
    drawn = draw(Message(cards=(Card(title="Jobs"),), actions=buttons))
    assert refused(drawn) == []
    assert [len(block["elements"]) for block in blocks_of(drawn) if block["type"] == "actions"] == [25, 5]


@given(messages, st.integers(1, 4))
def test_any_message_can_be_a_modal_and_messages_a_home(message: Message, cards: int) -> None:
    message = replace(message, cards=(*message.cards, Card(title="x")) * cards)
    modal = draw_modal("Why this alert was posted here", message)
    home = draw_home([message] * 2)
    assert modal["title"] == {"type": "plain_text", "text": "Why this alert was post…"}
    checks = Checks(Terms(full_emails=True), lambda _: False)
    checks.view(json.loads(json.dumps(modal)), Surface.MODAL)
    checks.view(json.loads(json.dumps(home)), Surface.HOME)
    for view in (modal, home):
        assert len(of_kind(view["blocks"], "rich_text")) >= min(len(message.cards), 10)
    assert of_kind([modal, home], "user") == []


def test_slack_takes_each_message_that_the_bot_says() -> None:
    why = {name: refused(draw(message, key=KEY)) for name, message in every_message().items()}
    assert {name: reasons for name, reasons in why.items() if reasons} == {}
