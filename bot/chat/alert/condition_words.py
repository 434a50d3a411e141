"""The words for each condition and each kind of topic, a row each; regular forms are left out."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.chat.level_signs import Level
from bot.subscriptions.topic import Condition, TopicKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionWords:
    """How a condition is worded.

    Attributes:
        state: The condition, after "is" or after a name: ``full``.
        level: Its level while it lasts.
        now: The phrase for one topic just now; "" for ``is`` and the state.
        past: The phrase for one topic once that is over; "" for ``was`` and the state.
        many: The phrase for several topics just now; "" for ``are`` and the state.
    """

    state: str
    level: Level = Level.FREE
    now: str = ""
    past: str = ""
    many: str = ""

    @property
    def of_one(self) -> str:
        """Return what is said of one topic just now: ``is full``."""
        return self.now or f"is {self.state}"

    @property
    def of_many(self) -> str:
        """Return what is said of several topics just now: ``are full``."""
        return self.many or f"are {self.state}"

    @property
    def over(self) -> str:
        """Return what is said of one topic once that is over: ``was full``."""
        return self.past or f"was {self.state}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicWords:
    """How a kind of topic is worded.

    Attributes:
        flaps: What a topic *keeps* doing, or *kept*.
        aspect: What it is of a provider or account, in ``/why``; "" for the whole of it.
    """

    flaps: str
    aspect: str = ""


CONDITION_WORDS: Mapping[Condition, ConditionWords] = {
    Condition.FULL: ConditionWords(state="full", level=Level.FULL),
    Condition.FREED: ConditionWords(state="free", now="has room again", many="have room again"),
    Condition.NOTHING_FREE: ConditionWords(state="full", level=Level.FULL),
    Condition.HAS_ROOM: ConditionWords(state="free", now="has room"),
    Condition.LOW: ConditionWords(state="low", level=Level.TIGHT, now="low on slots"),
    Condition.RISEN: ConditionWords(state="not low", now="not low on slots any more"),
    Condition.SILENT: ConditionWords(
        state="failing", level=Level.FAULTED, now="can't be checked", past="could not be checked"
    ),
    Condition.ANSWERS: ConditionWords(state="answering", now="can be checked again"),
    Condition.STUCK: ConditionWords(state="stuck", level=Level.FAULTED, now="seems stuck"),
    Condition.GOES_ON: ConditionWords(state="not stuck", now="is not stuck any more"),
    Condition.UNUSABLE: ConditionWords(
        state="unusable", level=Level.FAULTED, now="can't be used", past="could not be used"
    ),
    Condition.USABLE: ConditionWords(state="usable", now="can be used again", many="can be used again"),
    Condition.OUT_OF_CREDITS: ConditionWords(
        state="out of quota",
        level=Level.FAULTED,
        now="has used up its quota",
        past="had none",
        many="have used up their quota",
    ),
    Condition.HAS_CREDITS: ConditionWords(state="in quota", now="has quota again", many="have quota again"),
    Condition.SESSION_ENDS: ConditionWords(state="about to be signed out", level=Level.FAULTED),
    Condition.SESSION_RENEWED: ConditionWords(state="signed in", now="has a new session", many="have new sessions"),
    Condition.QUOTA_LOW: ConditionWords(state="low on quota", level=Level.TIGHT),
    Condition.QUOTA_BACK: ConditionWords(state="not low on quota", now="has quota again", many="have quota again"),
}

TOPIC_WORDS: Mapping[TopicKind, TopicWords] = {
    TopicKind.ACCOUNT: TopicWords(flaps="filling and freeing"),
    TopicKind.SLOTS: TopicWords(flaps="filling and freeing", aspect="Free slots"),
    TopicKind.POOL: TopicWords(flaps="running low and recovering", aspect="Free slots"),
    TopicKind.PROVIDER: TopicWords(flaps="failing and answering"),
    TopicKind.JOB: TopicWords(flaps="getting stuck and going on"),
    TopicKind.HEALTH: TopicWords(flaps="breaking and recovering", aspect="Health"),
    TopicKind.QUOTA: TopicWords(flaps="running out of quota and getting a new one", aspect="Quota left"),
    TopicKind.SESSION: TopicWords(flaps="losing its session and getting a new one", aspect="Session"),
    TopicKind.QUOTA_USED: TopicWords(flaps="using up its quota and getting a new one", aspect="Quota used"),
}
