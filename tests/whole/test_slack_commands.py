"""Every command of the real program as it is typed on Slack, and what can be pressed, picked and filled in there."""

from collections.abc import AsyncIterator

import pytest

from bot.chat.slack.buttons_and_menus import ABOUT_ENTRY
from tests.fakes.slack import SlackWorkspace, View, read
from tests.fakes.slack.block_tree import elements
from tests.fakes.slack.records import Member, Message
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots
from tests.whole.minimax import looked, script
from tests.whole.program import DEADLINE


class Typing:
    """Somebody types, and reads what comes."""

    def __init__(self, slack: SlackWorkspace) -> None:
        self._slack = slack

    async def __call__(self, text: str, who: Member | None = None) -> Message:
        """Return the answer to ``/capacity text``, of the admin unless somebody else types."""
        acked = await self._slack.slash(who or self._slack.admin, self._slack.channel, text)
        assert acked.ok
        return await acked.answered(within=DEADLINE)

    async def form(self, text: str) -> View:
        """Return the form that is opened."""
        return await (await self._slack.slash(self._slack.admin, self._slack.channel, text)).opened(within=DEADLINE)


def token(message: Message, begins: str) -> str:
    """Return the ``action_id`` of the button that begins so."""
    every = [one.element["action_id"] for one in elements(message.blocks, message.attachments)]
    return str(next(one for one in every if one.startswith(begins)))


def about(listed: Message) -> list[str]:
    """Return the ids of what stands beside the entries of a list."""
    every = [one.element["action_id"] for one in elements(listed.blocks)]
    return [one for one in every if one.startswith(ABOUT_ENTRY)]


@pytest.fixture
async def typed(
    slack: SlackWorkspace, useapi: FakeUseapi, bots: Bots, only_slack: dict[str, str]
) -> AsyncIterator[Typing]:
    script(useapi, free=1)
    async with bots.run(**only_slack):
        await slack.connected(within=DEADLINE)
        await looked(useapi)
        yield Typing(slack)


async def test_rules_are_made_changed_and_ended_in_forms_lists_and_by_words(
    slack: SlackWorkspace, typed: Typing
) -> None:
    form = await typed.form("watch")
    assert [one.value for one in (await slack.suggest(form, "form:provider", "mini")).choices] == ["minimax"]
    filled = {"provider": "minimax", "account": "minimax/200300", "ignore_shorter_than": "2m"}
    added = await slack.submit(form, filled)
    assert "Alerts about MiniMax" in str(added.payload)
    listed = await typed("watch list")
    assert "ignores anything shorter than 2m" in read(listed)

    menu = about(listed)[-1]
    edit = await (await slack.choose(listed, menu, "Edit")).opened(within=DEADLINE)
    assert edit.body["blocks"][0]["text"]["text"] == "1 · #general · MiniMax · 200300"
    shown = {one["block_id"]: one["element"] for one in edit.body["blocks"] if one["type"] == "input"}
    assert shown["ignore_shorter_than"]["initial_option"]["value"] == "2m"
    assert shown["when"]["initial_option"]["value"] == "both"
    assert (edit.body["title"]["text"], edit.body["submit"]["text"]) == ("Edit a watch", "Save")
    assert list((await slack.submit(edit, {"warn": 0})).errors) == ["warn"]
    changed = await slack.submit(edit, {"ignore_shorter_than": "5m"})
    assert "Watch 1 changed" in str(changed.payload)
    again = await (await slack.choose(listed, menu, "Edit")).opened(within=DEADLINE)
    assert "Watch 1 changed" in str((await slack.submit(again, {"ignore_shorter_than": ""})).payload)
    assert "ignores anything" not in read(await typed("watch list"))
    tested = await (await slack.choose(listed, menu, "Test")).answered(within=DEADLINE)
    assert "The test arrived" in read(tested)
    assert "Test: alerts arrive here" in (await slack.next_message(within=DEADLINE)).text
    removed = await (await slack.choose(listed, menu, "Remove")).answered(within=DEADLINE)
    assert "Watch 1 removed" in read(removed)

    assert "Board 1 added" in read(await typed("board add minimax"))
    assert (await slack.next_message(within=DEADLINE)).text.startswith("MiniMax ")
    assert "every week, Monday 09:00" in read(await typed("report every monday 9:00"))
    assert "You are pinged once" in read(await typed("notify minimax 2 slots:2 account:200300"))
    for command, title, ended in (
        ("board list", "1 board", "Board 1 removed"),
        ("report list", "1 report", "Report 1 stopped"),
    ):
        listed = await typed(command)
        assert title in read(listed)
        (button,) = about(listed)
        assert ended in read(await (await slack.press(listed, button)).answered(within=DEADLINE))
    waits = await typed("notify list")
    assert "You're waiting for 1 thing" in read(waits)
    stopped = await slack.press(waits, token(waits, "notify:stop"))
    assert "Cancelled" in read(await stopped.answered(within=DEADLINE))


async def test_who_waits_is_offered_a_slot_and_an_alert_is_muted(
    slack: SlackWorkspace, useapi: FakeUseapi, typed: Typing
) -> None:
    assert "you are pinged in" in read(await typed("notify minimax", slack.member))
    offer = await slack.next_message(within=DEADLINE)
    assert offer.text.startswith(f"<@{slack.member.id}>")
    refused = await slack.press(offer, token(offer, "notify:take"), user=slack.admin)
    assert (await refused.answered(within=DEADLINE)).seen_by == slack.admin.id
    await slack.press(offer, token(offer, "notify:take"), user=slack.member)
    await slack.wait_for(lambda: "you took 200400" in read(slack.now(offer)), within=DEADLINE)

    script(useapi, free=0, other=0)
    full = await slack.next_message(within=DEADLINE)
    why = await (await slack.press(full, token(full, "why:alert"))).opened(within=DEADLINE)
    assert "Posted by the watch from the settings, " in str(why.body)
    waiting = await (await slack.press(full, token(full, "notify:"))).answered(within=DEADLINE)
    assert "1st in line" in read(waiting)
    asked = await (await slack.press(full, token(full, "mute:choose"))).answered(within=DEADLINE)
    muted = await (await slack.press(asked, token(asked, "mute:alert"))).answered(within=DEADLINE)
    assert not muted.ephemeral
    script(useapi, free=0, other=1)
    await looked(useapi, times=3)
    assert [message for message in slack.posts() if "has room" in message.text] == []
    assert not (await typed("unmute")).ephemeral
