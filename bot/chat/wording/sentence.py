"""A sentence instead of an answer: what is wrong, and what can be done."""

from bot.chat.level_signs import Level
from bot.chat.message import Card, Message, paragraph
from bot.chat.wording.account_names import AccountNames

LENGTH = 1500


def sentence_message(sentence: str, level: Level, names: AccountNames) -> Message:
    """Return a private message of one sentence, which may repeat text of others."""
    said = names.shown(sentence, LENGTH) or "Something went wrong."
    return Message(cards=(Card(body=(paragraph((f"{level.sign} {said}",)),)),), private=True)
