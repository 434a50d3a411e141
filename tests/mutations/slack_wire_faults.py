"""What the wire to Slack could get wrong: its Web API, its socket, and the delivery of alerts."""

from tests.mutations.fault import Fault

SLACK_WIRE_FAULTS = (
    Fault(
        what="a scope that the app was given meanwhile is called missing until a restart",
        file="bot/chat/slack/web_api.py",
        old="self.granted_scopes = response.scopes or self.granted_scopes",
        new="self.granted_scopes = self.granted_scopes or response.scopes",
        tests=("tests/chat/slack/test_platform_health.py::test_a_missing_scope_is_named_once_until_it_is_there",),
    ),
    Fault(
        what="a program that was suspended posts what the one that took over has posted meanwhile",
        file="bot/chat/slack/web_api.py",
        old="if exchange is not None and not exchange.may_leave():",
        new="if False:",
        tests=(
            "tests/chat/slack/test_web_api.py::test_a_request_that_may_not_leave_any_more_surely_does_not_arrive",
            "tests/delivery/test_message_port.py::test_what_is_not_noted_or_was_long_ago_is_neither_posted_nor_edited",
        ),
    ),
    Fault(
        what="an answer of Slack that was lost counts as surely not sent, so the alert is posted twice",
        file="bot/chat/slack/web_api.py",
        old="raise SlackTrouble(reason, doubtful=exchange.written)",
        new="raise SlackTrouble(reason, doubtful=False)",
        tests=("tests/chat/slack/test_alert_search.py::test_an_alert_whose_answer_was_lost_is_found",),
    ),
    Fault(
        what="Slack's internal_error counts as surely not sent, though the message may be there",
        file="bot/chat/slack/delivery_refusals.py",
        old="sent=meaning is Meaning.DOUBTFUL",
        new="sent=False",
        tests=("tests/chat/slack/test_alert_search.py::test_an_alert_whose_answer_was_lost_is_found",),
    ),
    Fault(
        what="only the first page of a channel's history is searched for a message that may be there",
        file="bot/chat/slack/message_search.py",
        old="            if cursor is None:\n",
        new="            if cursor:\n",
        tests=("tests/chat/slack/test_alert_search.py::test_every_page_of_the_history_is_read",),
    ),
    Fault(
        what="an alert that may have been posted is posted again though somebody chose at most once",
        file="bot/chat/slack/message_search.py",
        old="if unscoped and self._at_most_once:",
        new="if False:",
        tests=(
            "tests/chat/slack/test_alert_search.py::test_without_the_scope_to_look_it_may_be_chosen_to_post_once_at_most",
        ),
    ),
    Fault(
        what="alerts go on to a channel that other organisations read by now",
        file="bot/chat/slack/alert_delivery.py",
        old="        if channel.is_shared:\n",
        new="        if channel.is_archived:\n",
        tests=(
            "tests/chat/slack/test_alert_edits.py::test_an_edit_says_what_is_so_pings_nobody_and_tells_no_other_organisation",
        ),
    ),
    Fault(
        what="one private channel stops the alerts of all, where the app was installed for public ones only",
        file="bot/chat/slack/alert_delivery.py",
        old="                raise ChannelRefused(lacking(problem.needed or READS_CHANNELS)) from problem\n",
        new="                raise\n",
        tests=(
            "tests/chat/slack/test_alert_delivery.py::test_a_scope_that_only_private_channels_need_stops_no_public_one",
        ),
    ),
    Fault(
        what="the old socket is closed before the new one has said hello, and what people press meanwhile is lost",
        file="bot/chat/slack/socket_connection.py",
        old="if link.end is not End.WARNED:",
        new="if link.end is not None:",
        tests=("tests/chat/slack/test_socket_connection.py::test_the_new_socket_says_hello_before_the_old_one_closes",),
    ),
    Fault(
        what="with both tokens of Slack taken back the program stays and does nothing",
        file="bot/app/slack_platform.py",
        old="            await self._end_without_bot_token(refusal)\n",
        new="",
        tests=("tests/app/test_slack_platform.py::test_a_bot_token_that_is_taken_back_later_ends_it_too",),
    ),
    Fault(
        what="no alert goes to Slack any more once the token is taken back that only commands need",
        file="bot/chat/slack/socket_connection.py",
        old='await refused(AppRefused(f"{self._trouble}."))',
        new='raise AppRefused(f"{self._trouble}.")',
        tests=(
            "tests/chat/slack/test_socket_refusals.py::test_a_refused_token_is_tried_every_five_minutes_where_that_is_asked_for",
            "tests/app/test_slack_platform.py::test_a_refused_app_token_is_named_and_nobody_waits_for_an_answer",
        ),
    ),
    Fault(
        what="an envelope that comes twice is handled twice",
        file="bot/chat/slack/socket_envelopes.py",
        old="        if known is None:\n",
        new="        if envelope.envelope_id:\n",
        tests=(
            "tests/chat/slack/test_socket_envelopes.py::test_the_same_envelope_is_handled_once_and_acknowledged_twice",
        ),
    ),
    Fault(
        what="boards use up the edits of the whole workspace, and what is over goes on looking as if it were not",
        file="bot/chat/slack/post_and_edit_rates.py",
        old="needed = 1 + ahead + KEPT_BACK[urgency]",
        new="needed = 1 + ahead",
        tests=("tests/chat/slack/test_post_and_edit_rates.py::test_some_edits_are_kept_back_for_what_is_more_urgent",),
    ),
    Fault(
        what="people of another workspace are taken for members",
        file="bot/chat/slack/member_and_channel_records.py",
        old="is_stranger=self.is_stranger or set(own).isdisjoint({self.team_id, *self.enterprise_user.teams}),",
        new="is_stranger=self.is_stranger,",
        tests=("tests/chat/slack/test_workspace_cache.py::test_people_of_another_workspace_may_not_read",),
    ),
    Fault(
        what="an edit that gives way to others keeps those of its channel waiting",
        file="bot/delivery/message_editor.py",
        old="trouble.postponed_until[message.id] = self._uptime().seconds + wait.total_seconds()",
        new="await self._pause(1, wait)",
        tests=(
            "tests/delivery/test_message_editor_pace.py::test_an_edit_that_is_postponed_holds_up_no_other_and_is_not_said_to_be_made",
        ),
    ),
)
