"""What each error of Slack means, and what follows for posts, edits and questions."""

from datetime import timedelta

from bot.chat.slack.api_answers import BUSY_WAIT, SlackRefused, SlackTrouble
from bot.chat.slack.app_scopes_and_tokens import app_help
from bot.chat.slack.delivery_refusals import (
    AWAY_WAIT,
    Meaning,
    ask_failure,
    edit_failure,
    edit_hold,
    meaning_of,
    post_failure,
)
from bot.errors import ChannelRefused, EditRefused, MessageRefused, NotDelivered, TryAgain
from tests.rows import each_row

ROWS = {
    "ratelimited": Meaning.BUSY,
    "rate_limited": Meaning.BUSY,
    "message_limit_exceeded": Meaning.BUSY,
    "internal_error": Meaning.DOUBTFUL,
    "fatal_error": Meaning.DOUBTFUL,
    "request_timeout": Meaning.DOUBTFUL,
    "service_unavailable": Meaning.DOUBTFUL,
    "channel_not_found": Meaning.CHANNEL,
    "not_in_channel": Meaning.CHANNEL,
    "is_archived": Meaning.CHANNEL,
    "restricted_action": Meaning.CHANNEL,
    "restricted_action_read_only_channel": Meaning.CHANNEL,
    "restricted_action_thread_only_channel": Meaning.CHANNEL,
    "restricted_action_non_threadable_channel": Meaning.CHANNEL,
    "no_permission": Meaning.CHANNEL,
    "ekm_access_denied": Meaning.CHANNEL,
    "messages_tab_disabled": Meaning.CHANNEL,
    "cannot_dm_bot": Meaning.CHANNEL,
    "user_not_found": Meaning.CHANNEL,
    "user_disabled": Meaning.CHANNEL,
    "team_access_not_granted": Meaning.CHANNEL,
    "invalid_auth": Meaning.APP,
    "not_authed": Meaning.APP,
    "account_inactive": Meaning.APP,
    "token_revoked": Meaning.APP,
    "token_expired": Meaning.APP,
    "not_allowed_token_type": Meaning.APP,
    "access_denied": Meaning.APP,
    "missing_scope": Meaning.APP,
    "org_login_required": Meaning.AWAY,
    "team_added_to_org": Meaning.AWAY,
    "accesslimited": Meaning.AWAY,
    "invalid_blocks": Meaning.OURS,
    "invalid_blocks_format": Meaning.OURS,
    "msg_blocks_too_long": Meaning.OURS,
    "msg_too_long": Meaning.OURS,
    "no_text": Meaning.OURS,
    "too_many_attachments": Meaning.OURS,
    "invalid_metadata_format": Meaning.OURS,
    "invalid_metadata_schema": Meaning.OURS,
    "metadata_too_large": Meaning.OURS,
    "invalid_arguments": Meaning.OURS,
    "message_not_found": Meaning.EDIT,
    "cant_update_message": Meaning.EDIT,
    "edit_window_closed": Meaning.EDIT,
    "is_inactive": Meaning.EDIT,
    "update_failed": Meaning.EDIT,
    "external_channel_migrating": Meaning.EDIT,
}


def again(*, sent: bool, wait: timedelta | None = None) -> tuple[type[NotDelivered], bool, timedelta | None]:
    return (TryAgain, sent, wait)


POSTS = {
    Meaning.BUSY: again(sent=False, wait=BUSY_WAIT),
    Meaning.DOUBTFUL: again(sent=True),
    Meaning.CHANNEL: (ChannelRefused,),
    Meaning.APP: again(sent=False),
    Meaning.AWAY: again(sent=False, wait=AWAY_WAIT),
    Meaning.OURS: (MessageRefused,),
    Meaning.EDIT: (MessageRefused,),
}
EDITS = {**POSTS, Meaning.EDIT: (EditRefused,)}
QUESTIONS = {
    **POSTS,
    Meaning.DOUBTFUL: again(sent=False),
    Meaning.OURS: again(sent=False),
    Meaning.EDIT: again(sent=False),
}


def what(problem: NotDelivered) -> tuple[object, ...]:
    return (TryAgain, problem.sent, problem.retry_after) if isinstance(problem, TryAgain) else (type(problem),)


@each_row(("error", "meaning"), ROWS.items())
def test_what_an_error_means_for_a_post_an_edit_and_a_question(error: str, meaning: Meaning) -> None:
    problem = SlackRefused("chat.postMessage", error)
    assert meaning_of(error) is meaning
    assert what(post_failure(problem)) == POSTS[meaning]
    assert what(edit_failure(problem)) == EDITS[meaning]
    assert what(ask_failure(problem)) == QUESTIONS[meaning]
    assert error in str(post_failure(problem))


@each_row(
    ("error", "meaning"),
    [
        ("restricted_action_of_tomorrow", Meaning.CHANNEL),
        ("invalid_metadata_of_tomorrow", Meaning.OURS),
        ("nobody_knows_this", Meaning.OURS),
    ],
)
def test_an_error_that_is_not_known_is_taken_as_its_family(error: str, meaning: Meaning) -> None:
    assert meaning_of(error) is meaning


@each_row("doubtful", [True, False])
@each_row("wait", [None, timedelta(seconds=7)])
def test_trouble_is_tried_again_and_looked_for_where_it_may_have_arrived(
    doubtful: bool,  # noqa: FBT001 - a column of the table
    wait: timedelta | None,
) -> None:
    problem = SlackTrouble("Slack did not answer", doubtful=doubtful, retry_after=wait)
    assert what(post_failure(problem)) == again(sent=doubtful, wait=wait)
    assert what(edit_failure(problem)) == again(sent=doubtful, wait=wait)
    assert what(ask_failure(problem)) == again(sent=False, wait=wait)


def test_what_a_person_can_do_is_said() -> None:
    assert "invite" in str(post_failure(SlackRefused("chat.postMessage", "not_in_channel")))
    assert "archived" in str(post_failure(SlackRefused("chat.postMessage", "is_archived")))
    missing = SlackRefused("chat.postMessage", "missing_scope", needed="chat:write", provided="commands")
    assert app_help(missing) == (
        "The app lacks the scope chat:write, for posting and editing messages. "
        "Add it (OAuth & Permissions), then install the app again"
    )
    assert "install the app again" in app_help(SlackRefused("chat.postMessage", "missing_scope"))
    assert "SLACK_BOT_TOKEN" in app_help(SlackRefused("chat.postMessage", "token_revoked"))


@each_row(
    ("problem", "hold"),
    [
        (SlackTrouble("429", doubtful=False, retry_after=timedelta(seconds=9)), timedelta(seconds=9)),
        (SlackTrouble("refused", doubtful=False), None),
        (SlackTrouble("503", doubtful=True, retry_after=timedelta(seconds=9)), None),
        (SlackRefused("chat.update", "ratelimited"), BUSY_WAIT),
        (SlackRefused("chat.update", "message_not_found"), None),
    ],
)
def test_only_a_limit_of_the_rate_holds_up_all_edits(
    problem: SlackRefused | SlackTrouble, hold: timedelta | None
) -> None:
    assert edit_hold(problem) == hold
