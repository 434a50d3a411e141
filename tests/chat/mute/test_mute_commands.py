"""``/mute`` and ``/unmute``: what is stored, what is answered, and what is refused with nothing stored."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from discord.app_commands import Command

from bot.chat.discord.feature_commands import commands_of
from bot.chat.feature import Caller
from bot.chat.wording.refusal_sentences import NO_DATABASE
from tests.chat.alert.changes import OTHER
from tests.chat.drawn import drawn
from tests.chat.mute.muting import ALEX, BOSS, KIM, TOO_LONG, UNREADABLE, UNREADABLE_FOR_MEMBERS, Studio, Subject, mute
from tests.chat.unplugged import unplug
from tests.moments import after
from tests.rows import each_row

ALL, MINIMAX, KLING = (None, None), ("minimax", None), ("kling", None)
A, GONE = ("minimax", "200300"), ("minimax", "gone@example.com")


@each_row(
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
    await studio.start_again()
    answer = await studio.use("mute", caller, **values)
    (made,) = studio.mutes.all()
    wanted = mute(id=made.id, **{"by": caller.member, **terms})
    assert await studio.store.mutes.all() == (made,) == (wanted,)
    what = f"**{title}**" if title else "all alerts"
    form = "F" if wanted.until > after(hours=12) else "t"  # the day as well where the clock time alone is not clear
    assert answer == f"🔕 <@{caller.member}> muted {what} here until <t:{int(wanted.until.timestamp())}:{form}>."
    until = f"{wanted.until:%Y-%m-%d %H:%M} UTC"
    logged = f"Member {caller.member} muted {title or 'all alerts'} in channel 7 until {until}."
    assert logged in caplog.messages
    assert studio.edits == 0


REFUSED: tuple[tuple[Caller, dict[str, Any], str], ...] = (
    (KIM, {"span": "0s"}, UNREADABLE_FOR_MEMBERS),
    (KIM, {"span": "soon"}, UNREADABLE_FOR_MEMBERS),
    (BOSS, {"span": "-5m"}, UNREADABLE),
    (BOSS, {"span": "169h"}, UNREADABLE),
    (KIM, {"span": "7201s"}, TOO_LONG),
    (KIM, {"span": "tomorrow 08:00"}, TOO_LONG),
    (KIM, {"provider": "all"}, "Members can mute one provider or account at a time: type `/mute provider"),
    (BOSS, {"provider": "all", "account": "200300"}, "An account belongs to one provider"),
    (KIM, {"provider": "nobody"}, 'There is no provider "nobody" here.'),
    (KIM, {"account": "nobody"}, 'MiniMax has no account "nobody". There are: studio-a'),
    (KIM, {"provider": "kling", "account": "200300"}, "No account of Kling is known yet"),
)


async def test_what_can_not_be_muted_is_refused(studio: Studio) -> None:
    for caller, values, sentence in REFUSED:
        assert sentence in (await studio.use("mute", caller, **{"provider": "minimax", **values})).replace("\\", "")
    said = await studio.answer("mute", replace(KIM, is_direct=True), provider="minimax")
    assert drawn(said) == "[unknown]\n⚠️ No alerts come here: type it in the channel that is to be muted."
    assert await studio.store.mutes.all() == ()


async def test_durations_and_all_providers_are_suggested_as_far_as_one_may(studio: Studio) -> None:
    async def offered(caller: Caller, typed: str = "") -> list[str]:
        return [one.label for one in await studio.suggested("mute", typed, "for", caller)]

    assert await offered(KIM) == ["30m", "1h", "2h"]
    assert await offered(BOSS) == ["30m", "1h", "2h", "until 18:00", "tomorrow 08:00", "7d"]
    assert await offered(KIM, "3") == ["3s", "3m"]
    assert await offered(KIM, "until 15:00") == ["until 15:00"]
    assert await offered(BOSS, "tom") == ["tomorrow 08:00"]
    for name, caller, first in (
        ("mute", KIM, []),
        ("mute", BOSS, ["All providers"]),
        ("unmute", KIM, ["All providers"]),
    ):
        choices = await studio.suggested(name, "", "provider", caller)
        assert [one.label.split(" · ")[0] for one in choices] == [*first, "MiniMax", "Kling"]


async def test_a_member_does_not_shorten_what_only_a_manager_may_end(studio: Studio) -> None:
    held = await studio.mutes.add(mute(provider="minimax", by=BOSS.member, until=after(hours=72)))
    answer = await studio.answer("mute", KIM, provider="minimax", span="30m")
    assert drawn(answer).startswith("[unknown]\n🔕 <@8> muted **MiniMax** here already, until ")
    assert (answer.private, studio.mutes.all()) == (True, (held,))
    await studio.use("mute", KIM, provider="minimax", account="200300", span="30m")
    await studio.use("mute", BOSS, provider="minimax", span="3h")
    await studio.use("mute", KIM, provider="minimax", span="1h")
    assert [one.until for one in studio.mutes.all() if one.account is None] == [after(hours=3)]
    studio.clock.at = after(hours=2)
    await studio.use("mute", KIM, provider="minimax", span="30m")
    assert [one.until for one in studio.mutes.all() if one.account is None] == [after(hours=2, minutes=30)]


async def test_what_a_wider_mute_silences_for_longer_is_not_muted_again(studio: Studio) -> None:
    held = await studio.mutes.add(mute(by=BOSS.member, until=after(hours=72)))
    answer = await studio.answer("mute", KIM, provider="minimax", span="30m")
    assert drawn(answer).startswith("[unknown]\n🔕 <@8> muted all alerts here already, until ")
    assert (answer.private, studio.mutes.all()) == (True, (held,))


async def test_a_double_click_mutes_once(studio: Studio) -> None:
    answers = []
    for seconds in (0, 2):
        studio.clock.at = after(seconds=seconds)
        answers.append(await studio.answer("mute", KIM, provider="minimax", span="1h"))
    assert [answer.private for answer in answers] == [False, True]
    assert [one.until for one in studio.mutes.all()] == [after(hours=1)]
    await studio.use("mute", ALEX, provider="minimax", span="1h")
    await studio.use("mute", KIM, provider="minimax", account="200300", span="62m")
    assert len(studio.mutes.all()) == 2


@each_row(
    ("values", "left", "title"),
    [
        ({}, [], ""),
        ({"provider": "all providers"}, [], ""),
        ({"provider": "minimax"}, [ALL, KLING], "MiniMax, MiniMax · studio-a, MiniMax · go"),
        ({"provider": "kling"}, [ALL, MINIMAX, A, GONE], "Kling"),
        ({"provider": "KLING "}, [ALL, MINIMAX, A, GONE], "Kling"),
        ({"provider": "minimax", "account": "studio-a"}, [ALL, MINIMAX, KLING, GONE], "MiniMax · studio-a"),
        ({"account": "studio-a"}, [ALL, MINIMAX, KLING, GONE], "MiniMax · studio-a"),
        ({"provider": "studio-a"}, [ALL, MINIMAX, KLING, GONE], "MiniMax · studio-a"),
        ({"account": "minimax/200300"}, [ALL, MINIMAX, KLING, GONE], "MiniMax · studio-a"),
        ({"account": "go…@example.com"}, [ALL, MINIMAX, KLING, A], "MiniMax · go"),
    ],
)
async def test_what_was_named_is_unmuted_with_all_that_belongs_to_it(
    studio: Studio, caplog: pytest.LogCaptureFixture, values: dict[str, Any], left: list[Subject], title: str
) -> None:
    caplog.set_level("INFO")
    caplog.clear()
    held = studio.here()
    await studio.muted(*(one for one in (ALL, MINIMAX, KLING, A, GONE) if one not in held))
    answer = await studio.use("unmute", **values)
    assert answer.startswith(f"🔔 <@3> unmuted **{title}" if title else "🔔 <@3> unmuted all alerts here.")
    assert set(studio.here()) == set(left)
    assert ("Still muted: **all alerts" in answer) == (ALL in left)
    assert ("Still muted: **all alerts, MiniMax**" in answer) == (MINIMAX in left and KLING in left)
    assert await studio.store.mutes.all() == studio.mutes.all()
    assert len(studio.mutes.in_channel(1)) == 1
    said_of = [line for line in caplog.messages if line.startswith("Member 3 unmuted ")]
    assert len(said_of) == 5 - len(left)


@each_row(
    ("subjects", "values", "sentence"),
    [
        ([], {}, "Nothing is muted here."),
        ([], {"provider": "kling"}, "Nothing is muted here."),
        ([MINIMAX], {"provider": "minmax"}, 'There is no provider "minmax" here. Did you mean MiniMax?'),
        ([MINIMAX, A], {"provider": "kling"}, "not muted here by itself. Muted here: MiniMax, MiniMax · studio-a."),
        ([ALL], {"provider": "minimax"}, "Muted here: all alerts."),
        ([MINIMAX], {"provider": "minimax", "account": "studio-a"}, "Muted here: MiniMax."),
        ([A], {"provider": "kling", "account": "studio-a"}, "Muted here: MiniMax · studio-a."),
    ],
)
async def test_what_is_not_muted_is_said_and_what_is(
    studio: Studio, subjects: list[Subject], values: dict[str, Any], sentence: str
) -> None:
    await studio.start_again()
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


async def test_a_database_that_is_away_is_named_and_nothing_changed(studio: Studio) -> None:
    await studio.tell(OTHER)
    await studio.muted(A)
    before = studio.mutes.all()
    await unplug(studio.store, "mute")
    assert NO_DATABASE in await studio.use("mute", provider="minimax")
    assert NO_DATABASE in await studio.use("unmute")
    assert NO_DATABASE in await studio.press()
    assert studio.mutes.all() == before


async def test_the_newest_mute_of_the_same_counts_until_it_has_ended(studio: Studio) -> None:
    for span in ("1h", "5m"):
        await studio.use("mute", provider="minimax", span=span)
    assert [one.until for one in studio.mutes.all()] == [after(minutes=5)]
    studio.clock.at = after(minutes=5)
    assert "Nothing is muted here." in await studio.use("unmute")


async def test_two_who_mute_the_same_at_once_leave_one_mute(studio: Studio) -> None:
    both = await asyncio.gather(*(studio.use("mute", one, provider="minimax") for one in (ALEX, KIM)))
    assert all(" muted **MiniMax** here" in one for one in both)
    (stored,) = await studio.store.mutes.all()
    assert studio.mutes.all() == (stored,)
    assert stored.until == after(hours=1)


async def test_discord_offers_both_commands_to_everybody(studio: Studio) -> None:
    registered = commands_of(studio.feature, studio.dispatcher)
    assert [(one.name, one.default_permissions) for one in registered] == [("mute", None), ("unmute", None)]
    required = [[option.required for option in one.parameters] for one in registered if isinstance(one, Command)]
    assert required == [[True, False, False], [False, False]]
