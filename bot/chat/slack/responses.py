"""Sends answers to a ``response_url``, which takes five of them within 30 minutes.

An answer that may have arrived is never repeated: twice would be worse than not at all. The URL is a secret and never
logged. https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

import asyncio
import logging
from collections.abc import Mapping

from bot.chat.slack.api_answers import SlackRefused, SlackTrouble
from bot.chat.slack.web_api import SlackApi

LONGEST_WAIT = 10.0
"""Maximum seconds to wait after a 429."""

log = logging.getLogger(__name__)


async def say(
    api: SlackApi, response_url: str | None, payload: Mapping[str, object], *, in_channel: bool = False
) -> None:
    """Send a new message, unless there is no URL; everyone in the channel sees it, or only the caller."""
    kind = "in_channel" if in_channel else "ephemeral"
    await _send(api, response_url, {**payload, "response_type": kind, "replace_original": False})


async def replace_pressed(api: SlackApi, response_url: str | None, payload: Mapping[str, object]) -> None:
    """Replace the message whose button was pressed."""
    await _send(api, response_url, {**payload, "replace_original": True})


async def _send(api: SlackApi, response_url: str | None, payload: Mapping[str, object]) -> None:
    if response_url is None:
        return
    try:
        try:
            await api.respond(response_url, payload)
        except SlackTrouble as trouble:
            wait = trouble.retry_after
            if trouble.doubtful or wait is None or wait.total_seconds() > LONGEST_WAIT:
                raise
            await asyncio.sleep(wait.total_seconds())
            await api.respond(response_url, payload)
    except SlackRefused as refusal:
        log.warning("An answer on Slack came too late, or was refused: %s", refusal.error)
    except SlackTrouble as trouble:
        log.warning("An answer on Slack may not have arrived: %s", trouble)
