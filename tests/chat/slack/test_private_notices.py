"""Notices to one member, on a loopback Slack: a direct message, or silently in the channel."""

import pytest

from bot.alerts.waiter_notice import NoticeKind
from bot.delivery.message_port import Found
from bot.errors import TryAgain
from tests.chat.slack.posting import Posting, notice, posted_id
from tests.fakes.slack import Fault, SlackWorkspace
from tests.far_end import unnoted


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
    assert message_id == posted_id(message)
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
    await bot.delivery.edit(offer, told, unnoted)
    (message,) = slack.posts()
    assert slack.member.id not in message.text
    assert slack.member.id in str(message.attachments)
