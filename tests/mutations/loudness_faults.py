"""What the rules of alerts could get wrong of how loud one is: whom it pings, and whether it makes a sound."""

from tests.mutations.fault import Fault

LOUDNESS_FAULTS = (
    Fault(
        what="flapping is recognised only one change later than the settings say",
        file="bot/alerts/flapping_and_summaries.py",
        old="0 < self.flapping_changes <= len(",
        new="0 < self.flapping_changes < len(",
        tests=("tests/alerts/test_decide_for_topic.py::test_each_look_is_decided_for_its_reason",),
    ),
    Fault(
        what="a flapping account counts as settled at the first look that shows no change",
        file="bot/alerts/flapping_and_summaries.py",
        old="return at - changes[-1] >= self.settled_after",
        new="return at > changes[-1]",
        tests=("tests/alerts/test_decide_for_topic.py::test_each_look_is_decided_for_its_reason",),
    ),
    Fault(
        what="a summary of belated alerts pings roles for incidents that are over by then",
        file="bot/alerts/folded_alerts.py",
        old="for alert in alerts if open_now & _pinging_topics(alert) for role",
        new="for alert in alerts for role",
        tests=("tests/alerts/test_folded_alerts.py::test_roles_are_pinged_for_what_is_under_way_and_for_nothing_else",),
    ),
    Fault(
        what="the watch's role is pinged when a provider has room again, too",
        file="bot/alerts/ping_rules.py",
        old="if not pings_for(watch, news.what, needs_person=news.details.needs_person):",
        new="if watch.ping is Ping.NOBODY:",
        tests=("tests/alerts/test_ping_rules.py::test_a_ping_about_a_provider_stands_for_those_of_the_next_half_hour",),
    ),
    Fault(
        what="every time that nothing is free pings, however short ago the last ping was",
        file="bot/alerts/ping_rules.py",
        old="return state.pinged_at is not None and timedelta() <= at - state.pinged_at < PING_AGAIN_AFTER",
        new="return state.pinged_at is not None and at < state.pinged_at",
        tests=("tests/alerts/test_ping_rules.py::test_a_ping_about_a_provider_stands_for_those_of_the_next_half_hour",),
    ),
    Fault(
        what="a summary, which pings nobody, keeps the next half hour from pinging as well",
        file="bot/alerts/ping_rules.py",
        old="    if summary and not news.details.needs_person:\n",
        new="    if summary and not pings_for(watch, news.what, needs_person=news.details.needs_person):\n",
        tests=(
            "tests/alerts/test_ping_rules.py::test_after_quiet_hours_nothing_pings_and_the_next_nothing_free_does",
            "tests/alerts/test_ping_rules.py::test_after_an_absence_nothing_pings_and_the_next_nothing_free_does",
        ),
    ),
    Fault(
        what="a token that is refused in the night pings nobody, neither then nor when quiet hours are over",
        file="bot/alerts/ping_rules.py",
        old="    if summary and not news.details.needs_person:\n",
        new="    if summary:\n",
        tests=(
            "tests/alerts/test_ping_rules.py::test_what_a_person_must_mend_pings_in_the_summary_that_first_tells_it",
        ),
    ),
    Fault(
        what="a ping that nobody got counts for half an hour, where the quiet hours of another topic made it a summary",
        file="bot/alerts/decide_for_channel.py",
        old="    summary = outcome.digest is not None\n",
        new="    summary = look.absence is not None\n",
        tests=(
            "tests/alerts/test_ping_rules.py::test_one_topic_whose_quiet_hours_are_over_makes_the_whole_message_a_summary",
        ),
    ),
    Fault(
        what="a single account that is full makes a sound while others have room",
        file="bot/alerts/alert_composition.py",
        old="silent=all(news.loudness is Loudness.SILENT for news in part.news)",
        new="silent=False",
        tests=(
            "tests/alerts/test_ping_rules.py::test_one_account_is_told_silently_and_without_a_ping_while_others_have_room",
        ),
    ),
    Fault(
        what="a silent alert is sent to Discord with a push",
        file="bot/chat/discord/alert_delivery.py",
        old="silent=alert.silent or private is not None",
        new="silent=private is not None",
        tests=(
            "tests/chat/discord/test_alert_delivery.py::test_an_alert_has_its_key_as_nonce_and_a_push_unless_it_is_silent",
        ),
    ),
    Fault(
        what="a new watch pings for accounts that have been full for hours, since another is out of credits",
        file="bot/alerts/alert_state.py",
        old=" and used_up(entry.health, then) is None",
        new="",
        tests=(
            "tests/alerts/test_slots.py::test_a_new_watch_is_not_told_that_all_usable_accounts_have_been_full_for_long",
        ),
    ),
    Fault(
        what="a channel is never told aloud of what those leave over who were offered it",
        file="bot/alerts/decide_for_topic.py",
        old="if changed or not state.has_room_for_all(context.fact):",
        new="if True:",
        tests=("tests/alerts/test_offered_slots.py::test_what_is_left_over_is_told_aloud_once_with_where_to_go",),
    ),
)
