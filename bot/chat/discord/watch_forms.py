"""``/watch add`` and ``/watch edit``: the options that describe a watch, as Discord is told of them.

What may be put into them is in ``watch_wish`` and ``watch_options``.
"""

from collections.abc import Callable, Coroutine
from typing import Any

import discord
from discord import app_commands

from bot.chat.account_lookup import AccountLookup
from bot.chat.discord.capacity import CHOICES
from bot.chat.discord.quiet_choices import quiet_choices
from bot.chat.discord.refusing import done_or_refused
from bot.chat.discord.responses import answer, suggest
from bot.chat.discord.subject_options import account_choices, provider_choices
from bot.chat.discord.watch_desk import WatchDesk
from bot.chat.discord.watch_options import ChannelOption
from bot.chat.discord.watch_wish import OFF, Wish
from bot.chat.wording.account_names import AccountNames
from bot.subscriptions.watch import Style, When

Command = app_commands.Command[Any, ..., Any]
Hours = Callable[[discord.Interaction[Any], str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]

WHENS = [
    app_commands.Choice(name="full and freed", value=When.BOTH.value),
    app_commands.Choice(name="full only", value=When.FULL.value),
    app_commands.Choice(name="freed only", value=When.FREED.value),
    app_commands.Choice(name="stuck jobs", value=When.STUCK.value),
]

STYLES = [
    app_commands.Choice(name="a message when it fills and one when it frees", value=Style.POST.value),
    app_commands.Choice(name="one message, edited", value=Style.EDIT.value),
]

_CHANNEL = "Where alerts go"
_ROLE = "Whom to ping when an account is full, or the pool low"
_WHEN = "Which changes are told"
_HOLD = "So many seconds a state must last before it is told"
_WARN = "Tell when so many slots are free, or fewer, in all accounts of a provider"
_QUIET = "When nothing is told, such as 22:00-08:00 Europe/Berlin"
_STYLE = "How an incident is told"


def add_form(desk: WatchDesk, subjects: AccountLookup, names: AccountNames) -> Command:
    """Make ``/watch add``, with the configured providers as choices."""

    @app_commands.command(name="add", description="Let a channel hear of a provider, or of one of its accounts")
    @app_commands.describe(
        provider="What it hears of",
        account="Only this account",
        channel=f"{_CHANNEL}; leave it out for this channel",
        role=_ROLE,
        when=_WHEN,
        hold=_HOLD,
        warn=_WARN,
        quiet=_QUIET,
        style=_STYLE,
    )
    @app_commands.choices(provider=provider_choices(subjects), when=WHENS, style=STYLES)
    async def add(  # noqa: PLR0913 - discord.py makes an option of each parameter
        interaction: discord.Interaction[Any],
        *,
        provider: str,
        account: str | None = None,
        channel: ChannelOption | None = None,
        role: discord.Role | None = None,
        when: str | None = None,
        hold: int | None = None,
        warn: int | None = None,
        quiet: str | None = None,
        style: str | None = None,
    ) -> None:
        wish = Wish(
            channel=channel,
            role=role,
            when=None if when is None else When(when),
            hold=hold,
            warn=warn,
            quiet=quiet,
            style=None if style is None else Style(style),
        )
        work = desk.add(interaction, provider, account, wish)
        await answer(interaction, done_or_refused(work, names), private=True)

    add.autocomplete("account")(account_choices(subjects))
    add.autocomplete("quiet")(_quiet_hours(off=False))
    return add


def edit_form(desk: WatchDesk, names: AccountNames) -> Command:
    """Make ``/watch edit``."""

    @app_commands.command(name="edit", description="Change where a watch tells, whom it pings, or what it hears")
    @app_commands.describe(
        watch="The number of the watch",
        channel=_CHANNEL,
        role=_ROLE,
        no_role="Ping nobody from now on",
        when=_WHEN,
        hold=f"{_HOLD}; 0 to tell at once",
        warn=_WARN,
        no_warn="Tell nothing of a provider's free slots as a whole from now on",
        quiet=f"{_QUIET}; or {OFF}",
        style=_STYLE,
    )
    @app_commands.choices(when=WHENS, style=STYLES)
    async def edit(  # noqa: PLR0913 - as add
        interaction: discord.Interaction[Any],
        *,
        watch: int,
        channel: ChannelOption | None = None,
        role: discord.Role | None = None,
        no_role: bool = False,
        when: str | None = None,
        hold: int | None = None,
        warn: int | None = None,
        no_warn: bool = False,
        quiet: str | None = None,
        style: str | None = None,
    ) -> None:
        wish = Wish(
            channel=channel,
            role=role,
            no_role=no_role,
            when=None if when is None else When(when),
            hold=hold,
            warn=warn,
            no_warn=no_warn,
            quiet=quiet,
            style=None if style is None else Style(style),
        )
        await answer(interaction, done_or_refused(desk.edit(interaction, watch, wish), names), private=True)

    edit.autocomplete("quiet")(_quiet_hours(off=True))
    return edit


def _quiet_hours(*, off: bool) -> Hours:
    async def hours(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        none = (OFF,) if off and OFF.startswith(typed.strip().casefold()) else ()
        found = (*none, *quiet_choices(typed))[:CHOICES]
        await suggest(interaction, [app_commands.Choice(name=one, value=one) for one in found])
        return []  # answered already

    return hours
