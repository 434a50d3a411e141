"""``/notify`` and its buttons: what is stored, what is answered, and what is refused with nothing stored."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import discord as dpy
import pytest

from bot.accounts.provider_answer import ListedSlots
from bot.alerts.alert import Alert, Changes, Drill, Room
from bot.alerts.slot_notice import Outcome, SlotNotice
from bot.chat.account_lookup import account_mark
from bot.chat.discord.alert_buttons import alert_buttons
from bot.chat.discord.notify_buttons import NotifyButton
from bot.waitlist.waiter import Waiter
from tests.chat.discord.told import CLOSED, FREED, FULL, LOW, OTHER, SILENT, alert
from tests.chat.discord.watching import Studio, said
from tests.fakes.discord import CannotError, Member, Message, Permission
from tests.fakes.discord.options import Value
from tests.moments import NOON, after

Values = dict[str, Value]
BUSY = (
    ListedSlots(account="200300", limit=6, available=0),
    ListedSlots(account="joanna@example.com", limit=2, available=0),
)
WAIT = "Tell me when free"


async def filled(studio: Studio) -> None:
    """Let MiniMax be full from the next look on, which comes at once."""
    studio.rows["minimax"] = BUSY
    await studio.watchers["minimax"].poll_once()


def wanted(studio: Studio, **terms: object) -> Waiter:
    home = studio.discord
    given: dict[str, object] = {"id": 1, "guild": home.guild.id, "channel": home.channel.id, "provider": "minimax"}
    given |= {"member": home.member.user.id, "asked_at": NOON, "until": after(hours=6)}
    return Waiter(**{**given, **terms})  # type: ignore[arg-type]  # the tests below name them


@pytest.mark.parametrize(
    ("values", "terms", "subject"),
    [
        ({}, {}, "1 slot of MiniMax · 1st in line"),
        (
            {"account": "studio-a", "slots": 6, "hold": 60, "until": "90"},
            {"account": "200300", "slots": 6, "hold": timedelta(seconds=60), "until": after(minutes=90)},
            "6 slots of MiniMax · studio-a · free for 60 s · 1st in line",
        ),
        ({"slots": 8, "until": "24h"}, {"slots": 8, "until": after(hours=24)}, "8 slots of MiniMax · 1st"),
        ({"provider": "kling", "slots": 99}, {"provider": "kling", "slots": 99}, "99 slots of Kling · 1st"),
    ],
)
async def test_any_member_waits_where_they_are(
    studio: Studio, caplog: pytest.LogCaptureFixture, values: Values, terms: dict[str, object], subject: str
) -> None:
    caplog.set_level("INFO")
    await filled(studio)
    answer = said(await studio.discord.use("notify when", {"provider": "minimax", **values}))
    mine = wanted(studio, **terms)
    assert studio.waiters.rows == {1: mine}
    assert subject in answer
    assert f"You are pinged once in <#{mine.channel}>" in answer
    assert "There is room now" not in answer
    assert f"{mine.provider}: member {mine.member} waits as number 1." in caplog.messages


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"slots": 0}, "slots can be 1 or more."),
        ({"slots": -(2**53)}, "slots can be 1 or more."),
        ({"slots": 9}, r"So many slots are never free\: the pool has 8."),
        ({"slots": 3, "account": "jo***@example.com"}, r"MiniMax · jo\*\*\*@example.com has 2."),
        ({"account": "nobody"}, r"MiniMax has no account nobody. There are\: studio-a"),
        ({"provider": "kling", "account": "studio-a"}, "No account of Kling is known yet"),
        ({"hold": -1}, "hold is in seconds"),
        ({"hold": 60, "until": "1"}, "shorter than until"),
        ({"until": "25h"}, "until can be 1s to 24h"),
        ({"until": "@everyone"}, "until can be 1s to 24h"),
    ],
)
async def test_what_can_not_be_waited_for_is_refused(studio: Studio, values: Values, sentence: str) -> None:
    assert sentence in said(await studio.discord.use("notify when", {"provider": "minimax", **values}))
    assert studio.waiters.rows == {}


async def test_where_the_bot_may_not_write_nobody_waits(studio: Studio) -> None:
    studio.discord.world.deny(studio.discord.channel, Permission.SEND_MESSAGES)
    answer = said(await studio.discord.use("notify when", {"provider": "minimax"}))
    assert "the bot lacks Send Messages, Embed Links in this channel." in answer
    assert studio.waiters.rows == {}


async def test_the_place_in_line_is_told_and_room_that_there_is(studio: Studio, admin: Member) -> None:
    first = said(await studio.discord.use("notify when", {"provider": "minimax", "slots": 5}, member=admin))
    assert "1st in line" in first
    assert "There is room now, on **studio-a**" in first
    second = said(await studio.discord.use("notify when", {"provider": "minimax"}))
    assert "2nd in line" in second
    assert "There is room now" not in second
    assert "You wait for that already, as number 2" in said(
        await studio.discord.use("notify when", {"provider": "minimax"})
    )


async def test_what_one_waits_for_is_listed_offered_and_cancelled(studio: Studio, admin: Member) -> None:
    await filled(studio)
    await studio.discord.use("notify when", {"provider": "minimax"}, member=admin)
    assert "You wait for nothing." in said(await studio.discord.use("notify list"))
    for slots in (1, 2):
        await studio.discord.use("notify when", {"provider": "minimax", "slots": slots})
    listed = said(await studio.discord.use("notify list"))
    assert listed.startswith("You wait for 2\n**2** · 1 slot of MiniMax · 2nd in line")
    assert "**3** · 2 slots of MiniMax · 3rd in line" in listed

    offered = await studio.discord.autocomplete("notify cancel", focused="number")
    assert [(one.name, one.value) for one in offered] == [("2 · 1 slot of MiniMax", 2), ("3 · 2 slots of MiniMax", 3)]
    found = await studio.discord.autocomplete("notify cancel", focused="number", value="3")
    assert [one.value for one in found] == [3]
    assert "Cancelled" in said(await studio.discord.use("notify cancel", {"number": 3}))
    for wrong in (1, 3, 99):
        refused = said(await studio.discord.use("notify cancel", {"number": wrong}))
        assert f"You don't wait under number {wrong}" in refused
    assert [one.outcome for one in studio.waiters.rows.values()] == [None, None, Outcome.CANCELLED]


async def test_a_database_that_is_away_is_named(studio: Studio) -> None:
    studio.waiters.down = True
    tried: list[tuple[str, Values]] = [
        ("notify when", {"provider": "minimax"}),
        ("notify list", {}),
        ("notify cancel", {"number": 1}),
    ]
    for command, values in tried:
        assert "The database does not answer; nothing was changed." in said(await studio.discord.use(command, values))
    assert await studio.discord.autocomplete("notify cancel", focused="number") == []


async def offered(studio: Studio, member: Member | None = None) -> Message:
    """Let somebody wait, look, and tell them."""
    await studio.discord.use("notify when", {"provider": "minimax"}, member=member)
    await studio.watchers["minimax"].poll_once()
    return await studio.tell(studio.waiters.alerts[-1])


async def test_who_was_offered_it_takes_it_and_nobody_else(studio: Studio, admin: Member) -> None:
    message = await offered(studio)
    assert message.pings.users == {studio.discord.member.user.id}
    for label in ("Taken", "Pass"):
        refused = said(await studio.discord.press(message, label=label, member=admin))
        assert "That is offered to somebody else" in refused
    before = studio.edits
    assert said(await studio.discord.press(message, label="Taken")).startswith("Taken\n1 slot of MiniMax")
    assert studio.edits == before + 1
    assert [one.outcome for one in studio.waiters.rows.values()] == [Outcome.TAKEN]
    assert "settled already" in said(await studio.discord.press(message, label="Pass"))
    assert studio.discord.posts() == [message]


async def test_who_passes_lets_the_next_be_told(studio: Studio, admin: Member) -> None:
    studio.rows["minimax"] = (ListedSlots(account="200300", limit=6, available=1),)
    message = await offered(studio)
    await studio.discord.use("notify when", {"provider": "minimax"}, member=admin)
    assert len(studio.waiters.alerts) == 1
    assert said(await studio.discord.press(message, label="Pass")).startswith("Passed on\n1 slot of MiniMax")
    assert studio.waiters.alerts[1].members == (admin.user.id,)


async def test_a_full_answer_has_a_button_that_waits(studio: Studio) -> None:
    free = await studio.discord.use("capacity", {"provider": "minimax"})
    with pytest.raises(CannotError):
        await studio.discord.press(free, label=WAIT)
    of_one = await studio.discord.use("capacity", {"provider": "minimax", "account": "jo***@example.com"})
    said(await studio.discord.press(of_one, label=WAIT))
    studio.at = after(minutes=5)
    await filled(studio)
    full = await studio.discord.use("capacity", {"provider": "minimax"})
    assert "1 slot of MiniMax · 2nd in line" in said(await studio.discord.press(full, label=WAIT))
    assert [(one.provider, one.account) for one in studio.waiters.rows.values()] == [
        ("minimax", "joanna@example.com"),
        ("minimax", None),
    ]
    assert "You wait for that already" in said(await studio.discord.press(full, label=WAIT))


async def test_where_nothing_is_certain_nobody_is_asked_to_wait(studio: Studio) -> None:
    await filled(studio)
    del studio.rows["minimax"]
    await studio.watchers["minimax"].poll_once()
    failing = await studio.discord.use("capacity", {"provider": "minimax"})
    unknown = await studio.discord.use("capacity", {"provider": "kling"})
    for answer in (failing, unknown, await studio.discord.use("capacity")):
        assert answer.embeds
        with pytest.raises(CannotError):
            await studio.discord.press(answer, label=WAIT)


def with_room(told: Alert) -> Alert:
    return replace(told, content=Changes(parts=(replace(told.parts[0], room=(Room(account="200400", free=1),)),)))


@pytest.mark.parametrize(
    ("told", "about"),
    [
        (alert(1, FULL), ["minimax:"]),
        (with_room(alert(1, FULL)), [f"minimax:{account_mark('200300')}"]),
        (with_room(alert(1, FULL, OTHER)), ["minimax:"]),
        (with_room(alert(1, FULL, FREED)), [f"minimax:{account_mark('200300')}"]),
        (alert(1, FREED), []),
        (alert(1, LOW), []),
        (alert(1, SILENT), []),
        (alert(1, replace(FULL, closed=CLOSED)), []),
        (alert(1, FULL, others={"kling": (SILENT,)}), ["minimax:"]),
        (alert(1, FULL, others={"kling": (FULL,)}), []),
        (replace(alert(1, FULL), content=Drill()), []),
    ],
)
def test_a_full_alert_has_a_button_that_waits_for_what_is_full(told: Alert, about: list[str]) -> None:
    ids = [item.item.custom_id for item in alert_buttons(told) if isinstance(item, NotifyButton)]
    assert ids == [f"notify:ask:{one}" for one in about]


async def test_an_alerts_button_waits(studio: Studio) -> None:
    message = await studio.tell(with_room(alert(studio.discord.channel.id, FULL)))
    assert "1 slot of MiniMax · studio-a · 1st in line" in said(await studio.discord.press(message, label=WAIT))
    gone = await studio.tell(alert(studio.discord.channel.id, key="gone", others={"pixverse": (FULL,)}))
    assert "There is no provider pixverse here." in said(await studio.discord.press(gone, label=WAIT))


async def test_an_offer_that_is_settled_and_an_end_have_no_buttons(studio: Studio) -> None:
    message = await offered(studio)
    told = studio.waiters.alerts[0]
    assert isinstance(told.content, SlotNotice)
    assert alert_buttons(replace(told, content=replace(told.content, outcome=Outcome.PASSED))) == ()
    assert [len(row["components"]) for row in message.components] == [2]


async def test_what_is_no_button_is_refused() -> None:
    match = NotifyButton.__discord_ui_compiled_template__.fullmatch("notify:take:abc:")
    assert match is not None
    nowhere = cast("dpy.Interaction[Any]", None)
    with pytest.raises(TypeError, match="is not a button's"):
        await NotifyButton.from_custom_id(nowhere, dpy.ui.Select[Any](), match)
