"""What somebody at the keyboard tells the bot to do, done and answered: wait for a slot, keep a board.

The terminal has one channel of one server and one member in it, who may do everything; what Discord asks before is not
asked here.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import discord

from bot.alerts.board_content import Board
from bot.boards.board_registry import BoardRegistry
from bot.chat.account_lookup import AccountLookup
from bot.chat.embeds.boards import ShownBoard, created_embed, removed_embed
from bot.chat.embeds.waiters import joined_embed, left_embed, list_embed, replied_embed
from bot.chat.terminal.commands import Deed, Verb
from bot.chat.wording.account_names import AccountNames
from bot.errors import BadInput
from bot.waitlist.waiter import Waiter
from bot.waitlist.waitlist import Waitlist, WaitlistEntry

GUILD = CHANNEL = MEMBER = 1

WAIT = timedelta(hours=6)

ROOM_NAMED = 3

NOTHING_OFFERED = "Nothing was offered to you yet. Try: /notify when minimax"


class Desk:
    """Does what it is told.

    Args:
        boards: All boards.
        waitlist: All who wait.
        subjects: Knows providers and accounts.
        names: How accounts are named.
        now: The clock.
    """

    def __init__(
        self,
        boards: BoardRegistry,
        waitlist: Waitlist,
        subjects: AccountLookup,
        names: AccountNames,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self.subjects = subjects
        self._boards = boards
        self._waitlist = waitlist
        self._names = names
        self._now = now

    async def do(self, deed: Deed, offered: str | None) -> discord.Embed:
        """Do it, and say what came of it.

        Args:
            deed: What to do.
            offered: The key of the alert that told of the last offer.

        Raises:
            BadInput: It can't be done.
            StorageUnavailable: The database failed.
        """
        match deed.verb:
            case Verb.WAIT:
                entry = await self._waitlist.join(self._waiter(deed))
                return joined_embed(entry, self._subject(entry.waiter), self._room(entry))
            case Verb.WAITING:
                return list_embed(await self._waitlist.entries_of(GUILD, MEMBER), self._subject)
            case Verb.CANCEL:
                waiter = await self._waitlist.leave(GUILD, MEMBER, deed.number)
                return left_embed(waiter, self._subject(waiter))
            case Verb.TAKE | Verb.PASS:
                if offered is None:
                    raise BadInput(NOTHING_OFFERED)
                settle = self._waitlist.accept_offer if deed.verb is Verb.TAKE else self._waitlist.decline_offer
                waiter = await settle(offered, MEMBER)
                return replied_embed(waiter, self._subject(waiter))
            case Verb.CREATE:
                return created_embed(self._shown(await self._boards.add(self._board(deed))))
            case Verb.REMOVE:
                board = self._boards.find(GUILD, deed.number)
                await self._boards.remove(board, MEMBER)
                return removed_embed(self._shown(board))

    def _waiter(self, deed: Deed) -> Waiter:
        provider, at = self.subjects.provider(deed.provider), self._now()
        return Waiter(
            id=0,  # the database gives it its own
            guild=GUILD,
            channel=CHANNEL,
            member=MEMBER,
            provider=provider,
            account=self.subjects.account(provider, deed.account) if deed.account else None,
            asked_at=at,
            until=at + WAIT,
        )

    def _board(self, deed: Deed) -> Board:
        providers = (self.subjects.provider(deed.provider),) if deed.provider else ()
        return Board(id=0, guild=GUILD, channel=CHANNEL, providers=providers, by=MEMBER)

    def _room(self, entry: WaitlistEntry) -> str:
        """Name the accounts that the next look offers, not yet escaped."""
        accounts = [offered.account for offered in entry.next_offer[:ROOM_NAMED]]
        naming = self._names.among(entry.waiter.provider, accounts)
        return ", ".join(map(naming.raw, accounts))

    def _subject(self, waiter: Waiter) -> str:
        return self.subjects.title(waiter.provider, waiter.account)

    def _shown(self, board: Board) -> ShownBoard:
        return ShownBoard(board=board, subject=", ".join(map(self.subjects.title, board.providers or (None,))))
