"""Providers that were found: how what is gone leaves, and what a restart remembers of them."""

from bot.accounts.snapshot import LatestState
from bot.polling.found_provider import FoundBy, FoundProvider
from tests.moments import NOON, after
from tests.polling.searching_token import GONE, NAMES, ROOM, SILENT, UNLISTED, Token


async def test_what_has_no_account_any_more_is_dropped_after_a_day() -> None:
    token = Token()
    token.names("MiniMax API", "Kling API")
    await token.after()
    token.names("MiniMax API")
    token.answers["kling"] = GONE
    await token.after(hours=1)
    assert token.stored["kling"].missing_since == after(hours=1)
    await token.after(hours=23, minutes=59)
    assert token.watched == ["minimax", "kling"]

    await token.after(minutes=1)
    assert (token.watched, list(token.stored), token.forgotten) == (["minimax"], ["minimax"], ["kling"])
    assert [one.name for one in token.discovery.report.found] == ["minimax"]


async def test_what_comes_back_within_a_day_stays() -> None:
    token = Token()
    token.names("Kling API")
    await token.after()
    token.answers["kling"] = GONE
    await token.after(hours=1)
    token.answers["kling"] = ROOM
    await token.after(hours=1)
    assert token.stored["kling"].missing_since is None
    await token.after(days=2)
    assert token.watched == ["kling"]


async def test_what_the_account_still_names_is_not_dropped() -> None:
    token = Token()
    token.names("Kling API")
    token.answers["kling"] = GONE
    await token.after()
    await token.after(hours=1)
    await token.after(days=2)
    assert token.watched == ["kling"]


async def test_what_was_dropped_is_watched_again_once_it_is_named() -> None:
    token = Token()
    token.names("Kling API")
    await token.after()
    token.names()
    token.answers["kling"] = GONE
    for hours in (1, 24):
        await token.after(hours=hours)
    assert token.watched == []
    token.names("Kling API")
    token.answers["kling"] = ROOM
    await token.after(hours=1)
    assert token.stored["kling"].found_at == after(hours=26)


async def test_a_restart_without_network_remembers_what_was_found() -> None:
    token = Token()
    token.names("MiniMax API", "Kling API")
    await token.after()
    token.answers["kling"] = GONE
    await token.after(hours=1)

    token.restart()
    token.summary, token.lists = SILENT, dict.fromkeys(NAMES, SILENT)
    token.answers = dict.fromkeys(NAMES, SILENT)
    await token.discovery.load()
    assert token.watched == ["minimax", "kling"]
    await token.after(minutes=1)
    states = token.poller.latest()
    assert states["minimax"].trouble is not None
    assert states["kling"] == LatestState(set_up=False)  # nobody is told that it can't be checked
    assert token.stored["kling"].missing_since == after(hours=1)


async def test_what_only_a_name_brings_is_not_watched_though_it_is_stored() -> None:
    token = Token()
    token.stored["riffusion"] = FoundProvider(name="riffusion", found_by=FoundBy.SUMMARY, found_at=NOON)
    await token.discovery.load()
    assert token.watched == []


async def test_what_could_not_be_stored_is_stored_after_the_next_search() -> None:
    token = Token()
    token.names("MiniMax API")
    token.unplugged = True
    await token.after()
    assert (token.watched, token.stored) == (["minimax"], {})

    token.unplugged = False
    await token.after(minutes=10)
    assert list(token.stored) == ["minimax"]


async def test_what_a_setting_named_is_forgotten_once_its_list_is_empty() -> None:
    token = Token()
    token.remembered = ["minimax", "kling"]
    token.names("MiniMax API")
    token.lists["kling"] = SILENT
    await token.discovery.load()
    await token.after()
    assert token.forgotten == []  # nobody knows yet

    token.lists["kling"] = False
    await token.after(minutes=10)
    assert (token.watched, token.forgotten) == (["minimax"], ["kling"])
    await token.after(days=1)
    assert token.forgotten == ["kling"]


async def test_what_has_no_list_is_forgotten_once_the_account_does_not_name_it() -> None:
    token = Token()
    token.remembered = [UNLISTED, "riffusion"]
    await token.discovery.load()
    await token.after()
    assert token.forgotten == ["riffusion"]  # which nobody looks for; the account was not read
    token.names("MiniMax API")
    await token.after(hours=1)
    assert token.forgotten == ["riffusion", UNLISTED]


async def test_what_a_setting_named_before_and_is_found_is_not_forgotten() -> None:
    token = Token()
    token.remembered = ["minimax", "kling"]
    token.names("MiniMax API")
    token.lists["kling"] = True
    await token.discovery.load()
    await token.after()
    assert (token.watched, token.forgotten) == (["minimax", "kling"], [])


async def test_what_could_not_be_forgotten_is_forgotten_by_the_next_search() -> None:
    token = Token()
    token.remembered = ["kling"]
    await token.discovery.load()
    token.unplugged = True
    await token.after()
    token.unplugged = False
    await token.after(minutes=10)
    assert token.forgotten == ["kling"]
