"""A sentence instead of an answer: what is wrong, and what can be done."""

import discord

from bot.chat.embeds.level import Level
from bot.chat.wording.account_names import AccountNames

SENTENCE_LENGTH = 1500

_MASKED = AccountNames()


def error_embed(sentence: str, *, names: AccountNames = _MASKED) -> discord.Embed:
    """Draw a sentence; it may hold text of others, and is shown as text only.

    Args:
        sentence: What is wrong and what to do, not yet escaped.
        names: Says whether e-mails may be shown; they are masked unless told otherwise.
    """
    said = names.say(sentence, SENTENCE_LENGTH) or "Something went wrong."
    return discord.Embed(description=f"{Level.FAULTED.sign} {said}", colour=Level.UNKNOWN.colour)
