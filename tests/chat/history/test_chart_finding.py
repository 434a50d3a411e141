"""What a chart shows, in a sentence."""

from datetime import timedelta

from bot.accounts.roster import AccountState
from bot.chat.history.wording import chart_finding, fewer_slots_reasons
from bot.chat.wording.account_names import AccountNames
from bot.history.state_changes import StateChange
from tests.charts.charted import charted
from tests.moments import NOON, after
from tests.rows import each_row

NAMES = AccountNames(labels={"minimax/a": "studio-a"})


@each_row(
    ("told", "said"),
    [
        ("1121", "never full in 4 h, at most 2 of 3 in use"),
        ("0000", "never full in 4 h, at most 0 of 3 in use"),
        ("0330", "nothing free for 2 h of 4 h"),
        ("3333", "nothing free for all of 4 h"),
        ("3?11", "nothing free for 1 h of 3 h known"),
        ("3???", "nothing free for all of 1 h known"),
        ("?1??", "never full in 1 h known, at most 1 of 3 in use"),
        ("3" + "1" * 59 + "?", "nothing free for 1 h of 2 days 13 h"),
    ],
)
def test_a_finding_says_for_how_long_nothing_was_free(told: str, said: str) -> None:
    assert chart_finding(charted(told).intervals, len(told) * timedelta(hours=1)) == said


def lost(account: str, state: AccountState | None, hours: int) -> StateChange:
    return StateChange(account=account, at=after(hours=hours), state=state)


def test_a_lower_limit_has_its_reason() -> None:
    changes = (
        lost("a", AccountState.FAULTED, 0),
        lost("joanna@example.com", AccountState.UNKNOWN, 1),
        lost("a", AccountState.UNKNOWN, 2),
        lost("b", AccountState.UNKNOWN, 2),
        lost("a", AccountState.FAULTED, 3),
        lost("b", AccountState.UNKNOWN, 3),
        lost("a", None, 4),
    )
    naming = NAMES.among("minimax", (one.account for one in changes))
    assert [(one.at, one.text) for one in fewer_slots_reasons(changes, naming)] == [
        (NOON, "studio-a can't be used"),
        (after(hours=1), "jo…@example.com not known"),
        (after(hours=2), "2 accounts not known"),
        (after(hours=3), "2 accounts not counted"),
        (after(hours=4), "studio-a gone"),
    ]
