"""The Home tab: what is free, for whoever opened it, and nothing for a guest."""

import pytest

from bot.chat.slack.member_rights import GUEST
from tests.chat.slack.talking import talking
from tests.fakes.slack import Fault, SlackWorkspace


async def test_home_shows_what_is_free_and_each_account(slack: SlackWorkspace) -> None:
    async with talking(slack):
        home = str((await slack.open_home()).body["blocks"])
    assert "5 of 8 slots free" in home
    assert "studio-a" in home


async def test_home_is_renewed_by_its_button(slack: SlackWorkspace) -> None:
    async with talking(slack) as studio:
        home = await slack.open_home()
        studio.providers.rows["minimax"] = studio.providers.rows["minimax"][:1]  # type: ignore[index] # they are rows
        await studio.providers.look()
        await slack.press(home, "capacity:refresh:minimax::1")
        await slack.wait_for(lambda: "5 of 6 free" in str(slack.home()))


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
