"""What a look means for a channel where a provider goes on failing, perhaps for another reason than the one told."""

from typing import Any

from bot.alerts.alert_state import AlertState
from bot.alerts.news import Details, Reason
from bot.errors import SharedCause
from bot.subscriptions.topics_and_conditions import PROVIDER, Condition
from tests.alerts.decision_cases import EDIT, FLAPPING, MUTED, OFTEN, QUIET, Case, known
from tests.alerts.tale import HERE
from tests.moments import after

DOWN, BROKEN = Details(sentence="502"), Details(sentence="596", needs_person=True)
REFUSED = Details(sentence="401", needs_person=True, shared=SharedCause.REFUSED)
ENDED = Details(sentence="402", needs_person=True, shared=SharedCause.SUBSCRIPTION_ENDED)


def failing(told: Details = DOWN, **others: Any) -> AlertState:  # noqa: ANN401 - any fields of the state
    """Make the state of a provider that has failed since ten minutes before noon."""
    reason = {"shared": told.shared, "needs_person": told.needs_person}
    return known(Condition.SILENT, topic=PROVIDER, **{"open_alert": "begun", **reason, **others})


ONGOING_FAILURES = (
    Case("it fails on as it was told", failing(), Condition.SILENT, Reason.ALREADY_TOLD, ["known as silent"]),
    *(
        Case(
            f"it fails on, and {name}",
            failing(told),
            Condition.SILENT,
            Reason.CHANGED,
            ["tell silent", "supersede begun", "known as silent"],
            watch=watch,
            details=details,
        )
        for name, told, details, watch in (
            ("needs a person now", DOWN, REFUSED, HERE),
            ("needs a person now, where one message is edited", DOWN, REFUSED, EDIT),
            ("needs a person now for what is its own", DOWN, BROKEN, HERE),
            ("needs another act of a person", REFUSED, ENDED, HERE),
            ("needs a person for what is its own by now", REFUSED, BROKEN, HERE),
        )
    ),
    *(
        Case(
            f"it fails on, {name}",
            failing(told),
            Condition.SILENT,
            Reason.ALREADY_TOLD,
            ["known as silent"],
            details=details,
        )
        for name, told, details in (
            ("and needs the same act of a person", REFUSED, REFUSED),
            ("and still needs a person for what is its own", BROKEN, BROKEN),
            ("and nothing proves that a person acted", REFUSED, DOWN),
            ("and can't be reached either", DOWN, Details(shared=SharedCause.UNREACHABLE)),
        )
    ),
    Case(
        "it comes to need a person while muted: its message no longer says why",
        failing(),
        Condition.SILENT,
        Reason.WITHHELD,
        ["record silent, muted", "supersede begun", "known as None"],
        hindrance=MUTED,
        details=REFUSED,
    ),
    Case(
        "it needs a person, which was withheld until now",
        failing(REFUSED, announced=None, open_alert=None, unannounced_changes=1, withheld=QUIET),
        Condition.SILENT,
        Reason.QUIET_OVER,
        ["tell silent", "known as silent"],
        details=REFUSED,
    ),
    Case(
        "it keeps failing and answering, and needs a person meanwhile: told once it has settled",
        failing(flapping=FLAPPING, change_times=(*OFTEN, after(minutes=-4)), open_alert=None),
        Condition.SILENT,
        Reason.FLAPPING,
        ["known as silent"],
        details=REFUSED,
    ),
)
