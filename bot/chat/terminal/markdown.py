"""The Markdown that our embeds use, as styled text; not all of Discord's.

Known are bold, italics, code, a backslash before punctuation, ``<t:…:R>`` and ``<@&…>``. Everything else is shown as
it stands: rich's own markup means nothing here, and characters that a terminal would obey are dropped once more.
"""

import re
from datetime import datetime

from rich.text import Text

from bot.chat.embeds.fit import DESCRIPTION
from bot.chat.text import clean, count

_INSIDE = r"(?:\\.|[^\\])+?"
_MARK = re.compile(
    r"\\(?P<literal>[!-/:-@\[-`{-~])"
    r"|<t:(?P<moment>-?\d{1,13}):R>"
    r"|(?P<role><@&\d{1,20}>)"
    r"|`(?P<code>[^`]+)`"
    rf"|\*\*(?=\S)(?P<bold>{_INSIDE})\*\*"
    rf"|\*(?=[^\s*])(?P<italic>{_INSIDE})\*"
)
_STYLES = {"role": "bold bright_blue", "code": "cyan", "bold": "bold", "italic": "italic"}
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
        case "bold" | "italic":
            shown = _line(inside, now)
            shown.stylize(_STYLES[meaning])
            return shown
        case "role":
            return Text("@role", _STYLES[meaning])
        case _:
            return Text(inside, _STYLES.get(meaning, ""))
