"""What is believed of accounts that could be wrong: free, full, faulted, gone."""

from tests.mutations.fault import Fault

ACCOUNT_FAULTS = (
    Fault(
        what="an account that vanished from the answer counts as free",
        file="bot/accounts/free_or_full.py",
        old="(AccountState.FULL, 0) if inferred else (AccountState.UNKNOWN, None)",
        new="(AccountState.FULL, 0) if inferred else (AccountState.FREE, 1)",
        tests=("tests/accounts/test_free_or_full.py::test_what_is_true_of_an_account",),
    ),
    Fault(
        what="an unlisted account that runs exactly as many jobs as its limit is not recognised as full",
        file="bot/accounts/free_or_full.py",
        old="counted >= limit)",
        new="counted > limit)",
        tests=("tests/accounts/test_free_or_full.py::test_what_is_true_of_an_account",),
    ),
    Fault(
        what="an account that the provider calls unusable is shown as free when the scheduler lists it",
        file="bot/accounts/free_or_full.py",
        old="        if fault is not None or used_up",
        new="        if (fault is not None and tightest is None) or used_up",
        tests=("tests/accounts/test_free_or_full.py::test_what_is_true_of_an_account",),
    ),
    Fault(
        what="jobs that take no slot (images, audio) count towards an account being full",
        file="bot/accounts/free_or_full.py",
        old="Counter([job.account for job in answer.jobs if job.takes_slot])",
        new="Counter([job.account for job in answer.jobs])",
        tests=("tests/accounts/test_free_or_full.py::test_what_is_true_of_an_account",),
    ),
    Fault(
        what="running jobs whose account can't be told leave every account of their provider free",
        file="bot/accounts/free_or_full.py",
        old="free = known.limit - counted - self.unplaced",
        new="free = known.limit - counted",
        tests=("tests/accounts/test_unlisted_accounts.py::test_unlisted_means_idle",),
    ),
    Fault(
        what="an account that has left the account list goes on being free where unlisted means idle",
        file="bot/accounts/roster.py",
        old="return replace(was, fault=None, health=None, listed_at=None)",
        new="return replace(was, fault=None, health=None)",
        tests=("tests/accounts/test_unlisted_accounts.py::test_what_one_list_leaves_out_has_no_slots_for_now",),
    ),
    Fault(
        what="nothing is ever certainly full for a day after an account was removed",
        file="bot/accounts/roster.py",
        old="if account in named or at - was.last_seen < UNLISTED_FOR",
        new="",
        tests=(
            "tests/accounts/test_roster.py::test_an_account_that_two_lists_and_the_answer_leave_out_leaves",
            "tests/alerts/test_slots.py::test_an_account_that_was_removed_hides_no_full_provider",
        ),
    ),
    Fault(
        what="an account's known limit is forgotten as soon as one answer names it without its limit",
        file="bot/accounts/roster.py",
        old="limit=was.limit if limit is None else limit)",
        new="limit=limit)",
        tests=("tests/accounts/test_roster.py::test_being_named_renews_the_stay_and_keeps_what_was_settled",),
    ),
    Fault(
        what="an account that nobody has named for more than a day is never forgotten",
        file="bot/accounts/roster.py",
        old="if at - was.last_seen < FORGOTTEN_AFTER}",
        new="}",
        tests=("tests/accounts/test_roster.py::test_an_account_named_nowhere_for_24_hours_leaves",),
    ),
    Fault(
        what="the slots of a paused account count as free as soon as one account list leaves it out",
        file="bot/accounts/roster.py",
        old="    if entry is None and answered:\n        # Perhaps",
        new="    if entry is None and answered and was.fault is None:\n        # Perhaps",
        tests=(
            "tests/accounts/test_roster.py::test_a_list_without_an_account_that_the_answer_names_says_nothing_of_its_health",
        ),
    ),
    Fault(
        what="a new watch takes an account that filled up during an outage for one that was seen to fill up",
        file="bot/accounts/roster.py",
        old="since_witnessed=witnessed and was.settled is not None",
        new="since_witnessed=was.settled is not None",
        tests=("tests/alerts/test_absences.py::test_a_new_watch_learns_that_nobody_saw_it_fill",),
    ),
    Fault(
        what="an account's new name is not used until a restart where only the answer to its COMMIT was lost",
        file="bot/accounts/account_labels.py",
        old="async with self._changing(lambda: label in self.held):",
        new="if label:",
        tests=(
            "tests/storage/test_unanswered_commits.py::test_a_name_counts_whose_commit_went_unanswered_or_that_is_not_read_again",
        ),
    ),
    Fault(
        what="an account that was renamed is answered to be called as before where it can't be read again yet",
        file="bot/accounts/account_labels.py",
        old="            self._stored[_key(label.provider, label.account)] = label\n",
        new="",
        tests=(
            "tests/storage/test_unanswered_commits.py::test_a_name_counts_whose_commit_went_unanswered_or_that_is_not_read_again",
        ),
    ),
    Fault(
        what="an account may be called 2h, which every typed command then takes for a time",
        file="bot/chat/account/handler.py",
        old="""if asked.name is not None:
                check_typed""",
        new="""if False:
                check_typed""",
        tests=(
            "tests/chat/account/test_account_handler.py::test_what_can_not_be_a_name_is_refused_and_nothing_stored",
        ),
    ),
)
