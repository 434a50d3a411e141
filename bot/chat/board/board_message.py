"""A board's message: its first line, and a line for each account.

It stays true until the next edit: the platform counts ages from moments, and while looks fail, the last known state is
worded in the past tense.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.accounts.roster import AccountState
from bot.boards.board_content import Absence, BoardContent, BoardPart, BoardRow
from bot.chat.alert.alert_buttons import details_button
from bot.chat.alert.alert_names import AlertNames
from bot.chat.message import Block, Card, Entry, Listing, Message, Paragraph, paragraph
from bot.chat.signs_and_colours import Level, level_of_state, level_of_states
from bot.chat.text_spans import Line, Strong, ago, joined, member
from bot.chat.wording.account_names import Naming
from bot.chat.wording.free_slots import free_of_total, offered_of_free, offered_slots_line, running, state_room
from bot.chat.wording.numbers_and_lists import amount
from bot.chat.wording.text_cleaning import SENTENCE_LENGTH
from bot.platforms import CommandName

NAMED = 3
"""Maximum number of providers in the headline, which is all that a locked phone shows of a pinned message."""

_ABSENT: Mapping[Absence, str] = {
    Absence.NOT_WATCHED: (
        "Not watched any more: no account of it is set up at useapi.net, or the setting PROVIDERS leaves it out."
    ),
    Absence.NOT_SET_UP: "No account of this provider is set up at useapi.net.",
}


def board_message(board: BoardContent, key: str, names: AlertNames) -> Message:
    """Return a board's message.

    Args:
        board: What it shows.
        key: The key of the alert that carries it.
        names: What providers and accounts are called.
    """
    number, details = f"Board {board.id}", (details_button(key),)
    if board.removed_by is not None:
        body = paragraph((member(board.removed_by), " removed it. ", CommandName("board add"), " makes another."))
        return Message(
            headline=(f"{number} is not kept up to date any more",), cards=(Card(body=(body,)),), actions=details
        )
    if not board.parts:
        return Message(headline=("No provider is set up",), cards=(Card(footer=number),), actions=details)
    named = [(part, names.of_accounts(part.provider, (row.account for row in part.rows))) for part in board.parts]
    more: Line = (f"and {amount(len(named) - NAMED)} more",) if len(named) > NAMED else ()
    headline = joined((*(_room(part, names, naming) for part, naming in named[:NAMED]), more))
    cards = [_card(part, names, naming) for part, naming in named]
    if len(cards) == 1:
        cards = [replace(cards[0], title="")]  # the headline says it
    cards[-1] = replace(cards[-1], footer=number)
    return Message(headline=headline, cards=tuple(cards), actions=details)


def _room(part: BoardPart, names: AlertNames, naming: Naming) -> Line:
    """Return how many slots are free, and which account to use: ``MiniMax 6 of 13 free, use studio-a``."""
    said = f"{names.provider(part.provider)} {_slots(part)}"
    if _is_outdated(part):
        return (said,)
    free = part.total - part.in_use
    if part.use is None:
        return (f"{said}{offered_of_free(part.offered, part.offered_to, free)}",)
    return (f"{said}, use ", Strong(naming.name(part.use)))


def _card(part: BoardPart, names: AlertNames, naming: Naming) -> Card:
    title = names.provider(part.provider)
    return Card(
        title=f"{title} · {_slots(part)}",
        body=(_look(part, names, naming), _account_lines(part, naming)),
        level=_level(part),
        subject=title,
    )


def _slots(part: BoardPart) -> str:
    if part.at is None:
        return "nothing known yet"
    if part.total:
        known = free_of_total(part.total - part.in_use, part.total)
    else:
        uncounted = AccountState.UNCOUNTED in {row.state for row in part.rows}
        known = running(part.in_use) if uncounted else "free slots not known"
    return f"{known} when last checked" if _is_outdated(part) else known


def _look(part: BoardPart, names: AlertNames, naming: Naming) -> Paragraph:
    """Return how old the state is and which slots are offered to people who waited; or what is wrong."""
    if part.absence is not None:
        wrong: str = _ABSENT[part.absence]
    elif part.trouble is not None:
        wrong = names.accounts.shown(part.trouble, SENTENCE_LENGTH)
    else:
        if part.at is None:
            return paragraph(("Not checked yet",))
        accounts = [row.account for row in part.rows if row.offered]
        offered = offered_slots_line(part.offered, part.offered_to, accounts, naming)
        return paragraph(("Checked ", ago(part.at)), offered)
    since: Line = () if part.at is None else ("Last known, ", ago(part.at), ":")
    return paragraph((f"{Level.FAULTED.sign} ", wrong), since)


def _is_outdated(part: BoardPart) -> bool:
    """Return whether a part shows an old state, because looks fail or have ended."""
    return part.trouble is not None or part.absence is not None


def _account_lines(part: BoardPart, naming: Naming) -> Block:
    if part.at is None:
        return paragraph()
    if not part.rows and not part.more:
        return paragraph(("No account was seen.",))
    return Listing(
        entries=tuple(Entry((_account_line(row, naming),), row.state.value) for row in part.rows),
        more={state.value: part.more[state] for state in AccountState if state in part.more},
    )


def _account_line(row: BoardRow, naming: Naming) -> Line:
    """Return an account's line: ``🟢 studio-a · 2 of 3 free · oldest job 5 minutes ago``."""
    oldest: Line = () if row.oldest is None else (" · oldest job ", ago(row.oldest))
    total = row.total or 0
    free = total - row.in_use
    level = level_of_state(row.state, free, total)
    room = state_room(row.state, free, total, jobs=row.in_use, fault=row.fault)
    return (f"{level.sign} ", Strong(naming.name(row.account)), f" · {room}", *oldest)


def _level(part: BoardPart) -> Level:
    if _is_outdated(part):
        return Level.UNKNOWN
    return level_of_states({row.state for row in part.rows} | part.more.keys(), part.total - part.in_use, part.total)
