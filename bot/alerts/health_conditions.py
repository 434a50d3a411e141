"""The condition of accounts' health in one look: which can't be used, have no credits, or must be signed in again.

Only trouble and its end are facts: an account that is well is no news. What is unknown is no fact, either: the credits
and the session of an account that can't be used; or whether an account that vanished from every list is well.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial

from bot.accounts.account_health import current_quotas, session_ends, used_up
from bot.accounts.provider_answer import AccountHealth, QuotaWindow
from bot.accounts.roster import AccountState, RosterEntry
from bot.accounts.snapshot import Account, Snapshot
from bot.alerts.news import Details
from bot.alerts.slot_conditions import Fact
from bot.subscriptions.topics_and_conditions import OF_HEALTH, Condition, Topic, TopicKind

WELL: Mapping[TopicKind, Condition] = {
    TopicKind.HEALTH: Condition.USABLE,
    TopicKind.QUOTA: Condition.HAS_CREDITS,
    TopicKind.SESSION: Condition.SESSION_RENEWED,
}
"""The condition of each kind of topic once there is no trouble."""

_RESET = QuotaWindow(used_percent=0)
"""Stands for quotas that were reset since they were stored: useapi.net stores the next one once the account is used."""


def of_health(seen: Snapshot, known: Iterable[Topic]) -> Iterator[Fact]:
    """Yield a fact for each trouble of an account, and for each ``known`` topic whose trouble is over."""
    troubled: set[Topic] = set()
    for account in seen.accounts:
        for fact in _troubles(account.name, account.fault, account.health, seen.at):
            troubled.add(fact.topic)
            yield fact
    over = [topic for topic in known if topic.kind in OF_HEALTH and topic not in troubled]
    accounts = {account.name: account for account in seen.accounts} if over else {}
    for topic in over:
        if (named := accounts.get(topic.account)) is not None and _is_well(topic.kind, named):
            yield Fact(topic=topic, what=WELL[topic.kind])


def _is_well(kind: TopicKind, account: Account) -> bool:
    """Return whether an account without trouble of this kind is known to be well in that respect."""
    if kind is not TopicKind.HEALTH:
        return account.fault is None and account.health is not None
    # An account without credits may be signed in again, and still can't be used.
    return account.state is not AccountState.FAULTED and not _is_unlisted(account)


def _is_unlisted(account: Account) -> bool:
    """Return whether neither the account list nor the answer says anything of an account."""
    return account.health is None and account.state is AccountState.UNKNOWN


def of_quotas(seen: Snapshot) -> Iterator[tuple[Topic, Callable[[int], Fact]]]:
    """Yield the topic of each account with a stored quota, and a function from a watch's percentage to its fact."""
    for account in seen.accounts:
        if account.fault is not None or account.health is None or not account.health.quota:
            continue
        topic = Topic(kind=TopicKind.QUOTA_USED, account=account.name)
        fullest = next(iter(current_quotas(account.health, seen.at)), _RESET)
        yield topic, partial(_of_quota, topic, fullest)


def _of_quota(topic: Topic, fullest: QuotaWindow, much: int) -> Fact:
    what = Condition.QUOTA_LOW if fullest.used_percent >= much else Condition.QUOTA_BACK
    details = Details(used_percent=fullest.used_percent, until=fullest.resets_at)
    return Fact(topic=topic, what=what, details=details)


def may_be_old(topic: Topic, before: RosterEntry | None, after: RosterEntry | None, at: datetime) -> bool:
    """Return whether an account's trouble may be older than the newest look: it was there before, or nobody knows.

    Args:
        topic: What the trouble is.
        before: What was remembered of the account before the look at ``at``; None if it was new.
        after: What is remembered from now on.
        at: The moment of the look.
    """
    if before is None:
        return True
    # A fault that the answer itself states, not the account list, would have been in the answer before, too.
    by_list = topic.kind is not TopicKind.HEALTH or (after is not None and after.fault is not None)
    if before.health is None and by_list:
        return True
    return any(fact.topic == topic for fact in _troubles(before.account, before.fault, before.health, at))


def _troubles(name: str, fault: str | None, health: AccountHealth | None, at: datetime) -> Iterator[Fact]:
    if fault is not None:
        details = Details(sentence=fault, needs_person=True)
        yield Fact(topic=Topic(kind=TopicKind.HEALTH, account=name), what=Condition.UNUSABLE, details=details)
    elif (window := used_up(health, at)) is not None:
        details = Details(until=window.resets_at)
        yield Fact(topic=Topic(kind=TopicKind.QUOTA, account=name), what=Condition.OUT_OF_CREDITS, details=details)
    if fault is None and (ends := session_ends(health, at)) is not None:
        topic = Topic(kind=TopicKind.SESSION, account=name)
        yield Fact(topic=topic, what=Condition.SESSION_ENDS, details=Details(until=ends, ended=ends <= at))
