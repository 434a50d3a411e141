"""The buttons that mute: below an alert, and in the choice that it opens."""

from dataclasses import replace
from typing import Any

from bot.alerts.news import News
from bot.chat.dispatcher import token_of
from bot.chat.message import Button
from tests.chat.alert.changes import FREED, FULL, LOW, OTHER, SILENT, Others
from tests.chat.drawn import drawn
from tests.chat.mute.muting import (
    ALEX,
    BOSS,
    GUILD,
    HOME,
    KEY,
    KIM,
    TOO_LONG,
    UNREADABLE,
    UNREADABLE_FOR_MEMBERS,
    Studio,
    Subject,
    mute,
)
from tests.moments import after
from tests.rows import each_row

MINIMAX, KLING, A = ("minimax", None), ("kling", None), ("minimax", "200300")


@each_row(
    ("news", "others", "muted", "title"),
    [
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
    await studio.start_again()
    key = f"{news[0].what}-{len(news)}-{len(others)}"
    await studio.tell(*news, key=key, others=others)
    studio.clock.at = after(minutes=10)
    said = await studio.press(key, replace(BOSS, member=KIM.member))
    assert f"🔕 <@3> muted **{title}** here until" in said
    assert studio.here() == muted
    until = after(minutes=70)
    found = {(one.guild, one.channel, one.by, one.until, one.alert) for one in studio.mutes.all()}
    assert found == {(GUILD, HOME, 3, until, key)}
    note = await studio.note(key)
    assert note is not None
    assert (note.by, note.until) == (3, until)
    assert studio.edits == 1


async def test_no_press_mutes_what_is_forgotten_or_of_another_channel_or_is_forged(studio: Studio) -> None:
    assert "That alert is forgotten" in await studio.press()
    assert "That alert is forgotten" in drawn(await studio.submit(f"mute:for:{KEY}", "45m"))
    await studio.tell(FULL)
    assert "another version" in drawn(await studio.press_token(f"mute:for:{KEY}"))
    for forger in (replace(KIM, channel=1), replace(KIM, channel=1, guild=6)):
        assert "That alert is forgotten" in await studio.press(caller=forger)
    for span, sentence in (("tomorrow 08:00", TOO_LONG), ("3h", TOO_LONG), ("soon", UNREADABLE_FOR_MEMBERS)):
        assert sentence in drawn(await studio.press_token(f"mute:alert:{KEY}:{span}")).replace("\\", "")
    assert studio.mutes.all() == ()


async def test_a_double_click_posts_one_notice_whose_undo_works_and_a_later_press_another(studio: Studio) -> None:
    await studio.tell(FULL)
    first = await studio.press_token(f"mute:alert:{KEY}:1h")
    studio.clock.at = after(seconds=1)
    second = await studio.press_token(f"mute:alert:{KEY}:1h")
    assert (first.private, second.private) == (False, True)
    assert "🔕 <@3> muted **MiniMax · studio-a** here already" in drawn(second)
    (undo,) = (one for one in first.actions if isinstance(one, Button))
    assert "🔔 <@3> unmuted" in drawn(await studio.press_token(token_of(undo.action, undo.arguments)))
    await studio.press()
    studio.clock.at = after(minutes=10)
    await studio.press(caller=ALEX)
    (only,) = studio.mutes.all()
    assert (only.by, only.until) == (ALEX.member, after(minutes=70))
    assert await studio.note() == only
    assert studio.edits == 4


async def test_what_is_muted_for_longer_stays_so_and_all_else_does_not_count(studio: Studio) -> None:
    await studio.tell(FULL)
    longer: dict[str, dict[str, Any]] = {
        "**MiniMax · studio-a**": {"provider": "minimax", "account": "200300", "until": after(hours=2)},
        "**MiniMax**": {"provider": "minimax", "until": after(hours=2)},
        "all alerts": {"until": after(hours=1)},
    }
    for title, terms in longer.items():
        holding = await studio.mutes.add(mute(by=9, **terms))
        answer = await studio.press()
        assert f"🔕 <@9> muted {title} here already, until <t:{int(holding.until.timestamp())}:t>" in answer
        assert studio.mutes.all() == (holding,)
        assert (await studio.note(), studio.edits) == (None, 0)
        await studio.mutes.remove(holding)

    await studio.mutes.add(mute(provider="minimax", until=after(minutes=59)))
    await studio.mutes.add(mute(provider="minimax", account="joanna@example.com", until=after(hours=9)))
    await studio.mutes.add(mute(provider="kling", until=after(hours=9)))
    await studio.press()
    assert studio.here()[3:] == [A]


async def test_of_several_providers_only_those_that_are_not_muted_are_named(studio: Studio) -> None:
    await studio.mutes.add(mute(provider="minimax", by=9, until=after(hours=2)))
    await studio.tell(FULL, others={"kling": (SILENT,)})
    assert "🔕 <@8> muted **Kling** here until" in await studio.press(caller=BOSS)
    again = await studio.press(caller=BOSS)
    assert f"**MiniMax, Kling** here already, until <t:{int(after(hours=1).timestamp())}:t>" in again


async def test_a_choice_is_offered_below_an_alert_and_each_of_its_buttons_mutes(studio: Studio) -> None:
    await studio.tell(FULL)
    for caller, wanted in ((KIM, {"1 h": 60, "2 h": 120}), (BOSS, {"1 h": 60, "Until tomorrow 08:00": 18 * 60})):
        asked = await studio.press_token(f"mute:choose:{KEY}", caller)
        assert asked.private
        assert "Mute **MiniMax · studio-a** in this channel, for everyone?" in drawn(asked)
        assert 'Or type `/mute` provider:minimax account:"studio-a" for:45m' in drawn(asked).replace("\\", "")
        buttons = {one.label: one for one in asked.actions if isinstance(one, Button) and not one.opens_form}
        assert list(buttons) == list(wanted)
        for label, minutes in wanted.items():
            answer = await studio.press_token(token_of(buttons[label].action, buttons[label].arguments), caller)
            assert not answer.private
            (made,) = studio.mutes.all()
            assert (made.account, made.until, made.alert) == ("200300", after(minutes=minutes), KEY)
            await studio.use("unmute")


async def test_a_morning_is_the_same_one_where_its_button_is_pressed_after_midnight(studio: Studio) -> None:
    await studio.tell(FULL)
    studio.clock.at = after(hours=9, minutes=58)  # two minutes to midnight in Berlin
    asked = await studio.press_token(f"mute:choose:{KEY}", BOSS)
    (morning,) = (one for one in asked.actions if isinstance(one, Button) and one.label == "Until tomorrow 08:00")
    token = token_of(morning.action, morning.arguments)
    studio.clock.at = after(hours=13)  # three at night
    asked = await studio.press_token(f"mute:choose:{KEY}", BOSS)
    assert [one.label for one in asked.actions if isinstance(one, Button)] == ["1 h", "Until 08:00", "Another time…"]
    await studio.press_token(f"mute:alert:{KEY}:until 08:00", BOSS)
    assert [one.until for one in studio.mutes.all()] == [after(hours=18)]
    await studio.use("unmute")
    studio.clock.at = after(hours=10, minutes=1)
    await studio.press_token(token, BOSS)
    assert [one.until for one in studio.mutes.all()] == [after(hours=18)]
    studio.clock.at = after(hours=18)
    assert UNREADABLE in drawn(await studio.press_token(token, BOSS)).replace("\\", "")


async def test_a_time_of_ones_own_is_typed_into_a_form(studio: Studio) -> None:
    await studio.tell(FULL)
    asked = await studio.press_token(f"mute:choose:{KEY}")
    (button,) = (one for one in asked.actions if isinstance(one, Button) and one.opens_form)
    assert (button.label, token_of(button.action, button.arguments)) == ("Another time…", f"mute:for:{KEY}")
    for typed, sentence in (
        ("3h", TOO_LONG),
        ("until 18:00", TOO_LONG),
        ("9d", TOO_LONG),
        ("a while", UNREADABLE_FOR_MEMBERS),
        ("  ", UNREADABLE_FOR_MEMBERS),
        ("", UNREADABLE_FOR_MEMBERS),
    ):
        answer = await studio.submit(f"mute:for:{KEY}", typed)
        assert (answer.private, sentence in drawn(answer).replace("\\", "")) == (True, True)
    assert studio.mutes.all() == ()

    made = await studio.submit(f"mute:for:{KEY}", "45m")
    assert not made.private
    assert "🔕 <@3> muted **MiniMax · studio-a** here until" in drawn(made)
    assert [(one.account, one.until) for one in studio.mutes.all()] == [("200300", after(minutes=45))]
    await studio.submit(f"mute:for:{KEY}", "until 18:00", BOSS)
    assert [one.until for one in studio.mutes.all()] == [after(hours=4)]


async def test_a_member_can_not_mute_two_providers_with_one_button(studio: Studio) -> None:
    await studio.tell(FULL, others={"kling": (SILENT,)})
    for token in (f"mute:choose:{KEY}", f"mute:alert:{KEY}:1h"):
        assert "one provider or account at a time" in drawn(await studio.press_token(token))
    assert studio.mutes.all() == ()
