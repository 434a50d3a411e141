"""What Slack's refusals mean for delivery: a table of its errors, and our own errors for them.

Slack's errors: https://docs.slack.dev/reference/methods/chat.postMessage, and ``chat.update`` beside it.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from bot.chat.slack.api_answers import BUSY_WAIT, SlackRefused, SlackTrouble
from bot.errors import REPORT_IT, ChannelRefused, EditRefused, MessageRefused, NotDelivered, TryAgain

AWAY_WAIT = timedelta(minutes=10)
"""How long to wait while a workspace is moved or locked."""


class Meaning(StrEnum):
    """What an error means for one message."""

    BUSY = "busy"
    """Not done; the same call works later."""
    DOUBTFUL = "doubtful"
    """Perhaps done: search before repeating it."""
    CHANNEL = "channel"
    """Nothing can be sent there until a person has fixed it."""
    APP = "app"
    """Nothing can be sent anywhere until a person has fixed it."""
    AWAY = "away"
    """The workspace accepts nothing for a while."""
    OURS = "ours"
    """The message is invalid by a mistake of ours; its plain text may do. Unknown errors count as this one."""
    EDIT = "edit"
    """This message can't be edited any more."""


_GROUPS: Mapping[Meaning, tuple[str, ...]] = {
    Meaning.BUSY: ("ratelimited", "rate_limited", "message_limit_exceeded"),
    Meaning.DOUBTFUL: ("internal_error", "fatal_error", "request_timeout", "service_unavailable"),
    Meaning.CHANNEL: (
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "no_permission",
        "ekm_access_denied",
        "messages_tab_disabled",
        "cannot_dm_bot",
        "user_not_found",
        "user_disabled",
        "team_access_not_granted",
    ),
    Meaning.APP: (
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "not_allowed_token_type",
        "access_denied",
        "missing_scope",
    ),
    Meaning.AWAY: ("org_login_required", "team_added_to_org", "accesslimited"),
    Meaning.EDIT: (
        "message_not_found",
        "cant_update_message",
        "edit_window_closed",
        "is_inactive",
        "update_failed",
        "external_channel_migrating",
    ),
}

_MEANINGS = {error: kind for kind, errors in _GROUPS.items() for error in errors}

_CHANNEL_HELP = {
    "channel_not_found": "the bot sees no such channel; if it is private, invite the bot there (/invite)",
    "not_in_channel": "the bot is not in the channel: invite it there (/invite)",
    "is_archived": "the channel is archived",
    "team_access_not_granted": "the app is not installed in the channel's workspace",
    "ekm_access_denied": "the workspace's own keys keep messages from being stored",
}

_RESTRICTED = "the workspace's rules don't let the bot write there"

_WAITS = {Meaning.BUSY: BUSY_WAIT, Meaning.AWAY: AWAY_WAIT}


def meaning_of(error: str) -> Meaning:
    """Return what an error means; an unknown one is blamed on the message."""
    if error.startswith("restricted_action"):  # followed by a detail such as "_read_only_channel"
        return Meaning.CHANNEL
    return _MEANINGS.get(error, Meaning.OURS)


def post_failure(problem: SlackRefused | SlackTrouble) -> NotDelivered:
    """Return what a failed ``chat.postMessage`` means, plain text having been tried already."""
    if isinstance(problem, SlackTrouble):
        return TryAgain(str(problem), sent=problem.doubtful, retry_after=problem.retry_after)
    match meaning_of(problem.error):
        case Meaning.CHANNEL:
            return ChannelRefused(f"{_CHANNEL_HELP.get(problem.error, _RESTRICTED)}. {problem}")
        case Meaning.OURS | Meaning.EDIT:
            return MessageRefused(f"Slack takes this message not even as plain text; {REPORT_IT}: {problem}")
        case Meaning.APP | Meaning.BUSY | Meaning.AWAY | Meaning.DOUBTFUL as meaning:
            return TryAgain(str(problem), sent=meaning is Meaning.DOUBTFUL, retry_after=_WAITS.get(meaning))


def edit_failure(problem: SlackRefused | SlackTrouble) -> NotDelivered:
    """Return what a failed ``chat.update`` means; an edit may always be repeated."""
    if isinstance(problem, SlackRefused) and meaning_of(problem.error) is Meaning.EDIT:
        return EditRefused(str(problem))
    return post_failure(problem)


def ask_failure(problem: SlackRefused | SlackTrouble) -> NotDelivered:
    """Return what a failed lookup before a post means: nothing was sent, and no message is given up for it."""
    found = post_failure(problem)
    if isinstance(found, ChannelRefused):
        return found
    return TryAgain(str(problem), sent=False, retry_after=found.retry_after if isinstance(found, TryAgain) else None)


def edit_hold(problem: SlackRefused | SlackTrouble) -> timedelta | None:
    """Return how long no message may be edited; None if only this edit failed."""
    if isinstance(problem, SlackTrouble):
        return None if problem.doubtful else problem.retry_after
    return BUSY_WAIT if meaning_of(problem.error) is Meaning.BUSY else None
