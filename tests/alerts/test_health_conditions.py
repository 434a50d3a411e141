"""Accounts that can't be used, have no credits, or must be signed in again: told once, and once when it is over."""

from datetime import timedelta

from bot.accounts.provider_answer import (
    AccountHealth,
    ConfiguredAccount,
    ListedSlots,
    ProviderAnswer,
    QuotaWindow,
    WhenUnlisted,
)
from bot.alerts.news import Closed, Loudness
from bot.subscriptions.quiet_hours import read_quiet_hours
from bot.subscriptions.topics_and_conditions import OF_HEALTH, Condition
from bot.subscriptions.watch import Ping, Style, Tell, Watch
from tests.alerts.health_tale import Accounts, what
from tests.alerts.tale import HERE, Tale, told
from tests.moments import NOON, after
from tests.rows import each_row

FINE = ConfiguredAccount(account="a")
BROKEN = ConfiguredAccount(account="a", fault="Session refresh failed")
EMPTY = ConfiguredAccount(
    account="a", health=AccountHealth(quota=(QuotaWindow(used_percent=100, resets_at=after(hours=5)),))
)
ENDING = ConfiguredAccount(account="a", health=AccountHealth(session_ends=after(days=3), renewed_by_person=True))


@each_row(
    ("trouble", "begins", "ends", "loudness"),
    [
        (BROKEN, Condition.UNUSABLE, Condition.USABLE, Loudness.PING),
        (EMPTY, Condition.OUT_OF_CREDITS, Condition.HAS_CREDITS, Loudness.SOUND),
        (ENDING, Condition.SESSION_ENDS, Condition.SESSION_RENEWED, Loudness.SOUND),
    ],
)
def test_trouble_is_told_once_when_it_begins_and_once_when_it_is_over(
    trouble: ConfiguredAccount, begins: Condition, ends: Condition, loudness: Loudness
) -> None:
    tale = Accounts()
    assert tale.read(FINE) == []
    (begun,) = tale.read(trouble)
    assert (begun.what, begun.loudness) == (begins, loudness)
    assert tale.read(trouble) == tale.read(None, minutes=1) == []
    assert what(tale.read(FINE)) == [ends]
    assert tale.read(FINE) == []
    assert not [topic for _, topic in tale.remembered.alert_states if topic.kind in OF_HEALTH]


def test_what_is_told_says_why_and_until_when() -> None:
    tale = Accounts()
    tale.read(FINE)
    (broken,) = tale.read(BROKEN)
    assert (broken.details.sentence, broken.details.needs_person) == ("Session refresh failed", True)
    tale.read(FINE)
    (empty,) = tale.read(EMPTY)
    assert empty.details.until == after(hours=5)


@each_row("told_before", [True, False])
def test_that_an_account_can_be_used_again_says_what_was_wrong(*, told_before: bool) -> None:
    tale = Accounts()
    if told_before:
        tale.read(FINE)
    tale.read(BROKEN)
    (again,) = tale.read(FINE)
    assert (again.what, again.details.sentence) == (Condition.USABLE, "Session refresh failed")
    tale.read(EMPTY)
    (more,) = tale.read(FINE)
    assert (more.what, more.details.sentence) == (Condition.HAS_CREDITS, None)


def test_an_account_that_needs_another_act_by_now_is_told_again() -> None:
    tale = Accounts()
    tale.read(FINE)
    tale.read(ConfiguredAccount(account="a", fault="Account is on hold"), minutes=60)
    (anew,) = tale.read(BROKEN, minutes=60)
    assert (anew.what, anew.loudness, anew.details.sentence) == (
        Condition.UNUSABLE,
        Loudness.PING,
        "Session refresh failed",
    )
    assert [news.closed is not None and news.closed.superseded for news in tale.news()] == [True, False]
    assert tale.read(ConfiguredAccount(account="a", fault="Session refresh failed twice")) == []
    (again,) = tale.read(FINE, minutes=10)
    assert (again.what, again.details.sentence) == (Condition.USABLE, "Session refresh failed")
    assert again.lasted == again.since - anew.since


def test_a_fault_that_is_another_one_at_every_look_keeps_changing() -> None:
    tale = Accounts()
    tale.read(FINE)
    faults = ("Account is on hold", "Session refresh failed") * 5
    said = [len(tale.read(ConfiguredAccount(account="a", fault=fault), minutes=1)) for fault in faults]
    assert said == [1] * 6 + [0] * 4
    assert tale.reads()[-1] == "flapping 6"


@each_row(("quiet_until", "ended"), [(None, False), ("12:30", False), ("13:30", True)])
def test_a_session_that_ends_before_it_can_be_told_has_ended(quiet_until: str | None, *, ended: bool) -> None:
    quiet = None if quiet_until is None else read_quiet_hours(f"11:00-{quiet_until} UTC")
    tale = Accounts(Watch(id=1, guild=5, channel=1, quiet=quiet))
    tale.read(FINE)
    health = AccountHealth(session_ends=after(minutes=60), renewed_by_person=True)
    said = tale.read(ConfiguredAccount(account="a", health=health))
    while not said:
        said = tale.read(None, minutes=10)

    assert [(one.what, one.details.ended) for one in said] == [(Condition.SESSION_ENDS, ended)]
    assert tale.read(None, minutes=600) == []


@each_row("trouble", [BROKEN, EMPTY, ENDING])
def test_what_is_so_at_first_sight_is_learnt_and_not_told(trouble: ConfiguredAccount) -> None:
    tale = Accounts()
    assert tale.read(trouble) == []
    assert len(tale.read(FINE)) == 1


def test_what_the_first_list_shows_of_accounts_named_before_is_learnt_and_not_told() -> None:
    tale = Accounts()
    assert tale.read(None) == []
    tale.listed = (BROKEN, ConfiguredAccount(account="b", fault="Signed out"))
    for minute in (11, 12):
        assert told(tale.look(timedelta(minutes=minute), a=1)) == []
    tale.minute = 20
    assert what(tale.read(FINE)) == [Condition.USABLE]


def test_what_an_answer_says_of_health_is_told_also_before_a_list_was_read() -> None:
    tale = Tale()
    tale.look(timedelta(), a=1)
    paused = ProviderAnswer(accounts=(ListedSlots(account="a", limit=2, available=1, fault="Paused"),))
    assert told(tale.look(timedelta(minutes=1), paused)) == ["unusable"]


def test_a_new_watch_is_not_told_what_has_been_so_for_long() -> None:
    tale = Accounts()
    tale.watches = ()
    tale.read(FINE)
    tale.read(BROKEN)
    tale.watches = (HERE,)
    assert tale.read(BROKEN) == []


def test_credits_that_come_back_by_themselves_are_told() -> None:
    tale = Accounts()
    tale.read(FINE)
    tale.read(EMPTY)
    assert what(tale.read(None, minutes=5 * 60)) == [Condition.HAS_CREDITS]


@each_row(
    ("trouble", "over"), [(EMPTY, Condition.HAS_CREDITS), (ENDING, Condition.SESSION_RENEWED)], ids=["quota", "session"]
)
def test_an_account_that_breaks_has_no_credits_and_no_session_by_that(
    trouble: ConfiguredAccount, over: Condition
) -> None:
    tale = Accounts()
    tale.read(FINE)
    tale.read(trouble)
    assert what(tale.read(BROKEN)) == [Condition.UNUSABLE]
    assert [news.closed for news in tale.news()] == [None, None]
    assert set(what(tale.read(FINE))) == {Condition.USABLE, over}
    assert tale.read(FINE) == []


def test_an_account_that_is_signed_in_again_is_not_usable_before_it_has_credits() -> None:
    tale = Accounts()
    tale.read(FINE)
    tale.read(EMPTY)
    tale.read(BROKEN)
    assert tale.read(EMPTY) == []
    assert set(what(tale.read(FINE))) == {Condition.USABLE, Condition.HAS_CREDITS}


def test_credits_that_run_out_while_an_account_is_signed_out_are_told_alone() -> None:
    tale = Accounts()
    tale.read(FINE)
    tale.read(BROKEN)
    assert what(tale.read(EMPTY)) == [Condition.OUT_OF_CREDITS]


@each_row("trouble", [BROKEN, EMPTY, ENDING])
def test_an_account_that_the_list_no_longer_names_is_not_well_by_that(trouble: ConfiguredAccount) -> None:
    tale = Accounts()
    tale.read(FINE)
    tale.read(trouble)
    tale.listed = (ConfiguredAccount(account="b"),)
    assert told(tale.look(timedelta(minutes=30), b=1)) == []
    assert [news.closed for news in tale.news()] == [None]
    tale.minute = 60
    assert tale.read(trouble) == []
    assert len(tale.read(FINE)) == 1


def test_what_an_answer_says_of_health_by_itself_is_told_once_each_time() -> None:
    tale = Tale()
    said = []
    for minute, fault in enumerate((None, "Paused", None, "Paused", "Paused", None, None)):
        row = ListedSlots(account="a", limit=2, available=1, fault=fault)
        said.append(told(tale.look(timedelta(minutes=minute), ProviderAnswer(accounts=(row,)))))
    assert said == [[], ["unusable"], ["usable"], ["unusable"], [], ["usable"], []]
    assert tale.reads() == ["was unusable", "usable", "was unusable", "usable"]


def test_one_message_is_edited_where_a_watch_asks_for_that() -> None:
    tale = Accounts(Watch(id=1, guild=5, channel=1, style=Style.EDIT))
    tale.read(FINE)
    tale.read(BROKEN)
    tale.read(FINE)
    assert what(tale.news()) == [Condition.USABLE]
    assert tale.edits == 1


@each_row(
    ("watch", "told"),
    [
        (Watch(id=1, guild=5, channel=1), True),
        (Watch(id=1, guild=5, channel=1, tell=Tell.HEALTH), True),
        (Watch(id=1, guild=5, channel=1, tell=Tell.ACCOUNTS), True),
        (Watch(id=1, guild=5, channel=1, account="a", provider="minimax"), True),
        (Watch(id=1, guild=5, channel=1, account="b", provider="minimax"), False),
        (Watch(id=1, guild=5, channel=1, tell=Tell.PROVIDER), False),
        (Watch(id=1, guild=5, channel=1, tell=Tell.STUCK), False),
    ],
)
def test_who_hears_of_health(watch: Watch, told: bool) -> None:  # noqa: FBT001 - a row's value
    tale = Accounts(watch)
    tale.read(FINE)
    assert bool(tale.read(BROKEN)) is told


def test_a_watch_that_pings_nobody_pings_nobody() -> None:
    tale = Accounts(Watch(id=1, guild=5, channel=1, role=7, ping=Ping.NOBODY))
    tale.read(FINE)
    (news,) = tale.read(BROKEN)
    assert news.loudness is Loudness.SOUND


def test_the_message_of_an_account_that_was_removed_claims_nothing() -> None:
    tale = Accounts()
    tale.read(FINE)
    tale.read(BROKEN)
    tale.listed = None
    tale.look(timedelta(hours=30), b=1)
    closed = [news.closed for alert in tale.messages.values() for part in alert.parts for news in part.news]
    assert Closed(at=NOON + timedelta(hours=30)) in closed
    assert not [topic for _, topic in tale.remembered.alert_states if topic.account == "a"]


@each_row("counts_slots", [True, False])
def test_an_account_that_two_lists_leave_out_is_not_called_well(*, counts_slots: bool) -> None:
    answer = ProviderAnswer(
        accounts=(ListedSlots(account="b", limit=2, executing=1),),
        when_unlisted=WhenUnlisted.IDLE,
        counts_slots=counts_slots,
    )
    tale = Accounts()
    tale.read(FINE)
    tale.read(BROKEN)
    tale.listed = (ConfiguredAccount(account="b"),)
    assert told(tale.look(timedelta(minutes=30), answer)) == told(tale.look(timedelta(minutes=40), answer)) == []
    assert [news.closed for news in tale.news()] == [Closed(at=after(minutes=40))]


def test_an_end_in_quiet_hours_is_told_after_them() -> None:
    quiet = read_quiet_hours("12:15-13:00 UTC")
    tale = Accounts(Watch(id=1, guild=5, channel=1, quiet=quiet))
    tale.read(FINE, minutes=1)
    assert what(tale.read(BROKEN, minutes=1)) == [Condition.UNUSABLE]
    assert tale.read(FINE, minutes=15) == tale.read(None, minutes=1) == []
    assert what(tale.read(None, minutes=60)) == [Condition.USABLE]
