"""Whom a message notifies, as Discord works it out.

https://discord.com/developers/docs/resources/message#allowed-mentions-object
"""

import re
from collections.abc import Iterable

from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.records import Json, Pings, Role
from tests.fakes.discord.rules import TEXT_DISPLAY, walk

USER = re.compile(r"<@!?(\d+)>")
ROLE = re.compile(r"<@&(\d+)>")
EVERYONE = re.compile(r"@(everyone|here)")
IN_CHANNELS = ("users", "roles", "everyone")
IN_REPLIES = ("users",)


def visible_text(body: Json) -> str:
    """Join what can mention: the content and the components' text, never an embed."""
    shown = (each.get("content") or "" for each in walk(body.get("components") or ()) if each["type"] == TEXT_DISPLAY)
    return "\n".join((body.get("content") or "", *shown))


def pings(body: Json, *, roles: Iterable[Role], may: int, reply: bool = False) -> Pings:
    """Work out whom this body notifies, where the sender has the permissions `may`."""
    text = visible_text(body)
    allowed = body.get("allowed_mentions")
    if allowed is None:
        allowed = {"parse": IN_REPLIES if reply else IN_CHANNELS}
    parse = set(allowed.get("parse") or ())
    every = bool(may & Permission.MENTION_EVERYONE)
    pingable = {each.id for each in roles if each.mentionable or every}
    return Pings(
        users=_named(USER, text, "users", allowed, parse),
        roles=_named(ROLE, text, "roles", allowed, parse) & pingable,
        everyone=every and "everyone" in parse and bool(EVERYONE.search(text)),
    )


def _named(pattern: re.Pattern[str], text: str, key: str, allowed: Json, parse: set[str]) -> frozenset[int]:
    named = frozenset(map(int, pattern.findall(text)))
    return named if key in parse else named & frozenset(map(int, allowed.get(key) or ()))
