"""What the rules of alerts could get wrong: what a look means, and what is told of it."""

from tests.mutations.fault import Fault

ALERT_FAULTS = (
    Fault(
        what="the end of flapping that another message tells is posted once more where it can't be edited in",
        file="bot/alerts/alert_amendment.py",
        old="replace(was, closed=change, live=False)",
        new="replace(was, closed=change)",
        tests=("tests/alerts/test_flapping.py::test_a_message_lives_until_another_tells_how_it_settled",),
    ),
    Fault(
        what="a message says for ever that a provider is full of which no account is left",
        file="bot/alerts/evaluate_look.py",
        old="look.at - missing_since >= FORGOTTEN_AFTER",
        new="look.at - missing_since < timedelta()",
        tests=("tests/alerts/test_evaluate_look.py::test_after_a_day_without_an_account_what_was_under_way_is_closed",),
    ),
    Fault(
        what="the watch's hold is ignored: a full that one look shows is told at once",
        file="bot/alerts/decide_for_topic.py",
        old="                return self.watch.hold\n",
        new="                return timedelta()\n",
        tests=("tests/alerts/test_decide_for_topic.py::test_each_look_is_decided_for_its_reason",),
    ),
    Fault(
        what="a stuck job that one single answer leaves out counts as gone, and is told a second time",
        file="bot/alerts/decide_for_topic.py",
        old="                return GONE_AFTER\n",
        new="                return timedelta()\n",
        tests=("tests/alerts/test_stuck.py::test_its_message_is_closed_once_it_is_gone_and_not_for_a_glitch",),
    ),
    Fault(
        what="what changed and changed back during quiet hours is not summed up when they end",
        file="bot/alerts/mutes_and_quiet_hours.py",
        old="state.withheld.why is WithheldBecause.QUIET\n",
        new="state.withheld.why is WithheldBecause.PAUSED\n",
        tests=("tests/alerts/test_decide_for_topic.py::test_each_look_is_decided_for_its_reason",),
    ),
    Fault(
        what="an incident that ended while muted still counts as told: the next one is never told",
        file="bot/alerts/decide_for_topic.py",
        old="            state = replace(state, announced=None)\n",
        new="            pass\n",
        tests=("tests/alerts/test_decide_for_topic.py::test_each_look_is_decided_for_its_reason",),
    ),
    Fault(
        what="/why says that nobody knows what was told before an end that was withheld",
        file="bot/alerts/decide_for_topic.py",
        old="        return _withhold(state, news, context.hindrance, record=changed)\n",
        new="        return _withhold(state, replace(news, before=None), context.hindrance, record=changed)\n",
        tests=(
            "tests/alerts/test_mutes_and_quiet_hours.py::test_a_full_message_is_closed_in_silence_and_the_end_of_the_mute_says_so",
        ),
    ),
    Fault(
        what="the message that an account is full is not closed once the account is free again",
        file="bot/alerts/alert_state.py",
        old="open_alert=key if self.current.opens and flapping is None else None",
        new="open_alert=None",
        tests=("tests/alerts/test_successive_looks.py::test_a_tale_of_one_account",),
    ),
    Fault(
        what="a watch that wants one message that is edited gets a second message at the end of an incident",
        file="bot/alerts/decide_for_topic.py",
        old="return self.watch.style is Style.EDIT and topic.kind is not TopicKind.JOB",
        new="return False",
        tests=("tests/alerts/test_decide_for_topic.py::test_each_look_is_decided_for_its_reason",),
    ),
    Fault(
        what="a mute whose time is over still keeps the channel silent",
        file="bot/alerts/mutes_and_quiet_hours.py",
        old="if one.channel == watch.channel and at < one.until)",
        new="if one.channel == watch.channel)",
        tests=(
            "tests/alerts/test_mutes_and_quiet_hours.py::test_what_differs_when_a_mute_ends_is_told_and_nothing_else",
        ),
    ),
    Fault(
        what="an edited message names the room that there was before",
        file="bot/alerts/alert_amendment.py",
        old="amendment.slots or replace(part, at=",
        new="replace(part, at=",
        tests=("tests/alerts/test_alert_amendment.py::test_an_edited_message_says_where_there_is_room_now",),
    ),
    Fault(
        what="of an edited message nobody knows any more how loud it was posted",
        file="bot/alerts/alert_amendment.py",
        old="news[place] = replace(change, loudness=was.loudness, loudness_reason=was.loudness_reason)",
        new="news[place] = change",
        tests=("tests/alerts/test_alert_amendment.py::test_news_may_take_the_place_of_news",),
    ),
    Fault(
        what="an amended message goes on to forecast from a look of before",
        file="bot/alerts/alert_amendment.py",
        old="    if newest is not None:\n        # Forecasts",
        new="    if newest is None:\n        # Forecasts",
        tests=(
            "tests/alerts/test_alert_amendment.py::test_amendments_of_one_look_come_to_what_each_would_do_by_itself",
        ),
    ),
    Fault(
        what="an edited message says that an account has room which filled up since in another message",
        file="bot/alerts/alert_amendment.py",
        old="disproved=unknown if fact is None else fact.what is not news.what)",
        new="disproved=False)",
        tests=(
            "tests/alerts/test_alert_amendment.py::test_what_else_an_edited_message_says_is_of_the_same_look",
            "tests/chat/alert/test_edited_alerts.py::test_what_filled_up_again_in_another_message_was_full",
        ),
    ),
    Fault(
        what="nobody is told of an incident that was over, and followed by the next, before it could be posted",
        file="bot/alerts/alert_amendment.py",
        old="if renewed.disproved and news.reason is Reason.EDITED else renewed",
        new="if False else renewed",
        tests=(
            "tests/alerts/test_alert_amendment.py::test_an_incident_told_nowhere_else_is_over_once_the_next_has_begun",
        ),
    ),
    Fault(
        what="an edited message gives the free slots of a look before, below those of now",
        file="bot/alerts/alert_amendment.py",
        old="in_use=slots.total - slots.free, limit=slots.total or None",
        new="in_use=details.in_use, limit=details.limit",
        tests=("tests/chat/alert/test_edited_alerts.py::test_how_low_a_provider_is_is_counted_anew",),
    ),
    Fault(
        what="a summary says that an account has room again which had filled up by the newest look",
        file="bot/alerts/folded_alerts.py",
        old="disproved = news.what is Condition.FREED and sum(free.values()) >= newest.free",
        new="disproved = False",
        tests=(
            "tests/alerts/test_folded_alerts.py::test_what_an_earlier_look_showed_is_told_only_as_the_newest_shows_it",
        ),
    ),
    Fault(
        what="the message about an account that is signed out while it keeps filling and freeing says so for ever",
        file="bot/alerts/decide_for_channel.py",
        old="    if flapping is None or look.slots is None or",
        new="    if flapping is not None or look.slots is None or",
        tests=("tests/alerts/test_flapping.py::test_what_no_look_shows_any_more_does_not_keep_changing_for_ever",),
    ),
    Fault(
        what="a message stops counting changes while useapi.net does not answer",
        file="bot/alerts/decide_for_channel.py",
        old="    if flapping is None or look.slots is None or",
        new="    if flapping is None or",
        tests=("tests/alerts/test_flapping.py::test_an_outage_does_not_end_the_counting",),
    ),
    Fault(
        what="while one message counts how often a provider fills and frees, others tell of its accounts all the same",
        file="bot/alerts/mutes_and_quiet_hours.py",
        old="return None if now.flapping is None else Withheld(why=WithheldBecause.COUNTED)",
        new="return None",
        tests=(
            "tests/alerts/test_flapping.py::test_while_a_provider_keeps_filling_no_other_message_tells_of_its_accounts",
        ),
    ),
    Fault(
        what="a watch of one account is not told of it while the provider keeps filling and freeing",
        file="bot/alerts/mutes_and_quiet_hours.py",
        old=" or watch != speakers.of(SLOTS):",
        new=":",
        tests=(
            "tests/alerts/test_flapping.py::test_a_watch_of_one_account_is_told_of_it_while_its_provider_keeps_filling",
        ),
    ),
    Fault(
        what="the message about an account that vanished claims for ever that it is full",
        file="bot/alerts/decide_for_channel.py",
        old="        if key is not None:\n            yield Amendment",
        new="        if key is not None and not key:\n            yield Amendment",
        tests=(
            "tests/alerts/test_decide_for_channel.py::test_a_channel_without_watches_is_forgotten_and_its_message_claims_nothing",
        ),
    ),
    Fault(
        what="each provider is told by itself that useapi.net refuses the token",
        file="bot/alerts/flapping_and_summaries.py",
        old="return at + self.gathering if shared or summary else None",
        new="return at + self.gathering if summary else None",
        tests=(
            "tests/alerts/test_shared_failures.py::test_a_shared_failure_and_its_end_wait_for_those_of_other_providers",
        ),
    ),
    Fault(
        what="the pool is called low although accounts whose state is unknown may have room",
        file="bot/alerts/slot_conditions.py",
        old="return True if seen.free + sum(account.limit or 0 for account in seen.unchecked) <= slots else None",
        new="return True",
        tests=("tests/alerts/test_decide_for_channel.py::test_an_account_that_cannot_be_told_makes_no_pool_low",),
    ),
    Fault(
        what="a token that is refused after an hour of 502 is told to nobody: the message says it mends itself",
        file="bot/alerts/alert_state.py",
        old="if fact.what is not self.current or not fact.details.needs_person:",
        new="if fact.what:",
        tests=(
            "tests/alerts/test_decide_for_topic.py::test_each_look_is_decided_for_its_reason",
            "tests/alerts/test_shared_failures.py::test_a_failure_that_comes_to_need_a_person_is_told_again_and_pings_once",
        ),
    ),
    Fault(
        what="a whole channel hears of a slot that is offered to somebody who waited",
        file="bot/alerts/ping_rules.py",
        old="if news.details.is_all_offered and not news.what.opens:",
        new="if news.details.is_all_offered and news.what.opens:",
        tests=(
            "tests/alerts/test_offered_slots.py::test_room_that_is_all_offered_is_told_silently_and_names_no_place_to_go",
        ),
    ),
    Fault(
        what="an alert names a slot as the place to go that is offered to somebody who waited",
        file="bot/alerts/alert_composition.py",
        old="left = open_accounts(seen, offers)[:ROOM_NAMED]",
        new="left = open_accounts(seen, NO_OFFERS)[:ROOM_NAMED]",
        tests=(
            "tests/alerts/test_offered_slots.py::test_room_that_is_all_offered_is_told_silently_and_names_no_place_to_go",
        ),
    ),
    Fault(
        what="after a failure that was told while another was withheld, the first is taken for told",
        file="bot/alerts/alert_state.py",
        old="        return replace(\n            self.with_reason(fact),\n            announced=self.current,",
        new="        return replace(\n            self,\n            announced=self.current,",
        tests=(
            "tests/alerts/test_shared_failures.py::test_a_refused_token_that_a_mute_withheld_pings_once_it_is_seen",
        ),
    ),
    Fault(
        what="an account that freed up during an outage is said to have been full until the outage was over",
        file="bot/alerts/alert_state.py",
        old="max((self.current_after or self.current_since) - self.previous_since, timedelta())",
        new="max(self.current_since - self.previous_since, timedelta())",
        tests=("tests/alerts/test_absences.py::test_what_freed_unseen_was_full_for_at_least_as_long_as_it_was_seen",),
    ),
    Fault(
        what="an account that filled up during an outage is said to have been full since then and no longer",
        file="bot/alerts/alert_state.py",
        old="            current_witnessed=self.observed_after is None,\n",
        new="            current_witnessed=True,\n",
        tests=("tests/alerts/test_absences.py::test_what_filled_unseen_was_full_for_at_least_as_long_as_it_was_seen",),
    ),
    Fault(
        what="an alert blames the provider where the bot was stopped between two of its failures",
        file="bot/alerts/evaluate_look.py",
        old="unanswered = nothing_known and not _was_away(before, at, thresholds)",
        new="unanswered = nothing_known",
        tests=("tests/alerts/test_absences.py::test_only_failures_all_the_while_say_that_the_bot_was_not_away",),
    ),
    Fault(
        what="an alert says that the bot was not away, though it was stopped while no account was set up",
        file="bot/alerts/evaluate_look.py",
        old="watched_until=None if away else look.at",
        new="watched_until=look.at",
        tests=("tests/alerts/test_evaluate_look.py::test_the_bot_was_not_away_while_looks_found_no_account",),
    ),
)
