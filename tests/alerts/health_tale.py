"""A tale of one account whose list is read, for what is told of its health and its quotas."""

from datetime import timedelta

from bot.accounts.provider_answer import ConfiguredAccount
from bot.alerts.news import News
from bot.subscriptions.topics_and_conditions import OF_HEALTH, Condition
from bot.subscriptions.watch import Watch
from tests.alerts.tale import NEVER_AWAY, Tale


class Accounts(Tale):
    """A provider with one account, whose list is read with the looks that are told what it says."""

    minute = 0.0
    kinds = OF_HEALTH

    def __init__(self, *watches: Watch) -> None:
        super().__init__(*watches, thresholds=NEVER_AWAY)

    def read(self, listed: ConfiguredAccount | None, *, minutes: float = 10) -> list[News]:
        """Look so much later, at an account with room, and return what is told of its health."""
        self.minute += minutes
        self.listed = None if listed is None else (listed,)
        done = self.look(timedelta(minutes=self.minute), a=1)
        news = [news for alert in done.alerts for part in alert.parts for news in part.news]
        return [one for one in news if one.topic.kind in self.kinds]


def what(news: list[News]) -> list[Condition]:
    return [one.what for one in news]
