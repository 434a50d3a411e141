"""Watches of every sort, mutes, quiet hours, edits, deleted messages, channels that refuse: the peace after the storm.

While it lasts: no message tells what was not so at its look, nothing is told twice, nobody is pinged twice for one
incident. Once all is well: what every channel was last told is what is true, and no message claims otherwise.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.accounts.provider_answer import ListedSlots, ProviderAnswer
from bot.alerts.flapping_and_summaries import AlertThresholds
from bot.alerts.news import Loudness, News, Reason
from bot.alerts.ping_rules import PING_AGAIN_AFTER
from bot.errors import NotReached
from bot.subscriptions.mute import Mute
from bot.subscriptions.quiet_hours import read_quiet_hours
from bot.subscriptions.topics_and_conditions import SLOTS, Condition
from bot.subscriptions.watch import Ping, Style, Tell, Watch, When
from tests.promise.chat import Message
from tests.promise.life import Life

ACCOUNTS = ("a", "b")
WHOLE = ""
"""In place of an account: all of the provider together."""
FULL = {Condition.FULL, Condition.NOTHING_FREE}
CHANNELS = (1, -2)
"""One of each platform."""
THRESHOLDS = AlertThresholds(flapping_changes=4, gathering=timedelta())
MISHAPS = ["refused", "limited", "answer lost", "late", "cut before", "cut after", "too old"]

WATCHES = st.builds(
    Watch,
    id=st.just(0),
    guild=st.just(5),
    channel=st.sampled_from(CHANNELS),
    provider=st.just("minimax"),
    account=st.sampled_from([None, None, "a"]),
    role=st.just(7),
    tell=st.sampled_from([Tell.EVERYTHING, Tell.EVERYTHING, Tell.PROVIDER, Tell.ACCOUNTS]),
    ping=st.sampled_from(Ping),
    when=st.sampled_from([When.BOTH, When.BOTH, When.FULL, When.FREED]),
    hold=st.sampled_from([timedelta(), timedelta(seconds=45)]),
    quiet=st.sampled_from([None, None, read_quiet_hours("12:10-12:40 UTC")]),
    style=st.sampled_from(Style),
)


class Peace(RuleBasedStateMachine):
    """One provider, two channels, watches of every sort, and everything that can go wrong between them."""

    def __init__(self) -> None:
        super().__init__()
        self.full = dict.fromkeys(ACCOUNTS, False)
        self.hidden = dict.fromkeys(ACCOUNTS, False)
        self.known: set[str] = set()
        self.was_so: dict[tuple[str, datetime], bool] = {}
        self.ever_closed: set[int] = set()

    @initialize(watches=st.lists(WATCHES, min_size=1, max_size=3))
    def start(self, watches: list[Watch]) -> None:
        """Start for the first time, and learn how things are."""
        self.life = Life(*(replace(watch, id=number) for number, watch in enumerate(watches)), thresholds=THRESHOLDS)
        self.look(cut=None, seconds=30)

    @rule(account=st.sampled_from(ACCOUNTS))
    def fill_or_free(self, account: str) -> None:
        """An account changes."""
        self.full[account] = not self.full[account]

    @rule(account=st.sampled_from(ACCOUNTS))
    def hide_or_show(self, account: str) -> None:
        """An account vanishes from the list, or is back."""
        self.hidden[account] = not self.hidden[account]

    @rule(cut=st.sampled_from([None, None, None, "before", "after"]), seconds=st.sampled_from([10, 30, 60, 400]))
    def look(self, cut: str | None, seconds: int) -> None:
        """Look; the power may be cut at the save."""
        self.life.at += timedelta(seconds=seconds)
        # What the look means for the waitlist is stored first.
        self.life.cutter.commits, self.life.cutter.after = None if cut is None else 2, cut == "after"
        shown = [account for account in ACCOUNTS if not self.hidden[account]]
        self.was_so |= {(account, self.life.at): self.full[account] for account in shown}
        self.known.update(shown)
        if not all(self.full[account] for account in shown) or set(shown) == self.known:
            self.was_so[WHOLE, self.life.at] = all(self.full[account] for account in shown)
        rows = (ListedSlots(account=account, limit=1, available=0 if self.full[account] else 1) for account in shown)
        self.life.look(ProviderAnswer(accounts=tuple(rows)))
        self.life.cutter.commits = None

    @rule(account=st.sampled_from(ACCOUNTS), times=st.integers(2, 6))
    def flap(self, account: str, times: int) -> None:
        """An account keeps changing."""
        for _ in range(times):
            self.full[account] = not self.full[account]
            self.look(cut=None, seconds=10)

    @rule(times=st.integers(1, 4))
    def fail_to_look(self, times: int) -> None:
        """The provider fails."""
        for _ in range(times):
            self.life.at += timedelta(seconds=30)
            self.life.look(NotReached("No answer in time."))

    @rule(channel=st.sampled_from(CHANNELS), account=st.none() | st.sampled_from(ACCOUNTS), minutes=st.integers(1, 20))
    def mute(self, channel: int, account: str | None, minutes: int) -> None:
        """Somebody mutes a channel."""
        until = self.life.at + timedelta(minutes=minutes)
        mute = Mute(id=1, guild=5, channel=channel, provider="minimax", account=account, by=42, until=until)
        self.life.mutes = (*self.life.mutes, mute)

    @rule()
    def unmute(self) -> None:
        """Somebody ends all mutes."""
        self.life.mutes = ()

    @rule(number=st.integers(0, 2), style=st.sampled_from(Style), hold=st.sampled_from([0, 45]))
    def edit_watch(self, number: int, style: Style, hold: int) -> None:
        """Somebody changes a watch."""
        self.life.watches = tuple(
            replace(watch, style=style, hold=timedelta(seconds=hold)) if watch.id == number else watch
            for watch in self.life.watches
        )

    @precondition(lambda self: self.life.chat.messages)
    @rule(which=st.integers(0, 20))
    def delete_message(self, which: int) -> None:
        """Somebody deletes a message."""
        messages = self.life.chat.messages
        messages[which % len(messages)].deleted = True

    @rule(channel=st.sampled_from(CHANNELS))
    def close_channel(self, channel: int) -> None:
        """Somebody takes the bot's permissions away."""
        self.life.chat.closed.add(channel)
        self.ever_closed.add(channel)

    @rule()
    def open_channels(self) -> None:
        """The permissions are back, and that is noticed."""
        self.life.chat.closed.clear()
        self.life.paused.clear()

    @rule(
        mishaps=st.lists(st.sampled_from(MISHAPS), max_size=5),
        commit=st.none() | st.integers(1, 8),
        after=st.booleans(),
    )
    def deliver(self, mishaps: list[str], commit: int | None, after: bool) -> None:  # noqa: FBT001 - drawn by name
        """Send and edit, whatever goes wrong on the way."""
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
        """What a message told was so at its look."""
        for message in self.life.chat.messages:
            for news, at in _told(message):
                if not _is_of_the_past(news) and _is_of_slots(news):
                    assert self.was_so.get((news.topic.account, at)) in {None, news.what in FULL}, news

    @invariant()
    def what_an_edit_says_is_of_one_look(self) -> None:
        """What a message says after an edit was so at the look that it speaks of, its free slots included."""
        for message in self.life.chat.messages:
            for part in message.says.parts:
                of_accounts = [news for news in part.news if _is_of_slots(news) and not _is_of_the_past(news)]
                for news in of_accounts if any(news.reason is Reason.EDITED for news in part.news) else ():
                    assert self.was_so.get((news.topic.account, part.at)) in {None, news.what in FULL}, news

    @invariant()
    def nothing_is_told_twice(self) -> None:
        """Of one state of an account, or of all of them, a channel hears once, and pings once."""
        told = Counter(
            (message.sent.channel, news.topic, news.what, news.since)
            for message in self.life.chat.messages
            if message.sent.roles
            for news, _ in _told(message)
            if news.what in FULL and news.closed is None and news.flaps is None
        )
        assert [state for state, times in told.items() if times > 1] == []

    @invariant()
    def pings_about_the_provider_are_half_an_hour_apart(self) -> None:
        """Whoever was pinged is not pinged again within minutes, unless that message may not have arrived."""
        for channel in set(CHANNELS) - self.ever_closed:
            pinged = [
                at
                for message in self.life.chat.messages
                for news, at in _told(message)
                if message.sent.channel == channel and news.topic == SLOTS and news.loudness is Loudness.PING
            ]
            assert all(later - before >= PING_AGAIN_AFTER for before, later in pairwise(sorted(pinged)))

    def teardown(self) -> None:
        """End all faults, and check what every channel shows."""
        if not hasattr(self, "life"):
            return
        self.unmute()
        self.open_channels()
        self.hidden = dict.fromkeys(ACCOUNTS, False)
        for _ in range(4):
            self.look(cut=None, seconds=3000)
            self.deliver(mishaps=[], commit=None, after=False)
        shown = {watch.channel: self._shown(watch.channel) for watch in self.life.watches}
        claimed = {watch.channel: self._claimed(watch.channel) for watch in self.life.watches}
        busy = self._busy()
        self.life.end()
        assert busy == []
        for claims in claimed.values():
            open_claims = [claim for claim in claims if claim[1] in FULL and not self._is_full(claim[0])]
            assert open_claims == []
        for watch in self.life.watches:
            if watch.when is When.BOTH and len(self.life.watches) == 1:
                last = dict(shown[watch.channel])
                assert last.keys() == self._spoken_of()
                assert {account: what in FULL for account, what in last.items()} == {
                    account: self._is_full(account) for account in last
                }

    def _is_full(self, account: str) -> bool:
        return all(self.full.values()) if account == WHOLE else self.full[account]

    def _shown(self, channel: int, *, but: Callable[[Message], bool] = lambda _: False) -> list[tuple[str, Condition]]:
        """List what a channel's messages claim now of accounts, the oldest first; what is closed claims nothing."""
        return [
            (news.topic.account, news.what)
            for message in self.life.chat.messages
            if message.says.channel == channel and not but(message)
            for part in message.says.parts
            for news in part.news
            if _is_of_slots(news) and news.closed is None
        ]

    def _claimed(self, channel: int) -> list[tuple[str, Condition]]:
        """List what is claimed by messages that can be edited: the others stay as they were."""
        return self._shown(channel, but=lambda message: message.deleted or message.refused_edit)

    def _spoken_of(self) -> set[str]:
        messages = self.life.chat.messages
        said = (news for message in messages for part in message.says.parts for news in part.news)
        return {news.topic.account for news in said if _is_of_slots(news)}

    def _busy(self) -> list[object]:
        remembered = self.life.remembered()
        return [
            state
            for state in remembered.alert_states.values()
            if state.announced is not state.current
            or state.current is not state.observed
            or state.flapping
            or state.withheld
        ]


def _is_of_slots(news: News) -> bool:
    return news.topic == SLOTS or bool(news.topic.account)


def _is_of_the_past(news: News) -> bool:
    return news.closed is not None or news.disproved


def _told(message: Message) -> Iterator[tuple[News, datetime]]:
    for part in message.sent.parts:
        for news in part.news:
            yield news, part.at


TestPeace = Peace.TestCase
TestPeace.settings = settings(
    max_examples=settings().max_examples // 6,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
