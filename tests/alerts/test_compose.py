"""What a look owes: one alert for each channel that listens, with a key of its own."""

from datetime import timedelta

from bot.alerts.alert import News, Outage, Room, What
from bot.alerts.compose import Watch, about_accounts, about_outage
from bot.capacity.changes import Reason, Verdict
from bot.capacity.health import Failing, Returned
from bot.capacity.known import State
from bot.capacity.snapshot import Account, Snapshot
from tests.moments import NOON, after

FULL = Account(name="a", state=State.FULL, free=0, limit=5, running=5, inferred=True)
FREE = Account(name="b", state=State.FREE, free=2, limit=3, running=1)
BECAME_FULL = Verdict(account=FULL, reason=Reason.BECAME_FULL, lasted=timedelta(hours=1), lasted_witnessed=True)
FREED = Verdict(account=FREE, reason=Reason.FREED, lasted=timedelta(minutes=12), lasted_witnessed=True)
HERE = Watch(channel=1, role=7)


def snapshot(*accounts: Account) -> Snapshot:
    return Snapshot(provider="minimax", at=NOON, accounts=accounts)


def test_full_names_the_account_its_slots_and_where_there_is_room_and_pings() -> None:
    (alert,) = about_accounts(snapshot(FREE, FULL), (BECAME_FULL,), (HERE,))

    assert (alert.channel, alert.role, alert.provider, alert.at) == (1, 7, "minimax", NOON)
    assert alert.news == (News(account="a", what=What.FULL, in_use=5, limit=5, inferred=True),)
    assert alert.room == (Room(account="b", free=2),)


def test_freed_tells_how_long_it_was_full_and_pings_nobody() -> None:
    (alert,) = about_accounts(snapshot(FREE), (FREED,), (HERE,))

    assert alert.role is None
    assert alert.news == (
        News(account="b", what=What.FREED, in_use=1, limit=3, lasted=timedelta(minutes=12), lasted_witnessed=True),
    )


def test_changes_of_one_look_are_one_alert_with_full_ones_first() -> None:
    (alert,) = about_accounts(snapshot(FREE, FULL), (FREED, BECAME_FULL), (HERE,))

    assert [one.what for one in alert.news] == [What.FULL, What.FREED]
    assert alert.role == 7


def test_what_is_not_told_owes_nothing() -> None:
    still = Verdict(account=FULL, reason=Reason.STILL_FULL)

    assert about_accounts(snapshot(FULL), (still,), (HERE,)) == ()


def test_without_anyone_listening_nothing_is_owed() -> None:
    assert about_accounts(snapshot(FULL), (BECAME_FULL,), ()) == ()


def test_at_most_three_accounts_with_room_are_named() -> None:
    free = [Account(name=f"free-{n}", state=State.FREE, free=9 - n) for n in range(5)]

    (alert,) = about_accounts(snapshot(*free, FULL), (BECAME_FULL,), (HERE,))

    assert [room.account for room in alert.room] == ["free-0", "free-1", "free-2"]


def test_keys_are_stable_distinct_and_short_enough_for_a_nonce() -> None:
    seen = snapshot(FREE, FULL)
    watches = (HERE, Watch(channel=2))
    alerts = about_accounts(seen, (BECAME_FULL,), watches)
    again = about_accounts(seen, (BECAME_FULL,), watches)
    later = about_accounts(
        Snapshot(provider="minimax", at=after(seconds=30), accounts=seen.accounts), (BECAME_FULL,), watches
    )
    outage = about_outage("minimax", Returned(lasted=timedelta()), NOON, watches)

    assert [alert.key for alert in alerts] == [alert.key for alert in again]
    keys = {alert.key for alert in (*alerts, *later, *outage)}
    assert len(keys) == 6
    assert all(len(key) <= 25 for key in keys)


def test_an_outage_and_its_end_ping_nobody() -> None:
    (begun,) = about_outage("kling", Failing(sentence="It is down.", since=NOON), after(minutes=2), (HERE,))
    (over,) = about_outage("kling", Returned(lasted=timedelta(minutes=9)), after(minutes=9), (HERE,))

    assert (begun.role, begun.outage) == (None, Outage(over=False, sentence="It is down.", since=NOON))
    assert (over.role, over.outage) == (None, Outage(over=True, lasted=timedelta(minutes=9)))
