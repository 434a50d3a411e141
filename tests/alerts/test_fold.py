"""Alerts that waited too long: what is true now, and how often it changed."""

from datetime import timedelta

from bot.alerts.alert import Alert, News, Outage, Room, What
from bot.alerts.fold import fold
from tests.moments import after


def alert(minute: int, *news: News, roles: tuple[int, ...] = (), outage: Outage | None = None) -> Alert:
    room = (Room(account="free", free=minute),) if news else ()
    at = after(minutes=minute)
    return Alert(
        key=f"key-{minute}", channel=1, provider="minimax", at=at, roles=roles, news=news, room=room, outage=outage
    )


def full(account: str) -> News:
    return News(account=account, what=What.FULL, in_use=2, limit=2)


def freed(account: str) -> News:
    return News(account=account, what=What.FREED, in_use=1, limit=2, lasted=timedelta(minutes=1))


def test_each_account_is_told_once_as_it_was_last_with_the_number_of_its_changes() -> None:
    folded = fold((alert(1, full("a")), alert(2, freed("a"), full("b")), alert(3, full("a")), alert(4, full("c"))))

    told = [(news.account, news.what, news.changes) for news in folded.news]
    assert told == [("a", What.FULL, 3), ("b", What.FULL, 1), ("c", What.FULL, 1)]
    assert (folded.channel, folded.provider, folded.at) == (1, "minimax", after(minutes=4))
    assert folded.room == (Room(account="free", free=4),)


def test_full_ones_come_first() -> None:
    folded = fold((alert(1, freed("a")), alert(2, full("b"))))

    assert [news.account for news in folded.news] == ["b", "a"]


def test_roles_are_pinged_for_what_is_full_now_and_for_nothing_else() -> None:
    assert fold((alert(1, full("a"), roles=(7,)), alert(2, freed("a")))).roles == ()
    assert fold((alert(1, full("a"), roles=(7,)), alert(2, full("b"), roles=(8, 7)))).roles == (7, 8)


def test_an_outage_is_told_as_it_was_last() -> None:
    begun, over = Outage(over=False, sentence="down"), Outage(over=True, lasted=timedelta(hours=1))

    folded = fold((alert(1, outage=begun), alert(2, outage=over), alert(3, full("a"))))

    assert folded.outage == over
    assert folded.room == (Room(account="free", free=3),)


def test_what_is_folded_again_keeps_counting_and_has_a_key_of_its_own() -> None:
    once = fold((alert(1, full("a")), alert(2, freed("a"))))
    twice = fold((once, alert(3, full("a"))))

    assert [news.changes for news in twice.news] == [3]
    keys = {"key-1", "key-2", "key-3", once.key, twice.key}
    assert len(keys) == 5
    assert all(len(key) <= 25 for key in keys)
    assert fold((alert(1, full("a")), alert(2, freed("a")))).key == once.key
