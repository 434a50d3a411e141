"""The Home tab: what is free, for whoever opened it, and nothing for a guest."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from typing_extensions import override

from bot.accounts.provider_answer import ListedSlots
from bot.chat.dispatcher import Dispatcher
from bot.chat.feature import Caller, Feature
from bot.chat.message import Message
from bot.chat.slack import modal_views
from bot.chat.slack.answer_delivery import AnsweringParts
from bot.chat.slack.app_home import OPEN_FOR, AppHome
from bot.chat.slack.member_rights import GUEST, MemberRights
from bot.chat.slack.slack_words import WorkspaceWords
from bot.chat.slack.web_api import SlackApi
from bot.chat.slack.workspace_cache import Workspace
from tests.chat.samples import NAMES
from tests.chat.slack.talking import Studio, talking
from tests.fakes.feed import GIVE_UP_AFTER
from tests.fakes.slack import Fault, SlackWorkspace, View


async def test_home_shows_what_is_free_and_each_account(slack: SlackWorkspace) -> None:
    async with talking(slack):
        home = str((await slack.open_home()).body["blocks"])
    assert "5 of 8 slots free" in home
    assert "studio-a" in home


class AskedAtOnce(Studio):
    """A ``capacity`` that answers once both providers and the overview are asked for."""

    @override
    def features(self) -> tuple[Feature, ...]:
        """Return the features, of which the first is ``capacity``."""
        capacity, *others = super().features()
        (command,), asked = capacity.commands, asyncio.Barrier(3)

        async def together(caller: Caller, options: Any) -> Message:  # noqa: ANN401 - a command's own
            await asked.wait()
            return await command.run(caller, options)

        return (replace(capacity, commands=(replace(command, run=together),)), *others)


async def test_home_waits_for_providers_that_hang_once_and_not_one_after_the_other(slack: SlackWorkspace) -> None:
    async with talking(slack, AskedAtOnce()):
        assert "5 of 8 slots free" in str((await slack.open_home()).body["blocks"])


async def test_home_is_renewed_by_its_button(slack: SlackWorkspace) -> None:
    async with talking(slack) as studio:
        home = await slack.open_home()
        studio.providers.rows["minimax"] = studio.providers.rows["minimax"][:1]  # type: ignore[index] # they are rows
        await studio.providers.look()
        await slack.press(home, "capacity:refresh:minimax::1")
        await slack.wait_for(lambda: "5 of 6 free" in str(slack.home()))


async def test_further_pages_of_home_are_turned_in_a_modal(slack: SlackWorkspace) -> None:
    studio = Studio()
    studio.providers.rows["minimax"] = tuple(
        ListedSlots(account=f"account-{number:03}", limit=1, available=1) for number in range(60)
    )
    async with talking(slack, studio):
        home = await slack.open_home()
        modal = await (await slack.press(home, "capacity:page:minimax::2")).opened()
        assert "account-0" in str(modal.body["blocks"])
        await slack.press(modal, "capacity:page:minimax::1")
        await slack.wait_for(lambda: slack.views.every[modal.id].updates)
    assert slack.home() is not None


class SlowPages(Studio):
    """Pages that are turned once ``held`` is set, and shown as something new."""

    @override
    def features(self) -> tuple[Feature, ...]:
        """Return the features, of which the first is ``capacity``."""
        capacity, *others = super().features()
        refresh, page = capacity.actions

        async def late(caller: Caller, arguments: Sequence[str]) -> Message:
            await self.held.wait()
            return await page.run(caller, arguments)

        return (replace(capacity, actions=(refresh, replace(page, run=late, in_place=False))), *others)


async def test_an_answer_in_a_modal_that_takes_long_is_opened_in_time(
    slack: SlackWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(modal_views, "OPEN_WITHIN", 0.01)
    studio = SlowPages()
    studio.providers.rows["minimax"] = tuple(
        ListedSlots(account=f"account-{number:03}", limit=1, available=1) for number in range(60)
    )

    def updates(view: str) -> int:
        return slack.views.every[view].updates

    async with talking(slack, studio):
        pressed: View = await slack.open_home()
        for page in ("2", "1"):
            studio.held.clear()
            opened = await (await slack.press(pressed, f"capacity:page:minimax::{page}")).opened()
            assert "One moment" in str(opened.body["blocks"])
            slack.terms.trigger_seconds, trigger = -1, slack.terms.trigger_seconds
            studio.held.set()
            await slack.wait_for(partial(updates, opened.id))
            slack.terms.trigger_seconds = trigger
            pressed = slack.views.every[opened.id]
            assert "account-0" in str(pressed.body["blocks"])
    assert len(slack.calls("views.open")) == len(slack.calls("views.push")) == 1


async def test_a_guest_sees_no_account_at_home(slack: SlackWorkspace) -> None:
    guest = slack.world.add_member("sam", is_guest=True)
    async with talking(slack):
        home = str((await slack.open_home(guest)).body["blocks"])
    assert GUEST in home
    assert "studio-a" not in home


async def test_home_comes_back_once_slack_does(slack: SlackWorkspace) -> None:
    async with talking(slack):
        slack.faults.add("views.publish", Fault.status(503))
        with pytest.raises(TimeoutError):
            await slack.open_home(within=0.2)
        assert "studio-a" in str((await slack.open_home()).body["blocks"])


async def test_home_is_kept_current_for_a_while_after_it_was_opened(
    slack: SlackWorkspace, caplog: pytest.LogCaptureFixture
) -> None:
    studio, now = Studio(), [0.0]
    turns: asyncio.Queue[None] = asyncio.Queue()
    asleep: asyncio.Queue[None] = asyncio.Queue()
    await studio.providers.look()

    async def sleep(_: float) -> None:
        asleep.put_nowait(None)
        await turns.get()

    class Wordless(Workspace):
        @property
        @override
        def words(self) -> WorkspaceWords:
            if now[0] == 1:
                raise ValueError("one tab that can't be drawn")
            return super().words

    async with SlackApi(slack.bot_token, slack.app_token, base_url=slack.url) as api:
        workspace = Wordless(api, monotonic=lambda: now[0])
        dispatcher = Dispatcher(studio.features(), NAMES)
        parts = AnsweringParts(api, dispatcher, workspace, MemberRights(workspace))
        home = AppHome(parts, monotonic=lambda: now[0], sleep=sleep)
        await home.opened(slack.world.team, slack.member.id)
        keeping = asyncio.create_task(home.keep_current())
        for later in (0, 1, 2, OPEN_FOR + 1, OPEN_FOR + 2):
            await asyncio.wait_for(asleep.get(), 5)  # what came before is done
            now[0] = later
            turns.put_nowait(None)
        await asyncio.wait_for(asleep.get(), GIVE_UP_AFTER)
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
    assert len(slack.calls("views.publish")) == 3
    assert caplog.text.count("A Home tab could not be shown; please report it.") == 1
