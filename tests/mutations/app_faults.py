"""What health, settings, logs and the commands of the program could get wrong."""

from tests.mutations.fault import Fault

APP_FAULTS = (
    Fault(
        what="the health check answers 200 although a part is dead",
        file="bot/health/health_server.py",
        old="status=503 if dead else 200",
        new="status=200",
        tests=("tests/health/test_health_server.py::test_healthz_answers_503_with_the_names_of_dead_parts",),
    ),
    Fault(
        what="the metrics name accounts in full",
        file="bot/health/state_metrics.py",
        old="free |= {(provider, names[name]): certain[name]",
        new="free |= {(provider, name): certain[name]",
        tests=("tests/health/test_metrics.py::test_accounts_are_named_as_capacity_does_and_no_other_way",),
    ),
    Fault(
        what="the first failure since the start raises no alert: its series was never zero",
        file="bot/health/metrics.py",
        old="        for cause in CAUSES.values():\n",
        new="        for cause in ():\n",
        tests=("tests/health/test_metrics.py::test_a_failed_look_is_counted_by_cause_and_ages_the_snapshot",),
    ),
    Fault(
        what="a board that is posted counts as an alert that came late",
        file="bot/health/metrics.py",
        old="outcome is AttemptOutcome.DONE and isinstance(alert.content, Changes | SlotNotice)",
        new="outcome is AttemptOutcome.DONE",
        tests=("tests/health/test_metrics.py::test_attempts_are_counted_by_outcome_and_delays_from_the_look",),
    ),
    Fault(
        what="the monitor hears that all is well while it is not",
        file="bot/health/heartbeat.py",
        old='f"{self._url}/fail" if problems else self._url',
        new="self._url",
        tests=("tests/health/test_heartbeat.py::test_a_problem_that_lasts_is_reported_until_it_is_gone",),
    ),
    Fault(
        what="an alert that has been owed for an hour is no reason for concern",
        file="bot/health/diagnosis.py",
        old="OWED_TOO_LONG = timedelta(minutes=10)",
        new="OWED_TOO_LONG = timedelta(days=10)",
        tests=("tests/health/test_diagnosis.py::test_a_problem_keeps_the_bot_from_watching_or_alerting",),
    ),
    Fault(
        what="a poller that can't store what it learns is reported as healthy",
        file="bot/health/health_examiner.py",
        old="outbox = provider.storage_problem or outbox",
        new="outbox = outbox or provider.storage_problem",
        tests=("tests/health/test_health_examiner.py::test_a_database_that_answers_but_takes_no_look_is_a_problem",),
    ),
    Fault(
        what="a wrong value that may be a secret is quoted in full in the error message",
        file="bot/settings/values.py",
        old='return text if len(text) <= MAX_QUOTED and text.isprintable() else f"{len(text)} characters long"',
        new="return text",
        tests=("tests/settings/test_schema.py::test_a_wrong_value_gets_its_sentence",),
    ),
    Fault(
        what="a database password given as an option of the address is not kept out of the log",
        file="bot/settings/schema.py",
        old='yield from (str(part) for part in (url.password, url.query.get("password")) if part)',
        new="yield from (str(part) for part in (url.password,) if part)",
        tests=("tests/settings/test_schema.py::test_settings_never_show_a_secret_and_never_change",),
    ),
    Fault(
        what="secrets in tracebacks are written to the log",
        file="bot/logs.py",
        old='indent(self._redact(text), "    ")',
        new='indent(text, "    ")',
        tests=("tests/test_logs.py::test_a_librarys_traceback_holds_no_secret",),
    ),
    Fault(
        what="a line break in text of others forges an entry of the log",
        file="bot/logs.py",
        old='lines = [_printable(self._redact(f"{at}Z {line.levelname} {line.name}: {line.msg}"))]',
        new='lines = [self._redact(f"{at}Z {line.levelname} {line.name}: {line.msg}")]',
        tests=("tests/test_logs.py::test_text_of_others_forges_no_line",),
    ),
    Fault(
        what="the command-line look's JSON holds e-mail addresses that should be masked",
        file="bot/app/check.py",
        old="return account if naming.names.show_full else naming.name(account)",
        new="return account",
        tests=("tests/app/test_check.py::test_json_is_one_object_with_every_promised_key",),
    ),
    Fault(
        what="the command-line look ends with the exit code for “free” although nothing is",
        file="bot/app/check.py",
        old="return FREE if snapshot.best is not None else NOTHING_FREE",
        new="return FREE",
        tests=("tests/app/test_check.py::test_the_exit_code_tells_whether_something_is_free",),
    ),
    Fault(
        what="the simulated provider accepts any token, so that a wrong one is not noticed in a trial",
        file="bot/simulation/simulated_server.py",
        old='if request.headers.get("Authorization") != f"Bearer {Simulation.token}":',
        new='if "Authorization" not in request.headers:',
        tests=("tests/simulation/test_simulated_server.py::test_another_token_is_refused",),
    ),
)
