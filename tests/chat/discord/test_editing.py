"""What Discord's answers mean for the edit of an alert's message, and what discord.py keeps of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import discord as dpy
import pytest
from discord.ui.view import ViewStore

from bot.alerts.alert import Drill
from bot.chat.discord.alert_delivery import AlertDelivery
from bot.chat.discord.markdown import escape
from bot.errors import ChannelRefused, EditRefused, GiveUp, MessageRefused, TryAgain
from tests.chat.discord.posting import RUDE, alert, posting
from tests.fakes.discord import Discord, Fault, Permission
from tests.fakes.discord.rest import Answer
from tests.far_end import unnoted
from tests.rows import each_row

HTML_429 = Fault(answer=Answer(body="<html>", status=429, headers={"Retry-After": "7"}), via=False)
EDIT = ("PATCH", "/channels/*/messages/*")


async def test_an_edit_that_takes_too_long_is_broken_off(discord: Discord) -> None:
    async with posting(discord) as (deliver, _):
        number = await told(discord, deliver)
    async with posting(discord, longest=timedelta(seconds=0.5)) as (deliver, _):
        discord.faults.add(*EDIT, Fault.hang())
        with pytest.raises(TryAgain, match="in time"):
            await deliver.edit(alert(discord), number, unnoted)


async def told(discord: Discord, deliver: AlertDelivery) -> int:
    """Send an alert that pings a role; return its message's id."""
    discord.world.change_role(discord.role, mentionable=True)
    message_id = await deliver.post(alert(discord, role=discord.role.id), unnoted)
    assert message_id is not None
    return message_id


def buttons(discord: Discord) -> list[str]:
    (message,) = discord.posts()
    return [button["custom_id"] for row in message.components for button in row["components"]]


async def test_an_edit_changes_words_and_buttons_and_pings_nobody(discord: Discord) -> None:
    async with posting(discord) as (deliver, client):
        client.allowed_mentions = dpy.AllowedMentions.all()
        message_id = await told(discord, deliver)
        assert buttons(discord) == ["why:alert:abcdefgh"]

        await deliver.edit(alert(discord, key="another"), message_id, unnoted)

    (message,) = discord.posts()
    assert (message.id, message.content) == (message_id, escape(RUDE))
    assert message.embeds[0]["title"] == "another: a is full"
    assert buttons(discord) == ["why:alert:another"]
    allowed = discord.requests[-1].body["allowed_mentions"]
    assert (allowed["parse"], allowed.get("roles"), allowed.get("users")) == ([], None, None)


async def test_an_edit_takes_away_cards_and_buttons_and_adds_them_again(
    discord: Discord, deliver: AlertDelivery
) -> None:
    message_id = await told(discord, deliver)
    assert [len(message.embeds) for message in discord.posts()] == [1]

    await deliver.edit(replace(alert(discord), content=Drill()), message_id, unnoted)
    assert [message.embeds for message in discord.posts()] == [()]
    assert buttons(discord) == []

    await deliver.edit(alert(discord), message_id, unnoted)
    assert [message.embeds[0]["title"] for message in discord.posts()] == ["abcdefgh: a is full"]
    assert buttons(discord) == ["why:alert:abcdefgh"]


async def test_the_message_that_somebody_deleted_is_told_anew(discord: Discord, deliver: AlertDelivery) -> None:
    message_id = await told(discord, deliver)
    discord.delete(message_id)

    with pytest.raises(EditRefused) as caught:
        await deliver.edit(alert(discord), message_id, unnoted)

    assert caught.value.retry_after is None


@each_row(
    ("fault", "retry_after"),
    [
        (Fault.too_old(0.75), timedelta(seconds=0.75)),
        (Fault.too_old(600), timedelta(seconds=600)),
        (Fault.too_old(None), None),
        (Fault.too_old(None, via=False), None),
        (Fault.status(400, {"message": "Too many edits", "code": 30046}), None),
    ],
    ids=["a short wait", "a long wait", "no wait told", "from the edge", "400"],
)
async def test_too_many_edits_of_old_messages_are_refused_at_once_and_not_slept_through(
    discord: Discord, deliver: AlertDelivery, fault: Fault, retry_after: timedelta | None
) -> None:
    message_id = await told(discord, deliver)
    rule = discord.faults.add(*EDIT, fault, times=None)

    with pytest.raises(EditRefused) as caught:
        await deliver.edit(alert(discord), message_id, unnoted)

    assert (caught.value.retry_after, len(rule.hits)) == (retry_after, 1)
    rule.lift()
    await deliver.edit(alert(discord), message_id, unnoted)  # and the way is still open


async def test_an_archived_thread_needs_a_new_message_a_locked_one_pauses_the_channel(
    discord: Discord, deliver: AlertDelivery
) -> None:
    message_id = await told(discord, deliver)
    discord.faults.add(*EDIT, Fault.status(400, {"message": "Thread is archived", "code": 50083}))
    with pytest.raises(EditRefused) as caught:
        await deliver.edit(alert(discord), message_id, unnoted)
    assert caught.value.retry_after == timedelta(minutes=5)
    discord.faults.add(*EDIT, Fault.status(400, {"message": "Thread is locked", "code": 160005}))
    with pytest.raises(ChannelRefused, match="unlock it"):
        await deliver.edit(alert(discord), message_id, unnoted)


async def test_the_refusal_of_an_old_message_counts_towards_a_ban(
    discord: Discord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.chat.discord.request_limits.ENOUGH", 3)
    async with posting(discord) as (deliver, _):
        message_id = await told(discord, deliver)
        discord.faults.add(*EDIT, Fault.too_old(1), times=None)
        for _ in range(3):
            with pytest.raises(EditRefused):
                await deliver.edit(alert(discord), message_id, unnoted)
        with pytest.raises(TryAgain, match="too many requests"):
            await deliver.edit(alert(discord), message_id, unnoted)
    assert discord.invalid_requests == 3


@each_row(
    ("fault", "retry_after"),
    [
        (Fault.status(503), None),
        (Fault.edge(503), None),
        (Fault.edge(403), None),
        (HTML_429, timedelta(seconds=7)),
        (Fault.limited(45), timedelta(seconds=45)),
        (Fault.limited(7, via=False), timedelta(seconds=7)),
        (Fault.lose(), None),
        (Fault.lose(reset=True), None),
        (Fault.lose(stored=False), None),
    ],
    ids=["503", "edge 503", "edge 403", "HTML 429", "a long 429", "edge 429", "lost", "reset", "hung up"],
)
async def test_trouble_on_the_way_is_tried_again_and_an_edit_that_arrived_may_come_twice(
    discord: Discord, deliver: AlertDelivery, fault: Fault, retry_after: timedelta | None
) -> None:
    message_id = await told(discord, deliver)
    edited = len(discord.edited(message_id))
    another = alert(discord, key=f"the edit after {edited}")
    discord.faults.add(*EDIT, fault)

    with pytest.raises(TryAgain) as caught:
        await deliver.edit(another, message_id, unnoted)
    await deliver.edit(another, message_id, unnoted)

    assert caught.value.retry_after == retry_after
    assert [message.embeds[0]["title"] for message in discord.posts()] == [f"{another.key}: a is full"]
    assert len(discord.edited(message_id)) == edited + 1 + fault.stored


async def test_a_short_429_of_an_edit_is_waited_out(discord: Discord, deliver: AlertDelivery) -> None:
    message_id = await told(discord, deliver)
    discord.faults.add(*EDIT, Fault.limited(0.05))

    await deliver.edit(alert(discord), message_id, unnoted)

    assert len(discord.edited(message_id)) == 1


async def test_what_discord_refuses_for_good_is_given_up(discord: Discord, deliver: AlertDelivery) -> None:
    message_id, amended = await told(discord, deliver), alert(discord)
    refusals: tuple[tuple[Callable[[], object], type[GiveUp]], ...] = (
        (lambda: discord.faults.add(*EDIT, Fault.status(400, {"message": "no", "code": 50035})), MessageRefused),
        (lambda: discord.world.deny(discord.channel, Permission.VIEW_CHANNEL), ChannelRefused),
        (lambda: discord.world.delete_channel(discord.channel), ChannelRefused),
    )
    for arrange, refusal in refusals:
        arrange()
        with pytest.raises(GiveUp) as caught:
            await deliver.edit(amended, message_id, unnoted)
        assert caught.type is refusal


async def test_in_a_channel_of_another_guild_nothing_is_edited(discord: Discord) -> None:
    async with posting(discord, guild=1) as (deliver, _):
        with pytest.raises(ChannelRefused, match="does not serve"):
            await deliver.edit(alert(discord), 1, unnoted)
    assert not any(request.method == "PATCH" for request in discord.requests)


async def test_discord_py_keeps_nothing_of_the_messages_that_are_sent_and_edited(discord: Discord) -> None:
    async with posting(discord) as (deliver, client):
        store: ViewStore = client._connection._view_store  # noqa: SLF001 - nothing public tells what it keeps
        for number in range(3):
            message_id = await deliver.post(alert(discord, key=f"{number}"), unnoted)
            assert message_id is not None
            await deliver.edit(alert(discord, key=f"{number}"), message_id, unnoted)
        assert (store._views, store._synced_message_views, store._modals) == ({}, {}, {})  # noqa: SLF001 - as above
