"""Reasons for giving an alert up are stored as codes and shown as words."""

from bot.chat.wording.alert_words import given_up_reason
from bot.delivery.stored_alerts import GivenUpBecause
from tests.rows import each_row


@each_row("code", GivenUpBecause)
def test_every_code_has_words(code: GivenUpBecause) -> None:
    assert given_up_reason(code.value) not in {"", code.value}


@each_row(
    ("stored", "words"),
    [("unreadable", "this version of the bot can't read it"), ("Missing Access", "Missing Access"), (None, "")],
)
def test_a_reason_in_words(stored: str | None, words: str) -> None:
    assert given_up_reason(stored) == words
