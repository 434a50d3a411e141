"""Records to store."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from msgspec import structs

from bot.accounts.failure_streak import FailureStreak
from bot.accounts.provider_answer import AccountHealth, QuotaWindow
from bot.accounts.roster import AccountState, RosterEntry
from bot.alerts.alert import Alert, Cause, Changes, Digest, Part, Room
from bot.alerts.alert_amendment import Amendment
from bot.alerts.alert_state import AlertState, Flapping, ProviderMemory
from bot.alerts.decide_for_channel import Unsent
from bot.alerts.evaluate_look import Evaluation
from bot.alerts.news import Closed, Details, Flaps, News, Withheld, WithheldBecause
from bot.delivery.stored_alerts import OwedAlert
from bot.storage.database import Store
from bot.storage.provider_rows import NAMED_AT_LAG
from bot.subscriptions.mute import Mute
from bot.subscriptions.topics_and_conditions import PROVIDER, Condition, account_topic
from tests.moments import NOON, after

AWKWARD = "nul \0 surrogates \ud800 \udfff backslash \\0000 \\ quotes '\" emoji \U0001f3ac bidi \u202e end"
"""Text that one database or the other refuses, or that looks like the way we store such text."""

CHANNEL, OTHER_CHANNEL = 2**63 - 1, 7

MESSAGE = 2**63 - 1

FULL = RosterEntry(
    account="200300",
    last_seen=NOON,
    limit=3,
    fault="sign in again",
    health=AccountHealth(
        session_ends=after(days=3),
        renewed_by_person=True,
        quota=(QuotaWindow(name="5h", used_percent=63.11, resets_at=after(hours=2)),),
    ),
    settled=AccountState.FULL,
    since=after(minutes=-5, microseconds=1),
    since_witnessed=True,
)
FIRST_SEEN = RosterEntry(account="200400", last_seen=NOON)

MUTED = Withheld(why=WithheldBecause.MUTED, until=after(hours=1), by=2**62)


def roster(*accounts: RosterEntry) -> dict[str, RosterEntry]:
    """Key accounts by their names."""
    return {known.account: known for known in accounts}


def read_back(*accounts: RosterEntry) -> dict[str, RosterEntry]:
    """Expect accounts as they are recalled: named somewhat later than they were."""
    return roster(*(structs.replace(known, last_seen=known.last_seen + NAMED_AT_LAG) for known in accounts))


def by_topic(*alert_states: AlertState) -> dict[object, AlertState]:
    """Key alert_states by their channels and topics."""
    return {(one.channel, one.topic): one for one in alert_states}


def evaluation_with(
    *accounts: RosterEntry,
    streak: FailureStreak | None = None,
    looked_at: datetime | None = None,
    alert_states: Sequence[AlertState] = (),
    ended: Sequence[AlertState] = (),
    alerts: Sequence[Alert] = (),
    unsent: Sequence[Unsent] = (),
    amendments: Sequence[Amendment] = (),
) -> Evaluation:
    """Return what follows from a look."""
    return Evaluation(
        remembered=ProviderMemory(roster=roster(*accounts), streak=streak or FailureStreak(), looked_at=looked_at),
        alert_states=tuple(alert_states),
        ended=tuple(ended),
        alerts=tuple(alerts),
        unsent=tuple(unsent),
        amendments=tuple(amendments),
    )


def alert(key: str = "first", channel: int = CHANNEL) -> Alert:
    """Make an alert with every field filled; it tells of an account with an awkward name, and of one other."""
    return Alert(
        key=key,
        channel=channel,
        at=after(microseconds=7),
        roles=(2**62,),
        content=Changes(
            parts=(
                Part(
                    provider="minimax",
                    at=after(microseconds=7),
                    news=(
                        News(
                            topic=account_topic(AWKWARD),
                            what=Condition.FULL,
                            since=NOON,
                            details=Details(in_use=3, limit=None, inferred=True),
                            before=Condition.FREED,
                            hold=timedelta(seconds=60),
                            withheld=MUTED,
                        ),
                        News(
                            topic=account_topic("200400"),
                            what=Condition.FREED,
                            since=NOON,
                            details=Details(in_use=10**30, limit=2**70),
                            lasted=timedelta(days=400, microseconds=1),
                            lasted_witnessed=True,
                            changes=7,
                            flaps=Flaps(changes=7, since=after(minutes=-9), over=after(minutes=-1)),
                        ),
                        News(
                            topic=PROVIDER,
                            what=Condition.SILENT,
                            since=NOON,
                            details=Details(sentence="it rests"),
                            closed=Closed(at=NOON),
                        ),
                    ),
                    room=(Room(account="200500", free=2),),
                    free=2,
                    total=2**70,
                    digest=Digest(cause=Cause.AWAY, since=after(hours=-1)),
                ),
            )
        ),
        gathers_until=after(seconds=35),
        muted=Mute(id=1, guild=5, channel=1, by=2**62, until=after(hours=1)),
    )


def state(account: str = AWKWARD, *, channel: int = CHANNEL, announced_in: str | None = "first") -> AlertState:
    """Make a state with every field filled, whose channel was told of it in one alert."""
    return AlertState(
        channel=channel,
        topic=account_topic(account),
        announced=Condition.FULL,
        current=Condition.FULL,
        current_since=after(minutes=-5, microseconds=1),
        current_witnessed=True,
        current_after=after(minutes=-45),
        previous_since=after(hours=-5),
        previous_witnessed=True,
        observed=Condition.FREED,
        observed_since=NOON,
        observed_after=after(minutes=-4),
        unannounced_changes=3,
        change_times=(after(minutes=-9), after(minutes=-5)),
        announced_in=announced_in,
        open_alert=announced_in,
        withheld=MUTED,
    )


def flapping_state(key: str) -> AlertState:
    """Make the state of an account that keeps changing, which one alert counts."""
    return replace(
        state("200400"),
        announced_in=key,
        open_alert=None,
        flapping=Flapping(key=key, flaps=Flaps(changes=6, since=NOON)),
    )


def freed(key: str, what: Closed | None = None) -> Amendment:
    """Amend what an alert of ours says of the account with the awkward name: it was freed a minute after noon."""
    closed = Closed(at=after(minutes=1), lasted=timedelta(minutes=1), witnessed=True)
    return Amendment(key=key, provider="minimax", topic=account_topic(AWKWARD), at=NOON, change=what or closed)


def closing(of: Alert) -> Closed | None:
    """Return the amendment that ends the incident of the account with the awkward name."""
    (news,) = (news for part in of.parts for news in part.news if news.topic == account_topic(AWKWARD))
    return news.closed


async def oldest(store: Store, channel: int = CHANNEL) -> OwedAlert:
    """Expect a channel to be owed something, and give the oldest."""
    owed = await store.outbox.oldest_owed(channel)
    assert owed is not None
    return owed


async def tell(store: Store, *alerts: Alert, message_id: int | None = MESSAGE, at: datetime = NOON) -> list[int]:
    """Owe alerts and tell them; give their numbers."""
    await store.outbox.owe(alerts, NOON)
    numbers = []
    for one in alerts:
        owed = await oldest(store, one.channel)
        await store.outbox.mark_delivered(owed.id, message_id, at)
        numbers.append(owed.id)
    return numbers
