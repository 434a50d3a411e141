"""Discord's limits on embeds, and lines made to fit them; not what the lines say.

The limits: https://discord.com/developers/docs/resources/message#embed-object-embed-limits. Discord counts code points,
as ``len`` does. Whoever draws gives every section a budget whose sum stays below the 6,000 of a whole message; what
does not fit is counted, never silently gone.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.chat.wording.text import amount

TITLE = 256
DESCRIPTION = 4096
FIELD_VALUE = 1024

CONTENT = 2000
"""A message's own text: https://discord.com/developers/docs/resources/message#create-message."""

_Item = TypeVar("_Item")


def and_more(left: Sequence[object]) -> str:
    """Count what did not fit."""
    return f"and {amount(len(left))} more"


def fit(
    items: Sequence[_Item],
    say: Callable[[_Item], str],
    budget: int,
    *,
    most: int | None = None,
    more: Callable[[Sequence[_Item]], str] = and_more,
    between: str = "\n",
) -> str:
    """Say as many items as fit into a budget, and how many are left.

    Args:
        items: What there is to say, the most important first; only those that may fit are worded.
        say: Words one item.
        budget: The characters there are, for everything together.
        most: So many are said at most, however short they are.
        more: Words those that are left.
        between: Stands between two items.

    Returns:
        At most ``budget`` characters; nothing where not even the count fits.
    """
    said: list[str] = []
    length = -len(between)
    for item in items[:most]:
        said.append(say(item))
        length += len(between) + len(said[-1])
        if length > budget:
            break
    while length > budget or len(said) < len(items):
        line = more(items[len(said) :]) if len(said) < len(items) else ""
        if line and length + len(between) + len(line) <= budget:
            return between.join([*said, line])
        if not said:
            return ""
        length -= len(between) + len(said.pop())
    return between.join(said)
