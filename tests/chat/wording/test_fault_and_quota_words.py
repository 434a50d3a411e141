"""Which word stands for a provider's own text about an account that can't be used."""

import pytest

from bot.chat.wording.fault_and_quota_words import (
    ON_HOLD,
    OUT_OF_CREDITS,
    QUOTA_USED_UP,
    SIGNED_OUT,
    UNUSABLE,
    fault_word,
)


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        (None, QUOTA_USED_UP),
        ("No credits left", OUT_OF_CREDITS),
        ("Not enough credits. Top up, or upgrade your subscription.", OUT_OF_CREDITS),
        ("Not enough tokens", OUT_OF_CREDITS),
        ("Monthly limit reached", OUT_OF_CREDITS),
        ("Account is on hold", ON_HOLD),
        ("joanna@example.com is signed out", SIGNED_OUT),
        ("SIGNED_OUT", SIGNED_OUT),
        ("Please sign in again", SIGNED_OUT),
        ("Session refresh failed", SIGNED_OUT),
        ("session_expired", SIGNED_OUT),
        ("Your login has expired", SIGNED_OUT),
        ("Log in again", SIGNED_OUT),
        ("Token expired", SIGNED_OUT),
        ("401 Unauthorized", SIGNED_OUT),
        ("Wrong password", SIGNED_OUT),
        ("Account has no subscription or subscription expired", UNUSABLE),
        ("Subscription expired, sign in to renew it", UNUSABLE),
        ("Plan expired", UNUSABLE),
        ("Credit card declined", UNUSABLE),
        ("Payment required", UNUSABLE),
        ("No plan is assigned to this account", UNUSABLE),
        ("Too many authors", UNUSABLE),
        ("", UNUSABLE),
    ],
)
def test_an_account_is_called_signed_out_where_signing_in_mends_it(fault: str | None, word: str) -> None:
    assert fault_word(fault) == word
