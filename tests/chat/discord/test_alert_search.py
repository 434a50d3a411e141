"""Alerts whose answer was lost are found again in a channel of the loopback Discord, or nobody knows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.discord.alert_delivery import AlertDelivery
from bot.delivery.message_port import Found
from bot.errors import TryAgain
from tests.chat.discord.posting import alert, posting
from tests.fakes.discord import Discord, Fault, Permission
from tests.fakes.discord.messages import Draft
from tests.far_end import unnoted
from tests.rows import each_row


async def test_long_after_a_lost_answer_the_alert_is_found_and_not_sent_again(
    discord: Discord, deliver: AlertDelivery
) -> None:
    began = datetime.now(UTC)
    discord.faults.add("POST", "/channels/*/messages", Fault.lose())
    with pytest.raises(TryAgain):
        await deliver.post(alert(discord), unnoted)
    await deliver.post(alert(discord, key="zyxwvuts"), unnoted)
    discord.nonce_window = 0

    found = await deliver.find(alert(discord), began)

    assert [message.nonce for message in discord.posts()] == ["abcdefgh", "zyxwvuts"]
    assert found == Found(message_id=discord.posts()[0].id)


@each_row("days", [0, 400])
async def test_an_alert_is_found_though_our_clock_is_days_ahead_in_one_request(discord: Discord, days: int) -> None:
    ahead = timedelta(days=days)
    async with posting(discord, ahead=ahead) as (deliver, _):
        told = alert(discord, key=f"after {days}")
        sent = await deliver.post(told, unnoted)
        assert await deliver.find(told, datetime.now(UTC) + ahead) == Found(message_id=sent)
        for number in range(200):
            discord.kept.add(Draft(channel_id=discord.channel.id, body={"content": f"said {number}"}))
        before = len(discord.requests)
        assert await deliver.find(alert(discord, key="another"), datetime.now(UTC) + ahead + timedelta(hours=2)) is None
        assert len(discord.requests) == before + 1


async def test_an_alert_is_found_among_many_messages_though_our_clock_is_ahead(
    discord: Discord, deliver: AlertDelivery
) -> None:
    for number in range(150):
        discord.kept.add(Draft(channel_id=discord.channel.id, body={"content": f"said {number}"}))
    sent = await deliver.post(alert(discord), unnoted)
    for number in range(150):
        discord.kept.add(Draft(channel_id=discord.channel.id, body={"content": f"said then {number}"}))
    discord.nonce_window = 0

    for ahead in (timedelta(0), timedelta(minutes=5), timedelta(hours=1)):
        began = discord.posts()[0].at + ahead
        assert await deliver.find(alert(discord), began) == Found(message_id=sent)


async def test_an_alert_is_found_without_embeds_and_not_without_the_history(
    discord: Discord, deliver: AlertDelivery
) -> None:
    began = datetime.now(UTC)
    discord.world.deny(discord.channel, Permission.EMBED_LINKS)
    sent = await deliver.post(alert(discord), unnoted)
    assert discord.posts()[0].embeds == ()

    assert await deliver.find(alert(discord), began) == Found(message_id=sent)

    discord.world.deny(discord.channel, Permission.READ_MESSAGE_HISTORY)
    assert await deliver.find(alert(discord), began) is None


async def test_an_answer_with_a_button_about_an_alert_is_not_taken_for_it(
    discord: Discord, deliver: AlertDelivery
) -> None:
    buttons = [{"type": 2, "style": 2, "label": "Mute for 1 h", "custom_id": "mute:alert:abcdefgh:1 h"}]
    body = {"content": "For how long?", "components": [{"type": 1, "components": buttons}]}
    draft = Draft(channel_id=discord.channel.id, body=body)
    discord.kept.add(replace(draft, interaction_id=7, seen_by=discord.member.user.id))
    assert await deliver.find(alert(discord), datetime.now(UTC)) is None

    discord.kept.add(draft)
    assert await deliver.find(alert(discord), datetime.now(UTC)) is not None
