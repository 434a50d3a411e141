"""A message as a view: a modal that scrolls, and the App Home. Views have no attachments, so no colour bars."""

from collections.abc import Iterable, Mapping

from bot.chat.block_budget import fit_line
from bot.chat.message import Message
from bot.chat.slack import block_limits as limits
from bot.chat.slack.action_elements import action_blocks, plain_object
from bot.chat.slack.message_renderer import card_blocks
from bot.chat.slack.rich_text import COMMAND, NO_HANDLES, Json, RichTextMarkup, length
from bot.chat.wording.text import clip


def draw_modal(
    title: str, message: Message, *, command: str = COMMAND, handles: Mapping[str, str] = NO_HANDLES
) -> dict[str, object]:
    """Draw a message as a modal without anything to submit: https://docs.slack.dev/reference/views/modal-views."""
    shown = {"title": plain_object(clip(title, limits.VIEW_TITLE)), "close": plain_object("Close")}
    return {"type": "modal", **shown, "blocks": message_blocks(message, command=command, handles=handles)}


def draw_home(
    messages: Iterable[Message], *, command: str = COMMAND, handles: Mapping[str, str] = NO_HANDLES
) -> dict[str, object]:
    """Draw messages below one another as the App Home: https://docs.slack.dev/reference/views/home-tab-views.

    Blocks beyond those that a view takes are left out.
    """
    blocks: list[Json] = []
    for message in messages:
        blocks += [
            *([{"type": "divider"}] if blocks else []),
            *message_blocks(message, command=command, handles=handles),
        ]
    return {"type": "home", "blocks": blocks[: limits.VIEW_BLOCKS]}


def message_blocks(message: Message, *, command: str = COMMAND, handles: Mapping[str, str] = NO_HANDLES) -> list[Json]:
    """Draw a message as blocks alone."""
    rich = RichTextMarkup(command, handles)
    headline = fit_line(message.headline, limits.MESSAGE // 4, rich)
    head, actions = ([headline.block()] if headline else []), action_blocks(message.actions)
    left = limits.MESSAGE - sum(map(length, (*head, *actions)))
    cards = [card.without_table() for card in message.cards]  # a modal takes no data table
    return [*head, *card_blocks(cards, left, rich), *actions]
