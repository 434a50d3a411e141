"""Looks at one provider, one after another, and what they owe: the messages as they stand, amendments included."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.accounts.open_offers import OpenOffer, offers_of_free
from bot.accounts.provider_answer import ConfiguredAccount, ListedSlots, Look, ProviderAnswer
from bot.alerts.alert import Alert
from bot.alerts.alert_amendment import amend
from bot.alerts.alert_state import ProviderMemory
from bot.alerts.audience import Audience
from bot.alerts.decide_for_channel import Unsent
from bot.alerts.evaluate_look import Evaluation, evaluate_look
from bot.alerts.flapping_and_summaries import AlertThresholds
from bot.alerts.look_context import Forecast
from bot.alerts.news import News
from bot.errors import LookFailed
from bot.subscriptions.mute import Mute
from bot.subscriptions.watch import Ping, Tell, Watch
from tests.alerts.no_forecast import NoForecast
from tests.moments import NOON

USUAL = Watch(id=1, guild=5, channel=1, role=7)
"""A watch of which nothing was asked."""

HERE = replace(USUAL, tell=Tell.ACCOUNTS, ping=Ping.ANY_FULL)
"""A watch that hears of accounts alone, each aloud."""

NEVER_AWAY = AlertThresholds(away_after=timedelta(days=9))
"""For looks far apart that stand for many: those between, which show nothing new, are left out."""

LIMIT = 2


class Tale:
    """A provider's accounts, a channel or more, and the messages there.

    Attributes:
        messages: Every alert that is owed so far, as it reads now, by key.
        unsent: What was not told so far.
        listed: The account list that is read with the next looks, if it is.
        offers: What people who waited are offered.
    """

    def __init__(self, *watches: Watch, thresholds: AlertThresholds | None = None) -> None:
        self.watches: Sequence[Watch] = watches or (HERE,)
        self.mutes: tuple[Mute, ...] = ()
        self.paused: dict[int, str] = {}
        self.thresholds = thresholds or AlertThresholds()
        self.experience: Forecast = NoForecast()
        self.remembered = ProviderMemory()
        self.messages: dict[str, Alert] = {}
        self.unsent: list[Unsent] = []
        self.listed: tuple[ConfiguredAccount, ...] | None = None
        self.offers: Sequence[OpenOffer] = ()
        self.edits = 0

    def look(
        self, at: timedelta, answer: ProviderAnswer | LookFailed | None = None, /, **free: int | None
    ) -> Evaluation:
        """Look ``at`` so long after noon; each account has so many of its two slots free, or is hidden (None)."""
        rows = tuple(
            ListedSlots(account=name, limit=LIMIT, available=slots) for name, slots in free.items() if slots is not None
        )
        look = Look(at=NOON + at, answer=answer or ProviderAnswer(accounts=rows), configured=self.listed)
        audience = Audience(watches=tuple(self.watches), mutes=self.mutes, paused=self.paused)
        conclusion = evaluate_look(
            "minimax",
            self.remembered,
            look,
            audience,
            self.thresholds,
            self.experience,
            lambda seen: offers_of_free(seen, self.offers),
        ).at_once()
        self.remembered = conclusion.remembered
        for amendment in conclusion.amendments:
            was = self.messages[amendment.key]
            self.messages[amendment.key] = amend(was, amendment)
            self.edits += 1
        self.messages |= {alert.key: alert for alert in conclusion.alerts}
        self.unsent += conclusion.unsent
        return conclusion

    def run(self, *free: int, every: float = 60, start: float = 0) -> list[str]:
        """Look at account ``a`` again and again, ``every`` so many seconds; give what each look said."""
        return [
            " ".join(told(self.look(timedelta(seconds=start + number * every), a=slots)))
            for number, slots in enumerate(free)
        ]

    def news(self) -> list[News]:
        """List what the messages say now."""
        return [news for alert in self.messages.values() for part in alert.parts for news in part.news]

    def reads(self) -> list[str]:
        """List what the messages say now, in short: ``full``, ``was full``, ``freed``, ``flapping 7``."""
        return [in_short(news) for news in self.news()]

    def kept(self) -> list[str]:
        """List what was not told, in short, with the reason."""
        return [
            f"{news.what}: {unsent.withheld.why}"
            for unsent in self.unsent
            for part in unsent.alert.parts
            for news in part.news
        ]


def told(conclusion: Evaluation) -> list[str]:
    """List what a look says, in short."""
    return [in_short(news) for alert in conclusion.alerts for part in alert.parts for news in part.news]


def in_short(news: News) -> str:
    """Say in a word or two what news read like."""
    if news.closed is not None:
        return f"was {news.what}" if news.flaps is None else f"was flapping {news.flaps.changes}"
    if news.flaps is not None:
        return f"{'flapping' if news.flaps.over is None else f'{news.what} after'} {news.flaps.changes}"
    return f"{news.what} x{news.changes}" if news.changes > 1 else str(news.what)
