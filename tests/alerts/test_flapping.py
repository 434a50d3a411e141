"""An account that keeps filling and freeing: one message that counts, and one line at the end."""

from dataclasses import replace
from datetime import timedelta

from bot.accounts.provider_answer import ConfiguredAccount
from bot.alerts.flapping_and_summaries import AlertThresholds
from bot.errors import ProviderDown
from bot.subscriptions.mute import Mute
from bot.subscriptions.topics_and_conditions import Condition
from bot.subscriptions.watch import Style, Tell, Watch
from tests.alerts.tale import HERE, USUAL, Tale, told
from tests.moments import after
from tests.rows import each_row

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


@each_row(("watch", "said", "last"), [(HERE, "full after 9", "full after 9"), (EDIT, "", "full after 8")])
def test_five_quiet_minutes_end_it_with_one_line(watch: Watch, said: str, last: str) -> None:
    tale = Tale(watch)
    flap(tale, 9)
    began = 9 * EVERY

    quiet = tale.run(*[0] * 12, every=EVERY, start=began + EVERY)

    assert quiet == [*[""] * 9, said, "", ""]
    assert tale.reads()[-1] == last
    assert ("was flapping 9" in tale.reads()) is (watch is HERE)


def test_a_message_lives_until_another_tells_how_it_settled() -> None:
    for watch, is_told_there in ((HERE, False), (EDIT, True)):
        tale = Tale(watch)
        flap(tale, 9)
        counting = list(tale.messages)[-1]
        assert tale.messages[counting].is_live
        tale.run(0, start=900)
        assert tale.messages[counting].is_live is is_told_there


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


LAST = 6 * EVERY


def look_on(tale: Tale, since: int, *, signed_out: bool = False) -> list[str]:
    """Look at another account for ten minutes, while ``a`` is signed out or in no list."""
    if signed_out:
        tale.listed = (ConfiguredAccount(account="a", limit=2, fault="signed out"),)
    return [" ".join(told(tale.look(timedelta(seconds=since + 60 * number), b=1))) for number in range(1, 11)]


@each_row("signed_out", [True, False])
@each_row("watch", [HERE, EDIT])
def test_what_no_look_shows_any_more_does_not_keep_changing_for_ever(watch: Watch, *, signed_out: bool) -> None:
    tale = Tale(watch)
    flap(tale, 7)
    counted = tale.reads()[-1]
    assert counted.startswith("flapping ")
    look_on(tale, 7 * EVERY, signed_out=signed_out)

    assert f"was {counted}" in tale.reads()
    (closed,) = (news.closed for news in tale.news() if news.flaps is not None)
    assert closed is not None
    assert (closed.at, closed.free, closed.total) == (after(seconds=7 * EVERY + 300), 1, 2)
    assert closed.lasted in {timedelta(seconds=5 * EVERY), timedelta(seconds=6 * EVERY)}


def test_how_it_is_once_that_is_known_again_is_told() -> None:
    tale = Tale()
    flap(tale, 6)
    assert look_on(tale, LAST) == [""] * 10
    assert tale.run(1, 0, 1, 1, start=1000) == ["freed", "full", "freed", ""]


def test_an_outage_does_not_end_the_counting() -> None:
    tale = Tale()
    flap(tale, 6)
    for number in range(1, 11):
        tale.look(timedelta(seconds=LAST + 60 * number), ProviderDown("It answers 502."))
    assert tale.reads()[-2:] == ["flapping 6", "silent"]

    assert tale.run(1, start=900) == ["freed after 6 answers"]


def test_a_change_on_hold_does_not_end_the_counting() -> None:
    tale = Tale(replace(HERE, hold=timedelta(minutes=6)), thresholds=AlertThresholds(flapping_changes=2))
    assert tale.run(1, *[0] * 7, *[1] * 7, *[0] * 6) == [*[""] * 7, "full", *[""] * 6, "flapping 2", *[""] * 6]
    assert tale.reads()[-1] == "flapping 2"


def flap_together(tale: Tale, *later: tuple[int, int]) -> list[str]:
    """Fill and free a provider of two accounts until its message counts, then go on; return what the rest says."""
    looks = [(2, 2), *[(0, 0), (0, 1)] * 3, *later]
    said = [
        " ".join(told(tale.look(timedelta(seconds=number * EVERY), a=a, b=b))) for number, (a, b) in enumerate(looks)
    ]
    assert said[6].startswith("flapping 6")
    return said[7:]


TOGETHER = ((0, 0), (1, 0), (0, 0), (1, 0))


def test_while_a_provider_keeps_filling_no_other_message_tells_of_its_accounts() -> None:
    tale = Tale(USUAL)

    assert flap_together(tale, *TOGETHER, *[(1, 0)] * 11) == [*[""] * 13, "full has_room after 10 freed x3", ""]
    assert set(tale.kept()) == {"freed: counted", "full: counted"}


def test_a_watch_of_one_account_is_told_of_it_while_its_provider_keeps_filling() -> None:
    own = replace(USUAL, id=2, provider="minimax", account="a")

    assert flap_together(Tale(USUAL, own), *TOGETHER) == ["", "freed", "full", "freed"]
    assert flap_together(Tale(replace(USUAL, tell=Tell.ACCOUNTS)), *TOGETHER) == ["", "freed", "full", "freed"]


def test_what_was_counted_with_a_provider_is_told_once_nothing_shows_how_full_it_is() -> None:
    tale = Tale(USUAL)
    flap_together(tale, *TOGETHER[:2])
    said = [told(tale.look(timedelta(seconds=300 + 60 * number), a=0)) for number in range(8)]

    assert [one for one in said if one] == [["full x2"]]
