"""What a drawing needs to be told beside a snapshot or an alert: what a provider is called."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderWords:
    """How a provider is spoken of.

    Attributes:
        name: Its name in commands and settings.
        title: Its name for people; ours, so it is not escaped.
        caveats: Sentences that a reader of its capacity must know, such as that it is retired; ours as well.
    """

    name: str
    title: str
    caveats: tuple[str, ...] = ()


def ago(at: datetime) -> str:
    """Say a moment as something like "5 minutes ago", which Discord keeps true however old the message gets.

    Works in descriptions and field values, not in titles and footers
    (https://discord.com/developers/docs/reference#message-formatting-timestamp-styles).
    """
    return f"<t:{int(at.timestamp())}:R>"
