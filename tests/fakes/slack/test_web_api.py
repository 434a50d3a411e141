"""The Web API with Slack's own client: what is posted is kept, edited, read, and answered as Slack does."""

import pytest
from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import SlackWorkspace


async def test_a_token_is_asked_who_it_is(slack: SlackWorkspace, web: AsyncWebClient) -> None:
    found = await web.auth_test()
    assert (found["team_id"], found["user_id"], found["bot_id"]) == (
        slack.world.team,
        slack.world.bot.id,
        slack.world.bot_id,
    )


@pytest.mark.parametrize(
    ("token", "error"),
    [("xoxb-another", "invalid_auth"), (None, "not_authed"), ("app", "not_allowed_token_type")],
)
async def test_a_token_that_is_not_the_bots_is_refused(slack: SlackWorkspace, token: str | None, error: str) -> None:
    client = AsyncWebClient(token=slack.app_token if token == "app" else token, base_url=slack.url)
    with pytest.raises(SlackApiError) as refused:
        await client.auth_test()
    assert refused.value.response["error"] == error


async def test_a_message_is_kept_edited_and_read(slack: SlackWorkspace, web: AsyncWebClient) -> None:
    key = {"event_type": "capacity_alert", "event_payload": {"key": "a/1"}}
    where = slack.channel.id
    sent = [await web.chat_postMessage(channel=where, text=f"number {each}", metadata=key) for each in range(4)]
    await web.chat_update(channel=where, ts=sent[1]["ts"], text="changed")
    assert [each.text for each in slack.posts()] == ["number 0", "changed", "number 2", "number 3"]
    first, second = slack.posts()[:2]
    assert ([each.text for each in second.edits], first.edits) == (["number 1"], ())
    found = await web.conversations_history(channel=where, limit=3, include_all_metadata=True)
    assert [each["ts"] for each in found["messages"]] == [each["ts"] for each in sent[:0:-1]]
    assert [each["metadata"] for each in found["messages"]] == [key] * 3
    more = await web.conversations_history(channel=where, cursor=found["response_metadata"]["next_cursor"])
    assert ([each["text"] for each in more["messages"]], more["has_more"]) == (["number 0"], False)
    assert more["messages"][0]["metadata"] == {"event_type": "capacity_alert"}
    after = await web.conversations_history(channel=where, oldest=sent[1]["ts"])
    assert [each["text"] for each in after["messages"]] == ["number 3", "number 2"]
    assert (await slack.next_message()).ts == sent[0]["ts"]
    assert (await slack.next_message()).ts == sent[1]["ts"]
    assert slack.problems == []


async def test_forms_json_and_queries_are_read_alike(slack: SlackWorkspace) -> None:
    body = {"channel": slack.channel.id, "text": "hello"}
    async with ClientSession(headers={"Authorization": f"Bearer {slack.bot_token}"}) as session:
        for json, data in ((body, None), (None, body)):
            async with session.post(f"{slack.url}chat.postMessage", json=json, data=data) as answer:
                assert (await answer.json())["ok"]
        async with session.get(f"{slack.url}conversations.info", params={"channel": slack.channel.id}) as answer:
            assert (await answer.json())["channel"]["is_member"]
        async with session.get(f"{slack.url}chat.postMessage", params=body) as answer:
            assert (await answer.json())["error"] == "invalid_post_type"
    assert len(slack.posts()) == 2
    assert len(slack.problems) == 1


async def test_people_groups_and_channels_are_shown(slack: SlackWorkspace, web: AsyncWebClient) -> None:
    admin = (await web.users_info(user=slack.admin.id))["user"]
    assert (admin["is_admin"], admin["is_restricted"], admin["team_id"]) == (True, False, slack.world.team)
    stranger = slack.world.add_stranger()
    assert (await web.users_info(user=stranger.id))["user"]["is_stranger"]
    groups = (await web.usergroups_list(include_users=True))["usergroups"]
    assert [(each["handle"], each["users"]) for each in groups] == [("makers", [slack.member.id])]
    slack.world.share(slack.channel)
    assert (await web.conversations_info(channel=slack.channel.id))["channel"]["is_ext_shared"]
    direct = (await web.conversations_open(users=slack.member.id))["channel"]["id"]
    assert (await web.chat_postMessage(channel=slack.member.id, text="psst"))["channel"] == direct


async def test_a_file_is_uploaded_in_three_steps(slack: SlackWorkspace, web: AsyncWebClient) -> None:
    done = await web.files_upload_v2(
        content=b"png",
        filename="a.png",
        title="A",
        alt_txt="a picture",
        channel=slack.channel.id,
        initial_comment="see",
    )
    (message,) = slack.messages()
    found = slack.files[message.files[0]]
    assert (found.content, found.alt_text, found.title, message.text) == (b"png", "a picture", "A", "see")
    assert done["file"]["id"] == found.id
    assert slack.problems == []


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("kicked", "not_in_channel"),
        ("archived", "is_archived"),
        ("secret", "channel_not_found"),
        ("gone", "channel_not_found"),
    ],
)
async def test_a_channel_that_is_closed_to_the_bot_is_refused(
    slack: SlackWorkspace, web: AsyncWebClient, channel: str, error: str
) -> None:
    there = slack.world.add_channel("there", private=channel == "secret", has_bot=channel != "secret")
    change = {"kicked": slack.world.kick, "archived": slack.world.archive, "gone": slack.world.delete_channel}
    change.get(channel, lambda _: None)(there)
    with pytest.raises(SlackApiError) as refused:
        await web.chat_postMessage(channel=there.id, text="hello")
    assert refused.value.response["error"] == error
    assert slack.problems == []


async def test_a_scope_that_is_missing_is_named(slack: SlackWorkspace, web: AsyncWebClient) -> None:
    slack.terms.scopes.discard("channels:history")
    with pytest.raises(SlackApiError) as refused:
        await web.conversations_history(channel=slack.channel.id)
    assert (refused.value.response["error"], refused.value.response["needed"]) == ("missing_scope", "channels:history")


async def test_what_nobody_here_knows_is_a_problem(slack: SlackWorkspace, web: AsyncWebClient) -> None:
    for call in (
        web.api_call("chat.scheduleMessage"),
        web.chat_postMessage(channel=slack.channel.id, text="x", parse="full"),
    ):
        with pytest.raises(SlackApiError):
            await call
    assert len(slack.problems) == 2
