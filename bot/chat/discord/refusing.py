"""A private answer to somebody who changes something: what was done, or a sentence why nothing was."""

from collections.abc import Awaitable

import discord

from bot.chat.discord.responses import Reply
from bot.chat.embeds.error import error_embed
from bot.chat.wording.account_names import AccountNames
from bot.errors import BadInput, StorageUnavailable

NOT_STORED = "The database does not answer; nothing was changed. Try again in a minute."


async def done_or_refused(work: Awaitable[discord.Embed], names: AccountNames) -> Reply:
    """Wait for what is drawn of the work, or draw why it could not be done.

    Args:
        work: Does it; raises ``BadInput`` and ``StorageUnavailable``.
        names: Says whether e-mails may be shown.
    """
    try:
        return Reply(embed=await work, private=True)
    except BadInput as sentence:
        return Reply(embed=error_embed(str(sentence), names=names), private=True)
    except StorageUnavailable:
        return Reply(embed=error_embed(NOT_STORED, names=names), private=True)
