"""``/watch add``: what is stored, what is answered, and what is refused with nothing stored."""

import asyncio
from datetime import time, timedelta
from typing import Any

import pytest

from bot.accounts.provider_answer import ListedSlots
from bot.subscriptions.quiet_hours import QuietHours
from bot.subscriptions.watch import Ping, Style, Tell, Watch, When
from tests.chat.watch.watch_studio import ALERTS, GUILD, HOME, ROLE, Studio

NIGHT = QuietHours(begin=time(22), end=time(8), zone="Europe/Berlin")


async def test_all_that_was_asked_is_stored_said_and_logged(studio: Studio, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    answer = await studio.use(
        "add", provider="minimax", account="jo…@example.com", channel=ALERTS, role=ROLE, when="full"
    )
    assert answer == (
        "[free] Alerts about MiniMax · jo…@example.com go to #alerts\n"
        "Watch 1 posts when it is full, and when something is wrong.\n"
        f"Pings <@&{ROLE}> when it is full"
    )
    asked = {"account": "joanna@example.com", "role": ROLE, "when": When.FULL}
    assert await studio.stored() == {1: Watch(id=1, guild=GUILD, channel=ALERTS, provider="minimax", **asked)}  # type: ignore[arg-type]  # fields by name
    line = f"Member 3 added watch 1: channel {ALERTS} gets MiniMax · jo…@example.com"
    terms = "tell everything, when full, ping nothing_free, hold 0:00:00, warn None, quota None, quiet None, style post"
    assert caplog.messages[-1].startswith(f"{line}; role {ROLE}, {terms}")

    terms_asked: dict[str, Any] = {
        "ignore_shorter_than": "60",
        "warn": 3,
        "quiet": "22:00 - 08:00 Europe/Berlin",
        "style": "edit",
        "tell": "accounts",
        "ping": "any_full",
    }
    answer = await studio.use("add", provider="minimax", **terms_asked)
    said = "Ignores anything shorter than 1m · alert at 3 free · quiet `22:00-08:00 Europe/Berlin`"
    assert f"{said} · edits one message" in answer
    stored = (await studio.stored())[2]
    assert (stored.hold, stored.warn, stored.quiet) == (timedelta(minutes=1), 3, NIGHT)
    assert (stored.style, stored.tell, stored.ping) == (Style.EDIT, Tell.ACCOUNTS, Ping.ANY_FULL)
    terms = "hold 0:01:00, warn 3, quota None, quiet 22:00-08:00 Europe/Berlin, style edit"
    assert f"; role None, tell accounts, when both, ping any_full, {terms}" in caplog.messages[-1]


async def test_this_channel_all_accounts_and_all_changes_unless_told_otherwise(studio: Studio) -> None:
    await studio.use("add", provider="kling")
    answer = await studio.use("add", provider="all", channel=ALERTS)
    assert await studio.stored() == {
        1: Watch(id=1, guild=GUILD, channel=HOME, provider="kling"),
        2: Watch(id=2, guild=GUILD, channel=ALERTS),
    }
    assert answer.startswith("[free] Alerts about all providers go to #alerts\n")
    assert "\nWatch 2 posts when a provider or an account is full or has room, and when something is wrong.\n" in answer


async def test_a_watch_in_whose_place_it_posts_is_named(studio: Studio) -> None:
    await studio.use("add", provider="all", channel=ALERTS)
    wide = await studio.use("add", provider="minimax", channel=ALERTS)
    narrow = await studio.use("add", provider="minimax", account="studio-a", channel=ALERTS)
    stuck = await studio.use("add", provider="minimax", account="studio-a", channel=ALERTS, tell="stuck")
    assert "\nFor MiniMax it posts instead of watch 1.\n" in wide
    assert "\nFor MiniMax · studio-a it posts instead of watch 1 and watch 2." in narrow
    assert "instead of" not in stuck
    accounts = await studio.use("add", provider="kling", channel=ALERTS, tell="accounts")
    assert "\nFor single accounts of Kling it posts instead of watch 1." in accounts


REFUSED: tuple[tuple[dict[str, Any], str], ...] = (
    ({"provider": "all", "account": "200300"}, "An account belongs to one provider"),
    ({"provider": "minimax", "account": "nobody"}, "There are: studio-a, jo"),
    ({"provider": "minimax", "account": "kling/studio-a"}, 'MiniMax has no account "kling/studio-a"'),
    ({"provider": "kling", "account": "200300"}, "No account of Kling is known yet; leave"),
    ({"provider": "pixverse"}, 'There is no provider "pixverse" here. There are: MiniMax, Kling.'),
    ({"provider": "all"}, "the watch from the settings"),
    ({"provider": "kling", "role": 10}, "That role is gone."),
    ({"provider": "kling", "channel": 10}, "That channel is gone."),
)


async def test_what_does_not_exist_is_refused_and_nothing_stored(studio: Studio) -> None:
    said = [await studio.use("add", **values) for values, _ in REFUSED]
    assert [
        (sentence, answer) for (_, sentence), answer in zip(REFUSED, said, strict=True) if sentence not in answer
    ] == []
    assert await studio.stored() == {}


# What is asked of a watch for MiniMax, unless it names another provider, and what is answered.
IMPOSSIBLE: tuple[tuple[dict[str, Any], str], ...] = (
    (
        {"ignore_shorter_than": "-1"},
        'a duration such as 30s or 2m, at most 24h, not "-1"; 0 posts',
    ),
    ({"ignore_shorter_than": "86401"}, "at most 24h"),
    ({"ignore_shorter_than": "soon"}, "such as 30s"),
    ({"ignore_shorter_than": "until 08:00"}, "such as 30s"),
    ({"ignore_shorter_than": "9" * 6000}, "such as 30s"),
    ({"warn": -1}, "MiniMax has 8 slots: warn can be 1 to 7."),
    ({"warn": 0}, "MiniMax has 8 slots: warn can be 1 to 7."),
    ({"warn": 8}, "MiniMax has 8 slots: warn can be 1 to 7."),
    ({"warn": 8, "provider": "all"}, "MiniMax has 8 slots: warn can be 1 to 7."),
    ({"warn": 0, "provider": "kling"}, "warn is a number of free slots, from 1 to 100000."),
    ({"warn": 2**53, "provider": "kling"}, "to 100000"),
    ({"warn": 3, "account": "200300"}, "warn is about all accounts of a provider: leave the account out"),
    ({"tell": "stuck", "ignore_shorter_than": "1m"}, "A watch for stuck jobs posts about each job once: ignore_sh"),
    ({"tell": "stuck", "warn": 3}, "set ignore_shorter_than to 0, no_warn"),
    ({"tell": "stuck", "style": "edit"}, "A watch for stuck jobs"),
    ({"tell": "stuck", "when": "full"}, "A watch for stuck jobs"),
    ({"quota": 100}, "quota is a percentage from 1 to 99, or 0 for none."),
    ({"quota": -1}, "quota is a percentage from 1 to 99, or 0 for none."),
    ({"tell": "stuck", "quota": 80}, "quota is not about stuck jobs: leave it out, or set it to 0 in a watch that"),
    ({"tell": "health", "warn": 3}, "A watch for accounts' health has nothing to do with slots"),
    ({"tell": "health", "when": "full"}, "A watch for accounts' health"),
    ({"tell": "health", "ignore_shorter_than": "1m"}, "A watch for accounts' health"),
    ({"tell": "provider", "account": "200300"}, "The provider as a whole is more than one account"),
    ({"quiet": "at night"}, "Quiet hours look like 22:00-08:00 Europe/Berlin"),
    ({"quiet": "22:00 to 08:00"}, "from, to, and a time zone. Did you mean 22:00 to 08:00 UTC?"),
    ({"quiet": "22:00-24:00 UTC"}, "A time is from 00:00 to 23:59"),
    ({"quiet": "22-8 berlin"}, "Did you mean 22:00-08:00 Europe/Berlin?"),
    ({"quiet": "9pm-7am new york"}, "Did you mean 21:00-07:00 America/New_York?"),
    ({"quiet": "22:00-08:00 Mars/Olympus"}, "Mars/Olympus is no time zone; they are named like Europe"),
    ({"quiet": "22:00-22:00 UTC"}, "must end at another time"),
    ({"quiet": "x" * 6000}, "Quiet hours look like"),
)


async def test_terms_that_can_not_be_are_refused_and_nothing_stored_or_changed(studio: Studio) -> None:
    there = {}
    for provider, account in (("minimax", None), ("kling", None), (None, None), ("minimax", "200300")):
        blank = Watch(id=0, guild=GUILD, channel=ALERTS, provider=provider, account=account)
        there[provider or "all", account] = await studio.watches.add(blank)
    before = await studio.stored()
    wrong = []
    for values, sentence in IMPOSSIBLE:
        asked = {"provider": "minimax", **values}
        added = await studio.use("add", **asked)
        number = there[asked.pop("provider"), asked.pop("account", None)].id
        edited = await studio.use("edit", watch=number, **asked)
        wrong += [(values, answer) for answer in (added, edited) if sentence not in answer.replace("\\", "")]
    assert wrong == []
    assert await studio.stored() == before


async def test_the_ends_of_what_is_allowed_are_allowed(studio: Studio) -> None:
    await studio.use("add", provider="minimax", ignore_shorter_than="24h", warn=7)
    await studio.use("add", provider="kling", ignore_shorter_than="off", warn=100_000)
    stored = [(one.hold, one.warn) for one in (await studio.stored()).values()]
    assert stored == [(timedelta(days=1), 7), (timedelta(), 100_000)]

    studio.providers.rows["kling"] = (ListedSlots(account="a", limit=1, available=1),)
    await studio.providers.look()
    refused = await studio.use("add", provider="all", channel=ALERTS, warn=1)
    assert "Kling has 1 slot: warn is of no use there." in refused
    assert "alert at 1 free" in await studio.use("edit", watch=1, warn=1)


async def test_two_who_ask_for_the_same_at_once_get_one_watch(studio: Studio) -> None:
    both = await asyncio.gather(*(studio.use("add", provider="kling") for _ in range(2)))
    assert sorted("That channel listens to the same already: watch 1" in answer for answer in both) == [False, True]
    assert list(await studio.stored()) == [1]


async def test_one_watch_too_many_is_refused(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.subscriptions.watch_registry.MAX_PER_GUILD", 3)  # instead of a hundred
    for number in range(3):
        await studio.watches.add(Watch(id=0, guild=GUILD, channel=number + 100, provider="kling"))
    assert "There can be 3 watches here" in await studio.use("add", provider="kling")
    assert len(await studio.stored()) == 3
    await studio.watches.add(Watch(id=0, guild=GUILD + 1, channel=1, provider="kling"))  # others' are not counted
