"""What messages, boards and the terminal could show that is untrue or not meant for the reader."""

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
        what="a board's account without free slots is drawn as free",
        file="bot/chat/signs_and_colours.py",
        old="            return Level.FULL\n        case AccountState.FAULTED:",
        new="            return Level.FREE\n        case AccountState.FAULTED:",
        tests=(
            "tests/chat/board/test_board_message.py::test_a_board_has_a_line_for_each_account_with_its_slots_and_its_oldest_job",
        ),
    ),
    Fault(
        what="an e-mail in a refusal that also names a command is shown in full",
        file="bot/chat/wording/refusal_sentences.py",
        old="    said = names.shown(text, limit)\n",
        new="    said = AccountNames(show_full=True).shown(text, limit)\n",
        tests=(
            "tests/chat/wording/test_refusal_sentences.py::test_commands_in_a_sentence_can_be_pressed_and_its_text_is_others",
        ),
    ),
    Fault(
        what="a command with its options is shown as one to press, which types it without them",
        file="bot/chat/discord/markdown.py",
        old="if number is None or span.options else",
        new="if number is None else",
        tests=(
            "tests/chat/wording/test_refusal_sentences.py::test_commands_in_a_sentence_can_be_pressed_and_its_text_is_others",
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
        what="an account whose subscription has ended is called signed out, with advice that does not help",
        file="bot/accounts/account_health.py",
        old="if _SIGNING_IN.search(text) and not _PAYMENT.search(text) else",
        new="if _SIGNING_IN.search(text) else",
        tests=(
            "tests/accounts/test_account_health.py::test_an_account_is_called_signed_out_where_signing_in_mends_it",
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
        tests=("tests/chat/doctor/test_doctor_limits.py::test_whatever_there_is_to_say_fits_and_acts_on_nobody",),
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
        what="an account that is signed out is titled as if its slots were only not known",
        file="bot/chat/capacity/wording.py",
        old="if only is None or only.free is not None else account_room(only)",
        new="if only is None or only else account_room(only)",
        tests=("tests/chat/capacity/test_capacity_wording.py::test_the_title_of_an_account_without_slots_says_why",),
    ),
    Fault(
        what="a term of a watch is not said in /watch list",
        file="bot/chat/watch/wording.py",
        old="            *_terms(watch),\n",
        new="",
        tests=("tests/chat/watch/test_watch_options.py::test_each_option_is_said_where_it_differs_from_the_usual",),
    ),
    Fault(
        what="a moment of another day is shown in the terminal as if it were today's",
        file="bot/chat/terminal/message_renderer.py",
        old="    if not days:\n",
        new="    if True:\n",
        tests=("tests/chat/terminal/test_message_renderer.py::test_how_a_line_reads",),
    ),
    Fault(
        what="control characters in untrusted text reach the terminal, which obeys them",
        file="bot/chat/terminal/message_renderer.py",
        old="cleaned = clean(text, LONGEST)\n",
        new="cleaned = text\n",
        tests=("tests/chat/terminal/test_message_renderer.py::test_how_a_line_reads",),
    ),
    Fault(
        what="a board that changed is not shown again in the terminal, only its headline",
        file="bot/chat/terminal/terminal_channel.py",
        old="whole=isinstance(alert.content, BoardContent)",
        new="whole=False",
        tests=("tests/chat/terminal/test_terminal_channel.py::test_what_is_edited_is_shown_again",),
    ),
    Fault(
        what="a watch for accounts calls a provider full while an account of unknown state may have room",
        file="bot/accounts/snapshot.py",
        old="return certain and not self.free and not self.unchecked",
        new="return certain and not self.free",
        tests=(
            "tests/chat/capacity/test_presence_text.py::test_the_status_says_how_much_is_free",
            (
                "tests/chat/alert/test_headlines.py::"
                "test_nothing_is_called_full_while_an_account_that_is_not_known_may_have_room"
            ),
        ),
    ),
)
