"""What commands and their options could get wrong: what is understood, who may, what is answered or stored."""

from tests.mutations.fault import Fault

COMMAND_FAULTS = (
    Fault(
        what="anybody may undo what a manager removed, and turn the pages of their list",
        file="bot/chat/dispatcher.py",
        old="if not self.is_offered(press.action, caller):",
        new="if False:",
        tests=(
            "tests/chat/board/test_board_handler.py::test_a_board_that_was_removed_comes_back_with_undo",
            "tests/chat/watch/test_watch_edit.py::test_the_buttons_below_a_watch_are_for_those_who_may_manage",
            "tests/chat/doctor/test_doctor_handler.py::test_who_may_manage_the_server_can_have_providers_searched_for",
        ),
    ),
    Fault(
        what="one press mutes a whole provider where an account was named that nobody knows",
        file="bot/chat/dispatcher.py",
        old=" or command.form is not PLAIN_FORM:",
        new=":",
        tests=("tests/chat/test_command_button.py::test_what_was_understood_of_a_question_is_one_press_away",),
    ),
    Fault(
        what="an account that two providers have is looked for at the first of them",
        file="bot/chat/account_options.py",
        old='return {"provider": owners[0]} if len(owners) == 1 else {}',
        new='return {"provider": owners[0]} if owners else {}',
        tests=("tests/chat/test_account_lookup.py::test_an_account_that_two_providers_have_needs_its_provider",),
    ),
    Fault(
        what="a form opens with a provider that does not exist, which its menu has to be freed of first",
        file="bot/chat/slack/command_form.py",
        old="command.recognises.get(option.name) if option.name in NAMING else None",
        new="None",
        tests=("tests/chat/slack/test_command_form.py::test_what_no_form_could_be_sent_with_is_not_filled_in",),
    ),
    Fault(
        what="/notify cancel without a number ends any of several waits",
        file="bot/chat/notify/handler.py",
        old="            if len(entries) != 1 or not entries[0].waiter.is_waiting:\n",
        new="            if not entries:\n",
        tests=("tests/chat/notify/test_notify_commands.py::test_what_one_waits_for_is_listed_suggested_and_cancelled",),
    ),
    Fault(
        what="/doctor shows why an alert was given up in a channel that another server may have had",
        file="bot/chat/doctor/handler.py",
        old="return platform_of(guild) is not Platform.DISCORD or self._channels.name(channel) is not None",
        new="return True",
        tests=(
            "tests/chat/doctor/test_doctor_handler.py::test_why_an_alert_was_given_up_is_for_the_server_of_its_channel",
        ),
    ),
    Fault(
        what="/doctor shows the ids of the other servers that the bot serves",
        file="bot/chat/doctor/guild_findings.py",
        old="(served_on is not platform or number > 1)",
        new="served_on is not platform",
        tests=("tests/chat/doctor/test_doctor_handler.py::test_settings_that_name_other_servers_do_not_say_which",),
    ),
    Fault(
        what="/doctor shows the managers of one server the alert channels and mutes of another",
        file="bot/chat/doctor/handler.py",
        old="            return alerts.guild != guild\n",
        new="            return False\n",
        tests=(
            (
                "tests/chat/doctor/test_doctor_handler.py::"
                "test_channels_and_mutes_of_other_servers_are_counted_and_not_named"
            ),
        ),
    ),
    Fault(
        what="a mistake in a button's handler is told as another version of the bot, and the log says nothing",
        file="bot/chat/dispatcher.py",
        old="except UnreadableButton as unreadable:",
        new="except Exception as unreadable:",
        tests=(
            (
                "tests/chat/test_dispatcher.py::"
                "test_a_mistake_in_a_buttons_handler_is_logged_and_not_blamed_on_the_button"
            ),
        ),
    ),
    Fault(
        what="two accounts of a provider can be given the same name",
        file="bot/chat/account/label_rules.py",
        old="if label.casefold() in {one.casefold() for one in taken}:",
        new="if label in taken:",
        tests=("tests/chat/account/test_label_rules.py::test_a_name_that_can_not_be_is_refused_with_one_that_can",),
    ),
    Fault(
        what="the menu of a message explains an alert of another channel, which the member may not view",
        file="bot/storage/alert_lookup.py",
        old="where(columns.message_id == message, columns.channel == channel)",
        new="where(columns.message_id == message)",
        tests=("tests/storage/test_alert_lookup.py::test_an_alert_is_found_by_its_message_in_its_channel_only",),
    ),
    Fault(
        what="/capacity all asks for a provider of that name",
        file="bot/chat/capacity/handler.py",
        old="if provider is None or self._lookup.name_of(provider) == ALL:",
        new="if provider is None:",
        tests=("tests/chat/capacity/test_all_providers.py::test_all_providers_can_be_asked_for_by_name",),
    ),
    Fault(
        what="an answer claims that nothing is free although the look it rests on failed",
        file="bot/chat/capacity/handler.py",
        old="if latest.trouble is not None or snapshot is None:",
        new="if snapshot is None:",
        tests=(
            "tests/chat/capacity/test_capacity_handler.py::test_nobody_is_asked_to_wait_for_what_was_full_before_looks_failed",
        ),
    ),
    Fault(
        what="an answer sends people to a slot that is offered to somebody who waited",
        file="bot/chat/capacity/wording.py",
        old="open_accounts(snapshot, offers)\n    own =",
        new="open_accounts(snapshot, NO_OFFERS)\n    own =",
        tests=(
            "tests/chat/capacity/test_offered_slots_answers.py::test_a_slot_that_is_offered_to_somebody_is_no_place_to_go",
        ),
    ),
    Fault(
        what="jobs without a known start count as older than anything",
        file="bot/chat/jobs/jobs_options.py",
        old="(job.started is not None and job.started < started_by)",
        new="(job.started is None or job.started < started_by)",
        tests=("tests/chat/jobs/test_jobs_options.py::test_what_is_asked_for_is_picked",),
    ),
    Fault(
        what="/watch takes a quota, answers and stores nothing of it",
        file="bot/chat/watch/watch_options.py",
        old="            quota=_read(self.quota, _quota, watch.quota),\n",
        new="",
        tests=("tests/chat/watch/test_watch_options.py::test_each_option_changes_what_a_watch_is",),
    ),
    Fault(
        what="a menu does not offer to post at once again",
        file="bot/chat/watch/watch_options.py",
        old="_suggest_holds(none=changes)",
        new="_suggest_holds(none=False)",
        tests=(
            "tests/chat/watch/test_watch_choices.py::test_a_hold_is_suggested_and_its_end_too_where_there_may_be_one",
        ),
    ),
    Fault(
        what="anybody on Discord may schedule reports, which needs Manage Server",
        file="bot/chat/dispatcher.py",
        old="if command.for_managers and not caller.may_manage:",
        new="if False:",
        tests=(
            "tests/chat/report/test_schedule_commands.py::test_another_server_neither_sees_nor_stops_nor_brings_back",
        ),
    ),
    Fault(
        what="what was likely meant is not offered",
        file="bot/chat/dispatcher.py",
        old="return replace(self.refusal(sentence), actions=actions)",
        new="return self.refusal(sentence)",
        tests=("tests/chat/test_command_button.py::test_what_was_likely_meant_is_one_press_away",),
    ),
    Fault(
        what="a refusal of a handler is answered as if the bot were broken",
        file="bot/chat/dispatcher.py",
        old="        except BadInput:\n            raise\n",
        new="",
        tests=("tests/chat/terminal/test_dialogue.py::test_what_fails_is_said_in_a_sentence",),
    ),
    Fault(
        what="/watch is offered to every member, not only those with Manage Server",
        file="bot/chat/watch/handler.py",
        old="            for_managers=True,\n",
        new="",
        tests=("tests/chat/watch/test_watch_choices.py::test_those_who_run_the_server_are_offered_what_can_be_chosen",),
    ),
    Fault(
        what="a double-click on Undo says that the watch can't be brought back any more",
        file="bot/subscriptions/watch_registry.py",
        old="if (back := self._held(guild, number)) is not None:",
        new="if (back := self._held(-1, number)) is not None:",
        tests=("tests/chat/watch/test_watch_edit.py::test_a_watch_that_was_removed_comes_back_with_undo",),
    ),
    Fault(
        what="a button of an account that is gone answers with a hash",
        file="bot/chat/account_lookup.py",
        old='if re.fullmatch(r"[0-9a-f]{8}", asked) else',
        new="if not asked else",
        tests=(
            "tests/chat/notify/test_notify_buttons.py::test_a_button_waits_for_a_provider_or_the_account_of_a_mark",
        ),
    ),
)
