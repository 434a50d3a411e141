"""Answers through a ``response_url``, which Slack takes for 30 minutes, five times.

An answer is never sent again where it may have arrived: twice would be worse than not at all. The address is a secret
and appears nowhere. https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from bot.chat.slack.api_answers import SlackRefused, SlackTrouble
from bot.chat.slack.web_api import SlackApi

LONGEST_WAIT = 10.0
"""Seconds to wait at most where Slack wants to be asked less often."""

log = logging.getLogger(__name__)


class Responses:
    """Sends answers.

    Args:
        api: Sends them.
        sleep: Waits some seconds.
    """

    def __init__(self, api: SlackApi, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._api = api
        self._sleep = sleep

    async def say(self, response_url: str | None, payload: Mapping[str, object], *, in_channel: bool = False) -> bool:
        """Say something new; return whether Slack has taken it.

        Args:
            response_url: Where to; None for nowhere.
            payload: Text and blocks.
            in_channel: Whether everybody in the channel sees it; else who asked alone.
        """
        kind = "in_channel" if in_channel else "ephemeral"
        return await self._send(response_url, {**payload, "response_type": kind, "replace_original": False})

    async def replace(self, response_url: str | None, payload: Mapping[str, object]) -> bool:
        """Put something in the place of the message that was pressed; return whether Slack has taken it."""
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
