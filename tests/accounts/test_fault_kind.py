"""What is wrong with an account, by its provider's own text."""

from bot.accounts.account_health import FaultKind, fault_kind
from tests.rows import each_row


@each_row(
    ("fault", "kind"),
    [
        ("No credits left", FaultKind.OUT_OF_CREDITS),
        ("Not enough credits. Top up, or upgrade your subscription.", FaultKind.OUT_OF_CREDITS),
        ("Not enough tokens", FaultKind.OUT_OF_CREDITS),
        ("Monthly limit reached", FaultKind.OUT_OF_CREDITS),
        ("Account is on hold", FaultKind.ON_HOLD),
        ("joanna@example.com is signed out", FaultKind.SIGNED_OUT),
        ("SIGNED_OUT", FaultKind.SIGNED_OUT),
        ("Please sign in again", FaultKind.SIGNED_OUT),
        ("Session refresh failed", FaultKind.SIGNED_OUT),
        ("session_expired", FaultKind.SIGNED_OUT),
        ("Your login has expired", FaultKind.SIGNED_OUT),
        ("Log in again", FaultKind.SIGNED_OUT),
        ("Token expired", FaultKind.SIGNED_OUT),
        ("401 Unauthorized", FaultKind.SIGNED_OUT),
        ("Wrong password", FaultKind.SIGNED_OUT),
        ("Account has no subscription or subscription expired", FaultKind.OTHER),
        ("Subscription expired, sign in to renew it", FaultKind.OTHER),
        ("Plan expired", FaultKind.OTHER),
        ("Credit card declined", FaultKind.OTHER),
        ("Payment required", FaultKind.OTHER),
        ("No plan is assigned to this account", FaultKind.OTHER),
        ("Too many authors", FaultKind.OTHER),
        ("", FaultKind.OTHER),
    ],
)
def test_an_account_is_called_signed_out_where_signing_in_mends_it(fault: str, kind: FaultKind) -> None:
    assert fault_kind(fault) is kind
