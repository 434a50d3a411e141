"""Somebody else's text without secrets in it; not without Markdown or mentions, which is the chat's affair.

Errors of providers quote what they were sent: tokens, cookies, addresses. Where it is unclear whether something is a
secret, it goes: a word too few is a lesser loss than a token too many.
"""

import re
from collections.abc import Iterable, Mapping

GONE = "…"
_LONGEST = 4_000
"""So much is looked at; what is shown is far shorter."""

_NAMES = (
    r"(?:token|cookie|passw(?:or)?d|passphrase|pwd|secret|session|authorization|auth|api[-_ ]?key|access[-_ ]?key|"
    r"private[-_ ]?key|credentials?|signature|jwt|csrf|sid)"
)
_QUOTE = r"\\*[\"']"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?i)\b(https?|wss?)://(?:[^\s/?#@\"'<>]*@)?([^\s/?#@\"'<>\\]*)[^\s\"'<>]*"), rf"\1://\2/{GONE}"),
    # A cookie header is a list of its own: all of its line goes.
    (re.compile(rf"(?i)(cookies?)({_QUOTE})?\s*[=:]\s*(?!{_QUOTE})[^\n]+"), rf"\1: {GONE}"),
    (re.compile(rf"(?i)({_NAMES}[\w-]*+)(?:{_QUOTE})?\s*[=:]\s*\\*\"(?:[^\"\\]|\\[^\"])*(?:\\*\"|$)"), rf"\1: {GONE}"),
    (re.compile(rf"(?i)({_NAMES}[\w-]*+)(?:{_QUOTE})?\s*[=:]\s*\\*'(?:[^'\\]|\\[^'])*(?:\\*'|$)"), rf"\1: {GONE}"),
    (re.compile(rf"(?i)({_NAMES}[\w-]*+)(?:{_QUOTE})?\s*[=:]\s*[^\s,;&\"'{{}}\]][^,;&\n{{}}\]]*"), rf"\1: {GONE}"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[^\s,;\"']+"), rf"\1 {GONE}"),
    (re.compile(r"\beyJ[\w-]+(?:\.[\w-]*)*"), GONE),
    (re.compile(r"(?i)\buser:\d+-\w+"), GONE),
    (re.compile(r"(?<![\w.+%-])([\w.+%-]{1,2})[\w.+%-]*@([\w-]+(?:\.[\w-]+)+)"), r"\1***@\2"),
)
_LONG_RUN = re.compile(r"[A-Za-z0-9+/_=-]{20,}")
_MIXED = re.compile(r"\d|[a-z][A-Z]")


def without_secrets(text: str, known: Iterable[str] = ()) -> str:
    """Take out of a text whatever is, or may be, a secret.

    Args:
        text: What somebody else wrote.
        known: Secrets that are known, such as our own token; they go first and wherever they stand.
    """
    for secret in sorted(filter(None, known), key=len, reverse=True):
        text = text.replace(secret, GONE)
    text = text[:_LONGEST]
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    return _LONG_RUN.sub(lambda run: GONE if _MIXED.search(run[0]) else run[0], text)


def one_line(text: str, longest: int) -> str:
    """Put a text on one line without control characters, clipped to so many characters."""
    flat = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return flat if len(flat) <= longest else flat[: longest - 1].rstrip() + GONE


def secrets_of(record: Mapping[str, object], shortest: int = 6) -> tuple[str, ...]:
    """List every string in a record that holds credentials, at any depth, save its ``error``."""
    found: list[str] = []
    rest: list[object] = [value for key, value in record.items() if key != "error"]
    while rest:
        value = rest.pop()
        if isinstance(value, str) and len(value) >= shortest:
            found.append(value)
        elif isinstance(value, dict):
            rest.extend(value.values())
        elif isinstance(value, list):
            rest.extend(value)
    return tuple(found)
