"""Draws messages as views, modals and the App Home, which have no attachments and so no colour bars."""

from collections.abc import Iterable, Sequence

from bot.chat.block_budget import fit_line
from bot.chat.message import Message
from bot.chat.slack import block_limits as limits
from bot.chat.slack.buttons_and_menus import action_blocks, plain_object
from bot.chat.slack.message_renderer import card_blocks
from bot.chat.slack.span_markup import Json, RichTextMarkup, length
from bot.chat.slack.workspace_words import USUAL_WORDS, WorkspaceWords
from bot.chat.wording.text import clip


def draw_modal(
    title: str, message: Message, *, words: WorkspaceWords = USUAL_WORDS, below: Sequence[Json] = ()
) -> dict[str, object]:
    """Draw a message as a modal without inputs: https://docs.slack.dev/reference/views/modal-views."""
    shown = {"title": plain_object(clip(title, limits.VIEW_TITLE)), "close": plain_object("Close")}
    return {"type": "modal", **shown, "blocks": [*_blocks(message, words), *below]}


def draw_home(messages: Iterable[Message], *, words: WorkspaceWords = USUAL_WORDS) -> dict[str, object]:
    """Draw messages below one another as the App Home: https://docs.slack.dev/reference/views/home-tab-views.

    Blocks beyond a view's limit are left out.
    """
    blocks: list[Json] = []
    for message in messages:
        blocks += [*([{"type": "divider"}] if blocks else []), *_blocks(message, words)]
    return {"type": "home", "blocks": blocks[: limits.VIEW_BLOCKS]}


def _blocks(message: Message, words: WorkspaceWords) -> list[Json]:
    rich = RichTextMarkup(words)
    headline = fit_line(message.headline, limits.MESSAGE // 4, rich)
    head, actions = ([headline.block()] if headline else []), action_blocks(message.actions)
    left = limits.MESSAGE - sum(map(length, (*head, *actions)))
    cards = [card.without_table() for card in message.cards]  # modals don't take data tables
    most = limits.VIEW_BLOCKS - len(head) - len(actions)
    return [*head, *card_blocks(cards, left, rich, most=most), *actions]
