"""The limits of messages: everything up to them is taken, all that is past them refused and held against the bot."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import SlackWorkspace
from tests.fakes.slack.records import Json


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def section(text: str = "x", **other: Any) -> Json:  # noqa: ANN401 - any field of a section
    return {"type": "section", "text": mrkdwn(text), **other}


def button(action_id: str = "a", **other: Any) -> Json:  # noqa: ANN401 - any field of a button
    return {"type": "button", "action_id": action_id, "text": plain("A"), **other}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def menu(*options: Json, **other: Any) -> Json:  # noqa: ANN401 - any field of a menu
    return actions({"type": "static_select", "action_id": "m", "options": list(options), **other})


def option(value: str = "v", text: str = "t", **other: Any) -> Json:  # noqa: ANN401 - any field of an option
    return {"text": plain(text), "value": value, **other}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def cell(text: str = "x") -> Json:
    return {"type": "raw_text", "text": text}


def table(*rows: list[Json], **other: Any) -> Json:  # noqa: ANN401 - any field of a table
    return {"type": "table", "rows": list(rows), **other}


PICTURE = {"type": "image", "alt_text": "a", "image_url": "https://example.com/x.png"}
OPTIONS = [option(str(each)) for each in range(101)]
REFUSED: list[tuple[str, list[Json]]] = [
    ("51 blocks", [section()] * 51),
    ("no such kind", [{"type": "video"}]),
    ("an alert in a message", [{"type": "alert", "text": plain("x")}]),
    ("section 3001", [section("x" * 3001)]),
    ("an empty section", [{"type": "section"}]),
    ("an empty text", [section("")]),
    ("a field that is none", [section(color="red")]),
    ("11 fields", [section(fields=[plain("x")] * 11)]),
    ("field 2001", [section(fields=[plain("x" * 2001)])]),
    ("header 151", [{"type": "header", "text": plain("x" * 151)}]),
    ("a header in mrkdwn", [{"type": "header", "text": mrkdwn("x")}]),
    ("a header of level 5", [{"type": "header", "text": plain("x"), "level": 5}]),
    ("11 in a context", [{"type": "context", "elements": [plain("x")] * 11}]),
    ("26 buttons", [actions(*(button(str(each)) for each in range(26)))]),
    ("no button", [actions()]),
    ("button text 76", [actions(button(text=plain("x" * 76)))]),
    ("button value 2001", [actions(button(value="x" * 2001))]),
    ("button in mrkdwn", [actions(button(text=mrkdwn("x")))]),
    ("a style that is none", [actions(button(style="warning"))]),
    ("action_id 256", [actions(button("a" * 256))]),
    ("block_id 256", [section(block_id="b" * 256)]),
    ("block_id twice", [section(block_id="b"), section(block_id="b")]),
    ("no option", [menu()]),
    ("101 options", [menu(*OPTIONS)]),
    ("option text 76", [menu(option(text="x" * 76))]),
    ("option value 151", [menu(option("v" * 151))]),
    ("option description 76", [menu(option(description=plain("x" * 76)))]),
    ("one value twice", [menu(option(), option())]),
    ("picked is none of them", [menu(option(), initial_option=option("w"))]),
    ("6 in an overflow", [actions({"type": "overflow", "action_id": "o", "options": OPTIONS[:6]})]),
    ("placeholder 151", [menu(option(), placeholder=plain("x" * 151))]),
    ("an image without a word", [{"type": "image", "image_url": "https://example.com"}]),
    ("alt text 2001", [{**PICTURE, "alt_text": "x" * 2001}]),
    ("an image of nothing", [{"type": "image", "alt_text": "x"}]),
    ("a text input in actions", [actions({"type": "plain_text_input", "action_id": "a"})]),
    ("rich text of nothing", [rich({"type": "text", "text": ""})]),
    ("rich text with what is none", [rich({"type": "moment"})]),
    ("a list outside of rich text", [{"type": "rich_text_list", "elements": [], "style": "bullet"}]),
    ("markdown 12001", [{"type": "markdown", "text": "x" * 12_001}]),
    ("101 rows", [table(*([cell()] for _ in range(101)))]),
    ("21 cells", [table([cell()] * 21)]),
    ("rows of two lengths", [table([cell()], [cell()] * 2)]),
    ("10,001 in tables", [table([cell("x" * 5001)]), table([cell("x" * 5000)])]),
    ("a data table of a header", [{"type": "data_table", "caption": "c", "rows": [[cell()]]}]),
    ("a data table without a caption", [{"type": "data_table", "rows": [[cell()], [cell()]]}]),
    ("13,201 in all", [section("x" * 3000)] * 4 + [section("x" * 1201)]),
]


async def refusal(web: AsyncWebClient, channel: str, **said: Any) -> str:  # noqa: ANN401 - whatever a message has
    """Post it, and return the error."""
    with pytest.raises(SlackApiError) as refused:
        await web.api_call("chat.postMessage", json={"channel": channel, **said})
    error: str = refused.value.response["error"]
    return error


@pytest.mark.parametrize("blocks", [each[1] for each in REFUSED], ids=[each[0] for each in REFUSED])
async def test_blocks_past_a_limit_are_refused(slack: SlackWorkspace, web: AsyncWebClient, blocks: list[Json]) -> None:
    error = "msg_blocks_too_long" if len(blocks) == 5 else "invalid_blocks"
    assert await refusal(web, slack.channel.id, text="x", blocks=blocks) == error
    assert len(slack.problems) == 1
    assert slack.messages() == []


async def test_an_attachment_is_held_to_the_same_limits(slack: SlackWorkspace, web: AsyncWebClient) -> None:
    where = slack.channel.id
    good: Json = {"color": "#a30200", "fallback": "x", "blocks": [section()]}
    wrong: list[Json] = [{**good, "blocks": [section("x" * 3001)]}, {**good, "color": "red"}, {**good, "title": "x"}]
    for attachment in wrong:
        assert await refusal(web, where, text="x", attachments=[attachment]) == "invalid_attachments"
    assert await refusal(web, where, text="x", attachments=[good] * 101) == "invalid_attachments"
    twice = [section(block_id="b")]
    assert (
        await refusal(web, where, text="x", blocks=twice, attachments=[{**good, "blocks": twice}]) == "invalid_blocks"
    )
    assert len(slack.problems) == 5
    await web.chat_postMessage(channel=where, text="x", attachments=[good])
    assert slack.posts()[0].attachments[0]["color"] == "#a30200"


async def test_up_to_the_limits_all_is_taken(slack: SlackWorkspace, web: AsyncWebClient) -> None:
    every: list[Json] = [
        {"type": "header", "text": plain("x" * 150), "level": 2},
        section("&lt;x&gt; &amp; <@U0000001> <!date^1760000000^{ago}|at ten> <https://example.com|there>"),
        section("x" * 3000, accessory=button("b" * 255, value="v" * 2000, style="danger")),
        actions(*(button(str(each), text=plain("x" * 75)) for each in range(25))),
        menu(*(option(each["value"], "t" * 75) for each in OPTIONS[:20]), placeholder=plain("p" * 150)),
        {"type": "context", "elements": [plain("x")] * 9 + [PICTURE]},
        rich(
            {"type": "text", "text": "*not* <bold> & all", "style": {"bold": True}},
            {"type": "user", "user_id": slack.member.id},
            {"type": "date", "timestamp": 1_760_000_000, "format": "{ago}", "fallback": "at ten"},
        ),
        table([cell("x" * 100)] * 20, *([cell()] * 20 for _ in range(99)), column_settings=[{"align": "right"}]),
        {"type": "divider"},
    ]
    await web.chat_postMessage(channel=slack.channel.id, text="x" * 4000, blocks=every)
    assert slack.problems == []


LOOSE = {"type": "mrkdwn", "text": "@all"}
TOLD = {"event_type": "a", "event_payload": {"a": "joan@example.com"}}
HELD: list[tuple[str, Json]] = [
    ("no text beside blocks", {"blocks": [section()]}),
    ("text 4001", {"text": "x" * 4001}),
    ("a raw < in the text", {"text": "1 < 2"}),
    ("a raw & in the text", {"text": "you & me"}),
    ("a token that is none", {"text": "<@robin>"}),
    ("a raw > in a section", {"text": "x", "blocks": [section("2 > 1")]}),
    ("mrkdwn that is not verbatim", {"text": "x", "blocks": [{"type": "section", "text": LOOSE}]}),
    ("a date in plain text", {"text": "x", "blocks": [section(fields=[plain("<!date^1^{ago}|x>")])]}),
    ("one action_id twice", {"text": "x", "blocks": [actions(button(), button())]}),
    ("a bot's token", {"text": "xoxb-123456-abcdef"}),
    ("a response_url", {"text": "x", "blocks": [section("https://hooks.slack.com/actions/T1/2/abc")]}),
    ("a full e-mail", {"text": "x", "blocks": [rich({"type": "text", "text": "of joan@example.com, now"})]}),
    ("a full e-mail in a button", {"text": "x", "blocks": [actions(button(value="joan@example.com"))]}),
    ("a full e-mail in metadata", {"text": "x", "metadata": TOLD}),
]


@pytest.mark.parametrize("said", [each[1] for each in HELD], ids=[each[0] for each in HELD])
async def test_what_slack_takes_and_a_correct_bot_never_sends(
    slack: SlackWorkspace, web: AsyncWebClient, said: Json
) -> None:
    await web.api_call("chat.postMessage", json={"channel": slack.channel.id, **said})
    assert len(slack.posts()) == 1
    assert len(slack.problems) == 1


async def test_a_masked_email_is_none(slack: SlackWorkspace, web: AsyncWebClient) -> None:
    masked = "jo\u2026@example.com, jo\u20261@example.com and team+beta\u2026@example.com"
    await web.chat_postMessage(channel=slack.channel.id, text=masked)
    slack.terms.full_emails = True
    await web.chat_postMessage(channel=slack.channel.id, text="joan@example.com")
    assert slack.problems == []


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        ({"event_type": "a"}, "invalid_metadata_format"),
        ({"event_type": "a b", "event_payload": {}}, "invalid_metadata_schema"),
        ({"event_type": "a", "event_payload": {"a": "x" * 8000}}, "metadata_too_large"),
    ],
)
async def test_metadata_of_another_shape_is_refused(
    slack: SlackWorkspace, web: AsyncWebClient, metadata: Json, error: str
) -> None:
    assert await refusal(web, slack.channel.id, text="x", metadata=metadata) == error
    assert len(slack.problems) == 1


async def test_an_edit_keeps_what_it_does_not_name(slack: SlackWorkspace, web: AsyncWebClient) -> None:
    where, key = slack.channel.id, {"event_type": "a", "event_payload": {"key": "1"}}
    attached: list[Json] = [{"color": "#a30200", "fallback": "x", "blocks": [section()]}]
    sent = await web.chat_postMessage(channel=where, text="x", blocks=[section()], attachments=attached, metadata=key)
    await web.chat_update(channel=where, ts=sent["ts"], text="y")
    now = slack.posts()[0]
    assert (now.text, now.blocks, now.metadata, len(now.attachments)) == ("y", (), key, 1)
    with pytest.raises(SlackApiError) as refused:
        await web.chat_update(channel=where, ts=sent["ts"], text="x" * 4001)
    assert refused.value.response["error"] == "msg_too_long"


async def test_only_the_first_posting_pings_and_only_above_the_attachments(
    slack: SlackWorkspace, web: AsyncWebClient
) -> None:
    where, ping = slack.channel.id, f"<!subteam^{slack.group.id}>"
    who = {"type": "user", "user_id": slack.member.id}
    sent = await web.chat_postMessage(channel=where, text=f"{ping} x", blocks=[section(ping), rich(who)])
    assert slack.posts()[0].pings.groups == {slack.group.id}
    assert slack.posts()[0].pings.users == {slack.member.id}
    await web.chat_update(channel=where, ts=sent["ts"], text="<!here> x")
    attached = [{"color": "#a30200", "fallback": "x", "blocks": [section(ping)]}]
    await web.chat_postMessage(channel=where, text="&lt;!channel&gt;", attachments=attached)
    assert slack.posts()[0].pings.broadcasts == frozenset()
    assert not slack.posts()[1].pings
