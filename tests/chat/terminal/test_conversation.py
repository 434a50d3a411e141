"""A conversation as it stands on the screen."""

from dataclasses import replace
from pathlib import Path

from msgspec import structs

from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.chat.terminal.commands import HELP
from bot.chat.terminal.desk import NOTHING_OFFERED
from bot.chat.terminal.drawing import clock
from tests.chat.asked import PNG, Lived
from tests.chat.samples import VIDEO
from tests.chat.terminal.talking import Talk, talk
from tests.history.pasts import past
from tests.moments import NOON, after

BOT = f"capacity-bot · {clock(NOON)}"
PRIVATELY = "\nOnly you can see this.\n"
ROOM = Snapshot(
    provider="minimax", at=NOON, accounts=(Account(name="200300", state=AccountState.FREE, free=2, limit=6, running=4),)
)


def lived() -> Lived:
    return Lived(*(replace(mark, at=after(hours=-2)) for mark in past({"200300": "3"})))


async def offered() -> Talk:
    """Begin a conversation with somebody who was offered a slot just now."""
    talking = await talk()
    await talking.reply("/notify when minimax studio-a")
    await talking.line.on_snapshot(ROOM, None)
    (offer,) = talking.waiters.alerts
    await talking.delivery(offer)
    return talking


async def test_a_question_is_answered() -> None:
    talking = await talk()
    talking.chat.typed("/capacity minimax studio-a")
    text = await talking.hears("/capacity minimax studio-a")
    assert text.startswith(
        f"\nyou: /capacity minimax studio-a\n\n{BOT}\n▌ MiniMax · studio-a · 5 of 6 slots free\n▌\n▌ Looked just now.\n"
    )
    assert text.endswith("\n[ refresh ]\n")


async def test_pages_are_turned_and_refreshed() -> None:
    talking = await talk(tuple(structs.replace(VIDEO, id=str(number)) for number in range(25)))
    for line, footer, labels in (
        ("/capacity minimax", "Page 1 of 3", "[ refresh ]  [ page 2 ]"),
        ("page 2", "Page 2 of 3", "[ refresh ]  [ page 1 ]  [ page 3 ]"),
        ("refresh", "Page 2 of 3", "[ refresh ]  [ page 1 ]  [ page 3 ]"),
        ("page 99", "Page 3 of 3", "[ refresh ]  [ page 2 ]"),
    ):
        text = await talking.hears(line)
        assert footer in text
        assert text.splitlines()[-1] == labels


async def test_jobs_are_listed_and_their_pages_turned() -> None:
    talking = await talk(tuple(structs.replace(VIDEO, id=str(number)) for number in range(15)))
    text = await talking.hears("/jobs minimax studio-a")
    assert "▌ MiniMax · 15 jobs running, 15 match\n" in text
    assert "▌ 3:57 · shot-12 · video on studio-a · started 3 minutes ago\n" in text
    assert text.endswith("\n[ refresh ]  [ page 2 ]\n")
    assert (await talking.hears("page 2")).endswith("\n[ refresh ]  [ page 1 ]\n")
    assert (await talking.hears("/jobs nowhere")).endswith(PRIVATELY)


async def test_a_mistake_is_answered_privately_and_not_refreshed() -> None:
    talking = await talk()
    assert f"▌ ⚠ There is no provider minmax here. There are: minimax, kling.{PRIVATELY}" in await talking.hears(
        "/capacity minmax"
    )
    text = await talking.hears("refresh")
    assert text.endswith("Nothing was answered yet, so there is nothing to refresh. Try: /capacity\n")


async def test_a_picture_of_the_past_is_a_file_and_words(tmp_path: Path) -> None:
    file = tmp_path / f"{'long' * 20}.png"
    talking = await talk(lived=lived(), chart=file)
    text = await talking.hears("/history minimax")
    assert text.startswith(f"\n{BOT}\n▌ MiniMax · last 1 hour\n▌\n▌ Full · 100% of the time")
    assert f"\nPicture: {file}\nMiniMax: slots in use over time" in text  # in one line, to be copied
    assert file.read_bytes() == PNG
    (chart,) = talking.lived.drawn
    assert chart.start == after(hours=-1)


async def test_figures_are_told_where_the_picture_can_not_be_written(tmp_path: Path) -> None:
    talking = await talk(lived=lived(), chart=tmp_path / "nowhere" / "chart.png")
    text = await talking.hears("/history minimax")
    assert "▌ Full · 100% of the time" in text
    assert "\nThe picture could not be written: No such file or directory.\n" in text
    assert "Picture: " not in text


async def test_figures_are_told_where_no_picture_was_drawn() -> None:
    talking = await talk(lived=lived())
    talking.lived.fails = True
    text = await talking.hears("/history minimax")
    assert "▌ ⚠ The picture could not be drawn this time" in text
    assert "Picture: " not in text
    assert PRIVATELY not in text
    assert (await talking.hears("/history kling")).endswith(PRIVATELY)


async def test_somebody_waits_and_waits_no_more() -> None:
    talking = await talk()
    text = await talking.hears("/notify when minimax studio-a")
    assert "▌ 1 · 1 slot of MiniMax · studio-a · 1st in line · since just now · until " in text
    assert "pinged once in #capacity-alerts when" in text
    assert text.endswith(PRIVATELY)
    (waiter,) = talking.waiters.rows.values()
    assert (waiter.account, waiter.until - waiter.asked_at) == ("200300", after(hours=6) - NOON)
    assert "You wait for that already, as number 1" in await talking.hears("/notify when minimax studio-a")
    assert "▌ You wait for 1\n" in await talking.hears("/notify list")
    assert "▌ 🔕 Cancelled\n" in await talking.hears("/notify cancel number:1")
    assert "▌ Nothing to wait for\n" in await talking.hears("/notify list")
    assert "You don't wait under number 1" in await talking.hears("/notify cancel 1")


async def test_who_asks_while_there_is_room_is_told_where() -> None:
    talking = await talk()
    await talking.line.on_snapshot(ROOM, None)
    assert "There is room now, on studio-a" in await talking.hears("/notify minimax")


async def test_an_offer_is_taken() -> None:
    talking = await offered()
    text = talking.written()
    assert f"\n#capacity-alerts · {BOT}\n@you MiniMax: 1 slot free on studio-a\n▌ There is room · MiniMax\n" in text
    assert text.endswith("\n[ taken ]  [ pass ]\n")
    assert "▌ Taken\n" in await talking.hears("taken")
    assert "settled already" in await talking.hears("pass")


async def test_an_offer_is_passed_on() -> None:
    talking = await offered()
    talking.written()
    assert "▌ Passed on\n" in await talking.hears("pass")


async def test_nothing_can_be_taken_before_it_is_offered() -> None:
    assert NOTHING_OFFERED in await (await talk()).hears("taken")


async def test_a_failing_database_is_no_end_of_the_conversation() -> None:
    talking = await talk()
    talking.waiters.down = True
    assert "The database does not answer." in await talking.hears("/notify list")


async def test_a_board_is_made_and_removed() -> None:
    talking = await talk()
    text = await talking.hears("/board create kling")
    assert "▌ Board 1 created\n▌\n▌ 1 · #capacity-alerts · Kling · by @you\n" in text
    assert text.endswith(PRIVATELY)
    assert "#capacity-alerts · All providers · by @you" in await talking.hears("/board")
    assert "▌ Board 1 removed\n" in await talking.hears("/board remove board:1")
    assert talking.boards.removed == [1]
    assert "There is no board 1 here" in await talking.hears("/board remove 1")
    assert "There is no provider nowhere here." in await talking.hears("/board nowhere")


async def test_what_was_typed_is_shown_as_text_only() -> None:
    talking = await talk()
    talking.chat.typed("[bold]a\x1b[2J **b**")
    assert talking.written() == "\nyou: [bold]a[2J **b**\n"


async def test_help_lists_everything() -> None:
    assert await (await talk()).hears("help") == f"\n{BOT}\n{HELP}\n"


async def test_nothing_is_answered_with_nothing() -> None:
    assert await (await talk()).hears("  ") == ""


async def test_quit_ends_it() -> None:
    talking = await talk()
    assert await talking.reply("help")
    assert not await talking.reply("quit")
