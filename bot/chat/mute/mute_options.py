"""The options of ``/mute`` and ``/unmute``."""

from dataclasses import dataclass

from bot.chat.feature import option
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
