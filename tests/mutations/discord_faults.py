"""What could go wrong in the conversation on Discord: commands, buttons, what is drawn, and the gateway."""

from tests.mutations.fault import Fault

DISCORD_FAULTS = (
    Fault(
        what="a hand-over counts as a second program with the same token",
        file="bot/chat/discord/duplicate_instance.py",
        old=" and last - first >= HAND_OVER",
        new="",
        tests=(
            "tests/chat/discord/test_duplicate_instance.py::test_it_is_logged_once_per_hour_and_found_after_more_than_a_hand_over",
        ),
    ),
    Fault(
        what="a term that is emptied in a watch's form stays as it was",
        file="bot/chat/discord/modal_forms.py",
        old="if text or name in emptied)",
        new="if text)",
        tests=("tests/chat/discord/test_modal_forms.py::test_what_is_entered_counts_and_what_is_emptied_ends",),
    ),
    Fault(
        what="a watch's form that was refused opens again without what was typed",
        file="bot/chat/discord/modal_forms.py",
        old="**present, **asked.values, ",
        new="**present, ",
        tests=("tests/chat/discord/test_modal_forms.py::test_what_was_refused_can_be_edited_again",),
    ),
    Fault(
        what="a role that was taken out of a watch's form is back when the refused form is edited again",
        file="bot/chat/discord/modal_forms.py",
        old="**asked.values, **emptied}",
        new="**asked.values}",
        tests=(
            "tests/chat/discord/test_modal_forms.py::test_what_was_emptied_in_a_refused_form_is_still_empty_when_it_is_edited_again",
        ),
    ),
    Fault(
        what="an input of a watch's form that showed nothing takes away what somebody else has set meanwhile",
        file="bot/chat/discord/modal_forms.py",
        old=" if text or name.endswith(_SHOWED)}",
        new="}",
        tests=(
            "tests/chat/discord/test_modal_forms.py::test_what_somebody_else_adds_meanwhile_stays_where_nothing_is_shown",
        ),
    ),
    Fault(
        what="a command of the version before, which a client still offers, is reported as a bug",
        file="bot/chat/discord/discord_client.py",
        old="app_commands.CommandNotFound | app_commands.CommandSignatureMismatch)",
        new="app_commands.CommandNotFound)",
        tests=("tests/chat/discord/test_interaction_answers.py::test_a_command_of_the_version_before_says_what_to_do",),
    ),
    Fault(
        what="an apology for a press that was deferred is written over the message that everyone sees",
        file="bot/chat/discord/interaction_answers.py",
        old="elif interaction.response.type in _OF_A_MESSAGE:",
        new="elif False:",
        tests=(
            "tests/chat/discord/test_interaction_answers.py::test_a_press_whose_answer_can_not_be_drawn_is_apologised_for",
        ),
    ),
    Fault(
        what="a press that is refused late writes the refusal over the message that everyone sees",
        file="bot/chat/discord/interaction_answers.py",
        old="await (_edit_in if in_place else _follow_up)(interaction, found)",
        new="await _edit_in(interaction, found)",
        tests=(
            "tests/chat/discord/test_interaction_answers.py::test_a_late_private_answer_leaves_the_message_that_everyone_sees",
        ),
    ),
    Fault(
        what="the commands in /help can't be pressed after a restart that registers nothing",
        file="bot/chat/discord/command_sync.py",
        old="                self._ids[guild.id] = {command.name: command.id for command in listed}\n",
        new="",
        tests=("tests/whole/test_watch.py::test_a_watch_is_added_heard_changed_removed_and_kept_over_a_restart",),
    ),
    Fault(
        what="an answer that is not ready after two seconds is never deferred, and Discord calls the bot dead",
        file="bot/chat/discord/interaction_answers.py",
        old="call_later(DEFER_AFTER,",
        new="call_later(DEFER_AFTER * 1000,",
        tests=(
            "tests/chat/discord/test_interaction_answers.py::test_an_answer_that_takes_long_is_deferred_as_private_as_it_may_become",
        ),
    ),
    Fault(
        what="an answer that is meant for one person is shown to everybody, since it was drawn for all",
        file="bot/chat/discord/first_response.py",
        old='{**data, "flags": _EPHEMERAL} if private else data',
        new="data",
        tests=(
            "tests/chat/discord/test_interaction_answers.py::test_a_private_answer_leaves_the_next_one_public_though_it_is_the_same",
        ),
    ),
    Fault(
        what="a stop at the moment of connecting, which the library forgets, is not repeated",
        file="bot/chat/discord/gateway_connection.py",
        old="timeout=CANCEL_EVERY",
        new="timeout=None",
        tests=("tests/chat/discord/test_gateway_connection.py::test_a_stop_at_the_moment_of_connecting_ends_it",),
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
        old="if interaction.guild_id in self._home.guilds.ids:",
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
        file="bot/chat/discord/interaction_answers.py",
        old="respond_with(interaction, ready, private=private or answered.private)",
        new="respond_with(interaction, ready, private=False)",
        tests=("tests/chat/discord/test_callers.py::test_only_who_asks_sees_a_private_answer",),
    ),
    Fault(
        what="an account named @everyone would ping everybody where its name is shown",
        file="bot/chat/discord/markdown.py",
        old="        _EVERYBODY.sub(_FULL_WIDTH_AT, text),\n",
        new="        text,\n",
        tests=("tests/chat/discord/test_markdown.py::test_text_is_shown_as_text",),
    ),
    Fault(
        what="Markdown in an account's name or a job's reference formats the bot's message",
        file="bot/chat/discord/markdown.py",
        old='r"[\\\\`~|<\\[\\]#>]"\n',
        new='r"[\\\\`<\\[\\]#>]"\n',
        tests=("tests/chat/discord/test_markdown.py::test_text_is_shown_as_text",),
    ),
    Fault(
        what="what does not fit into a message is left out without a word",
        file="bot/chat/block_budget.py",
        old="last = _more(hidden, markup)\n",
        new='last = markup.literal("")\n',
        tests=(
            "tests/chat/discord/test_message_renderer.py::test_what_is_left_out_is_counted_in_the_order_of_the_entries",
        ),
    ),
    Fault(
        what="a headline is longer than Discord takes, so that its message is refused",
        file="bot/chat/discord/message_renderer.py",
        old="fit_line(message.headline, CONTENT - len(pings), MARKDOWN)",
        new="fit_line(message.headline, 10 * CONTENT, MARKDOWN)",
        tests=("tests/chat/discord/test_message_limits.py::test_no_more_are_pinged_than_leave_room_for_the_headline",),
    ),
    Fault(
        what="the text of an alert does not mention the roles that it should ping",
        file="bot/chat/discord/message_renderer.py",
        old='pings = "".join(f"{span_markdown(ping)} " for ping in message.pings[:PINGED])',
        new='pings = ""',
        tests=("tests/chat/discord/test_message_limits.py::test_no_more_are_pinged_than_leave_room_for_the_headline",),
    ),
    Fault(
        what="a bot that is in several servers serves the first of them unasked",
        file="bot/chat/discord/served_guilds.py",
        old="if self.configured or len(joined) != 1 or",
        new="if self.configured or len(joined) < 1 or",
        tests=("tests/chat/discord/test_served_guilds.py::test_only_a_guild_that_is_the_only_one_is_served_unasked",),
    ),
    Fault(
        what="the only server is not served before the gateway is ready, so that alerts to it are refused",
        file="bot/chat/discord/discord_client.py",
        old="        if not self._home.guilds.ids:\n",
        new="        if self._home.guilds.ids:\n",
        tests=("tests/chat/discord/test_callers.py::test_the_only_guild_is_served_before_the_gateway_is_ready",),
    ),
    Fault(
        what="the free slots of a team stand below the bot's name in servers of others",
        file="bot/chat/discord/presence.py",
        old="private = len(client.guilds) == 1 and",
        new="private = bool(client.guilds) and",
        tests=("tests/chat/discord/test_presence.py::test_a_second_server_ends_it_and_its_leaving_brings_it_back",),
    ),
    Fault(
        what="the status is gone after a reconnect that could not resume",
        file="bot/chat/discord/presence.py",
        old="(shown if session == before else None)",
        new="shown",
        tests=("tests/chat/discord/test_presence.py::test_after_a_new_session_it_is_sent_again",),
    ),
    Fault(
        what="a Discord that asks to reconnect at each RESUME is connected to hundreds of times a second",
        file="bot/chat/discord/gateway_connection.py",
        old="            await self._connections.turn()",
        new="            pass",
        tests=(
            "tests/chat/discord/test_gateway_connection.py::test_sessions_that_end_again_and_again_are_renewed_every_five_seconds",
        ),
    ),
    Fault(
        what="Arabic letters in their old forms reorder what stands beside them",
        file="bot/chat/wording/text_cleaning.py",
        old="\\ufb1d-\\ufdff",
        new="",
        tests=(
            "tests/chat/wording/test_text_cleaning.py::test_each_character_that_runs_from_right_to_left_is_isolated",
        ),
    ),
    Fault(
        what="a server that invites the bot again gets no alerts for up to an hour",
        file="bot/chat/discord/discord_client.py",
        old="        self._warn()\n        self._places_changed()\n",
        new="        self._warn()\n",
        tests=(
            "tests/chat/discord/test_invite_and_permissions.py::test_a_place_that_may_have_changed_is_heard_of_at_once",
        ),
    ),
)
