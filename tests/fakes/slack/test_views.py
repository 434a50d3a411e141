"""Modals and the Home tab: limits, triggers, the stack, menus that ask the app."""

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.request import SocketModeRequest

from tests.fakes.slack import CannotError, SlackWorkspace
from tests.fakes.slack.apps import App, running
from tests.fakes.slack.records import Json


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def entry(block_id: str = "b", element: Json | None = None, **other: Any) -> Json:  # noqa: ANN401 - any field of an input
    inside = element or {"type": "plain_text_input", "action_id": f"in {block_id}"}
    return {"type": "input", "block_id": block_id, "label": plain("Label"), "element": inside, **other}


def modal(*blocks: Json, **other: Any) -> Json:  # noqa: ANN401 - any field of a view
    whole = {"type": "modal", "title": plain("Title"), "submit": plain("Go"), "blocks": list(blocks or (entry(),))}
    return {**whole, **other}


async def opened(slack: SlackWorkspace, app: App, view: Json) -> Any:  # noqa: ANN401 - what slack_sdk answers
    """Have somebody use a command, and open a view in answer."""
    await slack.slash(slack.member, slack.channel)
    return await app.web.views_open(trigger_id=app.requests[-1].payload["trigger_id"], view=view)


FOCUSED = {"type": "plain_text_input", "focus_on_load": True}
WIDE = [{"type": "divider"}] * 101
REFUSED: list[tuple[str, Json]] = [
    ("101 blocks", modal(*WIDE)),
    ("title 25", modal(title=plain("x" * 25))),
    ("submit 25", modal(submit=plain("x" * 25))),
    ("close 25", modal(close=plain("x" * 25))),
    ("private_metadata 3001", modal(private_metadata="x" * 3001)),
    ("callback_id 256", modal(callback_id="x" * 256)),
    ("inputs without a submit", {key: value for key, value in modal().items() if key != "submit"}),
    ("a title in mrkdwn", modal(title={"type": "mrkdwn", "text": "x", "verbatim": True})),
    ("a table in a modal", modal({"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]})),
    ("alert 201", modal({"type": "alert", "text": plain("x" * 201)})),
    ("a Home tab", {"type": "home", "blocks": [{"type": "divider"}]}),
    ("no such field", modal(color="red")),
    ("a block_id twice", modal(entry(), entry())),
    ("two in focus", modal(*(entry(name, {**FOCUSED, "action_id": name}) for name in "ab"))),
]


@pytest.mark.parametrize("view", [each[1] for each in REFUSED], ids=[each[0] for each in REFUSED])
async def test_a_view_past_a_limit_is_refused(slack: SlackWorkspace, view: Json) -> None:
    async with running(slack) as app:
        with pytest.raises(SlackApiError) as refused:
            await opened(slack, app, view)
    assert refused.value.response["error"] == "invalid_arguments"
    assert len(slack.problems) == 1


async def test_a_view_up_to_the_limits_is_opened(slack: SlackWorkspace) -> None:
    blocks = [entry(str(each)) for each in range(99)]
    view = modal({"type": "alert", "text": plain("x" * 200), "level": "warning"}, *blocks)
    view |= {"private_metadata": "x" * 3000, "callback_id": "x" * 255, "title": plain("x" * 24)}
    async with running(slack) as app:
        assert (await opened(slack, app, view))["view"]["hash"]
    assert slack.problems == []


async def test_a_trigger_is_good_once_and_for_seconds(slack: SlackWorkspace) -> None:
    async with running(slack) as app:
        await opened(slack, app, modal())
        errors = []
        for seconds, trigger in ((0, app.requests[-1].payload["trigger_id"]), (4, None), (0, "1.2.3")):
            await slack.slash(slack.member, slack.channel)
            slack.skip(timedelta(seconds=seconds))
            with pytest.raises(SlackApiError) as refused:
                await app.web.views_open(trigger_id=trigger or app.requests[-1].payload["trigger_id"], view=modal())
            errors.append(refused.value.response["error"])
    assert errors == ["exchanged_trigger_id", "expired_trigger_id", "invalid_trigger_id"]
    assert len(slack.problems) == 1


async def test_three_views_are_stacked_and_a_stale_update_is_refused(slack: SlackWorkspace) -> None:
    pushed = {"response_action": "push", "view": modal(title=plain("Above"))}
    async with running(slack) as app:
        first = (await opened(slack, app, modal()))["view"]
        app.answer = lambda _: pushed
        for _ in range(2):
            await slack.submit(slack.views.stack(slack.member.id)[-1], {"b": "x"})
        assert len(slack.views.stack(slack.member.id)) == 3
        with pytest.raises(CannotError):
            await slack.submit(slack.views.every[first["id"]], {"b": "x"})
        await app.web.views_update(view_id=first["id"], hash=first["hash"], view=modal())
        with pytest.raises(SlackApiError) as stale:
            await app.web.views_update(view_id=first["id"], hash=first["hash"], view=modal())
        assert stale.value.response["error"] == "hash_conflict"
        app.answer = lambda _: {"response_action": "clear"}
        await slack.submit(slack.views.stack(slack.member.id)[-1], {"b": "x"})
    assert slack.views.stack(slack.member.id) == []
    assert slack.problems == []


def accounts(request: SocketModeRequest) -> dict[str, Any] | None:
    """Offer two accounts that begin as was typed, and answer nothing else."""
    if request.payload.get("type") != "block_suggestion":
        return None
    typed = request.payload["value"]
    return {"options": [{"text": plain(f"{typed}{end}"), "value": f"{typed}{end}"} for end in ("a", "b")]}


async def test_what_is_entered_arrives_as_slack_sends_it(slack: SlackWorkspace) -> None:
    fixed = [{"text": plain(name.title()), "value": name} for name in ("free", "full")]
    elements: dict[str, Json] = {
        "account": {"type": "external_select", "action_id": "account", "min_query_length": 0},
        "when": {"type": "static_select", "action_id": "when", "options": fixed, "initial_option": fixed[0]},
        "hold": {"type": "number_input", "action_id": "hold", "is_decimal_allowed": False, "max_value": "60"},
        "loud": {"type": "checkboxes", "action_id": "loud", "options": fixed[:1]},
        "where": {"type": "conversations_select", "action_id": "where", "initial_conversation": slack.channel.id},
    }
    blocks = [entry(name, element, optional=name == "loud") for name, element in elements.items()]
    async with running(slack, accounts) as app:
        await opened(slack, app, modal(*blocks))
        view = slack.views.stack(slack.member.id)[0]
        assert [each.text for each in (await slack.suggest(view, "account", "studio-")).choices] == [
            "studio-a",
            "studio-b",
        ]
        with pytest.raises(CannotError, match="60"):
            await slack.submit(view, {"account": "studio-a", "hold": 61})
        with pytest.raises(CannotError, match="hold"):
            await slack.submit(view, {"account": "studio-a"})
        with pytest.raises(CannotError, match="never"):
            await slack.submit(view, {"account": "studio-a", "hold": 60, "when": "never"})
        await slack.submit(view, {"account": "studio-b", "hold": 60, "when": "Full", "loud": True})
        values = app.requests[-1].payload["view"]["state"]["values"]
    assert values["account"]["account"]["selected_option"]["value"] == "studio-b"
    assert values["when"]["when"]["selected_option"] == fixed[1]
    assert values["hold"]["hold"]["value"] == "60"
    assert values["loud"]["loud"]["selected_options"] == fixed[:1]
    assert values["where"]["where"]["selected_conversation"] == slack.channel.id
    assert slack.problems == []


async def test_the_home_tab_is_published_when_it_is_opened(slack: SlackWorkspace) -> None:
    async with running(slack) as app:

        async def publish(_: Any, request: SocketModeRequest) -> None:  # noqa: ANN401 - slack_sdk's client
            user = request.payload["event"]["user"]
            await app.web.views_publish(user_id=user, view={"type": "home", "blocks": [{"type": "divider"}]})

        app.client.socket_mode_request_listeners.append(publish)
        assert (await slack.open_home()).updates == 0
        assert (await slack.open_home()).updates == 1
    assert slack.problems == []
