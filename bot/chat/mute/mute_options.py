"""The options of ``/mute`` and ``/unmute``."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.account_lookup import AccountLookup
from bot.chat.command_options import option
from bot.chat.mute.mute_durations import USUAL
from bot.chat.wording.durations import TYPED


@dataclass(frozen=True, slots=True, kw_only=True)
class MuteOptions:
    """What to mute, and for how long."""

    provider: str = option("What to mute: a provider, or all")
    account: str | None = option("Only this account", default=None)
    span: str | None = option(
        f"For how long: 30m, 2h, until 18:00, tomorrow 08:00; {USUAL} unless you say",
        default=None,
        name="for",
        longest=TYPED,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmuteOptions:
    """What to unmute; everything if nothing is named."""

    provider: str | None = option(
        "Only this provider and its accounts; leave it out for all that is muted here", default=None
    )
    account: str | None = option("Only this account", default=None)


def typed_options(subjects: Sequence[tuple[str | None, str | None]], lookup: AccountLookup) -> str:
    """Return options that mute a provider or an account, as they are typed; empty if there are several subjects.

    They are empty for an account that is gone, too.
    """
    provider, account = subjects[0]
    shown = None if provider is None or account is None else lookup.names(provider).get(account)
    if len(subjects) > 1 or provider is None or (account is not None and shown is None):
        return ""
    return " ".join(filter(None, (f"provider:{provider}", shown and f'account:"{shown}"', "for:45m")))
