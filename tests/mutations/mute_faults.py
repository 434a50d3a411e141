"""What muting a channel could get wrong: whose mute ends, how long it lasts, who reads of it."""

from tests.mutations.fault import Fault

MUTE_FAULTS = (
    Fault(
        what="the mute button of an alert about one account mutes its whole provider",
        file="bot/chat/mute/mute_options.py",
        old="return ((provider, topic.account if topic.kind in OF_ACCOUNTS else None),)",
        new="return ((provider, None),)",
        tests=("tests/chat/mute/test_mute_buttons.py::test_the_button_mutes_the_one_account_or_else_the_providers",),
    ),
    Fault(
        what="a member silences a channel for days",
        file="bot/chat/mute/mute_rights.py",
        old="if span > LONGEST_FOR_MEMBERS and not caller.may_manage:",
        new="if span > LONGEST and not caller.may_manage:",
        tests=(
            "tests/chat/mute/test_mute_buttons.py::test_no_press_mutes_what_is_forgotten_or_of_another_channel_or_is_forged",
        ),
    ),
    Fault(
        what="a member shortens a manager's mute of days by muting the same for minutes",
        file="bot/chat/mute/handler.py",
        old="but=partial(may_end, caller=caller, at=self._now())",
        new="but=lambda _: True",
        tests=("tests/chat/mute/test_mute_commands.py::test_a_member_does_not_shorten_what_only_a_manager_may_end",),
    ),
    Fault(
        what="Undo below a mute ends every mute of the channel",
        file="bot/chat/mute/handler.py",
        old="meant = [one for one in here if first <= one.id <= last and one.by == made_by]",
        new="meant = list(here)",
        tests=("tests/chat/mute/test_unmute_buttons.py::test_undo_ends_what_its_message_tells_of_and_nothing_else",),
    ),
    Fault(
        what="Unmute below an alert ends every mute of the channel",
        file="bot/chat/mute/handler.py",
        old="meant = [one for one in here if one.alert == key]",
        new="meant = list(here)",
        tests=(
            (
                "tests/chat/mute/test_unmute_buttons.py::"
                "test_unmute_below_an_alert_ends_what_was_muted_with_it_and_nothing_else"
            ),
        ),
    ),
    Fault(
        what="an alert whose mute ended by itself offers Unmute for ever",
        file="bot/chat/mute/handler.py",
        old="            await self._notes.remove_ended(alert.channel, key)\n",
        new="            _ = alert\n",
        tests=(
            "tests/chat/mute/test_unmute_buttons.py::test_unmute_of_what_ended_by_itself_says_so_and_the_note_goes",
        ),
    ),
    Fault(
        what="what lasts until tomorrow names no day",
        file="bot/chat/text_spans.py",
        old="MomentStyle.COMING if at - now > _CLEAR_FOR else MomentStyle.CLOCK",
        new="MomentStyle.CLOCK",
        tests=(
            "tests/chat/mute/test_mute_commands.py::test_a_mute_is_posted_in_the_channel_where_it_was_asked_for",
            "tests/chat/discord/test_markdown.py::test_each_span_has_its_markup",
        ),
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
        file="bot/chat/typed/times.py",
        old='("until", "before", "minute", "half", "after")',
        new='("until", "before", "half", "after")',
        tests=("tests/chat/typed/test_times.py::test_a_duration_is_read_as_people_type_it",),
    ),
    Fault(
        what="“Until tomorrow 08:00” that is pressed after midnight mutes for a day longer",
        file="bot/chat/mute/mute_options.py",
        old='f"until {local + timedelta(days=1):%Y-%m-%d} 08:00"',
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
        tests=(
            "tests/chat/mute/test_mute_buttons.py::test_what_is_muted_for_longer_stays_so_and_all_else_does_not_count",
        ),
    ),
    Fault(
        what="a member ends a mute of all providers, or of a week, that only a manager can make",
        file="bot/chat/mute/mute_rights.py",
        old="caller.may_manage or mute.by == caller.member or of_members",
        new="True",
        tests=("tests/chat/mute/test_unmute_buttons.py::test_what_only_a_manager_can_mute_only_a_manager_ends",),
    ),
    Fault(
        what="what is typed into the form of Mute here… is lost, and an hour is taken instead",
        file="bot/chat/mute/mute_options.py",
        old="USUAL if typed is None else typed",
        new="USUAL",
        tests=("tests/chat/mute/test_mute_buttons.py::test_a_time_of_ones_own_is_typed_into_a_form",),
    ),
    Fault(
        what="a double-click on a mute button posts two notices, and the Undo of the first one fails",
        file="bot/chat/mute/mute_options.py",
        old="if wanted.replaces(one) and one.by == wanted.by and abs(one.until - wanted.until) < _DOUBLE_CLICK:",
        new="if False:",
        tests=(
            "tests/chat/mute/test_mute_buttons.py::test_a_double_click_posts_one_notice_whose_undo_works_and_a_later_press_another",
        ),
    ),
    Fault(
        what="members are offered All providers, and refused them",
        file="bot/chat/account_options.py",
        old="everything = all_of_them or (all_for_managers and caller.may_manage)",
        new="everything = all_of_them or all_for_managers",
        tests=(
            "tests/chat/mute/test_mute_commands.py::test_durations_and_all_providers_are_suggested_as_far_as_one_may",
        ),
    ),
)
