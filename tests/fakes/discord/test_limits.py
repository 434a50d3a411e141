"""The limits of Discord: everything up to them is kept, everything past them refused and held against the bot."""

from typing import Any

import aiohttp
import pytest

from tests.fakes.discord import Discord, Limit
from tests.fakes.discord.records import Json
from tests.fakes.discord.refusals import RefusalError


async def post(discord: Discord, body: Json) -> tuple[int, Json]:
    """Post without discord.py, which would not send what is wrong."""
    headers = {"Authorization": f"Bot {discord.token}", "User-Agent": "DiscordBot (https://example.com, 1)"}
    async with aiohttp.ClientSession(headers=headers) as session:
        where = f"{discord.url}/channels/{discord.channel.id}/messages"
        async with session.post(where, json=body) as answer:
            found: Json = await answer.json()
            return answer.status, found


async def test_a_limit_holds_where_one_is_set(discord: Discord) -> None:
    discord.limits.messages = Limit(requests=2, seconds=60)
    statuses = [(await post(discord, {"content": "x", "allowed_mentions": {}}))[0] for _ in range(3)]
    assert statuses == [200, 200, 429]


async def test_all_requests_together_are_limited_but_answers_to_people_are_not(discord: Discord) -> None:
    discord.limits.everything = Limit(requests=2, seconds=60)
    answers = [await post(discord, {"content": "x", "allowed_mentions": {}}) for _ in range(3)]
    assert [status for status, _ in answers] == [200, 200, 429]
    assert answers[-1][1]["global"] is True
    assert discord.limits.take("POST", "/interactions/1/token/callback")
    with pytest.raises(RefusalError):
        discord.limits.take("GET", "/users/@me")


def field(name: str = "n", value: str = "v") -> Json:
    return {"name": name, "value": value}


def row(*inside: Json) -> Json:
    return {"type": 1, "components": list(inside)}


def button(custom_id: str = "a", **other: Any) -> Json:  # noqa: ANN401 - any field of a button
    return {"type": 2, "style": 1, "label": "A", "custom_id": custom_id, **other}


def menu(*options: Json, **other: Any) -> Json:  # noqa: ANN401 - any field of a select
    return {"content": "x", "components": [row({"type": 3, "custom_id": "a", "options": list(options), **other})]}


def option(value: str = "v", label: str = "l", **other: Any) -> Json:  # noqa: ANN401 - any field of an option
    return {"value": value, "label": label, **other}


OPTIONS = [option(str(each)) for each in range(26)]
LINES = [{"title": "t" * 256, "description": "d" * 2744}] * 2
REFUSED: list[tuple[str, Json, int]] = [
    ("nothing at all", {}, 50006),
    ("only blanks", {"content": ""}, 50006),
    ("content 2001", {"content": "x" * 2001}, 50035),
    ("11 embeds", {"embeds": [{"title": "t"}] * 11}, 50035),
    ("title 257", {"embeds": [{"title": "t" * 257}]}, 50035),
    ("description 4097", {"embeds": [{"description": "d" * 4097}]}, 50035),
    ("26 fields", {"embeds": [{"fields": [field()] * 26}]}, 50035),
    ("field name 257", {"embeds": [{"fields": [field("n" * 257)]}]}, 50035),
    ("field value 1025", {"embeds": [{"fields": [field("n", "v" * 1025)]}]}, 50035),
    ("empty field name", {"embeds": [{"fields": [field(" ")]}]}, 50035),
    ("empty field value", {"embeds": [{"fields": [field("n", "")]}]}, 50035),
    ("footer 2049", {"embeds": [{"title": "t", "footer": {"text": "f" * 2049}}]}, 50035),
    ("an empty embed", {"embeds": [{"color": 1}]}, 50035),
    ("6001 in all embeds", {"embeds": [*LINES, {"title": "t"}]}, 50035),
    ("nonce 26", {"content": "x", "nonce": "n" * 26}, 50035),
    ("parse and ids", {"content": "x", "allowed_mentions": {"parse": ["roles"], "roles": ["1"]}}, 50035),
    ("a flag that is not ours", {"content": "x", "flags": 64}, 50035),
    ("six rows", {"content": "x", "components": [row(button(str(each))) for each in range(6)]}, 50035),
    ("six buttons", {"content": "x", "components": [row(*(button(str(each)) for each in range(6)))]}, 50035),
    ("one id twice", {"content": "x", "components": [row(button(), button())]}, 50035),
    ("custom_id 101", {"content": "x", "components": [row(button("a" * 101))]}, 50035),
    ("label 81", {"content": "x", "components": [row(button(label="l" * 81))]}, 50035),
    ("a link with an id", {"content": "x", "components": [row(button(style=5, url="https://x.y"))]}, 50035),
    ("a button at the top", {"content": "x", "components": [button()]}, 50035),
    ("no option", menu(), 50035),
    ("26 options", menu(*OPTIONS), 50035),
    ("one value twice", menu(option(), option()), 50035),
    ("option label 101", menu(option(label="l" * 101)), 50035),
    ("a blank option label", menu(option(label=" ")), 50035),
    ("option value 101", menu(option("v" * 101)), 50035),
    ("option description 101", menu(option(description="d" * 101)), 50035),
    ("a select's custom_id 101", menu(option(), custom_id="a" * 101), 50035),
    ("placeholder 151", menu(option(), placeholder="p" * 151), 50035),
    ("more to pick than there is", menu(option(), max_values=2), 50035),
    ("at least more than at most", menu(*OPTIONS[:3], min_values=2, max_values=1), 50035),
    ("more picked than may be", menu(option(default=True), option("w", default=True)), 50035),
    (
        "a select beside a button",
        {"content": "x", "components": [row(menu(option())["components"][0]["components"][0], button("b"))]},
        50035,
    ),
    ("content beside V2", {"content": "x", "flags": 1 << 15, "components": [{"type": 10, "content": "t"}]}, 50035),
]


@pytest.mark.parametrize(("body", "code"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED])
async def test_past_a_limit_is_refused_and_a_problem(discord: Discord, body: Json, code: int) -> None:
    status, answer = await post(discord, {"allowed_mentions": {"parse": []}, **body})
    assert (status, answer["code"]) == (400, code)
    assert len(discord.problems) == 1
    assert discord.messages() == []


async def test_up_to_the_limits_is_kept(discord: Discord) -> None:
    body = {
        "content": "😀" * 2000,
        "embeds": [*LINES, {"image": {"url": "https://example.com/x.png"}}],
        "components": [row(*(button(f"{each}{at}" + "a" * 98) for at in range(5))) for each in range(5)],
        "nonce": "n" * 25,
        "allowed_mentions": {"parse": ["users"], "roles": [discord.role.id]},
    }
    assert (await post(discord, body))[0] == 200
    assert discord.problems == []


async def test_a_select_up_to_its_limits_is_kept(discord: Discord) -> None:
    options = [option(f"{each:0>100}", "l" * 100, description="d" * 100) for each in range(25)]
    full = menu(*options, custom_id="a" * 100, placeholder="p" * 150, min_values=0, max_values=25)
    assert (await post(discord, {**full, "allowed_mentions": {"parse": []}}))[0] == 200
    assert discord.problems == []


async def test_mentions_left_to_the_defaults_are_a_problem(discord: Discord) -> None:
    assert (await post(discord, {"content": "x"}))[0] == 200
    assert len(discord.problems) == 1
