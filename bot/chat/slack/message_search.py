"""Searches a channel's history for an alert's message, to learn whether an unconfirmed post was stored."""

import logging
from datetime import datetime, timedelta
from typing import Any

import msgspec

from bot.chat.slack.api_answers import SlackRefused
from bot.chat.slack.app_scopes_and_tokens import lacking
from bot.chat.slack.delivery_refusals import Meaning, meaning_of
from bot.chat.slack.web_api import SlackApi
from bot.chat.slack.workspace_cache import Workspace
from bot.errors import GiveUp

SETTLES_AFTER = timedelta(seconds=15)
"""How long after an attempt ended without an answer Slack may still store its message.

Slack does not document it. It usually answers within a second, and messages were reported to be seconds late. This is
the only protection from a repeat.
"""

CLOCKS_DIFFER = timedelta(minutes=65)
"""How far our clock may be ahead of Slack's: an hour's change and some minutes."""

PAGE = 200
PAGES = 25
"""Maximum number of pages of a channel's history that are searched."""

log = logging.getLogger(__name__)


class _Seen(msgspec.Struct):
    ts: str
    bot_id: str | None = None
    metadata: Any = None
    blocks: Any = None

    def tells(self, key: str) -> bool:
        """Return whether this is the message of the alert with this key."""
        payload = self.metadata.get("event_payload") if isinstance(self.metadata, dict) else None
        if isinstance(payload, dict) and payload.get("key") == key:
            return True
        blocks = self.blocks if isinstance(self.blocks, list) else []
        return any(isinstance(one, dict) and one.get("block_id") == f"k:{key}" for one in blocks)


class _Next(msgspec.Struct):
    next_cursor: str = ""


class _History(msgspec.Struct):
    messages: list[_Seen]
    response_metadata: _Next | None = None


class MessageSearch:
    """Finds messages by their alert's key.

    Args:
        api: Asks Slack.
        workspace: Knows who the bot is.
        at_most_once: Whether to drop an alert that may have been posted if the app may not search for it.
    """

    def __init__(self, api: SlackApi, workspace: Workspace, *, at_most_once: bool) -> None:
        self._api = api
        self._workspace = workspace
        self._at_most_once = at_most_once

    async def find(self, channel: str, key: str, since: datetime) -> str | None:
        """Return the ``ts`` of an alert's message that was posted since a moment; None if there is none.

        Also None if the app may not search: posting again shows what is wrong with the channel, and twice is better
        than never, unless the settings say otherwise.

        Raises:
            GiveUp: The app lacks the scope to search, and alerts are to be posted at most once.
            SlackRefused: Slack answered ``ok: false``.
            SlackTrouble: Slack or the way to it has trouble.
        """
        try:
            return await self._search(channel, key, since)
        except SlackRefused as problem:
            unscoped = problem.error == "missing_scope"
            if not unscoped and meaning_of(problem.error) is not Meaning.CHANNEL:
                raise
            if unscoped and self._at_most_once:
                raise GiveUp(f"it may have been posted. {lacking(problem.needed or 'channels:history')}") from problem
            return None

    async def _search(self, channel: str, key: str, since: datetime) -> str | None:
        own, cursor = (await self._workspace.identity()).bot, None
        oldest = f"{(since - CLOCKS_DIFFER).timestamp():.6f}"
        for _ in range(PAGES):
            reply = await self._api.call(
                "conversations.history",
                channel=channel,
                oldest=oldest,
                limit=PAGE,
                include_all_metadata=True,
                cursor=cursor,
            )
            page = reply.read(_History)
            for message in page.messages:
                if message.bot_id == own and message.tells(key):
                    return message.ts
            cursor = None if page.response_metadata is None else page.response_metadata.next_cursor or None
            if cursor is None:
                return None
        log.warning("Alert %s was not found among %d messages of channel %s.", key, PAGES * PAGE, channel)
        return None
