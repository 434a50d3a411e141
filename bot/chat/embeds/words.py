"""What a drawing needs to be told beside a snapshot or an alert: what a provider is called."""

from datetime import datetime

from bot.chat.wording.provider_words import ProviderWords

__all__ = ["ProviderWords", "ago"]


def ago(at: datetime) -> str:
    """Say a moment as something like "5 minutes ago", which Discord keeps true however old the message gets.

    Works in descriptions and field values, not in titles and footers
    (https://discord.com/developers/docs/reference#message-formatting-timestamp-styles).
    """
    return f"<t:{int(at.timestamp())}:R>"
