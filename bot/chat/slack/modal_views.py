"""Draws messages as views, which have no attachments and so no colour bars; opens and updates modals.

A trigger opens one modal within three seconds (https://docs.slack.dev/surfaces/modals).
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.chat.block_budget import fit_line
from bot.chat.message import Card, Message, paragraph
from bot.chat.signs_and_colours import Level
from bot.chat.slack import block_limits as limits
from bot.chat.slack.api_answers import Reply, SlackRefused, SlackTrouble
from bot.chat.slack.button_and_form_metadata import CHANNEL_KEY, metadata
from bot.chat.slack.buttons_and_menus import action_blocks, plain_object
from bot.chat.slack.interaction_payloads import ShownView
from bot.chat.slack.member_and_channel_records import OpenedView
from bot.chat.slack.message_renderer import card_blocks
from bot.chat.slack.slack_words import USUAL_WORDS, WorkspaceWords
from bot.chat.slack.span_markup import Json, RichTextMarkup, length
from bot.chat.slack.web_api import SlackApi
from bot.chat.slack.workspace_cache import Workspace
from bot.chat.wording.text_cleaning import clip

OPEN_WITHIN = 2.0
"""Seconds after which a modal says that its answer takes a moment; the rest of the three belongs to the network."""

WAITING = Message(cards=(Card(body=(paragraph(("One moment …",)),), level=Level.UNKNOWN),))

_DONE = Message(cards=(Card(body=(paragraph(("Done.",)),), level=Level.FREE),))
_TITLE = "Answer"

_TOO_LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "trigger_expired", "not_found", "view_not_found"})
"""Errors of a late call, or one about a modal that was closed meanwhile."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Trigger:
    """A trigger whose answer may take long: the timer that opens a modal early, and the modal that it opened."""

    timer: asyncio.TimerHandle
    opening: asyncio.Task[ShownView | None] | None = None
    is_answered: bool = False


class ModalViews:
    """Opens and updates modals."""

    def __init__(self, api: SlackApi, workspace: Workspace) -> None:
        self._api = api
        self._workspace = workspace
        self._triggers: dict[str, _Trigger] = {}

    def message_view(
        self, title: str, message: Message, *, channel: str = "", below: Sequence[Json] = ()
    ) -> dict[str, object]:
        """Return a message as a modal, with the channel that it was opened from in its metadata."""
        return {
            **draw_modal(title, message, words=self._workspace.words, below=below),
            "private_metadata": metadata({CHANNEL_KEY: channel}),
        }

    @asynccontextmanager
    async def in_time(self, trigger_id: str, *, push: bool) -> AsyncIterator[None]:
        """Open a modal that says to wait, if the block takes long; what the block then opens takes its place.

        Args:
            trigger_id: The trigger with which the block opens or pushes a modal, if any.
            push: Whether the modal is pushed onto an open one.
        """

        def wait() -> None:
            view = self.message_view(_TITLE, WAITING)
            trigger.opening = asyncio.create_task(self._opened(_method(push=push), trigger_id, view))

        trigger = _Trigger(asyncio.get_running_loop().call_later(OPEN_WITHIN, wait))
        self._triggers[trigger_id] = trigger
        try:
            yield
            if trigger.opening is not None and not trigger.is_answered:
                await self.open(trigger_id, self.message_view(_TITLE, _DONE))
        finally:
            trigger.timer.cancel()
            del self._triggers[trigger_id]

    async def open(self, trigger_id: str, view: Mapping[str, object], *, push: bool = False) -> bool:
        """Open a modal, or push it onto the open one; return whether it may be open now.

        An expired trigger opens none.
        """
        trigger = self._triggers.get(trigger_id)
        if trigger is not None:
            trigger.timer.cancel()  # a trigger opens one modal
            trigger.is_answered = True
            if trigger.opening is not None:
                early = await trigger.opening
                return early is not None and await self.update(early, view)
        return bool(await self._call(_method(push=push), trigger_id=trigger_id, view=view))

    async def update(self, shown: ShownView, view: Mapping[str, object]) -> bool:
        """Update an open modal; return whether it may have changed."""
        return bool(await self._call("views.update", view_id=shown.id, view=view))

    async def _opened(self, method: str, trigger_id: str, view: Mapping[str, object]) -> ShownView | None:
        """Open a modal and return it; None if it is not known to be open."""
        answered = await self._call(method, trigger_id=trigger_id, view=view)
        try:
            return None if isinstance(answered, bool) else ShownView(id=answered.read(OpenedView).view.id)
        except SlackTrouble as trouble:
            log.warning("A form may not have been shown: %s", trouble)
            return None

    async def _call(self, method: str, **arguments: object) -> Reply | bool:
        """Return Slack's answer; without one, whether the call may have arrived."""
        try:
            return await self._api.call(method, **arguments)
        except SlackRefused as refusal:
            level = logging.INFO if refusal.error in _TOO_LATE else logging.WARNING
            log.log(level, "A modal could not be shown: %s", refusal)
            return False
        except SlackTrouble as trouble:
            log.warning("A form may not have been shown: %s", trouble)
            return trouble.doubtful


def _method(*, push: bool) -> str:
    return "views.push" if push else "views.open"


def draw_modal(
    title: str, message: Message, *, words: WorkspaceWords = USUAL_WORDS, below: Sequence[Json] = ()
) -> dict[str, object]:
    """Draw a message as a modal without inputs: https://docs.slack.dev/reference/views/modal-views."""
    shown = {"title": plain_object(clip(title, limits.VIEW_TITLE)), "close": plain_object("Close")}
    return {"type": "modal", **shown, "blocks": [*view_blocks(message, words), *below]}


def view_blocks(message: Message, words: WorkspaceWords) -> list[Json]:
    """Draw a message as the blocks of a view."""
    rich = RichTextMarkup(words)
    headline = fit_line(message.headline, limits.MESSAGE // 4, rich)
    head, actions = ([headline.block()] if headline else []), action_blocks(message.actions)
    left = limits.MESSAGE - sum(map(length, (*head, *actions)))
    cards = [card.without_table() for card in message.cards]  # modals don't take data tables
    most = limits.VIEW_BLOCKS - len(head) - len(actions)
    return [*head, *card_blocks(cards, left, rich, most=most), *actions]
