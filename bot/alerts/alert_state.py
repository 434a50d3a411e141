"""What one channel was told of one topic, and what has happened since."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.accounts.account_health import fault_kind
from bot.alerts.news import Details, Flaps, Withheld
from bot.errors import SharedCause
from bot.subscriptions.topic import Condition, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Flapping:
    """A message that tells of a topic that keeps changing.

    Attributes:
        key: The alert's key.
        flaps: What it says.
    """

    key: str
    flaps: Flaps


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertState:
    """What one channel was told of one topic, and what has happened since.

    Attributes:
        channel: The channel's id.
        topic: What it is about.
        announced: The condition that the channel was last told, or knew from the start; None if its last message no
            longer says how things are, or may never have arrived.
        current: The current condition, once it has outlasted the hold.
        current_since: When ``current`` was first observed.
        current_witnessed: True if the change to ``current`` was seen happening; otherwise it may be older.
        current_after: The last look before ``current``, if nobody looked for long then: the change was in between.
        previous_since: When the condition before ``current`` was first observed.
        previous_witnessed: True if the change to that was seen happening.
        observed: The condition in the newest look that was certain.
        observed_since: Since when looks have shown ``observed``.
        observed_after: As ``current_after``, of ``observed``.
        unannounced_changes: How often ``current`` has changed since it was last told.
        change_times: The times of the newest changes of ``current``, the oldest first.
        announced_in: The key of the alert that told it last.
        open_alert: The key of the alert that shows its incident as under way.
        flapping: The message that counts its changes, while it keeps changing.
        withheld: What kept the newest change from being told.
        shared: What the failure that was last told, or is to be told, shares with other providers.
        needs_person: Whether only a person can mend that failure.
        fault: Why an account can't be used or couldn't, in the provider's words.
        pinged_at: When a role was last pinged about it, where it is about a provider's slots: not again within
            ``PING_AGAIN_AFTER``.
        unheard: True if it was last told silently that there is room, since every free slot was offered to people who
            waited.
    """

    channel: int
    topic: Topic
    announced: Condition | None
    current: Condition
    current_since: datetime
    current_witnessed: bool
    current_after: datetime | None = None
    previous_since: datetime | None = None
    previous_witnessed: bool = False
    observed: Condition
    observed_since: datetime
    observed_after: datetime | None = None
    unannounced_changes: int = 0
    change_times: tuple[datetime, ...] = ()
    announced_in: str | None = None
    open_alert: str | None = None
    flapping: Flapping | None = None
    withheld: Withheld | None = None
    shared: SharedCause | None = None
    needs_person: bool = False
    fault: str | None = None
    pinged_at: datetime | None = None
    unheard: bool = False

    def has_room_for_all(self, what: Condition, details: Details) -> bool:
        """Return True if there is room for everybody by now, where it was told that all was offered to others."""
        return self.unheard and what is self.current and not what.opens and not details.is_all_offered

    def with_cause(self, details: Details) -> Details:
        """Return the details of an end, with what that is the end of."""
        return replace(details, shared=self.shared, sentence=self.fault or details.sentence)

    def needs_person_anew(self, what: Condition, details: Details) -> bool:
        """Return True if what goes on failing, a provider or an account, has come to need a person, or another act.

        A failure that needs nobody is no news after one that does: it does not prove that anybody acted.
        """
        if what is not self.current or not details.needs_person:
            return False
        if what is Condition.UNUSABLE:
            known, said = self.fault, details.sentence
            if known is None or said is None or known == said:
                return False
            return fault_kind(known) is not fault_kind(said)
        # What it shares with others says what to do; where it shares nothing, only that something must be done.
        anew = details.shared is not self.shared or (details.shared is None and not self.needs_person)
        return what is Condition.SILENT and anew
