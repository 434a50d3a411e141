"""Watches as people see them: one that was changed, a page of all, and how a drill went.

Mentions of channels and roles are written here; in an embed they ping nobody.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import discord

from bot.chat.embeds.capacity import Page
from bot.chat.embeds.fit import DESCRIPTION, fit
from bot.chat.embeds.level import Level
from bot.chat.wording.account_names import PLAIN_LENGTH
from bot.chat.wording.text import amount, plain
from bot.subscriptions.watch import FROM_SETTINGS, Style, Watch, When

ON_A_PAGE = 10
SUBJECT_LENGTH = PLAIN_LENGTH + 50
REASON_LENGTH = 200

_HEARS = {When.BOTH: "full and freed", When.FULL: "full only", When.FREED: "freed only", When.STUCK: "stuck jobs"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWatch:
    """A watch as it is now.

    Attributes:
        watch: The watch.
        subject: What it listens to, not yet escaped: its provider and account by the names that people know.
        missing: What keeps its alerts from arriving or pinging, a sentence each, not yet escaped.
    """

    watch: Watch
    subject: str
    missing: tuple[str, ...] = ()


def watches_page(watches: Sequence[Watch], show: Callable[[Watch], ShownWatch], page: int) -> Page:
    """Draw a page of watches.

    Args:
        watches: All of them; only the page's own are shown.
        show: Finds out how a watch is now.
        page: Which page, from 1; one that does not exist is taken as the nearest that does.
    """
    pages = max(-(-len(watches) // ON_A_PAGE), 1)
    number = min(max(page, 1), pages)
    if not watches:
        said = "No channel hears anything yet: `/watch add` makes the first watch."
        return Page(embed=discord.Embed(title="No watches", description=said, colour=Level.UNKNOWN.colour))
    shown = [show(watch) for watch in watches[(number - 1) * ON_A_PAGE :][:ON_A_PAGE]]
    embed = discord.Embed(
        title="1 watch" if len(watches) == 1 else f"{amount(len(watches))} watches",
        description=_entries(shown),
        colour=_colour(any(one.missing for one in shown)),
    )
    if pages > 1:
        embed.set_footer(text=f"Page {amount(number)} of {amount(pages)}")
    return Page(embed=embed, number=number, pages=pages)


def changed_embed(happened: str, shown: ShownWatch) -> discord.Embed:
    """Draw a watch that was just changed.

    Args:
        happened: What became of it: ``added``, ``changed``.
        shown: The watch as it is from now on.
    """
    stored = "The watch is stored all the same; once that is mended, try it" if shown.missing else "Try it"
    lines = [watch_line(shown), *_warnings(shown), f"{stored}: `/watch test watch:{shown.watch.id}`"]
    return discord.Embed(
        title=f"Watch {shown.watch.id} {happened}", description="\n".join(lines), colour=_colour(bool(shown.missing))
    )


def removed_embed(shown: ShownWatch) -> discord.Embed:
    """Draw a watch that is no more."""
    return discord.Embed(
        title=f"Watch {shown.watch.id} removed", description=watch_line(shown), colour=Level.UNKNOWN.colour
    )


def drill_embed(shown: ShownWatch, *, told_after: timedelta | None, given_up: str | None) -> discord.Embed:
    """Draw how a drill went; it is still on its way where it was neither told nor given up."""
    there = f"<#{shown.watch.channel}>"
    if told_after is not None:
        title, level = "The drill arrived", Level.FREE
        said = f"{there} was told {told_after.total_seconds():.2f} s after that was owed."
    elif given_up is not None:
        title, level = "The drill did not arrive", Level.FULL
        said = f"{there} was not told: {plain(given_up, REASON_LENGTH)}"
    else:
        title, level = "The drill is still waiting", Level.TIGHT
        said = f"{there} is not told yet: Discord, the database or an earlier alert there is slow. It will be."
    level = Level.TIGHT if shown.missing and level is Level.FREE else level
    return discord.Embed(title=title, description="\n".join([said, *_warnings(shown)]), colour=level.colour)


def watch_line(shown: ShownWatch) -> str:
    """Say who hears what: ``**3** · #alerts · MiniMax · studio-a · full only · pings @makers``."""
    watch = shown.watch
    name = "**from settings**" if watch.id == FROM_SETTINGS else f"**{watch.id}**"
    parts = [name, f"<#{watch.channel}>", plain(shown.subject, SUBJECT_LENGTH), _HEARS[watch.when], *_terms(watch)]
    return " · ".join([*parts, *([f"pings <@&{watch.role}>"] if watch.role is not None else [])])


def _terms(watch: Watch) -> list[str]:
    """Say what differs from a watch about which nothing was said."""
    return [
        *([f"after {amount(int(watch.hold.total_seconds()))} s"] if watch.hold else []),
        *([f"warns at {amount(watch.warn)} free"] if watch.warn is not None else []),
        *([f"quiet `{watch.quiet}`"] if watch.quiet is not None else []),
        *(["edits one message"] if watch.style is Style.EDIT else []),
    ]


def _entries(shown: Sequence[ShownWatch]) -> str:
    """Say all of a page's watches; where they are too long together, each has its share and counts its warnings."""
    whole = "\n".join(_entry(one, DESCRIPTION) for one in shown)
    share = DESCRIPTION // len(shown) - 1
    return whole if len(whole) <= DESCRIPTION else "\n".join(_entry(one, share) for one in shown)


def _entry(shown: ShownWatch, budget: int) -> str:
    return fit([watch_line(shown), *_warnings(shown)], str, budget)


def _warnings(shown: ShownWatch) -> list[str]:
    return [f"{Level.FAULTED.sign} {plain(sentence, REASON_LENGTH)}" for sentence in shown.missing]


def _colour(missing: bool) -> discord.Colour:  # noqa: FBT001 - the only thing it depends on
    return (Level.TIGHT if missing else Level.FREE).colour
