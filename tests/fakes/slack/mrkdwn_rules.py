"""Slack's own markup, as far as it can go wrong: what is not escaped, and whom it mentions.

https://docs.slack.dev/messaging/formatting-message-text
"""

import re
from dataclasses import dataclass
from typing import Any

TOKEN = re.compile(
    r"""<(?:
        @[UW][A-Z0-9]+(?:\|[^<>|]*)?
      | \#[CG][A-Z0-9]+(?:\|[^<>|]*)?
      | !subteam\^S[A-Z0-9]+(?:\|[^<>|]*)?
      | !(?:here|channel|everyone)(?:\|[^<>|]*)?
      | !date\^[0-9]+\^[^<>|^]+(?:\^https?://[^<>|^\s]+)?\|[^<>|]+
      | (?:https?://|mailto:)[^<>|\s]+(?:\|[^<>|]*)?
    )>""",
    re.VERBOSE,
)
"""What may stand in angle brackets."""
RAW = re.compile(r"[<>]|&(?!amp;|lt;|gt;)")
USER = re.compile(r"<@([UW][A-Z0-9]+)")
GROUP = re.compile(r"<!subteam\^(S[A-Z0-9]+)")
BROADCAST = re.compile(r"<!(here|channel|everyone)[>|]")


def unescaped(text: str) -> str | None:
    """Return what of a text Slack would read as markup although it is none; None where all is well."""
    found = RAW.search(TOKEN.sub("", text))
    return found and f"{found[0]} in {text[:200]!r}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pings:
    """Whom a message notifies: people, user groups, and `here`, `channel` or `everyone`."""

    users: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    broadcasts: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.users or self.groups or self.broadcasts)


NOBODY = Pings()


def pings(message_text: str, blocks: object) -> Pings:
    """Return whom a new message notifies: by its text, or by its blocks where it has any; never by attachments."""
    users, groups, broadcasts = _of_text(message_text)
    for each in _objects(blocks):
        kind = each.get("type")
        if kind == "mrkdwn":
            more = _of_text(str(each.get("text", "")))
            users, groups, broadcasts = users | more[0], groups | more[1], broadcasts | more[2]
        elif kind == "user":
            users |= {each["user_id"]}
        elif kind == "usergroup":
            groups |= {each["usergroup_id"]}
        elif kind == "broadcast":
            broadcasts |= {each["range"]}
    return Pings(users=frozenset(users), groups=frozenset(groups), broadcasts=frozenset(broadcasts))


def _of_text(text: str) -> tuple[set[str], set[str], set[str]]:
    return set(USER.findall(text)), set(GROUP.findall(text)), set(BROADCAST.findall(text))


def _objects(it: object) -> list[dict[str, Any]]:
    """List all objects within JSON."""
    if isinstance(it, dict):
        return [it, *(found for each in it.values() for found in _objects(each))]
    if isinstance(it, list | tuple):
        return [found for each in it for found in _objects(each)]
    return []
