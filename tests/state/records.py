"""Records to store."""

from dataclasses import replace
from datetime import timedelta

from bot.alerts.alert import Alert, News, Outage, Room, What
from bot.capacity.known import Known, State
from bot.state.rows import NAMED_AT_LAG
from tests.moments import NOON, after

AWKWARD = "nul \0 surrogates \ud800 \udfff backslash \\0000 \\ quotes '\" emoji \U0001f3ac bidi \u202e end"
"""Text that one database or the other refuses, or that looks like the way we store such text."""

CHANNEL, OTHER_CHANNEL = 2**63 - 1, 7

FULL = Known(
    account="200300",
    named_at=NOON,
    limit=3,
    fault="sign in again",
    settled=State.FULL,
    since=after(minutes=-5, microseconds=1),
    since_witnessed=True,
)
FIRST_SEEN = Known(account="200400", named_at=NOON)


def roster(*accounts: Known) -> dict[str, Known]:
    """Key accounts by their names."""
    return {known.account: known for known in accounts}


def read_back(*accounts: Known) -> dict[str, Known]:
    """Expect accounts as they are recalled: named somewhat later than they were."""
    return roster(*(replace(known, named_at=known.named_at + NAMED_AT_LAG) for known in accounts))


def alert(key: str = "first", channel: int = CHANNEL) -> Alert:
    """Make an alert with every field filled."""
    return Alert(
        key=key,
        channel=channel,
        roles=(2**62,),
        provider="minimax",
        at=after(microseconds=7),
        news=(
            News(account=AWKWARD, what=What.FULL, in_use=3, limit=None, inferred=True),
            News(
                account="200400",
                what=What.FREED,
                in_use=10**30,
                limit=2**70,
                lasted=timedelta(days=400, microseconds=1),
                lasted_witnessed=True,
            ),
        ),
        room=(Room(account="200500", free=2),),
        outage=Outage(over=True, sentence="it rests", since=NOON, lasted=timedelta(minutes=4)),
    )
