"""``/notify``: what is stored, what is answered, and what is refused with nothing stored."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.accounts.provider_answer import ListedSlots
from bot.chat.command_options import Choice
from bot.chat.wording.refusal_sentences import NO_DATABASE
from bot.errors import NotConfigured
from bot.storage.database import Store
from bot.waitlist.waiter_and_offer import Waiter
from tests.chat.notify.notify_studio import ALEX, BUSY, GUILD, HOME, KIM, Studio
from tests.chat.samples import WORDS
from tests.chat.unplugged import unplug
from tests.moments import NOON, after

WAITING: tuple[tuple[dict[str, Any], dict[str, Any], str], ...] = (
    ({}, {}, "You're 1st in line for MiniMax\nYou are pinged once in <#7> when a slot is free, until"),
    (
        {"account": "studio-a", "slots": 6, "hold": "60", "until": "90"},
        {"account": "200300", "slots": 6, "hold": timedelta(seconds=60), "until": after(minutes=90)},
        "You're 1st in line for MiniMax · studio-a\nYou are pinged once in <#7> when 6 slots have been free for 1 min",
    ),
    (
        {"slots": 8, "until": "24h"},
        {"slots": 8, "until": after(hours=24)},
        "You're 1st in line for MiniMax\nYou are pinged once in <#7> when 8 slots are free, until",
    ),
    (
        {"provider": "kling", "slots": 99},
        {"provider": "kling", "slots": 99},
        "You're 1st in line for Kling\nYou are pinged once in <#7> when 99 slots are free, until",
    ),
)


async def test_any_member_waits_where_they_are(studio: Studio, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    await studio.fill()
    usual = Waiter(
        id=0, guild=GUILD, channel=HOME, member=KIM.member, provider="minimax", asked_at=NOON, until=after(hours=6)
    )
    for number, (values, terms, subject) in enumerate(WAITING, 1):
        answer = await studio.use(KIM, "me", **{"provider": "minimax", **values})
        mine = replace(usual, id=number, **terms)
        assert (await studio.waiters())[number] == mine
        assert subject in answer
        assert "There is room now" not in answer
        assert f"{mine.provider}: member 3 waits as number {number}." in caplog.messages


REFUSED: tuple[tuple[dict[str, Any], str], ...] = (
    ({"slots": 9}, "MiniMax has 8 slots in all: 9 are never free at once."),
    ({"slots": 3, "account": "jo…@example.com"}, "MiniMax · jo…@example.com has 2 slots in all: 3 are never"),
    ({"account": "nobody"}, 'MiniMax has no account "nobody". There are: studio-a'),
    ({"provider": "kling", "account": "studio-a"}, "No account of Kling is known yet"),
    ({"provider": "pixverse"}, 'There is no provider "pixverse" here.'),
    ({"hold": "-1"}, "hold is how long the slots must be free"),
    ({"hold": "soon"}, "type 30s or 5m"),
    ({"hold": "60", "until": "1m"}, "shorter than until"),
    ({"until": "25h"}, "Type 18:00, 6h or 45m"),
    ({"until": "@everyone"}, "Type 18:00, 6h or 45m"),
)


async def test_what_can_not_be_waited_for_is_refused(studio: Studio) -> None:
    for values, sentence in REFUSED:
        assert sentence in await studio.use(KIM, "me", **{"provider": "minimax", **values})
    silenced = replace(KIM, may_write=False)
    assert "You may not write in this channel" in await studio.use(silenced, "me", provider="minimax")
    muzzled = replace(KIM, bot_lacks=("Send Messages", "Embed Links"))
    answer = await studio.use(muzzled, "me", provider="minimax")
    assert "You can't be pinged here: the bot lacks Send Messages, Embed Links." in answer
    assert await studio.waiters() == {}


async def test_nobody_waits_for_a_provider_that_is_not_set_up(studio: Studio) -> None:
    studio.providers.rows["kling"] = NotConfigured("Configure one.")
    await studio.providers.look()
    assert "Kling is not set up at useapi.net" in await studio.use(KIM, "me", provider="kling")
    assert await studio.waiters() == {}


async def test_who_waits_for_an_account_that_is_gone_reads_so(studio: Studio) -> None:
    studio.providers.rows["minimax"] = BUSY[:1]
    studio.clock.at += timedelta(hours=3)
    await studio.providers.look()
    await studio.use(KIM, "me", provider="minimax", account="joanna@example.com", until="24h")
    gone = "not named by useapi.net any more"
    assert gone not in await studio.use(KIM, "list")
    studio.clock.at += timedelta(hours=22)
    await studio.providers.look()
    assert f"1 slot of MiniMax · jo…@example.com ({gone})" in await studio.use(KIM, "list")


async def test_the_position_is_told_and_room_that_there_is(studio: Studio) -> None:
    first = await studio.use(ALEX, "me", provider="minimax", slots=5)
    assert "There is room now: use studio-a\nIf they are still free at the next check" in first
    second = await studio.use(KIM, "me", provider="minimax")
    assert "2nd in line" in second
    assert "There is room now" not in second
    assert "You're still 2nd in line" in await studio.use(KIM, "me", provider="minimax")


async def test_who_needs_more_accounts_than_are_named_reads_how_many_more(studio: Studio) -> None:
    studio.providers.rows["minimax"] = tuple(
        ListedSlots(account=f"20030{number}", limit=2, available=2) for number in range(4)
    )
    await studio.providers.look()
    assert "use studio-a, studio-b, 200302 and 1 more\n" in await studio.use(KIM, "me", provider="minimax", slots=8)


async def test_what_one_waits_for_is_listed_suggested_and_cancelled(studio: Studio) -> None:
    await studio.fill()
    assert "You aren't waiting for anything" in await studio.use(KIM, "cancel")
    await studio.use(ALEX, "me", provider="minimax")
    assert "You aren't waiting for anything" in await studio.use(KIM, "list")
    for slots in (1, 2):
        await studio.use(KIM, "me", provider="minimax", slots=slots)
    listed = await studio.use(KIM, "list")
    assert listed.startswith("[tight] You're waiting for 2 things\n2nd in line · 1 slot of MiniMax")
    assert "2nd in line · 2 slots of MiniMax" in listed

    two, three = Choice(label="2 · 1 slot of MiniMax", value=2), Choice(label="3 · 2 slots of MiniMax", value=3)
    assert await studio.suggested() == [two, three]
    assert await studio.suggested("2 SLOTS") == [three]
    assert "You're waiting for 2 things" in await studio.use(KIM, "cancel")
    assert "Cancelled" in await studio.use(KIM, "cancel", number=3)
    for wrong in (1, 3, 99):
        assert f"You aren't waiting under number {wrong}" in await studio.use(KIM, "cancel", number=wrong)
    assert list(await studio.waiters()) == [1, 2]
    assert "Cancelled" in await studio.use(KIM, "cancel")  # the only one needs no number
    assert list(await studio.waiters()) == [1]


async def test_a_database_that_is_away_is_named(studio: Studio) -> None:
    await unplug(studio.store, "waiter")
    for verb, values in (("me", {"provider": "minimax"}), ("list", {}), ("cancel", {"number": 1})):
        assert NO_DATABASE in await studio.use(KIM, verb, **values)
    for token in ("notify:ask:minimax:", "notify:take:abc", "notify:pass:abc"):
        assert NO_DATABASE in await studio.press(KIM, token)
    assert await studio.suggested() == []


async def test_where_nobody_counts_slots_nobody_can_wait_and_it_is_not_suggested(store: Store) -> None:
    studio = Studio(store, {**WORDS, "minimax": replace(WORDS["minimax"], counts_slots=False)})
    await studio.providers.look()
    said = await studio.use(KIM, "me", provider="minimax")
    assert "MiniMax doesn't say how many slots its accounts have, so nobody can see one become free." in said
    assert await studio.waiters() == {}
    (command,) = (one for one in studio.feature.commands if one.name == "notify me")
    assert [choice.value for choice in await command.suggest["provider"](KIM, "", {})] == ["kling"]
