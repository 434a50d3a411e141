"""What two programs on one database could get wrong about who leads."""

from tests.mutations.fault import Fault

LEAD_FAULTS = (
    Fault(
        what="where a start takes longer than a silent session may, two programs swap the lead for ever",
        file="bot/storage/postgres_leader_lock.py",
        old="watch = asyncio.create_task(self.watch())",
        new="watch = asyncio.create_task(asyncio.sleep(0))",
        tests=(
            "tests/storage/test_postgres_leader_lock.py::test_a_leader_whose_connection_was_cut_takes_the_lock_again",
        ),
    ),
    Fault(
        what="a program gives up the lock in the middle of its start",
        file="bot/storage/postgres_leader_lock.py",
        old="            async with self._connection.unasked():\n                watch.cancel()\n",
        new="            watch.cancel()\n",
        tests=("tests/storage/test_postgres_leader_lock.py::test_a_start_keeps_the_lock_and_ends_if_it_was_followed",),
    ),
    Fault(
        what="a program that lost the lead goes on writing, and its alerts are told twice",
        file="bot/storage/leader_fence.py",
        old="if epoch is None or epoch != self.epoch:",
        new="if epoch is None:",
        tests=("tests/storage/test_postgres_leader_lock.py::test_who_was_followed_writes_nothing_more",),
    ),
    Fault(
        what="a take-over slips in between the check of the lead and the commit that it allowed",
        file="bot/storage/leader_fence.py",
        old="select(tables.lead.c.epoch).with_for_update(read=True)",
        new="select(tables.lead.c.epoch)",
        tests=(
            "tests/storage/test_postgres_leader_lock.py::test_a_take_over_waits_for_the_transaction_that_marks_an_alert_as_being_sent",
        ),
    ),
    Fault(
        what="a restart leaves people unanswered: the old program ends before the new one answers",
        file="bot/storage/postgres_leader_lock.py",
        old="if row is not None and is_next and row.ready_at is not None:",
        new="if row is not None and is_next:",
        tests=(
            "tests/storage/test_postgres_leader_lock.py::test_a_handed_over_lead_is_waited_for_until_the_next_program_answers",
        ),
    ),
    Fault(
        what="a standby that is slow to lead is taken for none, and nobody answers until it does",
        file="bot/storage/postgres_leader_lock.py",
        old="if not is_next and waited and (await connection.execute(_TAKE)).scalar_one():",
        new="if not is_next and waited:",
        tests=(
            "tests/storage/test_postgres_leader_lock.py::test_a_standby_that_has_the_lock_is_waited_for_until_it_leads",
        ),
    ),
    Fault(
        what="a leader suspended in the middle of a statement leads for ever: the server waits for the rest",
        file="bot/storage/leader_connection.py",
        old="AND state = 'active' AND wait_event = 'ClientRead'",
        new="AND state = 'idle in transaction' AND wait_event = 'ClientRead'",
        tests=(
            "tests/storage/test_postgres_leader_lock.py::test_a_leader_suspended_in_the_middle_of_a_statement_is_followed",
        ),
    ),
    Fault(
        what="a leader that hangs leads for ever: the server never ends its session",
        file="bot/storage/leader_connection.py",
        old="self._timings.session_timeout // _MILLISECOND",
        new="0",
        tests=(
            "tests/whole/test_two_programs.py::test_a_leader_suspended_for_long_wakes_as_a_standby_and_sends_nothing",
        ),
    ),
)
