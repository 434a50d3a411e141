"""Sends answers to a ``response_url``, which takes five of them within 30 minutes.

An answer that may have arrived is never repeated: twice would be worse than not at all. The URL is a secret and never
logged. https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from bot.chat.slack.api_answers import SlackRefused, SlackTrouble
from bot.chat.slack.web_api import SlackApi

LONGEST_WAIT = 10.0
"""Maximum seconds to wait after a 429."""

log = logging.getLogger(__name__)


class Responses:
    """Sends answers.

    Args:
        api: Sends them.
        sleep: Sleeps for a number of seconds.
    """

    def __init__(self, api: SlackApi, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._api = api
        self._sleep = sleep

    async def say(self, response_url: str | None, payload: Mapping[str, object], *, in_channel: bool = False) -> bool:
        """Send a new message; return whether Slack accepted it.

        Args:
            response_url: Where to; if None, nothing is sent.
            payload: Text and blocks.
            in_channel: Whether everyone in the channel sees it; otherwise only the caller.
        """
        kind = "in_channel" if in_channel else "ephemeral"
        return await self._send(response_url, {**payload, "response_type": kind, "replace_original": False})

    async def replace(self, response_url: str | None, payload: Mapping[str, object]) -> bool:
        """Replace the message whose button was pressed; return whether Slack accepted it."""
        return await self._send(response_url, {**payload, "replace_original": True})

    async def _send(self, response_url: str | None, payload: Mapping[str, object]) -> bool:
        if response_url is None:
            return False
        try:
            try:
                await self._api.respond(response_url, payload)
            except SlackTrouble as trouble:
                wait = trouble.retry_after
                if trouble.doubtful or wait is None or wait.total_seconds() > LONGEST_WAIT:
                    raise
                await self._sleep(wait.total_seconds())
                await self._api.respond(response_url, payload)
        except SlackRefused as refusal:
            log.warning("An answer on Slack came too late, or was refused: %s", refusal.error)
            return False
        except SlackTrouble as trouble:
            log.warning("An answer on Slack may not have arrived: %s", trouble)
            return False
        return True
