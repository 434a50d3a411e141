"""The first response to an interaction with a new message.

discord.py's own ``send_message`` draws each message anew, asks Discord to send it back and makes objects of what comes:
a quarter of an answer's cost, for nobody. Here a message that many ask for at once is drawn once, and Discord answers
without a body (https://discord.com/developers/docs/interactions/receiving-and-responding#create-interaction-response).
Retries are discord.py's.
"""

from typing import Any

import discord
from discord.http import Route
from discord.webhook.async_ import async_context

from bot.chat.discord.message_renderer import DrawnMessage

_KIND = discord.InteractionResponseType.channel_message
_EPHEMERAL = discord.MessageFlags(ephemeral=True).value


async def respond_with(interaction: discord.Interaction[Any], drawn: DrawnMessage, *, private: bool) -> None:
    """Send a message without files as the first response.

    Raises:
        InteractionResponded: There was a first response already.
        HTTPException: Discord refused it.
    """
    response = interaction.response
    if response.is_done():
        raise discord.InteractionResponded(interaction)
    data = drawn.body
    payload = {"type": _KIND.value, "data": {**data, "flags": _EPHEMERAL} if private else data}
    route = Route(
        "POST",
        "/interactions/{webhook_id}/{webhook_token}/callback",
        webhook_id=interaction.id,
        webhook_token=interaction.token,
    )
    session = interaction._session  # noqa: SLF001 - discord.py offers no other way to the session that it uses itself
    await async_context.get().request(route, session=session, payload=payload)
    response._response_type = _KIND  # noqa: SLF001 - as ``send_message`` does: later ones are edits
