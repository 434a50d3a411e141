"""``/mute`` and ``/unmute``: what is stored, what is answered, and what is refused with nothing stored."""

import asyncio
from datetime import timedelta

import pytest

from bot.subscriptions.mute import Mute
from tests.chat.discord.told import FULL, alert
from tests.chat.discord.watching import Studio, said
from tests.fakes.discord import Member
from tests.fakes.discord.options import Value
from tests.moments import NOON, after

Values = dict[str, Value]


def mute(studio: Studio, **terms: object) -> Mute:
    home = studio.discord
    given: dict[str, object] = {"id": 0, "guild": home.guild.id, "channel": home.channel.id, "by": home.member.user.id}
    return Mute(**{**given, "until": after(hours=1), **terms})  # type: ignore[arg-type]  # the tests below name them


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
    studio: Studio, caplog: pytest.LogCaptureFixture, values: Values, terms: dict[str, object], title: str
) -> None:
    caplog.set_level("INFO")
    answer = said(await studio.discord.use("mute", values))
    wanted = mute(studio, **terms)
    assert studio.kept.muted == {1: wanted}
    assert f"**{title}** · muted in <#{wanted.channel}> by <@{wanted.by}>" in answer
    assert f"<t:{int(wanted.until.timestamp())}:R>" in answer
    until = f"{wanted.until:%Y-%m-%d %H:%M} UTC"
    assert f"Member {wanted.by} muted {title} in channel {wanted.channel} until {until}." in caplog.messages
    assert studio.kept.notes == []
    assert studio.edits == 0


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"minutes": 0}, r"minutes can be 1 to 10080 \(7 days\)."),
        ({"minutes": 10_081}, "1 to 10080"),
        ({"minutes": -(2**53)}, "1 to 10080"),
        ({"provider": "all", "account": "200300"}, "An account belongs to one provider"),
        ({"account": "nobody"}, r"MiniMax has no account nobody. There are\: studio-a"),
        ({"provider": "kling", "account": "200300"}, "No account of Kling is known yet"),
    ],
)
async def test_what_can_not_be_muted_is_refused(studio: Studio, values: Values, sentence: str) -> None:
    answer = said(await studio.discord.use("mute", {"provider": "minimax", **values}))
    assert sentence in answer
    assert studio.kept.muted == {}


async def test_the_newest_wish_counts(studio: Studio) -> None:
    for minutes in (60, 5):
        await studio.discord.use("mute", {"provider": "minimax", "minutes": minutes})
    assert [one.until for one in studio.mutes.all()] == [after(minutes=5)]


async def muted(studio: Studio, *subjects: tuple[str | None, str | None]) -> None:
    """Mute subjects here, and something elsewhere."""
    for provider, account in subjects:
        await studio.mutes.add(mute(studio, provider=provider, account=account))
    await studio.mutes.add(mute(studio, channel=1, provider="kling"))


ALL, MINIMAX, KLING = (None, None), ("minimax", None), ("kling", None)
A, GONE = ("minimax", "200300"), ("minimax", "gone@example.com")


@pytest.mark.parametrize(
    ("values", "left", "title"),
    [
        ({}, [], "All providers, MiniMax, Kling, MiniMax · studio-a, MiniMax · go\\*\\*\\*@example.com"),
        ({"provider": "all"}, [], "All providers, MiniMax, Kling"),
        ({"provider": "minimax"}, [ALL, KLING], "MiniMax, MiniMax · studio-a, MiniMax · go"),
        ({"provider": "kling"}, [ALL, MINIMAX, A, GONE], "Kling"),
        ({"provider": "minimax", "account": "studio-a"}, [ALL, MINIMAX, KLING, GONE], "MiniMax · studio-a"),
        ({"account": "studio-a"}, [ALL, MINIMAX, KLING, GONE], "MiniMax · studio-a"),
        ({"account": "minimax/200300"}, [ALL, MINIMAX, KLING, GONE], "MiniMax · studio-a"),
        ({"account": "go***@example.com"}, [ALL, MINIMAX, KLING, A], "MiniMax · go"),
    ],
)
async def test_what_was_named_is_unmuted_with_all_that_belongs_to_it(
    studio: Studio,
    caplog: pytest.LogCaptureFixture,
    values: Values,
    left: list[tuple[str | None, str | None]],
    title: str,
) -> None:
    caplog.set_level("INFO")
    await muted(studio, ALL, MINIMAX, KLING, A, GONE)
    answer = said(await studio.discord.use("unmute", values))
    assert answer.startswith(f"🔔 Unmuted\n**{title}")
    here = studio.mutes.in_channel(studio.discord.channel.id)
    assert [(one.provider, one.account) for one in here] == left
    assert ("Still muted here: **All providers" in answer) == (ALL in left)
    assert ("Still muted here: **All providers, MiniMax**" in answer) == (MINIMAX in left and KLING in left)
    assert {one.id: one for one in studio.mutes.all()}.keys() == studio.kept.muted.keys()
    assert len(studio.mutes.in_channel(1)) == 1
    said_of = [line for line in caplog.messages if line.startswith(f"Member {studio.discord.member.user.id} unmuted ")]
    assert len(said_of) == 5 - len(left)


@pytest.mark.parametrize(
    ("subjects", "values", "sentence"),
    [
        ([], {}, "Nothing is muted here."),
        ([], {"provider": "kling"}, "Nothing is muted here."),
        ([MINIMAX, A], {"provider": "kling"}, r"not muted here by itself. Muted here\: MiniMax, MiniMax · studio-a."),
        ([ALL], {"provider": "minimax"}, r"Muted here\: All providers."),
        ([MINIMAX], {"provider": "minimax", "account": "studio-a"}, r"Muted here\: MiniMax."),
        ([A], {"provider": "kling", "account": "studio-a"}, r"Muted here\: MiniMax · studio-a."),
    ],
)
async def test_what_is_not_muted_is_said_and_what_is(
    studio: Studio, subjects: list[tuple[str | None, str | None]], values: Values, sentence: str
) -> None:
    await muted(studio, *subjects)
    assert sentence in said(await studio.discord.use("unmute", values))
    assert len(studio.mutes.all()) == len(subjects) + 1


async def test_accounts_that_are_muted_here_are_offered_and_understood(studio: Studio) -> None:
    await muted(studio, MINIMAX, A, GONE)
    offered = await studio.discord.autocomplete("unmute", focused="account", value="STUDIO")
    assert [choice.name for choice in offered] == ["MiniMax · studio-a"]
    await studio.discord.use("unmute", {"account": offered[0].value})
    offered = await studio.discord.autocomplete("unmute", focused="account")
    assert [choice.name for choice in offered] == ["MiniMax · go***@example.com"]
    await studio.discord.use("unmute", {"provider": "minimax", "account": offered[0].value})
    assert [one.account for one in studio.mutes.in_channel(studio.discord.channel.id)] == [None]
    accounts = await studio.discord.autocomplete("mute", {"provider": "minimax"}, focused="account", value="stu")
    assert [choice.name for choice in accounts] == ["studio-a"]


@pytest.mark.parametrize(("command", "values"), [("mute", {"provider": "minimax"}), ("unmute", {})])
async def test_a_database_that_is_away_is_named_and_nothing_changed(
    studio: Studio, command: str, values: Values
) -> None:
    await muted(studio, A)
    before = studio.mutes.all()
    studio.kept.down = True
    answer = said(await studio.discord.use(command, values))
    assert "The database does not answer; nothing was changed." in answer
    assert studio.mutes.all() == before


async def test_a_mute_that_ended_is_not_there_to_be_ended(studio: Studio) -> None:
    await studio.discord.use("mute", {"provider": "minimax", "minutes": 5})
    studio.at = after(minutes=5)
    assert "Nothing is muted here." in said(await studio.discord.use("unmute"))


async def test_a_message_says_no_more_that_it_is_muted_once_it_is_not(studio: Studio) -> None:
    await studio.tell(alert(studio.discord.channel.id, FULL, key="k1"))
    await studio.mutes.add(mute(studio, provider="minimax", account="200300", alert="k1"))
    await studio.discord.use("unmute")
    assert studio.kept.notes == [("k1", None)]
    assert studio.edits == 1


async def test_a_message_whose_mute_gives_way_to_a_newer_one_says_no_more_of_it(studio: Studio) -> None:
    await studio.mutes.add(mute(studio, provider="minimax", alert="k1"))
    await studio.discord.use("mute", {"provider": "minimax", "minutes": 5})
    assert studio.kept.notes == [("k1", None)]


async def test_a_message_of_several_providers_says_it_as_long_as_one_is_muted(studio: Studio) -> None:
    await studio.mutes.add(mute(studio, provider="minimax", alert="k1", until=after(hours=2)))
    await studio.mutes.add(mute(studio, provider="kling", alert="k1"))
    by = studio.discord.member.user.id
    await studio.discord.use("unmute", {"provider": "kling"})
    assert studio.kept.notes == []
    await studio.discord.use("unmute", {"provider": "minimax"})
    assert studio.kept.notes == [("k1", None)]

    await studio.mutes.add(mute(studio, provider="minimax", alert="k2"))
    await studio.mutes.add(mute(studio, provider="kling", alert="k2", until=after(hours=2)))
    await studio.discord.use("unmute", {"provider": "kling"})
    assert studio.kept.notes[1:] == [("k2", (by, after(hours=1)))]


async def test_what_could_not_be_noted_is_muted_all_the_same(studio: Studio, caplog: pytest.LogCaptureFixture) -> None:
    await studio.mutes.add(mute(studio, provider="minimax", alert="k1"))
    studio.kept.unnoted = True
    assert "Unmuted" in said(await studio.discord.use("unmute"))
    assert studio.mutes.in_channel(studio.discord.channel.id) == ()
    assert "A message does not show what is muted: the disk is full" in caplog.messages


async def test_two_who_mute_the_same_at_once_leave_one_mute(studio: Studio, admin: Member) -> None:
    asked: Values = {"provider": "minimax"}
    both = await asyncio.gather(
        *(studio.discord.use("mute", asked, member=one) for one in (admin, studio.discord.member))
    )
    assert all("Muted" in said(one) for one in both)
    (stored,) = studio.kept.muted.items()
    assert [(one.id, one.by) for one in studio.mutes.all()] == [(stored[0], stored[1].by)]
    assert studio.mutes.all()[0].until - NOON == timedelta(hours=1)


async def test_everybody_sees_them_unless_an_administrator_decides_otherwise(studio: Studio) -> None:
    commands = {one.name: one for one in studio.discord.commands(studio.discord.guild)}
    assert [commands[name].needs for name in ("mute", "unmute", "why")] == [None, None, None]
    choices = commands["mute"].spec["options"][0]["choices"]
    assert [choice["name"] for choice in choices] == ["All providers", "MiniMax", "Kling"]
