"""Alerts whose answer was lost are found again, or nobody knows: by the channel's history, on a loopback Slack."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.alerts.alert import Alert
from bot.delivery.message_port import Found
from bot.errors import GiveUp, TryAgain
from tests.chat.slack.posting import Posting, posted_id, posting
from tests.fakes.slack import Fault, SlackWorkspace
from tests.far_end import unnoted
from tests.rows import each_row


@pytest.fixture
async def hasty(slack: SlackWorkspace) -> AsyncIterator[Posting]:
    """Give up soon on what is never answered."""
    async with posting(slack, time_limit=1) as made:
        yield made


NEVER = Fault.hang(stored=True)


LOST = [
    Fault.lose(stored=True),
    Fault.lose(stored=True, reset=True),
    NEVER,
    Fault.status(503, stored=True),
    Fault.plain(stored=True),
    Fault.error("internal_error", stored=True),
    Fault.error("fatal_error", stored=True),
    Fault.error("request_timeout", stored=True),
]


@each_row("fault", LOST)
async def test_an_alert_whose_answer_was_lost_is_found(
    fault: Fault, bot: Posting, hasty: Posting, slack: SlackWorkspace, alert: Alert
) -> None:
    before, posts = slack.world.clock(), len(slack.posts())
    told = replace(alert, key=f"alert{posts}")
    slack.say("what people say")
    slack.faults.add("chat.postMessage", fault)
    with pytest.raises(TryAgain) as problem:
        await (hasty if fault is NEVER else bot).delivery.post(told, unnoted)
    assert problem.value.sent
    (message,) = slack.posts()[posts:]
    slack.say("and on they talk")
    assert await bot.delivery.find(told, before) == Found(message_id=posted_id(message))
    assert await bot.delivery.find(replace(alert, key="another"), before) is None


@pytest.mark.parametrize("hides", ["metadata", "blocks"])
async def test_either_mark_is_enough_to_find_it(hides: str, bot: Posting, slack: SlackWorkspace, alert: Alert) -> None:
    before = slack.world.clock()
    if hides == "metadata":
        slack.terms.shows_metadata = False
    else:
        slack.faults.add("chat.postMessage", Fault.error("invalid_blocks"))
    told = await bot.delivery.post(alert, unnoted)
    assert told is not None
    assert await bot.delivery.find(alert, before) == Found(message_id=told)


async def test_every_page_of_the_history_is_read(bot: Posting, slack: SlackWorkspace, alert: Alert) -> None:
    before = slack.world.clock()
    told = await bot.delivery.post(alert, unnoted)
    for count in range(7):
        slack.say(f"chatter {count}")
    slack.terms.history_page = 3
    assert await bot.delivery.find(alert, before) == Found(message_id=told)
    assert len(slack.calls("conversations.history")) == 3


async def test_a_clock_that_is_an_hour_wrong_hides_nothing(bot: Posting, slack: SlackWorkspace, alert: Alert) -> None:
    slack.terms.ts_skew = timedelta(hours=-1)
    told = await bot.delivery.post(alert, unnoted)
    assert await bot.delivery.find(alert, slack.world.clock()) == Found(message_id=told)


async def test_a_message_of_somebody_else_is_not_ours(bot: Posting, slack: SlackWorkspace, alert: Alert) -> None:
    before = slack.world.clock()
    await bot.delivery.post(alert, unnoted)
    (message,) = slack.posts()
    slack.delete(message)
    forged = slack.say("k:abcdefgh")
    slack.kept._put(replace(forged, blocks=message.blocks, metadata=message.metadata))  # noqa: SLF001 - no person can
    assert await bot.delivery.find(alert, before) is None


async def test_where_it_may_not_look_nothing_is_found(bot: Posting, slack: SlackWorkspace, alert: Alert) -> None:
    slack.terms.scopes.discard("channels:history")
    assert await bot.delivery.find(alert, slack.world.clock()) is None
    slack.terms.scopes.add("channels:history")
    slack.world.kick(slack.channel)
    assert await bot.delivery.find(alert, slack.world.clock()) is None
    assert bot.app_refusal.trouble is None


async def test_without_the_scope_to_look_it_may_be_chosen_to_post_once_at_most(
    slack: SlackWorkspace, alert: Alert
) -> None:
    async with posting(slack, at_most_once=True) as bot:
        await bot.delivery.post(alert, unnoted)
        assert await bot.delivery.find(replace(alert, key="another"), slack.world.clock()) is None  # it may look
        slack.terms.scopes.discard("channels:history")
        with pytest.raises(GiveUp, match=r"it may have been posted\. The app lacks the scope channels:history, for"):
            await bot.delivery.find(alert, slack.world.clock())
        assert bot.app_refusal.trouble is None


@each_row("fault", [Fault.status(503), Fault.lose(), Fault.plain(), Fault.limited(9)])
async def test_where_slack_does_not_say_nobody_knows(
    fault: Fault, bot: Posting, slack: SlackWorkspace, alert: Alert
) -> None:
    slack.faults.add("conversations.history", fault)
    with pytest.raises(TryAgain):
        await bot.delivery.find(alert, slack.world.clock())


async def test_a_doubt_about_the_plain_text_is_a_doubt(bot: Posting, slack: SlackWorkspace, alert: Alert) -> None:
    before = slack.world.clock()
    slack.faults.add("chat.postMessage", Fault.error("invalid_blocks"))
    slack.faults.add("chat.postMessage", Fault.lose(stored=True))
    with pytest.raises(TryAgain) as problem:
        await bot.delivery.post(alert, unnoted)
    assert problem.value.sent
    assert await bot.delivery.find(alert, before) is not None
