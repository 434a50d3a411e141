"""The registry of boards, and what it needs of the database: stored first, then kept up to date (``board_updater``)."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.accounts.open_offers import NO_OFFERS, OffersNow, OpenOffers, no_offers
from bot.accounts.snapshot import LatestState
from bot.alerts.alert import Alert
from bot.alerts.alert_composition import key_of
from bot.boards.board_content import BoardContent, BoardPart, board_part
from bot.errors import BadInput
from bot.platforms import CommandName
from bot.record_cache import RecordCache

MAX_PER_GUILD = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A board that somebody asked for.

    Attributes:
        id: Its number.
        guild: The guild that its channel belongs to.
        channel: The channel of its message.
        providers: Which providers it shows, by their names; none for all of them.
        by: The member who asked for it.
    """

    id: int
    guild: int
    channel: int
    providers: tuple[str, ...] = ()
    by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardMessage:
    """What is stored of a board's message.

    Attributes:
        content: What it shows, or is about to; None if this version can't read it.
        lost: True if it will never be seen: given up, or deleted before its id was known.
        changed_at: When it was sent, or an edit of it was last started.
    """

    content: BoardContent | None = None
    lost: bool = False
    changed_at: datetime | None = None


class BoardStorage(Protocol):
    """Boards and their messages; every method raises ``StorageUnavailable``."""

    async def all(self) -> tuple[Board, ...]:
        """Return every stored board, the oldest first."""

    async def add(self, board: Board, parts: Sequence[BoardPart], at: datetime) -> int:
        """Store a board, owe its message, and return its number, which no other ever had."""

    async def remove(self, board_id: int, by: int, at: datetime) -> None:
        """Make a board's message say that it is no longer updated, and remove it; for some days it can be restored."""

    async def removed(self, board_id: int) -> Board | None:
        """Return the board that was removed under a number; None if none was, or long ago."""

    async def restore(self, board: Board, parts: Sequence[BoardPart], at: datetime) -> bool:
        """Bring back a board that was removed, under its number, and owe a new message; False if there is none."""

    async def messages(self, board_ids: Collection[int]) -> Mapping[int, BoardMessage]:
        """Return what is stored of boards' messages, by board number; boards that are gone are left out."""

    async def set_contents(self, contents: Sequence[BoardContent], at: datetime) -> None:
        """Store what boards' messages should show; owe a new message where one is lost. A removed board is ignored.

        If the same content is stored already, the message is edited all the same: it may not show it.
        """


def board_alert(board: Board, content: BoardContent, key: str, at: datetime) -> Alert:
    """Compose the alert that is sent as a board's message, silently: nobody has to act."""
    return Alert(key=key, channel=board.channel, at=at, content=content, silent=True)


def board_key(number: int, *again: object) -> str:
    """Return the key of a board's first alert; a later one also needs ``again``, which tells it from the others."""
    return key_of("board", number, *again)


class BoardRegistry(RecordCache[Board]):
    """Holds the boards.

    Args:
        store: Where they are stored.
        latest: Returns the latest state of every provider by its name.
        offers: Returns which free slots are offered to people who waited.
        wake: Called when a message is owed, or should say something new.
        now: The clock.
    """

    def __init__(
        self,
        store: BoardStorage,
        *,
        latest: Callable[[], Mapping[str, LatestState]],
        offers: OffersNow = no_offers,
        wake: Callable[[], None],
        now: Callable[[], datetime],
    ) -> None:
        super().__init__(store.all)
        self._store = store
        self._latest = latest
        self._offers = offers
        self._wake = wake
        self._now = now
        self._parts: dict[str, tuple[LatestState | None, OpenOffers, BoardPart]] = {}

    def all(self) -> tuple[Board, ...]:
        """Return every board, the oldest first."""
        return self.held

    def in_guild(self, guild: int) -> tuple[Board, ...]:
        """Return the boards of a guild."""
        return tuple(board for board in self.held if board.guild == guild)

    def find(self, guild: int, number: int) -> Board:
        """Find a guild's board by its number; raises ``BadInput`` if there is none."""
        for board in self.in_guild(guild):
            if board.id == number:
                return board
        raise _unknown(number)

    def parts(self, board: Board) -> tuple[BoardPart, ...]:
        """Return the parts that a board should show, as of the newest looks.

        Providers that are not set up are left out, unless the board names no other.
        """
        latest = self._latest()
        named = tuple(board.providers or latest)
        shown = tuple(name for name in named if name not in latest or latest[name].set_up)
        return tuple(self._part(name, latest.get(name)) for name in shown or named)

    async def add(self, board: Board) -> Board:
        """Store a board, owe its message, and return the board with its number.

        Raises:
            BadInput: The channel has a board of the same, or the guild has the maximum.
            StorageUnavailable: It could not be stored.
        """
        await self.settle()
        self._admit(board)
        parts, at = self.parts(board), self._now()
        added = await self._add(board, lambda: self._store.add(board, parts, at))
        self._wake()
        return added

    async def restore(self, guild: int, number: int, by: int) -> Board:
        """Bring back a guild's board that was removed, with a new message; raises as ``add`` does.

        One that is back already, since somebody pressed twice, is returned as it is.
        """
        back = next((one for one in self.in_guild(guild) if one.id == number), None)
        if back is not None:
            return back
        gone = BadInput("That can't be undone any more. ", CommandName("board add"), " makes it anew.")
        removed = await self._store.removed(number)
        if removed is None:
            raise gone
        if removed.guild != guild:
            raise _unknown(number)
        board = replace(removed, by=by)
        await self.settle()
        self._admit(board)
        async with self._changing(lambda: board in self.held):
            if not await self._store.restore(board, self.parts(board), self._now()):
                raise gone
        self._wake()
        return board

    async def remove(self, board: Board, by: int) -> None:
        """Remove a board, and say so in its message; raises ``StorageUnavailable``."""
        async with self._changing(lambda: board not in self.held):
            await self._store.remove(board.id, by, self._now())
        self._wake()

    def _admit(self, board: Board) -> None:
        """Raise ``BadInput`` if a board may not be added."""
        here = self.in_guild(board.guild)
        for one in here:
            if (one.channel, set(one.providers)) == (board.channel, set(board.providers)):
                raise BadInput(f"That channel has a board of the same already: board {one.id}.", option="channel")
        if len(here) >= MAX_PER_GUILD:
            raise BadInput(
                f"There can be {MAX_PER_GUILD} boards here; remove one first (", CommandName("board remove"), ")."
            )

    def _part(self, provider: str, latest: LatestState | None) -> BoardPart:
        """Return the part about a provider: the same object until a look or an offer changes it."""
        snapshot, known = None if latest is None else latest.snapshot, self._parts.get(provider)
        offers = NO_OFFERS if snapshot is None else self._offers(snapshot)
        if known is None or known[0] is not latest or known[1] != offers:
            known = self._parts[provider] = (latest, offers, board_part(provider, latest, offers))
        return known[2]


def _unknown(number: int) -> BadInput:
    return BadInput(f"There is no board {number} here; ", CommandName("board list"), " names them all.")
