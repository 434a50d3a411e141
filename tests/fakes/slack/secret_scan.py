"""What must never stand in anything that is posted: tokens, a `response_url`, somebody's full e-mail."""

import re
from collections.abc import Iterator

TOKENS = re.compile(r"xox[abeprs]-[\w-]{6,}|xapp-[\w-]{6,}")
RESPONSE_URL = re.compile(r"hooks\.slack\.com/(actions|commands)/|/response/[\w-]{20,}")
EMAIL = re.compile(r"(?<![\w.+\u2026-])[\w.+-]+@[\w-]+(\.[\w-]+)*\.[a-zA-Z]{2,}")
"""An e-mail all of which is shown; one with an ellipsis before the `@` is masked."""
UNSEEN = {"action_id", "block_id", "callback_id", "external_id", "private_metadata", "value"}
"""What no person reads; other apps do, where it is in a message."""


def secrets_in(it: object, *, seen_by_apps: bool, emails: bool = True) -> Iterator[str]:
    """Say what is secret in JSON that is posted.

    Args:
        it: What is posted.
        seen_by_apps: Whether other apps can read all of it, as they can of a message.
        emails: Whether full e-mails count.
    """
    for pointer, text, name in _texts(it, "", ""):
        if TOKENS.search(text):
            yield f"a token [json-pointer:{pointer}]"
        unseen = name in UNSEEN and not seen_by_apps
        if RESPONSE_URL.search(text) and not unseen:
            yield f"a response_url [json-pointer:{pointer}]"
        if emails and not unseen and (found := EMAIL.search(text)):
            yield f"a full e-mail, {found[0]} [json-pointer:{pointer}]"


def _texts(it: object, pointer: str, name: str) -> Iterator[tuple[str, str, str]]:
    """Go through all texts, each with where it stands and the key that it is of."""
    if isinstance(it, str):
        yield pointer, it, name
    elif isinstance(it, dict):
        for key, value in it.items():
            yield from _texts(value, f"{pointer}/{key}", key)
    elif isinstance(it, list | tuple):
        for at, value in enumerate(it):
            yield from _texts(value, f"{pointer}/{at}", name)
