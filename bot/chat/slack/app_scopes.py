"""The scopes that the app's token needs, and what for; docs/slack-manifest.yaml asks for them.

Slack names a token's scopes in the header ``X-OAuth-Scopes`` of its answers, which slack_bolt reads as well, and the
missing one when it refuses a call.
"""

from collections.abc import Collection, Mapping

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


HISTORY = frozenset({"channels:history", "groups:history", "im:history"})
"""The scopes without which the bot can't search for an alert."""


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
