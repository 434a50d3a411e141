"""The first message in a channel: what is watched, in a line."""

from bot.alerts.alert import Alert, Greeting, WatchedProvider
from bot.chat.alert.alert_buttons import details_button
from bot.chat.why.wording import why_message
from tests.chat.alert.told import ALERT_NAMES, message_of
from tests.chat.drawn import drawn
from tests.chat.recorded import recorded
from tests.moments import NOON
from tests.rows import each_row

MINIMAX = WatchedProvider(provider="minimax", accounts=4, slots=13)
KLING = WatchedProvider(provider="kling", accounts=1, slots=1)
UNCOUNTED = WatchedProvider(provider="mureka", accounts=2)
FAILING = WatchedProvider(provider="pixverse")


def greeting(*providers: WatchedProvider) -> Alert:
    return Alert(key="abcd2345efgh", channel=1, at=NOON, content=Greeting(providers=providers), silent=True)


@each_row(
    ("providers", "said"),
    [
        ((MINIMAX,), "I'm watching MiniMax (4 accounts, 13 slots). Try `/capacity`."),
        (
            (MINIMAX, KLING),
            "I'm watching MiniMax (4 accounts, 13 slots) and Kling (1 account, 1 slot). Try `/capacity`.",
        ),
        (
            (MINIMAX, UNCOUNTED, FAILING),
            "I'm watching MiniMax (4 accounts, 13 slots), mureka (2 accounts) and pixverse. Try `/capacity`.",
        ),
    ],
)
def test_every_provider_is_named_with_what_is_known_of_it(providers: tuple[WatchedProvider, ...], said: str) -> None:
    message = message_of(greeting(*providers))
    assert drawn(message) == said
    assert (message.pings, message.actions) == ((), (details_button("abcd2345efgh"),))


def test_its_details_say_why_it_is_there() -> None:
    said = drawn(why_message(recorded(alert=greeting(MINIMAX)), ALERT_NAMES, None))
    title, why = said.split("\n")[:2]
    assert title == "[free] Details · what is watched"
    assert why.startswith("The settings name this channel for alerts, so it is told once what is watched. ")
