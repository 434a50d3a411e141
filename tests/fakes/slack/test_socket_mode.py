"""Socket Mode with Slack's stock client: envelopes, acknowledgements, and what people get of them."""

from typing import Any

from slack_sdk.socket_mode.request import SocketModeRequest

from tests.fakes.slack import SlackWorkspace
from tests.fakes.slack.apps import running

BUTTON = {"type": "button", "action_id": "again", "text": {"type": "plain_text", "text": "Again"}, "value": "1"}
ACTIONS = {"type": "actions", "block_id": "b", "elements": [BUTTON]}


def hello(request: SocketModeRequest) -> dict[str, Any] | None:
    """Answer a slash command with its own words and a button."""
    if request.type != "slash_commands":
        return None
    return {"text": f"hello {request.payload['text']}", "blocks": [ACTIONS]}


async def test_a_slash_command_is_answered_in_the_acknowledgement(slack: SlackWorkspace) -> None:
    async with running(slack, hello) as app:
        acked = await slack.slash(slack.member, slack.channel, "@alex in #general & <all>")
    assert acked.ok
    assert acked.after is not None
    assert acked.after < 3
    payload = app.requests[0].payload
    there = f"<@{slack.admin.id}|alex> in <#{slack.channel.id}|general> &amp; &lt;all&gt;"
    assert (payload["command"], payload["text"]) == ("/capacity", there)
    assert (payload["team_id"], payload["user_id"], payload["channel_id"]) == (
        slack.world.team,
        slack.member.id,
        slack.channel.id,
    )
    assert (acked.message.ephemeral, acked.message.seen_by) == (True, slack.member.id)
    assert slack.messages() == []


async def test_nobody_connected_and_nobody_answering_are_told_apart(slack: SlackWorkspace) -> None:
    slack.terms.ack_seconds = 0.2
    assert (await slack.slash(slack.member, slack.channel)).error == "dispatch_failed"
    async with running(slack) as app:
        app.answer = None
        assert (await slack.slash(slack.member, slack.channel)).error == "operation_timeout"


async def test_a_press_brings_an_address_that_changes_the_message(slack: SlackWorkspace) -> None:
    async with running(slack, hello) as app:
        shown = (await slack.slash(slack.member, slack.channel, "you")).message
        acked = await slack.press(shown, "again")
        payload = app.requests[-1].payload
        assert (payload["type"], payload["actions"][0]["value"]) == ("block_actions", "1")
        assert (payload["container"]["is_ephemeral"], "message" in payload) == (True, False)
        await app.web.api_call("auth.test")
        session = app.client.aiohttp_client_session
        for number in range(6):
            body = {"replace_original": True, "text": f"changed {number}"}
            async with session.post(payload["response_url"], json=body) as answer:
                assert answer.status == (200 if number < 5 else 404)
    assert (await acked.edited()).text == "changed 4"
    assert slack.ephemerals() == [slack.now(shown)]
    assert slack.problems == []


async def test_an_event_comes_once_somebody_is_there(slack: SlackWorkspace) -> None:
    slack.world.archive(slack.channel)
    async with running(slack) as app:
        await slack.wait_for(lambda: slack.acks)
    assert app.requests[0].type == "events_api"
    assert app.requests[0].payload["event"]["type"] == "channel_archive"


async def test_a_modal_is_opened_filled_in_and_submitted(slack: SlackWorkspace) -> None:
    entry = {"type": "plain_text_input", "action_id": "name"}
    block = {"type": "input", "block_id": "who", "label": {"type": "plain_text", "text": "Who"}, "element": entry}
    title, submit = ({"type": "plain_text", "text": text} for text in ("A form", "Go"))
    view = {"type": "modal", "title": title, "submit": submit, "blocks": [block]}
    answers: list[dict[str, Any] | None] = [
        None,
        {"response_action": "errors", "errors": {"who": "Not this one"}},
        None,
    ]
    async with running(slack, lambda _: answers.pop(0)) as app:
        acked = await slack.slash(slack.member, slack.channel, "form")
        await app.web.views_open(trigger_id=app.requests[0].payload["trigger_id"], view=view)
        opened = await acked.opened()
        assert (await slack.submit(opened, {"name": "robin"})).errors == {"who": "Not this one"}
        assert slack.views.stack(slack.member.id) == [opened]
        await slack.submit(opened, {"who": "alex"})
        state = app.requests[-1].payload["view"]["state"]["values"]
        assert state == {"who": {"name": {"type": "plain_text_input", "value": "alex"}}}
    assert slack.views.stack(slack.member.id) == []
    assert slack.problems == []


async def test_only_events_that_the_manifest_names_are_sent(slack: SlackWorkspace) -> None:
    slack.terms.events = {"channel_archive"}
    async with running(slack) as app:
        slack.world.share(slack.channel)
        slack.world.rename(slack.channel, "alerts")
        slack.world.archive(slack.channel)
        await slack.wait_for(lambda: slack.acks)
    assert [each.payload["event"]["type"] for each in app.requests] == ["channel_archive"]
