"""Notices on Discord: who is pinged, what is told directly, and where that is refused, silently."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from bot.alerts.alert import Alert
from bot.alerts.waiter_notice import NoticeKind, OfferedSlots, WaiterNotice
from bot.chat.discord.alert_delivery import AlertDelivery
from bot.chat.discord.served_guilds import ELSEWHERE
from bot.chat.feature import Action, Caller, Feature
from bot.chat.message import Card, Message
from bot.delivery.message_port import Found
from bot.errors import TryAgain
from tests.chat.discord.made_up_bot import serving
from tests.chat.discord.posting import ODD
from tests.chat.made_up import brewing
from tests.fakes.discord import Channel, Discord, Fault
from tests.far_end import unnoted
from tests.moments import NOON
from tests.rows import each_row

SILENT = 1 << 12
DIRECT = "/users/@me/channels"


def notice(discord: Discord, kind: NoticeKind, *, key: str = "abcdefgh", member: int | None = None) -> Alert:
    who = member or discord.member.user.id
    told = WaiterNotice(
        kind=kind,
        waiter=1,
        member=who,
        provider="minimax",
        asked_at=NOON,
        offered=(OfferedSlots(account="a", slots=1, free=1),),
    )
    members = () if told.private else (who,)
    return Alert(key=key, channel=discord.channel.id, at=NOON, members=members, content=told)


def direct(discord: Discord) -> Channel:
    return discord.world.direct(discord.member.user)


async def test_an_offer_pings_whom_it_is_made_to_and_nobody_else(discord: Discord, deliver: AlertDelivery) -> None:
    other = discord.world.add_member(discord.guild, "sam")
    await deliver.post(notice(discord, NoticeKind.OFFER, member=other.user.id), unnoted)
    (message,) = discord.posts()
    assert message.pings.users == {other.user.id}
    assert not message.pings.roles
    assert not message.pings.everyone
    assert message.flags == 0


async def test_an_end_is_told_directly_and_to_nobody_else(discord: Discord, deliver: AlertDelivery) -> None:
    assert await deliver.post(notice(discord, NoticeKind.EXPIRED), unnoted) is None
    assert discord.posts() == []
    (message,) = discord.posts(direct(discord))
    assert (message.nonce, message.flags) == ("abcdefgh", 0)


async def test_the_button_of_what_was_told_directly_works_and_any_other_is_refused(
    discord: Discord, deliver: AlertDelivery
) -> None:
    callers: list[Caller] = []

    async def explain(caller: Caller, arguments: Sequence[str]) -> Message:
        callers.append(caller)
        return Message(cards=(Card(title=f"Why {arguments[0]}"),), private=True)

    await deliver.post(notice(discord, NoticeKind.EXPIRED), unnoted)
    (told,) = discord.posts(direct(discord))
    for allowed in (True, False):
        action = Action(name="why:alert", run=explain, arguments=1, in_direct_messages=allowed)
        async with serving(discord, Feature(name="why", actions=(action,)), brewing().feature()):
            answer = await discord.press(told, label="Why?", member=discord.member.user)
            assert ("Why abcdefgh" if allowed else ELSEWHERE) in str(answer.embeds)
    assert [(one.guild, one.member) for one in callers] == [(0, discord.member.user.id)]


async def test_an_answer_lost_on_the_way_is_repeated_without_effect(discord: Discord, deliver: AlertDelivery) -> None:
    discord.faults.add("POST", "/channels/*/messages", Fault.lose())
    with pytest.raises(TryAgain):
        await deliver.post(notice(discord, NoticeKind.EXPIRED), unnoted)
    await deliver.post(notice(discord, NoticeKind.EXPIRED), unnoted)
    assert len(discord.posts(direct(discord))) == 1
    assert discord.posts() == []


async def test_long_after_a_lost_answer_it_is_found_where_it_was_told(discord: Discord, deliver: AlertDelivery) -> None:
    began = datetime.now(UTC)
    for refused, place in ((False, direct(discord)), (True, discord.channel)):
        discord.nonce_window = 60
        if refused:
            discord.world.closed_to_bot.add(discord.member.user.id)
        told = notice(discord, NoticeKind.EXPIRED, key=f"long {refused}")
        message_id = await deliver.post(told, unnoted)
        discord.nonce_window = 0
        discord.world.closed_to_bot.clear()
        assert await deliver.find(told, began) == Found(message_id=message_id)
        assert (message_id is None, len(discord.posts(place))) == (not refused, 1)


REFUSALS = [(403, 50007), (403, 50278), (400, 50033), (404, 10013)]


@each_row(
    ("status", "code", "path"),
    # Where no conversation could be opened first: discord.py remembers one.
    [(status, code, path) for path in (DIRECT, "/channels/*/messages") for status, code in REFUSALS],
)
async def test_where_discord_refuses_that_the_channel_is_told_silently(
    discord: Discord, deliver: AlertDelivery, status: int, code: int, path: str
) -> None:
    discord.faults.add("POST", path, Fault.status(status, {"message": "no", "code": code}))
    told = len(discord.posts())
    message_id = await deliver.post(notice(discord, NoticeKind.EXPIRED, key=f"notice {told}"), unnoted)
    (message,) = discord.posts()[told:]
    assert (message.id, message.nonce, message.flags) == (message_id, f"notice {told}", SILENT)
    assert not message.pings
    assert discord.posts(direct(discord)) == []


@each_row(
    "fault",
    [
        Fault.status(503),
        Fault.edge(403),
        Fault.lose(stored=False),
        Fault(answer=ODD["a page"], via=False),
        Fault.limited(45),
    ],
)
async def test_trouble_on_the_way_is_no_refusal(discord: Discord, deliver: AlertDelivery, fault: Fault) -> None:
    discord.faults.add("POST", DIRECT, fault)
    with pytest.raises(TryAgain) as caught:
        await deliver.post(notice(discord, NoticeKind.EXPIRED), unnoted)
    assert not caught.value.sent
    assert discord.posts() == []
