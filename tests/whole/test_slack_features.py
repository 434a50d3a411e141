"""What people do on Slack, feature by feature, with the real program."""

from collections.abc import Iterator, Mapping

from bot.chat.slack.answer_delivery import SHARE
from tests.fakes.slack import Acked, SlackWorkspace, read
from tests.fakes.slack.block_tree import elements, words
from tests.fakes.slack.records import Message, View
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots
from tests.whole.minimax import looked, script
from tests.whole.program import DEADLINE
from tests.whole.test_slack_commands import Typing, token


def pressable(shown: object) -> Iterator[tuple[str, str]]:
    """Yield what there is to press, by what stands on it."""
    if isinstance(shown, Message):
        yield from pressable((shown.blocks, shown.attachments))
    elif isinstance(shown, View):
        yield from pressable(shown.body)
    elif isinstance(shown, Mapping):
        if shown.get("type") == "button":
            yield str(shown["text"]["text"]), str(shown["action_id"])
        for inside in shown.values():
            yield from pressable(inside)
    elif isinstance(shown, list | tuple):
        for inside in shown:
            yield from pressable(inside)


async def press(slack: SlackWorkspace, shown: Message, label: str) -> Acked:
    """Press a button by what stands on it."""
    pressed = await slack.press(shown, dict(pressable(shown))[label])
    assert pressed.ok
    return pressed


async def test_answers_boards_and_the_home_tab_show_what_is_true_now(
    slack: SlackWorkspace, useapi: FakeUseapi, bots: Bots, only_slack: dict[str, str]
) -> None:
    script(useapi, free=1)
    async with bots.run(**{**only_slack, "SLACK_ALERT_CHANNEL_ID": ""}):
        await slack.connected(within=DEADLINE)
        await looked(useapi)
        asked = await slack.slash(slack.member, slack.channel, "minimax")
        assert "1 of 2 free" in asked.text
        script(useapi, free=0)
        await looked(useapi)
        await (await press(slack, asked.message, "Refresh")).edited(within=DEADLINE)
        assert "200300 · full" in asked.text
        assert slack.messages() == []
        await press(slack, asked.message, "Share here")
        await slack.wait_for(slack.messages, within=DEADLINE)
        assert "200300" in read(slack.messages()[0])
        job = await slack.slash(slack.member, slack.channel, "jobs minimax")
        assert "storyboard-0" in job.text
        assert slack.calls("chat.update") == []
        await a_board_and_the_home_tab_show_what_is_true_now(slack, useapi)
        await who_asks_in_a_conversation_with_a_colleague_is_pinged_in_the_bots(slack, useapi)
        await every_other_question_is_answered_to_one_and_can_be_shared(slack, Typing(slack))


async def a_board_and_the_home_tab_show_what_is_true_now(slack: SlackWorkspace, useapi: FakeUseapi) -> None:
    added = await slack.slash(slack.admin, slack.channel, "board add")
    assert "Board 1 added" in added.text
    board = await slack.next_message(within=DEADLINE)
    assert "2 of 4 free" in read(board)
    home = await slack.open_home(slack.member, within=DEADLINE)
    assert "2 of 4 free" in words(home.body["blocks"])
    script(useapi, free=1)
    await slack.wait_for(lambda: "3 of 4 free" in read(slack.now(board)), within=DEADLINE)
    home = await slack.open_home(slack.member, within=DEADLINE)
    assert "3 of 4 free" in words(home.body["blocks"])


async def who_asks_in_a_conversation_with_a_colleague_is_pinged_in_the_bots(
    slack: SlackWorkspace, useapi: FakeUseapi
) -> None:
    script(useapi, free=0, other=0)
    await looked(useapi)
    colleagues = slack.world.direct_between(slack.member, slack.admin)
    waiting = await slack.slash(slack.member, colleagues, "notify me minimax")
    assert "You are pinged once in your conversation with the bot" in waiting.text
    script(useapi, free=1, other=0)
    own = slack.world.direct(slack.member)
    await slack.wait_for(lambda: slack.posts(own), within=DEADLINE)
    (offer,) = slack.posts(own)
    assert f"<@{slack.member.id}>" in offer.text
    await press(slack, offer, "I'm starting now")
    await slack.wait_for(lambda: "you took 200300" in read(slack.now(offer)), within=DEADLINE)


async def every_other_question_is_answered_to_one_and_can_be_shared(slack: SlackWorkspace, typed: Typing) -> None:
    mine = await typed("200300", slack.member)
    assert "200300 · 1 of 2 free" in read(mine)
    assert mine.seen_by == slack.member.id
    shared = await (await slack.press(mine, SHARE)).answered(within=DEADLINE)
    assert not shared.ephemeral
    renewed = await (await slack.press(shared, token(shared, "capacity:refresh"))).edited(within=DEADLINE)
    assert "1 of 2 free" in read(renewed)
    assert not (await typed("public")).ephemeral

    jobs = await typed("jobs minimax")
    menu = token(jobs, "jobs:show")
    (chosen,) = [one.element["options"] for one in elements(jobs.blocks) if one.element["action_id"] == menu]
    job = await (await slack.choose(jobs, menu, chosen[0]["value"])).opened(within=DEADLINE)
    assert "storyboard-0" in str(job.body)

    assert "Report · last 7 days" in read(await typed("report now"))
    assert "/capacity watch add" in read(await typed("help"))
    assert "Slack connected" in read(await typed("doctor"))
    assert "is called Blue room" in read(await typed("account rename minimax 200400 Blue room"))
    assert "Blue room" in str((await slack.open_home(within=DEADLINE)).body)


async def test_a_channel_that_is_archived_or_shared_later_is_told_nothing(
    slack: SlackWorkspace, useapi: FakeUseapi, bots: Bots, only_slack: dict[str, str]
) -> None:
    script(useapi, free=1, other=0)
    shelved = slack.world.add_channel("shelved", slack.admin)
    slack.world.archive(shelved)
    async with bots.run(**{**only_slack, "SLACK_ALERT_CHANNEL_ID": ""}) as program:
        await slack.connected(within=DEADLINE)
        await looked(useapi)
        refused = await slack.slash(slack.admin, slack.channel, "watch add minimax #shelved")
        assert "The channel is archived. Choose another one." in read(await refused.answered(within=DEADLINE))
        slack.world.unarchive(shelved)
        added = await slack.slash(slack.admin, slack.channel, "watch add minimax #shelved")
        assert "Alerts about MiniMax" in read(await added.answered(within=DEADLINE))
        tested = await slack.slash(slack.admin, slack.channel, "watch test 1")
        assert "The test arrived" in read(await tested.answered(within=DEADLINE))

        slack.world.archive(shelved)
        await program.says("gets no alerts until this is fixed")
        script(useapi, free=0, other=0)
        await looked(useapi, times=3)
        listed = await slack.slash(slack.admin, slack.channel, "watch list")
        assert "⚠️ The channel is archived." in read(await listed.answered(within=DEADLINE))
        assert len(slack.posts(shelved)) == 1
        slack.world.unarchive(shelved)
        await program.says("gets alerts again")

        await slack.wait_for(lambda: len(slack.posts(shelved)) == 2, within=DEADLINE)

        slack.world.share(shelved)
        await program.says("The channel is shared with another organisation")
        script(useapi, free=1, other=0)
        await looked(useapi, times=3)
        assert len(slack.posts(shelved)) == 2
