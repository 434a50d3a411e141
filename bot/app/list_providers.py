"""``capacity-bot providers``: prints every provider of the catalogue; it needs no network and no settings."""

import sys

from rich.table import Table
from rich.text import Text

from bot.accounts.provider_answer import WhenUnlisted
from bot.app.check import print_parts
from bot.chat.terminal.screen import Screen
from bot.providers.catalogue import CATALOGUE
from bot.providers.provider import Provider

UNLISTED = {WhenUnlisted.FULL: "full", WhenUnlisted.IDLE: "idle", WhenUnlisted.ABSENT: "not there"}
"""The words for the state of an account that an answer does not name."""

HEADLINE = (
    "UNLISTED: what an account is that the provider's answer leaves out. Without SLOTS nobody says how many jobs an "
    "account may run: the bot shows what runs. ASKED: auto, or only where PROVIDERS names it."
)

NARROW = "A wider terminal, or `capacity-bot providers | cat`, shows each one's page."

_WIDE = 10_000
"""Number of columns for a measurement, which is never wider than the console."""

_TITLES = ("NAME", "PROVIDER", "FAMILY", "UNLISTED", "SLOTS", "ASKED", "SOURCE")


def list_providers() -> None:
    """Print the catalogue, without the pages' addresses if the terminal is too narrow for them."""
    whole = _table(len(_TITLES))
    screen = Screen()
    if sys.stdout.isatty() and screen.measure(whole, options=screen.options.update_width(_WIDE)).maximum > screen.width:
        print_parts(Text(HEADLINE), Text(), _table(len(_TITLES) - 1), Text(), Text(NARROW))
    else:
        print_parts(Text(HEADLINE), Text(), whole)


def _table(columns: int) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for title in _TITLES[:columns]:
        table.add_column(title, no_wrap=True)
    for provider in CATALOGUE.values():
        table.add_row(*map(Text, _row(provider)[:columns]))
    return table


def _row(provider: Provider) -> tuple[str, ...]:
    family = provider.family
    return (
        provider.name,
        provider.title,
        family.title,
        UNLISTED[family.when_unlisted],
        "yes" if family.counts_slots else "no",
        "if named" if provider.only_named else "auto",
        provider.source,
    )
