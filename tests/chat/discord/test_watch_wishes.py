"""How long, how few, when not and how: what ``/watch`` takes of it, and the sentence for all else."""

from datetime import time, timedelta

import pytest

from bot.accounts.provider_answer import ListedSlots
from bot.subscriptions.quiet_hours import QuietHours
from bot.subscriptions.watch import Style, Watch, When
from tests.chat.discord.watching import Studio, said
from tests.fakes.discord import Member
from tests.fakes.discord.options import Value

Values = dict[str, Value]

NIGHT = QuietHours(begin=time(22), end=time(8), zone="Europe/Berlin")


async def test_all_wishes_are_stored_said_and_logged(
    studio: Studio, admin: Member, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    wishes: Values = {"hold": 60, "warn": 3, "quiet": "22:00 - 08:00 europe/berlin".title(), "style": "edit"}
    answer = said(await studio.discord.use("watch add", {"provider": "minimax", **wishes}, member=admin))

    assert "full and freed · after 60 s · warns at 3 free · quiet `22:00-08:00 Europe/Berlin` · edits one" in answer
    stored = studio.kept.rows[1]
    assert (stored.hold, stored.warn, stored.quiet) == (timedelta(minutes=1), 3, NIGHT)
    assert stored.style is Style.EDIT
    assert any("; hold 60 s, warn 3, quiet 22:00-08:00 Europe/Berlin, style edit." in said for said in caplog.messages)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"hold": -1}, r"hold is in seconds, from 0 \(tell at once\) to 86400 \(a day\)."),
        ({"hold": 86_401}, "to 86400"),
        ({"hold": 2**53}, "to 86400"),
        ({"warn": -1}, "MiniMax has 8 slots\\: warn can be 0 to 7."),
        ({"warn": 8}, "MiniMax has 8 slots\\: warn can be 0 to 7."),
        ({"warn": 8, "provider": "all"}, "MiniMax has 8 slots\\: warn can be 0 to 7."),
        ({"warn": -1, "provider": "kling"}, r"warn is a number of free slots, from 0 \(none is free\) to 100000."),
        ({"warn": 2**53, "provider": "kling"}, "to 100000"),
        ({"warn": 3, "account": "200300"}, "warn is about all accounts of a provider\\: leave the account out"),
        ({"when": "stuck", "hold": 60}, "A watch for stuck jobs tells of each job once\\: hold, warn"),
        ({"when": "stuck", "warn": 3}, "take them back with hold 0, no\\_warn"),
        ({"when": "stuck", "style": "edit"}, "A watch for stuck jobs"),
        ({"quiet": "at night"}, "Quiet hours look like 22\\:00-08\\:00 Europe\\/Berlin"),
        ({"quiet": "22:00-24:00 UTC"}, "A time is from 00\\:00 to 23\\:59"),
        ({"quiet": "22:00-08:00 Mars/Olympus"}, "Mars\\/Olympus is no time zone; they are named like Europe"),
        ({"quiet": "22:00-22:00 UTC"}, "must end at another time"),
        ({"quiet": "x" * 6000}, "Quiet hours look like"),
    ],
)
async def test_what_can_not_be_is_refused_and_nothing_stored_or_changed(
    studio: Studio, admin: Member, values: Values, sentence: str
) -> None:
    added = await studio.discord.use("watch add", {"provider": "minimax", **values}, member=admin)
    assert sentence in said(added)
    assert studio.kept.rows == {}

    provider = None if values.get("provider") == "all" else str(values.get("provider", "minimax"))
    there = Watch(id=0, guild=studio.discord.guild.id, channel=1, provider=provider, account=_account(values))
    await studio.watches.add(there)
    wishes = {name: value for name, value in values.items() if name not in {"provider", "account"}}
    assert sentence in said(await studio.discord.use("watch edit", {"watch": 1, **wishes}, member=admin))
    assert studio.kept.rows == {1: there}


def _account(values: Values) -> str | None:
    return str(values["account"]) if "account" in values else None


async def test_the_ends_of_what_is_allowed_are_allowed(studio: Studio, admin: Member) -> None:
    use = studio.discord.use
    await use("watch add", {"provider": "minimax", "hold": 86_400, "warn": 7}, member=admin)
    await use("watch add", {"provider": "kling", "hold": 0, "warn": 100_000}, member=admin)
    assert [(one.hold, one.warn) for one in studio.kept.rows.values()] == [
        (timedelta(days=1), 7),
        (timedelta(), 100_000),
    ]


async def test_a_pool_of_one_slot_can_only_be_empty(studio: Studio, admin: Member) -> None:
    studio.rows["kling"] = (ListedSlots(account="a", limit=1, available=1),)
    await studio.watchers["kling"].poll_once()
    refused = said(await studio.discord.use("watch add", {"provider": "all", "warn": 1}, member=admin))
    assert r"Kling has 1 slot\: warn can only be 0 \(none is free\)." in refused
    await studio.discord.use("watch add", {"provider": "kling", "warn": 0}, member=admin)
    assert studio.kept.rows[1].warn == 0


async def test_what_was_wished_can_be_taken_back(studio: Studio, admin: Member) -> None:
    wishes: Values = {"hold": 60, "warn": 3, "quiet": "22:00-08:00 Europe/Berlin", "style": "edit"}
    use = studio.discord.use
    await use("watch add", {"provider": "minimax", **wishes}, member=admin)
    first = studio.kept.rows[1]

    await use("watch edit", {"watch": 1, "when": "full"}, member=admin)
    kept = studio.kept.rows[1]
    assert (kept.hold, kept.warn, kept.quiet, kept.style) == (first.hold, first.warn, first.quiet, first.style)
    await use("watch edit", {"watch": 1, "hold": 0}, member=admin)
    assert not studio.kept.rows[1].hold
    await use("watch edit", {"watch": 1, "quiet": " Off "}, member=admin)
    assert studio.kept.rows[1].quiet is None
    await use("watch edit", {"watch": 1, "no_warn": True}, member=admin)
    assert studio.kept.rows[1].warn is None
    answer = said(await use("watch edit", {"watch": 1, "style": "post", "when": "both"}, member=admin))
    assert "· MiniMax · full and freed\nTry it" in answer
    assert studio.kept.rows[1].when is When.BOTH


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Say what to change\\: channel, role, when, hold, warn, quiet, style, no_role or no_warn"),
        ({"warn": 1, "no_warn": True}, "Choose either warn or no_warn"),
    ],
)
async def test_an_edit_says_one_thing(studio: Studio, admin: Member, values: Values, sentence: str) -> None:
    await studio.discord.use("watch add", {"provider": "minimax", "warn": 3}, member=admin)
    answer = said(await studio.discord.use("watch edit", {"watch": 1, **values}, member=admin))
    assert sentence in answer.replace("\\_", "_")
    assert studio.kept.rows[1].warn == 3


async def test_a_warning_that_is_always_on_is_pointed_out(studio: Studio, admin: Member) -> None:
    await studio.discord.use("watch add", {"provider": "kling", "warn": 4}, member=admin)
    assert "⚠️" not in said(await studio.discord.use("watch list", member=admin))
    studio.rows["kling"] = (ListedSlots(account="a", limit=4, available=1),)
    await studio.watchers["kling"].poll_once()
    listed = said(await studio.discord.use("watch list", member=admin))
    assert r"⚠️ Kling has 4 slots\: with warn 4 that is always low." in listed


async def test_a_role_is_pinged_for_a_low_pool_by_one_that_hears_freed_only(studio: Studio, admin: Member) -> None:
    asked: Values = {"provider": "minimax", "when": "freed", "role": studio.discord.role}
    assert "Nobody is pinged" in said(await studio.discord.use("watch add", asked, member=admin))
    assert "Nobody is pinged" not in said(await studio.discord.use("watch edit", {"watch": 1, "warn": 2}, member=admin))


@pytest.mark.parametrize(
    ("command", "typed", "first"),
    [
        ("watch add", "", ["22:00-08:00 Europe/Berlin", "22:00-08:00 Europe/London"]),
        ("watch add", "new york", ["22:00-08:00 America/New_York"]),
        ("watch add", "21:30-7:00 ber", ["21:30-7:00 Europe/Berlin", "21:30-7:00 Atlantic/Bermuda"]),
        ("watch edit", "", ["off", "22:00-08:00 Europe/Berlin"]),
        ("watch edit", "O", ["off"]),
        ("watch edit", "tokyo", ["22:00-08:00 Asia/Tokyo"]),
    ],
)
async def test_quiet_hours_are_offered_as_they_can_be_typed(
    studio: Studio, admin: Member, command: str, typed: str, first: list[str]
) -> None:
    offered = await studio.discord.autocomplete(command, focused="quiet", value=typed, member=admin)
    assert [choice.value for choice in offered][: len(first)] == first
    assert all(choice.name == choice.value for choice in offered)


async def test_a_watch_for_stuck_jobs_stands_beside_another_or_replaces_it_when_asked(
    studio: Studio, admin: Member
) -> None:
    use = studio.discord.use
    await use("watch add", {"provider": "minimax", "hold": 60}, member=admin)
    added = said(await use("watch add", {"provider": "minimax", "when": "stuck"}, member=admin))
    assert "stuck jobs" in added
    assert [one.when for one in studio.kept.rows.values()] == [When.BOTH, When.STUCK]

    await use("watch remove", {"watch": 2}, member=admin)
    assert "hold 0" in said(await use("watch edit", {"watch": 1, "when": "stuck"}, member=admin))
    await use("watch edit", {"watch": 1, "when": "stuck", "hold": 0}, member=admin)
    assert [(one.when, one.hold) for one in studio.kept.rows.values()] == [(When.STUCK, timedelta())]
