"""The first message in a channel that the settings name for alerts: what the bot watches."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedProvider:
    """One provider in a greeting.

    Attributes:
        provider: Its name.
        accounts: How many accounts it has; 0 where its looks have failed so far.
        slots: How many slots those have whose state is certain; 0 where nobody knows.
    """

    provider: str
    accounts: int = 0
    slots: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Greeting:
    """A greeting; told once in each channel.

    Attributes:
        providers: What is watched, in the order in which providers are shown.
    """

    providers: tuple[WatchedProvider, ...]
