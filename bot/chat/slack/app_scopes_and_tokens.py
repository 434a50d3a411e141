"""Whether Slack accepts the app: the scopes and tokens that it needs, and what to do if it is refused.

Slack names a token's scopes in the header ``X-OAuth-Scopes`` of its answers, which slack_bolt reads as well, and the
missing one when it refuses a call; docs/slack-manifest.yaml asks for all of them. After a token was revoked, or while a
scope is missing, no message gets through until a person has fixed that, and alerts stay owed. One message a minute is
tried, so that no restart is needed if the same token works again.
"""

import logging
from collections.abc import Callable, Collection, Mapping
from datetime import timedelta

from bot.chat.slack.api_answers import SlackRefused
from bot.errors import TryAgain

READS_CHANNELS = "channels:read"

NEEDED: Mapping[str, str] = {
    "commands": "typing the command, and the menu of messages",
    "chat:write": "posting and editing messages",
    READS_CHANNELS: "knowing what a channel is",
    "groups:read": "knowing what a private channel is",
    "channels:history": "looking for an alert before it is posted again",
    "groups:history": "looking for an alert before it is posted again in a private channel",
    "im:write": "writing to one member, and answering in direct messages",
    "im:history": "looking for an offer of a slot before it is made again",
    "users:read": "knowing who may see and change what",
    "usergroups:read": "pinging user groups",
    "files:write": "posting charts",
    "files:read": "knowing when a chart can be shown",
}
"""The scopes that the bot's token needs, and what each is for."""

HISTORY = frozenset({"channels:history", "groups:history", "im:history"})
"""The scopes without which the bot can't search for an alert."""

TRIED_EVERY = 60.0
"""Seconds between two messages that are tried while the app is refused."""

_BOT_TOKEN_HELP = {
    "missing_scope": "add the scopes of the manifest (OAuth & Permissions), then install the app again",
    "invalid_auth": "check SLACK_BOT_TOKEN (OAuth & Permissions); if it was revoked, install the app again",
    "account_inactive": "the bot's account was deactivated: install the app again and set SLACK_BOT_TOKEN",
    "not_allowed_token_type": "SLACK_BOT_TOKEN must be the token that starts with xoxb-",
    "access_denied": "an owner of the workspace must allow the app",
}

_NEW_TOKEN = "install the app again and set SLACK_BOT_TOKEN"  # noqa: S105 - a sentence

APP_TOKEN_HELP = {
    "invalid_auth": "check SLACK_APP_TOKEN (Basic Information, App-Level Tokens)",
    "not_authed": "set SLACK_APP_TOKEN (Basic Information, App-Level Tokens)",
    "not_allowed_token_type": "SLACK_APP_TOKEN must be the token that starts with xapp-",
    "account_inactive": "the app was removed from the workspace: install it again",
    "token_revoked": "make a new one (Basic Information, App-Level Tokens) and set SLACK_APP_TOKEN",
    "token_expired": "make a new one (Basic Information, App-Level Tokens) and set SLACK_APP_TOKEN",
}
"""Errors that a person must fix, and how."""

log = logging.getLogger(__name__)


def missing_from(granted: Collection[str]) -> tuple[str, ...]:
    """Return the scopes that a token lacks."""
    return tuple(scope for scope in NEEDED if scope not in granted)


def doubt_without(scopes: Collection[str], *, at_most_once: bool) -> tuple[str, ...]:
    """Return what happens to an alert that may have been posted, if a scope for searching is among these."""
    if HISTORY.isdisjoint(scopes):
        return ()
    if at_most_once:
        return ("Where it may not look, an alert that may have been posted is dropped (SLACK_WITHOUT_HISTORY).",)
    return ("Where it may not look, an alert that may have been posted is posted again (SLACK_WITHOUT_HISTORY).",)


def lacking(scope: str) -> str:
    """Return the sentence about a scope that is missing, and what to do about it."""
    use = f", for {NEEDED[scope]}" if scope in NEEDED else ""
    return f"The app lacks the scope {scope}{use}. Add it (OAuth & Permissions), then install the app again."


class AppRefusal:
    """Remembers that the app is refused.

    Args:
        monotonic: A monotonic clock, in seconds.
        tried_every: Seconds between two messages that are tried while the app is refused.
    """

    def __init__(self, monotonic: Callable[[], float], *, tried_every: float = TRIED_EVERY) -> None:
        self._monotonic = monotonic
        self._tried_every = tried_every
        self._trouble: str | None = None
        self._next_try = 0.0

    @property
    def trouble(self) -> str | None:
        """Why the app is refused and what to do, as a sentence without a full stop; None while it is accepted."""
        return self._trouble

    def admit(self) -> None:
        """Let a message be tried; raises ``TryAgain`` while the app is refused, except once a minute."""
        if self._trouble is None:
            return
        now = self._monotonic()
        if now < self._next_try:
            raise self._wait(self._trouble, self._next_try - now)
        self._next_try = now + self._tried_every  # the others wait for its outcome

    def note_refused(self, problem: SlackRefused) -> TryAgain:
        """Note that Slack refused the whole app, log that once, and return the error for delivery."""
        if self._trouble is None:
            log.error("Nothing is sent to Slack until this is fixed: %s.", app_help(problem))
        self._trouble = app_help(problem)
        self._next_try = self._monotonic() + self._tried_every
        return self._wait(self._trouble, self._tried_every)

    def note_worked(self) -> None:
        """Note that a message got through."""
        if self._trouble is not None:
            log.info("Slack accepts the app again.")
            self._trouble = None

    @staticmethod
    def _wait(trouble: str, seconds: float) -> TryAgain:
        return TryAgain(f"Slack refuses the app: {trouble}", sent=False, retry_after=timedelta(seconds=seconds))


def app_help(refusal: SlackRefused) -> str:
    """Return what a person must do if the whole app is refused, as a sentence without a full stop."""
    if refusal.needed is not None:
        return lacking(refusal.needed).removesuffix(".")
    return f"{refusal}: {_BOT_TOKEN_HELP.get(refusal.error, _NEW_TOKEN)}"


def refusal_of(problem: SlackRefused) -> str:
    """Return why Slack gives no URL for a socket and what to do, as a sentence without a full stop."""
    if (mend := APP_TOKEN_HELP.get(problem.error)) is not None:
        return f"Slack refused the app's token ({problem.error}): {mend}"
    if problem.error == "missing_scope":
        return "SLACK_APP_TOKEN lacks connections:write: make an app-level token that has it"
    return str(problem)
