"""A walk past every statement of a store; what it is answered on its way must be the same on both databases."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

from msgspec import structs

from bot.accounts.account_labels import AccountLabel
from bot.accounts.failure_streak import FailureStreak
from bot.accounts.job import JobKind
from bot.accounts.roster import AccountState
from bot.alerts.alert import Cause, Greeting
from bot.alerts.decide_for_channel import Unsent
from bot.alerts.waiter_notice import Outcome
from bot.boards.board_content import BoardContent
from bot.boards.board_registry import Board
from bot.history.duration_curve import JobObservation
from bot.history.history_recorder import HistoryAddition
from bot.history.job_tracking import TrackedJob
from bot.history.state_changes import StateChange
from bot.polling.found_provider import FoundBy, FoundProvider
from bot.storage.database import Store
from bot.subscriptions.mute import Mute
from bot.subscriptions.topics_and_conditions import Condition
from bot.subscriptions.watch import Watch
from bot.waitlist.offer_answers import decline_offer
from bot.waitlist.offer_order import offer_free_slots
from bot.waitlist.waitlist_membership import leave
from tests.moments import NOON, UP, after
from tests.storage.records import (
    AWKWARD,
    CHANNEL,
    FIRST_SEEN,
    FULL,
    MESSAGE,
    MUTED,
    OTHER_CHANNEL,
    alert,
    evaluation_with,
    flapping_state,
    freed,
    oldest,
    state,
    tell,
)
from tests.storage.shared_failures import look
from tests.storage.test_report_store import SCHEDULE, report
from tests.storage.test_watch_store import ODD, PLAIN
from tests.waitlist.made import look as free_slots
from tests.waitlist.made import waiter

LONG_AGO, LATER = after(days=-1), after(days=9)


async def walk(store: Store) -> AsyncIterator[object]:
    """Yield all that an empty store answers, from its first row to the deletion of all that is old."""
    parts = (
        _providers,
        _deliveries,
        _refusals,
        _shared_failures,
        _messages,
        _boards,
        _waiters,
        _watches_and_mutes,
        _reports,
        _history,
        _labels_and_marks,
        _deletions,
    )
    for part in parts:
        async for answer in part(store):
            yield part.__name__, answer
        yield part.__name__, await store.outbox_statistics(LONG_AGO), await store.backlog()


async def _providers(store: Store) -> AsyncIterator[object]:
    odd = structs.replace(FULL, account=AWKWARD, limit=10**30)
    elsewhere = state(channel=OTHER_CHANNEL, announced_in=None)
    first = evaluation_with(
        *(FULL, FIRST_SEEN, odd),
        streak=FailureStreak(failures=3, since=after(microseconds=9), watched_until=after(seconds=60)),
        looked_at=NOON,
        alert_states=[state(), flapping_state("first"), elsewhere],
        alerts=[alert(), alert("second"), alert("other", OTHER_CHANNEL)],
        unsent=[Unsent(alert=alert("withheld"), withheld=MUTED)],
        amendments=[freed("second")],
    )
    await store.save_evaluation("minimax", first, NOON)
    await store.save_evaluation("kling", evaluation_with(FULL), NOON)
    yield await store.load_memory("minimax")
    changed = replace(state(), announced=Condition.FREED, observed_after=None)
    await store.save_evaluation("minimax", evaluation_with(odd, alert_states=[changed], ended=[elsewhere]), NOON)
    yield [await store.load_memory(name) for name in ("minimax", "kling", "never seen")]
    kling = FoundProvider(name="kling", found_by=FoundBy.ACCOUNT_LIST, found_at=NOON, missing_since=after(hours=1))
    for found in (kling, replace(kling, name="minimax"), replace(kling, missing_since=None)):
        await store.found.save_found(found)
    await store.found.delete_found("minimax")
    yield await store.found.found_providers(), await store.found.remembered_providers()


async def _deliveries(store: Store) -> AsyncIterator[object]:
    yield await store.outbox.owed_channels(), await store.outbox.oldest_owed(CHANNEL)
    await store.outbox.owe([alert(), alert("new")], NOON)
    owed = await oldest(store)
    await store.outbox.note_attempt(owed.id, owed.version, NOON, UP)
    yield await oldest(store), await store.outbox.withdraw(owed.id, owed.version, NOON)
    await store.outbox.note_unsent(owed.id)
    yield await oldest(store)
    await store.outbox.note_attempt(owed.id, owed.version, after(seconds=1))
    await store.outbox.mark_delivered(owed.id, MESSAGE, after(seconds=2))
    second = await oldest(store)
    yield await store.outbox.withdraw(second.id, second.version, NOON), await store.outbox.owed_channels()
    await store.outbox.give_up((await oldest(store)).id, AWKWARD, after(seconds=3))
    yield [await store.outbox.delivery_status(key) for key in ("first", "second", "new", "never stored")]
    yield await store.alerts.find("FIRST"), await store.alerts.find("with"), await store.alerts.get("new")
    yield await store.alerts.recent([CHANNEL, OTHER_CHANNEL], 3), await store.alerts.recent([], 3)
    yield await store.alerts.by_message(CHANNEL, MESSAGE), await store.alerts.by_message(OTHER_CHANNEL, MESSAGE)


async def _refusals(store: Store) -> AsyncIterator[object]:
    hello = replace(alert("hello"), content=Greeting(providers=()))
    yield [await store.outbox.owe_greeting(hello, NOON) for _ in range(2)]
    await store.outbox.give_up((await oldest(store)).id, "Missing Access", NOON, undelivered=True)
    yield await store.outbox.owe_greeting(replace(hello, key="hello again"), NOON)
    told = state("told", announced_in="a")
    await store.outbox.note_attempt((await oldest(store)).id, 1, NOON)
    await store.save_evaluation("kling", evaluation_with(alert_states=[told], alerts=[alert("a"), alert("b")]), NOON)
    yield await store.outbox.fold(CHANNEL, Cause.LATE, after(minutes=31))
    await store.outbox.mark_delivered((await oldest(store)).id, None, NOON)
    await store.outbox.give_up((await oldest(store)).id, "Missing Access", NOON, undelivered=True)
    yield await store.load_memory("kling"), await store.alerts.get("a")


async def _shared_failures(store: Store) -> AsyncIterator[object]:
    await look(store, "minimax")
    await store.outbox.mark_delivered((await oldest(store, 1)).id, 1, NOON)
    await look(store, "kling")
    yield await store.outbox.join_shared(1, NOON), await store.outbox.oldest_owed(1)
    yield await store.messages.outdated(1), await store.alerts.get("klingsilent")


async def _messages(store: Store) -> AsyncIterator[object]:
    (number,) = await tell(store, alert("told"))
    mute = Mute(id=1, guild=5, channel=1, by=2**62, until=after(hours=1))
    for muted in (mute, None):
        await store.messages.note_muted("told", muted)
        yield await store.messages.outdated_channels(), await store.messages.outdated(CHANNEL)
    await store.messages.note_edit(number, after(seconds=4), UP)
    yield await store.messages.outdated(CHANNEL), await store.alerts.get("told")
    await store.messages.mark_edited(number, 2)
    yield await store.messages.outdated(CHANNEL)
    yield await store.messages.replace_message(number, 3, NOON), await store.messages.outdated(CHANNEL)


async def _boards(store: Store) -> AsyncIterator[object]:
    made = Board(id=0, guild=2**62, channel=CHANNEL, by=1, providers=("minimax", "kling"))
    number, other = [await store.boards.add(one, [], NOON) for one in (made, replace(made, providers=()))]
    yield await store.boards.all(), await store.boards.messages([number, other]), await oldest(store)
    await store.outbox.give_up((await oldest(store)).id, "gone", NOON)
    await store.outbox.mark_delivered((await oldest(store)).id, MESSAGE, NOON)
    await store.boards.set_contents([BoardContent(id=one, parts=()) for one in (number, other)], after(seconds=15))
    yield await store.messages.outdated(CHANNEL), await oldest(store)
    (message, *_) = await store.messages.outdated(CHANNEL)
    yield await store.messages.replace_message(message.id, message.version, after(seconds=16))
    await store.boards.remove(number, 7, NOON)
    yield await store.boards.removed(number), await store.boards.removed(other)
    yield await store.boards.restore(replace(made, id=number), [], NOON), await store.boards.all()
    await store.boards.remove(number, 7, NOON)


async def _waiters(store: Store) -> AsyncIterator[object]:
    line = [waiter(account=AWKWARD, guild=2**62), waiter(member=8), waiter(provider="kling")]
    numbers = [await store.waiters.add_waiter(one, lambda _: None) for one in line]
    at, looked = after(minutes=1), free_slots(after(minutes=1), a=1)
    yield await store.waiters.decide(lambda those: offer_free_slots(those, looked), at, provider="minimax")
    yield await store.waiters.waiters(), await store.backlog()
    yield await store.waiters.waited("minimax", NOON, after(hours=1))
    (key,) = [one.offer.key for one in await store.waiters.waiters() if one.offer is not None]
    yield await store.waiters.find_by_offer(key), await store.waiters.find_by_offer("none")
    yield await store.waiters.decide(lambda those: decline_offer(those, key, at, None), at)
    yield await store.waiters.decide(lambda those: leave(those, numbers[2], at), at)
    back = waiter(numbers[2], provider="kling", outcome=Outcome.CANCELLED, over_at=NOON)
    yield await store.waiters.readmit_waiter(numbers[2], lambda _, others: replace(back, member=len(others)))
    yield await store.waiters.waiters(), await store.alerts.get(key)


async def _watches_and_mutes(store: Store) -> AsyncIterator[object]:
    watches: list[Watch] = [PLAIN, ODD]
    number, other = [await store.watches.add(one) for one in watches]
    await store.watches.change(replace(ODD, id=number))
    await store.watches.remove(other)
    yield await store.watches.all(), await store.watches.removed(other)
    yield await store.watches.restore(other), await store.watches.restore(other)
    await store.watches.remove(other)
    mute = Mute(id=0, guild=2**62, channel=1, by=1, until=after(hours=1))
    for one in (mute, replace(mute, provider="minimax", account=AWKWARD, alert="abcd"), replace(mute, by=2)):
        yield await store.mutes.add(one)
    (first, *_) = await store.mutes.all()
    await store.mutes.remove(first.id)
    yield await store.mutes.all()
    await store.delete_ended(after(hours=2))
    yield await store.mutes.all()


async def _reports(store: Store) -> AsyncIterator[object]:
    due, removed = [replace(SCHEDULE, id=await store.reports.add(SCHEDULE)) for _ in range(2)]
    later = SCHEDULE.due_after(NOON)
    yield [await store.reports.owe_report(due, report(due), later, NOON) for _ in range(2)]
    await store.reports.remove(removed.id)
    yield await store.reports.all(), await store.reports.removed(removed.id)
    yield await store.reports.restore(removed.id, removed), await store.reports.all()


async def _history(store: Store) -> AsyncIterator[object]:
    free = StateChange(account=AWKWARD, at=NOON, state=AccountState.FREE, in_use=1, total=10**400)
    gone = replace(free, at=after(minutes=1), state=None, in_use=None, total=None)
    seen = {"started": LONG_AGO, "first_seen": NOON, "last_seen": NOON}
    runs = TrackedJob(id=AWKWARD, kind=JobKind.VIDEO, account=None, takes_slot=True, **seen)
    span = timedelta(days=9, microseconds=1)
    ended = JobObservation(kind=JobKind.VIDEO, account=AWKWARD, entry_age=span, exit_age=span, ended=True, at=NOON)
    lost = replace(ended, account=None, kind=JobKind.MUSIC, ended=False, exit_age=timedelta(minutes=1))
    for changes in ((free, gone), (gone,)):
        everything = HistoryAddition(changes=changes, running=(runs,), gone=("other",), observations=(ended, lost))
        await store.history.add("minimax", everything)
    yield await store.history.load("minimax"), await store.history.load("kling")
    for account in (None, AWKWARD):
        yield await store.history.state_changes("minimax", account, after(seconds=1))
        yield await store.history.finished_jobs("minimax", account, LONG_AGO)
    await store.history.delete_old_history(LATER)
    yield await store.history.load("minimax")


async def _labels_and_marks(store: Store) -> AsyncIterator[object]:
    shown = replace(state(), open_alert="told")
    await store.save_evaluation("minimax", evaluation_with(alert_states=[shown]), NOON)
    for text in ("first", AWKWARD[:32]):
        await store.labels.set_label(AccountLabel(provider="minimax", account=AWKWARD, label=text))
    yield await store.labels.labels(), await store.messages.outdated(CHANNEL)
    await store.labels.remove_label("minimax", AWKWARD)
    yield await store.labels.labels(), await store.messages.outdated(CHANNEL)
    keys = [await store.mark_key() for _ in range(2)]
    yield len(keys[0]), keys[0] == keys[1], await store.revision()
    for digest in ("aaa", "bbb"):
        await store.note_sync("guild 1", digest)
    yield await store.synced("guild 1"), await store.synced("guild 2")


async def _deletions(store: Store) -> AsyncIterator[object]:
    await store.delete_ended(LATER)
    await store.waiters.delete_old_waiters(LATER)
    yield await store.waiters.waiters(), await store.delete_old_alerts(LATER)
    yield await store.alerts.recent([CHANNEL, OTHER_CHANNEL, 1], 99), await store.boards.all()
