"""How an alert is posted on Discord: to whom it shows, once whatever is lost on the way, and in served servers only."""

import time
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.discord.alert_delivery import (
    DEDUPLICATES_FOR,
    EDIT_LEAVES_WITHIN,
    LONGEST_DELIVERY,
    AlertDelivery,
)
from bot.chat.discord.request_limits import RefusedRequests
from bot.delivery.message_editor import EDIT_EVERY
from bot.delivery.message_port import Age
from bot.errors import ChannelRefused, GiveUp, TryAgain
from tests.chat.discord.connected import connection, running
from tests.chat.discord.posting import alert, delivery_by, posting
from tests.fakes.discord import Discord, Fault
from tests.far_end import unnoted
from tests.rows import each_row


async def test_only_the_alerts_role_is_pinged(discord: Discord, deliver: AlertDelivery) -> None:
    discord.world.change_role(discord.role, mentionable=True)
    await deliver.post(alert(discord, role=discord.role.id), unnoted)
    allowed = discord.requests[-1].body["allowed_mentions"]
    await deliver.post(alert(discord, key="another"), unnoted)

    assert (allowed["parse"], allowed["roles"]) == ([], [discord.role.id])  # whatever is escaped in its text
    pinged, quiet = discord.posts()
    assert pinged.pings.roles == {discord.role.id}
    assert quiet.pings.roles == set()
    assert not any(message.pings.users or message.pings.everyone for message in (pinged, quiet))


async def test_an_alert_has_its_key_as_nonce_and_a_push_unless_it_is_silent(
    discord: Discord, deliver: AlertDelivery
) -> None:
    sent = [
        await deliver.post(replace(alert(discord), silent=True), unnoted),
        await deliver.post(alert(discord, key="another"), unnoted),
    ]

    assert [message.id for message in discord.posts()] == sent
    assert [(message.nonce, message.silent) for message in discord.posts()] == [("abcdefgh", True), ("another", False)]


@each_row("fault", [Fault.lose(), Fault.lose(reset=True), Fault.status(503, stored=True)], ids=["lost", "reset", "503"])
async def test_an_answer_lost_after_the_message_was_stored_is_repeated_without_effect(
    discord: Discord, deliver: AlertDelivery, fault: Fault
) -> None:
    before = len(discord.posts())
    told = alert(discord, key=f"alert {before}")
    discord.faults.add("POST", "/channels/*/messages", fault)

    with pytest.raises(TryAgain):
        await deliver.post(told, unnoted)
    message_id = await deliver.post(told, unnoted)

    assert [message.id for message in discord.posts()[before:]] == [message_id]


@pytest.mark.parametrize(
    "fault", [Fault.hang(), Fault.status(524, stored=True)], ids=["never answered", "repeated by the library"]
)
async def test_a_delivery_that_takes_too_long_is_broken_off_and_repeated_without_effect(
    discord: Discord, fault: Fault
) -> None:
    never = discord.faults.add("POST", "/channels/*/messages", fault, times=None)
    async with posting(discord, longest=timedelta(seconds=0.5)) as (deliver, _):
        with pytest.raises(TryAgain, match="in time"):
            await deliver.post(alert(discord), unnoted)
    never.lift()
    async with posting(discord) as (deliver, _):
        message_id = await deliver.post(alert(discord), unnoted)

    assert [message.id for message in discord.posts()] == [message_id]


async def test_a_repeat_by_the_library_that_comes_too_late_is_held_back(
    discord: Discord, deliver: AlertDelivery
) -> None:
    never = discord.faults.add("POST", "/channels/*/messages", Fault.status(502, stored=True), times=None)
    ages = iter((timedelta(), timedelta(minutes=5)))

    async def note() -> Age:
        return lambda: next(ages)

    with pytest.raises(TryAgain, match="too long") as caught:
        await deliver.post(alert(discord), note)

    assert caught.value.sent
    assert (len(never.hits), len(discord.posts())) == (1, 1)


def test_an_edit_leaves_before_a_program_that_follows_makes_any() -> None:
    assert EDIT_LEAVES_WITHIN <= EDIT_EVERY


def test_a_repeat_reaches_discord_while_it_still_drops_the_key() -> None:
    assert timedelta(seconds=30) <= LONGEST_DELIVERY <= timedelta(seconds=60)
    assert timedelta(minutes=2) >= DEDUPLICATES_FOR + LONGEST_DELIVERY


async def test_a_repeat_of_an_alert_that_somebody_deleted_counts_as_told(
    discord: Discord, deliver: AlertDelivery
) -> None:
    discord.faults.add("POST", "/channels/*/messages", Fault.lose())
    with pytest.raises(TryAgain):
        await deliver.post(alert(discord), unnoted)
    discord.delete(discord.posts()[0])

    assert await deliver.post(alert(discord), unnoted) is None


async def test_a_channel_of_another_guild_is_told_nothing(discord: Discord) -> None:
    async with posting(discord, guild=1) as (deliver, _):
        with pytest.raises(GiveUp, match="does not serve"):
            await deliver.post(alert(discord), unnoted)
    assert discord.posts() == []


@pytest.mark.parametrize("served", [True, False], ids=["a channel of the team", "of a server that is not served"])
async def test_where_a_channel_is_matters_before_the_gateway_has_told_it(discord: Discord, *, served: bool) -> None:
    discord.faults.add("GET", "/gateway/bot", Fault.hang())
    refused, link = RefusedRequests(time.monotonic), connection(discord)
    async with running(link, refused=refused):
        deliver = delivery_by(link, refused, discord.guild.id if served else 1)
        for key in ("first", "second"):
            with nullcontext() if served else pytest.raises(ChannelRefused, match="does not serve"):
                await deliver.post(alert(discord, key=key), unnoted)
    assert len(discord.posts()) == (2 if served else 0)
    asked = [request for request in discord.requests if request.path == f"/channels/{discord.channel.id}"]
    assert len(asked) == 1
