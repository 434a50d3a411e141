"""What Discord would refuse of a message, and what may act in it; ``discord_limits`` says what its limits are."""

import re
from collections.abc import Iterator

from bot.chat.discord.message_renderer import draw
from bot.chat.message import Message
from tests.chat import discord_limits
from tests.chat.nasty import active

_LINKED = r"<t:-?\d+:[tTfR]>|\[To the message\]\(https://discord\.com/channels/\d+/\d+/\d+\)"
_SAID = r"[Mm]uted (?:in <#\d+> )?by <@\d+>|`(?:when|hold|/watch list|/watch test|/notify|/notify when|/unmute)`"
_OURS = re.compile(rf"(\\.)|{_LINKED}|{_SAID}|\*\*|[():/]")
"""Our own markup, and what does nothing by itself: parentheses, colons and slashes. An escape stays with its text."""

_LINKS = re.compile(r"://|\]\(|:(?!\d\d:)[\w+-]{2,}:|\.[a-zA-Z]{2,3}/")
"""What makes a link or an emoji of them after all."""


def refused(message: Message) -> list[str]:
    """List why Discord would not take a message."""
    drawn = draw(message)
    return discord_limits.refused(drawn.embeds, drawn.content or "")


def texts(message: Message) -> Iterator[str]:
    """Yield every line that is shown, without the mentions that lead a message."""
    drawn = draw(message)
    yield re.sub(r"^(<@&?\d+> ?)+", "", drawn.content or "")
    yield from list(discord_limits.texts(drawn.embeds))[1:]


def acting(message: Message) -> list[tuple[str, list[str]]]:
    """List the lines in which something acts that is not our own markup."""
    found = []
    for line in texts(message):
        literal = re.sub(r"\\.", "\N{BROKEN BAR}", line)
        theirs = _OURS.sub(lambda ours: ours[1] or "", line).replace("\ufe0f", "")
        unasked = [one for one in active(theirs) if one != "a list"]
        unasked += ["a list"] if re.match(r"\s*(?:[-+*]|\d+\.)\s", line) else []
        unasked += ["unbalanced"] if literal.count("**") % 2 else []
        unasked += _LINKS.findall(re.sub(_LINKED, "", literal))
        if unasked:
            found.append((line, unasked))
    return found
