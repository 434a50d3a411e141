"""What goes wrong with a call goes wrong as it is told to, and is stored or not as it is told to."""

import asyncio
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import Fault, Limit, SlackWorkspace

POST = "chat.postMessage"


async def test_the_stock_client_posts_twice_after_a_lost_answer(slack: SlackWorkspace, web: AsyncWebClient) -> None:
    stock = AsyncWebClient(token=slack.bot_token, base_url=slack.url)
    slack.faults.add(POST, Fault.lose())
    await stock.chat_postMessage(channel=slack.channel.id, text="once")
    assert [each.text for each in slack.posts()] == ["once", "once"]
    slack.faults.add(POST, Fault.lose())
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await web.chat_postMessage(channel=slack.channel.id, text="really once")
    assert [each.text for each in slack.posts()] == ["once", "once", "really once"]


@pytest.mark.parametrize(
    ("fault", "error", "posts"),
    [
        (Fault.lose(), aiohttp.ClientError, 1),
        (Fault.lose(reset=True), aiohttp.ClientError, 1),
        (Fault.lose(stored=False), aiohttp.ClientError, 0),
        (Fault.status(503), SlackApiError, 0),
        (Fault.status(502, stored=True), SlackApiError, 1),
        (Fault.plain(stored=True), AttributeError, 1),
        (Fault.error("internal_error"), SlackApiError, 0),
        (Fault.error("fatal_error", stored=True), SlackApiError, 1),
        (Fault.error("token_revoked"), SlackApiError, 0),
        (Fault.scope("chat:write"), SlackApiError, 0),
        (Fault.limited(7), SlackApiError, 0),
    ],
    ids=[
        "lost",
        "reset",
        "lost before it is stored",
        "503",
        "502 and stored",
        "text",
        "internal_error",
        "fatal_error and stored",
        "token_revoked",
        "missing_scope",
        "429",
    ],
)
async def test_a_post_fails_as_it_is_told_to(
    slack: SlackWorkspace, web: AsyncWebClient, fault: Fault, error: type[Exception], posts: int
) -> None:
    slack.faults.add(POST, fault)
    with pytest.raises(error) as failed:
        await web.chat_postMessage(channel=slack.channel.id, text="x")
    assert len(slack.posts()) == posts
    if fault == Fault.limited(7):
        assert isinstance(failed.value, SlackApiError)
        assert failed.value.response.headers["Retry-After"] == "7"
    await web.chat_postMessage(channel=slack.channel.id, text="x")
    assert len(slack.posts()) == posts + 1
    assert slack.problems == []


@pytest.mark.parametrize("hangs", [True, False])
async def test_a_post_lands_after_nobody_waits_for_it(slack: SlackWorkspace, *, hangs: bool) -> None:
    web = AsyncWebClient(token=slack.bot_token, base_url=slack.url, retry_handlers=[], timeout=1)
    slack.faults.add(POST, Fault.late(0.2, hangs=hangs))
    with pytest.raises((TimeoutError, aiohttp.ClientError)):
        await web.chat_postMessage(channel=slack.channel.id, text="late")
    assert slack.posts() == []
    assert (await slack.next_message()).text == "late"


async def test_a_fault_meets_only_the_calls_that_fit(slack: SlackWorkspace, web: AsyncWebClient) -> None:
    rule = slack.faults.add(POST, Fault.status(), times=None, fits=lambda arguments: arguments["text"] == "this")
    await web.chat_postMessage(channel=slack.channel.id, text="that")
    for _ in range(2):
        with pytest.raises(SlackApiError):
            await web.chat_postMessage(channel=slack.channel.id, text="this")
    rule.lift()
    await web.chat_postMessage(channel=slack.channel.id, text="this")
    assert (rule.hits, len(slack.posts())) == (2, 2)


async def test_a_slow_answer_is_stored_before_it_is_given(slack: SlackWorkspace, web: AsyncWebClient) -> None:
    answer = asyncio.Event()
    slack.faults.add(POST, Fault.hang(answer))
    posting = asyncio.create_task(web.chat_postMessage(channel=slack.channel.id, text="x"))
    await slack.next_message()
    assert not posting.done()
    answer.set()
    assert (await posting)["ok"]


async def test_an_edit_is_refused_for_each_of_its_reasons(slack: SlackWorkspace, web: AsyncWebClient) -> None:
    where = slack.channel.id
    said, sent = slack.say("mine"), await web.chat_postMessage(channel=where, text="x")
    late = await web.chat_postMessage(channel=where, text="y")
    slack.chat.closed_to_edits.add(late["ts"])
    await web.chat_postEphemeral(channel=where, user=slack.member.id, text="psst")
    whispered = slack.ephemerals()[0].ts
    errors = {}
    for ts in ("1.000000", said.ts, late["ts"], whispered):
        with pytest.raises(SlackApiError) as refused:
            await web.chat_update(channel=where, ts=ts, text="z")
        errors[ts] = refused.value.response["error"]
    assert list(errors.values()) == [
        "message_not_found",
        "cant_update_message",
        "edit_window_closed",
        "message_not_found",
    ]
    slack.delete(slack.posts()[0])
    with pytest.raises(SlackApiError) as gone:
        await web.chat_update(channel=where, ts=sent["ts"], text="z")
    assert gone.value.response["error"] == "message_not_found"
    assert len(slack.problems) == 2


async def test_a_token_is_revoked_in_the_middle(slack: SlackWorkspace, web: AsyncWebClient) -> None:
    await web.auth_test()
    slack.terms.token_error = "token_revoked"
    with pytest.raises(SlackApiError) as refused:
        await web.auth_test()
    assert refused.value.response["error"] == "token_revoked"


async def test_the_limits_of_a_minute_hold(slack: SlackWorkspace, web: AsyncWebClient) -> None:
    slack.limits.channel = Limit(calls=2)
    other = slack.world.add_channel("other")
    for _ in range(2):
        await web.chat_postMessage(channel=slack.channel.id, text="x")
    with pytest.raises(SlackApiError) as refused:
        await web.chat_postMessage(channel=slack.channel.id, text="x")
    assert (refused.value.response.status_code, refused.value.response["error"]) == (429, "ratelimited")
    assert 59 <= int(refused.value.response.headers["Retry-After"]) <= 60
    sent = await web.chat_postMessage(channel=other.id, text="x")
    slack.skip(timedelta(minutes=1))
    await web.chat_postMessage(channel=slack.channel.id, text="x")
    for _ in range(50):
        await web.chat_update(channel=other.id, ts=sent["ts"], text="y")
    with pytest.raises(SlackApiError):
        await web.chat_update(channel=other.id, ts=sent["ts"], text="y")
    assert slack.limits.refused == 2
    assert slack.problems == []


async def test_the_history_is_slow_paged_and_without_metadata(slack: SlackWorkspace, web: AsyncWebClient) -> None:
    where, key = slack.channel.id, {"event_type": "a", "event_payload": {"key": "1"}}
    for _ in range(3):
        await web.chat_postMessage(channel=where, text="\U0001f7e2 x", metadata=key)
    slack.terms.history_page, slack.terms.shows_metadata = 2, False
    slack.faults.add("conversations.history", Fault.slow(0.05))
    page = await web.conversations_history(channel=where, limit=200, include_all_metadata=True)
    assert (len(page["messages"]), page["has_more"]) == (2, True)
    first = page["messages"][0]
    assert (first["metadata"], first["text"]) == ({"event_type": "a"}, ":large_green_circle: x")
    assert first["bot_id"] == slack.world.bot_id
    cursor = page["response_metadata"]["next_cursor"]
    assert len((await web.conversations_history(channel=where, cursor=cursor))["messages"]) == 1


async def test_the_clocks_of_slack_may_differ(slack: SlackWorkspace, web: AsyncWebClient) -> None:
    slack.terms.ts_skew = timedelta(seconds=-90)
    sent = await web.chat_postMessage(channel=slack.channel.id, text="x")
    behind = slack.world.clock().timestamp() - float(sent["ts"])
    assert 89 < behind < 100


async def test_a_picture_is_shown_only_once_it_is_processed(slack: SlackWorkspace, web: AsyncWebClient) -> None:
    slack.terms.file_seconds = 3
    done = await web.files_upload_v2(content=b"png", filename="a.png")
    file = {"id": done["file"]["id"]}
    block = {"type": "image", "slack_file": file, "alt_text": "a picture"}
    with pytest.raises(SlackApiError) as refused:
        await web.chat_postMessage(channel=slack.channel.id, text="x", blocks=[block])
    assert refused.value.response["error"] == "invalid_blocks"
    assert (await web.files_info(file=file["id"]))["file"]["mimetype"] == ""
    slack.skip(timedelta(seconds=3))
    await web.chat_postMessage(channel=slack.channel.id, text="x", blocks=[block])
    assert slack.problems == []


async def test_slack_goes_away_and_comes_back(slack: SlackWorkspace, web: AsyncWebClient) -> None:
    await slack.down()
    with pytest.raises(aiohttp.ClientConnectorError):
        await web.auth_test()
    await slack.up()
    await web.auth_test()
