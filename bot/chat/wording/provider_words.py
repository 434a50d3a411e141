"""What a provider is called in front of people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderWords:
    """What a provider is called, and what people must know of it.

    Attributes:
        name: Its name in commands and settings.
        title: Its name for people; ours, so it is not escaped.
        caveats: Sentences that a reader of its capacity must know, such as that it is retired; ours as well.
    """

    name: str
    title: str
    caveats: tuple[str, ...] = ()
