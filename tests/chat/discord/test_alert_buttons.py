"""The buttons below an alert: which there are, and what whoever presses them is answered."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import discord as dpy
import pytest

from bot.alerts.alert import Alert, Changes, Drill
from bot.alerts.news import Flaps, News
from bot.chat.discord.alert_buttons import AlertButton, alert_buttons
from bot.chat.discord.notify_buttons import NotifyButton
from bot.providers.catalogue import CATALOGUE
from bot.subscriptions.mute import Mute
from tests.chat.discord.told import CLOSED, FREED, FULL, LOW, OTHER, SILENT, alert
from tests.chat.discord.watching import Studio, said, serving
from tests.fakes.discord import CannotError, Discord, Member, Permission
from tests.moments import NOON, after

KEY = alert(1).key
OVER = replace(FULL, closed=CLOSED)
FLAPPING = replace(FULL, flaps=Flaps(changes=6, since=NOON))


def labels(told: Alert) -> list[tuple[str | None, str | None]]:
    return [(item.item.label, item.item.custom_id) for item in alert_buttons(told) if isinstance(item, AlertButton)]


MUTE, WHY = ("Mute 1 h", f"alert:mute:{KEY}"), ("Why?", f"alert:why:{KEY}")
HERE, OVERVIEW = ("Capacity", "alert:capacity:minimax"), ("Capacity", "alert:capacity:")


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (alert(1, FULL), [MUTE, HERE, WHY]),
        (alert(1, FREED), [MUTE, HERE, WHY]),
        (alert(1, OVER), [HERE, WHY]),
        (alert(1, OVER, OTHER), [MUTE, HERE, WHY]),
        (alert(1, FLAPPING), [MUTE, HERE, WHY]),
        (alert(1, replace(FLAPPING, closed=CLOSED)), [HERE, WHY]),
        (alert(1, SILENT), [MUTE, HERE, WHY]),
        (alert(1, FULL, others={"kling": (LOW,)}), [MUTE, OVERVIEW, WHY]),
        (replace(alert(1), content=Drill()), []),
        (alert(1), [OVERVIEW, WHY]),
    ],
)
def test_what_can_be_pressed(told: Alert, expected: list[tuple[str, str]]) -> None:
    assert labels(told) == expected


def test_the_longest_fits_and_is_read_back() -> None:
    longest = max(CATALOGUE, key=len)
    told = replace(alert(1, key="k" * 25), content=Changes(parts=(replace(alert(1, FULL).parts[0], provider=longest),)))
    for button in alert_buttons(told):
        assert isinstance(button, AlertButton | NotifyButton)
        assert len(button.custom_id) <= 100
        assert button.template.fullmatch(button.custom_id)


async def test_what_is_no_button_is_refused() -> None:
    match = AlertButton.__discord_ui_compiled_template__.fullmatch(f"alert:why:{KEY}")
    assert match is not None
    nowhere = cast("dpy.Interaction[Any]", None)
    with pytest.raises(TypeError, match="is not a button's"):
        await AlertButton.from_custom_id(nowhere, dpy.ui.Select[Any](), match)


@pytest.mark.parametrize(
    ("news", "others", "muted", "title"),
    [
        ((FULL,), {}, [("minimax", "200300")], "MiniMax · studio-a"),
        ((FREED,), {}, [("minimax", "200300")], "MiniMax · studio-a"),
        ((FULL, OTHER), {}, [("minimax", None)], "MiniMax"),
        ((LOW,), {}, [("minimax", None)], "MiniMax"),
        ((SILENT,), {}, [("minimax", None)], "MiniMax"),
        ((FULL,), {"kling": (SILENT,)}, [("minimax", None), ("kling", None)], "MiniMax, Kling"),
    ],
)
async def test_its_one_account_or_else_its_providers_are_muted(
    studio: Studio,
    news: tuple[News, ...],
    others: dict[str, tuple[News, ...]],
    muted: list[tuple[str, str | None]],
    title: str,
) -> None:
    home = studio.discord
    message = await studio.tell(alert(home.channel.id, *news, others=others))
    studio.at = after(minutes=10)
    answer = said(await home.press(message, label="Mute 1 h"))
    assert f"**{title}** · muted in <#{home.channel.id}> by <@{home.member.user.id}>" in answer

    until, by = after(minutes=70), home.member.user.id
    assert [(one.provider, one.account) for one in studio.mutes.all()] == muted
    assert {(one.guild, one.channel, one.by, one.until, one.alert) for one in studio.mutes.all()} == {
        (home.guild.id, home.channel.id, by, until, KEY)
    }
    assert studio.kept.notes == [(KEY, (by, until))]
    assert studio.edits == 1


async def test_pressed_again_it_is_muted_for_an_hour_from_then(studio: Studio, admin: Member) -> None:
    message = await studio.tell(alert(studio.discord.channel.id, FULL))
    await studio.discord.press(message, label="Mute 1 h")
    studio.at = after(minutes=10)
    await studio.discord.press(message, label="Mute 1 h", member=admin)
    (mute,) = studio.mutes.all()
    assert (mute.by, mute.until) == (admin.user.id, after(minutes=70))
    assert studio.kept.notes[-1] == (KEY, (admin.user.id, after(minutes=70)))


@pytest.mark.parametrize(
    ("holding", "title"),
    [
        (
            Mute(id=0, guild=1, channel=1, provider="minimax", account="200300", by=7, until=after(hours=2)),
            "MiniMax · s",
        ),
        (Mute(id=0, guild=1, channel=1, provider="minimax", by=7, until=after(hours=2)), "MiniMax**"),
        (Mute(id=0, guild=1, channel=1, by=7, until=after(hours=1)), "All providers**"),
    ],
)
async def test_what_is_muted_for_longer_stays_so(studio: Studio, holding: Mute, title: str) -> None:
    here = studio.discord.channel.id
    added = await studio.mutes.add(replace(holding, channel=here))
    message = await studio.tell(alert(here, FULL))
    answer = said(await studio.discord.press(message, label="Mute 1 h"))
    assert answer.startswith(f"🔕 Muted\n**{title}")
    assert f"by <@7>\nUntil <t:{int(holding.until.timestamp())}" in answer
    assert studio.mutes.all() == (added,)
    assert studio.kept.notes == []


async def test_of_several_that_hold_what_ends_first_is_named(studio: Studio) -> None:
    here = studio.discord.channel.id
    await studio.mutes.add(Mute(id=0, guild=1, channel=here, provider="minimax", by=7, until=after(hours=2)))
    message = await studio.tell(alert(here, FULL, others={"kling": (SILENT,)}))
    answer = said(await studio.discord.press(message, label="Mute 1 h"))
    by = studio.discord.member.user.id
    assert f"**MiniMax, Kling** · muted in <#{here}> by <@{by}>" in answer
    assert f"Until <t:{int(after(hours=1).timestamp())}:t>" in answer

    await studio.mutes.add(Mute(id=0, guild=1, channel=here, by=7, until=after(hours=3)))
    assert "**All providers** · muted in" in said(await studio.discord.press(message, label="Mute 1 h"))


@pytest.mark.parametrize(
    "shorter",
    [
        Mute(id=0, guild=1, channel=1, provider="minimax", by=7, until=after(minutes=59)),
        Mute(id=0, guild=1, channel=1, provider="minimax", account="joanna@example.com", by=7, until=after(hours=9)),
        Mute(id=0, guild=1, channel=1, provider="kling", by=7, until=after(hours=9)),
    ],
)
async def test_what_holds_not_so_long_or_not_of_it_does_not_count(studio: Studio, shorter: Mute) -> None:
    here = studio.discord.channel.id
    await studio.mutes.add(replace(shorter, channel=here))
    await studio.discord.press(await studio.tell(alert(here, FULL)), label="Mute 1 h")
    assert [one.account for one in studio.mutes.all()][1:] == ["200300"]


async def test_an_older_message_says_no_more_what_a_newer_one_does(studio: Studio) -> None:
    here, by = studio.discord.channel.id, studio.discord.member.user.id
    older = await studio.tell(alert(here, FULL, key="older"))
    newer = await studio.tell(alert(here, FREED, key="newer"))
    await studio.discord.press(older, label="Mute 1 h")
    studio.at = after(minutes=1)
    await studio.discord.press(newer, label="Mute 1 h")
    assert studio.kept.notes[1:] == [("older", None), ("newer", (by, after(minutes=61)))]


async def test_a_forgotten_alert_can_be_neither_muted_nor_explained(studio: Studio) -> None:
    message = await studio.tell(alert(studio.discord.channel.id, FULL))
    studio.kept.entries.clear()
    assert "That alert is forgotten" in said(await studio.discord.press(message, label="Mute 1 h"))
    assert f"There is no alert {KEY} here." in said(await studio.discord.press(message, label="Why?"))
    assert studio.mutes.all() == ()


async def test_a_database_that_is_away_is_named(studio: Studio) -> None:
    message = await studio.tell(alert(studio.discord.channel.id, FULL))
    studio.kept.down = True
    assert "nothing was changed" in said(await studio.discord.press(message, label="Mute 1 h"))
    assert "The database does not answer." in said(await studio.discord.press(message, label="Why?"))
    assert studio.mutes.all() == ()


async def test_capacity_is_answered_privately_and_goes_on_there(studio: Studio) -> None:
    one = await studio.tell(alert(studio.discord.channel.id, FULL))
    answer = await studio.discord.press(one, label="Capacity")
    assert said(answer).startswith("MiniMax · 5 of 8 slots free")
    await studio.discord.press(answer, label="Refresh")
    assert said(answer).startswith("MiniMax · 5 of 8 slots free")
    two = await studio.tell(alert(studio.discord.channel.id, FULL, key="other", others={"kling": (SILENT,)}))
    assert "Kling" in said(await studio.discord.press(two, label="Capacity"))
    gone = await studio.tell(alert(studio.discord.channel.id, key="gone", others={"pixverse": (SILENT,)}))
    assert "There is no provider pixverse here." in said(await studio.discord.press(gone, label="Capacity"))


async def test_why_is_answered_privately(studio: Studio) -> None:
    message = await studio.tell(alert(studio.discord.channel.id, FULL))
    answer = said(await studio.discord.press(message, label="Why?"))
    assert answer.startswith("Why? · MiniMax: studio-a is full")
    assert answer.endswith(f"about id {KEY[:8]}")


async def test_the_message_itself_is_left_to_the_editor(studio: Studio) -> None:
    message = await studio.tell(alert(studio.discord.channel.id, FULL))
    for label in ("Mute 1 h", "Capacity", "Why?"):
        await studio.discord.press(message, label=label)
    assert studio.discord.posts() == [message]


async def test_a_message_of_before_a_restart_is_answered_as_well(discord: Discord) -> None:
    before = Studio(discord)
    async with serving(before):
        message = await before.tell(alert(discord.channel.id, FULL))
    after_it = Studio(discord)
    after_it.kept.entries = before.kept.entries
    async with serving(after_it):
        assert "Muted" in said(await discord.press(message, label="Mute 1 h"))
    assert len(after_it.mutes.all()) == 1


async def test_only_the_team_is_answered(studio: Studio) -> None:
    world = studio.discord.world
    elsewhere = world.add_guild("Elsewhere", bot_may=Permission.ADMINISTRATOR)
    stranger = world.add_member(elsewhere, "sam")
    there = world.add_channel(elsewhere, "general")
    told = alert(there.id, FULL)
    client = await studio.connection.logged_in()
    view = dpy.ui.View(timeout=None)
    for button in alert_buttons(told):
        view.add_item(button)
    view.stop()
    sent = await client.get_partial_messageable(there.id).send("as if", view=view)
    (message,) = [one for one in studio.discord.posts(there) if one.id == sent.id]
    answer = said(await studio.discord.press(message, label="Mute 1 h", member=stranger))
    assert "This bot answers in its team's server only." in answer
    assert studio.mutes.all() == ()


async def test_whoever_does_not_see_the_message_can_not_press_it(studio: Studio) -> None:
    world = studio.discord.world
    hidden = world.add_channel(studio.discord.guild, "plans")
    message = await studio.tell(alert(hidden.id, FULL))
    world.deny(hidden, Permission.VIEW_CHANNEL, to=studio.discord.member.user.id)
    with pytest.raises(CannotError):
        await studio.discord.press(message, label="Why?")


async def test_two_who_press_at_once_leave_one_mute_and_a_note_of_it(studio: Studio, admin: Member) -> None:
    message = await studio.tell(alert(studio.discord.channel.id, FULL))
    people = (admin, studio.discord.member)
    await asyncio.gather(*(studio.discord.press(message, label="Mute 1 h", member=one) for one in people))
    (mute,) = studio.mutes.all()
    assert mute.until - NOON == timedelta(hours=1)
    assert studio.kept.notes[-1] == (KEY, (mute.by, mute.until))
