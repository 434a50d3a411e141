"""What a look means for a channel while free slots are offered to people who waited; part of ``decision_cases``."""

from bot.alerts.news import Details, Reason
from tests.alerts.decision_cases import EDIT, FREED, FULL, MUTED, Case, known

OFFERED, LEFT = Details(in_use=1, limit=2, offered=1), Details(in_use=0, limit=2, offered=1)
"""All that is free is offered to somebody who waited; and not all of it."""

OFFERED_SLOTS = (
    Case(
        "room that is offered to somebody who waited",
        known(FULL, open_alert="opened"),
        FREED,
        Reason.CHANGED,
        ["tell freed", "close opened", "known as freed"],
        details=OFFERED,
    ),
    Case(
        "still offered to somebody who waited",
        known(FREED, unheard=True),
        FREED,
        Reason.ALREADY_TOLD,
        ["known as freed"],
        details=OFFERED,
    ),
    Case(
        "what was offered is there for everybody",
        known(FREED, unheard=True),
        FREED,
        Reason.UNCLAIMED,
        ["tell freed", "known as freed"],
    ),
    Case(
        "more is free than what is offered",
        known(FREED, unheard=True),
        FREED,
        Reason.UNCLAIMED,
        ["tell freed", "known as freed"],
        details=LEFT,
    ),
    Case(
        "what was offered is there for everybody, edited",
        known(FREED, unheard=True, announced_in="opened"),
        FREED,
        Reason.UNCLAIMED,
        ["write freed into opened", "known as freed"],
        watch=EDIT,
    ),
    Case(
        "what was offered is there for everybody while muted",
        known(FREED, unheard=True),
        FREED,
        Reason.WITHHELD,
        ["known as None"],
        hindrance=MUTED,
    ),
    Case(
        "what was offered is there for everybody once the mute is over",
        known(FREED, announced=None, unheard=True, withheld=MUTED),
        FREED,
        Reason.UNCLAIMED,
        ["tell freed", "known as freed"],
    ),
    Case(
        "what was offered is in use",
        known(FREED, unheard=True),
        FULL,
        Reason.CHANGED,
        ["tell full", "known as full"],
    ),
)
