"""Alerts reach a loopback Slack once, are found again after every doubt, and are edited."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.alerts.alert import Alert
from bot.alerts.board_content import BoardContent
from bot.alerts.slot_notice import NoticeKind
from bot.chat.slack.app_access import TRIED_EVERY
from bot.chat.slack.slack_ids import message_number_of, number_of
from bot.delivery.message_port import Age, Found
from bot.errors import ChannelRefused, EditPostponed, EditRefused, GiveUp, MessageRefused, TryAgain
from tests.chat.slack.posting import Posting, notice, posting
from tests.delivery.far_end_log import full
from tests.fakes.slack import Fault, SlackWorkspace
from tests.fakes.slack.records import Message
from tests.far_end import unnoted


@pytest.fixture
async def slack() -> AsyncIterator[SlackWorkspace]:
    async with SlackWorkspace() as made:
        yield made


@pytest.fixture
async def bot(slack: SlackWorkspace) -> AsyncIterator[Posting]:
    async with posting(slack) as made:
        yield made
    assert slack.problems == []


@pytest.fixture
async def hasty(slack: SlackWorkspace) -> AsyncIterator[Posting]:
    """Give up soon on what is never answered."""
    async with posting(slack, time_limit=1) as made:
        yield made


@pytest.fixture
def alert(slack: SlackWorkspace) -> Alert:
    return full("abcdefgh", number_of(slack.channel.id))


def number(message: Message) -> int:
    return message_number_of(message.ts)


async def test_an_alert_is_posted_with_its_key(bot: Posting, slack: SlackWorkspace, alert: Alert) -> None:
    told = await bot.delivery.post(replace(alert, roles=(number_of(slack.group.id),)), unnoted)
    (message,) = slack.posts()
    assert told == number(message)
    assert message.metadata == {"event_type": "capacity_alert", "event_payload": {"key": "abcdefgh"}}
    assert message.blocks[0]["block_id"] == "k:abcdefgh"
    assert message.text == f"&lt;!channel&gt; &lt;@U0000001&gt; &amp; *a* is full <!subteam^{slack.group.id}>"
    assert message.client_msg_id is not None


async def test_a_silent_alert_pings_nobody(bot: Posting, slack: SlackWorkspace, alert: Alert) -> None:
    who = number_of(slack.member.id)
    await bot.delivery.post(replace(alert, silent=True, roles=(number_of(slack.group.id),), members=(who,)), unnoted)
    (message,) = slack.posts()
    assert f"<@{slack.member.id}>" not in message.text
    assert slack.group.id not in str(message)
    assert slack.member.id in str(message.attachments)


NEVER = Fault.hang(stored=True)
LOST = [
    Fault.lose(stored=True),
    Fault.lose(stored=True, reset=True),
    NEVER,
    Fault.status(503, stored=True),
    Fault.plain(stored=True),
    Fault.error("internal_error", stored=True),
    Fault.error("fatal_error", stored=True),
    Fault.error("request_timeout", stored=True),
]


@pytest.mark.parametrize("fault", LOST)
async def test_an_alert_whose_answer_was_lost_is_found(
    fault: Fault, bot: Posting, hasty: Posting, slack: SlackWorkspace, alert: Alert
) -> None:
    before = slack.world.clock()
    slack.say("what people say")
    slack.faults.add("chat.postMessage", fault)
    with pytest.raises(TryAgain) as problem:
        await (hasty if fault is NEVER else bot).delivery.post(alert, unnoted)
    assert problem.value.sent
    (message,) = slack.posts()
    slack.say("and on they talk")
    assert await bot.delivery.find(alert, before) == Found(message_id=number(message))
    assert await bot.delivery.find(replace(alert, key="another"), before) is None


@pytest.mark.parametrize(
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


@pytest.mark.parametrize("hides", ["metadata", "blocks"])
async def test_either_mark_is_enough_to_find_it(hides: str, bot: Posting, slack: SlackWorkspace, alert: Alert) -> None:
    before = slack.world.clock()
    if hides == "metadata":
        slack.terms.shows_metadata = False
    else:
        slack.faults.add("chat.postMessage", Fault.error("invalid_blocks"))
    told = await bot.delivery.post(alert, unnoted)
    assert told is not None
    assert await bot.delivery.find(alert, before) == Found(message_id=told)


async def test_every_page_of_the_history_is_read(bot: Posting, slack: SlackWorkspace, alert: Alert) -> None:
    before = slack.world.clock()
    told = await bot.delivery.post(alert, unnoted)
    for count in range(7):
        slack.say(f"chatter {count}")
    slack.terms.history_page = 3
    assert await bot.delivery.find(alert, before) == Found(message_id=told)
    assert len(slack.calls("conversations.history")) == 3


async def test_a_clock_that_is_an_hour_wrong_hides_nothing(bot: Posting, slack: SlackWorkspace, alert: Alert) -> None:
    slack.terms.ts_skew = timedelta(hours=-1)
    told = await bot.delivery.post(alert, unnoted)
    assert await bot.delivery.find(alert, slack.world.clock()) == Found(message_id=told)


async def test_a_message_of_somebody_else_is_not_ours(bot: Posting, slack: SlackWorkspace, alert: Alert) -> None:
    before = slack.world.clock()
    await bot.delivery.post(alert, unnoted)
    (message,) = slack.posts()
    slack.delete(message)
    forged = slack.say("k:abcdefgh")
    slack.kept._put(replace(forged, blocks=message.blocks, metadata=message.metadata))  # noqa: SLF001 - no person can
    assert await bot.delivery.find(alert, before) is None


@pytest.mark.parametrize("change", ["scope", "kick"])
async def test_where_it_may_not_look_nothing_is_found(
    change: str, bot: Posting, slack: SlackWorkspace, alert: Alert
) -> None:
    if change == "scope":
        slack.terms.scopes.discard("channels:history")
    else:
        slack.world.kick(slack.channel)
    assert await bot.delivery.find(alert, slack.world.clock()) is None
    assert ("channels:history" in bot.workspace.missing_scopes) is (change == "scope")
    assert bot.access.trouble is None


async def test_without_the_scope_to_look_it_may_be_chosen_to_post_once_at_most(
    slack: SlackWorkspace, alert: Alert
) -> None:
    async with posting(slack, at_most_once=True) as bot:
        await bot.delivery.post(alert, unnoted)
        assert await bot.delivery.find(replace(alert, key="another"), slack.world.clock()) is None  # it may look
        slack.terms.scopes.discard("channels:history")
        with pytest.raises(GiveUp, match=r"it may have been posted\. The app lacks the scope channels:history, for"):
            await bot.delivery.find(alert, slack.world.clock())
        assert "channels:history" in bot.workspace.missing_scopes
        assert bot.access.trouble is None


@pytest.mark.parametrize("fault", [Fault.status(503), Fault.limited(9), Fault.lose(), Fault.plain()])
async def test_where_slack_does_not_say_nobody_knows(
    fault: Fault, bot: Posting, slack: SlackWorkspace, alert: Alert
) -> None:
    slack.faults.add("conversations.history", fault)
    with pytest.raises(TryAgain):
        await bot.delivery.find(alert, slack.world.clock())


REFUSED: list[tuple[str, Callable[[SlackWorkspace], object]]] = [
    ("invite", lambda slack: slack.world.kick(slack.channel)),
    ("archived", lambda slack: slack.world.archive(slack.channel)),
    ("sees no such channel", lambda slack: slack.world.delete_channel(slack.channel)),
    ("another organisation", lambda slack: slack.world.share(slack.channel)),
    ("another organisation", lambda slack: slack.world.share(slack.channel, pending=True)),
    ("rules", lambda slack: slack.faults.add("chat.postMessage", Fault.error("restricted_action"))),
]


@pytest.mark.parametrize(("help_there", "change"), REFUSED)
async def test_a_channel_that_takes_nothing_says_what_to_do(
    help_there: str,
    change: Callable[[SlackWorkspace], object],
    bot: Posting,
    slack: SlackWorkspace,
    alert: Alert,
) -> None:
    change(slack)
    with pytest.raises(ChannelRefused, match=help_there):
        await bot.delivery.post(alert, unnoted)
    assert slack.posts() == []


async def test_an_edit_tells_no_other_organisation_either(bot: Posting, slack: SlackWorkspace, alert: Alert) -> None:
    told = await bot.delivery.post(alert, unnoted)
    assert told is not None
    slack.world.share(slack.channel)
    bot.workspace.heed({"type": "channel_shared", "channel": slack.channel.id})
    with pytest.raises(ChannelRefused, match="another organisation"):
        await bot.delivery.edit(alert, told)
    assert slack.posts()[0].edits == ()


@pytest.mark.parametrize("error", ["token_revoked", "invalid_auth", "account_inactive"])
async def test_a_refused_app_keeps_what_it_owes_and_tries_once_a_minute(
    error: str, bot: Posting, slack: SlackWorkspace, alert: Alert, caplog: pytest.LogCaptureFixture
) -> None:
    slack.terms.token_error = error
    for _ in range(3):
        with pytest.raises(TryAgain) as problem:
            await bot.delivery.post(alert, unnoted)
        assert not problem.value.sent
        with pytest.raises(TryAgain):
            await bot.delivery.edit(alert, 1_760_000_000_000_100)
    assert error in (bot.access.trouble or "")
    assert len(slack.requests) == 1
    assert caplog.text.count("Nothing is sent to Slack") == 1
    slack.terms.token_error = None
    bot.ahead += TRIED_EVERY
    await bot.delivery.post(alert, unnoted)
    assert bot.access.trouble is None


async def test_a_missing_scope_is_named(bot: Posting, slack: SlackWorkspace, alert: Alert) -> None:
    slack.terms.scopes.discard("chat:write")
    with pytest.raises(TryAgain, match="lacks the scope chat:write") as problem:
        await bot.delivery.post(alert, unnoted)
    assert not problem.value.sent
    assert bot.workspace.missing_scopes == {"chat:write": "chat.postMessage"}
    slack.terms.scopes.add("chat:write")
    bot.ahead += TRIED_EVERY
    await bot.delivery.post(alert, unnoted)
    assert bot.workspace.missing_scopes == {}


async def test_where_nobody_knows_who_reads_along_nothing_is_told(
    bot: Posting, slack: SlackWorkspace, alert: Alert
) -> None:
    slack.terms.scopes.discard("channels:read")
    with pytest.raises(TryAgain, match="channels:read"):
        await bot.delivery.post(alert, unnoted)
    assert slack.posts() == []


@pytest.mark.parametrize(
    "error", ["invalid_blocks", "msg_blocks_too_long", "no_text", "invalid_metadata_format", "nobody_knows_this"]
)
async def test_a_message_that_slack_finds_wrong_is_told_as_plain_text(
    error: str, bot: Posting, slack: SlackWorkspace, alert: Alert, caplog: pytest.LogCaptureFixture
) -> None:
    where = "must be less than 3001 characters [json-pointer:/blocks/0/text]"
    slack.faults.add("chat.postMessage", Fault.error(error, response_metadata={"messages": [where]}))
    before = slack.world.clock()
    told = await bot.delivery.post(alert, unnoted)
    (message,) = slack.posts()
    assert "a is full" in message.text
    assert message.attachments == ()
    assert (message.metadata is None) is error.startswith("invalid_metadata")
    assert "json-pointer:/blocks/0/text" in caplog.text
    assert await bot.delivery.find(alert, before) == Found(message_id=told)


async def test_what_is_wrong_even_as_plain_text_is_given_up(bot: Posting, slack: SlackWorkspace, alert: Alert) -> None:
    slack.faults.add("chat.postMessage", Fault.error("invalid_arguments"), times=2)
    with pytest.raises(MessageRefused, match=r"not even as plain text; please report it.*: Slack .* invalid_arguments"):
        await bot.delivery.post(alert, unnoted)
    assert len(slack.calls("chat.postMessage")) == 2


async def test_a_doubt_about_the_plain_text_is_a_doubt(bot: Posting, slack: SlackWorkspace, alert: Alert) -> None:
    before = slack.world.clock()
    slack.faults.add("chat.postMessage", Fault.error("invalid_blocks"))
    slack.faults.add("chat.postMessage", Fault.lose(stored=True))
    with pytest.raises(TryAgain) as problem:
        await bot.delivery.post(alert, unnoted)
    assert problem.value.sent
    assert await bot.delivery.find(alert, before) is not None


async def test_an_edit_says_what_is_so_and_pings_nobody(bot: Posting, slack: SlackWorkspace, alert: Alert) -> None:
    pinging = replace(alert, roles=(number_of(slack.group.id),))
    told = await bot.delivery.post(pinging, unnoted)
    assert told is not None
    before = slack.posts()[0]
    await bot.delivery.edit(pinging, told)
    (after,) = slack.posts()
    assert len(after.edits) == 1
    assert slack.group.id in before.text
    assert slack.group.id not in str((after.text, after.blocks, after.attachments))
    assert after.metadata == before.metadata
    assert after.blocks[0]["block_id"] == before.blocks[0]["block_id"]


@pytest.mark.parametrize(
    "error",
    ["message_not_found", "cant_update_message", "edit_window_closed", "is_inactive", "update_failed"],
)
async def test_a_message_that_can_not_be_edited_is_replaced(
    error: str, bot: Posting, slack: SlackWorkspace, alert: Alert
) -> None:
    slack.faults.add("chat.update", Fault.error(error))
    with pytest.raises(EditRefused, match=error):
        await bot.delivery.edit(alert, 1_760_000_000_000_100)


async def test_an_edit_that_slack_finds_wrong_is_made_as_plain_text(
    bot: Posting, slack: SlackWorkspace, alert: Alert
) -> None:
    told = await bot.delivery.post(alert, unnoted)
    assert told is not None
    slack.faults.add("chat.update", Fault.error("msg_blocks_too_long"))
    await bot.delivery.edit(alert, told)
    (message,) = slack.posts()
    assert (message.blocks, message.attachments) == ((), ())
    assert "a is full" in message.text


async def test_a_limit_of_edits_holds_up_those_of_every_channel(
    bot: Posting, slack: SlackWorkspace, alert: Alert
) -> None:
    told = await bot.delivery.post(alert, unnoted)
    assert told is not None
    slack.faults.add("chat.update", Fault.limited(20))
    with pytest.raises(TryAgain) as problem:
        await bot.delivery.edit(alert, told)
    assert problem.value.retry_after == timedelta(seconds=20)
    elsewhere = slack.world.add_channel("elsewhere")
    with pytest.raises(EditPostponed) as postponed:
        await bot.delivery.edit(replace(alert, key="other", channel=number_of(elsewhere.id)), told)
    assert timedelta(seconds=19) < postponed.value.wait <= timedelta(seconds=20)
    assert len(slack.calls("chat.update")) == 1


async def test_what_ends_goes_before_what_goes_on_and_boards_go_last(
    bot: Posting, slack: SlackWorkspace, alert: Alert
) -> None:
    told = await bot.delivery.post(alert, unnoted)
    assert told is not None

    async def at_once(one: Alert) -> int:
        for count in range(100):
            try:
                await bot.delivery.edit(replace(one, key=f"{one.key}{count}"), told)
            except EditPostponed:
                return count
        raise AssertionError

    board = replace(alert, key="board", content=BoardContent(id=1))
    live = full("live", alert.channel, live=True)
    assert [await at_once(board), await at_once(live), await at_once(alert)] == [3, 3, 2]
    assert len(slack.calls("chat.update")) == 8


async def test_a_private_notice_goes_to_the_member_alone(bot: Posting, slack: SlackWorkspace) -> None:
    before = slack.world.clock()
    told = notice(slack, NoticeKind.EXPIRED)
    assert await bot.delivery.post(told, unnoted) is None
    assert slack.posts() == []
    assert len(slack.posts(slack.world.direct(slack.member))) == 1
    assert await bot.delivery.find(told, before) == Found(message_id=None)


@pytest.mark.parametrize("why", ["scope", "gone", "closed"])
async def test_where_no_direct_message_is_taken_the_channel_is_told_silently(
    why: str, bot: Posting, slack: SlackWorkspace
) -> None:
    before = slack.world.clock()
    match why:
        case "scope":
            slack.terms.scopes.discard("im:write")
        case "gone":
            slack.world.change_member(slack.member, deleted=True)
        case "closed":
            slack.faults.add("chat.postMessage", Fault.error("messages_tab_disabled"))
    told = notice(slack, NoticeKind.EXPIRED)
    message_id = await bot.delivery.post(told, unnoted)
    (message,) = slack.posts()
    assert message_id == number(message)
    assert slack.member.id not in message.text
    assert slack.member.id in str(message.attachments)
    assert await bot.delivery.find(told, before) == Found(message_id=message_id)


@pytest.mark.parametrize("fault", [Fault.error("internal_error"), Fault.limited(5), Fault.status(500)])
async def test_trouble_on_the_way_to_a_member_tells_no_channel(
    fault: Fault, bot: Posting, slack: SlackWorkspace
) -> None:
    slack.faults.add("conversations.open", fault)
    with pytest.raises(TryAgain) as problem:
        await bot.delivery.post(notice(slack, NoticeKind.EXPIRED), unnoted)
    assert not problem.value.sent
    assert slack.posts() == []


async def test_an_offer_pings_its_member_until_it_is_over(bot: Posting, slack: SlackWorkspace) -> None:
    offer = notice(slack, NoticeKind.OFFER)
    told = await bot.delivery.post(offer, unnoted)
    assert told is not None
    assert slack.posts()[0].text.startswith(f"<@{slack.member.id}> ")
    await bot.delivery.edit(offer, told)
    (message,) = slack.posts()
    assert slack.member.id not in message.text
    assert slack.member.id in str(message.attachments)


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
    assert bot.delivery.key_trusted == timedelta()
    assert bot.delivery.settles_after == timedelta(seconds=15)
    assert bot.delivery.longest_attempt == timedelta(seconds=8)
    await bot.delivery.post(alert, unnoted)
    await bot.delivery.post(alert, unnoted)
    assert len(slack.posts()) == 2  # which is why delivery looks first
