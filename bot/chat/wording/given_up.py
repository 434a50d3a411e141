"""Why an alert was never delivered."""

from collections.abc import Mapping

from bot.delivery.stored_alerts import GivenUpBecause

_WORDS: Mapping[str, str] = {
    GivenUpBecause.FOLDED: "posted as part of another",
    GivenUpBecause.UNREADABLE: "this version of the bot can't read it",
    GivenUpBecause.WITHDRAWN: "its slot was gone, or unseen for 2 minutes, so nobody was pinged; they wait on",
}


def given_up_reason(stored: str | None) -> str:
    """Return a stored reason in words, a platform's own sentence unchanged; empty if there is none."""
    return _WORDS.get(stored or "", stored or "")
