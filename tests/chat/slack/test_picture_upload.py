"""A chart: its numbers at once, its picture where everybody may see it."""

import pytest

from bot.chat.slack import modal_views
from bot.chat.slack.answer_delivery import POST_PICTURE
from tests.chat.slack.talking import PNG, talking
from tests.fakes.slack import Fault, SlackWorkspace, read


async def test_a_chart_in_public_is_uploaded_with_what_it_shows(slack: SlackWorkspace) -> None:
    async with talking(slack):
        acked = await slack.slash(slack.member, slack.channel, "history minimax public")
        assert "MiniMax: never full in 24 h.\n\n5 jobs" in acked.text
        await slack.wait_for(lambda: len(slack.messages()) > 1)
    (file,) = slack.files.values()
    assert (file.content, file.alt_text, file.title, file.channel) == (
        PNG,
        "MiniMax: never full in 24 h. Slots in use …",
        "minimax · last day",
        slack.channel.id,
    )


async def test_a_chart_for_one_is_numbers_with_a_button_that_posts_it(slack: SlackWorkspace) -> None:
    async with talking(slack) as studio:
        acked = await slack.slash(slack.member, slack.channel, "history minimax")
        assert "MiniMax: never full in 24 h.\n\n5 jobs" in acked.text
        assert (slack.files, studio.draws) == ({}, 0)
        await slack.press(acked.message, POST_PICTURE)
        await slack.wait_for(slack.messages)
    assert [file.content for file in slack.files.values()] == [PNG]


async def test_a_chart_that_is_posted_slowly_from_a_modal_says_so_there(
    slack: SlackWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(modal_views, "OPEN_WITHIN", 0.01)
    async with talking(slack):
        form = await (await slack.slash(slack.member, slack.channel, "history")).opened()
        shown = await slack.submit(form, {"provider": "minimax"})
        slack.faults.add("files.getUploadURLExternal", Fault.slow(0.2))
        pushed = await (await slack.press(shown.view, POST_PICTURE)).opened()
        assert "One moment" in str(pushed.body["blocks"])
        await slack.wait_for(lambda: "Done." in str(slack.views.every[pushed.id].body["blocks"]))
    assert len(slack.files) == 1


async def test_where_the_bot_is_not_invited_it_says_so(slack: SlackWorkspace) -> None:
    async with talking(slack):
        acked = await slack.slash(slack.member, slack.channel, "history minimax")
        slack.world.kick(slack.channel)
        pressed = await slack.press(acked.message, POST_PICTURE)
        assert "Type /invite @capacity-bot, then try again." in read(await pressed.answered())


async def test_a_share_whose_answer_is_lost_is_not_repeated(slack: SlackWorkspace) -> None:
    async with talking(slack):
        acked = await slack.slash(slack.member, slack.channel, "history minimax")
        slack.faults.add("files.completeUploadExternal", Fault.lose(stored=True))
        pressed = await slack.press(acked.message, POST_PICTURE)
        assert "The picture may be missing" in read(await pressed.answered())
    assert len(slack.calls("files.completeUploadExternal")) == 1
    assert len(slack.messages()) == 1
