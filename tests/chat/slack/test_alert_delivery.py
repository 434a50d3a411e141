"""Alerts reach a loopback Slack once, and what it refuses says what to do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.alerts.alert import Alert
from bot.chat.slack.app_scopes_and_tokens import TRIED_EVERY
from bot.chat.slack.slack_ids import number_of
from bot.delivery.message_port import Age, DeliveryTiming, Found
from bot.errors import ChannelRefused, MessageRefused, TryAgain
from tests.chat.slack.posting import Posting, posted_id
from tests.fakes.slack import Channel, Fault, SlackWorkspace
from tests.far_end import unnoted
from tests.rows import each_row


async def test_an_alert_is_posted_with_its_key(bot: Posting, slack: SlackWorkspace, alert: Alert) -> None:
    told = await bot.delivery.post(replace(alert, roles=(number_of(slack.group.id),)), unnoted)
    (message,) = slack.posts()
    assert told == posted_id(message)
    assert message.metadata == {"event_type": "capacity_alert", "event_payload": {"key": "abcdefgh"}}
    assert message.blocks[0]["block_id"] == "k:abcdefgh"
    assert message.text == f"&lt;!channel&gt; &lt;@U0000001&gt; &amp; *a* is full <!subteam^{slack.group.id}>"


async def test_a_silent_alert_pings_nobody(bot: Posting, slack: SlackWorkspace, alert: Alert) -> None:
    who = number_of(slack.member.id)
    await bot.delivery.post(replace(alert, silent=True, roles=(number_of(slack.group.id),), members=(who,)), unnoted)
    (message,) = slack.posts()
    assert f"<@{slack.member.id}>" not in message.text
    assert slack.group.id not in str(message)
    assert slack.member.id in str(message.attachments)


@each_row(
    ("fault", "wait"),
    [
        (Fault.limited(7), timedelta(seconds=7)),
        (Fault.error("message_limit_exceeded"), timedelta(seconds=30)),
        (Fault.error("accesslimited"), timedelta(minutes=10)),
    ],
)
async def test_what_was_surely_not_sent_is_said_so(
    fault: Fault, wait: timedelta, bot: Posting, slack: SlackWorkspace, alert: Alert
) -> None:
    slack.faults.add("chat.postMessage", fault)
    with pytest.raises(TryAgain) as problem:
        await bot.delivery.post(alert, unnoted)
    assert (problem.value.sent, problem.value.retry_after) == (False, wait)
    assert slack.posts() == []


async def test_where_slack_is_down_nothing_was_sent(bot: Posting, slack: SlackWorkspace, alert: Alert) -> None:
    await bot.delivery.post(alert, unnoted)
    await slack.down()
    with pytest.raises(TryAgain):
        await bot.delivery.post(alert, unnoted)  # on the connection that was kept, so that nobody knows
    with pytest.raises(TryAgain) as problem:
        await bot.delivery.post(alert, unnoted)
    assert not problem.value.sent


REFUSED: list[tuple[str, Callable[[SlackWorkspace, Channel], object]]] = [
    ("invite", lambda slack, channel: slack.world.kick(channel)),
    ("archived", lambda slack, channel: slack.world.archive(channel)),
    ("sees no such channel", lambda slack, channel: slack.world.delete_channel(channel)),
    ("another organisation", lambda slack, channel: slack.world.share(channel)),
    ("another organisation", lambda slack, channel: slack.world.share(channel, pending=True)),
    ("rules", lambda slack, _: slack.faults.add("chat.postMessage", Fault.error("restricted_action"))),
]


@each_row(("help_there", "change"), REFUSED)
async def test_a_channel_that_takes_nothing_says_what_to_do(
    help_there: str,
    change: Callable[[SlackWorkspace, Channel], object],
    bot: Posting,
    slack: SlackWorkspace,
    alert: Alert,
) -> None:
    channel = slack.world.add_channel("of-the-row")
    change(slack, channel)
    with pytest.raises(ChannelRefused, match=help_there):
        await bot.delivery.post(replace(alert, channel=number_of(channel.id)), unnoted)
    assert slack.posts() == []


@each_row("error", ["token_revoked", "invalid_auth", "account_inactive"])
async def test_a_refused_app_keeps_what_it_owes_and_tries_once_a_minute(
    error: str, bot: Posting, slack: SlackWorkspace, alert: Alert, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.clear()
    requests = len(slack.requests)
    slack.terms.token_error = error
    for _ in range(3):
        with pytest.raises(TryAgain) as problem:
            await bot.delivery.post(alert, unnoted)
        assert not problem.value.sent
        with pytest.raises(TryAgain):
            await bot.delivery.edit(alert, 1_760_000_000_000_100, unnoted)
    assert error in (bot.app_refusal.trouble or "")
    assert len(slack.requests) == requests + 1
    assert caplog.text.count("Nothing is sent to Slack") == 1
    slack.terms.token_error = None
    bot.ahead += TRIED_EVERY
    await bot.delivery.post(alert, unnoted)
    assert bot.app_refusal.trouble is None


async def test_a_missing_scope_is_named(bot: Posting, slack: SlackWorkspace, alert: Alert) -> None:
    slack.terms.scopes.discard("chat:write")
    with pytest.raises(TryAgain, match="lacks the scope chat:write") as problem:
        await bot.delivery.post(alert, unnoted)
    assert not problem.value.sent
    slack.terms.scopes.add("chat:write")
    bot.ahead += TRIED_EVERY
    await bot.delivery.post(alert, unnoted)


async def test_where_nobody_knows_who_reads_along_nothing_is_told(
    bot: Posting, slack: SlackWorkspace, alert: Alert
) -> None:
    slack.terms.scopes.discard("channels:read")
    with pytest.raises(ChannelRefused, match="channels:read"):
        await bot.delivery.post(alert, unnoted)
    assert slack.posts() == []


async def test_a_scope_that_only_private_channels_need_stops_no_public_one(
    bot: Posting, slack: SlackWorkspace, alert: Alert
) -> None:
    secret = slack.world.add_channel("secret", private=True)
    slack.terms.scopes.discard("groups:read")
    with pytest.raises(ChannelRefused, match="lacks the scope groups:read, for knowing what a private channel is"):
        await bot.delivery.post(replace(alert, channel=number_of(secret.id)), unnoted)
    await bot.delivery.post(alert, unnoted)
    assert [message.channel for message in slack.posts()] == [slack.channel.id]
    assert bot.app_refusal.trouble is None


@each_row("error", ["invalid_blocks", "msg_blocks_too_long", "no_text", "nobody_knows_this"])
async def test_a_message_that_slack_finds_wrong_is_told_as_plain_text(
    error: str, bot: Posting, slack: SlackWorkspace, alert: Alert, caplog: pytest.LogCaptureFixture
) -> None:
    where = "must be less than 3001 characters [json-pointer:/blocks/0/text]"
    slack.faults.add("chat.postMessage", Fault.error(error, response_metadata={"messages": [where]}))
    caplog.clear()
    before = slack.world.clock()
    owed = replace(alert, key=error)
    told = await bot.delivery.post(owed, unnoted)
    message = slack.posts()[-1]
    assert "a is full" in message.text
    assert message.attachments == ()
    assert message.metadata is not None
    assert "json-pointer:/blocks/0/text" in caplog.text
    assert await bot.delivery.find(owed, before) == Found(message_id=told)


async def test_what_is_wrong_even_as_plain_text_is_given_up(bot: Posting, slack: SlackWorkspace, alert: Alert) -> None:
    slack.faults.add("chat.postMessage", Fault.error("invalid_arguments"), times=2)
    with pytest.raises(MessageRefused, match=r"not even as plain text; please report it.*: Slack .* invalid_arguments"):
        await bot.delivery.post(alert, unnoted)
    assert len(slack.calls("chat.postMessage")) == 2


async def test_what_slack_is_not_asked_to_store_is_not_noted(bot: Posting, slack: SlackWorkspace, alert: Alert) -> None:
    noted: list[int] = []

    async def note() -> Age:
        noted.append(len(slack.calls("chat.postMessage")))
        return timedelta

    slack.world.kick(slack.channel.id)
    slack.terms.token_error = "token_revoked"
    with pytest.raises(TryAgain):
        await bot.delivery.post(alert, note)
    assert noted == []
    slack.terms.token_error = None
    bot.ahead += TRIED_EVERY
    with pytest.raises(ChannelRefused):
        await bot.delivery.post(alert, note)
    assert len(noted) == len(slack.calls("chat.postMessage"))


async def test_each_request_that_may_store_it_is_noted_anew(bot: Posting, slack: SlackWorkspace, alert: Alert) -> None:
    noted: list[int] = []

    async def note() -> Age:
        noted.append(len(slack.calls("chat.postMessage")))
        return timedelta

    slack.faults.add("chat.postMessage", Fault.error("invalid_blocks"))
    await bot.delivery.post(alert, note)
    assert noted == [0, 1]


async def test_slack_promises_nothing_about_repeats(bot: Posting, slack: SlackWorkspace, alert: Alert) -> None:
    assert bot.delivery.timing == DeliveryTiming(
        deduplicates_for=timedelta(), request_lasts=timedelta(seconds=8), settles_after=timedelta(seconds=15)
    )
    await bot.delivery.post(alert, unnoted)
    await bot.delivery.post(alert, unnoted)
    assert len(slack.posts()) == 2  # which is why delivery looks first
