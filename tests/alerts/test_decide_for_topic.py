"""What each look means for a channel: told, edited, withheld or nothing."""

from bot.alerts.alert_state import ProviderMemory
from bot.alerts.decide_for_topic import Decision, DecisionContext, decide
from bot.alerts.flapping_and_summaries import AlertThresholds
from bot.alerts.look_context import LookContext
from bot.alerts.news import Closed, Reason
from bot.alerts.slot_conditions import Fact
from tests.alerts.decision_cases import DECISIONS, Case
from tests.alerts.failure_cases import ONGOING_FAILURES
from tests.alerts.no_forecast import NoForecast
from tests.alerts.offered_cases import OFFERED_SLOTS
from tests.alerts.tale import in_short
from tests.moments import NOON
from tests.rows import each_row

CASES = (*DECISIONS, *ONGOING_FAILURES, *OFFERED_SLOTS)


def in_brief(decision: Decision) -> list[str]:
    """Say what a decision does: tells, records as not told, changes an earlier message; and what counts as told."""
    said = []
    if decision.news is not None and decision.withheld is None:
        said.append(f"tell {in_short(decision.news)}")
    if decision.news is not None and decision.withheld is not None:
        said.append(f"record {decision.news.what}, {decision.withheld.why}")
    if decision.amendment is not None:
        change = decision.amendment.change
        closes = "supersede" if isinstance(change, Closed) and change.superseded else "close"
        into = closes if isinstance(change, Closed) else f"write {in_short(change)} into"
        said.append(f"{into} {decision.amendment.key}")
    return [*said, f"known as {decision.state.announced}"]


@each_row("case", CASES, ids=[case.name for case in CASES])
def test_each_look_is_decided_for_its_reason(case: Case) -> None:
    look = LookContext(
        provider="minimax",
        at=NOON,
        thresholds=AlertThresholds(),
        forecast=NoForecast(),
        before=ProviderMemory(),
        after=ProviderMemory(),
    )
    fact = Fact(topic=case.state.topic, what=case.condition, details=case.details)

    decision = decide(
        DecisionContext(before=case.state, look=look, fact=fact, key="new", watch=case.watch, hindrance=case.hindrance)
    )

    assert decision.reason is case.reason
    assert in_brief(decision) == case.outcome
    if decision.news is not None:
        assert decision.news.reason is case.reason


def test_the_table_has_every_reason() -> None:
    assert {case.reason for case in CASES} == set(Reason)
