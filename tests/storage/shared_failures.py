"""Failures that providers share, as alerts of theirs tell of them."""

from dataclasses import replace

from bot.alerts.alert import Alert, Changes, Part
from bot.alerts.alert_state import AlertState, ProviderMemory
from bot.alerts.evaluate_look import Evaluation
from bot.alerts.news import Details, Loudness, News
from bot.errors import SharedCause
from bot.storage.database import Store
from bot.subscriptions.topics_and_conditions import PROVIDER, Condition
from tests.moments import NOON, after

REFUSED = Details(sentence="401", needs_person=True, shared=SharedCause.REFUSED)


def failed(provider: str, what: Condition = Condition.SILENT, *, shared: SharedCause = SharedCause.REFUSED) -> Alert:
    details = replace(REFUSED, shared=shared)
    news = News(topic=PROVIDER, what=what, since=NOON, details=details, loudness=Loudness.PING)
    content = Changes(parts=(Part(provider=provider, at=NOON, news=(news,)),))
    told = Alert(key=f"{provider}{what}", channel=1, at=NOON, roles=(7,), content=content)
    return replace(told, gathers_until=after(seconds=9))


async def look(store: Store, provider: str) -> None:
    """Owe that a provider failed, as a look does."""
    owed = failed(provider)
    told = AlertState(
        channel=1,
        topic=PROVIDER,
        announced=Condition.SILENT,
        current=Condition.SILENT,
        current_since=NOON,
        current_witnessed=True,
        observed=Condition.SILENT,
        observed_since=NOON,
        announced_in=owed.key,
        open_alert=owed.key,
    )
    remembered = ProviderMemory(alert_states={(1, PROVIDER): told})
    evaluation = Evaluation(remembered=remembered, alert_states=(told,), alerts=(owed,))
    await store.save_evaluation(provider, evaluation, NOON)
