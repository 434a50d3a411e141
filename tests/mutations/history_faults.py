"""What history and its charts could get wrong."""

from tests.mutations.fault import Fault

HISTORY_FAULTS = (
    Fault(
        what="an account that was removed counts as unknown for ever",
        file="bot/history/state_changes.py",
        old="gone = {name: StateChange(account=name, at=seen.at, state=None)",
        new="gone = {name: _unknown(name, seen.at)",
        tests=("tests/history/test_state_changes.py::test_an_account_that_is_not_there_any_more_is_gone_once",),
    ),
    Fault(
        what="a report of days whose history was deleted calls a busy pool full",
        file="bot/reports/report_sender.py",
        old="since = max(since, self.now() - self.kept)",
        new="since = max(since, self.now() - 99 * self.kept)",
        tests=("tests/reports/test_report_sender.py::test_days_whose_history_was_deleted_are_in_no_figure",),
    ),
    Fault(
        what="when a slot usually frees is foretold from a handful of finished jobs",
        file="bot/history/slot_forecast.py",
        old="MIN_FINISHED_JOBS = 20\n",
        new="MIN_FINISHED_JOBS = 2\n",
        tests=("tests/history/test_slot_forecast.py::test_the_forecast_is_when_the_first_job_ends",),
    ),
    Fault(
        what="a job that was gone after an outage counts as ended in the middle of it instead of censored",
        file="bot/history/job_tracking.py",
        old="return _censored(job) if gap > max_gap else",
        new="return _censored(job) if gap < timedelta() else",
        tests=("tests/history/test_job_tracking.py::test_looks_give_these_observations_of_a_job",),
    ),
    Fault(
        what="a job is called stuck as soon as it outlasts 99 of 100 others, not three times that",
        file="bot/history/stuck_jobs.py",
        old="age > STUCK_FACTOR * p99",
        new="age > p99",
        tests=(
            "tests/history/test_job_statistics.py::test_a_job_is_stuck_at_three_times_the_99th_percentile_once_50_have_ended",
        ),
    ),
    Fault(
        what="time in which nothing was known counts as time in which no slot was in use",
        file="bot/history/usage_timeline.py",
        old="if known == 0 or start >= end:",
        new="if start >= end:",
        tests=("tests/history/test_usage_timeline.py::test_accounts_add_up_and_unknown_time_has_no_interval",),
    ),
    Fault(
        what="the report calls the whole pool full whenever a single account is",
        file="bot/history/usage_report.py",
        old="pool_full=share_of_time(pool, lambda interval: interval.all_full)",
        new="pool_full=share_of_time(pool, lambda interval: interval.full > 0)",
        tests=("tests/history/test_history_figures.py::test_the_report_of_a_provider",),
    ),
    Fault(
        what="percentiles of durations are taken one rank too high",
        file="bot/history/usage_timeline.py",
        old="return sorted(durations)[max(rank, 1) - 1]",
        new="return sorted(durations)[min(rank, len(durations) - 1)]",
        tests=("tests/history/test_usage_statistics.py::test_a_percentile_is_one_of_the_durations",),
    ),
    Fault(
        what="what the last look before an outage showed is believed throughout the outage",
        file="bot/history/state_changes.py",
        old="return at if at - looked_at <= max_gap else looked_at",
        new="return at",
        tests=("tests/history/test_state_changes.py::test_a_gap_longer_than_the_maximum_is_unknown",),
    ),
    Fault(
        what="after the past could not be stored, it is not read again: what that look added may be lost for good",
        file="bot/history/history_recorder.py",
        old="known.outdated = True",
        new="known.outdated = False",
        tests=(
            "tests/history/test_history_recorder.py::test_after_a_failed_write_the_next_look_loads_again_and_stores",
        ),
    ),
    Fault(
        what="time in which nobody looked is drawn as known where the past is read again only after a look",
        file="bot/history/history_recorder.py",
        old="looked_at = None if known is None else known.looked_at",
        new="looked_at = seen.at",
        tests=(
            "tests/history/test_history_recorder.py::test_what_nobody_saw_is_unknown_though_the_look_after_it_is_stored",
        ),
    ),
    Fault(
        what="in the picture, time in which nothing was known is drawn as known",
        file="bot/charts/chart_drawing.py",
        old="        axes.axvspan(first, last, **palette.UNKNOWN)\n",
        new="        pass\n",
        tests=("tests/charts/test_chart_drawing.py::test_what_is_not_known_is_blank_and_hatched_in_the_ribbon",),
    ),
    Fault(
        what="in the picture, a minute in which nothing was free is not seen in a month",
        file="bot/charts/chart_drawing.py",
        old="if column.full else 0.0",
        new="if column.full > column.known / 2 else 0.0",
        tests=("tests/charts/test_chart_drawing.py::test_a_full_minute_in_a_month_is_visible_but_not_as_an_hour",),
    ),
    Fault(
        what="the line of use shows the highest level of each column, as if it had lasted",
        file="bot/charts/pixel_columns.py",
        old="        left = self.known / 2\n",
        new="        left = 0.0\n",
        tests=("tests/charts/test_pixel_columns.py::test_a_columns_level_was_reached_for_half_of_its_known_time",),
    ),
    Fault(
        what="the line of use shows what lasted for a moment beside a gap as if it had lasted throughout",
        file="bot/charts/pixel_columns.py",
        old="known=sum(part.known for part in parts) / times,",
        new="known=1.0,",
        tests=("tests/charts/test_pixel_columns.py::test_merged_columns_are_those_that_are_wider",),
    ),
    Fault(
        what="ticks are round in UTC, whatever time zone is set",
        file="bot/charts/time_axis.py",
        old="clock_time.replace(tzinfo=zone).astimezone(UTC)",
        new="clock_time.replace(tzinfo=UTC)",
        tests=("tests/charts/test_time_axis.py::test_ticks_are_round_moments_of_the_zone",),
    ),
    Fault(
        what="an outage of all accounts is drawn as a lower limit with a reason",
        file="bot/history/state_changes.py",
        old="        if counted and start < at < end:\n",
        new="        if start < at < end:\n",
        tests=("tests/history/test_lost_slots.py::test_when_all_are_lost_together_nothing_is_said",),
    ),
    Fault(
        what="a job that was lost from sight counts as ended",
        file="bot/history/duration_curve.py",
        old="ended[end] += one.ended\n",
        new="ended[end] += 1\n",
        tests=("tests/history/test_duration_curve.py::test_the_curve_is_what_its_definition_says",),
    ),
    Fault(
        what="on the first day the chart is empty but for a sliver at its right edge",
        file="bot/chat/history/handler.py",
        old="if span is None and all(change.at > start for change in changes):",
        new="if False:",
        tests=(
            "tests/chat/history/test_history_handler.py::test_unless_hours_are_typed_it_is_drawn_from_where_watching_began",
        ),
    ),
)
