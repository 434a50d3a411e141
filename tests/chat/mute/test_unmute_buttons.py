"""The buttons that take a mute back, below its notice and below an alert."""

from dataclasses import replace
from typing import Any

from bot.chat.dispatcher import token_of
from bot.chat.message import Button
from tests.chat.alert.changes import FULL, SILENT
from tests.chat.drawn import drawn
from tests.chat.mute.muting import (
    ALEX,
    BOSS,
    KEY,
    KIM,
    Studio,
    mute,
)
from tests.moments import after
from tests.rows import each_row

MINIMAX, KLING, A = ("minimax", None), ("kling", None), ("minimax", "200300")


@each_row(
    "terms",
    [
        {"provider": "minimax", "until": after(hours=2)},
        {"provider": "minimax", "account": "200300", "until": after(minutes=5)},
        {"by": KIM.member, "until": after(hours=9)},
    ],
)
async def test_a_member_ends_what_a_member_could_have_muted(studio: Studio, terms: dict[str, Any]) -> None:
    held = await studio.mutes.add(mute(**{"by": BOSS.member, **terms}))
    ended = await studio.press_token(f"mute:undo:{held.id}:{held.id}")
    assert (ended.private, studio.mutes.all()) == (False, ())


@each_row("terms", [{"until": after(hours=1)}, {"provider": "minimax", "until": after(hours=2, seconds=1)}])
async def test_what_only_a_manager_can_mute_only_a_manager_ends(studio: Studio, terms: dict[str, Any]) -> None:
    held = await studio.mutes.add(mute(**{"by": BOSS.member, **terms}))
    for answer in (await studio.press_token(f"mute:undo:{held.id}:{held.id}"), await studio.answer("unmute")):
        assert answer.private
        assert "Only whoever muted this can unmute it. Anybody else needs Manage Server: " in drawn(answer)
    assert studio.mutes.all() == (held,)

    await studio.mutes.add(mute(provider="kling"))
    ended = await studio.use("unmute")
    assert "unmuted **Kling** here. Still muted: " in ended
    assert studio.mutes.all() == (held,)
    await studio.press_token(f"mute:undo:{held.id}:{held.id}", BOSS)
    assert studio.mutes.all() == ()


async def test_undo_ends_what_its_message_tells_of_and_nothing_else(studio: Studio) -> None:
    kept = await studio.mutes.add(mute(provider="kling", account="gone", by=9))
    await studio.tell(FULL, others={"kling": (SILENT,)})
    posted = await studio.press_token(f"mute:alert:{KEY}:1h", BOSS)
    (undo,) = (one for one in posted.actions if isinstance(one, Button))
    foreign = await studio.mutes.add(mute(provider="minimax", account="200300", by=9))
    ended = await studio.press_token(token_of(undo.action, undo.arguments), KIM)
    assert drawn(ended) == "🔔 <@3> unmuted **MiniMax, Kling** here."
    assert (ended.private, ended.actions) == (False, ())
    assert studio.mutes.all() == (kept, foreign) == await studio.store.mutes.all()
    assert await studio.note() is None


async def test_undo_of_what_is_over_leaves_the_first_name_or_says_that_it_is_over(
    studio: Studio,
) -> None:
    held = await studio.mutes.add(mute(provider="kling"))
    pressed = [await studio.press_token(f"mute:undo:{held.id}:{held.id}", one) for one in (ALEX, KIM)]
    assert [drawn(one) for one in pressed] == ["🔔 <@4> unmuted **Kling** here."] * 2

    held = await studio.mutes.add(mute(provider="kling", until=after(minutes=1)))
    studio.clock.at = after(minutes=2)
    over = await studio.press_token(f"mute:undo:{held.id}:{held.id}", KIM)
    assert drawn(over).startswith("⚪ That mute is over already, or a newer one took its place")
    assert (over.private, over.actions) == (False, ())  # it takes the place of the notice, whose Undo goes


async def test_undo_pressed_in_another_channel_ends_nothing(studio: Studio) -> None:
    held = await studio.mutes.add(mute(provider="kling"))
    for token in (f"mute:undo:{held.id}:{held.id}", "mute:undo:0:99"):
        assert "That mute is over" in drawn(await studio.press_token(token, replace(BOSS, channel=1)))
    assert studio.mutes.all() == (held,)
    assert "another version" in drawn(await studio.press_token("mute:undo:a:b", BOSS))


async def test_unmute_below_an_alert_ends_what_was_muted_with_it_and_nothing_else(studio: Studio) -> None:
    kept = await studio.mutes.add(mute(provider="kling", account="gone", by=9))
    await studio.tell(FULL, others={"kling": (SILENT,)})
    await studio.press(caller=BOSS)
    ended = await studio.press_token(f"mute:end:{KEY}")
    assert drawn(ended) == "🔔 <@3> unmuted **MiniMax, Kling** here."
    assert (ended.private, studio.mutes.all()) == (False, (kept,))
    assert (await studio.note(), studio.edits) == (None, 2)


async def test_unmute_below_an_alert_takes_the_rights_that_unmute_takes(studio: Studio) -> None:
    await studio.tell(FULL)
    await studio.press_token(f"mute:alert:{KEY}:tomorrow 08:00", BOSS)
    for caller, sentence in ((KIM, "Only whoever muted this"), (replace(BOSS, channel=1), "That alert is forgotten")):
        answer = await studio.press_token(f"mute:end:{KEY}", caller)
        assert (answer.private, sentence in drawn(answer)) == (True, True)
    assert studio.here() == [A]
    assert await studio.note() is not None


async def test_unmute_of_what_ended_by_itself_says_so_and_the_note_goes(studio: Studio) -> None:
    await studio.tell(FULL)
    await studio.press()
    studio.clock.at = after(hours=1)
    answer = await studio.press_token(f"mute:end:{KEY}")
    assert (answer.private, "That mute is over already" in drawn(answer)) == (True, True)
    assert (await studio.note(), studio.edits) == (None, 2)
