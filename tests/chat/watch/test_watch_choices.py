"""What the options of ``/watch`` offer: watches, accounts, quiet hours, spans, and fixed choices."""

from bot.chat.command_options import Choice
from bot.subscriptions.watch import Watch
from tests.chat.watch.watch_studio import GUILD, Studio


async def test_a_watch_is_suggested_with_what_it_stands_for(studio: Studio) -> None:
    await studio.use("add", provider="minimax", account="200300")
    await studio.watches.add(Watch(id=0, guild=GUILD, channel=99, provider="kling"))
    settings = Choice(label="0 · #general · All providers", value=0)
    one = Choice(label="1 · #general · MiniMax · studio-a", value=1)
    two = Choice(label="2 · unknown channel · Kling", value=2)
    assert await studio.suggested("edit", "watch") == [one, two]
    assert await studio.suggested("remove", "watch", "STUDIO") == [one]
    assert await studio.suggested("test", "watch") == [settings, one, two]
    assert await studio.suggested("test", "watch", "nothing of it") == []


async def test_accounts_and_quiet_hours_are_suggested_as_they_can_be_typed(studio: Studio) -> None:
    offered = await studio.suggested("add", "account", "stud")
    assert offered == [Choice(label="MiniMax · studio-a · 5 of 6 free", value="minimax/studio-a")]
    await studio.use("add", provider="minimax", account=offered[0].value)
    assert (await studio.stored())[1].account == "200300"

    for verb, typed, first in (
        ("add", "", ["22:00-08:00 Europe/Berlin", "22:00-08:00 Europe/London"]),
        ("add", "off", []),
        ("add", "21:30-7:00 ber", ["21:30-07:00 Europe/Berlin", "21:30-07:00 Atlantic/Bermuda"]),
        ("edit", "", ["off", "22:00-08:00 Europe/Berlin"]),
        ("edit", "O", ["off"]),
        ("edit", "tokyo", ["22:00-08:00 Asia/Tokyo"]),
    ):
        hours = await studio.suggested(verb, "quiet", typed)
        assert [choice.value for choice in hours][: len(first)] == first
        assert all(choice.label == choice.value for choice in hours)
    assert Choice(label="off", value="off") not in await studio.suggested("add", "quiet", "")


async def test_a_hold_is_suggested_and_its_end_too_where_there_may_be_one(studio: Studio) -> None:
    for typed, spans in (("", ["30s", "1m", "2m", "5m", "10m"]), ("90", ["90s", "90m"]), ("until 8", [])):
        assert [one.value for one in await studio.suggested("add", "ignore_shorter_than", typed)] == spans
        changed = spans if typed else ["0", *spans]
        assert [one.value for one in await studio.suggested("edit", "ignore_shorter_than", typed)] == changed
    at_once = Choice(label="0 · post at once", value="0")
    for typed in ("0", "off", " O"):
        assert (await studio.suggested("edit", "ignore_shorter_than", typed))[0] == at_once
        assert at_once not in await studio.suggested("add", "ignore_shorter_than", typed)


async def test_those_who_run_the_server_are_offered_what_can_be_chosen(studio: Studio) -> None:
    assert studio.feature.for_managers
    add, edit, *others = studio.feature.commands
    offered = {name: [choice.label for choice in choices] for name, choices in add.choices.items()}
    terms = {
        "tell": [
            "the provider, and each account silently",
            "the provider only: full / has room",
            "accounts only",
            "stuck jobs only",
            "accounts' health only: signed out, out of credits",
        ],
        "ping": ["nothing free", "any account full", "nobody"],
        "style": ["a message when it fills and one when it frees", "one message, edited"],
        "when": ["full and freed", "full only", "freed only"],
    }
    assert offered == terms
    providers = [choice.label for choice in await studio.suggested("add", "provider", "")]
    assert providers[0] == "All providers"
    assert [label.split(" · ")[0] for label in providers[1:]] == ["MiniMax", "Kling"]
    assert {name: [choice.label for choice in choices] for name, choices in edit.choices.items()} == terms
    assert [(command.name, command.choices) for command in others] == [
        ("watch remove", {}),
        ("watch test", {}),
        ("watch list", {}),
    ]
