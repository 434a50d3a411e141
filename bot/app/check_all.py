"""``capacity-bot check all``: one look at every provider that the token has, printed one after the other.

Those are the providers that ``PROVIDERS`` names; with ``auto`` every one of the catalogue that may be there, of which
those without an account are only named. With ``--json`` standard output is one object, on one line::

    providers    what ``check`` prints of each, as in ``bot.app.check``
    not_set_up   the names of those without an account
    failed       why the others could not be looked at, by name
"""

import asyncio
import json
import sys

from rich.text import Text

from bot.accounts.snapshot import Snapshot
from bot.app.check import (
    FAILED,
    FREE,
    NOTHING_FREE,
    account_names,
    as_object,
    in_words,
    look,
    print_parts,
    useapi_client,
)
from bot.app.feature_list import provider_words
from bot.chat.terminal.screen import Screen
from bot.chat.terminal.snapshot_tables import tables
from bot.chat.wording.account_names import AccountNames
from bot.errors import LookFailed, NoSubscription, NotConfigured, Unauthorised
from bot.providers.catalogue import CATALOGUE
from bot.providers.useapi_client import UseapiClient
from bot.settings.schema import CheckSettings
from bot.settings.value_parsers import AUTO


async def check_all(settings: CheckSettings, *, as_json: bool) -> int:
    """Look at every provider once, print the results, and return the exit code: 0 if anything is free.

    Where no provider could be looked at, it is 2; a token or a subscription that is refused is told once.
    """
    names = account_names(settings)
    async with useapi_client(settings) as client:
        looks = dict(zip(asked := _asked(settings), await _looks(client, asked), strict=True))
    seen = [one for one in looks.values() if isinstance(one, Snapshot)]
    not_set_up = [name for name, one in looks.items() if isinstance(one, NotConfigured)]
    failed = {name: one for name, one in looks.items() if isinstance(one, LookFailed) and name not in not_set_up}
    refused = next((one for one in failed.values() if isinstance(one, Unauthorised | NoSubscription)), None)
    if refused is not None and not seen:
        sys.stderr.write(f"capacity-bot: {in_words(refused, names)}\n")
        return FAILED
    if as_json:
        _print_json(seen, not_set_up, failed, names)
    else:
        _print(seen, not_set_up, failed, names)
    if not seen:
        return FAILED
    return FREE if any(one.best is not None for one in seen) else NOTHING_FREE


def _asked(settings: CheckSettings) -> tuple[str, ...]:
    if settings.providers == AUTO:
        return tuple(name for name, provider in CATALOGUE.items() if not provider.only_named)
    return tuple(settings.providers)


async def _looks(client: UseapiClient, names: tuple[str, ...]) -> list[Snapshot | LookFailed]:
    async def one(name: str) -> Snapshot | LookFailed:
        try:
            return await look(client, name)
        except LookFailed as failure:
            return failure

    return await asyncio.gather(*map(one, names))


def _print(seen: list[Snapshot], not_set_up: list[str], failed: dict[str, LookFailed], names: AccountNames) -> None:
    words = provider_words()
    parts = [part for one in seen for part in (*tables(one, words[one.provider], names), Text())]
    if not_set_up:
        parts.append(Text(f"Not set up at useapi.net: {', '.join(words[name].title for name in not_set_up)}."))
    if parts:
        print_parts(*parts)
    for problem in failed.values():
        sys.stderr.write(f"capacity-bot: {in_words(problem, names)}\n")


def _print_json(
    seen: list[Snapshot], not_set_up: list[str], failed: dict[str, LookFailed], names: AccountNames
) -> None:
    found = {
        "providers": [as_object(one, names) for one in seen],
        "not_set_up": not_set_up,
        "failed": {name: in_words(problem, names) for name, problem in failed.items()},
    }
    Screen().out(json.dumps(found))
