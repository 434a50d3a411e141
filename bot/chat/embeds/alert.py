"""An alert as a message: a headline that reads well on a locked phone, and an embed with the rest.

Mentions are written, not allowed: who may be pinged is up to whoever sends.
"""

from collections.abc import Iterable, Sequence

import discord

from bot.alerts.alert import Alert, News, Outage, Room, What
from bot.chat.embeds.fit import CONTENT, DESCRIPTION, TITLE, and_more, fit
from bot.chat.embeds.level import Level
from bot.chat.embeds.words import ProviderWords, ago
from bot.chat.names import AccountNames, Naming
from bot.chat.text import amount, clip, duration

SENTENCE_LENGTH = 600
SHORT_ID = 8
"""So many characters of an alert's key name it to people."""

ROLES_PINGED = 20
"""More would leave no room for the headline; watches of so many roles in one channel are a mistake."""

LISTED = 30
"""So many accounts get a line of their own."""

_ROOM_BUDGET = 1000


def alert_message(
    alert: Alert, words: ProviderWords, names: AccountNames, *, among: Iterable[str] = ()
) -> tuple[str, list[discord.Embed]]:
    """Word an alert.

    Args:
        alert: What is told.
        words: How the provider is spoken of.
        names: How accounts are named.
        among: All accounts of the provider, where known, so that masked names that read the same are told apart as
            they are elsewhere.

    Returns:
        The message's content, which pings the alert's roles, and its embeds.
    """
    own = [*(one.account for one in alert.news), *(one.account for one in alert.room)]
    naming = names.among(alert.provider, (*among, *own))
    ping = "".join(f"<@&{role}> " for role in alert.roles[:ROLES_PINGED])
    embed = discord.Embed(
        title=clip(_title(alert, words, naming), TITLE),
        description=_description(alert, naming),
        colour=_level(alert).colour,
        timestamp=alert.at,
    )
    embed.set_footer(text=_footer(alert))
    return clip(ping + _headline(alert, words, naming), CONTENT), [embed]


def tells(embed: discord.Embed, alert: Alert) -> bool:
    """Tell whether an embed, as it came back from the far end, is this alert's."""
    return embed.footer.text == _footer(alert)


def _footer(alert: Alert) -> str:
    return f"id {alert.key[:SHORT_ID]}"


def _headline(alert: Alert, words: ProviderWords, naming: Naming) -> str:
    """Say all that fits on a lock screen."""
    if alert.drill:
        return "Drill: nothing happened, alerts arrive here"
    if not alert.news:
        return _outage_title(alert.outage, words)
    if len(alert.news) == 1:
        news = alert.news[0]
        return f"{words.title}: {_happened(alert.news, naming)}{_slots(news)}"
    full, freed = _of(alert, What.FULL), _of(alert, What.FREED)
    return f"{words.title}: " + ", ".join(_happened(group, naming) for group in (full, freed) if group)


def _title(alert: Alert, words: ProviderWords, naming: Naming) -> str:
    if alert.drill:
        return "Drill · nothing happened"
    if not alert.news:
        return _outage_title(alert.outage, words)
    full, freed = _of(alert, What.FULL), _of(alert, What.FREED)
    return f"{words.title} · " + ", ".join(_happened(group, naming) for group in (full, freed) if group)


def _description(alert: Alert, naming: Naming) -> str:
    if alert.drill:
        return "Somebody tried with `/watch test` whether alerts arrive here. They do."
    full = _of(alert, What.FULL)
    tail = "\n".join(filter(None, (_room(alert.room, naming) if full else "", _outage(alert.outage, naming.names))))
    lines = fit(alert.news, lambda one: _line(one, naming), DESCRIPTION - len(tail) - 2, most=LISTED, more=_more)
    return "\n\n".join(filter(None, (lines, tail)))


def _line(news: News, naming: Naming) -> str:
    name = f"**{naming.plain(news.account)}**"
    of = "" if news.limit is None else f" of {amount(news.limit)}"
    if news.what is What.FULL:
        inferred = " (inferred)" if news.inferred else ""
        return f"{Level.FULL.sign} {name} · full{inferred}, {amount(news.in_use)}{of} in use{_changes(news)}"
    lasted = "" if news.lasted is None else f" · was full for {_lasted(news)}"
    return f"{Level.FREE.sign} {name} · free again, {amount(news.in_use)}{of} in use{lasted}{_changes(news)}"


def _changes(news: News) -> str:
    return f" · changed {amount(news.changes)} times since it was last told" if news.changes > 1 else ""


def _lasted(news: News) -> str:
    said = "" if news.lasted is None else duration(news.lasted)
    return said if news.lasted_witnessed else f"at least {said}"


def _happened(group: Sequence[News], naming: Naming) -> str:
    full = group[0].what is What.FULL
    if len(group) == 1:
        return f"{naming.plain(group[0].account)} is {'full' if full else 'free again'}"
    return f"{amount(len(group))} accounts are {'full' if full else 'free again'}"


def _slots(news: News) -> str:
    if news.limit is None:
        return ""
    if news.what is What.FULL:
        return f" ({amount(news.in_use)}/{amount(news.limit)})"
    return f" ({amount(max(news.limit - news.in_use, 0))} of {amount(news.limit)} free)"


def _more(left: Sequence[News]) -> str:
    full = sum(one.what is What.FULL for one in left)
    counts = [f"{amount(full)} full"] if full else []
    counts += [f"{amount(len(left) - full)} free again"] if full < len(left) else []
    return f"{and_more(left)}: {', '.join(counts)}"


def _room(room: Sequence[Room], naming: Naming) -> str:
    if not room:
        return "No other account is known to have room."
    said = fit(room, lambda one: f"**{naming.plain(one.account)}** {amount(one.free)} free", _ROOM_BUDGET, between=", ")
    return f"Room: {said}"


def _outage_title(outage: Outage | None, words: ProviderWords) -> str:
    again = outage is not None and outage.over
    return f"{words.title} can be checked again" if again else f"{words.title} can't be checked"


def _outage(outage: Outage | None, names: AccountNames) -> str:
    if outage is None:
        return ""
    if outage.over:
        return "" if outage.lasted is None else f"Looks failed for {duration(outage.lasted)}."
    since = "" if outage.since is None else f"\nLooks have failed since {ago(outage.since)}."
    said = names.say(outage.sentence or "The reason is not known.", SENTENCE_LENGTH)
    return f"{said}{since} Until they work again, nothing is told of its accounts."


def _level(alert: Alert) -> Level:
    """Red for full, green for freed, amber for both, grey for a drill and while nothing is known."""
    full, freed = bool(_of(alert, What.FULL)), bool(_of(alert, What.FREED))
    if full:
        return Level.TIGHT if freed else Level.FULL
    over = alert.outage is not None and alert.outage.over
    return Level.FREE if freed or over else Level.UNKNOWN


def _of(alert: Alert, what: What) -> list[News]:
    return [one for one in alert.news if one.what is what]
