"""Who may see and change what: guests, strangers, other workspaces see nothing; nothing goes where others read."""

import pytest

from bot.chat.slack.answer_delivery import SHARE
from bot.chat.slack.member_rights import (
    CLOSED,
    DIRECT,
    GONE,
    GUEST,
    NOT_MANAGER,
    OTHER_WORKSPACE,
    PRIVATE,
    PROGRAM,
    SHARED,
    STRANGER,
    UNANSWERED,
    UNKNOWN,
    UNSEEN,
)
from bot.chat.slack.slack_ids import number_of
from tests.chat.slack.talking import talking
from tests.fakes.slack import Fault, SlackWorkspace, read


async def test_nobody_but_members_is_told_anything(slack: SlackWorkspace) -> None:
    outsiders = {
        slack.world.add_member("sam", is_guest=True): GUEST,
        slack.world.add_member("max", is_single_channel_guest=True): GUEST,
        slack.world.add_member("robot", is_bot=True): PROGRAM,
        slack.world.add_member("jo", deleted=True): GONE,
        slack.world.add_stranger(): OTHER_WORKSPACE,
    }
    async with talking(slack) as studio:
        for somebody, refusal in outsiders.items():
            slack.world.invite(slack.channel, somebody)
            for text in ("minimax", "public", "watch add minimax", "nonsense"):
                acked = await slack.slash(somebody, slack.channel, text)
                assert acked.text == f"⚠️ {refusal}"
    assert studio.rules == []


async def test_nobody_but_members_learns_anything_by_a_press(slack: SlackWorkspace) -> None:
    guest, stranger = slack.world.add_member("sam", is_guest=True), slack.world.add_stranger()
    for somebody in (guest, stranger):
        slack.world.invite(slack.channel, somebody)
    async with talking(slack):
        public = (await slack.slash(slack.member, slack.channel, "minimax public")).message
        for somebody, refusal in ((stranger, STRANGER), (guest, GUEST)):
            pressed = await slack.press(public, "capacity:refresh:minimax::1", user=somebody)
            assert refusal in read(await pressed.answered())
            assert pressed.message.seen_by == somebody.id
    assert slack.now(public).edits == ()


async def test_without_an_answer_of_slack_nobody_is_told_anything(slack: SlackWorkspace) -> None:
    async with talking(slack):
        slack.faults.add("users.info", Fault.error("internal_error"))
        acked = await slack.slash(slack.member, slack.channel, "minimax")
        assert acked.text == f"⚠️ {UNKNOWN}"
        assert "5 of 8 free" in (await slack.slash(slack.member, slack.channel, "minimax")).text


async def test_a_missing_scope_is_named(slack: SlackWorkspace) -> None:
    slack.terms.scopes.discard("users:read")
    async with talking(slack):
        acked = await slack.slash(slack.member, slack.channel, "minimax")
    assert "add users:read and install the app again" in acked.text


@pytest.mark.parametrize("manager", ["admin", "named", "group"])
async def test_managers_are_admins_and_those_whom_the_settings_name(slack: SlackWorkspace, manager: str) -> None:
    named = {"admin": (), "named": (slack.member.id,), "group": (slack.group.id,)}[manager]
    who = slack.admin if manager == "admin" else slack.member
    async with talking(slack, managers=named) as studio:
        assert "Rule added" in (await slack.slash(who, slack.channel, "watch add minimax")).text
    assert studio.rules[0][0].may_manage


async def test_who_manages_nothing_is_told_who_does(slack: SlackWorkspace) -> None:
    async with talking(slack, managers=("S0NOBODY1",)) as studio:
        for text in ("watch add minimax", "watch add"):
            assert NOT_MANAGER in (await slack.slash(slack.member, slack.channel, text)).text
        slack.faults.add("usergroups.list", Fault.error("internal_error"), times=None)
        assert NOT_MANAGER in (await slack.slash(slack.member, slack.channel, "watch add minimax")).text
    assert studio.rules == []


async def test_no_form_is_offered_to_those_whom_its_command_would_refuse(slack: SlackWorkspace) -> None:
    async with talking(slack):
        for text in ("rota every", "rota every minimax", "rota every minmax warn:x"):
            refused = await slack.slash(slack.member, slack.channel, text)
            assert "Fill in a form" not in refused.text
            assert refused.message.ephemeral
        assert "Fill in a form" in (await slack.slash(slack.admin, slack.channel, "rota every minimax warn:x")).text


async def test_a_refusal_names_the_command_that_is_for_everyone(slack: SlackWorkspace) -> None:
    async with talking(slack):
        for text in ("rota every", "rota every minimax"):
            refused = await slack.slash(slack.member, slack.channel, text)
            assert refused.text.endswith(f"{NOT_MANAGER} /capacity history is for everyone.")


async def test_nothing_is_public_in_a_channel_that_is_shared(slack: SlackWorkspace) -> None:
    shared = slack.world.add_channel("with-others", slack.member)
    slack.world.share(shared)
    async with talking(slack):
        acked = await slack.slash(slack.member, shared, "minimax public")
        assert "5 of 8 free" in acked.text
        assert SHARED in acked.text
        assert "Share here" not in acked.text
        muted = await slack.slash(slack.member, shared, "mute")
        assert muted.message.ephemeral
    assert slack.messages(shared) == []


async def test_a_channel_that_became_shared_answers_no_press(slack: SlackWorkspace) -> None:
    async with talking(slack):
        public = (await slack.slash(slack.member, slack.channel, "minimax public")).message
        private = (await slack.slash(slack.member, slack.channel, "minimax")).message
        acked = len(slack.acks)
        slack.world.share(slack.channel)
        await slack.wait_for(lambda: len(slack.acks) > acked)  # the bot has heard of it
        pressed = await slack.press(public, "capacity:refresh:minimax::1")
        assert f"{SHARED}{CLOSED}" in read(await pressed.answered())
        shared = await slack.press(private, SHARE)
        assert f"{SHARED}{PRIVATE}" in read(await shared.answered())
    assert len(slack.messages()) == 1


async def test_a_channel_of_which_slack_says_nothing_is_not_called_shared(slack: SlackWorkspace) -> None:
    async with talking(slack):
        public = (await slack.slash(slack.member, slack.channel, "minimax public")).message
    slack.faults.add("conversations.info", Fault.status(503), times=None)
    async with talking(slack) as studio:
        pressed = await slack.press(public, "capacity:refresh:minimax::1")
        assert f"{UNANSWERED}{CLOSED} Try again in a minute." in read(await pressed.answered())
        acked = await slack.slash(slack.member, slack.channel, "minimax public")
        assert f"{UNANSWERED}{PRIVATE} Try again in a minute." in acked.text
        await slack.slash(slack.member, slack.channel, "mute")
        assert studio.callers[0].bot_lacks == ("an answer of Slack about this channel (try again in a minute)",)
        slack.faults.clear()
        await (await slack.press(public, "capacity:refresh:minimax::1")).edited()
    assert len(slack.messages()) == 1


async def test_a_private_channel_that_the_bot_left_says_that_an_invitation_helps(slack: SlackWorkspace) -> None:
    hidden = slack.world.add_channel("secret", slack.member, private=True)
    async with talking(slack):
        public = (await slack.slash(slack.member, hidden, "minimax public")).message
        acked = len(slack.acks)
        slack.world.kick(hidden)
        await slack.wait_for(lambda: len(slack.acks) > acked)  # the bot has heard of it
        pressed = await slack.press(public, "capacity:refresh:minimax::1")
        helps = "An invitation helps: /invite @capacity-bot"
        assert f"{UNSEEN}{CLOSED} {helps}" in read(await pressed.answered())


async def test_a_direct_conversation_has_no_public_answers(slack: SlackWorkspace) -> None:
    direct = slack.world.direct(slack.member)
    async with talking(slack):
        assert DIRECT in (await slack.slash(slack.member, direct, "minimax public")).text


async def test_a_conversation_of_two_members_stands_for_the_bots_own_with_one(slack: SlackWorkspace) -> None:
    colleagues = slack.world.direct_between(slack.member, slack.admin)
    async with talking(slack) as studio:
        assert "5 of 8 free" in (await slack.slash(slack.member, colleagues, "minimax")).text
        await slack.slash(slack.member, colleagues, "mute")
    caller = studio.callers[0]
    assert caller.channel == number_of(slack.world.direct(slack.member).id)
    assert caller.is_direct
    assert caller.bot_lacks == ()


async def test_the_scope_without_which_nobody_is_written_to_is_named(slack: SlackWorkspace) -> None:
    slack.terms.scopes.discard("im:write")
    direct = slack.world.direct(slack.member)
    async with talking(slack):
        assert "add im:write and install" in (await slack.slash(slack.member, direct, "minimax")).text
        slack.terms.scopes.add("im:write")
        assert "5 of 8 free" in (await slack.slash(slack.member, direct, "minimax")).text


async def test_a_channel_without_the_bot_is_answered_and_says_what_it_lacks(slack: SlackWorkspace) -> None:
    elsewhere = slack.world.add_channel("elsewhere", slack.member, has_bot=False)
    async with talking(slack) as studio:
        assert "5 of 8 free" in (await slack.slash(slack.member, elsewhere, "minimax public")).text
        await slack.slash(slack.member, elsewhere, "mute")
    assert studio.callers[0].bot_lacks == ("an invitation (/invite @capacity-bot)",)
