"""The Markdown that our embeds use, as styled text; not all of Discord's.

Known are bold, italics, code, a backslash before punctuation, the moments that our embeds name, and mentions: here is
one channel, one role and one person. Everything else is shown as it stands: rich's own markup means nothing here, and
characters that a terminal would obey are dropped once more.
"""

import re
from datetime import UTC, datetime

from rich.text import Text

from bot.chat.embeds.fit import DESCRIPTION
from bot.chat.wording.text import clean, count

CHANNEL = "#capacity-alerts"

_INSIDE = r"(?:\\.|[^\\])+?"
_MARK = re.compile(
    r"\\(?P<literal>[!-/:-@\[-`{-~])"
    r"|<t:(?P<moment>-?\d{1,13}):R>"
    r"|<t:(?P<clock>\d{1,11}):t>"
    r"|<t:(?P<exact>\d{1,11}):T>"
    r"|<t:(?P<dated>\d{1,11}):f>"
    r"|(?P<role><@&\d{1,20}>)"
    r"|(?P<person><@\d{1,20}>)"
    r"|(?P<channel><#\d{1,20}>)"
    r"|`(?P<code>[^`]+)`"
    rf"|\*\*(?=\S)(?P<bold>{_INSIDE})\*\*"
    rf"|\*(?=[^\s*])(?P<italic>{_INSIDE})\*"
)
_MENTIONED = {"role": "@role", "person": "@you", "channel": CHANNEL}
_MOMENTS = {"clock": "%H:%M", "exact": "%H:%M:%S", "dated": "%Y-%m-%d %H:%M"}
_STYLES = {**dict.fromkeys(_MENTIONED, "bold bright_blue"), "code": "cyan", "bold": "bold", "italic": "italic"}
_UNITS = (("year", 365 * 86400), ("month", 30 * 86400), ("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


def styled(markdown: str, *, now: datetime) -> Text:
    """Show Markdown as Discord would at the moment ``now``; lines stay lines."""
    lines = (clean(line, DESCRIPTION) for line in markdown.split("\n"))
    return Text("\n").join(_line(line, now) for line in lines)


def literal(text: str, style: str = "") -> Text:
    """Show a text of one line as it is."""
    return Text(clean(text, DESCRIPTION), style)


def ago(seconds: int) -> str:
    """Say how long ago something was, or in how long it will be, as Discord does."""
    unit, length = next((one for one in _UNITS if abs(seconds) >= one[1]), ("", 0))
    if not unit:
        return "just now"
    said = count(abs(seconds) // length, unit)
    return f"{said} ago" if seconds > 0 else f"in {said}"


def _line(line: str, now: datetime) -> Text:
    shown = Text()
    done = 0
    for mark in _MARK.finditer(line):
        shown.append(line[done : mark.start()])
        shown.append_text(_shown(mark, now))
        done = mark.end()
    return shown.append(line[done:])


def _shown(mark: re.Match[str], now: datetime) -> Text:
    meaning = mark.lastgroup or ""
    inside = mark[meaning]
    match meaning:
        case "moment":
            return Text(ago(int(now.timestamp()) - int(inside)))
        case "clock" | "exact" | "dated":
            return Text(datetime.fromtimestamp(int(inside), UTC).astimezone().strftime(_MOMENTS[meaning]))
        case "bold" | "italic":
            shown = _line(inside, now)
            shown.stylize(_STYLES[meaning])
            return shown
        case "role" | "person" | "channel":
            return Text(_MENTIONED[meaning], _STYLES[meaning])
        case _:
            return Text(inside, _STYLES.get(meaning, ""))
