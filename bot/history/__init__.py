"""The past of accounts and jobs: what is recorded of it, and what is worked out from it; no I/O.

What is recorded at each look: ``history_recorder`` decides, by ``state_changes`` (accounts) and ``job_tracking``
(jobs). What is worked out: ``duration_curve`` and ``job_statistics`` (how long jobs last, which are stuck),
``slot_forecast`` (when a slot frees), ``usage_timeline`` (how full it was),
``history_figures`` (/history), ``usage_report`` (/report).
"""
