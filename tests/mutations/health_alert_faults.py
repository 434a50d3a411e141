"""What alerts about the health of accounts could get wrong: which can't be used, have no credits, must be signed in."""

from tests.mutations.fault import Fault

HEALTH_ALERT_FAULTS = (
    Fault(
        what="an account that is on hold, and signed out by the time that ends, is never called signed out",
        file="bot/alerts/alert_state.py",
        old="fault_kind(known) is not fault_kind(shown)",
        new="False",
        tests=("tests/alerts/test_health_conditions.py::test_an_account_that_needs_another_act_by_now_is_told_again",),
    ),
    Fault(
        what="accounts that have been signed out for long are announced to every new watch, and at the first start",
        file="bot/alerts/health_conditions.py",
        old="    if before is None:\n        return True\n",
        new="    if before is None:\n        return False\n",
        tests=("tests/alerts/test_health_conditions.py::test_what_is_so_at_first_sight_is_learnt_and_not_told",),
    ),
    Fault(
        what="accounts that have been dead for months ping once the first list is read, if jobs had named them before",
        file="bot/alerts/health_conditions.py",
        old="or (after is not None and after.fault is not None)",
        new="",
        tests=(
            "tests/alerts/test_health_conditions.py::test_what_the_first_list_shows_of_accounts_named_before_is_learnt_and_not_told",
        ),
    ),
    Fault(
        what="the end of an account's trouble is forgotten before it was told",
        file="bot/alerts/evaluate_look.py",
        old="not state.current.opens and state.tells(state.current)",
        new="not state.observed.opens",
        tests=("tests/alerts/test_health_conditions.py::test_an_end_in_quiet_hours_is_told_after_them",),
    ),
    Fault(
        what="a watch for a quota is told a little late: at more than the percentage that it asks for",
        file="bot/alerts/health_conditions.py",
        old="if fullest.used_percent >= much else",
        new="if fullest.used_percent > much else",
        tests=("tests/alerts/test_quotas.py::test_a_watch_may_ask_to_hear_when_much_of_a_quota_is_used",),
    ),
    Fault(
        what="that much of a quota is used is under way until the account is used again, long after it was reset",
        file="bot/alerts/health_conditions.py",
        old="        if account.fault is not None or account.health is None or not account.health.quota:\n",
        new="        if not current_quotas(account.health, seen.at):\n",
        tests=("tests/alerts/test_quotas.py::test_a_quota_that_resets_is_back_also_where_nothing_newer_is_stored",),
    ),
    Fault(
        what="of a session that ended in the night people read in the morning that it will end",
        file="bot/alerts/health_conditions.py",
        old="details=Details(until=ends, ended=ends <= at)",
        new="details=Details(until=ends)",
        tests=("tests/alerts/test_health_conditions.py::test_a_session_that_ends_before_it_can_be_told_has_ended",),
    ),
    Fault(
        what="an account whose session has ended is said to have a new one, beside that it is signed out",
        file="bot/alerts/health_conditions.py",
        old="return account.fault is None and account.health is not None",
        new="return True",
        tests=(
            "tests/alerts/test_health_conditions.py::test_an_account_that_breaks_has_no_credits_and_no_session_by_that",
        ),
    ),
    Fault(
        what="a signed-out account that somebody removes at useapi.net can be used again, people read",
        file="bot/alerts/health_conditions.py",
        old="not AccountState.FAULTED and not _is_unlisted(account)",
        new="not AccountState.FAULTED",
        tests=(
            "tests/alerts/test_health_conditions.py::test_an_account_that_the_list_no_longer_names_is_not_well_by_that",
        ),
    ),
    Fault(
        what="trouble that begins again in the look that forgets it is told twice and stays under way for ever",
        file="bot/alerts/evaluate_look.py",
        old="if key not in fresh and not _is_remembered(",
        new="if not _is_remembered(",
        tests=(
            "tests/alerts/test_health_conditions.py::test_what_an_answer_says_of_health_by_itself_is_told_once_each_time",
            "tests/alerts/test_stuck.py::test_a_job_that_is_back_in_the_look_that_would_forget_it_is_told_once_and_closed",
        ),
    ),
    Fault(
        what="an account that was signed out is said to be usable again, not that somebody has signed in",
        file="bot/alerts/alert_state.py",
        old="sentence = self.fault or details.sentence",
        new="sentence = details.sentence",
        tests=("tests/alerts/test_health_conditions.py::test_that_an_account_can_be_used_again_says_what_was_wrong",),
    ),
)
