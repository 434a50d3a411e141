"""A conversation as it stands on the screen, and alerts that come in between."""

import io
from dataclasses import replace

import pytest

from bot.alerts.alert import Alert, News, Room, What
from bot.chat.terminal.commands import HELP
from bot.chat.terminal.drawing import clock
from tests.chat.embeds.made import VIDEO
from tests.chat.terminal.talking import chat_on, talk
from tests.moments import NOON

BOT = f"capacity-bot · {clock(NOON)}"
ALERT = Alert(
    key="k" * 20,
    channel=1,
    roles=(42,),
    provider="minimax",
    at=NOON,
    news=(News(account="200300", what=What.FULL, in_use=6, limit=6),),
    room=(Room(account="200301", free=1),),
)


@pytest.fixture
def screen() -> io.StringIO:
    return io.StringIO()


async def test_an_alert_arrives_as_discord_would_show_it(screen: io.StringIO) -> None:
    chat = chat_on(screen)
    assert await chat.deliver(ALERT) == 1
    assert (
        screen.getvalue()
        == f"""
#capacity-alerts · {BOT}
@role MiniMax: studio-a is full (6/6)
▌ MiniMax · studio-a is full
▌
▌ 🔴 studio-a · full, 6 of 6 in use
▌
▌ Room: studio-b 1 free
▌
▌ id kkkkkkkk · {clock(NOON)}
"""
    )


async def test_messages_are_numbered_and_counted(screen: io.StringIO) -> None:
    chat = chat_on(screen)
    assert [await chat.deliver(ALERT) for _ in range(3)] == [1, 2, 3]
    assert chat.delivered == 3


async def test_a_question_is_answered(screen: io.StringIO) -> None:
    talking = await talk(screen)
    talking.chat.typed("/capacity minimax studio-a")
    assert await talking.reply("/capacity minimax studio-a")
    assert screen.getvalue().startswith(
        f"\nyou: /capacity minimax studio-a\n\n{BOT}\n▌ MiniMax · studio-a · 5 of 6 slots free\n▌\n▌ Looked just now.\n"
    )
    assert screen.getvalue().endswith("\n[ refresh ]\n")


async def test_pages_are_turned_and_refreshed(screen: io.StringIO) -> None:
    talking = await talk(screen, jobs=tuple(replace(VIDEO, id=str(number)) for number in range(25)))
    for line, footer, labels in (
        ("/capacity minimax", "Page 1 of 3", "[ refresh ]  [ page 2 ]"),
        ("page 2", "Page 2 of 3", "[ refresh ]  [ page 1 ]  [ page 3 ]"),
        ("refresh", "Page 2 of 3", "[ refresh ]  [ page 1 ]  [ page 3 ]"),
        ("page 99", "Page 3 of 3", "[ refresh ]  [ page 2 ]"),
    ):
        screen.seek(0)
        screen.truncate()
        assert await talking.reply(line)
        assert footer in screen.getvalue()
        assert screen.getvalue().splitlines()[-1] == labels


async def test_a_mistake_is_answered_privately_and_not_refreshed(screen: io.StringIO) -> None:
    talking = await talk(screen)
    assert await talking.reply("/capacity minmax")
    assert (
        "▌ ⚠ There is no provider minmax here. There are: minimax, kling.\nOnly you can see this.\n"
        in screen.getvalue()
    )
    assert await talking.reply("refresh")
    assert screen.getvalue().endswith("Nothing was answered yet, so there is nothing to refresh. Try: /capacity\n")


async def test_what_was_typed_is_shown_as_text_only(screen: io.StringIO) -> None:
    talking = await talk(screen)
    talking.chat.typed("[bold]a\x1b[2J **b**")
    assert screen.getvalue() == "\nyou: [bold]a[2J **b**\n"


async def test_help_lists_everything(screen: io.StringIO) -> None:
    assert await (await talk(screen)).reply("help")
    assert screen.getvalue() == f"\n{BOT}\n{HELP}\n"


async def test_nothing_is_answered_with_nothing(screen: io.StringIO) -> None:
    assert await (await talk(screen)).reply("  ")
    assert screen.getvalue() == ""


async def test_quit_ends_it(screen: io.StringIO) -> None:
    assert not await (await talk(screen)).reply("quit")
