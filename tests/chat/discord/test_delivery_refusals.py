"""What Discord's refusals, and those of what is on the way to it, mean for delivery."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.discord import request_limits
from bot.chat.discord.alert_delivery import AlertDelivery
from bot.chat.discord.request_limits import RefusedRequests
from bot.delivery.message_port import Found
from bot.errors import ChannelRefused, GiveUp, TryAgain
from tests.chat.discord.connected import connection, running
from tests.chat.discord.posting import ODD, alert, delivery_by
from tests.fakes.discord import Discord, Fault, Permission
from tests.fakes.discord.rest import Answer
from tests.far_end import unnoted
from tests.rows import each_row


@each_row(
    ("fault", "retry_after", "sent"),
    [
        (Fault.status(503), None, True),
        (Fault.edge(503), None, True),
        (Fault.edge(403), None, False),
        (Fault.edge(404), None, False),
        (Fault.status(401), None, False),
        (Fault.limited(7, via=False), timedelta(seconds=7), False),
        (Fault.limited(45), timedelta(seconds=45), False),
        (Fault.lose(stored=False), None, True),
    ],
    ids=["503", "edge 503", "edge 403", "edge 404", "401", "edge 429", "a long 429", "hung up"],
)
async def test_trouble_on_the_way_is_tried_again(
    discord: Discord, deliver: AlertDelivery, fault: Fault, retry_after: timedelta | None, *, sent: bool
) -> None:
    discord.faults.add("POST", "/channels/*/messages", fault)

    with pytest.raises(TryAgain) as caught:
        await deliver.post(alert(discord), unnoted)

    assert (caught.value.retry_after, caught.value.sent) == (retry_after, sent)
    assert ("check DISCORD_TOKEN" in str(caught.value)) == (fault == Fault.status(401))
    assert discord.posts() == []


@each_row("answer", ODD.values(), ids=ODD)
async def test_what_a_proxy_answers_in_place_of_discord_is_tried_again(
    discord: Discord, deliver: AlertDelivery, answer: Answer
) -> None:
    odd = Fault(answer=answer, via=False)
    message_id = await deliver.post(alert(discord), unnoted)
    assert message_id is not None
    since = datetime.now(UTC)

    discord.faults.add("GET", "/channels/*/messages", odd)
    with pytest.raises(TryAgain, match="can't be understood"):
        await deliver.find(alert(discord), since)
    assert await deliver.find(alert(discord), since) == Found(message_id=message_id)

    discord.faults.add("PATCH", "/channels/*/messages/*", odd)
    with pytest.raises(TryAgain, match="can't be understood"):
        await deliver.edit(alert(discord), message_id, unnoted)

    discord.faults.add("POST", "/channels/*/messages", odd)
    with pytest.raises(TryAgain, match="can't be understood") as caught:
        await deliver.post(alert(discord, key="another"), unnoted)
    assert caught.value.sent


async def test_a_refusal_after_a_doubtful_request_of_the_same_attempt_takes_no_doubt_away(
    discord: Discord, deliver: AlertDelivery
) -> None:
    discord.faults.add("POST", "/channels/*/messages", Fault.status(502, stored=True))
    discord.faults.add("POST", "/channels/*/messages", Fault.limited(45))
    with pytest.raises(TryAgain) as caught:
        await deliver.post(alert(discord), unnoted)

    assert (caught.value.retry_after, caught.value.sent) == (timedelta(seconds=45), True)
    assert len(discord.posts()) == 1


async def test_a_short_429_is_waited_out(discord: Discord, deliver: AlertDelivery) -> None:
    discord.faults.add("POST", "/channels/*/messages", Fault.limited(0.05))

    await deliver.post(alert(discord), unnoted)

    assert len(discord.posts()) == 1


async def test_what_discord_refuses_for_good_is_given_up(discord: Discord, deliver: AlertDelivery) -> None:
    owed = alert(discord)
    refusals: tuple[tuple[Callable[[], object], str], ...] = (
        (lambda: discord.world.deny(discord.channel, Permission.SEND_MESSAGES), "Send Messages"),
        (lambda: discord.world.deny(discord.channel, Permission.VIEW_CHANNEL), "View Channel"),
        (lambda: discord.world.delete_channel(discord.channel), "does not exist"),
    )
    for arrange, sentence in refusals:
        arrange()
        with pytest.raises(GiveUp, match=sentence):
            await deliver.post(owed, unnoted)


@each_row("code", [160005, 50083], ids=["locked", "archived"])
async def test_a_thread_that_is_closed_pauses_its_channel(discord: Discord, deliver: AlertDelivery, code: int) -> None:
    discord.faults.add("POST", "/channels/*/messages", Fault.status(400, {"message": "closed", "code": code}))
    with pytest.raises(ChannelRefused, match="unlock it"):
        await deliver.post(alert(discord), unnoted)


async def test_where_nobody_knows_which_server_a_channel_is_in_nothing_is_sent(discord: Discord) -> None:
    discord.faults.add("GET", "/gateway/bot", Fault.hang())
    refused, link = RefusedRequests(time.monotonic), connection(discord)
    async with running(link, refused=refused):
        deliver = delivery_by(link, refused, discord.guild.id)
        for answer in ODD.values():
            discord.faults.add("GET", f"/channels/{discord.channel.id}", Fault(answer=answer, via=False))
            with pytest.raises(TryAgain) as problem:
                await deliver.post(alert(discord), unnoted)
            assert not problem.value.sent
            assert discord.posts() == []
        await deliver.post(alert(discord), unnoted)


async def test_after_too_many_refusals_nothing_is_sent_until_they_are_old(
    discord: Discord, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = 0.0
    refused = RefusedRequests(lambda: moment)
    monkeypatch.setattr(request_limits, "ENOUGH", 20)
    link = connection(discord)
    discord.world.deny(discord.channel, Permission.SEND_MESSAGES)
    async with running(link, refused=refused) as client:
        await client.wait_until_ready()
        deliver = delivery_by(link, refused, discord.guild.id)
        for number in range(request_limits.ENOUGH):
            with pytest.raises(GiveUp):
                await deliver.post(alert(discord, key=f"{number}"), unnoted)
        before = discord.answered(403)
        moment = 60.0
        with pytest.raises(TryAgain) as caught:
            await deliver.post(alert(discord), unnoted)
        moment = 601.0
        with pytest.raises(GiveUp):
            await deliver.post(alert(discord), unnoted)

    assert before == request_limits.ENOUGH
    assert discord.answered(403) == before + 1
    assert caught.value.retry_after == timedelta(seconds=540)
