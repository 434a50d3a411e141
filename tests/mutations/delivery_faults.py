"""What could go wrong with messages that follow from no look, and with those that were sent."""

from tests.mutations.fault import Fault

DELIVERY_FAULTS = (
    Fault(
        what="a channel is greeted at each start",
        file="bot/storage/greeting_store.py",
        old="                return False\n",
        new="                pass\n",
        tests=("tests/storage/test_greeting_store.py::test_of_two_at_once_one_greets_and_a_restart_greets_nobody",),
    ),
    Fault(
        what="a channel that refused its greeting is never greeted, though it lets the bot in later",
        file="bot/storage/outbox_store.py",
        old="                await connection.execute(delete(tables.greeted_channel).where(greeting))\n",
        new="",
        tests=("tests/storage/test_greeting_store.py::test_a_channel_that_refused_its_greeting_was_not_greeted",),
    ),
    Fault(
        what="a channel that has heard alerts for months is greeted after an upgrade",
        file="bot/storage/migrations/versions/r0016_greeted_channels.py",
        old="_state.c.announced_in.is_not(None)",
        new="_state.c.announced_in.is_(None)",
        tests=(
            "tests/storage/test_greeting_store.py::test_what_an_earlier_version_told_of_anything_needs_no_greeting",
        ),
    ),
    Fault(
        what="a provider that fails for another reason, an hour later, is only written into an old message",
        file="bot/alerts/folded_alerts.py",
        old="(cause is SharedCause.UNREACHABLE and not at_once)",
        new="False",
        tests=(
            "tests/alerts/test_told_failures.py::test_only_the_same_failure_of_others_joins_a_message_that_is_not_over",
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
        file="bot/storage/label_store.py",
        old="part.provider == provider and part.names(account)",
        new="part.provider == provider",
        tests=("tests/storage/test_label_store.py::test_other_messages_stay_as_they_are",),
    ),
    Fault(
        what="a watch that was removed is told alerts until it is deleted for good",
        file="bot/storage/watch_store.py",
        old="select(tables.watch).where(_THERE)",
        new="select(tables.watch)",
        tests=("tests/storage/test_watch_store.py::test_the_number_of_a_removed_watch_is_never_given_again",),
    ),
    Fault(
        what="a stopped report comes once more",
        file="bot/storage/report_store.py",
        old="_COLUMNS.due_at == schedule.due_at, _THERE\n",
        new="_COLUMNS.due_at == schedule.due_at\n",
        tests=("tests/storage/test_report_store.py::test_a_report_that_was_stopped_meanwhile_is_not_owed",),
    ),
)
