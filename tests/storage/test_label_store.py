"""Labels of accounts in the database, and the messages that name them."""

from collections.abc import Sequence
from dataclasses import replace

from bot.accounts.account_labels import AccountLabel, AccountLabels
from bot.accounts.job import JobKind
from bot.alerts.alert import Alert, Part, Room
from bot.alerts.news import Details, News, RunningJob
from bot.alerts.waiter_notice import NoticeKind, OfferedSlots, Outcome, WaiterNotice
from bot.storage.database import Store
from bot.subscriptions.topics_and_conditions import Condition, account_topic
from bot.waitlist.waiter_and_offer import Offer, Waiter
from bot.waitlist.waitlist_storage import WaitlistUpdate
from tests.moments import NOON, after
from tests.rows import each_row
from tests.storage.records import AWKWARD, CHANNEL, MESSAGE, alert, evaluation_with, oldest, state
from tests.waitlist.made import waiter

FIRST = AccountLabel(provider="minimax", account=AWKWARD, label=AWKWARD[:32])
OTHERS = (
    AccountLabel(provider="kling", account=AWKWARD, label="b"),
    AccountLabel(provider="minimax", account="x" * 5000, label="c"),
)


async def test_of_an_account_the_newest_label_counts_until_it_is_removed(store: Store) -> None:
    changed = replace(FIRST, label="studio-a")
    for label in (FIRST, *OTHERS, changed):
        await store.labels.set_label(label)
    assert set(await store.labels.labels()) == {changed, *OTHERS}
    await store.labels.remove_label("minimax", AWKWARD)
    await store.labels.remove_label("minimax", "nobody")
    assert set(await store.labels.labels()) == set(OTHERS)


def label(text: str, account: str = "1") -> AccountLabel:
    return AccountLabel(provider="minimax", account=account, label=text)


async def test_a_stored_label_takes_the_place_of_the_settings_until_it_is_removed(store: Store) -> None:
    labels = AccountLabels(store.labels, {"minimax/1": "first", "kling/1": "other"})
    await labels.set(label("second"))
    await labels.set(label("new", "2"))
    assert dict(labels) == {"minimax/1": "second", "kling/1": "other", "minimax/2": "new"}
    assert len(labels) == 3
    assert (labels.stored("minimax", "1"), labels.stored("kling", "1")) == ("second", None)
    assert labels.of_provider("minimax") == {"1": "second", "2": "new"}

    restarted = AccountLabels(store.labels, {"minimax/1": "first"})
    assert dict(restarted) == {"minimax/1": "first"}
    await restarted.load()
    assert dict(restarted) == {"minimax/1": "second", "minimax/2": "new"}
    for account in ("1", "2"):
        await restarted.remove("minimax", account)
    assert dict(restarted) == {"minimax/1": "first"}


async def _tell(store: Store) -> None:
    """Store an alert about the awkward account and another, which stays open, and mark it as delivered."""
    told = replace(state(), open_alert="first")
    await store.save_evaluation("minimax", evaluation_with(alert_states=[told], alerts=[alert()]), NOON)
    await store.outbox.mark_delivered((await oldest(store)).id, MESSAGE, NOON)


async def test_messages_that_name_an_account_are_edited_once_it_is_called_otherwise(store: Store) -> None:
    await _tell(store)
    for change in (store.labels.set_label(FIRST), store.labels.remove_label("minimax", AWKWARD)):
        await change
        (outdated,) = await store.messages.outdated(CHANNEL)
        assert outdated.alert == replace(alert(), told_at=NOON)
        await store.messages.mark_edited(outdated.id, outdated.version)
        assert await store.messages.outdated(CHANNEL) == ()


async def test_other_messages_stay_as_they_are(store: Store) -> None:
    """They do not name the account, or one of another provider of that name, or what they tell of is over."""
    await _tell(store)
    for label in (replace(FIRST, account="another"), replace(FIRST, provider="kling")):
        await store.labels.set_label(label)
        assert await store.messages.outdated(CHANNEL) == ()
    over = replace(state(), open_alert=None)
    await store.save_evaluation("minimax", evaluation_with(alert_states=[over]), NOON)
    await store.labels.set_label(FIRST)
    assert await store.messages.outdated(CHANNEL) == ()


@each_row(
    ("ended", "label", "edited"),
    [
        (None, FIRST, 1),
        (None, AccountLabel(provider="kling", account=AWKWARD, label="b"), 0),
        (None, AccountLabel(provider="minimax", account="another", label="b"), 0),
        (Outcome.PASSED, FIRST, 0),
        (Outcome.TAKEN, FIRST, 0),
    ],
    ids=["open", "of another provider", "of another account", "over", "taken"],
)
async def test_an_open_offer_is_edited_once_its_account_is_called_otherwise(
    store: Store, ended: Outcome | None, label: AccountLabel, edited: int
) -> None:
    notice = WaiterNotice(
        kind=NoticeKind.OFFER,
        waiter=1,
        member=9,
        provider="minimax",
        asked_at=NOON,
        offered=(OfferedSlots(account=AWKWARD, slots=1, free=1),),
    )
    told = Alert(key="offer", channel=CHANNEL, at=NOON, content=notice)
    number = await store.waiters.add_waiter(waiter(), lambda _: None)
    offered = waiter(number, offer=Offer(key="offer", slots=notice.offered, at=NOON))

    def offer(_: Sequence[Waiter]) -> WaitlistUpdate:
        return WaitlistUpdate(changed=(offered,), alerts=(told,))

    def end(_: Sequence[Waiter]) -> WaitlistUpdate:
        assert ended is not None
        over_at = None if ended is Outcome.TAKEN else NOON
        return WaitlistUpdate(changed=(replace(offered, outcome=ended, over_at=over_at),), closed={"offer": ended})

    await store.waiters.decide(offer, NOON)
    await store.outbox.mark_delivered((await oldest(store)).id, MESSAGE, after(seconds=5))
    if ended is not None:
        await store.waiters.decide(end, NOON)
        (closed,) = await store.messages.outdated(CHANNEL)
        await store.messages.mark_edited(closed.id, closed.version)
    await store.labels.set_label(label)
    outdated = await store.messages.outdated(CHANNEL)
    assert [one.alert for one in outdated] == [replace(told, told_at=after(seconds=5))] * edited
    await store.delete_old_alerts(after(days=9))
    await store.waiters.delete_old_waiters(after(days=9))


def test_an_account_is_named_as_what_is_told_of_as_room_and_as_what_runs_a_job() -> None:
    running = RunningJob(kind=JobKind.VIDEO, started=NOON, account="c")
    full = News(topic=account_topic("a"), what=Condition.FULL, since=NOON, details=Details(longest=running))
    part = Part(provider="minimax", at=NOON, news=(full,), room=(Room(account="b", free=1),))
    assert [part.names(account) for account in ("a", "b", "c", "d")] == [True, True, True, False]
