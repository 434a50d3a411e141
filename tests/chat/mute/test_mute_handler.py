"""``/mute``, ``/unmute`` and the button: what is stored, what is answered, and what is refused with nothing stored."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from discord.app_commands import Command

from bot.alerts.news import News
from bot.chat.discord.feature_commands import commands_of
from bot.chat.dispatcher import NOT_STORED, token_of
from bot.chat.feature import Caller
from bot.chat.message import Button
from tests.chat.alert.changes import FREED, FULL, LOW, OTHER, SILENT, Others
from tests.chat.drawn import drawn
from tests.chat.mute.muting import ALEX, BOSS, GUILD, HOME, KEY, KIM, Studio, Subject, mute
from tests.chat.unplugged import unplug
from tests.moments import after

ALL, MINIMAX, KLING = (None, None), ("minimax", None), ("kling", None)
A, GONE = ("minimax", "200300"), ("minimax", "gone@example.com")


@pytest.mark.parametrize(
    ("caller", "values", "terms", "title"),
    [
        (KIM, {"provider": "minimax"}, {"provider": "minimax"}, "MiniMax"),
        (BOSS, {"provider": "all"}, {}, ""),
        (
            KIM,
            {"provider": "minimax", "account": "studio-a", "span": "5m"},
            {"provider": "minimax", "account": "200300", "until": after(minutes=5)},
            "MiniMax · studio-a",
        ),
        (KIM, {"provider": "kling", "span": "30s"}, {"provider": "kling", "until": after(seconds=30)}, "Kling"),
        (KIM, {"provider": "kling", "span": "2h"}, {"provider": "kling", "until": after(hours=2)}, "Kling"),
        (KIM, {"provider": "kling", "span": "until 15:30"}, {"provider": "kling", "until": after(minutes=90)}, "Kling"),
        (BOSS, {"provider": "kling", "span": "7d"}, {"provider": "kling", "until": after(days=7)}, "Kling"),
        (
            BOSS,
            {"provider": "kling", "span": "Tomorrow 08:00"},
            {"provider": "kling", "until": after(hours=18)},
            "Kling",
        ),
    ],
)
async def test_a_mute_is_posted_in_the_channel_where_it_was_asked_for(
    studio: Studio,
    caplog: pytest.LogCaptureFixture,
    caller: Caller,
    values: dict[str, Any],
    terms: dict[str, Any],
    title: str,
) -> None:
    caplog.set_level("INFO")
    answer = await studio.use("mute", caller, **values)
    wanted = mute(id=1, **{"by": caller.member, **terms})
    assert await studio.store.mutes.mutes() == studio.mutes.all() == (wanted,)
    what = f"alerts about **{title}**" if title else "all alerts"
    assert answer.startswith(f"🔕 <@{caller.member}> paused {what} here until <t:{int(wanted.until.timestamp())}:t>")
    until = f"{wanted.until:%Y-%m-%d %H:%M} UTC"
    logged = f"Member {caller.member} muted {title or 'All providers'} in channel 7 until {until}."
    assert logged in caplog.messages
    assert studio.edits == 0


UNREADABLE = (
    "For how long? Type 30m, 2h, until 18:00 or tomorrow 08:00; up to 7 days (clock times are in Europe/Berlin)."
)
TOO_LONG = "Members can mute for up to 2 hours: type 30m or 2h. Longer needs Manage Server."
REFUSED: tuple[tuple[Caller, dict[str, Any], str], ...] = (
    (KIM, {"span": "0s"}, UNREADABLE),
    (KIM, {"span": "soon"}, UNREADABLE),
    (BOSS, {"span": "-5m"}, UNREADABLE),
    (BOSS, {"span": "169h"}, UNREADABLE),
    (KIM, {"span": "7201s"}, TOO_LONG),
    (KIM, {"span": "tomorrow 08:00"}, TOO_LONG),
    (KIM, {"provider": "all"}, "Members can mute one provider or account at a time: type `/mute provider"),
    (BOSS, {"provider": "all", "account": "200300"}, "An account belongs to one provider"),
    (KIM, {"provider": "nobody"}, "There is no provider nobody here."),
    (KIM, {"account": "nobody"}, "MiniMax has no account nobody. There are: studio-a"),
    (KIM, {"provider": "kling", "account": "200300"}, "No account of Kling is known yet"),
)


async def test_what_can_not_be_muted_is_refused(studio: Studio) -> None:
    for caller, values, sentence in REFUSED:
        assert sentence in (await studio.use("mute", caller, **{"provider": "minimax", **values})).replace("\\", "")
    assert await studio.store.mutes.mutes() == ()


async def test_durations_are_suggested_as_far_as_one_may(studio: Studio) -> None:
    async def offered(caller: Caller, typed: str = "") -> list[str]:
        return [one.label for one in await studio.suggested("mute", typed, "for", caller)]

    assert await offered(KIM) == ["30m", "1h", "2h"]
    assert await offered(BOSS) == ["30m", "1h", "2h", "until 18:00", "tomorrow 08:00", "7d"]
    assert await offered(KIM, "3") == ["3s", "3m"]
    assert await offered(KIM, "until 15:00") == ["until 15:00"]
    assert await offered(BOSS, "tom") == ["tomorrow 08:00"]


async def test_the_newest_mute_of_the_same_counts(studio: Studio) -> None:
    for span in ("1h", "5m"):
        await studio.use("mute", provider="minimax", span=span)
    assert [one.until for one in studio.mutes.all()] == [after(minutes=5)]


@pytest.mark.parametrize(
    ("values", "left", "title"),
    [
        ({}, [], ""),
        ({"provider": "all"}, [], ""),
        ({"provider": "all providers"}, [], ""),
        ({"provider": "minimax"}, [ALL, KLING], "MiniMax, MiniMax · studio-a, MiniMax · go"),
        ({"provider": "kling"}, [ALL, MINIMAX, A, GONE], "Kling"),
        ({"provider": "KLING "}, [ALL, MINIMAX, A, GONE], "Kling"),
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
    assert answer.startswith(f"🔔 <@3> resumed alerts about **{title}" if title else "🔔 <@3> resumed all alerts here.")
    assert studio.here() == left
    assert ("Still muted: **All providers" in answer) == (ALL in left)
    assert ("Still muted: **All providers, MiniMax**" in answer) == (MINIMAX in left and KLING in left)
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
    for command in studio.feature.commands:
        offered_first, *providers = await command.suggest["provider"](KIM, "", {})
        assert offered_first.label == "All providers"
        assert [one.label.split(" · ")[0] for one in providers] == ["MiniMax", "Kling"]


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
    await studio.use("mute", provider="minimax", span="5m")
    studio.clock.at = after(minutes=5)
    assert "Nothing is muted here." in await studio.use("unmute")


async def test_two_who_mute_the_same_at_once_leave_one_mute(studio: Studio) -> None:
    both = await asyncio.gather(*(studio.use("mute", one, provider="minimax") for one in (ALEX, KIM)))
    assert all("paused alerts" in one for one in both)
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
    said = await studio.press(caller=replace(BOSS, member=KIM.member))
    assert f"🔕 <@3> paused alerts about **{title}** here until" in said
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
        ({"provider": "minimax", "account": "200300", "until": after(hours=2)}, "alerts about **MiniMax · studio-a**"),
        ({"provider": "minimax", "until": after(hours=2)}, "alerts about **MiniMax**"),
        ({"until": after(hours=1)}, "all alerts"),
    ],
)
async def test_what_is_muted_for_longer_stays_so(studio: Studio, terms: dict[str, Any], title: str) -> None:
    holding = await studio.mutes.add(mute(by=9, **terms))
    await studio.tell(FULL)
    answer = await studio.press()
    assert f"🔕 <@9> paused {title} here already, until <t:{int(holding.until.timestamp())}:t>" in answer
    assert studio.mutes.all() == (holding,)
    assert (await studio.note(), studio.edits) == (None, 0)


async def test_of_several_providers_only_those_that_are_not_muted_are_named(
    studio: Studio,
) -> None:
    await studio.mutes.add(mute(provider="minimax", by=9, until=after(hours=2)))
    await studio.tell(FULL, others={"kling": (SILENT,)})
    assert "🔕 <@8> paused alerts about **Kling** here until" in await studio.press(caller=BOSS)
    again = await studio.press(caller=BOSS)
    assert f"**MiniMax, Kling** here already, until <t:{int(after(hours=1).timestamp())}:t>" in again


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


async def test_a_choice_is_offered_below_an_alert_and_each_of_its_buttons_mutes(studio: Studio) -> None:
    await studio.tell(FULL)
    for caller, wanted in ((KIM, {"1 h": 60, "2 h": 120}), (BOSS, {"1 h": 60, "Until tomorrow 08:00": 18 * 60})):
        asked = await studio.press_token(f"mute:choose:{KEY}", caller)
        assert asked.private
        assert "Pause alerts about **MiniMax · studio-a** in this channel, for everyone?" in drawn(asked)
        buttons = {one.label: one for one in asked.actions if isinstance(one, Button)}
        assert list(buttons) == list(wanted)
        for label, minutes in wanted.items():
            answer = await studio.press_token(token_of(buttons[label].action, buttons[label].arguments), caller)
            assert not answer.private
            (made,) = studio.mutes.all()
            assert (made.account, made.until, made.alert) == ("200300", after(minutes=minutes), KEY)
            await studio.use("unmute")


async def test_before_six_the_coming_morning_is_today(studio: Studio) -> None:
    await studio.tell(FULL)
    studio.clock.at = after(hours=13)  # three at night in Berlin
    asked = await studio.press_token(f"mute:choose:{KEY}", BOSS)
    assert [one.label for one in asked.actions if isinstance(one, Button)] == ["1 h", "Until 08:00"]
    await studio.press_token(f"mute:alert:{KEY}:until 08:00", BOSS)
    assert [one.until for one in studio.mutes.all()] == [after(hours=18)]


@pytest.mark.parametrize(
    ("token", "sentence"),
    [
        (f"mute:alert:{KEY}:tomorrow 08:00", TOO_LONG),
        (f"mute:alert:{KEY}:3h", TOO_LONG),
        (f"mute:alert:{KEY}:soon", UNREADABLE),
    ],
)
async def test_a_forged_press_mutes_for_no_longer_than_one_may(studio: Studio, token: str, sentence: str) -> None:
    await studio.tell(FULL)
    assert sentence in drawn(await studio.press_token(token)).replace("\\", "")
    assert studio.mutes.all() == ()


async def test_a_member_can_not_mute_two_providers_with_one_button(studio: Studio) -> None:
    await studio.tell(FULL, others={"kling": (SILENT,)})
    for token in (f"mute:choose:{KEY}", f"mute:alert:{KEY}:1h", f"alert:mute:{KEY}"):
        assert "one provider or account at a time" in drawn(await studio.press_token(token))
    assert studio.mutes.all() == ()


async def test_undo_ends_what_its_message_tells_of_and_nothing_else(studio: Studio) -> None:
    kept = await studio.mutes.add(mute(provider="kling", account="gone", by=9))
    await studio.tell(FULL, others={"kling": (SILENT,)})
    posted = await studio.press_token(f"alert:mute:{KEY}", BOSS)
    (undo,) = (one for one in posted.actions if isinstance(one, Button))
    foreign = await studio.mutes.add(mute(provider="minimax", account="200300", by=9))
    ended = await studio.press_token(token_of(undo.action, undo.arguments), KIM)
    assert drawn(ended) == "🔔 <@3> resumed alerts about **MiniMax, Kling** here."
    assert (ended.private, ended.actions) == (False, ())
    assert studio.mutes.all() == (kept, foreign) == await studio.store.mutes.mutes()
    assert await studio.note() is None
    again = await studio.press_token(token_of(undo.action, undo.arguments), KIM)
    assert (again.private, "That mute is over already" in drawn(again)) == (True, True)


@pytest.mark.parametrize("token", ["mute:undo:1:1", "mute:undo:0:99"])
async def test_undo_pressed_in_another_channel_ends_nothing(studio: Studio, token: str) -> None:
    held = await studio.mutes.add(mute(provider="kling"))
    assert "That mute is over" in drawn(await studio.press_token(token, replace(BOSS, channel=1)))
    assert studio.mutes.all() == (held,)
    assert "another version" in drawn(await studio.press_token("mute:undo:a:b", BOSS))


async def test_a_forgotten_alert_can_not_be_muted(studio: Studio) -> None:
    assert "That alert is forgotten" in await studio.press()
    assert studio.mutes.all() == ()


async def test_discord_offers_both_commands_to_everybody(studio: Studio) -> None:
    registered = commands_of(studio.feature, studio.dispatcher)
    assert [(one.name, one.default_permissions) for one in registered] == [("mute", None), ("unmute", None)]
    required = [[option.required for option in one.parameters] for one in registered if isinstance(one, Command)]
    assert required == [[True, False, False], [False, False]]
