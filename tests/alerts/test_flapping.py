"""An account that keeps filling and freeing: one message that counts, and one line at the end."""

from dataclasses import replace

import pytest

from bot.alerts.alert_thresholds import AlertThresholds
from bot.subscriptions.mute import Mute
from bot.subscriptions.topic import Condition
from bot.subscriptions.watch import Style, Watch
from tests.alerts.tale import HERE, Tale
from tests.moments import after

EVERY = 30
EDIT = replace(HERE, style=Style.EDIT)


def mute(minutes: float) -> Mute:
    return Mute(id=1, guild=5, channel=1, by=42, until=after(minutes=minutes))


def flap(tale: Tale, changes: int) -> list[str]:
    return tale.run(*(number % 2 for number in range(1, changes + 2)), every=EVERY)


def test_the_sixth_change_in_ten_minutes_gets_one_message_that_counts_the_rest() -> None:
    tale = Tale()

    assert flap(tale, 9) == ["", "full", "freed", "full", "freed", "full", "flapping 6", "", "", ""]
    assert tale.reads() == ["was full", "freed", "was full", "freed", "was full", "flapping 9"]


@pytest.mark.parametrize(
    ("watch", "said", "last"), [(HERE, "full after 9", "full after 9"), (EDIT, "", "full after 8")]
)
def test_five_quiet_minutes_end_it_with_one_line(watch: Watch, said: str, last: str) -> None:
    tale = Tale(watch)
    flap(tale, 9)
    began = 9 * EVERY

    quiet = tale.run(*[0] * 12, every=EVERY, start=began + EVERY)

    assert quiet == [*[""] * 9, said, "", ""]
    assert tale.reads()[-1] == last
    assert ("was flapping 9" in tale.reads()) is (watch is HERE)


def test_what_it_settled_at_is_an_incident_like_any_other() -> None:
    for watch in (HERE, EDIT):
        tale = Tale(watch)
        flap(tale, 7)
        tale.run(0, start=900)
        tale.run(1, start=960)

        assert tale.reads()[-1] == "freed"
        assert not [
            news for news in tale.news() if news.what is Condition.FULL and news.closed is None and news.flaps is None
        ]


def test_after_it_settled_the_next_change_is_told_as_such() -> None:
    tale = Tale()
    flap(tale, 6)
    assert tale.run(1, 0, start=600) == ["freed after 6", "full"]


def test_slow_changes_are_told_one_by_one() -> None:
    tale = Tale()

    assert tale.run(*[1, 0] * 5, every=121)[1:] == ["full", "freed"] * 4 + ["full"]


def test_while_muted_nothing_flaps() -> None:
    tale = Tale()
    tale.mutes = (mute(4),)
    assert flap(tale, 7) == [""] * 8
    assert tale.run(0, start=300) == ["full x7"]


def test_a_settling_that_nobody_may_hear_is_told_later() -> None:
    tale = Tale()
    flap(tale, 7)
    tale.mutes = (mute(20),)
    assert tale.run(0, start=900) == [""]
    assert tale.reads()[-1] == "was flapping 7"
    assert tale.run(0, start=1300) == ["full"]


def test_zero_is_never() -> None:
    tale = Tale(thresholds=AlertThresholds(flapping_changes=0))

    assert "flapping" not in " ".join(flap(tale, 12))
