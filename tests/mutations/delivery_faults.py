"""What could go wrong with messages that follow from no look, and with sending what is owed."""

from tests.mutations.fault import Fault

DELIVERY_FAULTS = (
    Fault(
        what="a lost lead is called a database in which reports can't be checked",
        file="bot/reports/report_sender.py",
        old="            except LeadLost:\n                raise\n",
        new="",
        tests=("tests/app/test_lost_lead.py::test_a_lost_lead_ends_a_part_and_is_logged_as_nothing_else",),
    ),
    Fault(
        what="a channel is greeted at each start",
        file="bot/storage/outbox_store.py",
        old=".rowcount:\n                return False\n",
        new=".rowcount:\n                pass\n",
        tests=("tests/storage/test_greeted_channels.py::test_of_two_at_once_one_greets_and_a_restart_greets_nobody",),
    ),
    Fault(
        what="a channel that refused its greeting is never greeted, though it lets the bot in later",
        file="bot/storage/outbox_store.py",
        old="                await connection.execute(delete(tables.greeted_channel).where(greeting))\n",
        new="",
        tests=("tests/storage/test_greeted_channels.py::test_a_channel_that_refused_its_greeting_was_not_greeted",),
    ),
    Fault(
        what="a channel that has heard alerts for months is greeted after an upgrade",
        file="bot/storage/migrations/versions/r0016_greeted_channels.py",
        old="_state.c.announced_in.is_not(None)",
        new="_state.c.announced_in.is_(None)",
        tests=("tests/storage/test_changed_rows.py::test_rows_that_a_migration_changes_mean_what_they_meant",),
    ),
    Fault(
        what="a channel whose alerts can't be folded hears none of them",
        file="bot/delivery/alert_sender.py",
        old="            trouble.folds = False\n",
        new="            raise\n",
        tests=(
            "tests/delivery/test_alert_sender_summaries.py::test_alerts_that_can_not_be_folded_are_delivered_one_by_one",
        ),
    ),
    Fault(
        what="schedules are read each second while nothing was looked at",
        file="bot/reports/report_sender.py",
        old="UNOWED_PAUSE if left <= timedelta() else",
        new="SHORTEST_PAUSE if left <= timedelta() else",
        tests=("tests/reports/test_report_sender.py::test_what_can_not_be_owed_yet_is_not_asked_for_each_second",),
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
        what="a watch that was removed is told alerts until it is deleted for good",
        file="bot/storage/record_rows.py",
        old="select(self._table).where(self.is_there()).order_by",
        new="select(self._table).order_by",
        tests=(
            "tests/storage/test_watch_store.py::test_a_removed_watch_is_restored_once_as_it_was_until_it_is_gone_for_good",
        ),
    ),
    Fault(
        what="what nobody announced is found once something else is announced, perhaps hours later",
        file="bot/event_waiting.py",
        old="asyncio.timeout(seconds):",
        new="asyncio.timeout(None):",
        tests=("tests/delivery/test_channel_tasks.py::test_work_that_nobody_announced_is_found_by_time",),
    ),
    Fault(
        what="a stopped report comes once more",
        file="bot/storage/report_store.py",
        old="_COLUMNS.due_at == schedule.due_at, self._rows.is_there()\n",
        new="_COLUMNS.due_at == schedule.due_at\n",
        tests=("tests/storage/test_report_store.py::test_a_report_that_was_stopped_meanwhile_is_not_owed",),
    ),
    Fault(
        what="an alert that may have been sent minutes ago is sent again without looking for it first",
        file="bot/delivery/alert_sender.py",
        old="if _is_doubtful(owed, port.timing.deduplicates_for, self._now()):",
        new="if False:",
        tests=(
            "tests/delivery/test_alert_sender_repeats.py::test_an_alert_attempted_long_ago_is_looked_for_first",
            "tests/promise/test_once.py::test_a_change_is_heard_once_whatever_becomes_of_its_post",
        ),
    ),
    Fault(
        what="what a slow request may still store is sent again before it could have landed",
        file="bot/delivery/alert_sender.py",
        old="if found is not None or settled:",
        new="if True:",
        tests=(
            "tests/delivery/test_late_landing.py::test_what_lands_late_is_found_before_it_is_repeated_however_long_a_search_takes",
        ),
    ),
    Fault(
        what="a bot that is killed every few seconds never gets round to posting on Slack what may have been posted",
        file="bot/delivery/alert_sender.py",
        old="began = noted.seconds if noted is not None and self._uptime().follows(noted) else self._started",
        new="began = self._started",
        tests=(
            "tests/delivery/test_late_landing.py::test_a_new_program_waits_only_while_an_attempt_may_still_land",
            "tests/delivery/test_late_landing.py::test_a_program_that_is_killed_again_and_again_does_not_wait_anew",
        ),
    ),
    Fault(
        what="the uptime of another machine counts as this one's, and an alert is told twice after a take-over",
        file="bot/delivery/stored_alerts.py",
        old="self.boot is not None and self.boot == earlier.boot and self.seconds",
        new="self.seconds",
        tests=("tests/delivery/test_late_landing.py::test_a_new_program_waits_only_while_an_attempt_may_still_land",),
    ),
    Fault(
        what="a refusal takes away the doubt about an attempt before it",
        file="bot/delivery/alert_sender.py",
        old="if not problem.sent and owed.sending_since is None:",
        new="if not problem.sent:",
        tests=(
            "tests/delivery/test_alert_sender_repeats.py::test_what_surely_was_not_sent_takes_no_earlier_doubt_away",
        ),
    ),
    Fault(
        what="an alert tried again when the clock had been set back counts as just sent once that is undone",
        file="bot/delivery/alert_sender.py",
        old="first <= (owed.attempted_at or first) <= now and",
        new="first <= now and",
        tests=("tests/delivery/test_alert_sender_repeats.py::test_an_alert_attempted_long_ago_is_looked_for_first",),
    ),
    Fault(
        what="an alert that the program itself stumbles over holds up its channel for ever",
        file="bot/delivery/alert_sender.py",
        old="if failures[owed.id] >= UNEXPECTED_TRIES:",
        new="if failures[owed.id] >= 10**6:",
        tests=(
            "tests/delivery/test_alert_sender.py::test_an_alert_that_can_not_be_worded_is_given_up_after_five_tries",
        ),
    ),
    Fault(
        what="a channel that refused an alert is not paused",
        file="bot/delivery/alert_sender.py",
        old="            self._refused(channel, reason)\n",
        new="            pass\n",
        tests=(
            "tests/delivery/test_alert_sender.py::test_a_refused_alert_is_given_up_with_one_log_line_and_the_next_comes",
        ),
    ),
    Fault(
        what="a single alert that is hours late says where there is room as if it were so now",
        file="bot/alerts/folded_alerts.py",
        old="if len(alerts) != 1 or cause is not Cause.LATE:",
        new="if True:",
        tests=(
            "tests/delivery/test_alert_sender_summaries.py::test_alerts_owed_for_too_long_are_folded_for_each_channel",
        ),
    ),
    Fault(
        what="news of just now behind a drill that could not be sent is called late",
        file="bot/storage/outbox_store.py",
        old=" or (len(unsent) == 1 and unsent[0].id != rows[0].id):",
        new=":",
        tests=("tests/storage/test_folding.py::test_one_that_waits_behind_a_drill_is_not_called_late",),
    ),
    Fault(
        what="a summary of what was full says for ever that nothing is free, though it is over",
        file="bot/chat/alert/told_news.py",
        old="news.closed is not None and news.closed.at > part.at for",
        new="news.closed is not None and news.closed.at < part.at for",
        tests=(
            "tests/chat/alert/test_summary.py::test_a_summary_of_what_is_over_by_now_counts_no_slots",
            "tests/chat/alert/test_summary.py::test_a_summary_of_which_only_a_part_is_over_by_now_counts_no_slots_of_before",
        ),
    ),
    Fault(
        what="at night a role is pinged for what was over before it could be posted",
        file="bot/delivery/alert_sender.py",
        old="port.post(as_posted(owed.alert), note)",
        new="port.post(owed.alert, note)",
        tests=(
            "tests/delivery/test_late_alerts.py::test_nobody_is_pinged_for_what_was_over_before_it_could_be_posted",
        ),
    ),
    Fault(
        what="nobody is pinged for what is under way, where the same message tells of something that is over",
        file="bot/alerts/folded_alerts.py",
        old="roles=alert.roles if pings else ()",
        new="roles=()",
        tests=(
            "tests/alerts/test_folded_alerts.py::test_nobody_is_pinged_for_what_was_over_before_it_could_be_posted",
        ),
    ),
    Fault(
        what="what has been owed for too long is replayed one by one instead of being summed up",
        file="bot/delivery/alert_sender.py",
        old="late = self._now() - owed.owed_at > self._fold_after",
        new="late = False",
        tests=(
            "tests/delivery/test_alert_sender_summaries.py::test_alerts_owed_for_too_long_are_folded_for_each_channel",
        ),
    ),
    Fault(
        what="a proxy that says when to come back silences a channel for years",
        file="bot/delivery/retry.py",
        old="min(retry_after or timedelta(), LONGEST_ASKED_FOR)",
        new="retry_after or timedelta()",
        tests=("tests/delivery/test_retry.py::test_a_pause_doubles_with_each_failure_and_is_at_least_retry_after",),
    ),
    Fault(
        what="work that arrives for a channel while it is being worked at is forgotten until something else wakes it",
        file="bot/delivery/channel_tasks.py",
        old="self._check_again.add(channel)",
        new="pass",
        tests=(
            "tests/delivery/test_channel_tasks.py::test_a_channel_woken_during_its_work_is_checked_again_afterwards",
        ),
    ),
    Fault(
        what="what the far end asks for can only shorten a pause, never lengthen it",
        file="bot/delivery/retry.py",
        old="return max(min(self.first * (1 << min(failures - 1, 10)), self.longest), asked_for)",
        new="return min(self.first * (1 << min(failures - 1, 10)), self.longest, retry_after or self.longest)",
        tests=("tests/delivery/test_retry.py::test_a_pause_doubles_with_each_failure_and_is_at_least_retry_after",),
    ),
    Fault(
        what="a summary that waited for hours says which account to use as if that were so now",
        file="bot/alerts/folded_alerts.py",
        old="digest=_digest(parts, cause) or next(",
        new="digest=next(",
        tests=("tests/alerts/test_folded_alerts.py::test_what_is_late_is_as_of_then_whatever_its_parts_gathered_for",),
    ),
    Fault(
        what="edits that wait for a channel are not made when it lets the bot in again",
        file="bot/app/engine.py",
        old="        watches.when_resumed(self._editor.resume)\n",
        new="",
        tests=(
            "tests/whole/test_alerts.py::test_an_account_that_fills_and_frees_is_posted_once_each_and_a_glitch_is_not",
        ),
    ),
)
