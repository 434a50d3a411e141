"""Where the parts of a message stand on Slack: headline, pings, cards with a bar or without, what can be pressed."""

from typing import Any

import pytest

from bot.chat.message import Button, Card, Entry, Listing, Menu, MenuChoice, Message, paragraph
from bot.chat.signs_and_colours import Level
from bot.chat.slack import block_limits as limits
from bot.chat.slack.message_renderer import draw
from bot.chat.slack.span_markup import length
from bot.chat.text_spans import Mention, member, role
from tests.chat.slack.every_message import every_message
from tests.chat.slack.slack_people import ANN, PRODUCERS
from tests.moments import NOON
from tests.rows import each_row

REFRESH = Button(label="Refresh", action="capacity:refresh", arguments=("minimax",), positive=True)
PREVIOUS = Button(label="Previous", action="capacity:page", arguments=("0",), disabled=True)


def types(payload: dict[str, Any]) -> list[str]:
    return [block["type"] for block in payload["blocks"]]


def payload(message: Message, **given: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON holds anything
    return dict(draw(message, **given).payload())


def card(lines: int, title: str = "") -> Card:
    entries = tuple(Entry(((f"studio-{number}",),)) for number in range(lines))
    return Card(title=title, body=(Listing(entries=entries),), level=Level.FULL)


@each_row(
    ("pings", "text"),
    [
        ((role(PRODUCERS),), "full <!subteam^S0604QSJC>"),
        ((member(ANN),), "<@U023BECGF> full"),
        ((role(PRODUCERS), member(ANN)), "full <!subteam^S0604QSJC> <@U023BECGF>"),
        ((), "full"),
    ],
)
def test_members_are_spoken_to_and_user_groups_are_told_besides(pings: tuple[Mention, ...], text: str) -> None:
    drawn = payload(Message(headline=("full",), pings=pings))
    assert drawn["text"] == text
    said = [block for block in drawn["blocks"] if block["type"] == "section"]
    assert [one["text"]["verbatim"] for one in said] == ([True] if pings else [])


def test_only_cards_that_slack_does_not_fold_are_attachments() -> None:
    short = payload(Message(headline=("full",), cards=(card(5),), actions=(REFRESH,)))
    assert (types(short), len(short["attachments"])) == (["rich_text"], 1)
    assert short["attachments"][0]["color"] == "#ed4245"
    assert [block["type"] for block in short["attachments"][0]["blocks"]] == ["rich_text", "actions"]
    long = payload(Message(headline=("full",), cards=(card(6),), actions=(REFRESH,)))
    assert (types(long), long["attachments"]) == (["rich_text", "rich_text", "actions"], [])
    wide = payload(Message(headline=("full",), cards=(Card(body=(paragraph(("x" * 701,)),)),)))
    assert (types(wide), wide["attachments"]) == (["rich_text", "rich_text"], [])
    board = payload(Message(headline=("Board 3",), cards=(card(1, "MiniMax"),)))
    assert (types(board), board["attachments"]) == (["rich_text", "rich_text"], [])
    assert board["text"] == "Board 3\n\nMiniMax\nstudio-0"


def test_an_answer_has_a_sign_in_place_of_the_colour_that_warns() -> None:
    message = Message(cards=(card(1, "MiniMax"),) * 2)
    drawn = draw(message)
    assert types(payload(message)) == ["rich_text", "divider", "rich_text"]
    assert drawn.text == "MiniMax\nstudio-0\n\nMiniMax\nstudio-0"
    assert "🔴 MiniMax" in str(drawn.blocks[0])


def test_cards_share_what_one_message_holds() -> None:
    entries = tuple(Entry(((f"studio-{number} · " + "x" * 100,),), "full") for number in range(60))
    many = payload(Message(cards=(Card(title="MiniMax", body=(Listing(entries=entries),)),) * 10))
    assert length(many["blocks"]) <= limits.MESSAGE
    assert str(many["blocks"]).count(" more: ") == 10


def test_a_payload_names_its_attachments_even_where_it_has_none() -> None:
    drawn = draw(Message(headline=("full",)), key="abcd2345")
    assert drawn.payload()["attachments"] == []
    assert drawn.plain_payload()["attachments"] == drawn.plain_payload()["blocks"] == []


def test_a_posted_message_can_be_found_by_its_key() -> None:
    drawn = draw(Message(headline=("full",), pings=(role(PRODUCERS),)), key="abcd2345")
    found = {"event_type": "capacity_alert", "event_payload": {"key": "abcd2345"}}
    assert drawn.post_payload()["metadata"] == drawn.plain_payload()["metadata"] == found
    assert [block.get("block_id") for block in drawn.blocks] == ["k:abcd2345", None]
    assert drawn.post_payload()["unfurl_links"] is False


def test_what_can_be_pressed_is_there_and_nothing_else() -> None:
    menu = Menu(placeholder="Show", action="jobs:show", choices=(MenuChoice(label="shot-12", value="1"),))
    empty = Menu(placeholder="Show", action="jobs:none", choices=())
    more = {"type": "button", "action_id": "slack:share", "text": {"type": "plain_text", "text": "Share here"}}
    drawn = payload(
        Message(cards=(card(1),), actions=(menu, empty, PREVIOUS, REFRESH)), buttons=(more,), note="Shown to you only"
    )
    assert types(drawn) == ["rich_text", "actions", "actions", "context"]
    (chosen,), (refresh, share) = (block["elements"] for block in drawn["blocks"][1:3])
    assert (chosen["type"], chosen["action_id"]) == ("static_select", "jobs:show")
    assert refresh == {
        "type": "button",
        "action_id": "capacity:refresh:minimax",
        "text": {"type": "plain_text", "text": "Refresh"},
        "style": "primary",
    }
    assert share == more


@each_row(
    "action",
    [
        Button(label="x", action="a:b", arguments=("x" * 252,)),
        Menu(placeholder="x", action="a:b", choices=(MenuChoice(label="x", value="x" * 151),)),
        Menu(placeholder="x", action="a:b", choices=(MenuChoice(label="x", value=""),)),
    ],
)
def test_more_than_slack_carries_is_refused_here(action: Button | Menu) -> None:
    with pytest.raises(ValueError, match="Slack takes"):
        draw(Message(headline=("x",), actions=(action,)))


def test_every_message_has_all_that_it_says_in_its_plain_text() -> None:
    drawn = {name: draw(message) for name, message in every_message().items()}
    lines = [(name, line) for name, one in drawn.items() for line in one.text.splitlines()]
    assert [(name, line) for name, line in lines if line not in drawn[name].plain] == []
    titles = [(name, card.title.replace("&", "&amp;")) for name, one in every_message().items() for card in one.cards]
    assert [(name, title) for name, title in titles if title not in drawn[name].plain] == []


@each_row(
    ("footer", "shown"),
    [
        ("Checked", ["Checked", "<!date^1778846400^{date_short_pretty} {time}|15 May 2026, 12:00 UTC>"]),
        ("", ["as of <!date^1778846400^{date_short_pretty} {time}|15 May 2026, 12:00 UTC>"]),
    ],
)
def test_the_moment_of_a_card_stands_behind_its_footer(footer: str, shown: list[str]) -> None:
    drawn = payload(Message(cards=(Card(title="x", footer=footer, at=NOON),)))
    assert [one["text"] for one in drawn["blocks"][-1]["elements"]] == shown
