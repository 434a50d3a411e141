"""The first response to an interaction: a new message, or a form.

discord.py's own ``send_message`` serialises each message again, has Discord send it back and makes objects of it, which
is a quarter of an answer's cost. Here, a message for which many members ask at once is serialised once, and Discord
answers without a body
(https://discord.com/developers/docs/interactions/receiving-and-responding#create-interaction-response).
"""

from collections.abc import Mapping
from typing import Any

import discord
from discord.http import Route
from discord.webhook.async_ import async_context

from bot.chat.discord.message_renderer import DrawnMessage

_EPHEMERAL = discord.MessageFlags(ephemeral=True).value


async def respond_with(interaction: discord.Interaction[Any], drawn: DrawnMessage, *, private: bool) -> None:
    """Send a message without files as the first response.

    Raises:
        InteractionResponded: There was a first response already.
        HTTPException: Discord refused it.
    """
    data = drawn.body
    kind = discord.InteractionResponseType.channel_message
    await _respond(interaction, kind, {**data, "flags": _EPHEMERAL} if private else data)


async def open_form(interaction: discord.Interaction[Any], form: Mapping[str, Any]) -> None:
    """Answer a press with a form.

    Raises:
        InteractionResponded: There was a first response already.
        HTTPException: Discord refused it.
    """
    await _respond(interaction, discord.InteractionResponseType.modal, form)


async def _respond(
    interaction: discord.Interaction[Any], kind: discord.InteractionResponseType, data: Mapping[str, Any]
) -> None:
    response = interaction.response
    if response.is_done():
        raise discord.InteractionResponded(interaction)
    route = Route(
        "POST",
        "/interactions/{webhook_id}/{webhook_token}/callback",
        webhook_id=interaction.id,
        webhook_token=interaction.token,
    )
    session = interaction._session  # noqa: SLF001 - discord.py has no public access to its own session
    await async_context.get().request(route, session=session, payload={"type": kind.value, "data": data})
    response._response_type = kind  # noqa: SLF001 - as ``send_message`` does: later ones are edits
