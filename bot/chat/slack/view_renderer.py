"""A message as a view: a modal that scrolls, and the App Home. Views have no attachments, so no colour bars."""

from collections.abc import Iterable

from bot.chat.block_budget import fit_line
from bot.chat.message import Message
from bot.chat.slack import block_limits as limits
from bot.chat.slack.message_renderer import action_blocks, card_blocks
from bot.chat.slack.rich_text import COMMAND, Json, RichTextMarkup, length
from bot.chat.wording.text import clip


def draw_modal(title: str, message: Message, *, command: str = COMMAND) -> dict[str, object]:
    """Draw a message as a modal without anything to submit: https://docs.slack.dev/reference/views/modal-views."""
    shown = {"title": _label(title), "close": _label("Close")}
    return {"type": "modal", **shown, "blocks": message_blocks(message, command=command)}


def draw_home(messages: Iterable[Message], *, command: str = COMMAND) -> dict[str, object]:
    """Draw messages below one another as the App Home: https://docs.slack.dev/reference/views/home-tab-views.

    Blocks beyond those that a view takes are left out.
    """
    blocks: list[Json] = []
    for message in messages:
        blocks += [*([{"type": "divider"}] if blocks else []), *message_blocks(message, command=command)]
    return {"type": "home", "blocks": blocks[: limits.VIEW_BLOCKS]}


def message_blocks(message: Message, *, command: str = COMMAND) -> list[Json]:
    """Draw a message as blocks alone."""
    rich = RichTextMarkup(command)
    headline = fit_line(message.headline, limits.MESSAGE // 4, rich)
    head, actions = ([headline.block()] if headline else []), action_blocks(message.actions)
    left = limits.MESSAGE - sum(map(length, (*head, *actions)))
    return [*head, *card_blocks(message.cards, left, rich), *actions]


def _label(text: str) -> Json:
    return {"type": "plain_text", "text": clip(text, limits.VIEW_TITLE)}
