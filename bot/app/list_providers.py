"""``capacity-bot providers``: every provider of the catalogue; it asks nobody and needs no settings."""

from rich.table import Table
from rich.text import Text

from bot.accounts.provider_answer import Silence
from bot.app.check import print_parts
from bot.providers.catalogue import CATALOGUE
from bot.providers.provider import Provider

SILENCE = {Silence.FULL: "full", Silence.IDLE: "idle", Silence.ABSENT: "not there"}
"""What an account is that an answer does not name."""

HEADLINE = (
    "SILENCE is what an account is that the provider's answer leaves out. Without SLOTS nobody says how many jobs an "
    "account may run: the bot shows what runs. ASKED: auto, or only where PROVIDERS names it."
)


def list_providers() -> None:
    """Print the catalogue."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for title in ("NAME", "PROVIDER", "FAMILY", "SILENCE", "SLOTS", "ASKED", "SOURCE"):
        table.add_column(title, overflow="fold", no_wrap=title != "SOURCE")
    for provider in CATALOGUE.values():
        table.add_row(*map(Text, _row(provider)))
    print_parts(Text(HEADLINE), Text(), table)


def _row(provider: Provider) -> tuple[str, ...]:
    family = provider.family
    return (
        provider.name,
        provider.title,
        family.title,
        SILENCE[family.silence],
        "yes" if family.counts_slots else "no",
        "if named" if provider.only_named else "auto",
        provider.source,
    )
