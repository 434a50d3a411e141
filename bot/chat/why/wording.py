"""Answers to ``/why``: what was seen, and what became of the message: who posted it, when and how loud, or why not."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.alerts.alert import Alert, Changes, Drill, Greeting, UsageContent
from bot.alerts.news import Loudness, LoudnessReason, News, Reason, Withheld, WithheldBecause
from bot.alerts.ping_rules import PING_AGAIN_AFTER
from bot.alerts.waiter_notice import WaiterNotice
from bot.boards.board_content import BoardContent
from bot.chat.alert.alert_colours import part_level
from bot.chat.alert.alert_names import AlertNames
from bot.chat.alert.headline import plain_headline
from bot.chat.alert.told_news import by_urgency, without_outdated_counts
from bot.chat.command_options import CHOICE_LENGTH
from bot.chat.message import Block, Card, Message, paragraph
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Line, Link, exact, joined, role
from bot.chat.typed.times import typed_span
from bot.chat.why.news_explanation import hindrance, news_paragraph
from bot.chat.wording.durations import duration
from bot.chat.wording.numbers_and_lists import amount, count
from bot.chat.wording.refusal_sentences import given_up_reason
from bot.chat.wording.text_cleaning import REASON_LENGTH, clip
from bot.delivery.stored_alerts import StoredAlert
from bot.platforms import CommandName, Platform, platform_of
from bot.subscriptions.watch import FROM_SETTINGS

ID_LENGTH = 8

LISTED = 10
"""Maximum number of topics explained."""

_NOT_SENT: Mapping[WithheldBecause, str] = {
    WithheldBecause.PAUSED: "paused",
    WithheldBecause.MUTED: "muted",
    WithheldBecause.QUIET: "quiet hours",
    WithheldBecause.NOT_ASKED: "not asked for",
    WithheldBecause.TOO_SHORT: "too short",
    WithheldBecause.COUNTED: "kept changing",
}
"""Why an alert was not posted, in suggestions; ``hindrance`` words it at length."""

_A_MINUTE, _A_SECOND = timedelta(minutes=1), timedelta(seconds=1)

_BY_LOUDNESS = tuple(Loudness)

_NO_PING: Mapping[LoudnessReason, str] = {
    LoudnessReason.ONE_ACCOUNT: "since it is about one account",
    LoudnessReason.FLAPPING: "since it kept changing",
    LoudnessReason.SUMMARY: "since it sums up what had been so for a while",
    LoudnessReason.PINGS_NOBODY: "since its watch pings nobody",
    LoudnessReason.NOT_URGENT: "since nobody had to act at once",
    LoudnessReason.NO_ROLE: "since its watch names nobody to ping",
    LoudnessReason.PINGED_LATELY: f"since it had pinged less than {PING_AGAIN_AFTER // _A_MINUTE} minutes before",
    LoudnessReason.PINGED: "since its watch names nobody to ping",
    LoudnessReason.OFFERED: "since all that was free was offered to people who waited",
    LoudnessReason.NEVER_HEARD_FREE: "since what had been free meanwhile was offered to people who waited",
}
"""Why nobody was pinged; ``PINGED`` without a role to ping is from a watch without one."""

_OTHERS_HAD_ROOM = "since others had room"


def why_message(stored: StoredAlert, names: AlertNames, url: str | None) -> Message:
    """Explain an alert.

    Args:
        stored: The alert, and what became of it.
        names: The names of providers and accounts.
        url: The URL of its message, if it has one.
    """
    alert = stored.alert
    card = Card(
        title=f"Details · {_subject(alert, names)}",
        body=(*_seen(alert, names), paragraph(*delivery_lines(stored, names, url))),
        level=_answer_level(stored),
        at=alert.at,
        footer=f"alert {short_id(alert.key)}",
    )
    return Message(cards=(card,), private=True)


def why_choice(stored: StoredAlert, names: AlertNames) -> str:
    """Return an alert's label in suggestions: ``abcd1234 · MiniMax: studio-a is full · not posted: muted``."""
    id_, fate = short_id(stored.alert.key), _fate(stored)
    left = CHOICE_LENGTH - len(f"{id_} ·  · {fate}")
    return f"{id_} · {clip(plain_headline(stored.alert, names), left)} · {fate}"


def _subject(alert: Alert, names: AlertNames) -> str:
    """Return what an alert is about in a few words: its headline stands in the message already."""
    match alert.content:
        case Drill():
            return "a test"
        case WaiterNotice(provider=provider):
            return f"waiting for {names.provider(provider)}"
        case BoardContent(id=number):
            return f"board {number}"
        case UsageContent():
            return "a report"
        case Greeting():
            return "what is watched"
        case Changes(parts=parts):
            return ", ".join(dict.fromkeys(names.provider(part.provider) for part in parts))


def _seen(alert: Alert, names: AlertNames) -> tuple[Block, ...]:
    match alert.content:
        case Drill():
            return (
                paragraph(
                    ("Somebody tried with ", CommandName("watch test"), " whether alerts arrive; nothing was seen.")
                ),
            )
        case WaiterNotice():
            return (
                paragraph(("Somebody had asked with ", CommandName("notify me"), " to be told when there is room.")),
            )
        case BoardContent(id=number):
            return (paragraph((f"It shows board {number}, which is kept up to date.",)),)
        case UsageContent():
            return (paragraph(("Somebody had asked for it with ", CommandName("report every"), ".")),)
        case Greeting():
            why = "The settings name this channel for alerts, so it is told once what is watched. "
            return (paragraph((why, CommandName("watch list"), " says what else it hears.")),)
        case Changes(parts=parts):
            told = [(news, part) for part in parts for news in by_urgency(part.news)]
            blocks = [news_paragraph(news, part, names.of_part(part), names) for news, part in told[:LISTED]]
            left = len(told) - LISTED
            blocks += [paragraph((f"and {amount(left)} more",))] if left > 0 else []
            return tuple(blocks) or (paragraph(("Nothing had changed.",)),)


def _fate(stored: StoredAlert) -> str:
    """Return what became of an alert, in at most 40 characters."""
    if stored.withheld is not None:
        return f"not posted: {_NOT_SENT[stored.withheld.why]}"
    if stored.told_at is not None:
        return "posted"
    if stored.continued_in is not None:
        return f"posted with {short_id(stored.continued_in)}"
    return "not posted yet" if stored.given_up_at is None else "given up"


def _answer_level(stored: StoredAlert) -> Level:
    """Return an alert's own level where it was posted; grey for withheld or part of another, else amber."""
    if stored.told_at is not None:
        parts = without_outdated_counts(stored.alert).parts
        return part_level(parts[0]) if parts else Level.FREE
    return Level.UNKNOWN if stored.withheld is not None or stored.continued_in is not None else Level.FAULTED


def delivery_lines(stored: StoredAlert, names: AlertNames, url: str | None) -> list[Line]:
    """Return what became of an alert, a sentence each; ``url`` is its message's, if known."""
    if stored.withheld is not None:
        return [_withheld(stored.withheld, stored.alert)]
    lines: list[Line] = []
    tried: Line = ()
    if stored.attempted_at is not None and (stored.attempts > 1 or stored.told_at is None):
        tried = (f"{count(stored.attempts, 'attempt')}, the last at ", exact(stored.attempted_at), ".")
    if stored.told_at is not None:
        lines += [_posted(stored, stored.told_at), tried, _message_line(stored, url)]
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
    took, news = at - stored.owed_at, _all_news(alert)
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
    """Return how loud a message was posted and why; nothing if that was not recorded."""
    news = _all_news(alert)
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


def _all_news(alert: Alert) -> Sequence[News]:
    return [news for part in alert.parts for news in part.news]


def _message_line(stored: StoredAlert, url: str | None) -> Line:
    if stored.alert.private_notice is not None:
        return ("Only the member who waits can see it.",)
    if stored.message_id is None:
        return ("The message was deleted.",)
    return () if url is None else (Link("To the message", url),)


def _withheld(withheld: Withheld, alert: Alert) -> Line:
    hold = max((news.hold for news in _all_news(alert)), default=timedelta())
    if withheld.why is WithheldBecause.TOO_SHORT and hold:
        return (f"Not posted: anything shorter than {typed_span(hold)} is ignored.",)
    return ("Not posted: ", *hindrance(withheld, alert.at), ".")


def _span(span: timedelta) -> str:
    return duration(span) if span >= _A_MINUTE else f"{max(span.total_seconds(), 0):.2f} s"


def short_id(key: str) -> str:
    """Return an alert's id for people: the first characters of its key."""
    return key[:ID_LENGTH]
