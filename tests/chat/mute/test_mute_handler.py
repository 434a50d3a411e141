"""``/mute``, ``/unmute`` and the button: what is stored, what is answered, and what is refused with nothing stored."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from discord.app_commands import Command

from bot.alerts.news import News
from bot.chat.discord.feature_commands import commands_of
from bot.chat.dispatcher import NOT_STORED
from bot.chat.feature import Caller
from tests.chat.alert.changes import FREED, FULL, LOW, OTHER, SILENT, Others
from tests.chat.mute.muting import ALEX, GUILD, HOME, KEY, KIM, Studio, Subject, mute
from tests.chat.unplugged import unplug
from tests.moments import after

ALL, MINIMAX, KLING = (None, None), ("minimax", None), ("kling", None)
A, GONE = ("minimax", "200300"), ("minimax", "gone@example.com")


@pytest.mark.parametrize(
    ("values", "terms", "title"),
    [
        ({"provider": "minimax"}, {"provider": "minimax"}, "MiniMax"),
        ({"provider": "all"}, {}, "All providers"),
        (
            {"provider": "minimax", "account": "studio-a", "minutes": 5},
            {"provider": "minimax", "account": "200300", "until": after(minutes=5)},
            "MiniMax · studio-a",
        ),
        ({"provider": "kling", "minutes": 1}, {"provider": "kling", "until": after(minutes=1)}, "Kling"),
        ({"provider": "kling", "minutes": 10_080}, {"provider": "kling", "until": after(days=7)}, "Kling"),
    ],
)
async def test_any_member_mutes_in_the_channel_where_they_are(
    studio: Studio, caplog: pytest.LogCaptureFixture, values: dict[str, Any], terms: dict[str, Any], title: str
) -> None:
    caplog.set_level("INFO")
    answer = await studio.use("mute", **values)
    wanted = mute(id=1, **terms)
    assert await studio.store.mutes.mutes() == studio.mutes.all() == (wanted,)
    assert f"**{title}** · muted in <#{HOME}> by <@{KIM.member}>" in answer
    assert f"<t:{int(wanted.until.timestamp())}:R>" in answer
    until = f"{wanted.until:%Y-%m-%d %H:%M} UTC"
    assert f"Member 3 muted {title} in channel 7 until {until}." in caplog.messages
    assert studio.edits == 0


REFUSED: tuple[tuple[dict[str, Any], str], ...] = (
    ({"minutes": 0}, "minutes can be 1 to 10080 (7 days)."),
    ({"minutes": 10_081}, "1 to 10080"),
    ({"minutes": -(2**53)}, "1 to 10080"),
    ({"provider": "all", "account": "200300"}, "An account belongs to one provider"),
    ({"provider": "nobody"}, "There is no provider nobody here."),
    ({"account": "nobody"}, "MiniMax has no account nobody. There are: studio-a"),
    ({"provider": "kling", "account": "200300"}, "No account of Kling is known yet"),
)


async def test_what_can_not_be_muted_is_refused(studio: Studio) -> None:
    for values, sentence in REFUSED:
        assert sentence in await studio.use("mute", **{"provider": "minimax", **values})
    assert await studio.store.mutes.mutes() == ()


async def test_the_newest_mute_of_the_same_counts(studio: Studio) -> None:
    for minutes in (60, 5):
        await studio.use("mute", provider="minimax", minutes=minutes)
    assert [one.until for one in studio.mutes.all()] == [after(minutes=5)]


@pytest.mark.parametrize(
    ("values", "left", "title"),
    [
        ({}, [], "All providers, MiniMax, Kling, MiniMax · studio-a, MiniMax · go…@example.com"),
        ({"provider": "all"}, [], "All providers, MiniMax, Kling"),
        ({"provider": "minimax"}, [ALL, KLING], "MiniMax, MiniMax · studio-a, MiniMax · go"),
        ({"provider": "kling"}, [ALL, MINIMAX, A, GONE], "Kling"),
        ({"provider": "minimax", "account": "studio-a"}, [ALL, MINIMAX, KLING, GONE], "MiniMax · studio-a"),
        ({"account": "studio-a"}, [ALL, MINIMAX, KLING, GONE], "MiniMax · studio-a"),
        ({"account": "minimax/200300"}, [ALL, MINIMAX, KLING, GONE], "MiniMax · studio-a"),
        ({"account": "go…@example.com"}, [ALL, MINIMAX, KLING, A], "MiniMax · go"),
    ],
)
async def test_what_was_named_is_unmuted_with_all_that_belongs_to_it(
    studio: Studio, caplog: pytest.LogCaptureFixture, values: dict[str, Any], left: list[Subject], title: str
) -> None:
    caplog.set_level("INFO")
    await studio.muted(ALL, MINIMAX, KLING, A, GONE)
    answer = await studio.use("unmute", **values)
    assert answer.startswith(f"[free] 🔔 Unmuted\n**{title}")
    assert studio.here() == left
    assert ("Still muted here: **All providers" in answer) == (ALL in left)
    assert ("Still muted here: **All providers, MiniMax**" in answer) == (MINIMAX in left and KLING in left)
    assert await studio.store.mutes.mutes() == studio.mutes.all()
    assert len(studio.mutes.in_channel(1)) == 1
    said_of = [line for line in caplog.messages if line.startswith("Member 3 unmuted ")]
    assert len(said_of) == 5 - len(left)


@pytest.mark.parametrize(
    ("subjects", "values", "sentence"),
    [
        ([], {}, "Nothing is muted here."),
        ([], {"provider": "kling"}, "Nothing is muted here."),
        ([MINIMAX, A], {"provider": "kling"}, "not muted here by itself. Muted here: MiniMax, MiniMax · studio-a."),
        ([ALL], {"provider": "minimax"}, "Muted here: All providers."),
        ([MINIMAX], {"provider": "minimax", "account": "studio-a"}, "Muted here: MiniMax."),
        ([A], {"provider": "kling", "account": "studio-a"}, "Muted here: MiniMax · studio-a."),
    ],
)
async def test_what_is_not_muted_is_said_and_what_is(
    studio: Studio, subjects: list[Subject], values: dict[str, Any], sentence: str
) -> None:
    await studio.muted(*subjects)
    assert sentence in await studio.use("unmute", **values)
    assert len(studio.mutes.all()) == len(subjects) + 1


async def test_accounts_that_are_muted_here_are_offered_and_understood(studio: Studio) -> None:
    await studio.muted(MINIMAX, A, GONE)
    (offered,) = await studio.suggested("unmute", "STUDIO")
    assert offered.label == "MiniMax · studio-a"
    await studio.use("unmute", account=offered.value)
    (offered,) = await studio.suggested("unmute")
    assert offered.label == "MiniMax · go…@example.com"
    await studio.use("unmute", provider="minimax", account=offered.value)
    assert studio.here() == [MINIMAX]
    assert [one.label for one in await studio.suggested("mute", "stu", provider="minimax")] == [
        "studio-a · 5 of 6 free"
    ]
    choices = [[one.label for one in command.choices["provider"]] for command in studio.feature.commands]
    assert choices == [["All providers", "MiniMax", "Kling"]] * 2


async def test_a_database_that_is_away_is_named_and_nothing_changed(studio: Studio) -> None:
    await studio.tell(OTHER)
    await studio.muted(A)
    before = studio.mutes.all()
    await unplug(studio.store, "mute")
    assert NOT_STORED in await studio.use("mute", provider="minimax")
    assert NOT_STORED in await studio.use("unmute")
    assert NOT_STORED in await studio.press()
    assert studio.mutes.all() == before


async def test_a_mute_that_ended_is_not_there_to_be_ended(studio: Studio) -> None:
    await studio.use("mute", provider="minimax", minutes=5)
    studio.clock.at = after(minutes=5)
    assert "Nothing is muted here." in await studio.use("unmute")


async def test_two_who_mute_the_same_at_once_leave_one_mute(studio: Studio) -> None:
    both = await asyncio.gather(*(studio.use("mute", one, provider="minimax") for one in (ALEX, KIM)))
    assert all("Muted" in one for one in both)
    (stored,) = await studio.store.mutes.mutes()
    assert studio.mutes.all() == (stored,)
    assert stored.until == after(hours=1)


@pytest.mark.parametrize(
    ("news", "others", "muted", "title"),
    [
        ((FULL,), {}, [A], "MiniMax · studio-a"),
        ((FREED,), {}, [A], "MiniMax · studio-a"),
        ((FULL, OTHER), {}, [MINIMAX], "MiniMax"),
        ((LOW,), {}, [MINIMAX], "MiniMax"),
        ((SILENT,), {}, [MINIMAX], "MiniMax"),
        ((FULL,), {"kling": (SILENT,)}, [MINIMAX, KLING], "MiniMax, Kling"),
    ],
)
async def test_the_button_mutes_the_one_account_or_else_the_providers(
    studio: Studio, news: tuple[News, ...], others: Others, muted: list[Subject], title: str
) -> None:
    await studio.tell(*news, others=others)
    studio.clock.at = after(minutes=10)
    assert f"**{title}** · muted in <#{HOME}> by <@3>" in await studio.press()
    assert studio.here() == muted
    until = after(minutes=70)
    found = {(one.guild, one.channel, one.by, one.until, one.alert) for one in studio.mutes.all()}
    assert found == {(GUILD, HOME, 3, until, KEY)}
    note = await studio.note()
    assert note is not None
    assert (note.by, note.until) == (3, until)
    assert studio.edits == 1


@pytest.mark.parametrize("forger", [replace(KIM, channel=1), replace(KIM, channel=1, guild=6)])
async def test_a_press_forged_with_an_alert_of_another_channel_mutes_nothing(studio: Studio, forger: Caller) -> None:
    await studio.tell(FULL)
    assert "That alert is forgotten" in await studio.press(caller=forger)
    assert studio.mutes.all() == ()


async def test_pressed_again_it_mutes_for_an_hour_from_then(studio: Studio) -> None:
    await studio.tell(FULL)
    await studio.press()
    studio.clock.at = after(minutes=10)
    await studio.press(caller=ALEX)
    (only,) = studio.mutes.all()
    assert (only.by, only.until) == (ALEX.member, after(minutes=70))
    assert await studio.note() == only
    assert studio.edits == 2


@pytest.mark.parametrize(
    ("terms", "title"),
    [
        ({"provider": "minimax", "account": "200300", "until": after(hours=2)}, "MiniMax · s"),
        ({"provider": "minimax", "until": after(hours=2)}, "MiniMax**"),
        ({"until": after(hours=1)}, "All providers**"),
    ],
)
async def test_what_is_muted_for_longer_stays_so(studio: Studio, terms: dict[str, Any], title: str) -> None:
    holding = await studio.mutes.add(mute(by=9, **terms))
    await studio.tell(FULL)
    answer = await studio.press()
    assert answer.startswith(f"[unknown] 🔕 Muted\n**{title}")
    assert f"by <@9>\nUntil <t:{int(holding.until.timestamp())}" in answer
    assert studio.mutes.all() == (holding,)
    assert (await studio.note(), studio.edits) == (None, 0)


async def test_of_several_that_hold_what_ends_first_is_named(studio: Studio) -> None:
    await studio.mutes.add(mute(provider="minimax", by=9, until=after(hours=2)))
    await studio.tell(FULL, others={"kling": (SILENT,)})
    answer = await studio.press()
    assert f"**MiniMax, Kling** · muted in <#{HOME}> by <@3>" in answer
    assert f"Until <t:{int(after(hours=1).timestamp())}:t>" in answer

    await studio.mutes.add(mute(by=9, until=after(hours=3)))
    assert "**All providers** · muted in" in await studio.press()


@pytest.mark.parametrize(
    "terms",
    [
        {"provider": "minimax", "until": after(minutes=59)},
        {"provider": "minimax", "account": "joanna@example.com", "until": after(hours=9)},
        {"provider": "kling", "until": after(hours=9)},
    ],
)
async def test_what_holds_not_so_long_or_not_of_it_does_not_count(studio: Studio, terms: dict[str, Any]) -> None:
    await studio.mutes.add(mute(**terms))
    await studio.tell(FULL)
    await studio.press()
    assert studio.here()[1:] == [A]


async def test_a_forgotten_alert_can_not_be_muted(studio: Studio) -> None:
    assert "That alert is forgotten" in await studio.press()
    assert studio.mutes.all() == ()


async def test_discord_offers_both_commands_to_everybody(studio: Studio) -> None:
    registered = commands_of(studio.feature, studio.dispatcher)
    assert [(one.name, one.default_permissions) for one in registered] == [("mute", None), ("unmute", None)]
    required = [[option.required for option in one.parameters] for one in registered if isinstance(one, Command)]
    assert required == [[True, False, False], [False, False]]
