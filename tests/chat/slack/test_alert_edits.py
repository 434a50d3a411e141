"""Edits of alerts on a loopback Slack: they say what is so, ping nobody, and keep to Slack's limits."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.alerts.alert import Alert, Drill
from bot.boards.board_content import BoardContent
from bot.chat.slack.slack_ids import number_of
from bot.delivery.message_port import Age
from bot.errors import ChannelRefused, EditPostponed, EditRefused, TryAgain
from tests.chat.slack.posting import Posting
from tests.delivery.far_end_log import full
from tests.fakes.slack import Fault, SlackWorkspace
from tests.far_end import unnoted
from tests.rows import each_row


async def test_an_edit_says_what_is_so_pings_nobody_and_tells_no_other_organisation(
    bot: Posting, slack: SlackWorkspace, alert: Alert
) -> None:
    pinging = replace(alert, roles=(number_of(slack.group.id),))
    told = await bot.delivery.post(pinging, unnoted)
    assert told is not None
    before = slack.posts()[0]
    await bot.delivery.edit(pinging, told, unnoted)
    (after,) = slack.posts()
    assert len(after.edits) == 1
    assert slack.group.id in before.text
    assert slack.group.id not in str((after.text, after.blocks, after.attachments))
    assert after.metadata == before.metadata
    assert after.blocks[0]["block_id"] == before.blocks[0]["block_id"]

    slack.world.share(slack.channel)
    bot.workspace.handle_event({"type": "channel_shared", "channel": slack.channel.id})
    with pytest.raises(ChannelRefused, match="another organisation"):
        await bot.delivery.edit(pinging, told, unnoted)
    assert len(slack.posts()[0].edits) == 1


async def test_an_edit_takes_away_a_card_and_buttons_and_adds_them_again(
    bot: Posting, slack: SlackWorkspace, alert: Alert
) -> None:
    told = await bot.delivery.post(alert, unnoted)
    assert told is not None
    first = slack.posts()[0]
    await bot.delivery.edit(replace(alert, content=Drill()), told, unnoted)
    bare = slack.posts()[0]
    await bot.delivery.edit(alert, told, unnoted)
    again = slack.posts()[0]
    assert [(len(one.attachments), "Why?" in str((one.blocks, one.attachments))) for one in (first, bare, again)] == [
        (1, True),
        (0, False),
        (1, True),
    ]


@each_row(
    "error",
    ["message_not_found", "cant_update_message", "edit_window_closed", "is_inactive", "update_failed"],
)
async def test_a_message_that_can_not_be_edited_is_replaced(
    error: str, bot: Posting, slack: SlackWorkspace, alert: Alert
) -> None:
    slack.faults.add("chat.update", Fault.error(error))
    with pytest.raises(EditRefused, match=error):
        await bot.delivery.edit(alert, 1_760_000_000_000_100, unnoted)


async def test_an_edit_that_slack_finds_wrong_is_made_as_plain_text(
    bot: Posting, slack: SlackWorkspace, alert: Alert
) -> None:
    told = await bot.delivery.post(alert, unnoted)
    assert told is not None
    slack.faults.add("chat.update", Fault.error("msg_blocks_too_long"))
    await bot.delivery.edit(alert, told, unnoted)
    (message,) = slack.posts()
    assert (message.blocks, message.attachments) == ((), ())
    assert "a is full" in message.text


async def test_a_limit_of_edits_holds_up_those_of_every_channel(
    bot: Posting, slack: SlackWorkspace, alert: Alert
) -> None:
    noted: list[Alert] = []

    async def note() -> Age:
        noted.append(alert)
        return timedelta

    told = await bot.delivery.post(alert, unnoted)
    assert told is not None
    slack.faults.add("chat.update", Fault.limited(20))
    with pytest.raises(TryAgain) as problem:
        await bot.delivery.edit(alert, told, note)
    assert problem.value.retry_after == timedelta(seconds=20)
    elsewhere = slack.world.add_channel("elsewhere")
    with pytest.raises(EditPostponed) as postponed:
        await bot.delivery.edit(replace(alert, key="other", channel=number_of(elsewhere.id)), told, note)
    assert timedelta(seconds=19) < postponed.value.wait <= timedelta(seconds=20)
    assert len(slack.calls("chat.update")) == len(noted) == 1


async def test_what_ends_goes_before_what_goes_on_and_boards_go_last(
    bot: Posting, slack: SlackWorkspace, alert: Alert
) -> None:
    told = await bot.delivery.post(alert, unnoted)
    assert told is not None

    async def at_once(one: Alert) -> int:
        for count in range(100):
            try:
                await bot.delivery.edit(replace(one, key=f"{one.key}{count}"), told, unnoted)
            except EditPostponed:
                return count
        raise AssertionError

    board = replace(alert, key="board", content=BoardContent(id=1))
    live = full("live", alert.channel, live=True)
    assert [await at_once(board), await at_once(live), await at_once(alert)] == [3, 3, 2]
    assert len(slack.calls("chat.update")) == 8
