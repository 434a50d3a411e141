"""The buttons below an alert: wait for a slot, ask why it was posted, mute what it is about.

Their arguments say what they are about, so that they work below messages from before a restart, too.
"""

from bot.alerts.alert import Alert, Changes, Drill, Greeting, Part, UsageContent
from bot.alerts.waiter_notice import NoticeKind, WaiterNotice
from bot.boards.board_content import BoardContent
from bot.chat.alert.alert_names import AlertNames
from bot.chat.alert.news_state import is_over
from bot.chat.alert.offer_wording import MISSED
from bot.chat.alert.told_news import told_news
from bot.chat.message import Button
from bot.chat.wording.text_cleaning import clip
from bot.subscriptions.topics_and_conditions import Condition

NAME_LENGTH = 40
"""Maximum number of characters of an account's name on a button."""


def alert_buttons(alert: Alert, names: AlertNames) -> tuple[Button, ...]:
    """Return the buttons of an alert, one of which carries its key."""
    match alert.content:
        case Drill() | BoardContent() | UsageContent() | Greeting():
            return (details_button(alert.key),)
        case WaiterNotice() as notice:
            return _offer_buttons(alert.key, notice)
        case Changes(parts=parts):
            return (*_wait_button(parts, names), details_button(alert.key), *_mute_button(alert, parts))


def _mute_button(alert: Alert, parts: tuple[Part, ...]) -> tuple[Button, ...]:
    """Return the button that mutes what an alert is about, or ends the mute that was made with it."""
    if alert.muted is not None:
        return (Button(label="Unmute", action="mute:end", arguments=(alert.key,)),)
    under_way = any(not is_over(news) for part in parts for news in part.news)  # what is over can't be muted
    return (Button(label="Mute here…", action="mute:choose", arguments=(alert.key,)),) if under_way else ()


def _offer_buttons(key: str, notice: WaiterNotice) -> tuple[Button, ...]:
    """Return the buttons of an offer, open or ended, or of a wait that is over."""
    if notice.kind is not NoticeKind.OFFER or notice.outcome is not None:
        again = Button(label="Wait again", action="notify:undo", arguments=(str(notice.waiter),))
        return (*((again,) if notice.outcome in MISSED else ()), details_button(key))
    return offer_buttons(key)


def _wait_button(parts: tuple[Part, ...], names: AlertNames) -> tuple[Button, ...]:
    """Return the button that waits for a slot, if the alert calls anything full, and that at one provider only.

    If only one account is full and another has room, it waits for that account and names it; otherwise for any.
    """
    wanting = [part for part in parts if _full(part)]
    if len(wanting) != 1:
        return ()
    (part,), (first, *others) = wanting, _full(wanting[0])
    if not (first and part.room and not others):
        return (Button(label="Notify me", action="notify:ask", arguments=(part.provider, "")),)
    label = f"Notify me: {clip(names.of_part(part).name(first), NAME_LENGTH)}"
    return (Button(label=label, action="notify:ask", arguments=(part.provider, names.accounts.mark(first))),)


def _full(part: Part) -> list[str]:
    """Return the accounts that are full; "" stands for all of a provider."""
    full = {Condition.FULL, Condition.NOTHING_FREE}
    return [news.topic.account for news in told_news(part) if news.what in full and not is_over(news)]


def details_button(key: str) -> Button:
    """Return the button that explains an alert.

    Every alert has a button that carries its key, this one or another: by that key, delivery finds a message that may
    have been sent.
    """
    return Button(label="Details", action="why:alert", arguments=(key,))


def offer_buttons(key: str) -> tuple[Button, Button]:
    """Return the buttons of an open offer of a slot, wherever it is shown; ``key`` is its alert's."""
    return (
        Button(label="I'm starting now", action="notify:take", arguments=(key,), positive=True),
        Button(label="Don't need it", action="notify:pass", arguments=(key,)),
    )
