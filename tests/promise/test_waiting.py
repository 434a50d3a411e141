"""Members who wait, over everything that can happen between a look and their telephone.

While it lasts: nobody is told twice, and no more is kept for people than is free. Once all is well: everybody who asked
and did not cancel has heard exactly one thing, room or none, and every message says what became of its offer.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.accounts.provider_answer import ListedSlots, ProviderAnswer
from bot.alerts.waiter_notice import NoticeKind, Outcome, WaiterNotice
from bot.errors import NotReached
from bot.storage.waiter_store import read_waiter
from bot.waitlist.offer_order import reserved_slots
from bot.waitlist.waiter_and_offer import Waiter
from tests.promise.life import Life

ACCOUNTS = ("a", "b")
MISHAPS = ["refused", "limited", "answer lost", "late", "cut before", "cut after"]
CUTS = st.sampled_from([None, None, None, (1, True), (1, False), (2, True), (2, False)])
EVERYBODY = (
    "SELECT waiter.*, alert.id AS alert_id, alert.told_at, alert.given_up_at, alert.reason"
    " FROM waiter LEFT JOIN alert ON alert.key = waiter.alert ORDER BY waiter.id"
)

Cut = tuple[int, bool] | None


class Waiting(RuleBasedStateMachine):
    """One provider, two channels, four members, and everything that can go wrong between them."""

    def __init__(self) -> None:
        super().__init__()
        self.free: dict[str, int] = {}

    @initialize()
    def start(self) -> None:
        """Start for the first time."""
        self.life = Life()

    @rule(
        member=st.integers(1, 4),
        slots=st.integers(1, 3),
        account=st.sampled_from([None, None, "a"]),
        minutes=st.sampled_from([5, 360]),
        cut=CUTS,
    )
    def ask(self, member: int, slots: int, account: str | None, minutes: int, cut: Cut) -> None:
        """Somebody asks."""
        asked = Waiter(
            id=0,
            guild=5,
            channel=-2 if member % 2 else 1,  # one of each platform
            member=member,
            provider="minimax",
            account=account,
            slots=slots,
            asked_at=self.life.at,
            until=self.life.at + timedelta(minutes=minutes),
        )
        self._cut(cut)
        self.life.wish(lambda line: line.join(asked))

    @rule(free=st.fixed_dictionaries(dict.fromkeys(ACCOUNTS, st.none() | st.integers(0, 3))), cut=CUTS)
    def look(self, free: dict[str, int | None], cut: Cut) -> None:
        """Look; the power may be cut at the save, or when people are served."""
        self.life.at += timedelta(seconds=30)
        shown = {account: slots for account, slots in free.items() if slots is not None}
        self._cut(cut)
        before = self._everybody()
        self.life.look(
            ProviderAnswer(
                accounts=tuple(ListedSlots(account=name, limit=3, available=slots) for name, slots in shown.items())
            )
        )
        if cut is None or self._everybody() != before:
            self.free |= shown
        self.life.cutter.commits = None

    @rule()
    def fail_to_look(self) -> None:
        """The provider fails, which changes nothing for anybody."""
        before = self._everybody()
        self.life.at += timedelta(seconds=30)
        self.life.look(NotReached("No answer in time."))
        assert self._everybody() == before

    @rule(which=st.integers(0, 20), takes=st.booleans(), cut=CUTS)
    def press(self, which: int, takes: bool, cut: Cut) -> None:  # noqa: FBT001 - drawn by name
        """Somebody presses a button of an offer."""
        offers = [message for message in self.life.chat.messages if message.sent.members]
        if not offers:
            return
        alert = offers[which % len(offers)].sent
        (member,) = alert.members
        self._cut(cut)
        self.life.wish(lambda line: (line.accept_offer if takes else line.decline_offer)(alert.key, member))
        self.life.cutter.commits = None

    @rule(number=st.integers(1, 9), cut=CUTS)
    def leave(self, number: int, cut: Cut) -> None:
        """Somebody cancels."""
        members = {one.id: one.member for one in self._everybody()}
        self._cut(cut)
        self.life.wish(lambda line: line.leave(5, members.get(number, 1), number))
        self.life.cutter.commits = None

    @rule(cut=CUTS)
    def expire(self, cut: Cut) -> None:
        """Time goes by."""
        self.life.at += timedelta(minutes=1)
        self._cut(cut)
        self.life.wish(lambda line: line.expire())
        self.life.cutter.commits = None

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
    def nobody_is_told_twice(self) -> None:
        """A number is offered something at most once, and told at most once that there was no room."""
        told = Counter(notice.waiter for notice in self._notices())
        assert [number for number, times in told.items() if times > 1] == []

    @invariant()
    def no_more_is_kept_than_is_free(self) -> None:
        """Nothing is offered to two."""
        kept = reserved_slots(self._everybody())
        assert all(kept[account] <= self.free.get(account, 0) for account in kept)

    def teardown(self) -> None:
        """End all faults, and check what everybody was told."""
        if not hasattr(self, "life"):
            return
        self.deliver(mishaps=[], commit=None, after=False)
        self.life.at += timedelta(hours=6)
        self.life.wish(lambda line: line.expire())
        self.life.look(ProviderAnswer(accounts=()))
        self.deliver(mishaps=[], commit=None, after=False)
        everybody = self._everybody()
        notices = {notice.waiter: notice for notice in self._notices()}
        self.life.end()
        assert all(one.over_at is not None for one in everybody)
        assert set(notices) == {one.id for one in everybody if one.outcome is not Outcome.CANCELLED}
        for one in everybody:
            if one.id in notices:
                expired = notices[one.id].kind is NoticeKind.EXPIRED
                assert notices[one.id].outcome is (None if expired else one.outcome)
                assert expired is (one.outcome is Outcome.EXPIRED)

    def _cut(self, cut: Cut) -> None:
        self.life.cutter.commits, self.life.cutter.after = (None, False) if cut is None else cut

    def _everybody(self) -> list[Waiter]:
        if not hasattr(self, "life"):
            return []
        return [one for row in self.life.ask(EVERYBODY) if (one := read_waiter(row)) is not None]

    def _notices(self) -> Iterator[WaiterNotice]:
        if hasattr(self, "life"):
            yield from (
                content
                for message in self.life.chat.messages
                if isinstance(content := message.says.content, WaiterNotice)
            )


TestWaiting = Waiting.TestCase
TestWaiting.settings = settings(
    max_examples=settings().max_examples // 4,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
