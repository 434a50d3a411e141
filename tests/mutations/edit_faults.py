"""What could go wrong with editing messages that were sent."""

from tests.mutations.fault import Fault

EDIT_FAULTS = (
    Fault(
        what="a lost lead is called a bug of an edit, which is tried again",
        file="bot/delivery/message_editor.py",
        old="        except LeadLost:\n            raise\n",
        new="",
        tests=("tests/app/test_lost_lead.py::test_a_lost_lead_ends_a_part_and_is_logged_as_nothing_else",),
    ),
    Fault(
        what="an edit that Slack's limit puts off counts as made, as /why says",
        file="bot/chat/slack/alert_delivery.py",
        old="        if wait := self._budget.take(",
        new="        await note()\n        if wait := self._budget.take(",
        tests=("tests/chat/slack/test_alert_edits.py::test_a_limit_of_edits_holds_up_those_of_every_channel",),
    ),
    Fault(
        what="an edit that was put off waits five seconds more, as if it had been made",
        file="bot/delivery/message_editor.py",
        old="            if noted:  # else",
        new="            if True:  # else",
        tests=(
            "tests/delivery/test_message_editor_pace.py::test_what_was_only_postponed_need_not_wait_five_seconds_for_its_turn",
        ),
    ),
    Fault(
        what="one failure that providers share is told anew by each that is counted late",
        file="bot/storage/outbox_store.py",
        old="            if (told := await _told_of(connection, joined)) is not None:",
        new="            if (told := None) is not None:",
        tests=(
            "tests/storage/test_joining.py::test_one_that_is_counted_later_is_written_into_the_message_that_tells_of_it",
        ),
    ),
    Fault(
        what="a rename edits every message of its provider that is under way",
        file="bot/alerts/alert.py",
        old="part.provider == provider and part.names(account)",
        new="part.provider == provider",
        tests=("tests/storage/test_label_store.py::test_other_messages_stay_as_they_are",),
    ),
    Fault(
        what="an offer that is over is edited once its account is called otherwise",
        file="bot/alerts/alert.py",
        old="return notice.outcome is None and notice.provider == provider",
        new="return notice.provider == provider",
        tests=(
            ("tests/storage/test_label_store.py::test_an_open_offer_is_edited_once_its_account_is_called_otherwise"),
        ),
    ),
    Fault(
        what="a message is edited with every change, however soon after the last edit",
        file="bot/delivery/message_editor.py",
        old="noted, pause = False, self._edit_every",
        new="noted, pause = False, timedelta()",
        tests=(
            "tests/delivery/test_message_editor_pace.py::test_changes_within_five_seconds_of_an_edit_become_one_edit",
        ),
    ),
    Fault(
        what="after Slack's tokens are taken out of the settings, no message on Discord is edited any more",
        file="bot/delivery/message_editor.py",
        old="                continue  # its platform",
        new="                raise  # its platform",
        tests=("tests/delivery/test_message_editor_refusals.py::test_a_platform_that_is_not_set_up_holds_up_no_other",),
    ),
    Fault(
        what="an edit that Slack stores late overwrites a newer one: what is over says for ever that it is not",
        file="bot/delivery/message_editor.py",
        old="pause = max(pause, port.timing.settles_after)",
        new="pass",
        tests=("tests/delivery/test_late_landing.py::test_an_edit_that_lands_late_does_not_overwrite_a_newer_one",),
    ),
    Fault(
        what="an edit of a program that was killed overwrites a newer one that the next program made",
        file="bot/delivery/message_editor.py",
        old="self._editable_from[message.id] = began.seconds + lands_within",
        new="pass",
        tests=("tests/delivery/test_late_landing.py::test_a_new_program_waits_for_an_edit_that_may_still_land",),
    ),
    Fault(
        what="what is owed in place of a message that can't be edited is not sent until something else happens",
        file="bot/delivery/message_editor.py",
        old="self._wake_up.sender()",
        new="pass",
        tests=(
            "tests/delivery/test_message_editor_refusals.py::test_a_live_alert_whose_message_is_gone_or_too_old_gets_a_new_one",
        ),
    ),
    Fault(
        what="an edit that its channel refused is dropped, so the message says for ever what was so then",
        file="bot/delivery/message_editor.py",
        old="                self._paused.add(channel)\n",
        new="                await self._settle(message)\n",
        tests=(
            "tests/delivery/test_message_editor_refusals.py::test_a_channel_that_refuses_an_edit_gets_it_once_it_is_resumed",
        ),
    ),
)
