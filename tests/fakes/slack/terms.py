"""What a test may set about this Slack, and what this Slack holds against the bot."""

from dataclasses import dataclass, field
from datetime import timedelta

from tests.fakes.slack.manifest import MANIFEST
from tests.fakes.slack.refusals import RefusalError, missing_scope

BOT_TOKEN = "xoxb-100000000001-200000000002-madeUpToken4TestsOnly"
APP_TOKEN = "xapp-1-A0000000001-300000000003-madeUpToken4TestsOnly"


@dataclass(slots=True, kw_only=True)
class Terms:
    """The settings, all of which may be changed at any moment, and the list of problems.

    Attributes:
        scopes: What the bot's token was granted: what the manifest asks for.
        events: Which events the app is told of: those that the manifest subscribes to.
        token_error: What each call with the bot's token is refused with, as `token_revoked`; None while it is good.
        app_token_error: The same of the app's.
        ack_seconds: How long an envelope waits for its acknowledgement.
        trigger_seconds: How long a `trigger_id` is good, once.
        response_uses: How often a `response_url` can be used, within `response_time`.
        ticket_seconds: How long an address of `apps.connections.open` is good, once.
        ts_skew: How far the `ts` of new messages is ahead of the clock.
        shows_metadata: Whether the history has the payload of metadata.
        history_page: Maximum number of messages of a page of the history.
        file_seconds: How long a file that is uploaded can't be shown yet.
        full_emails: Whether the bot may show e-mails in full.
        problems: What a correct bot would not have done.
    """

    bot_token: str = BOT_TOKEN
    app_token: str = APP_TOKEN
    scopes: set[str] = field(default_factory=lambda: set(MANIFEST.scopes))
    events: set[str] = field(default_factory=lambda: set(MANIFEST.events))
    token_error: str | None = None
    app_token_error: str | None = None
    ack_seconds: float = 3.0
    trigger_seconds: float = 3.0
    response_uses: int = 5
    response_time: timedelta = timedelta(minutes=30)
    ticket_seconds: float = 30.0
    ts_skew: timedelta = timedelta()
    shows_metadata: bool = True
    history_page: int = 999
    file_seconds: float = 0.0
    full_emails: bool = False
    problems: list[str] = field(default_factory=list)

    def need(self, scope: str) -> None:
        """Refuse a call whose token lacks a scope."""
        if scope not in self.scopes:
            raise missing_scope(scope, self.scopes)

    def note(self, method: str, refusal: RefusalError) -> None:
        """Hold a refusal against the bot where a correct one never earns it."""
        if refusal.problem:
            self.problems.append(f"{method}: {refusal.problem}")
