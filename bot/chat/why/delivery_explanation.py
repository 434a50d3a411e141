"""Explains what became of an alert: which watch posted it, when and how loud; or why it was not posted."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.alerts.alert import Alert
from bot.alerts.news import Loudness, LoudnessReason, News, Reason, Withheld, WithheldBecause
from bot.chat.alert.alert_names import AlertNames
from bot.chat.text_spans import Line, Link, exact, joined, role
from bot.chat.typed_times import typed_span
from bot.chat.why.news_explanation import hindrance
from bot.chat.wording.alert_words import given_up_reason, short_id
from bot.chat.wording.durations import duration
from bot.chat.wording.numbers_and_lists import count
from bot.chat.wording.text_cleaning import REASON_LENGTH
from bot.delivery.stored_alerts import StoredAlert
from bot.platforms import Platform, platform_of
from bot.subscriptions.watch import FROM_SETTINGS

_A_MINUTE, _A_SECOND = timedelta(minutes=1), timedelta(seconds=1)

_BY_LOUDNESS = tuple(Loudness)

_NO_PING: Mapping[LoudnessReason, str] = {
    LoudnessReason.ONE_ACCOUNT: "since it is about one account",
    LoudnessReason.FLAPPING: "since it kept changing",
    LoudnessReason.SUMMARY: "since it sums up what had been so for a while",
    LoudnessReason.PINGS_NOBODY: "since its watch pings nobody",
    LoudnessReason.NOT_URGENT: "since nobody had to act at once",
    LoudnessReason.NO_ROLE: "since its watch names nobody to ping",
    LoudnessReason.PINGED_LATELY: "since it had pinged less than 30 minutes before",
    LoudnessReason.PINGED: "since its watch names nobody to ping",
    LoudnessReason.OFFERED: "since all that was free was offered to people who waited",
    LoudnessReason.NEVER_HEARD_FREE: "since what had been free meanwhile was offered to people who waited",
}
"""Why nobody was pinged; ``PINGED`` without a role to ping is from a watch without one."""

_OTHERS_HAD_ROOM = "since others had room"


def delivery_lines(stored: StoredAlert, names: AlertNames, url: str | None) -> list[Line]:
    """Return what became of an alert, a sentence each; ``url`` is that of its message, if it has one."""
    if stored.withheld is not None:
        return [_withheld(stored.withheld, stored.alert)]
    lines: list[Line] = []
    tried: Line = ()
    if stored.attempted_at is not None and (stored.attempts > 1 or stored.told_at is None):
        tried = (f"{count(stored.attempts, 'attempt')}, the last at ", exact(stored.attempted_at), ".")
    if stored.told_at is not None:
        lines += [_posted(stored, stored.told_at), tried, _message(stored, url)]
    if stored.edited_at is not None:
        lines.append(("Last edited at ", exact(stored.edited_at), "."))
    if stored.given_up_at is not None and stored.continued_in is None:
        reason = names.accounts.shown(given_up_reason(stored.reason) or "the reason is not known", REASON_LENGTH)
        lines += [("Not posted, given up at ", exact(stored.given_up_at), ": ", reason), tried]
    if stored.continued_in is not None:
        how = "Posted as part of" if stored.told_at is None else "It goes on in"
        lines.append((f"{how} another alert, id {short_id(stored.continued_in)}.",))
    if stored.told_at is None and stored.given_up_at is None:
        lines += [("Not posted yet; the bot keeps trying.",), tried]
    return [line for line in lines if line]


def _posted(stored: StoredAlert, at: datetime) -> Line:
    """Return who posted it, when and how loud: ``Posted by watch 1, 0.12 s later, silently``."""
    alert = stored.alert
    took, news = at - stored.owed_at, _news(alert)
    if not news:
        return ("Posted at ", exact(at), f", after {_span(took)}.")
    clock: Line = (" at ", exact(at)) if took >= _A_MINUTE else ()
    later: Line = (f", {_span(took)} later",)
    if stored.owed_at - max(one.since for one in news) >= _A_SECOND:  # it had to last, or the first time did not count
        later = (f", {_span(took)} after the check at ", exact(stored.owed_at))
    return (f"Posted{_watches(news)}", *clock, *later, *_loudness(alert, at), ".")


def _watches(news: Sequence[News]) -> str:
    numbers = sorted({one.watch for one in news if one.watch is not None})
    of_settings = ["the watch from the settings"] if FROM_SETTINGS in numbers else []
    others = [str(number) for number in numbers if number != FROM_SETTINGS]
    watches = [f"watch{'es' if len(others) > 1 else ''} {', '.join(others)}"] if others else []
    return f" by {' and '.join([*of_settings, *watches])}" if numbers else ""


def _loudness(alert: Alert, told_at: datetime) -> Line:
    """Return how loud a message was posted and why; nothing where that was not recorded."""
    news = _news(alert)
    open_then = [one for one in news if not _was_over(one, told_at)]
    silently = "silently" if platform_of(alert.channel) is Platform.DISCORD else "without a ping"
    if news and not open_then:
        return (f", {silently}, since it was over by then",)
    known = [(one.loudness, one.loudness_reason, one) for one in open_then]
    ranked = [(_BY_LOUDNESS.index(loud), why, one) for loud, why, one in known if loud is not None and why is not None]
    if not ranked or len(ranked) < len(open_then):
        return ()
    rank, why, loudest = max(ranked, key=lambda one: one[0])
    if _BY_LOUDNESS[rank] is Loudness.PING and alert.roles:
        return (", with a ping of ", *joined(((role(one),) for one in alert.roles), ", "))
    how = silently if _BY_LOUDNESS[rank] is Loudness.SILENT else "without a ping"
    others = why is LoudnessReason.ONE_ACCOUNT and _others_had_room(alert, loudest)
    return (f", {how}, {_OTHERS_HAD_ROOM if others else _NO_PING[why]}",)


def _others_had_room(alert: Alert, news: News) -> bool:
    return any(room.account != news.topic.account for part in alert.parts for room in part.room)


def _was_over(news: News, at: datetime) -> bool:
    """Return whether an incident was over when its message was posted, which then makes no sound."""
    if news.reason is Reason.EDITED:
        return news.since <= at
    return news.closed is not None and news.closed.at <= at


def _news(alert: Alert) -> Sequence[News]:
    return [news for part in alert.parts for news in part.news]


def _message(stored: StoredAlert, url: str | None) -> Line:
    if stored.alert.private_notice is not None:
        return ("Only the member who waits can see it.",)
    if stored.message_id is None:
        return ("The message was deleted.",)
    return () if url is None else (Link("To the message", url),)


def _withheld(withheld: Withheld, alert: Alert) -> Line:
    hold = max((news.hold for news in _news(alert)), default=timedelta())
    if withheld.why is WithheldBecause.TOO_SHORT and hold:
        return (f"Not posted: anything shorter than {typed_span(hold)} is ignored.",)
    return ("Not posted: ", *hindrance(withheld, alert.at), ".")


def _span(span: timedelta) -> str:
    return duration(span) if span >= _A_MINUTE else f"{max(span.total_seconds(), 0):.2f} s"
