"""What a board shows next, and whether that is worth an edit."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.accounts.latest_state import LatestState
from bot.accounts.snapshot import Account, Snapshot
from bot.alerts.alert import Alert
from bot.alerts.board_content import Board, BoardContent, BoardPart, BoardRow
from bot.alerts.composition import key_of

MOST_ROWS = 30
"""So many accounts of a provider have a line of their own: those with the most room."""

AGED = timedelta(minutes=5)
"""A look that changes nothing else moves the age that is shown only when it differs by so much: the age counts up by
itself, and a board would be edited with every look otherwise."""

NOT_WATCHED = "The setting PROVIDERS does not name this provider any more: nobody looks at it."


def part_of(provider: str, sight: LatestState | None) -> BoardPart:
    """Tell what is shown of a provider.

    Args:
        provider: Its name.
        sight: What came of looking at it; None where nobody looks at it any more.
    """
    if sight is None:
        return BoardPart(provider=provider, trouble=NOT_WATCHED)
    trouble = None if sight.trouble is None else sight.trouble.sentence
    if sight.snapshot is None:
        return BoardPart(provider=provider, trouble=trouble)
    return replace(_seen(sight.snapshot), trouble=trouble)


def next_board(shown: BoardContent | None, number: int, parts: Sequence[BoardPart]) -> BoardContent:
    """Tell what a board should show: what it does already, where that says the same.

    A provider at which no look went well since the start is shown as it was before.

    Args:
        shown: What its message says, as far as that is known.
        number: The board's number.
        parts: What there is to show.
    """
    if shown is None:
        return BoardContent(id=number, parts=tuple(parts))
    was = {part.provider: part for part in shown.parts}
    wanted = BoardContent(id=number, parts=tuple(_recalling(part, was.get(part.provider)) for part in parts))
    return wanted if _ageless(wanted) != _ageless(shown) or _aged(shown, wanted) else shown


def board_alert(kept: Board, board: BoardContent, key: str, at: datetime) -> Alert:
    """Make the alert that a board's message tells."""
    return Alert(key=key, channel=kept.channel, at=at, board=board)


def board_key(number: int, *again: object) -> str:
    """Make the key of a board's first alert; of a later one, with what tells it from others."""
    return key_of("board", number, *again)


def _seen(snapshot: Snapshot) -> BoardPart:
    oldest: dict[str, datetime] = {}
    for job in snapshot.jobs:
        if job.account is not None and job.started is not None:
            oldest[job.account] = min(job.started, oldest.get(job.account, job.started))
    listed, others = snapshot.accounts[:MOST_ROWS], snapshot.accounts[MOST_ROWS:]
    return BoardPart(
        provider=snapshot.provider,
        at=snapshot.at,
        in_use=snapshot.total - snapshot.free,
        total=snapshot.total,
        # By name, so that a line keeps its place while slots come and go.
        rows=tuple(_row(one, oldest.get(one.name)) for one in sorted(listed, key=lambda one: one.name)),
        more=dict(Counter(account.state for account in others)),
    )


def _row(account: Account, oldest: datetime | None) -> BoardRow:
    return BoardRow(
        account=account.name, state=account.state, in_use=account.in_use, total=account.total, oldest=oldest
    )


def _recalling(part: BoardPart, was: BoardPart | None) -> BoardPart:
    if part.at is not None or was is None:
        return part
    return replace(was, trouble=part.trouble or was.trouble)


def _ageless(board: BoardContent) -> list[tuple[BoardPart, bool]]:
    return [(replace(part, at=None), part.at is None) for part in board.parts]


def _aged(shown: BoardContent, wanted: BoardContent) -> bool:
    """Tell whether an age that is shown is too far from what it should be; also where the clock was set back."""
    pairs = zip(shown.parts, wanted.parts, strict=True)
    return any(old.at and new.at and abs(new.at - old.at) >= AGED for old, new in pairs)
