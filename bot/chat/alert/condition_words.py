"""The words for each condition and each kind of topic, a row each; regular forms are left out."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.chat.signs_and_colours import Level
from bot.subscriptions.topics_and_conditions import Condition, TopicKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionWords:
    """How a condition is worded.

    Attributes:
        state: The condition, after "is" or after a name: ``full``.
        happened: What happened when the condition began; a moment follows: ``filled up at``.
        level: Its level while it lasts.
        now: The phrase for one topic just now; "" for ``is`` and the state.
        past: The phrase for one topic once that is over; "" for ``was`` and the state.
        many: The phrase for several topics just now; "" for ``are`` and the state.
    """

    state: str
    happened: str
    level: Level = Level.FREE
    now: str = ""
    past: str = ""
    many: str = ""

    @property
    def of_one(self) -> str:
        """Return the phrase for one topic just now: ``is full``."""
        return self.now or f"is {self.state}"

    @property
    def of_many(self) -> str:
        """Return the phrase for several topics just now: ``are full``."""
        return self.many or f"are {self.state}"

    @property
    def over(self) -> str:
        """Return the phrase for one topic once that is over: ``was full``."""
        return self.past or f"was {self.state}"


CONDITION_WORDS: Mapping[Condition, ConditionWords] = {
    Condition.FULL: ConditionWords(state="full", happened="filled up at", level=Level.FULL),
    Condition.FREED: ConditionWords(
        state="free", happened="had room again at", now="has room again", many="have room again"
    ),
    Condition.NOTHING_FREE: ConditionWords(state="full", happened="filled up at", level=Level.FULL),
    Condition.HAS_ROOM: ConditionWords(state="free", happened="had room again at", now="has room"),
    Condition.LOW: ConditionWords(state="low", happened="ran low at", level=Level.TIGHT, now="low on slots"),
    Condition.RISEN: ConditionWords(
        state="not low", happened="was not low any more at", now="not low on slots any more"
    ),
    Condition.SILENT: ConditionWords(
        state="failing",
        happened="could not be checked from",
        level=Level.FAULTED,
        now="can't be checked",
        past="could not be checked",
    ),
    Condition.ANSWERS: ConditionWords(
        state="answering", happened="could be checked again at", now="can be checked again"
    ),
    Condition.STUCK: ConditionWords(
        state="stuck", happened="seemed stuck, running since", level=Level.FAULTED, now="seems stuck"
    ),
    Condition.GOES_ON: ConditionWords(
        state="not stuck", happened="was not stuck any more at", now="is not stuck any more"
    ),
    Condition.UNUSABLE: ConditionWords(
        state="unusable",
        happened="could not be used from",
        level=Level.FAULTED,
        now="can't be used",
        past="could not be used",
    ),
    Condition.USABLE: ConditionWords(
        state="usable", happened="could be used again at", now="can be used again", many="can be used again"
    ),
    Condition.OUT_OF_CREDITS: ConditionWords(
        state="out of quota",
        happened="used up its quota at",
        level=Level.FAULTED,
        now="has used up its quota",
        past="had none",
        many="have used up their quota",
    ),
    Condition.HAS_CREDITS: ConditionWords(
        state="in quota", happened="had quota again at", now="has quota again", many="have quota again"
    ),
    Condition.SESSION_ENDS: ConditionWords(
        state="about to be signed out", happened="was about to be signed out, noticed at", level=Level.FAULTED
    ),
    Condition.SESSION_RENEWED: ConditionWords(
        state="signed in", happened="had a new session at", now="has a new session", many="have new sessions"
    ),
    Condition.QUOTA_LOW: ConditionWords(state="low on quota", happened="was low on quota at", level=Level.TIGHT),
    Condition.QUOTA_BACK: ConditionWords(
        state="not low on quota", happened="had quota again at", now="has quota again", many="have quota again"
    ),
}

FLAPPING_WORDS: Mapping[TopicKind, str] = {
    TopicKind.ACCOUNT: "filling and freeing",
    TopicKind.SLOTS: "filling and freeing",
    TopicKind.POOL: "running low and recovering",
    TopicKind.PROVIDER: "failing and answering",
    TopicKind.JOB: "getting stuck and going on",
    TopicKind.HEALTH: "breaking and recovering",
    TopicKind.QUOTA: "running out of quota and getting a new one",
    TopicKind.SESSION: "losing its session and getting a new one",
    TopicKind.QUOTA_USED: "using up its quota and getting a new one",
}
"""What a kind of topic *keeps* doing, or *kept*."""
