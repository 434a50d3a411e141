"""Alerts that come in between, and what becomes of those that scrolled by."""

from dataclasses import replace

from bot.accounts.roster import AccountState
from bot.alerts.alert import Alert, Changes, Part, Room
from bot.alerts.board_content import BoardContent, BoardPart, BoardRow
from bot.alerts.news import Closed, Details, News
from bot.alerts.slot_notice import NoticeKind, OfferedSlots, Outcome, SlotNotice
from bot.chat.terminal.chat import EDITED_IN_PLACE
from bot.chat.terminal.drawing import clock
from bot.subscriptions.topic import Condition, account_topic
from tests.chat.terminal.talking import talk
from tests.moments import NOON, after

BOT = f"#capacity-alerts · capacity-bot · {clock(NOON)}"
NEWS = News(
    topic=account_topic("200300"), what=Condition.FULL, since=NOON, details=Details(in_use=6, limit=6), live=True
)
PART = Part(provider="minimax", at=NOON, news=(NEWS,), room=(Room(account="200301", free=1),))
ALERT = Alert(key="k" * 20, channel=1, roles=(42,), at=NOON, content=Changes(parts=(PART,)))
OVER = replace(NEWS, closed=Closed(at=after(seconds=9), lasted=after(seconds=9) - NOON, witnessed=True))
ROW = BoardRow(account="200300", state=AccountState.FULL, in_use=6, total=6)
BOARD = BoardContent(id=3, parts=(BoardPart(provider="minimax", at=NOON, in_use=6, total=6, rows=(ROW,)),))
OFFER = SlotNotice(
    kind=NoticeKind.OFFER,
    waiter=1,
    member=1,
    provider="minimax",
    asked_at=NOON,
    offered=(OfferedSlots(account="200300", slots=1, free=1),),
)


def offer(outcome: Outcome | None) -> Alert:
    return Alert(key="o" * 20, channel=1, at=NOON, members=(1,), content=replace(OFFER, outcome=outcome))


async def test_an_alert_arrives_as_discord_would_show_it() -> None:
    talking = await talk()
    assert await talking.delivery(ALERT) == 1
    assert (
        talking.written()
        == f"""
{BOT}
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


async def test_an_edited_alert_is_told_again_in_a_line() -> None:
    talking = await talk()
    message = await talking.delivery(ALERT)
    talking.written()
    await talking.delivery.edit(replace(ALERT, content=Changes(parts=(replace(PART, news=(OVER,)),))), message)
    edited = f"{BOT} · edited {clock(NOON)}"
    assert talking.written() == f"\n{edited}\n@role MiniMax: studio-a was full for 0:09\n"


async def test_an_edited_board_is_shown_again_with_a_word_on_discord() -> None:
    talking = await talk()
    board = Alert(key="b" * 20, channel=1, at=NOON, content=BOARD)
    message = await talking.delivery(board)
    shown = """Board 3
▌ MiniMax · 6 of 6 slots in use
▌
▌ Looked just now.
▌
▌ 🔴 ▰▰▰▰▰▰ studio-a · full, 6 of 6 in use
▌
▌ id bbbbbbbb
"""
    assert talking.written() == f"\n{BOT}\n{shown}"
    await talking.delivery.edit(board, message)
    assert talking.written() == f"\n{BOT} · edited {clock(NOON)}\n{shown}{EDITED_IN_PLACE.plain}\n"


async def test_an_offer_that_is_over_can_not_be_answered() -> None:
    talking = await talk()
    await talking.delivery(offer(Outcome.GONE))
    assert "[ taken ]" not in talking.written()
    assert talking.delivery.offered is None
    await talking.delivery(offer(None))
    assert "[ taken ]  [ pass ]\n" in talking.written()
    assert talking.delivery.offered == "o" * 20


async def test_messages_are_numbered_and_counted_and_so_are_edits() -> None:
    talking = await talk()
    assert [await talking.delivery(ALERT) for _ in range(3)] == [1, 2, 3]
    await talking.delivery.edit(ALERT, 2)
    assert (talking.chat.delivered, talking.chat.edits) == (3, 1)
