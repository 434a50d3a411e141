"""What a board's message shows: every account of some providers; and whether a change is worth an edit."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.accounts.account_to_use import account_to_use
from bot.accounts.open_offers import NO_OFFERS, OpenOffers
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, LatestState, Snapshot


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
        in_use: Number of its slots in use.
        total: Number of its slots, where known.
        oldest: When the longest running of its jobs started, where known.
        offered: How many of its free slots are offered to people who waited.
        fault: Why it can't be used, in the provider's words; None if its quota is used up, "" if unknown.
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
        in_use: Number of slots in use, of the accounts whose state is certain; of jobs, if nobody counts slots.
        total: Number of slots of those accounts.
        rows: Its accounts that have a line of their own.
        use: The account to use; None if every free slot is offered to people who waited, or none is free.
        offered: How many free slots are offered to people who waited.
        offered_to: Number of people to whom they are offered.
        more: Number of further accounts in each state, where there are too many for rows.
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


AGE_STEP = timedelta(minutes=5)
"""How far the shown age of a look must be off to be worth an edit by itself: otherwise a board would be edited with
every look, since the age counts up by itself."""

MAX_ROWS = 30
"""Maximum number of accounts of a provider with a line of their own: those with the most free slots."""


def board_part(provider: str, latest: LatestState | None, offers: OpenOffers = NO_OFFERS) -> BoardPart:
    """Return what a board shows of a provider.

    Args:
        provider: Its name.
        latest: Its latest state; None if it is not polled any more.
        offers: Which of its free slots are offered to people who waited.
    """
    if latest is None:
        return BoardPart(provider=provider, absence=Absence.NOT_WATCHED)
    if not latest.set_up:
        return BoardPart(provider=provider, absence=Absence.NOT_SET_UP)
    trouble = None if latest.trouble is None else latest.trouble.sentence
    if latest.snapshot is None:
        return BoardPart(provider=provider, trouble=trouble)
    return replace(_from_snapshot(latest.snapshot, offers), trouble=trouble)


def next_board(shown: BoardContent | None, number: int, parts: Sequence[BoardPart]) -> BoardContent:
    """Return what a board should show: the same object as ``shown`` if that needs no edit.

    A provider that no good look has seen since the start is shown as it was before.

    Args:
        shown: What its message says; None if that is not known.
        number: The board's number.
        parts: What there is to show.
    """
    if shown is None:
        return BoardContent(id=number, parts=tuple(parts))
    was = {part.provider: part for part in shown.parts}
    wanted = BoardContent(id=number, parts=tuple(_with_last_known(part, was.get(part.provider)) for part in parts))
    return wanted if _without_ages(wanted) != _without_ages(shown) or _age_is_off(shown, wanted) else shown


def _from_snapshot(snapshot: Snapshot, offers: OpenOffers) -> BoardPart:
    oldest: dict[str, datetime] = {}
    for job in snapshot.jobs:
        if job.account is not None and job.started is not None:
            oldest[job.account] = min(job.started, oldest.get(job.account, job.started))
    use = account_to_use(snapshot, offers)
    listed, others = snapshot.accounts[:MAX_ROWS], snapshot.accounts[MAX_ROWS:]
    return BoardPart(
        provider=snapshot.provider,
        at=snapshot.at,
        in_use=snapshot.total - snapshot.free if snapshot.counts_slots else snapshot.running,
        total=snapshot.total,
        # By name, so that a line keeps its place while slots come and go.
        rows=tuple(
            _row(one, oldest.get(one.name), offers.of(one.name).slots)
            for one in sorted(listed, key=lambda one: one.name)
        ),
        use=None if use is None else use.name,
        offered=offers.slots,
        offered_to=offers.people,
        more=dict(Counter(account.state for account in others)),
    )


def _row(account: Account, oldest: datetime | None, offered: int) -> BoardRow:
    return BoardRow(
        account=account.name,
        state=account.state,
        in_use=account.in_use,
        total=account.total,
        oldest=oldest,
        offered=offered,
        fault=account.fault if account.state is AccountState.FAULTED else "",
    )


def _with_last_known(part: BoardPart, was: BoardPart | None) -> BoardPart:
    if part.at is not None or was is None:
        return part
    if part.trouble is None and part.absence is None:
        return was
    return replace(was, trouble=part.trouble, absence=part.absence)


def _without_ages(board: BoardContent) -> list[tuple[BoardPart, bool]]:
    return [(replace(part, at=None), part.at is None) for part in board.parts]


def _age_is_off(shown: BoardContent, wanted: BoardContent) -> bool:
    """Return whether an age that is shown is too far off, also because the clock was set back."""
    pairs = zip(shown.parts, wanted.parts, strict=True)
    return any(old.at and new.at and abs(new.at - old.at) >= AGE_STEP for old, new in pairs)
