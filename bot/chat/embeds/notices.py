"""What a member who waited for a slot is told: that there is room and where, or that there was none in time.

Not what is answered to whoever asks to wait (``waiters``). A mention in an embed pings nobody, and is not written here.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

import discord

from bot.alerts.slot_notice import NoticeKind, OfferedSlots, Outcome, SlotNotice
from bot.chat.embeds.fit import DESCRIPTION, TITLE, fit
from bot.chat.embeds.level import Level
from bot.chat.embeds.speech import Speech
from bot.chat.embeds.words import ago
from bot.chat.wording.account_names import Naming
from bot.chat.wording.text import clip, count

NAMED = 3
"""So many accounts are named on a lock screen."""

Call = Callable[[Naming, str], str]
"""Names an account: ``Naming.plain`` where Markdown acts, ``Naming.raw`` where text is shown as it is."""

AGAIN = "`/notify when` asks again."

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.TAKEN: "taken",
    Outcome.PASSED: "passed on",
    Outcome.LAPSED: "over after 2 minutes",
    Outcome.GONE: "gone before it was told",
    Outcome.UNHEARD: "could not be told",
    Outcome.EXPIRED: "no room in time",
    Outcome.CANCELLED: "cancelled",
}
"""What became of an offer, as its message says it."""

_RULE = (
    "Kept for you for 2 minutes, then it is the next one's. **Taken** keeps it while you start your job, "
    "**Pass** lets the next one have it at once."
)


def notice_line(notice: SlotNotice, speech: Speech, call: Call = Naming.plain) -> str:
    """Say it on a lock screen: ``MiniMax: 2 slots free on studio-a``."""
    naming, provider = _naming(notice, speech), speech.provider(notice.provider)
    if notice.kind is NoticeKind.EXPIRED:
        where = f" on {call(naming, notice.account)}" if notice.account is not None else ""
        return f"{provider}: no room{where} in time"
    places = fit(notice.offered, lambda one: call(naming, one.account), TITLE, most=NAMED, between=", ")
    if notice.outcome is not None:
        return f"{provider}: {places} · {OUTCOMES[notice.outcome]}"
    return f"{provider}: {count(notice.slots, 'slot')} free on {places}"


def notice_embed(notice: SlotNotice, at: datetime, speech: Speech) -> discord.Embed:
    """Draw what is told.

    Args:
        notice: What that is.
        at: The moment of the look, or when the time was over.
        speech: How providers and accounts are spoken of.
    """
    title, level = _title(notice)
    return discord.Embed(
        title=clip(f"{title} · {speech.provider(notice.provider)}", TITLE),
        description=_description(notice, speech),
        colour=level.colour,
        timestamp=at,
    )


def _title(notice: SlotNotice) -> tuple[str, Level]:
    if notice.kind is NoticeKind.EXPIRED:
        return "No room in time", Level.UNKNOWN
    if notice.outcome is not None:
        return f"There was room · {OUTCOMES[notice.outcome]}", Level.UNKNOWN
    return "There is room", Level.FREE


def _description(notice: SlotNotice, speech: Speech) -> str:
    naming = _naming(notice, speech)
    number = f"Number {notice.waiter}: {_wanted(notice, naming)}, asked for {ago(notice.asked_at)}."
    if notice.kind is NoticeKind.EXPIRED:
        return f"{number}\nNobody is told of it any more. {AGAIN}"
    end = f"{OUTCOMES[notice.outcome].capitalize()}." if notice.outcome is not None else _RULE
    end += f" {AGAIN}" if notice.outcome in {Outcome.LAPSED, Outcome.GONE} else ""
    places = fit(notice.offered, lambda one: _offered(one, naming), DESCRIPTION // 2)
    return f"{places}\n{number}\n{end}"


def _wanted(notice: SlotNotice, naming: Naming) -> str:
    where = "" if notice.account is None else f" on {naming.plain(notice.account)}"
    return f"{count(notice.slots, 'slot')}{where}"


def _offered(slots: OfferedSlots, naming: Naming) -> str:
    return f"**{naming.plain(slots.account)}** · {count(slots.slots, 'slot')}"


def _naming(notice: SlotNotice, speech: Speech) -> Naming:
    named = [one.account for one in notice.offered]
    own = [] if notice.account is None else [notice.account]
    return speech.names.among(notice.provider, (*speech.among(notice.provider), *own, *named))
