"""Removes secrets from untrusted text. Markdown and mentions stay in: the chat's renderers escape them.

Providers' errors quote what they were sent: tokens, cookies, addresses. Whatever may be a secret is removed: it is
better to lose a word than to show a token.
"""

import re
from collections.abc import Iterable, Mapping

GONE = "…"
QUOTE_LENGTH = 200
"""Maximum length of an untrusted error text in a sentence of ours."""
_MAX_INPUT = 4_000
"""Maximum number of characters that are searched; far fewer are shown."""

_NAMES = (
    r"(?:token|cookie|passw(?:or)?d|passphrase|pwd|secret|session|authorization|auth|api[-_ ]?key|access[-_ ]?key|"
    r"private[-_ ]?key|credentials?|signature|jwt|csrf|sid)"
)
_QUOTE = r"\\*[\"']"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?i)\b(https?|wss?)://(?:[^\s/?#@\"'<>]*@)?([^\s/?#@\"'<>\\]*)[^\s\"'<>]*"), rf"\1://\2/{GONE}"),
    # A cookie header may hold several cookies: its whole line is removed.
    (re.compile(rf"(?i)(cookies?)({_QUOTE})?\s*[=:]\s*(?!{_QUOTE})[^\n]+"), rf"\1: {GONE}"),
    (
        re.compile(rf"(?i)({_NAMES}[\w-]*+)(?:{_QUOTE})?\s*[=:]\s*\\*\"(?:[^\"\\]|\\[^\"])*(?:\\*\"|$)"),
        rf"\1: {GONE}",
    ),
    (
        re.compile(rf"(?i)({_NAMES}[\w-]*+)(?:{_QUOTE})?\s*[=:]\s*\\*'(?:[^'\\]|\\[^'])*(?:\\*'|$)"),
        rf"\1: {GONE}",
    ),
    (
        re.compile(rf"(?i)({_NAMES}[\w-]*+)(?:{_QUOTE})?\s*[=:]\s*[^\s,;&\"'{{}}\]][^,;&\n{{}}\]]*"),
        rf"\1: {GONE}",
    ),
    (re.compile(r"(?i)\b(bearer|basic)\s+[^\s,;\"']+"), rf"\1 {GONE}"),
    (re.compile(r"\beyJ[\w-]+(?:\.[\w-]*)*"), GONE),
    (re.compile(r"(?i)\buser:\d+-\w+"), GONE),
    (re.compile(r"(?<![\w.+%-])([\w.+%-]{1,2})[\w.+%-]*@([\w-]+(?:\.[\w-]+)+)"), r"\1…@\2"),
)
_LONG_RUN = re.compile(r"[A-Za-z0-9+/_=-]{20,}")
_MIXED = re.compile(r"\d|[a-z][A-Z]")


def without_secrets(text: str, known: Iterable[str] = ()) -> str:
    """Replace whatever is, or may be, a secret.

    Args:
        text: Untrusted text.
        known: Known secrets, such as our own token; they are removed first, and everywhere.
    """
    # The longest first: otherwise, of a secret that begins with another one, the rest would stay.
    for secret in sorted(filter(None, known), key=len, reverse=True):
        text = text.replace(secret, GONE)
    text = text[:_MAX_INPUT]
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    return _LONG_RUN.sub(lambda run: GONE if _MIXED.search(run[0]) else run[0], text)


def one_line(text: str, longest: int) -> str:
    """Put a text on one line without control characters, clipped to ``longest`` characters."""
    flat = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return flat if len(flat) <= longest else flat[: longest - 1].rstrip() + GONE


def secrets_of(record: Mapping[str, object], shortest: int = 6) -> tuple[str, ...]:
    """Return every string of at least ``shortest`` characters in a record, at any depth, except its ``error``."""
    found: list[str] = []
    unread: list[object] = [value for key, value in record.items() if key != "error"]
    while unread:
        value = unread.pop()
        if isinstance(value, str) and len(value) >= shortest:
            found.append(value)
        elif isinstance(value, dict):
            unread.extend(value.values())
        elif isinstance(value, list):
            unread.extend(value)
    return tuple(found)
