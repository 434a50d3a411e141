"""Opens and updates modals; a trigger opens one modal within three seconds.

https://docs.slack.dev/surfaces/modals
"""

import logging
from collections.abc import Mapping, Sequence

from bot.chat.message import Message
from bot.chat.slack.api_answers import SlackRefused, SlackTrouble
from bot.chat.slack.command_form import CHANNEL_KEY
from bot.chat.slack.interaction_records import ShownView, metadata
from bot.chat.slack.rich_text import Json
from bot.chat.slack.view_renderer import draw_modal
from bot.chat.slack.web_api import SlackApi
from bot.chat.slack.workspace_names import WorkspaceWords

_TOO_LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "trigger_expired", "not_found", "view_not_found"})
"""Errors of a late call, or one about a modal that was closed meanwhile."""

log = logging.getLogger(__name__)


def message_view(
    title: str, message: Message, *, channel: str, words: WorkspaceWords, below: Sequence[Json] = ()
) -> dict[str, object]:
    """Return a message as a modal, with the channel that it was opened from in its metadata."""
    return {
        **draw_modal(title, message, words=words, below=below),
        "private_metadata": metadata({CHANNEL_KEY: channel}),
    }


class ModalViews:
    """Opens and updates modals.

    Args:
        api: Calls Slack.
    """

    def __init__(self, api: SlackApi) -> None:
        self._api = api

    async def open(self, trigger_id: str, view: Mapping[str, object]) -> bool:
        """Open a modal; return whether it may be open now. An expired trigger opens none."""
        return await self._call("views.open", trigger_id=trigger_id, view=view)

    async def push(self, trigger_id: str, view: Mapping[str, object]) -> bool:
        """Push a modal onto the open one; return whether it may be open now."""
        return await self._call("views.push", trigger_id=trigger_id, view=view)

    async def update(self, shown: ShownView, view: Mapping[str, object]) -> bool:
        """Update an open modal; return whether it may have changed."""
        return await self._call("views.update", view_id=shown.id, view=view)

    async def _call(self, method: str, **arguments: object) -> bool:
        try:
            await self._api.call(method, **arguments)
        except SlackRefused as refusal:
            level = logging.INFO if refusal.error in _TOO_LATE else logging.WARNING
            log.log(level, "A modal could not be shown: %s", refusal)
            return False
        except SlackTrouble as trouble:
            log.warning("A form may not have been shown: %s", trouble)
            return trouble.doubtful
        return True
