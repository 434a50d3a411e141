"""``/watch edit``, ``remove`` and the button that takes a removal back: what changes, and what is refused."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from bot.chat.command_options import Option, OptionKind, options_of
from bot.chat.feature import Caller
from bot.chat.watch.watch_options import EditOptions
from bot.chat.wording.refusal_sentences import NO_DATABASE
from bot.subscriptions.quiet_hours import QuietHours
from bot.subscriptions.watch import Ping, Style, Tell, Watch, When
from tests.chat.drawn import drawn
from tests.chat.unplugged import unplug
from tests.chat.watch.watch_studio import ALERTS, CALLER, GUILD, ROLE, Studio

NIGHT = QuietHours(begin=time(22), end=time(8), zone="Europe/Berlin")


async def test_only_what_was_named_is_changed_and_can_be_taken_back(studio: Studio) -> None:
    terms: dict[str, Any] = {
        "ignore_shorter_than": "60s",
        "warn": 3,
        "quiet": "22:00-08:00 Europe/Berlin",
        "style": "edit",
    }
    await studio.use("add", provider="minimax", role=ROLE, **terms)
    expected = (await studio.stored())[1]
    steps: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
        ({"when": "full"}, {"when": When.FULL}),
        ({"channel": ALERTS}, {"channel": ALERTS}),
        ({"no_role": True}, {"role": None}),
        ({"role": ROLE}, {"role": ROLE}),
        ({"ignore_shorter_than": "0"}, {"hold": timedelta()}),
        ({"tell": "provider", "ping": "nobody"}, {"tell": Tell.PROVIDER, "ping": Ping.NOBODY}),
        ({"tell": "everything", "ping": "nothing_free"}, {"tell": Tell.EVERYTHING, "ping": Ping.NOTHING_FREE}),
        ({"quiet": " Off "}, {"quiet": None}),
        ({"no_warn": True}, {"warn": None}),
        ({"warn": 2}, {"warn": 2}),
        ({"no_warn": True, "no_role": True}, {"warn": None, "role": None}),
        ({"style": "post", "when": "both"}, {"style": Style.POST, "when": When.BOTH}),
    )
    answer = ""
    for asked, changes in steps:
        answer = await studio.use("edit", watch=1, **asked)
        expected = replace(expected, **changes)
        assert await studio.stored() == {1: expected}
    assert answer == (
        f"[free] Watch 1 changed\n<#{ALERTS}> gets alerts about MiniMax when it or an account is full or has room, "
        "and when something is wrong.\nPings nobody\nTo ping a role: `/watch edit watch:1 role:`"
    )


async def test_a_watch_for_stuck_jobs_stands_beside_another_or_replaces_it(studio: Studio) -> None:
    await studio.use("add", provider="minimax", ignore_shorter_than="1m")
    assert "Watch 2 posts when a job seems stuck." in await studio.use("add", provider="minimax", tell="stuck")
    assert [one.tell for one in (await studio.stored()).values()] == [Tell.EVERYTHING, Tell.STUCK]
    await studio.use("remove", watch=2)
    assert "than to 0" in await studio.use("edit", watch=1, tell="stuck")
    await studio.use("edit", watch=1, tell="stuck", ignore_shorter_than="0")
    assert [(one.tell, one.hold) for one in (await studio.stored()).values()] == [(Tell.STUCK, timedelta())]


UNCHANGEABLE: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("edit", {"watch": 2, "when": "full"}, "There is no watch 2 here"),
    ("edit", {"watch": 0, "when": "full"}, "That watch is from the settings"),
    ("edit", {"watch": 1}, "Say what to change, such as the channel"),
    ("edit", {"watch": 1, "no_role": True, "role": ROLE}, "A watch pings somebody or nobody: choose one of the two."),
    ("edit", {"watch": 1, "no_warn": True, "warn": 1}, "Choose either warn or no_warn"),
    ("remove", {"watch": 2}, "There is no watch 2 here"),
    ("remove", {"watch": 0}, "That watch is from the settings"),
    ("test", {"watch": -5}, "There is no watch -5 here"),
)


async def test_an_edit_that_changes_nothing_says_so(studio: Studio) -> None:
    await studio.use("add", provider="minimax", when="full")
    for values in ({"no_warn": True}, {"quiet": "off"}, {"when": "full"}):
        assert "Watch 1 is like that already" in await studio.use("edit", watch=1, **values)
    assert "Watch 1 changed" in await studio.use("edit", watch=1, when="freed")


async def test_what_can_not_be_changed_is_refused(studio: Studio) -> None:
    await studio.use("add", provider="minimax", warn=3)
    before = await studio.stored()
    for verb, values, sentence in UNCHANGEABLE:
        assert sentence in await studio.use(verb, **values)
    assert await studio.stored() == before


async def test_a_database_that_is_away_is_named_and_nothing_changed(studio: Studio) -> None:
    await studio.use("add", provider="kling")
    before = studio.watches.all()
    await unplug(studio.store, "watch", "alert")
    for verb, values in (
        ("add", {"provider": "minimax"}),
        ("edit", {"watch": 1, "when": "full"}),
        ("remove", {"watch": 1}),
        ("test", {"watch": 1}),
    ):
        assert NO_DATABASE in await studio.use(verb, **values)
    assert studio.watches.all() == before


async def test_a_watch_that_was_removed_comes_back_with_undo(studio: Studio) -> None:
    await studio.use("add", provider="minimax", channel=ALERTS, role=ROLE, ignore_shorter_than="30s", quiet=str(NIGHT))
    (before,) = (await studio.stored()).values()
    await studio.use("remove", watch=1)
    undo = studio.dispatcher.find("watch:undo:1")
    assert undo is not None

    async def press(caller: Caller) -> str:
        answer = await studio.dispatcher.press(undo, caller)
        return drawn(answer)

    boss = replace(CALLER, may_manage=True)
    for caller, why in ((CALLER, "needs Manage Server"), (replace(boss, guild=6), "There is no watch 1 here")):
        assert why in await press(caller)
    assert " go to #alerts again\n" in await press(boss)
    assert await studio.stored() == {1: before}
    assert " go to #alerts again\n" in await press(boss)  # a double-click
    assert await studio.stored() == {1: before}
    never = studio.dispatcher.find("watch:undo:2")
    assert never is not None
    assert "can't be undone any more. `/watch add`" in drawn(await studio.dispatcher.press(never, boss))


async def test_the_buttons_below_a_watch_are_for_those_who_may_manage(studio: Studio) -> None:
    await studio.use("add", provider="minimax", channel=ALERTS)
    boss = replace(CALLER, may_manage=True)
    for token, done in (("watch:test:1", "The test arrived"), ("watch:remove:1", "Watch 1 removed")):
        pressed = studio.dispatcher.find(token)
        assert pressed is not None
        assert "needs Manage Server" in drawn(await studio.dispatcher.press(pressed, CALLER))
        assert 1 in await studio.stored()
        assert done in drawn(await studio.dispatcher.press(pressed, boss))
    assert await studio.stored() == {}


async def test_the_form_of_a_watch_shows_its_terms_and_what_is_emptied_there_ends(studio: Studio) -> None:
    terms: dict[str, Any] = {"role": ROLE, "ignore_shorter_than": "90s", "warn": 3, "quota": 80, "quiet": str(NIGHT)}
    await studio.use("add", provider="minimax", channel=ALERTS, **terms)
    (edit,) = (one for one in studio.feature.commands if one.name == "watch edit")
    shown = edit.form.filled_in(GUILD, {"watch": "1"})
    assert {name: shown[name] for name in ("ignore_shorter_than", "warn", "quota", "quiet", "tell", "when")} == {
        **{name: value for name, value in terms.items() if name != "role"},
        "tell": "everything",
        "when": "both",
    }
    for nothing in ({}, {"watch": "2"}, {"watch": "one"}):
        assert edit.form.filled_in(GUILD, nothing) == {}
    options = {one.name: one for one in options_of(EditOptions)}
    emptied = {name: _typed(options[name], text) for name, text in edit.form.emptied.values()}
    await studio.use("edit", watch=1, **emptied)
    assert await studio.stored() == {1: Watch(id=1, guild=GUILD, channel=ALERTS, provider="minimax")}


def _typed(option: Option, text: str) -> object:
    match option.kind:
        case OptionKind.FLAG:
            return text == "yes"
        case OptionKind.NUMBER:
            return int(text)
        case _:
            return text
