"""Any message: Slack takes it, nothing of others acts in it, and what is left out is counted exactly."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from bot.chat.message import Block, Button, Card, Entry, Listing, Message, Paragraph
from bot.chat.slack.app_home import draw_home
from bot.chat.slack.message_renderer import DrawnMessage, draw
from bot.chat.slack.modal_views import draw_modal
from bot.chat.text_spans import role
from tests.chat.any_message import LONG, grown, kinds, messages, short_texts, texts
from tests.chat.slack.every_message import KEY, every_message
from tests.chat.slack.slack_people import PRODUCERS
from tests.fakes.slack.block_kinds import Surface
from tests.fakes.slack.message_checks import Checks
from tests.fakes.slack.refusals import RefusalError
from tests.fakes.slack.terms import Terms

CONTAINERS = ("rich_text", "rich_text_section", "context", "actions")
_MENTION = re.compile(r"<[@#!](?!date\^)[^>]*>")


def refused(drawn: DrawnMessage) -> list[str]:
    """List why Slack would not take a message, or not show all of it."""
    payload = json.loads(json.dumps(drawn.post_payload()))
    terms = Terms(full_emails=True)
    why = []
    checks = Checks(terms, lambda _: False)
    try:
        checks.message(payload["text"], payload["blocks"], payload["attachments"])
        checks.message(drawn.plain, (), ())
    except RefusalError as refusal:
        why.append(str(refusal))
    written = json.dumps([drawn.blocks, drawn.attachments], ensure_ascii=False, separators=(",", ":"))
    why += [f"{len(written)} characters"] if len(written) > 13_200 else []
    why += [f"{len(_blocks(drawn))} blocks"] if len(_blocks(drawn)) > 50 else []
    why += [f"an empty {one['type']}" for one in _of_kind(_blocks(drawn), *CONTAINERS) if not one["elements"]]
    return why + terms.problems


def _blocks(drawn: DrawnMessage) -> list[dict[str, Any]]:
    payload = json.loads(json.dumps(drawn.payload()))
    return [*payload["blocks"], *(block for one in payload["attachments"] for block in one["blocks"])]


def _parts(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, list):
        for one in value:
            yield from _parts(one)
    elif isinstance(value, dict):
        yield value
        yield from _parts(list(value.values()))


def _of_kind(value: Any, *kinds: str) -> list[dict[str, Any]]:  # noqa: ANN401 - whatever JSON holds
    return [part for part in _parts(value) if part.get("type") in kinds]


def shown(drawn: DrawnMessage) -> str:
    """Return what stands in rich text, a line each."""
    sections = _of_kind(_blocks(drawn), "rich_text_section")
    return "\n".join("".join(one.get("text", "•") for one in section["elements"]) for section in sections)


@given(messages, st.integers(0, 30), st.sampled_from([(1, 1), (12, 1), (1, 6)]))
@example(Message(cards=(Card(title="x", body=(Listing(entries=()),)),)), 0, (1, 1))
def test_any_message_is_taken_and_nothing_in_it_mentions(message: Message, pings: int, grows: tuple[int, int]) -> None:
    times, cards = grows
    message = replace(
        message,
        headline=message.headline if pings else (),
        cards=tuple(grown(card, times) for card in message.cards) * cards,
        pings=tuple(role(PRODUCERS - n) for n in range(pings)),
    )
    drawn = draw(message, key="abcdefgh" * 2)
    assert refused(drawn) == []
    assert _of_kind(_blocks(drawn), "user", "usergroup", "broadcast") == []
    texts = [drawn.text, drawn.plain, *(one["text"] for one in _of_kind(_blocks(drawn), "mrkdwn"))]
    assert {found for text in texts for found in _MENTION.findall(text)} <= {
        f"<!subteam^{one}>" for one in re.findall(r"S\w+", drawn.text)
    }


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
    assert [len(block["elements"]) for block in _blocks(drawn) if block["type"] == "actions"] == [25, 5]


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
        assert len(_of_kind(view["blocks"], "rich_text")) >= min(len(message.cards), 10)
    assert _of_kind([modal, home], "user") == []


def test_slack_takes_each_message_that_the_bot_says() -> None:
    why = {name: refused(draw(message, key=KEY)) for name, message in every_message().items()}
    assert {name: reasons for name, reasons in why.items() if reasons} == {}
