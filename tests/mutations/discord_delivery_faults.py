"""What could go wrong as alerts and direct messages are delivered on Discord."""

from tests.mutations.fault import Fault

DISCORD_DELIVERY_FAULTS = (
    Fault(
        what="the button of a direct message answers that the bot is there for its own server only",
        file="bot/chat/discord/discord_client.py",
        old="if not told_directly and not await self.admits(interaction):",
        new="if not await self.admits(interaction):",
        tests=(
            "tests/chat/discord/test_direct_messages.py::test_the_button_of_what_was_told_directly_works_and_any_other_is_refused",
        ),
    ),
    Fault(
        what="what one member was told directly is explained to any other",
        file="bot/chat/why/handler.py",
        old="(notice is not None and notice.member == caller.member)",
        new="notice is not None",
        tests=("tests/chat/why/test_why_handler.py::test_what_was_told_directly_is_explained_to_that_member_alone",),
    ),
    Fault(
        what="an alert in doubt is told twice where Discord's clock is an hour behind",
        file="bot/chat/discord/alert_delivery.py",
        old="since - max(ahead, timedelta()) - CLOCKS_DIFFER",
        new="since",
        tests=(
            "tests/chat/discord/test_alert_search.py::test_an_alert_is_found_though_our_clock_is_days_ahead_in_one_request",
        ),
    ),
    Fault(
        what="an alert may ping everybody and any role that stands in its text, not only the watch's own",
        file="bot/chat/discord/alert_delivery.py",
        old="discord.AllowedMentions(everyone=False, users=members, roles=roles)",
        new="discord.AllowedMentions.all()",
        tests=("tests/chat/discord/test_alert_delivery.py::test_only_the_alerts_role_is_pinged",),
    ),
    Fault(
        what="with a clock that is a day ahead, a message that was sent is not found and sent again",
        file="bot/chat/discord/alert_delivery.py",
        old="since - max(ahead, timedelta()) - CLOCKS_DIFFER",
        new="since - CLOCKS_DIFFER",
        tests=(
            "tests/chat/discord/test_alert_search.py::test_an_alert_is_found_though_our_clock_is_days_ahead_in_one_request",
        ),
    ),
    Fault(
        what="an answer to somebody, with a button about an alert, is taken for the alert's own message",
        file="bot/chat/discord/alert_delivery.py",
        old="own and message.interaction_metadata is None and",
        new="own and",
        tests=(
            "tests/chat/discord/test_alert_search.py::test_an_answer_with_a_button_about_an_alert_is_not_taken_for_it",
        ),
    ),
    Fault(
        what="a drill, a board or a report can't be recognised, so it is posted twice after a lost answer",
        file="bot/chat/alert/alert_buttons.py",
        old="            return (details_button(alert.key),)\n        case WaiterNotice()",
        new="            return ()\n        case WaiterNotice()",
        tests=(
            "tests/chat/alert/test_alert_messages.py::test_every_message_is_known_by_a_button_with_its_key_and_shows_no_id",
        ),
    ),
    Fault(
        what="an edit of a message may ping the roles in its text again",
        file="bot/chat/discord/alert_delivery.py",
        old="allowed_mentions=discord.AllowedMentions.none()",
        new="allowed_mentions=discord.AllowedMentions.all()",
        tests=("tests/chat/discord/test_editing.py::test_an_edit_changes_words_and_buttons_and_pings_nobody",),
    ),
    Fault(
        what="each attempt at sending the same alert has a nonce of its own, so that a repeat becomes a second message",
        file="bot/chat/discord/alert_delivery.py",
        old="nonce=alert.key,",
        new='nonce=str(__import__("time").time_ns()),',
        tests=(
            "tests/chat/discord/test_alert_delivery.py::test_an_alert_has_its_key_as_nonce_and_a_push_unless_it_is_silent",
        ),
    ),
    Fault(
        what="alerts go into channels of servers that the settings do not name",
        file="bot/chat/discord/alert_delivery.py",
        old="if guild is not None and guild not in self._guilds.ids:",
        new="if guild is not None and not self._guilds.ids:",
        tests=("tests/chat/discord/test_alert_delivery.py::test_a_channel_of_another_guild_is_told_nothing",),
    ),
    Fault(
        what="a server that is not served any more is told of accounts until the gateway is ready",
        file="bot/chat/discord/alert_delivery.py",
        old="        if channel not in self._asked_guilds:\n",
        new="        if channel not in self._asked_guilds:\n            return None\n",
        tests=(
            "tests/chat/discord/test_alert_delivery.py::test_where_a_channel_is_matters_before_the_gateway_has_told_it",
        ),
    ),
    Fault(
        what="what is meant for one member is posted in the channel instead of sent directly",
        file="bot/chat/discord/alert_delivery.py",
        old="            if private is not None:\n",
        new="            if private is not None and not client:\n",
        tests=("tests/chat/discord/test_direct_messages.py::test_an_end_is_told_directly_and_to_nobody_else",),
    ),
    Fault(
        what="refusals for missing permissions are not counted, so that the bot may run into Discord's ban",
        file="bot/chat/discord/request_limits.py",
        old="COUNTED = frozenset({401, 403, 429})",
        new="COUNTED = frozenset({401, 429})",
        tests=(
            "tests/chat/discord/test_delivery_refusals.py::test_after_too_many_refusals_nothing_is_sent_until_they_are_old",
        ),
    ),
    Fault(
        what="after a pause the bot sends a burst, as many messages at once as the pause would have allowed",
        file="bot/chat/rate_limiter.py",
        old="self._due = max(self._due, self._monotonic() - self._saved_up) + self._every",
        new="self._due = max(self._due, 0.0) + self._every",
        tests=("tests/chat/test_rate_limiter.py::test_no_second_ever_sees_more_than_a_burst_and_what_passes_in_it",),
    ),
    Fault(
        what="where Discord or the way to it stands still for a moment, it counts too many requests in a second",
        file="bot/chat/discord/request_limits.py",
        old="asyncio.get_running_loop().call_later(SECONDS, self._places.release)",
        new="self._places.release()",
        tests=(
            "tests/chat/discord/test_request_limits.py::test_no_second_sees_more_requests_than_discord_takes",
            "tests/chat/discord/test_request_limits.py::test_a_discord_that_stands_still_for_a_moment_refuses_nothing",
        ),
    ),
    Fault(
        what="requests leave without a place among those that Discord takes in a second",
        file="bot/chat/discord/request_trace.py",
        old="    trace.on_request_start.append(limit.begin)\n",
        new="",
        tests=(
            "tests/chat/discord/test_request_limits.py::test_a_discord_that_stands_still_for_a_moment_refuses_nothing",
        ),
    ),
    Fault(
        what="a request that is refused gives its place back twice, after which too many may leave in a second",
        file="bot/chat/discord/request_limits.py",
        old='vars(request).pop("has_place", False)',
        new='vars(request).get("has_place", False)',
        tests=("tests/chat/discord/test_request_limits.py::test_no_second_sees_more_requests_than_discord_takes",),
    ),
    Fault(
        what="answers to commands wait behind a thousand alerts, and come too late for Discord",
        file="bot/chat/discord/request_limits.py",
        old="if _NOT_LIMITED.isdisjoint(started.url.parts):",
        new="if started:",
        tests=("tests/chat/discord/test_request_limits.py::test_answers_to_commands_wait_for_nothing",),
    ),
    Fault(
        what="a channel in which the bot may not write is not paused, but tried again with every alert",
        file="bot/chat/discord/delivery_refusals.py",
        old="if problem.status == HTTPStatus.FORBIDDEN:",
        new="if problem.status == HTTPStatus.GONE:",
        tests=("tests/chat/discord/test_delivery_refusals.py::test_what_discord_refuses_for_good_is_given_up",),
    ),
    Fault(
        what="after the pages of a proxy in place of Discord's answers, an alert is given up as a bug of ours",
        file="bot/chat/discord/request_trace.py",
        old="refuse_old_edit, refuse_odd_answer))",
        new="refuse_old_edit))",
        tests=(
            "tests/delivery/test_late_alerts.py::test_what_a_proxy_answered_for_discord_is_told_once_discord_answers",
        ),
    ),
    Fault(
        what="an empty answer to a search means that a message is not there, so that it is posted twice",
        file="bot/chat/discord/alert_delivery.py",
        old="reading = expecting(list[Stored])",
        new="reading = contextlib.nullcontext()",
        tests=(
            "tests/chat/discord/test_delivery_refusals.py::test_what_a_proxy_answers_in_place_of_discord_is_tried_again",
        ),
    ),
    Fault(
        what="a program that was suspended for minutes posts what another has posted, and edited, meanwhile",
        file="bot/chat/discord/request_trace.py",
        old="    trace.on_request_chunk_sent.append(hold_back)\n",
        new="",
        tests=(
            "tests/delivery/test_message_port.py::test_what_is_not_noted_or_was_long_ago_is_neither_posted_nor_edited",
        ),
    ),
    Fault(
        what="an edit may leave on Discord long after another program has made a newer one",
        file="bot/chat/discord/alert_delivery.py",
        old="attempt.may_leave = lambda: age() < EDIT_LEAVES_WITHIN",
        new="attempt.may_leave = lambda: True",
        tests=(
            "tests/delivery/test_message_port.py::test_what_is_not_noted_or_was_long_ago_is_neither_posted_nor_edited",
        ),
    ),
    Fault(
        what="after an outage of hours that began before the start, an alert is posted as it was read then",
        file="bot/chat/discord/gateway_connection.py",
        old="await wait_at_most(self._logged_in, LOGIN_WAIT.total_seconds())",
        new="await self._logged_in.wait()",
        tests=(
            "tests/delivery/test_late_alerts.py::test_what_changed_before_discord_let_the_bot_in_is_posted_as_it_is_by_then",
        ),
    ),
    Fault(
        what="only the last request of an attempt counts when it is asked whether the message may be stored",
        file="bot/chat/discord/request_trace.py",
        old="attempt.perhaps_done |= not refused",
        new="attempt.perhaps_done = not refused",
        tests=(
            "tests/chat/discord/test_delivery_refusals.py::test_a_refusal_after_a_doubtful_request_of_the_same_attempt_takes_no_doubt_away",
        ),
    ),
)
