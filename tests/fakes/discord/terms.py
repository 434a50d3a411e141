"""What a test may set about this Discord, and what this Discord holds against the bot."""

from dataclasses import dataclass, field

DEFAULT_TOKEN = "MTE5OTk5OTk5OTk5OTk5OTk5OQ.GtEsTs.not-a-real-token-of-anyone-at-all-0000000"


@dataclass(slots=True, kw_only=True)
class Terms:
    """The settings, all of which may be changed at any moment, and the list of problems.

    `nonce_window` is how many seconds a nonce is remembered ("the past few minutes",
    https://discord.com/developers/docs/resources/message#create-message); `reply_seconds` and `token_seconds` are how
    long an interaction may wait for its first response and be edited
    (https://discord.com/developers/docs/interactions/receiving-and-responding); `creates_per_day` is a guild's
    (https://discord.com/developers/docs/interactions/application-commands#registering-a-command).
    """

    token: str = DEFAULT_TOKEN
    nonce_window: float = 180.0
    reply_seconds: float = 3.0
    token_seconds: float = 900.0
    creates_per_day: int = 200
    allow_followups: bool = False
    problems: list[str] = field(default_factory=list)
