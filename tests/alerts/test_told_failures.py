"""A failure that more providers turn out to share is written into the message that tells of it, or told by itself."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.accounts.provider_answer import ListedSlots, Look, ProviderAnswer
from bot.alerts.alert import Alert, Cause, Changes, Digest, Part
from bot.alerts.alert_amendment import amend
from bot.alerts.alert_state import ProviderMemory
from bot.alerts.audience import Audience
from bot.alerts.evaluate_look import evaluate_look
from bot.alerts.flapping_and_summaries import AlertThresholds
from bot.alerts.folded_alerts import join_told
from bot.alerts.news import Closed, Details, Flaps, Loudness, News
from bot.errors import LookFailed, NotReached, SharedCause, Unauthorised
from bot.subscriptions.topics_and_conditions import PROVIDER, Condition
from bot.subscriptions.watch import Style
from tests.alerts.no_forecast import NoForecast
from tests.alerts.tale import USUAL
from tests.moments import NOON, after
from tests.rows import each_row

REFUSED = Details(sentence="401", needs_person=True, shared=SharedCause.REFUSED)
AWAY = Details(sentence="down", shared=SharedCause.UNREACHABLE)
OVER = Closed(at=after(minutes=1))
FLAPS = Flaps(changes=6, since=NOON)
FAILED = News(topic=PROVIDER, what=Condition.SILENT, since=NOON, details=REFUSED, loudness=Loudness.PING)
TOLD_AT = after(minutes=2)


def alert(*parts: tuple[str, News], role: int | None = 7) -> Alert:
    content = Changes(parts=tuple(Part(provider=provider, at=NOON, news=(news,)) for provider, news in parts))
    return Alert(key=parts[0][0], channel=1, at=NOON, roles=() if role is None else (role,), content=content)


def away(since: float = 0) -> News:
    return replace(FAILED, details=AWAY, since=after(minutes=since))


TOLD = alert(("minimax", FAILED))


@each_row(
    ("told", "later", "joins"),
    [
        (TOLD, alert(("kling", FAILED)), True),
        (TOLD, alert(("kling", replace(FAILED, since=after(hours=1)))), True),
        (TOLD, alert(("kling", FAILED), ("pixverse", FAILED)), True),
        (TOLD, alert(("kling", FAILED), role=None), True),
        (TOLD, alert(("kling", FAILED), role=8), False),
        (TOLD, alert(("minimax", FAILED)), False),
        (TOLD, alert(("kling", replace(FAILED, what=Condition.ANSWERS))), False),
        (TOLD, alert(("kling", replace(FAILED, flaps=FLAPS))), False),
        (TOLD, alert(("kling", away())), False),
        (TOLD, alert(("kling", replace(FAILED, details=Details(sentence="502")))), False),
        (alert(("minimax", replace(FAILED, details=Details(sentence="502")))), alert(("kling", FAILED)), False),
        (alert(("minimax", replace(FAILED, closed=OVER))), alert(("kling", FAILED)), False),
        (alert(("minimax", replace(FAILED, closed=OVER)), ("pixverse", FAILED)), alert(("kling", FAILED)), True),
        (alert(("minimax", away())), alert(("kling", away(since=2))), True),
        (alert(("minimax", away())), alert(("kling", away(since=2.1))), False),
    ],
)
def test_only_the_same_failure_of_others_joins_a_message_that_is_not_over(
    told: Alert, later: Alert, *, joins: bool
) -> None:
    joined = join_told(told, TOLD_AT, later)
    if joins:
        assert joined == replace(told, at=later.at, content=Changes(parts=(*told.parts, *later.parts)))
    else:
        assert joined is None


def test_a_summary_is_joined_by_nothing() -> None:
    (part,) = TOLD.parts
    summary = replace(TOLD, content=Changes(parts=(replace(part, digest=Digest(cause=Cause.AWAY)),)))
    assert join_told(summary, TOLD_AT, alert(("kling", FAILED))) is None


class Channel:
    """Three providers, one channel, and its messages as they read now; what can join a message does."""

    def __init__(self, style: Style) -> None:
        self._watch = replace(USUAL, style=style)
        self._known = {name: ProviderMemory() for name in ("minimax", "kling", "pixverse")}
        self._minute = 0
        self.messages: dict[str, Alert] = {}
        self._continued: dict[str, str] = {}
        for name in self._known:
            self.look(name, None)

    def look(self, provider: str, failure: LookFailed | None) -> None:
        """Look at a provider, a minute later."""
        self._minute += 1
        at = after(minutes=self._minute)
        good = ProviderAnswer(accounts=(ListedSlots(account="a", limit=2, available=1),))
        look = Look(at=at, answer=failure or good)
        audience = Audience(watches=(self._watch,))
        thresholds = AlertThresholds(away_after=timedelta(days=9), flapping_changes=0)
        found = evaluate_look(provider, self._known[provider], look, audience, thresholds, NoForecast()).at_once()
        self._known[provider] = found.remembered
        for change in found.amendments:
            key = self._continued.get(change.key, change.key)
            self.messages[key] = amend(self.messages[key], change)
        for owed in found.alerts:
            self._send(owed)

    def _send(self, owed: Alert) -> None:
        for key, told in self.messages.items():
            if (joined := join_told(told, told.at, owed)) is not None:
                self.messages[key] = joined
                self._continued[owed.key] = key
                return
        self.messages[owed.key] = owed

    def failing(self) -> set[str]:
        """Return the providers that were failing for long enough at the newest look."""
        return {name for name, memory in self._known.items() if memory.streak.failing}

    def claimed(self) -> list[str]:
        """List the providers of which a message says now that they can't be checked."""
        return [
            part.provider
            for message in self.messages.values()
            for part in message.parts
            for news in part.news
            if news.what is Condition.SILENT and news.closed is None
        ]


FAILURES = st.sampled_from([Unauthorised("401"), NotReached("down"), None, None])
LOOKS = st.lists(st.tuples(st.sampled_from(["minimax", "kling", "pixverse"]), FAILURES, st.integers(1, 4)), max_size=12)


@given(LOOKS, st.sampled_from(list(Style)))
def test_each_provider_that_fails_stands_in_one_message_and_in_none_once_it_answers(
    looks: list[tuple[str, LookFailed | None, int]], style: Style
) -> None:
    channel = Channel(style)
    for provider, failure, times in looks:
        for _ in range(times):
            channel.look(provider, failure)
        assert sorted(channel.claimed()) == sorted(channel.failing())
