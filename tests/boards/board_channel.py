"""A channel with boards: real store and updater, a made-up clock and made-up looks."""

from datetime import timedelta

from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, LatestState, Snapshot, Trouble
from bot.alerts.alert import Alert
from bot.boards.board_content import BoardContent
from bot.boards.board_registry import Board, BoardRegistry
from bot.boards.board_updater import BoardUpdater
from bot.storage.database import Store
from tests.delivery.far_end_log import Clock
from tests.moments import NOON, UP

KEPT = Board(id=0, guild=5, channel=1, by=7)
RESTS = Trouble(sentence="it rests", since=NOON)


def seen(free: int, clock: Clock) -> LatestState:
    """See one account of six slots."""
    account = Account(name="a", state=AccountState.FREE if free else AccountState.FULL, free=free, limit=6)
    return LatestState(snapshot=Snapshot(provider="minimax", at=clock.at, accounts=(account,)))


class BoardChannel:
    """A channel with boards, before anything is sent there.

    Attributes:
        clock: What time it is.
        latest: What came of looking at each provider.
        paused: The channels that take nothing.
        wakes: How often something was owed.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = Clock()
        self.latest = {"minimax": seen(6, self.clock)}
        self.paused: set[int] = set()
        self.wakes = 0
        self.restart()

    def restart(self) -> None:
        """Start again, with nothing in memory."""
        self.boards = BoardRegistry(self.store.boards, latest=lambda: self.latest, wake=self.wake, now=self.clock)
        self.updater = BoardUpdater(self.boards, self.store.boards, paused=self.paused, wake=self.wake, now=self.clock)

    def wake(self) -> None:
        """Count that something is owed."""
        self.wakes += 1

    async def look(self, free: int, **later: float) -> None:
        """Advance the clock, look (with this number of free slots), and bring the boards up to date."""
        self.clock.at += timedelta(**later)
        self.latest["minimax"] = seen(free, self.clock)
        await self.updater.update_all()

    async def wait(self, **later: float) -> None:
        """Advance the clock without a look."""
        self.clock.at += timedelta(**later)
        await self.updater.update_all()

    async def tell(self, *, as_message: int | None = 9) -> str:
        """Send what is owed, as the alert sender would."""
        owed = await self.store.outbox.oldest_owed(1)
        assert owed is not None
        await self.store.outbox.note_attempt(owed.id, owed.version, self.clock.at)
        await self.store.outbox.mark_delivered(owed.id, as_message, self.clock.at)
        return owed.alert.key

    async def edits(self) -> list[BoardContent]:
        """Edit what is outdated, as the editor would, and give what it says by then."""
        found = await self.store.messages.outdated(1)
        for message in found:
            await self.store.messages.note_edit(message.id, self.clock.at, UP)
            await self.store.messages.mark_edited(message.id, message.version)
        return [board_in(message.alert) for message in found]

    async def edit_refused(self) -> None:
        """Refuse an edit for good, as for a deleted message."""
        (message,) = await self.store.messages.outdated(1)
        assert await self.store.messages.replace_message(message.id, message.version, self.clock.at)


def board_in(alert: Alert) -> BoardContent:
    """Expect an alert to show a board."""
    assert isinstance(alert.content, BoardContent)
    return alert.content


def in_use(board: BoardContent) -> list[int]:
    """Read how many slots a board says are taken, a provider each."""
    return [part.in_use for part in board.parts]
