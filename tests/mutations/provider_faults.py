"""What asking the providers could get wrong."""

from tests.mutations.fault import Fault

PROVIDER_FAULTS = (
    Fault(
        what="the API token is sent to another server when an answer redirects there",
        file="bot/providers/useapi_client.py",
        old="    if not same_server:\n",
        new="    if not same_server and target.host is None:\n",
        tests=("tests/providers/test_useapi_client.py::test_the_token_goes_to_no_other_server",),
    ),
    Fault(
        what="the API token stands in the exception behind a failed look, and so in a logged traceback",
        file="bot/providers/useapi_client.py",
        old="from _without_request(error)",
        new="from error",
        tests=("tests/providers/test_useapi_client.py::test_what_is_not_http_is_not_understood_and_hides_the_token",),
    ),
    Fault(
        what="the provider's Retry-After is ignored",
        file="bot/providers/http_refusals.py",
        old="return kind(sentence, retry_after=_retry_after(found, headers), status=status)",
        new="return kind(sentence, retry_after=None, status=status)",
        tests=("tests/providers/test_http_refusals.py::test_each_failure_says_what_is_wrong",),
    ),
    Fault(
        what="what follows “Bearer” in somebody's error text is shown",
        file="bot/providers/redaction.py",
        old='(re.compile(r"(?i)\\b(bearer|basic)\\s+[^\\s,;\\"\']+"), rf"\\1 {GONE}"),',
        new="",
        tests=("tests/providers/test_redaction.py::test_what_goes_and_what_stays",),
    ),
    Fault(
        what="an answer that holds neither of the two lists is taken for “nothing listed” instead of being refused",
        file="bot/providers/scheduler_family.py",
        old="if executing is None and available is None:",
        new="if executing is None and available is None and said(found):",
        tests=("tests/providers/test_bad_rows.py::test_a_body_that_is_not_the_expected_object_is_not_understood",),
    ),
    Fault(
        what="an account's own credentials, quoted in its error, are shown to everybody",
        file="bot/providers/account_list.py",
        old="one_line(without_secrets(said, secrets), QUOTE_LENGTH)",
        new="one_line(without_secrets(said), QUOTE_LENGTH)",
        tests=("tests/providers/test_account_list.py::test_limits_and_faults_are_read",),
    ),
    Fault(
        what="a redirect leads to any path of the server, where a GET may cancel a job",
        file="bot/providers/useapi_client.py",
        old="    if _bare(target) != _bare(response.url):\n",
        new="    if target.host != response.url.host:\n",
        tests=("tests/providers/test_useapi_client.py::test_a_redirect_to_another_path_is_not_followed",),
    ),
    Fault(
        what="people's questions make the bot ask a provider again before the time it asked for",
        file="bot/polling/poll_pause.py",
        old="anyone=loop if failure.needs_person else max(min(every, loop), asked_for)",
        new="anyone=timedelta()",
        tests=("tests/polling/test_poll_pause.py::test_the_pause_after_a_look",),
    ),
    Fault(
        what="a provider that fails again and again is asked as often as ever",
        file="bot/polling/poll_pause.py",
        old="every * 2 ** min(failures - 1, 20)",
        new="every",
        tests=("tests/polling/test_poll_pause.py::test_the_pause_after_a_look",),
    ),
    Fault(
        what="after storing failed, the next look starts from what was not stored: its alerts are lost",
        file="bot/polling/poller.py",
        old="            self._note_storage(problem)\n            self._outdated = True\n            return False\n",
        new="            self._note_storage(problem)\n"
        "            self._memory = evaluation.remembered\n            return False\n",
        tests=("tests/polling/test_poller.py::test_what_could_not_be_stored_is_evaluated_again_by_the_next_look",),
    ),
    Fault(
        what="one look that fails in an unexpected way ends the polling of its provider for good",
        file="bot/polling/poller.py",
        old='look = Look(at=self._now(), answer=NotUnderstood("Looking failed unexpectedly; the log says more."))',
        new="raise",
        tests=("tests/polling/test_poller.py::test_an_unexpected_error_is_a_failed_look_and_the_next_one_comes",),
    ),
    Fault(
        what="people wait for their answer until it is decided what a thousand channels are told",
        file="bot/polling/poller.py",
        old="        self._publish(look, pending.snapshot)\n        return await run_in_slices(pending.steps)\n",
        new="        outcome = await run_in_slices(pending.steps)\n"
        "        self._publish(look, pending.snapshot)\n        return outcome\n",
        tests=("tests/polling/test_poller.py::test_people_have_the_answer_before_it_is_decided_who_is_told",),
    ),
    Fault(
        what="nobody is answered while it is decided what a thousand channels are told",
        file="bot/polling/time_slices.py",
        old="        await asyncio.sleep(0)\n",
        new="",
        tests=("tests/polling/test_time_slices.py::test_somebody_else_has_a_turn_after_each_slice",),
    ),
    Fault(
        what="alerts are stored but nobody is woken to send them",
        file="bot/polling/poller.py",
        old="            if evaluation.alerts or evaluation.amendments:\n                self._wake()\n",
        new="            pass\n",
        tests=("tests/polling/test_poller.py::test_a_change_is_stored_and_delivery_is_woken_after_that",),
    ),
    Fault(
        what="a provider that is watched no more leaves those waiting who asked for a look at it",
        file="bot/polling/poll_schedule.py",
        old="        self._answer_waiting(self.latest)\n",
        new="",
        tests=(
            "tests/polling/test_polled_providers.py::test_a_provider_that_is_removed_is_polled_no_more_and_nobody_waits_for_it",
        ),
    ),
    Fault(
        what="a service is taken for another whose name is shorter",
        file="bot/providers/account_summary.py",
        old="max(found, key=lambda match: match[0])",
        new="min(found, key=lambda match: match[0])",
        tests=("tests/providers/test_account_summary.py::test_a_service_is_matched_by_the_longest_of_its_words",),
    ),
    Fault(
        what="an address without DNS is blamed on a cut connection, so that a person looks in the wrong place",
        file="bot/providers/useapi_client.py",
        old='        case ClientConnectorDNSError():\n            return "its name can\'t be resolved"\n',
        new="",
        tests=("tests/app/test_check_program.py::test_offline_is_said_in_words",),
    ),
    Fault(
        what="a provider whose accounts were removed is dropped at once, and back with its watches the next hour",
        file="bot/polling/provider_discovery.py",
        old="or self._now() - since < KEPT_FOR",
        new="",
        tests=("tests/polling/test_found_providers.py::test_what_has_no_account_any_more_is_dropped_after_a_day",),
    ),
    Fault(
        what="a refused token is asked for the accounts of every provider all the same",
        file="bot/polling/provider_discovery.py",
        old="return not isinstance(failure, _OF_THE_TOKEN)",
        new="return True",
        tests=("tests/polling/test_provider_discovery.py::test_a_refused_token_is_asked_nothing_more",),
    ),
    Fault(
        what="after a restart, a provider without accounts counts as set up: the first failed looks alert everybody",
        file="bot/app/provider_polling.py",
        old="LatestState(set_up=set_up)",
        new="LatestState()",
        tests=("tests/app/test_provider_polling.py::test_what_was_gone_before_the_restart_is_not_set_up",),
    ),
    Fault(
        what="the free slots of an account count whose quota is used up, and people are sent there",
        file="bot/accounts/free_or_full.py",
        old="if fault is not None or used_up(known.health, self.at) is not None:",
        new="if fault is not None:",
        tests=(
            "tests/accounts/test_account_health.py::test_an_account_without_quota_has_no_free_slot_and_is_not_the_one_to_use",
        ),
    ),
    Fault(
        what="people are told to renew sessions that useapi.net renews by itself",
        file="bot/accounts/account_health.py",
        old=" or not health.renewed_by_person",
        new="",
        tests=(
            "tests/accounts/test_account_health.py::test_a_session_that_a_person_renews_is_shown_a_week_before_its_end",
        ),
    ),
)
