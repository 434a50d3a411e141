"""What a board's message shows: every account of some providers, kept up to date in place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.accounts.roster import AccountState


class Absence(StrEnum):
    """Why a provider of a board is not looked at."""

    NOT_WATCHED = "not_watched"
    """No account of it is set up any more, or the settings leave it out."""

    NOT_SET_UP = "not_set_up"
    """None of its accounts is set up at useapi.net."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """One account on a board.

    Attributes:
        account: Its name at the provider.
        state: What is true of it.
        in_use: Slots taken.
        total: Slots there are, where known.
        oldest: When the longest running of its jobs started, where known.
        offered: How many of its free slots are offered to people who waited.
        fault: Why it can't be used, in the provider's words; None where its quota is used up, "" where nobody knows.
    """

    account: str
    state: AccountState
    in_use: int
    total: int | None = None
    oldest: datetime | None = None
    offered: int = 0
    fault: str | None = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPart:
    """One provider on a board.

    Attributes:
        provider: Its name.
        at: The moment of the last good look; None before the first.
        in_use: Slots taken, of the accounts whose state is certain; where nobody counts slots, jobs that run.
        total: The slots of those.
        rows: Its accounts, as many as have a line of their own.
        use: The account to use; None where nothing is free, or all that is free is offered to people who waited.
        offered: How many free slots are offered to people who waited.
        offered_to: To how many people.
        more: How many others there are in each state, where they are too many to be rows.
        trouble: Why looks fail now, if they do.
        absence: Why it is not looked at, if it is not.
    """

    provider: str
    at: datetime | None = None
    in_use: int = 0
    total: int = 0
    rows: tuple[BoardRow, ...] = ()
    use: str | None = None
    offered: int = 0
    offered_to: int = 0
    more: Mapping[AccountState, int] = field(default_factory=dict)
    trouble: str | None = None
    absence: Absence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardContent:
    """What a board's message says.

    Attributes:
        id: The number by which people name it.
        parts: What it shows, a provider each.
        removed_by: The member who removed it; the message says that, and nothing else from then on.
    """

    id: int
    parts: tuple[BoardPart, ...] = ()
    removed_by: int | None = None
