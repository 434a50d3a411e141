"""What the database could get wrong."""

from tests.mutations.fault import Fault

_UNANSWERED = "tests/storage/test_unanswered_commits.py"

STORAGE_FAULTS = (
    Fault(
        what="who added a watch is told that it failed where it was stored and only could not be read again",
        file="bot/stored_records.py",
        old="with suppress(StorageUnavailable):",
        new="with suppress(KeyError):",
        tests=("tests/storage/test_unanswered_commits.py::test_what_was_stored_counts_before_it_is_read_again",),
    ),
    Fault(
        what="who accepted an offer is told that it failed where it was stored and only could not be read again",
        file="bot/waitlist/waitlist.py",
        old="now = replied or await",
        new="now = await",
        tests=("tests/storage/test_unanswered_commits.py::test_a_reply_to_an_offer_counts_before_it_is_read_again",),
    ),
    Fault(
        what="a command that is given up while it waits for the database leaves it locked",
        file="bot/storage/cancel_shield.py",
        old="            await _let_end(task)\n",
        new="            task.cancel()\n",
        tests=(
            "tests/storage/test_cancel_shield.py::test_a_cancellation_waits_for_the_end_of_the_work_however_often_it_comes",
            "tests/storage/test_cancel_shield.py::test_opening_that_is_cancelled_while_it_waits_for_a_lock_leaves_no_lock",
        ),
    ),
    Fault(
        what="a part of the store leaves it locked where a command is given up while it waits for the database",
        file="bot/storage/transactions.py",
        old="setattr(cls, name, cancel_shielded(method))",
        new="setattr(cls, name, method)",
        tests=("tests/storage/test_cancel_shield.py::test_a_cancellation_waits_for_any_method_of_a_part_of_the_store",),
    ),
    Fault(
        what="a statement that only one of the databases takes",
        file="bot/storage/outbox_store.py",
        old="INSERT INTO greeted_channel (channel, alert) VALUES (:channel, :alert) ON CONFLICT (channel) DO NOTHING",
        new="INSERT OR IGNORE INTO greeted_channel (channel, alert) VALUES (:channel, :alert)",
        tests=("tests/storage/test_both_databases.py::test_every_statement_runs_on_both_and_is_answered_alike",),
    ),
    Fault(
        what="a mute is gone where the one that takes its place could not be stored",
        file="bot/storage/mute_store.py",
        old="            return await _MUTES.add(connection,",
        new="        async with writing(self._engine) as connection:\n            return await _MUTES.add(connection,",
        tests=("tests/storage/test_both_databases.py::test_what_a_method_of_a_store_writes_is_one_transaction",),
    ),
    Fault(
        what="the number of a watch is written with the watch, so that all have the same",
        file="bot/storage/record_table.py",
        old='if column.name not in {"id", *others}]',
        new="if column.name not in others]",
        tests=("tests/storage/test_watch_store.py::test_watches_survive_a_restart_in_their_order",),
    ),
    Fault(
        what="a bug inside a transaction is called a database that fails, and retried for ever",
        file="bot/storage/transactions.py",
        old="    OSError,  # SQLAlchemy does not wrap network errors\n",
        new="    OSError,\n    ValueError,\n",
        tests=("tests/storage/test_transactions.py::test_a_bug_in_a_transaction_is_not_called_a_database_that_fails",),
    ),
    Fault(
        what="a moment damaged on disk is a bug that ends whoever reads it",
        file="bot/storage/column_types.py",
        old="names_damage(read)",
        new="read",
        tests=("tests/storage/test_transactions.py::test_a_row_damaged_on_disk_makes_the_storage_unavailable",),
    ),
    Fault(
        what="a program that gives up a transaction never ends, since its connection is stopped twice",
        file="bot/storage/transactions.py",
        old="    driver.stop = once\n",
        new="",
        tests=(
            "tests/storage/test_transactions.py::test_a_connection_that_is_stopped_while_it_is_being_closed_is_closed",
        ),
    ),
    Fault(
        what="every alert is found by the first letter of its key",
        file="bot/storage/alert_lookup.py",
        old="if len(prefix) < SHORTEST_PREFIX or not (",
        new="if not (",
        tests=("tests/storage/test_alert_lookup.py::test_alerts_are_found_by_how_their_keys_begin",),
    ),
    Fault(
        what="a mute takes the place of every other one of its channel",
        file="bot/storage/mute_store.py",
        old="for former in map(_MUTES.record, stored) if mute.replaces(former)]",
        new="for former in map(_MUTES.record, stored)]",
        tests=(
            "tests/storage/test_mute_store.py::test_a_mute_takes_the_place_of_the_one_about_the_same_and_of_no_other",
        ),
    ),
    Fault(
        what="an alert counts those who wait for another provider's slots",
        file="bot/storage/database.py",
        old="(await outbox_statistics.count_waiting(connection)).get(provider, 0)",
        new="sum((await outbox_statistics.count_waiting(connection)).values())",
        tests=("tests/storage/test_waiter_store.py::test_an_alert_that_nothing_is_free_says_how_many_people_wait",),
    ),
    Fault(
        what="a thousand channels with something to deliver keep what follows from a look from being stored",
        file="bot/storage/transactions.py",
        old="    async with options.get(_TURNS, nullcontext()):",
        new="    async with nullcontext():",
        tests=(
            "tests/storage/test_statements.py::test_a_look_and_what_is_sent_are_stored_before_many_channels_had_their_turn",
        ),
    ),
    Fault(
        what="a scheduled report comes twice where two programs find it due at once",
        file="bot/storage/report_store.py",
        old="                return False\n            await alert_rows.owe",
        new="                pass\n            await alert_rows.owe",
        tests=("tests/storage/test_report_store.py::test_a_report_is_owed_once_for_each_time_also_by_two_at_once",),
    ),
    Fault(
        what="every report that was missed while the bot was away comes at once, one after the other",
        file="bot/reports/report_sender.py",
        old="schedule.due_after(at), at)",
        new="schedule.due_after(schedule.due_at), at)",
        tests=(
            "tests/reports/test_report_sender.py::test_what_was_missed_comes_late_once_however_often_it_was_missed",
        ),
    ),
    Fault(
        what="the bot takes 6 MB more for an ORM that it does not use",
        file="bot/storage/__init__.py",
        old="leave_out_orm()\n",
        new="",
        tests=(
            "tests/app/test_platform_imports.py::test_a_platform_is_imported_only_where_its_tokens_are_set_and_no_orm_at_all",
        ),
    ),
    Fault(
        what="Alembic is imported at every start, though the tables are up to date",
        file="bot/storage/schema_upgrade.py",
        old="from importlib.resources import files\n",
        new="from importlib.resources import files\nimport alembic.command\n",
        tests=(
            "tests/app/test_platform_imports.py::test_a_platform_is_imported_only_where_its_tokens_are_set_and_no_orm_at_all",
        ),
    ),
    Fault(
        what="Alembic is imported for a database that is up to date",
        file="bot/storage/schema_upgrade.py",
        old="!= HEAD and await",
        new="!= '' and await",
        tests=("tests/storage/test_schema_upgrade.py::test_a_database_that_is_up_to_date_is_opened_without_alembic",),
    ),
    Fault(
        what="an alert whose key is stored already is stored, or tried to be, a second time",
        file="bot/storage/alert_rows.py",
        old="            del fresh[key]\n",
        new="            fresh[key] = {**fresh[key], 'key': key + '2'}\n",
        tests=("tests/storage/test_outbox_store.py::test_the_same_alert_is_stored_once_even_after_it_was_told",),
    ),
    Fault(
        what="each attempt at sending overwrites the moment of the first, from which a repeat is looked for",
        file="bot/storage/outbox_store.py",
        old='sending_since=func.coalesce(columns.sending_since, bindparam("at", at, columns.sending_since.type))',
        new="sending_since=at",
        tests=(
            "tests/storage/test_outbox_store.py::test_attempts_are_counted_from_the_moment_of_the_first_and_leave_the_alert_owed",
        ),
    ),
    Fault(
        what="an alert that was amended while it was being sent counts as shown in its newest version",
        file="bot/storage/outbox_store.py",
        old="func.coalesce(tables.alert.c.sending_version, tables.alert.c.version)",
        new="tables.alert.c.version",
        tests=(
            "tests/storage/test_outbox_store.py::test_what_was_sent_first_is_what_is_shown_whatever_was_amended_meanwhile",
        ),
    ),
    Fault(
        what="an alert that may have been sent already is folded into a summary and told again",
        file="bot/storage/outbox_store.py",
        old="tables.unsettled, columns.sending_since.is_(None)\n",
        new="tables.unsettled\n",
        tests=("tests/storage/test_folding.py::test_what_nobody_began_to_send_is_folded_into_one",),
    ),
    Fault(
        what="when a message that can't be edited is sent anew, its roles are pinged a second time",
        file="bot/storage/sent_message_store.py",
        old="version), roles=(), gathers_until=None)",
        new="version), gathers_until=None)",
        tests=(
            "tests/storage/test_messages.py::test_a_living_message_that_cannot_be_edited_is_told_anew_without_a_ping",
        ),
    ),
    Fault(
        what="an alert whose incident is still under way is forgotten after a week, and never closed",
        file="bot/storage/database.py",
        old="settled_at < before, columns.key.not_in(select(kept_keys.c.key))",
        new="settled_at < before",
        tests=(
            "tests/storage/test_forgetting.py::test_a_message_that_a_story_names_as_open_is_kept_as_long_as_it_does",
        ),
    ),
    Fault(
        what="a database that a newer version made is used all the same",
        file="bot/storage/schema_upgrade.py",
        old="if head not in revisions:",
        new="if head in {None}:",
        tests=(
            "tests/storage/test_schema_upgrade.py::test_a_database_of_a_newer_version_is_refused_with_its_revision",
        ),
    ),
    Fault(
        what="a broken database file is deleted instead of set aside",
        file="bot/storage/sqlite_file.py",
        old="part.rename(aside.with_name(aside.name + suffix))",
        new="part.unlink()",
        tests=("tests/storage/test_sqlite_file.py::test_a_broken_file_is_set_aside",),
    ),
    Fault(
        what="a channel that refused an alert counts as having been told, so that it never hears of that again",
        file="bot/storage/alert_state_rows.py",
        old="replace(state, announced=None, announced_in=None",
        new="replace(state, announced_in=None",
        tests=("tests/storage/test_undelivered.py::test_every_story_that_it_told_last_is_untold",),
    ),
    Fault(
        what="after an upgrade from the first version every message ever sent counts as outdated",
        file="bot/storage/migrations/versions/r0002_stories_edits_mutes.py",
        old="values(shown=1)",
        new="values(shown=0)",
        tests=("tests/storage/test_revision_0002.py::test_what_became_of_alerts_is_kept",),
    ),
    Fault(
        what="forgetting old history also forgets what was still true when the kept time starts",
        file="bot/storage/history_store.py",
        old=".where(_change.at < before, superseded)",
        new=".where(_change.at < before)",
        tests=("tests/storage/test_history_store.py::test_what_is_forgotten_leaves_what_was_true_when_it_came",),
    ),
    Fault(
        what="an offer whose message was given up counts as still under way after a restart",
        file="bot/storage/waiter_store.py",
        old="undelivered = row.told_at is None and (row.given_up_at is not None or row.alert_id is None)",
        new="undelivered = False",
        tests=("tests/storage/test_waiter_store.py::test_an_offer_whose_alert_was_given_up_or_deleted_is_undelivered",),
    ),
    Fault(
        what="a second program on a SQLite file runs, and every change is told twice",
        file="bot/storage/sqlite_lock.py",
        old="fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)",
        new="fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)",
        tests=("tests/storage/test_sqlite_lock.py::test_a_second_program_is_told_who_the_first_is",),
    ),
    Fault(
        what="alerts are told that a restart knows nothing of, after the database's file was moved away",
        file="bot/storage/transactions.py",
        old="if _file_at(file) != connection.info[_FILE]:",
        new="if _file_at(file) is None and connection.info[_FILE] is None:",
        tests=(
            "tests/storage/test_sqlite_file.py::test_a_file_deleted_moved_or_replaced_while_open_takes_nothing_more",
        ),
    ),
    Fault(
        what="a mute that was stored, though the answer was lost, is called not stored",
        file="bot/stored_records.py",
        old="if not is_stored():",
        new="if True:",
        tests=(f"{_UNANSWERED}::test_a_mute_whose_commit_went_unanswered_counts_as_stored",),
    ),
    Fault(
        what="a mute that was stored while the database went away applies after a restart only",
        file="bot/stored_records.py",
        old="self._in_doubt.set()",
        new="self._in_doubt.clear()",
        tests=(f"{_UNANSWERED}::test_what_was_stored_while_the_database_went_away_applies_once_it_is_back",),
    ),
    Fault(
        what="a channel gets the same board twice where the answer to the first was lost",
        file="bot/boards/board_registry.py",
        old="        await self.settle()\n        self._admit(board)\n        parts, at",
        new="        self._admit(board)\n        parts, at",
        tests=(f"{_UNANSWERED}::test_what_is_tried_again_after_that_is_not_stored_twice",),
    ),
    Fault(
        what="a record with half of an emoji in it can't be stored",
        file="bot/storage/record_table.py",
        old="return json.dumps(self.to_object(record))",
        new="return self._adapter.dump_json(record).decode()",
        tests=("tests/storage/test_alert_state_rows.py::test_a_story_is_written_as_text_that_any_database_takes",),
    ),
)
