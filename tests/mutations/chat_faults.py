"""What chat features, their wording and the terminal could get wrong."""

from tests.mutations.fault import Fault

CHAT_FAULTS = (
    Fault(
        what="of two listings the long one is cut to half of a message, however short the other is",
        file="bot/chat/block_budget.py",
        old="        listings.sort(key=lambda one: len(_listing(one[1], left, markup)))\n",
        new="        listings.sort(key=lambda one: -len(_listing(one[1], left, markup)))\n",
        tests=("tests/chat/discord/test_message_limits.py::test_a_long_listing_gets_what_a_short_one_leaves",),
    ),
    Fault(
        what="work in the background fails, such as the registration of commands, and the log has no word of it",
        file="bot/chat/background_tasks.py",
        old="if not task.cancelled() and (problem := task.exception()) is not None:",
        new="if not task.cancelled() and (problem := None) is not None:",
        tests=("tests/chat/test_background_tasks.py::test_a_task_that_fails_is_logged_with_its_traceback",),
    ),
    Fault(
        what="anybody may undo what a manager removed, and turn the pages of their list",
        file="bot/chat/feature.py",
        old="        if not self.may_manage:\n",
        new="        if False:\n",
        tests=(
            "tests/chat/board/test_board_handler.py::test_a_board_that_was_removed_comes_back_with_undo",
            "tests/chat/doctor/test_doctor_handler.py::test_who_may_manage_the_server_can_have_providers_searched_for",
        ),
    ),
    Fault(
        what="a board's account without free slots is drawn as free",
        file="bot/chat/wording/slot_levels.py",
        old="            return Level.FULL\n        case AccountState.FAULTED:",
        new="            return Level.FREE\n        case AccountState.FAULTED:",
        tests=(
            "tests/chat/board/test_board_message.py::test_a_board_has_a_line_for_each_account_with_its_slots_and_its_oldest_job",
        ),
    ),
    Fault(
        what="an account that is named before its provider is taken for the provider",
        file="bot/chat/option_filling.py",
        old="return text if self._recognises(option, text) else None",
        new="return None",
        tests=("tests/chat/test_command_line.py::test_what_a_line_means",),
    ),
    Fault(
        what="a word that means two options announces only the first in the form: “ping nobody” names an account",
        file="bot/chat/option_filling.py",
        old="return [one for name in names for one in self.free if one.name == name]",
        new="return [one for one in self.free if one.name in names][:1]",
        tests=("tests/chat/test_command_line.py::test_what_a_line_means",),
    ),
    Fault(
        what="a number after the name of a duration is another option's: “hold 0” waits for no slots",
        file="bot/chat/option_filling.py",
        old="return {at: named, at + 1: named}",
        new="return {at: named}",
        tests=("tests/chat/test_command_line.py::test_what_a_line_means",),
    ),
    Fault(
        what="the apostrophe of “it's” begins a quote",
        file="bot/chat/quoted_words.py",
        old="if not line[end + 1 : end + 2].strip()), None)",
        new="if True), None)",
        tests=("tests/chat/test_command_line.py::test_what_a_line_means",),
    ),
    Fault(
        what="an e-mail in a refusal that also names a command is shown in full",
        file="bot/chat/wording/sentence.py",
        old="    said = names.shown(text, limit)\n",
        new="    said = AccountNames(show_full=True).shown(text, limit)\n",
        tests=(
            "tests/chat/wording/test_sentence.py::test_commands_in_a_sentence_can_be_pressed_and_its_text_is_others",
        ),
    ),
    Fault(
        what="a command with its options is shown as one to press, which types it without them",
        file="bot/chat/discord/markdown.py",
        old="if number is None or span.options else",
        new="if number is None else",
        tests=(
            "tests/chat/wording/test_sentence.py::test_commands_in_a_sentence_can_be_pressed_and_its_text_is_others",
        ),
    ),
    Fault(
        what="an account's e-mail address is shown in full although the settings want it masked",
        file="bot/chat/wording/masks.py",
        old='return f"{_beginning(local)}{ELLIPSIS}@{parts[-1]}"',
        new="return word",
        tests=("tests/chat/wording/test_account_names.py::test_an_account_has_its_alias_or_is_masked",),
    ),
    Fault(
        what="a word that is cut within ends in a sign that makes what stands before it slanted",
        file="bot/chat/discord/markdown.py",
        old='return clipped if clipped == drawn else _CUT_WORD.sub("", clipped)',
        new="return clipped",
        tests=("tests/chat/discord/test_markdown.py::test_no_client_finds_markup_in_text_that_was_cut",),
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
        what="a watch for an account that was removed at useapi.net looks healthy for ever",
        file="bot/polling/provider_poller.py",
        old="return not seen and memory is not None and account not in memory.roster",
        new="return False",
        tests=(
            "tests/chat/watch/test_watch_list.py::test_a_watch_for_an_account_that_is_gone_says_so_until_it_is_back",
            "tests/chat/notify/test_notify_commands.py::test_who_waits_for_an_account_that_is_gone_reads_so",
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
        what="an account whose subscription has ended is called signed out, with advice that does not help",
        file="bot/chat/wording/account_faults.py",
        old="if _SIGNING_IN.search(said) and not _PAYMENT.search(said) else",
        new="if _SIGNING_IN.search(said) else",
        tests=(
            (
                "tests/chat/wording/test_account_faults.py::"
                "test_an_account_is_called_signed_out_where_signing_in_mends_it"
            ),
        ),
    ),
    Fault(
        what="an e-mail that a long reference is cut within is shown in full as far as it goes",
        file="bot/chat/wording/account_names.py",
        old='return self.mask(cleaned[:limit] + cleaned[limit:].partition(" ")[0])',
        new="return self.mask(cleaned[:limit])",
        tests=("tests/chat/wording/test_account_names.py::test_an_email_that_the_limit_cuts_is_masked",),
    ),
    Fault(
        what="two accounts whose masked names read the same can't be told apart",
        file="bot/chat/wording/account_names.py",
        old='tags = _tags(group) if len(group) > 1 else {group[0]: ""}',
        new='tags = dict.fromkeys(group, "")',
        tests=("tests/chat/wording/test_account_names.py::test_names_that_differ_in_nothing_visible_are_told_apart",),
    ),
    Fault(
        what="a board whose provider can't be reached shows the last known numbers as if they were current",
        file="bot/chat/board/board_message.py",
        old='return f"{known} when last checked" if _is_outdated(part) else known',
        new="return known",
        tests=("tests/chat/board/test_board_message.py::test_a_provider_that_fails_is_shown_as_it_was",),
    ),
    Fault(
        what="the doctor's answer shows e-mail addresses and Markdown in the reason of a given-up alert",
        file="bot/chat/doctor/wording.py",
        old="names.shown(given_up_reason(newest.reason), REASON_LENGTH)",
        new="given_up_reason(newest.reason)[:REASON_LENGTH]",
        tests=("tests/chat/doctor/test_doctor_wording.py::test_whatever_there_is_to_say_fits_and_acts_on_nobody",),
    ),
    Fault(
        what="the mute button of an alert about one account mutes its whole provider",
        file="bot/chat/mute/mute_durations.py",
        old="return ((provider, topic.account if topic.kind in OF_ACCOUNTS else None),)",
        new="return ((provider, None),)",
        tests=("tests/chat/mute/test_mute_buttons.py::test_the_button_mutes_the_one_account_or_else_the_providers",),
    ),
    Fault(
        what="two accounts of a provider can be given the same name",
        file="bot/chat/account/label_rules.py",
        old="if label.casefold() in {one.casefold() for one in taken}:",
        new="if label in taken:",
        tests=("tests/chat/account/test_label_rules.py::test_a_name_that_can_not_be_is_refused_with_one_that_can",),
    ),
    Fault(
        what="a renamed account keeps its old name on boards until something changes there",
        file="bot/boards/board_updater.py",
        old="self._shown.setdefault(board.id, _Shown()).outdated = True",
        new="self._shown.setdefault(board.id, _Shown())",
        tests=(
            "tests/boards/test_board_updater.py::test_an_account_that_is_called_otherwise_is_drawn_anew_on_every_board",
        ),
    ),
    Fault(
        what="the menu of a message explains an alert of another channel, which the member may not view",
        file="bot/storage/alert_lookup.py",
        old="where(columns.message_id == message, columns.channel == channel)",
        new="where(columns.message_id == message)",
        tests=("tests/storage/test_alert_lookup.py::test_an_alert_is_found_by_its_message_in_its_channel_only",),
    ),
    Fault(
        what="a member silences a channel for days",
        file="bot/chat/mute/mute_durations.py",
        old="if span > LONGEST_FOR_MEMBERS and not caller.may_manage:",
        new="if span > LONGEST and not caller.may_manage:",
        tests=("tests/chat/mute/test_mute_buttons.py::test_a_forged_press_mutes_for_no_longer_than_one_may",),
    ),
    Fault(
        what="Undo below a mute ends every mute of the channel",
        file="bot/chat/mute/handler.py",
        old="meant = [one for one in here if first <= one.id <= last and one.by == made_by]",
        new="meant = list(here)",
        tests=("tests/chat/mute/test_mute_buttons.py::test_undo_ends_what_its_message_tells_of_and_nothing_else",),
    ),
    Fault(
        what="Unmute below an alert ends every mute of the channel",
        file="bot/chat/mute/handler.py",
        old="meant = [one for one in here if one.alert == key]",
        new="meant = list(here)",
        tests=(
            (
                "tests/chat/mute/test_mute_buttons.py::"
                "test_unmute_below_an_alert_ends_what_was_muted_with_it_and_nothing_else"
            ),
        ),
    ),
    Fault(
        what="an alert whose mute ended by itself offers Unmute for ever",
        file="bot/chat/mute/handler.py",
        old="            await self._notes.remove_ended(alert.channel, key)\n",
        new="            _ = alert\n",
        tests=("tests/chat/mute/test_mute_buttons.py::test_unmute_of_what_ended_by_itself_says_so_and_the_note_goes",),
    ),
    Fault(
        what="a provider that nobody knows is said to be understood",
        file="bot/chat/option_filling.py",
        old="return filled and (recognises is None or recognises(str(self.values[option.field])))",
        new="return filled",
        tests=("tests/chat/test_command_line.py::test_what_a_line_means",),
    ),
    Fault(
        what="a mute is said to whoever made it only, so nobody else knows why the channel is silent",
        file="bot/chat/mute/wording.py",
        old="return Message(headline=said, actions=(undo,))",
        new="return Message(headline=said, actions=(undo,), private=True)",
        tests=(
            "tests/chat/mute/test_mute_wording.py::test_a_mute_says_who_made_it_of_what_until_when_and_offers_undo",
        ),
    ),
    Fault(
        what="a clock time alone is refused as the end of a mute",
        file="bot/chat/wording/durations.py",
        old="|(tomorrow)|(?=\\d{1,2}:)) ?",
        new="|(tomorrow)) ?",
        tests=("tests/chat/wording/test_durations.py::test_a_duration_is_read_as_people_type_it",),
    ),
    Fault(
        what="“Until tomorrow 08:00” that is pressed after midnight mutes for a day longer",
        file="bot/chat/mute/mute_durations.py",
        old='f"until {there + timedelta(days=1):%Y-%m-%d} 08:00"',
        new='"tomorrow 08:00"',
        tests=(
            "tests/chat/mute/test_mute_buttons.py::test_a_morning_is_the_same_one_where_its_button_is_pressed_after_midnight",
        ),
    ),
    Fault(
        what="the mute button replaces a longer mute by its own hour",
        file="bot/subscriptions/mute.py",
        old="return self.until >= other.until and self.includes(other)",
        new="return False",
        tests=("tests/chat/mute/test_mute_buttons.py::test_what_is_muted_for_longer_stays_so",),
    ),
    Fault(
        what="an account that is signed out is titled as if its slots were only not known",
        file="bot/chat/capacity/wording.py",
        old="if only is None or only.free is not None else account_room(only)",
        new="if only is None or only else account_room(only)",
        tests=("tests/chat/capacity/test_capacity_wording.py::test_the_title_of_an_account_without_slots_says_why",),
    ),
    Fault(
        what="/capacity all asks for a provider of that name",
        file="bot/chat/capacity/handler.py",
        old="if provider is None or self._lookup.name_of(provider) == ALL:",
        new="if provider is None:",
        tests=("tests/chat/capacity/test_capacity_handler.py::test_all_providers_can_be_asked_for_by_name",),
    ),
    Fault(
        what="an answer claims that nothing is free although the look it rests on failed",
        file="bot/chat/capacity/handler.py",
        old="return latest.trouble is None and latest.snapshot",
        new="return latest.snapshot",
        tests=(
            "tests/chat/capacity/test_capacity_handler.py::test_nobody_is_asked_to_wait_for_what_was_full_before_looks_failed",
        ),
    ),
    Fault(
        what="jobs without a known start count as older than anything",
        file="bot/chat/jobs/job_filter.py",
        old="(job.started is not None and job.started < started_by)",
        new="(job.started is None or job.started < started_by)",
        tests=("tests/chat/jobs/test_job_filter.py::test_what_is_asked_for_is_picked",),
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
        old='"ignore_shorter_than": _suggest_holds(none=True),',
        new="",
        tests=(
            "tests/chat/watch/test_watch_choices.py::test_a_hold_is_suggested_and_its_end_too_where_there_may_be_one",
        ),
    ),
    Fault(
        what="a term of a watch is not said in /watch list",
        file="bot/chat/watch/wording.py",
        old="            *_terms(watch),\n",
        new="",
        tests=("tests/chat/watch/test_watch_options.py::test_each_option_is_said_where_it_differs_from_the_usual",),
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
        what="a moment of another day is shown in the terminal as if it were today's",
        file="bot/chat/terminal/message_renderer.py",
        old="    if not days:\n",
        new="    if True:\n",
        tests=("tests/chat/terminal/test_message_renderer.py::test_how_a_line_reads",),
    ),
    Fault(
        what="control characters in text of others reach the terminal, which obeys them",
        file="bot/chat/terminal/message_renderer.py",
        old="cleaned = clean(text, LONGEST)\n",
        new="cleaned = text\n",
        tests=("tests/chat/terminal/test_message_renderer.py::test_how_a_line_reads",),
    ),
    Fault(
        what="a board that changed is not shown again in the terminal, only its headline",
        file="bot/chat/terminal/terminal_delivery.py",
        old="whole=isinstance(alert.content, BoardContent)",
        new="whole=False",
        tests=("tests/chat/terminal/test_terminal_delivery.py::test_what_is_edited_is_shown_again",),
    ),
    Fault(
        what="a watch for accounts calls a provider full while an account of unknown state may have room",
        file="bot/accounts/snapshot.py",
        old="return certain and not self.free and not self.unchecked",
        new="return certain and not self.free",
        tests=(
            "tests/chat/wording/test_presence_text.py::test_the_status_says_how_much_is_free",
            (
                "tests/chat/alert/test_headlines.py::"
                "test_nothing_is_called_full_while_an_account_that_is_not_known_may_have_room"
            ),
        ),
    ),
    Fault(
        what="a member ends a mute of all providers, or of a week, that only a manager can make",
        file="bot/chat/mute/mute_durations.py",
        old="caller.may_manage or one.by == caller.member or _is_of_members(one, at)",
        new="True",
        tests=("tests/chat/mute/test_mute_buttons.py::test_what_only_a_manager_can_mute_only_a_manager_ends",),
    ),
    Fault(
        what="what is typed into the form of Mute here… is lost, and an hour is taken instead",
        file="bot/chat/mute/mute_durations.py",
        old="USUAL if typed is None else typed",
        new="USUAL",
        tests=("tests/chat/mute/test_mute_buttons.py::test_a_time_of_ones_own_is_typed_into_a_form",),
    ),
)
