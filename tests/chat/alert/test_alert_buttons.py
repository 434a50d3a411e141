"""Which buttons an alert has, and that those of messages from before still find their action."""

from dataclasses import replace

from bot.alerts.alert import Alert, Changes, Drill, Room
from bot.alerts.news import Flaps
from bot.alerts.waiter_notice import NoticeKind, Outcome, WaiterNotice
from bot.boards.board_content import BoardContent
from bot.chat.alert.alert_buttons import alert_buttons
from bot.chat.dispatcher import token_of
from bot.chat.wording.account_names import AccountNames
from bot.providers.catalogue import CATALOGUE
from bot.subscriptions.mute import Mute
from tests.chat.alert.changes import CLOSED, FREED, FULL, LOW, OTHER, SILENT, alert
from tests.chat.alert.told import ALERT_NAMES
from tests.moments import NOON, after
from tests.rows import each_row

KEY = alert(1).key
OVER = replace(FULL, closed=CLOSED)
FLAPPING = replace(FULL, flaps=Flaps(changes=6, since=NOON))
OFFER = WaiterNotice(kind=NoticeKind.OFFER, waiter=1, member=2, provider="minimax", asked_at=NOON)


def buttons(told: Alert) -> list[tuple[str, str]]:
    return [(one.label, token_of(one.action, one.arguments)) for one in alert_buttons(told, ALERT_NAMES)]


def holding(content: Drill | BoardContent | WaiterNotice) -> Alert:
    return replace(alert(1), content=content)


def with_room(told: Alert) -> Alert:
    parts = tuple(replace(part, room=(Room(account="200301", free=2),)) for part in told.parts)
    return replace(told, content=Changes(parts=parts))


MUTE, WHY = ("Mute here…", f"mute:choose:{KEY}"), ("Details", f"why:alert:{KEY}")
MUTED = Mute(id=1, guild=5, channel=1, provider="minimax", by=9, until=after(hours=1), alert=KEY)
UNMUTE = ("Unmute", f"mute:end:{KEY}")
AGAIN = ("Wait again", "notify:undo:1")
WAIT = ("Notify me", "notify:ask:minimax:")
WAIT_FOR_ONE = ("Notify me: studio-a", f"notify:ask:minimax:{AccountNames().mark('200300')}")


@each_row(
    ("told", "expected"),
    [
        (alert(1, FULL), [WAIT, WHY, MUTE]),
        (with_room(alert(1, FULL)), [WAIT_FOR_ONE, WHY, MUTE]),
        (with_room(alert(1, FULL, OTHER)), [WAIT, WHY, MUTE]),
        (
            with_room(alert(1, OVER, OTHER)),
            [("Notify me: jo…@example.com", f"{WAIT[1]}{AccountNames().mark(OTHER.topic.account)}"), WHY, MUTE],
        ),
        (replace(alert(1, FULL), muted=MUTED), [WAIT, WHY, UNMUTE]),
        (replace(alert(1, OVER), muted=MUTED), [WHY, UNMUTE]),
        (alert(1, FREED), [WHY, MUTE]),
        (alert(1, OVER), [WHY]),
        (alert(1, OVER, OTHER), [WAIT, WHY, MUTE]),
        (alert(1, FLAPPING), [WAIT, WHY, MUTE]),
        (alert(1, replace(FLAPPING, closed=CLOSED)), [WHY]),
        (alert(1, SILENT), [WHY, MUTE]),
        (alert(1, FULL, others={"kling": (LOW,)}), [WAIT, WHY, MUTE]),
        (alert(1, FULL, others={"kling": (FULL,)}), [WHY, MUTE]),
        (alert(1), [WHY]),
        (holding(Drill()), [WHY]),
        (holding(BoardContent(id=3)), [WHY]),
        (holding(OFFER), [("I'm starting now", f"notify:take:{KEY}"), ("Don't need it", f"notify:pass:{KEY}")]),
        (holding(replace(OFFER, outcome=Outcome.TAKEN)), [WHY]),
        (holding(replace(OFFER, outcome=Outcome.PASSED)), [WHY]),
        (holding(replace(OFFER, outcome=Outcome.USED)), [AGAIN, WHY]),
        (holding(replace(OFFER, outcome=Outcome.LAPSED)), [AGAIN, WHY]),
        (holding(replace(OFFER, outcome=Outcome.GONE)), [AGAIN, WHY]),
        (holding(replace(OFFER, kind=NoticeKind.EXPIRED)), [WHY]),
    ],
)
def test_what_can_be_pressed(told: Alert, expected: list[tuple[str, str]]) -> None:
    assert buttons(told) == expected


def test_only_taking_an_offer_is_what_most_people_want() -> None:
    assert [one.positive for one in alert_buttons(holding(OFFER), ALERT_NAMES)] == [True, False]


def test_the_longest_tokens_fit() -> None:
    longest = max(CATALOGUE, key=len)
    told = with_room(alert(1, key="k" * 25, others={longest: (FULL,)}))
    assert len(buttons(told)) == 3
    assert max(len(token) for _, token in buttons(told)) <= 100
