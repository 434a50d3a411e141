"""A watch that asks to hear when much of a quota is used: told once, and once when it was reset."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.accounts.provider_answer import AccountHealth, ConfiguredAccount, QuotaWindow
from bot.alerts.news import Closed, Loudness
from bot.subscriptions.topics_and_conditions import Condition, TopicKind
from bot.subscriptions.watch import Tell, Watch
from tests.alerts.health_tale import Accounts, what
from tests.moments import after
from tests.rows import each_row


def used(percent: float, resets: datetime | None = None) -> ConfiguredAccount:
    window = QuotaWindow(used_percent=percent, resets_at=resets)
    return ConfiguredAccount(account="a", health=AccountHealth(quota=(window,)))


def test_a_watch_may_ask_to_hear_when_much_of_a_quota_is_used() -> None:
    tale = Accounts(Watch(id=1, guild=5, channel=1, role=7, quota=80))
    tale.kinds = frozenset({TopicKind.QUOTA_USED})
    assert tale.read(used(79.9)) == []
    (low,) = tale.read(used(80, after(hours=9)))
    assert (low.what, low.loudness) == (Condition.QUOTA_LOW, Loudness.SOUND)
    assert (low.details.used_percent, low.details.until) == (80, after(hours=9))
    assert tale.read(used(95)) == tale.read(None, minutes=1) == []
    assert what(tale.read(used(3))) == [Condition.QUOTA_BACK]


def test_a_quota_that_resets_while_its_account_is_signed_out_is_told_after_that() -> None:
    tale = Accounts(Watch(id=1, guild=5, channel=1, quota=80))
    tale.kinds = frozenset({TopicKind.QUOTA_USED})
    tale.read(used(12))
    tale.read(used(88, after(hours=1)))
    out = replace(used(88, after(hours=1)), fault="Signed out")
    assert tale.read(out) == tale.read(out, minutes=60) == []
    assert what(tale.read(used(88, after(hours=1)))) == [Condition.QUOTA_BACK]


def test_a_quota_that_resets_is_back_also_where_nothing_newer_is_stored() -> None:
    tale = Accounts(Watch(id=1, guild=5, channel=1, quota=80))
    tale.kinds = frozenset({TopicKind.QUOTA_USED})
    tale.read(used(12, after(hours=3)))
    assert what(tale.read(used(88, after(hours=3)))) == [Condition.QUOTA_LOW]
    assert tale.read(None, minutes=159) == []
    (back,) = tale.read(None, minutes=1)
    assert (back.what, back.lasted) == (Condition.QUOTA_BACK, timedelta(minutes=160))
    assert tale.news()[0].closed == Closed(at=after(minutes=180), lasted=timedelta(minutes=160), witnessed=True)
    assert tale.read(used(88, after(hours=3))) == []


@each_row(
    ("watch", "told"),
    [
        (Watch(id=1, guild=5, channel=1), False),
        (Watch(id=1, guild=5, channel=1, quota=90), False),
        (Watch(id=1, guild=5, channel=1, quota=80, tell=Tell.HEALTH), True),
        (Watch(id=1, guild=5, channel=1, quota=80, tell=Tell.PROVIDER), True),
        (Watch(id=1, guild=5, channel=1, quota=80, provider="minimax", account="a"), True),
        (Watch(id=1, guild=5, channel=1, quota=80, provider="minimax", account="b"), False),
        (Watch(id=1, guild=5, channel=1, quota=80, provider="kling"), False),
    ],
)
def test_who_hears_of_quotas(watch: Watch, *, told: bool) -> None:
    tale = Accounts(watch)
    tale.kinds = frozenset({TopicKind.QUOTA_USED})
    tale.read(used(12))
    assert bool(tale.read(used(85))) is told


def test_much_that_was_used_before_a_watch_came_is_learnt_and_not_told() -> None:
    tale = Accounts(Watch(id=1, guild=5, channel=1, quota=80))
    tale.kinds = frozenset({TopicKind.QUOTA_USED})
    assert tale.read(used(85)) == []
