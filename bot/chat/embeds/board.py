"""A board as a message: an embed for each provider, a line for each account; not when it is edited.

What it says stays true while nobody edits it: ages are moments that Discord counts from, and where looks fail, the last
known state is spoken of in the past.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

import discord

from bot.accounts.roster import AccountState
from bot.alerts.board_content import BoardContent, BoardPart, BoardRow
from bot.chat.embeds.accounts import bar
from bot.chat.embeds.alert import EMBEDS, TOGETHER, short_id
from bot.chat.embeds.fit import DESCRIPTION, TITLE, and_more, fit
from bot.chat.embeds.level import Level, of_slots
from bot.chat.embeds.speech import Among, Speech, nobody_else
from bot.chat.embeds.words import ProviderWords, ago
from bot.chat.wording.account_names import AccountNames, Naming
from bot.chat.wording.text import amount, clip, count

SENTENCE_LENGTH = 600

_BETWEEN = "\n\n"


def board_message(
    board: BoardContent,
    key: str,
    words: Mapping[str, ProviderWords],
    names: AccountNames,
    *,
    among: Among = nobody_else,
) -> tuple[str, list[discord.Embed]]:
    """Word a board.

    Args:
        board: What it shows.
        key: The key of the alert that it is told by.
        words: How each provider is spoken of.
        names: How accounts are named.
        among: Gives all known accounts of a provider.

    Returns:
        The message's content and its embeds.
    """
    footer = f"id {short_id(key)}"
    if board.removed_by is not None:
        embeds = [_removed(board, board.removed_by)]
    else:
        embeds = _embeds(board.parts, Speech(words=words, names=names, among=among), TOGETHER - len(footer))
    embeds[-1].set_footer(text=footer)
    return f"Board {board.id}", embeds


def _removed(board: BoardContent, by: int) -> discord.Embed:
    return discord.Embed(
        title=f"Board {board.id} is not kept up to date any more",
        description=f"<@{by}> removed it. `/board create` makes another.",
        colour=Level.UNKNOWN.colour,
    )


def _embeds(parts: Sequence[BoardPart], speech: Speech, left: int) -> list[discord.Embed]:
    """Draw a provider each; they share the characters, and the last says which ones did not fit."""
    titles = ", ".join(speech.provider(part.provider) for part in parts[EMBEDS:])
    rest = f"{_BETWEEN}{and_more(parts[EMBEDS:])}: {titles}" if titles else ""
    left -= len(rest)
    embeds: list[discord.Embed] = []
    for done, part in enumerate(parts[:EMBEDS]):
        share = min(left // (len(parts[:EMBEDS]) - done), DESCRIPTION - len(rest))
        embeds.append(_embed(part, speech, share))
        left -= len(embeds[-1])
    if not embeds:
        return [discord.Embed(description="No provider is set up.", colour=Level.UNKNOWN.colour)]
    embeds[-1].description = f"{embeds[-1].description}{rest}"
    return embeds


def _embed(part: BoardPart, speech: Speech, budget: int) -> discord.Embed:
    title = clip(f"{speech.provider(part.provider)} · {_slots(part)}", min(TITLE, budget // 3))
    accounts = (*speech.among(part.provider), *(row.account for row in part.rows))
    naming = speech.names.among(part.provider, accounts)
    head = _look(part, speech.names, min(SENTENCE_LENGTH, budget // 3))
    lines = _lines(part, naming, budget - len(title) - len(head) - len(_BETWEEN))
    return discord.Embed(
        title=title, description=_BETWEEN.join(filter(None, (head, lines))), colour=_level(part).colour
    )


def _slots(part: BoardPart) -> str:
    if part.at is None:
        return "nothing known yet"
    known = f"{amount(part.in_use)} of {count(part.total, 'slot')} in use" if part.total else "free slots unknown"
    return known if part.trouble is None else f"{known} when last seen"


def _look(part: BoardPart, names: AccountNames, budget: int) -> str:
    """Say how old this is, and what is wrong."""
    if part.trouble is None:
        return "Not looked at yet." if part.at is None else f"Looked {ago(part.at)}."
    since = "" if part.at is None else f"\nLast known state, from {ago(part.at)}:"
    return f"{Level.FAULTED.sign} {names.say(part.trouble, budget)}{since}"


def _lines(part: BoardPart, naming: Naming, budget: int) -> str:
    if part.at is None:
        return ""
    others = (BoardRow(account="", state=state, in_use=0) for state, number in part.more.items() for _ in range(number))
    rows = [*part.rows, *others]
    return fit(rows, lambda one: _line(one, naming), budget, most=len(part.rows), more=_more) or "No account was seen."


def _line(row: BoardRow, naming: Naming) -> str:
    """Say how an account is: ``🟢 ▰▱▱ **studio-a** · 1 of 3 in use · oldest job 5 minutes ago``."""
    drawn = bar(row.in_use, row.total or 0) if row.state in {AccountState.FREE, AccountState.FULL} else ""
    head = " ".join(filter(None, (_level_of(row).sign, drawn, f"**{naming.plain(row.account)}**")))
    oldest = "" if row.oldest is None else f" · oldest job {ago(row.oldest)}"
    return f"{head} · {_numbers(row)}{oldest}"


def _numbers(row: BoardRow) -> str:
    of_total = "" if row.total is None else f" of {amount(row.total)}"
    match row.state:
        case AccountState.FREE:
            return f"{amount(row.in_use)}{of_total} in use"
        case AccountState.FULL:
            return f"full, {amount(row.in_use)}{of_total} in use" if of_total else "full"
        case AccountState.UNKNOWN | AccountState.FAULTED:
            return f"{row.state}, {amount(row.in_use)} running" if row.in_use > 0 else row.state.value


def _more(left: Sequence[BoardRow]) -> str:
    counts = Counter(row.state for row in left)
    return f"{and_more(left)}: " + ", ".join(
        f"{amount(counts[state])} {state}" for state in AccountState if counts[state]
    )


def _level_of(row: BoardRow) -> Level:
    if row.state is AccountState.FREE:
        total = row.total or 0
        return of_slots(total - row.in_use, total)
    return {AccountState.FULL: Level.FULL, AccountState.FAULTED: Level.FAULTED}.get(row.state, Level.UNKNOWN)


def _level(part: BoardPart) -> Level:
    """Judge all accounts together, as ``level.of_provider`` does."""
    states = {row.state for row in part.rows} | part.more.keys()
    if part.trouble is not None:
        return Level.UNKNOWN
    if AccountState.FREE in states:
        return of_slots(part.total - part.in_use, part.total)
    return Level.FULL if AccountState.FULL in states and AccountState.UNKNOWN not in states else Level.UNKNOWN
