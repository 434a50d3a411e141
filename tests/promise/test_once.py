"""One watch without any wishes: every change is heard exactly once, in order, and nothing is invented.

Accounts fill, free and hide; the provider and the chat fail; the power is cut before and after every commit and every
send.
"""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.accounts.provider_answer import ListedSlots, ProviderAnswer
from bot.alerts.flapping_and_summaries import AlertThresholds
from bot.errors import NotReached
from bot.subscriptions.topics_and_conditions import SLOTS, Condition
from bot.subscriptions.watch import Watch
from tests.promise.life import Life

ACCOUNTS = ("a", "b", "c")
WHOLE = ""
"""In place of an account: all of the provider together."""
MISHAPS = ["refused", "limited", "answer lost", "late", "cut before", "cut after"]
THRESHOLDS = AlertThresholds(flapping_changes=0, gathering=timedelta())
"""No made-up time passes while a summary gathers."""


class Once(RuleBasedStateMachine):
    """One provider, one channel, and everything that can go wrong between them."""

    def __init__(self) -> None:
        super().__init__()
        self.full = dict.fromkeys(ACCOUNTS, False)
        self.hidden = dict.fromkeys(ACCOUNTS, False)
        self.settled: dict[str, bool] = {}
        self.whole: Condition | None = None
        self.due: list[tuple[str, Condition]] = []

    @initialize(channel=st.sampled_from([1, -1]))
    def start(self, channel: int) -> None:
        """Start for the first time, on either platform."""
        self.life = Life(Watch(id=0, guild=None, channel=channel), thresholds=THRESHOLDS)

    @rule(account=st.sampled_from(ACCOUNTS))
    def fill_or_free(self, account: str) -> None:
        """An account changes."""
        self.full[account] = not self.full[account]

    @rule(account=st.sampled_from(ACCOUNTS))
    def hide_or_show(self, account: str) -> None:
        """An account vanishes from the list, or is back."""
        self.hidden[account] = not self.hidden[account]

    @rule(cut=st.sampled_from([None, None, None, "before", "after"]))
    def look(self, cut: str | None) -> None:
        """Look; the power may be cut at the save."""
        # What the look means for the waitlist is stored first.
        self.life.cutter.commits, self.life.cutter.after = None if cut is None else 2, cut == "after"
        rows = tuple(
            ListedSlots(account=account, limit=1, available=0 if self.full[account] else 1)
            for account in ACCOUNTS
            if not self.hidden[account]
        )
        if cut != "before":
            self._expect(rows)
        self.life.at += timedelta(seconds=30)
        self.life.look(ProviderAnswer(accounts=rows))

    @rule()
    def fail_to_look(self) -> None:
        """The provider fails."""
        self.life.at += timedelta(seconds=30)
        self.life.look(NotReached("No answer in time."))

    @rule(
        mishaps=st.lists(st.sampled_from(MISHAPS), max_size=4),
        commit=st.none() | st.integers(1, 6),
        after=st.booleans(),
    )
    def deliver(self, mishaps: list[str], commit: int | None, after: bool) -> None:  # noqa: FBT001 - drawn by name
        """Deliver what is owed, whatever goes wrong on the way."""
        self.life.cutter.commits, self.life.cutter.after = commit, after
        self.life.chat.mishaps = mishaps
        self.life.deliver()
        self.life.cutter.commits = None

    @rule()
    def restart(self) -> None:
        """Pull the plug."""
        self.life.restart()

    @invariant()
    def nothing_is_invented(self) -> None:
        """What was heard so far is a beginning of what is due."""
        heard = self.heard()
        assert heard == self.due[: len(heard)]

    def teardown(self) -> None:
        """End all faults, and check what arrived."""
        self.life.chat.mishaps = []
        self.life.deliver()
        heard = self.heard()
        self.life.end()
        assert heard == self.due

    def _expect(self, rows: tuple[ListedSlots, ...]) -> None:
        changed = []
        for row in rows:
            now, was = row.available == 0, self.settled.get(row.account)
            self.settled[row.account] = now
            if was is not None and was is not now:
                changed.append((row.account, Condition.FULL if now else Condition.FREED))
        free = any(row.available for row in rows)
        if free or (rows and {row.account for row in rows} == self.settled.keys()):
            whole = Condition.HAS_ROOM if free else Condition.NOTHING_FREE
            changed += [] if self.whole in {None, whole} else [(WHOLE, whole)]
            self.whole = whole
        self.due += sorted(changed, key=lambda change: (change[1].urgency, change[0]))

    def heard(self) -> list[tuple[str, Condition]]:
        """List what was told of accounts and of all of them, in order."""
        return [
            (news.topic.account, news.what)
            for message in self.life.chat.messages
            for part in message.sent.parts
            for news in part.news
            if news.topic.account or news.topic == SLOTS
        ]


@pytest.mark.parametrize("channel", [1, -1], ids=["Discord", "Slack"])
def test_a_change_is_heard_once_whatever_becomes_of_its_post(channel: int) -> None:
    once = Once()
    once.start(channel)
    once.look(cut=None)
    for mishap in MISHAPS:
        once.fill_or_free("a")
        once.look(cut=None)
        once.deliver(mishaps=[mishap, "answer lost"], commit=None, after=False)
        once.nothing_is_invented()
        once.life.chat.mishaps = []
        once.life.deliver()
        assert once.heard() == once.due, mishap
    once.teardown()


TestOnce = Once.TestCase
TestOnce.settings = settings(
    max_examples=settings().max_examples // 4,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
