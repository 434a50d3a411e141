"""What watches, mutes and quiet hours could get wrong."""

from tests.mutations.fault import Fault

SUBSCRIPTION_FAULTS = (
    Fault(
        what="a watch of one account is not said to post in place of the wider one beside it",
        file="bot/chat/watch/watch_status.py",
        old="one.channel == watch.channel and _is_wider(one, watch)",
        new="one.channel == watch.channel and _is_wider(watch, one)",
        tests=("tests/chat/watch/test_watch_add.py::test_a_watch_in_whose_place_it_posts_is_named",),
    ),
    Fault(
        what="nobody is pinged where a provider's pool is low",
        file="bot/alerts/ping_rules.py",
        old="case Condition.NOTHING_FREE | Condition.LOW | Condition.STUCK:",
        new="case Condition.NOTHING_FREE | Condition.STUCK:",
        tests=(
            "tests/subscriptions/test_watch.py::test_a_role_is_pinged_where_the_whole_subject_of_its_watch_is_full",
        ),
    ),
    Fault(
        what="a watch that asks only for “full” hears of freed accounts as well",
        file="bot/subscriptions/watch.py",
        old="When.FULL: frozenset({Condition.FREED, Condition.HAS_ROOM})",
        new="When.FULL: frozenset({Condition.HAS_ROOM})",
        tests=("tests/subscriptions/test_watch.py::test_when_is_about_full_and_freed_only",),
    ),
    Fault(
        what="a watch for one account doesn't go before the one for its whole provider in the same channel",
        file="bot/subscriptions/watch.py",
        old="(watch.account is None) is about_account, watch.provider is None, watch.id",
        new="watch.provider is None, watch.id",
        tests=("tests/subscriptions/test_watch.py::test_the_narrowest_watch_speaks",),
    ),
    Fault(
        what="a mute of one account silences all accounts of its provider",
        file="bot/subscriptions/mute.py",
        old="topic.kind in OF_ACCOUNTS and topic.account == self.account",
        new="topic.kind in OF_ACCOUNTS",
        tests=("tests/subscriptions/test_watch.py::test_a_mute_covers_what_it_names",),
    ),
    Fault(
        what="quiet hours name an end at which it is still quiet, where the clocks skip what is between them",
        file="bot/subscriptions/quiet_hours.py",
        old="return self.ends(end) or end",
        new="return end",
        tests=("tests/subscriptions/test_quiet_hours.py::test_they_end_on_the_clocks_of_their_zone",),
    ),
    Fault(
        what="overnight quiet hours are over at midnight",
        file="bot/subscriptions/quiet_hours.py",
        old="for day in (today - _A_DAY, today):",
        new="for day in (today,):",
        tests=("tests/subscriptions/test_quiet_hours.py::test_they_end_on_the_clocks_of_their_zone",),
    ),
    Fault(
        what="a server's watch can be changed and removed from another server",
        file="bot/subscriptions/watch_registry.py",
        old="if (one.id, one.guild) == (watch_id, guild)), None)",
        new="if one.id == watch_id), None)",
        tests=("tests/subscriptions/test_watch_registry.py::test_a_watch_of_another_guild_is_not_found",),
    ),
    Fault(
        what="who types 23-7 is offered quiet hours from 22:00 to 08:00",
        file="bot/subscriptions/quiet_hours.py",
        old="if parts[0] is None or HOURS.startswith(typed.strip()):",
        new="if parts[0] is None or parts[1] is None:",
        tests=("tests/subscriptions/test_quiet_suggestions.py::test_it_goes_on_from_what_was_typed",),
    ),
    Fault(
        what="quiet hours until noon last until midnight",
        file="bot/subscriptions/quiet_hours.py",
        old="hours = hours % _NOON + (_NOON",
        new="hours = hours + (_NOON",
        tests=("tests/subscriptions/test_quiet_hours.py::test_what_people_type_is_understood",),
    ),
    Fault(
        what="who added a watch is told that it failed where it was stored and only could not be read again",
        file="bot/record_cache.py",
        old="with suppress(StorageUnavailable):",
        new="with suppress(KeyError):",
        tests=("tests/storage/test_unanswered_commits.py::test_what_was_stored_counts_before_it_is_read_again",),
    ),
    Fault(
        what="a mute that was stored, though the answer was lost, is called not stored",
        file="bot/record_cache.py",
        old="if not is_stored():",
        new="if True:",
        tests=("tests/storage/test_unanswered_commits.py::test_a_mute_whose_commit_went_unanswered_counts_as_stored",),
    ),
    Fault(
        what="a mute that was stored while the database went away applies after a restart only",
        file="bot/record_cache.py",
        old="self._in_doubt.set()",
        new="self._in_doubt.clear()",
        tests=(
            "tests/storage/test_unanswered_commits.py::test_what_was_stored_while_the_database_went_away_applies_once_it_is_back",
        ),
    ),
)
