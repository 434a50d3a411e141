"""What could go wrong between chat and Discord."""

from tests.mutations.fault import Fault

DISCORD_FAULTS = (
    Fault(
        what="an alert may ping everybody and any role that stands in its text, not only the watch's own",
        file="bot/chat/discord/alert_delivery.py",
        old="discord.AllowedMentions(everyone=False, users=members, roles=roles)",
        new="discord.AllowedMentions.all()",
        tests=("tests/chat/discord/test_alert_delivery.py::test_only_the_alerts_role_is_pinged",),
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
        tests=("tests/chat/discord/test_alert_delivery.py::test_an_alert_is_a_message_whose_nonce_is_its_key",),
    ),
    Fault(
        what="alerts go into channels of servers that the settings do not name",
        file="bot/chat/discord/alert_delivery.py",
        old="if guild is not None and guild.id not in self._guilds:",
        new="if guild is not None and not self._guilds:",
        tests=("tests/chat/discord/test_alert_delivery.py::test_a_channel_of_another_guild_is_told_nothing",),
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
        file="bot/chat/discord/refused_requests.py",
        old="COUNTED = frozenset({401, 403, 429})",
        new="COUNTED = frozenset({401, 429})",
        tests=(
            "tests/chat/discord/test_alert_delivery.py::test_after_too_many_refusals_nothing_is_sent_until_they_are_old",
        ),
    ),
    Fault(
        what="after a pause the bot sends a burst, as many messages at once as the pause would have allowed",
        file="bot/chat/discord/send_pace.py",
        old="self._due = max(self._due, self._monotonic() - INTERVAL) + INTERVAL",
        new="self._due += INTERVAL",
        tests=("tests/chat/discord/test_send_pace.py::test_no_second_ever_sees_more_than_discord_takes",),
    ),
    Fault(
        what="a channel in which the bot may not write is not paused, but tried again with every alert",
        file="bot/chat/discord/delivery_refusals.py",
        old="if problem.status == HTTPStatus.FORBIDDEN:",
        new="if problem.status == HTTPStatus.GONE:",
        tests=("tests/chat/discord/test_alert_delivery.py::test_what_discord_refuses_for_good_is_given_up",),
    ),
    Fault(
        what="the bot goes on to reconnect when the day's connections are nearly used up",
        file="bot/chat/discord/gateway_connection.py",
        old='if starts["remaining"] < min(IDENTIFIES_KEPT, starts["total"] / 10):',
        new='if starts["remaining"] < 0:',
        tests=(
            "tests/chat/discord/test_gateway_connection.py::test_with_few_connections_left_today_it_waits_for_new_ones",
        ),
    ),
    Fault(
        what="anybody may ask about alerts in channels that they can't see",
        file="bot/chat/discord/feature_commands.py",
        old="return granted.view_channel and (granted.manage_threads or not private)",
        new="return True",
        tests=("tests/chat/discord/test_callers.py::test_a_member_may_view_what_discord_shows_them",),
    ),
    Fault(
        what="anybody who sees a channel may ask about alerts in its private threads",
        file="bot/chat/discord/feature_commands.py",
        old="return granted.view_channel and (granted.manage_threads or not private)",
        new="return granted.view_channel",
        tests=(
            "tests/chat/discord/test_callers.py::test_a_private_thread_may_be_viewed_by_moderators_an_open_one_by_all",
        ),
    ),
    Fault(
        what="the bot answers members of servers that the settings do not name",
        file="bot/chat/discord/discord_client.py",
        old="if interaction.guild_id in self._home.guilds:",
        new="if interaction.guild_id is not None:",
        tests=("tests/chat/discord/test_callers.py::test_only_the_team_is_answered",),
    ),
    Fault(
        what="every member may change the watches, not only those with Manage Server",
        file="bot/chat/discord/feature_commands.py",
        old="permissions = discord.Permissions(manage_guild=True) if feature.for_managers else None",
        new="permissions = None",
        tests=(
            "tests/chat/discord/test_callers.py::test_commands_for_managers_are_offered_to_those_who_may_manage_the_guild",
        ),
    ),
    Fault(
        what="@everyone is accepted as the role that a watch pings",
        file="bot/chat/discord/channel_directory.py",
        old="if chosen.id == caller.guild:",
        new="if chosen.id == 0:",
        tests=("tests/chat/discord/test_callers.py::test_only_channels_and_roles_of_the_callers_guild_can_be_chosen",),
    ),
    Fault(
        what="answers that are for the asker only are shown to everybody in the channel",
        file="bot/chat/discord/responses.py",
        old="ephemeral=private or answered.private",
        new="ephemeral=False",
        tests=("tests/chat/discord/test_callers.py::test_only_who_asks_sees_a_private_answer",),
    ),
    Fault(
        what="an account named @everyone would ping everybody where its name is shown",
        file="bot/chat/discord/markdown.py",
        old="_EVERYBODY.sub(_FULL_WIDTH_AT, text))",
        new="text)",
        tests=("tests/chat/discord/test_markdown.py::test_text_is_shown_as_text",),
    ),
    Fault(
        what="Markdown in an account's name or a job's reference formats the bot's message",
        file="bot/chat/discord/markdown.py",
        old='r"[\\\\`*_~|<>\\[\\]#]"\n',
        new='r"[\\\\`<>\\[\\]#]"\n',
        tests=("tests/chat/discord/test_markdown.py::test_text_is_shown_as_text",),
    ),
    Fault(
        what="what does not fit into a message is left out without a word",
        file="bot/chat/discord/block_renderer.py",
        old='last = _more(hidden) if hidden else ""',
        new='last = ""',
        tests=(
            "tests/chat/discord/test_message_renderer.py::test_what_is_left_out_is_counted_in_the_order_of_the_entries",
        ),
    ),
    Fault(
        what="a headline is longer than Discord takes, so that its message is refused",
        file="bot/chat/discord/message_renderer.py",
        old="fit_line(message.headline, CONTENT - len(pings))",
        new="fit_line(message.headline, 10 * CONTENT)",
        tests=("tests/chat/discord/test_message_limits.py::test_no_more_are_pinged_than_leave_room_for_the_headline",),
    ),
    Fault(
        what="the text of an alert does not mention the roles that it should ping",
        file="bot/chat/discord/message_renderer.py",
        old='pings = "".join(f"{span_markdown(ping)} " for ping in message.pings[:PINGED])',
        new='pings = ""',
        tests=("tests/chat/discord/test_message_limits.py::test_no_more_are_pinged_than_leave_room_for_the_headline",),
    ),
)
