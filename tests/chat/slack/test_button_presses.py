"""What is pressed: in place, as something new, in a modal; of messages of any age."""

from datetime import timedelta

import pytest

from bot.chat.slack.answer_delivery import FILL_IN, SHARE
from bot.chat.slack.button_presses import TOO_LATE
from bot.chat.slack.buttons_and_menus import ABOUT_ENTRY
from bot.chat.wording.refusal_sentences import OUTDATED_BUTTON, SORRY
from tests.chat.slack.talking import Studio, talking
from tests.fakes.slack import Message, SlackWorkspace, read
from tests.fakes.slack.block_tree import elements

REFRESH = "capacity:refresh:minimax::1"


async def test_a_public_answer_is_renewed_in_place_without_an_edit_by_the_api(slack: SlackWorkspace) -> None:
    async with talking(slack) as studio:
        public = (await slack.slash(slack.member, slack.channel, "minimax public")).message
        studio.providers.rows["minimax"] = studio.providers.rows["minimax"][:1]  # type: ignore[index] # they are rows
        await studio.providers.look()
        pressed = await slack.press(public, REFRESH, user=slack.admin)
        assert pressed.payload is None
        assert "5 of 6 free" in read(await pressed.edited())
    assert slack.calls("chat.update") == []
    assert len(slack.messages()) == 1


async def test_what_is_renewed_can_still_be_shared_unless_it_was_asked_for_as_private(slack: SlackWorkspace) -> None:
    async with talking(slack):
        own = (await slack.slash(slack.member, slack.channel, "minimax")).message
        renewed = await (await slack.press(own, REFRESH)).edited()
        await slack.press(renewed, SHARE)
        await slack.wait_for(slack.messages)
        assert "5 of 8 free" in read(slack.messages()[0])
        assert len(slack.ephemerals()) == 1

        private = (await slack.slash(slack.member, slack.channel, "minimax private:yes")).message
        for _ in range(2):
            assert SHARE not in str(private.blocks)
            private = await (await slack.press(private, REFRESH)).edited()
    assert "5 of 8 free" in read(private)
    assert SHARE not in str(private.blocks)


async def test_a_refused_press_leaves_an_answer_of_ones_own_as_it_is(slack: SlackWorkspace) -> None:
    async with talking(slack) as studio:
        private = (await slack.slash(slack.member, slack.channel, "minimax")).message
        del studio.providers.pollers["minimax"]
        refused = await (await slack.press(private, REFRESH)).answered()
    assert refused.ephemeral
    assert refused.ts != private.ts
    assert "5 of 8 free" in read(next(one for one in slack.ephemerals() if one.ts == private.ts))


async def test_buttons_work_after_a_restart_and_those_of_another_version_say_so(slack: SlackWorkspace) -> None:
    async with talking(slack):
        private = (await slack.slash(slack.member, slack.channel, "minimax")).message
        public = (await slack.slash(slack.member, slack.channel, "mute")).message
    async with talking(slack):
        answer = await (await slack.press(public, "tea:spill", user=slack.admin)).answered()
        assert OUTDATED_BUTTON in read(answer)
        assert answer.seen_by == slack.admin.id
        await slack.press(private, SHARE)
        await slack.wait_for(lambda: len(slack.messages()) > 1)
        await (await slack.press(private, REFRESH)).edited()


async def test_what_concerns_the_channel_is_said_there_by_a_button_of_ones_own(slack: SlackWorkspace) -> None:
    async with talking(slack):
        message = (await slack.slash(slack.member, slack.channel, "mute")).message
        asked = await (await slack.press(message, "mute:choose")).answered()
        assert asked.ephemeral
        said = await (await slack.press(asked, "mute:alert")).answered()
    assert not said.ephemeral
    assert said.text == "🔕 alerts paused here"


async def test_what_is_long_is_shown_in_a_modal_and_as_a_message_where_the_trigger_expired(
    slack: SlackWorkspace,
) -> None:
    async with talking(slack):
        jobs = (await slack.slash(slack.member, slack.channel, "jobs public")).message
        view = await (await slack.choose(jobs, "jobs:show:minimax", "ab0")).opened()
        assert view.body["title"]["text"] == "Job"
        assert "Job ab0 of minimax" in str(view.body["blocks"])
        misread = (await slack.slash(slack.admin, slack.channel, "watch add minimax wran:2")).message
        slack.terms.trigger_seconds = -1
        answer = await (await slack.choose(jobs, "jobs:show:minimax", "ab0")).answered()
        assert "Job ab0 of minimax" in read(answer)
        assert answer.ephemeral
        assert TOO_LATE in read(await (await slack.press(misread, FILL_IN)).answered())  # a form can't be a message


async def test_what_can_not_be_drawn_is_apologised_for_to_who_pressed(
    slack: SlackWorkspace, caplog: pytest.LogCaptureFixture
) -> None:
    async with talking(slack) as studio:
        jobs = (await slack.slash(slack.member, slack.channel, "jobs public")).message
        studio.draws = -1
        pressed = await (await slack.choose(jobs, "jobs:show:minimax", "ab0")).answered()
        chosen = await (await slack.shortcut(jobs, "why")).answered()
    for answer in (pressed, chosen):
        assert SORRY in read(answer)
        assert answer.seen_by == slack.member.id
    assert caplog.text.count("could not be answered; please report it") == 2


async def test_a_message_can_be_asked_about_from_its_menu(slack: SlackWorkspace) -> None:
    async with talking(slack) as studio:
        message = (await slack.slash(slack.member, slack.channel, "minimax public")).message
        view = await (await slack.shortcut(message, "why")).opened()
        assert view.body["title"]["text"] == "Why this alert?"
        assert f"It was message {message.ts.replace('.', '')}" in str(view.body["blocks"])
    assert len(studio.callers) == 1


async def test_a_press_on_a_message_that_is_deleted_meanwhile_breaks_nothing(
    slack: SlackWorkspace, caplog: pytest.LogCaptureFixture
) -> None:
    async with talking(slack):
        public = (await slack.slash(slack.member, slack.channel, "minimax public")).message
        other = (await slack.slash(slack.member, slack.channel, "minimax public")).message
        pressed = await slack.press(public, REFRESH)
        slack.delete(public)
        await slack.wait_for(lambda: pressed.interaction.uses or [one for one in slack.requests if one.error])
        await (await slack.press(other, REFRESH)).edited()
    assert "ERROR" not in caplog.text


async def test_a_press_whose_address_has_expired_breaks_nothing(
    slack: SlackWorkspace, caplog: pytest.LogCaptureFixture
) -> None:
    slack.terms.response_time = timedelta(seconds=-1)
    async with talking(slack):
        public = (await slack.slash(slack.member, slack.channel, "minimax public")).message
        await slack.press(public, REFRESH)
        await slack.wait_for(lambda: [one for one in slack.requests if one.error == "expired_url"])
    assert "An answer on Slack came too late" in caplog.text
    assert "/response/" not in caplog.text


async def listed(slack: SlackWorkspace, rules: int = 2) -> Message:
    for _ in range(rules):
        await slack.slash(slack.admin, slack.channel, "watch add minimax warn:1")
    acked = await slack.slash(slack.admin, slack.channel, "watch list")
    assert f"{FILL_IN}:watch remove" not in str(acked.message.blocks)
    return acked.message


def menu_of(shown: Message, place: int) -> tuple[str, list[str]]:
    found = [one.element for one in elements(shown.blocks) if one.element["action_id"].startswith(ABOUT_ENTRY)]
    return found[place]["action_id"], [option["text"]["text"] for option in found[place]["options"]]


async def test_what_can_be_said_more_of_opens_a_form(slack: SlackWorkspace) -> None:
    async with talking(slack):
        shown = await listed(slack, rules=1)
        menu, choices = menu_of(shown, 0)
        assert choices == ["Like it", "Remove"]
        form = await (await slack.choose(shown, menu, "Like it", user=slack.admin)).opened()
        assert form.body["title"]["text"] == "Watch add"
        assert "minimax" in str(form.body["blocks"])


async def test_what_lacks_nothing_is_done_at_once_and_said_to_who_pressed(slack: SlackWorkspace) -> None:
    async with talking(slack) as studio:
        shown = await listed(slack)
        menu, _ = menu_of(shown, 1)
        answer = await (await slack.choose(shown, menu, "Remove", user=slack.admin)).answered()
        assert "Rule 1 removed" in read(answer)
        assert answer.seen_by == slack.admin.id
        assert len(studio.rules) == 1
        again = await (await slack.choose(shown, menu, "Remove", user=slack.admin)).answered()
        assert "There is no rule 1." in read(again)


async def test_who_is_no_manager_any_more_does_nothing(slack: SlackWorkspace) -> None:
    studio = Studio()
    async with talking(slack, studio, managers=(slack.member.id,)):
        await slack.slash(slack.admin, slack.channel, "watch add minimax warn:1")
        shown = (await slack.slash(slack.member, slack.channel, "watch list")).message
    async with talking(slack, studio):
        menu, _ = menu_of(shown, 0)
        answer = await (await slack.choose(shown, menu, "Remove", user=slack.member)).answered()
        assert "That is for managers" in read(answer)
        assert len(studio.rules) == 1
