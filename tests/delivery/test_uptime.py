"""Whether an uptime of the machine can be compared with one that was noted."""

from dataclasses import replace

from bot.delivery.stored_alerts import Uptime
from tests.moments import UP
from tests.rows import each_row


@each_row(
    ("noted", "comparable"),
    [
        (UP, True),
        (replace(UP, seconds=UP.seconds - 1), True),
        (replace(UP, seconds=UP.seconds + 1), False),
        (Uptime(boot="elsewhere", seconds=0), False),
        (Uptime(boot=None, seconds=0), False),
    ],
    ids=["just now", "before", "still to come", "before the machine started, or on another one", "nobody knows where"],
)
def test_an_uptime_follows_earlier_ones_since_the_same_start(noted: Uptime, *, comparable: bool) -> None:
    assert UP.follows(noted) is comparable


def test_nothing_follows_where_nobody_knows_when_the_machine_started() -> None:
    unknown = Uptime(boot=None, seconds=1)
    assert not unknown.follows(unknown)
