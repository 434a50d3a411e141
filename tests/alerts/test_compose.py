"""What a look owes: one alert for each channel that listens, with a key of its own."""

from datetime import timedelta

from bot.alerts.alert import News, Outage, Room, What
from bot.alerts.compose import about_accounts, about_outage
from bot.alerts.watch import Watch, When
from bot.capacity.changes import Reason, Verdict
from bot.capacity.health import Failing, Returned
from bot.capacity.known import State
from bot.capacity.snapshot import Account, Snapshot
from tests.moments import NOON, after

FULL = Account(name="a", state=State.FULL, free=0, limit=5, running=5, inferred=True)
FREE = Account(name="b", state=State.FREE, free=2, limit=3, running=1)
BECAME_FULL = Verdict(account=FULL, reason=Reason.BECAME_FULL, lasted=timedelta(hours=1), lasted_witnessed=True)
FREED = Verdict(account=FREE, reason=Reason.FREED, lasted=timedelta(minutes=12), lasted_witnessed=True)
HERE = Watch(id=1, guild=5, channel=1, role=7)


def snapshot(*accounts: Account) -> Snapshot:
    return Snapshot(provider="minimax", at=NOON, accounts=accounts)


def test_full_names_the_account_its_slots_and_where_there_is_room_and_pings() -> None:
    (alert,) = about_accounts(snapshot(FREE, FULL), (BECAME_FULL,), (HERE,))

    assert (alert.channel, alert.roles, alert.provider, alert.at) == (1, (7,), "minimax", NOON)
    assert alert.news == (News(account="a", what=What.FULL, in_use=5, limit=5, inferred=True),)
    assert alert.room == (Room(account="b", free=2),)


def test_freed_tells_how_long_it_was_full_and_pings_nobody() -> None:
    (alert,) = about_accounts(snapshot(FREE), (FREED,), (HERE,))

    assert alert.roles == ()
    assert alert.news == (
        News(account="b", what=What.FREED, in_use=1, limit=3, lasted=timedelta(minutes=12), lasted_witnessed=True),
    )


def test_changes_of_one_look_are_one_alert_with_full_ones_first() -> None:
    (alert,) = about_accounts(snapshot(FREE, FULL), (FREED, BECAME_FULL), (HERE,))

    assert [one.what for one in alert.news] == [What.FULL, What.FREED]
    assert alert.roles == (7,)


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
    watches = (HERE, Watch(id=2, guild=5, channel=2))
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

    assert (begun.roles, begun.outage) == ((), Outage(over=False, sentence="It is down.", since=NOON))
    assert (over.roles, over.outage) == ((), Outage(over=True, lasted=timedelta(minutes=9)))


def test_a_watch_hears_what_it_asked_for_and_nothing_else() -> None:
    asked = {
        1: Watch(id=1, guild=5, channel=1),
        2: Watch(id=2, guild=5, channel=2, provider="kling"),
        3: Watch(id=3, guild=5, channel=3, provider="minimax", account="a"),
        4: Watch(id=4, guild=5, channel=4, when=When.FREED),
        5: Watch(id=5, guild=5, channel=5, account="b", provider="minimax", when=When.FULL),
    }

    alerts = about_accounts(snapshot(FREE, FULL), (FREED, BECAME_FULL), asked.values())

    heard = {alert.channel: [(one.account, one.what) for one in alert.news] for alert in alerts}
    assert heard == {
        1: [("a", What.FULL), ("b", What.FREED)],
        3: [("a", What.FULL)],
        4: [("b", What.FREED)],
    }


def test_watches_of_one_channel_share_one_message_and_ping_each_role_once() -> None:
    watches = (
        Watch(id=1, guild=5, channel=1, role=7, provider="minimax", account="a"),
        Watch(id=2, guild=5, channel=1, role=8, provider="minimax", account="b"),
        Watch(id=3, guild=5, channel=1, role=7),
        Watch(id=4, guild=5, channel=1, role=9, when=When.FREED),
    )

    (alert,) = about_accounts(snapshot(FREE, FULL), (FREED, BECAME_FULL), watches)

    assert [one.account for one in alert.news] == ["a", "b"]
    assert alert.roles == (7,)


def test_an_outage_is_told_to_those_who_listen_to_the_provider_once_for_each_channel() -> None:
    watches = (
        Watch(id=1, guild=5, channel=1, provider="minimax"),
        Watch(id=2, guild=5, channel=1, provider="minimax", account="a"),
        Watch(id=3, guild=5, channel=2, provider="kling"),
        Watch(id=4, guild=5, channel=3),
    )

    alerts = about_outage("minimax", Returned(lasted=timedelta()), NOON, watches)

    assert [alert.channel for alert in alerts] == [1, 3]
