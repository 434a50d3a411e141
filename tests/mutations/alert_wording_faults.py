"""What alerts could say that is untrue, unclear or not theirs to say."""

from tests.mutations.fault import Fault

ALERT_WORDING_FAULTS = (
    Fault(
        what="a button that waits for one account does not say for which",
        file="bot/chat/alert/alert_buttons.py",
        old='label = f"Notify me: {clip(names.of_part(part).name(first), NAME_LENGTH)}"',
        new='label = "Notify me"',
        tests=("tests/chat/alert/test_alert_buttons.py::test_what_can_be_pressed",),
    ),
    Fault(
        what="a headline says that an account was full which is full again, as a newer message says",
        file="bot/chat/alert/headline.py",
        old="not (one.disproved and is_over(one))",
        new="True",
        tests=("tests/chat/alert/test_edited_alerts.py::test_what_filled_up_again_in_another_message_was_full",),
    ),
    Fault(
        what="a provider is called full beside an account that may have room, for all that is known by then",
        file="bot/chat/alert/provider_headline.py",
        old='full = provider if part.unchecked else f"{provider} is full"',
        new='full = f"{provider} is full"',
        tests=("tests/chat/alert/test_provider_alerts.py::test_a_provider_is_the_subject_and_one_fact_is_said_once",),
    ),
    Fault(
        what="Details says that others had room where none is named",
        file="bot/chat/why/wording.py",
        old="others = why is LoudnessReason.ONE_ACCOUNT and _others_had_room(alert, loudest)",
        new="others = why is LoudnessReason.ONE_ACCOUNT",
        tests=("tests/chat/why/test_why_delivery.py::test_what_is_posted_is_as_loud_as_its_loudest_news",),
    ),
    Fault(
        what="Details says of what was over before it was posted that it pinged a role",
        file="bot/chat/why/wording.py",
        old="news.closed is not None and news.closed.at <= at",
        new="False",
        tests=("tests/chat/why/test_why_delivery.py::test_what_was_over_before_it_was_posted_came_silently",),
    ),
    Fault(
        what="a watch without a role says that it pings, or pinged lately",
        file="bot/alerts/ping_rules.py",
        old="if watch.role is None:",
        new="if watch.role == 0:",
        tests=(
            "tests/alerts/test_ping_rules.py::test_why_a_message_is_that_loud_is_recorded_with_the_watch_that_spoke",
        ),
    ),
    Fault(
        what="where a provider fills and frees, a line says the same of the account that makes it",
        file="bot/chat/alert/told_news.py",
        old="if counted and (reading(news) is Reading.FLAPPING or not news.live):",
        new="if about.topic.kind is TopicKind.JOB and reading(about) is Reading.FLAPPING is reading(news):",
        tests=("tests/chat/alert/test_provider_alerts.py::test_a_provider_is_the_subject_and_one_fact_is_said_once",),
    ),
    Fault(
        what="what an alert said of a quota is struck in other words than it had",
        file="bot/chat/alert/headline_clauses.py",
        old="if news.what is Condition.QUOTA_LOW:",
        new="if news.what is Condition.QUOTA_BACK:",
        tests=("tests/chat/alert/test_health_alerts.py::test_trouble_of_an_account_is_told_with_what_to_do",),
    ),
    Fault(
        what="an account that is on hold is given a reason that says on hold once more",
        file="bot/chat/alert/health_sentences.py",
        old='return "" if same else said',
        new="return said",
        tests=("tests/chat/alert/test_health_alerts.py::test_trouble_of_an_account_is_told_with_what_to_do",),
    ),
    Fault(
        what="an account without quota is announced in green",
        file="bot/chat/alert/condition_words.py",
        old='happened="used up its quota at",\n        level=Level.FAULTED,',
        new='happened="used up its quota at",',
        tests=("tests/chat/alert/test_condition_words.py::test_what_begins_an_incident_has_a_level_of_trouble",),
    ),
    Fault(
        what="a duration whose beginning nobody saw is worded as exact, without “at least”",
        file="bot/chat/alert/news_phrases.py",
        old='return time_span(lasted) if witnessed else f"at least {time_span(lasted)}"',
        new="return time_span(lasted)",
        tests=("tests/chat/alert/test_alert_wording.py::test_an_alert_reads",),
    ),
    Fault(
        what="a message whose incident was over some time before the bot looked again says until when it was",
        file="bot/chat/alert/headline.py",
        old='"until " if witnessed else "over by "',
        new='"until "',
        tests=("tests/chat/alert/test_alert_wording.py::test_an_alert_reads",),
    ),
    Fault(
        what="an alert whose incident is over keeps the colour and sign of one under way",
        file="bot/chat/alert/alert_colours.py",
        old="    if is_over(news):\n        return Level.UNKNOWN\n",
        new="",
        tests=("tests/chat/alert/test_alert_wording.py::test_an_alert_reads",),
    ),
    Fault(
        what="a job's reference is shown with its e-mail addresses and control characters",
        file="bot/chat/alert/card_lines.py",
        old='naming.names.shown(news.details.stuck.reply_ref or "", REFERENCE_LENGTH)',
        new='(news.details.stuck.reply_ref or "")[:REFERENCE_LENGTH]',
        tests=(
            "tests/chat/alert/test_alert_messages.py::test_a_stuck_jobs_reference_is_shown_on_one_line_with_its_emails_masked",
        ),
    ),
    Fault(
        what="an offer says that the slot is theirs, which the bot can't promise",
        file="bot/chat/alert/offer_wording.py",
        old='_NO_LOCK = " The bot can\'t lock a slot: whoever starts a job gets it."',
        new='_NO_LOCK = " It is kept for you."',
        tests=("tests/chat/alert/test_offer_wording.py::test_an_offer_promises_no_more_than_the_bot_can_keep",),
    ),
    Fault(
        what="what is told late names an account to use, which may be full by now",
        file="bot/chat/alert/headline.py",
        old="    if digest.cause is Cause.LATE:\n",
        new="    if False:\n",
        tests=("tests/chat/alert/test_summary.py::test_a_summary_answers_first_how_much_is_free_and_where",),
    ),
    Fault(
        what="an account whose credits came back while its quota stays low is said to have none low",
        file="bot/chat/alert/told_news.py",
        old="and _of_account(news) in of_credits",
        new="and any(news.topic.account == account for account, *_ in of_credits)",
        tests=(
            "tests/chat/alert/test_health_alerts.py::test_that_credits_ran_out_or_came_back_is_said_without_the_quota_too",
        ),
    ),
    Fault(
        what="an alert that knows of no free slot hides that accounts which can't be checked may have some",
        file="bot/chat/alert/news_phrases.py",
        old="if part.unchecked and not part.free else",
        new="if False else",
        tests=("tests/chat/alert/test_headlines.py::test_accounts_that_may_have_room_are_counted_where_no_other_has",),
    ),
    Fault(
        what="a provider that has accounts nobody can check is drawn as full",
        file="bot/chat/alert/alert_colours.py",
        old="known = Level.TIGHT if part.unchecked else Level.FULL",
        new="known = Level.FULL",
        tests=("tests/chat/alert/test_headlines.py::test_accounts_that_may_have_room_are_counted_where_no_other_has",),
    ),
    Fault(
        what="an account that keeps changing is named as the place to go while another has room",
        file="bot/chat/alert/provider_headline.py",
        old="    best = next((place for place in places if place not in rather_not), places[0] if places else None)",
        new="    best = places[0] if places else None",
        tests=(
            (
                "tests/chat/alert/test_headlines.py::"
                "test_an_account_that_keeps_changing_is_named_only_where_no_other_has_room"
            ),
        ),
    ),
    Fault(
        what="a card stands below an alert whose headline says it all",
        file="bot/chat/alert/alert_message.py",
        old="if card.at is not None or any(map(has_text, card.body))",
        new="if card",
        tests=("tests/chat/alert/test_look_moment.py::test_a_card_is_left_out_where_the_headline_says_it_all",),
    ),
    Fault(
        what="a look is dated below an alert that was posted at once",
        file="bot/chat/alert/alert_message.py",
        old="return card if abs(posted - looked) < NOTED_FROM else",
        new="return",
        tests=(
            "tests/chat/alert/test_look_moment.py::test_a_look_is_dated_where_it_is_a_minute_from_the_post_or_more",
        ),
    ),
    Fault(
        what="the storm takes a message for that of an alert about another provider",
        file="tests/chaos/reading.py",
        old="look_at=looked[TITLES[title]],",
        new="look_at=max(looked.values()),",
        tests=("tests/chaos/test_reading.py::test_a_message_that_no_alert_accounts_for_is_said",),
    ),
    Fault(
        what="an account that stays free is told with its own free slots alone, where others are free besides",
        file="bot/chat/alert/headline.py",
        old="reading(news) is Reading.SETTLED and part.free <= own",
        new="reading(news) is Reading.SETTLED",
        tests=("tests/chat/alert/test_flapping.py::test_what_has_settled_says_how_it_is_in_few_words",),
    ),
    Fault(
        what="of a provider that has settled the card repeats the account that the headline names",
        file="bot/chat/alert/told_news.py",
        old="reading(news) not in {Reading.PLAIN, Reading.SETTLED}",
        new="reading(news) is not Reading.PLAIN",
        tests=(
            "tests/chat/alert/test_flapping.py::test_an_account_is_named_once_where_its_whole_provider_has_settled",
        ),
    ),
    Fault(
        what="after an outage of a provider an alert says that the bot is back",
        file="bot/chat/alert/headline.py",
        old="if digest is None or _was_unanswered(parts):",
        new="if digest is None:",
        tests=("tests/chat/alert/test_summary.py::test_where_no_provider_answered_for_long_the_bot_was_not_away",),
    ),
    Fault(
        what="a summary counts each change of an account as a time that it filled",
        file="bot/chat/alert/news_phrases.py",
        old="return (news.changes + 1) // 2 if _is_repeated(news) else 1",
        new="return news.changes if _is_repeated(news) else 1",
        tests=("tests/chat/alert/test_summary.py::test_an_account_that_filled_and_freed_unheard_says_how_often",),
    ),
    Fault(
        what="an alert about several changes tells them before it says how many slots are free and where",
        file="bot/chat/alert/headline.py",
        old="if first and not brief:",
        new="if first and brief:",
        tests=("tests/chat/alert/test_headlines.py::test_each_headline_says_whether_there_is_room_and_where",),
    ),
    Fault(
        what="a job that somebody forgot is only the longest one where nothing is free",
        file="bot/alerts/slot_conditions.py",
        old="replace(details, stuck=running) if is_stuck(job) else replace(details, longest=running)",
        new="replace(details, longest=running)",
        tests=("tests/alerts/test_stuck.py::test_a_forgotten_job_is_called_stuck_where_nothing_is_free",),
    ),
)
