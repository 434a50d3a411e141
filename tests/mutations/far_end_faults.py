"""What the loopback Slack, and the storm's judge of it, could get wrong: a bot's mistake would go unseen."""

from tests.mutations.fault import Fault

_LIMITS = "tests/fakes/slack/test_message_limits.py"

FAR_END_FAULTS = (
    Fault(
        what="a message that Slack would find too long passes every test of ours",
        file="tests/fakes/slack/message_checks.py",
        old="if (long := characters(blocks, attachments)) > MOST_CHARACTERS:",
        new="if (long := characters(blocks, ())) > 10 * MOST_CHARACTERS:",
        tests=(f"{_LIMITS}::test_blocks_past_a_limit_are_refused",),
    ),
    Fault(
        what="a name that pings everybody passes every test of ours",
        file="tests/fakes/slack/block_fields.py",
        old="if raw := unescaped(it[",
        new="if raw := None and unescaped(it[",
        tests=(f"{_LIMITS}::test_what_slack_takes_and_a_correct_bot_never_sends",),
    ),
    Fault(
        what="a bot that opens a form too late passes every test of ours",
        file="tests/fakes/slack/interactions.py",
        old="if self._world.clock() - it.at > timedelta(seconds=self._terms.trigger_seconds):",
        new="if False:",
        tests=("tests/fakes/slack/test_views.py::test_a_trigger_is_good_once_and_for_seconds",),
    ),
    Fault(
        what="a post that lands late is stored at once, so that no test sees it posted twice",
        file="tests/fakes/slack/server.py",
        old="            await asyncio.sleep(seconds)\n            done()",
        new="            done()",
        tests=("tests/fakes/slack/test_faults.py::test_a_post_lands_after_nobody_waits_for_it",),
    ),
    Fault(
        what="the storm does not miss on Slack what only Discord was told",
        file="tests/chaos/report.py",
        old="        also = elsewhere.get(provider, frozenset())\n",
        new="        also = frozenset[int]()\n",
        tests=("tests/chaos/test_model.py::test_a_look_that_another_chat_was_told_of_is_due_in_this_one",),
    ),
)
