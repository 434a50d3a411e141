"""Any message: Slack takes it, nothing of others acts in it, and what is left out is counted exactly."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from bot.chat.message import Block, Button, Card, Entry, Listing, Message, Paragraph
from bot.chat.slack.message_renderer import DrawnMessage, draw
from bot.chat.slack.view_renderer import draw_home, draw_modal
from bot.chat.text_spans import role
from tests.chat.any_message import LONG, grown, kinds, messages, short_texts, texts
from tests.chat.slack.slack_people import PRODUCERS

_MENTION = re.compile(r"<[@#!](?!date\^)[^>]*>")


def refused(drawn: DrawnMessage) -> list[str]:
    """List why Slack would not take a message."""
    blocks = _blocks(drawn)
    written = json.dumps([drawn.blocks, drawn.attachments], ensure_ascii=False, separators=(",", ":"))
    why = [f"{len(written)} characters"] if len(written) > 13_200 else []
    why += [f"{len(blocks)} blocks"] if len(blocks) > 50 else []
    why += [f"a text of {len(one)}" for one in (drawn.text, drawn.plain) if not 1 <= len(one) <= 4000]
    tokens = [element["action_id"] for block in blocks if block["type"] == "actions" for element in block["elements"]]
    why += ["a token twice"] if len(tokens) != len(set(tokens)) else []
    for one in _parts([*blocks]):
        if one.get("type") in {"plain_text", "mrkdwn", "text"} and not one["text"]:
            why.append(f"an empty {one['type']}")
        if one.get("type") in {"rich_text", "rich_text_section", "context", "actions"} and not one["elements"]:
            why.append(f"an empty {one['type']}")
        if one.get("type") == "static_select" and not 1 <= len(one["options"]) <= 100:
            why.append(f"{len(one['options'])} options")
        if "value" in one and any(
            len(part.get("text", "x")) > 75 for part in (one["text"], one.get("description", {}))
        ):
            why.append("a long option")
    return why


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


@given(messages, st.integers(0, 30), st.sampled_from([1, 12]), st.sampled_from([1, 6]))
@example(Message(cards=(Card(title="x", body=(Listing(entries=()),)),)), 0, 1, 1)
def test_any_message_is_taken_and_nothing_in_it_mentions(message: Message, pings: int, times: int, cards: int) -> None:
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


@given(messages, st.integers(1, 8))
def test_any_message_can_be_a_modal_and_messages_a_home(message: Message, cards: int) -> None:
    message = replace(message, cards=message.cards * cards)
    modal = draw_modal("Why this alert was posted here", message)
    home = draw_home([message] * 6)
    assert modal["title"] == {"type": "plain_text", "text": "Why this alert was post…"}
    for view in (modal, home):
        assert len(_of_kind(view["blocks"], "rich_text")) >= min(len(message.cards), 10)
        assert len(json.dumps(view)) < 250_000
    assert _of_kind([modal, home], "user") == []
