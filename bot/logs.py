"""The log's format, and the redaction of secrets from it.

Every line, from any logger, goes through one formatter that cuts out the secrets: an exception of a library may quote
its request with the token. A filter would not see tracebacks, and a search in the finished line would miss secrets that
JSON has escaped.
"""

import copy
import json
import logging
import os
import queue
import re
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from textwrap import indent
from typing import TYPE_CHECKING, Any, Literal, Protocol, TextIO
from urllib.parse import quote, quote_plus

from pythonjsonlogger.json import JsonFormatter
from typing_extensions import override

if TYPE_CHECKING:  # sys.UnraisableHookArgs exists for type checkers only
    from sys import UnraisableHookArgs

SECRET = "[secret]"  # noqa: S105 - what is written in a secret's place
SHORTEST_SECRET = 4
"""Minimum length of a secret to cut out: gaps in many words would reveal a shorter one. Passwords in URLs have none."""
RECONNECTS = "Attempting a reconnect in "
"""How the error begins that discord.py logs with a traceback each time a connection is lost."""
LINES_KEPT = 10_000
"""Maximum number of entries that wait to be written, which take a few megabytes."""


class LogStream(Protocol):
    """Where the log goes."""

    def write(self, text: str, /) -> int:
        """Take an entry."""

    def flush(self) -> None:
        """Write entries, as far as that is possible at once."""


Redact = Callable[[str], str]
_log = logging.getLogger("bot")


def set_up_logging(
    *,
    level: str,
    form: Literal["text", "json"],
    secrets: Iterable[str],
    stream: LogStream | None = None,
    spelt: Callable[[str], str] = str,
) -> None:
    """Send all logs, warnings and uncaught exceptions to a stream, without the secrets.

    The level is that of our own loggers, named ``bot.…``. Libraries log warnings and errors only, since below that
    discord.py and SQLAlchemy log what people and providers sent.

    Args:
        level: debug, info, warning, error or critical.
        form: ``text`` for people, ``json`` for log collectors, with one object a line.
        secrets: The secrets to cut out.
        stream: Where the log goes; standard error if None.
        spelt: Rewrites a text before it is written, such as with a platform's own ids.
    """
    cut = redaction(secrets)

    def redact(text: str) -> str:
        return spelt(cut(text))

    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines(redact) if form == "json" else TextLines(redact))
    ours = logging.getLevelNamesMapping()[level.upper()]
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(ours, logging.WARNING))
    _log.setLevel(ours)
    logging.captureWarnings(capture=True)
    logging.raiseExceptions = False  # logging's own complaint quotes the arguments, secrets and all
    sys.excepthook = lambda kind, error, _: _uncaught(kind, error, "the main thread")
    sys.unraisablehook = _unraisable
    threading.excepthook = lambda args: _uncaught(
        args.exc_type, args.exc_value, getattr(args.thread, "name", "a thread")
    )


def redaction(secrets: Iterable[str]) -> Redact:
    """Return a function that cuts secrets out of a text, even if they are escaped there."""
    longest_first = sorted({secret for secret in secrets if len(secret) >= SHORTEST_SECRET}, key=len, reverse=True)
    patterns = [
        re.compile(r"(://[^\s/:@]*:)[^\s/@]+(?=@)"),  # a URL's password
        re.compile(r"([?&]password=)[^\s&'\"]+"),  # the same as an option of the address
        re.compile(
            r"(/(?:webhooks|interactions)/\d+/)[^\s/?'\"]{20,}"
        ),  # lets anyone answer for the bot for 15 minutes
        re.compile(r"(hooks\.slack\.com/\w+/)[^\s'\"<>]+"),  # a response_url, which answers for the bot for 30 minutes
        re.compile(r"([?&]ticket=)[^\s&'\"]+"),  # opens a socket of Slack's
        *(re.compile("()" + "".join(map(_spellings, secret))) for secret in longest_first),
    ]

    def redact(text: str) -> str:
        for pattern in patterns:
            text = pattern.sub(rf"\g<1>{SECRET}", text)
        return text

    return redact


def _spellings(character: str) -> str:
    """Match a character as it is, quoted for a URL, and escaped by JSON or ``repr`` any number of times."""
    if character.isascii() and character.isalnum():
        return character
    raw = character.encode(errors="surrogatepass")  # the environment may hold invalid UTF-8
    ways = {character, quote(raw, safe=""), quote_plus(raw), json.dumps(character)[1:-1], ascii(character)[1:-1]}
    ways.add(repr(raw)[2:-1])
    longest_first = sorted(ways, key=len, reverse=True)  # otherwise "%" would match first, and leave the rest of "%25"
    any_depth = [re.escape(way).replace(r"\\", r"\\+") for way in longest_first]
    return rf"\\*(?:{'|'.join(any_depth)})"


class TextLines(logging.Formatter):
    """Formats a record as one line for people, which can't be forged into two; a traceback is indented below."""

    def __init__(self, redact: Redact) -> None:
        super().__init__()
        self._redact = redact

    @override
    def format(self, record: logging.LogRecord) -> str:
        line = _rendered(record)
        at = datetime.fromtimestamp(line.created, UTC).isoformat(" ", "milliseconds").removesuffix("+00:00")
        lines = [_printable(self._redact(f"{at}Z {line.levelname} {line.name}: {line.msg}"))]
        below = [
            self.formatException(line.exc_info) if line.exc_info else line.exc_text,
            line.stack_info,
        ]
        lines += [_printable(each) for text in below if text for each in indent(self._redact(text), "    ").split("\n")]
        return "\n".join(lines)


class JsonLines(JsonFormatter):
    """Formats a record as a JSON object: at, level, logger, message, the fields of ``extra``, and the traceback."""

    def __init__(self, redact: Redact) -> None:
        names = {"levelname": "level", "name": "logger", "exc_info": "traceback", "stack_info": "stack"}
        super().__init__(["levelname", "name", "message"], rename_fields=names, timestamp="at")
        self._redact = redact

    @override
    def format(self, record: logging.LogRecord) -> str:
        return super().format(_rendered(record))

    @override
    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        return {self._redact(name): self._redacted(value) for name, value in log_data.items()}

    def _redacted(self, value: object) -> object:
        match value:
            case None | bool() | int() | float():
                return value
            case datetime():
                return value.isoformat()
            case Mapping():
                return {self._redact(str(name)): self._redacted(each) for name, each in value.items()}
            case list() | tuple() | set() | frozenset():
                return [self._redacted(each) for each in value]
            case _:
                return self._redact(str(value))


def _rendered(record: logging.LogRecord) -> logging.LogRecord:
    """Return a copy of a record whose message has its arguments filled in, even if an argument can't be written."""
    rendered = copy.copy(record)
    rendered.name = record.name.removeprefix("bot.")
    try:
        rendered.msg = record.getMessage()
    except Exception as error:  # noqa: BLE001 - anything can come out of an argument's __str__, and the line matters more
        rendered.msg = f"{record.msg} (arguments left out: {type(error).__name__})"
    rendered.args = None
    if rendered.msg.startswith(RECONNECTS) and rendered.exc_info and not _log.isEnabledFor(logging.DEBUG):
        pause, cause = rendered.msg.removeprefix(RECONNECTS).removesuffix("s"), rendered.exc_info[1]
        rendered.msg = f"Discord: connecting again in {pause} s: {type(cause).__name__}: {cause}"
        rendered.levelno, rendered.levelname = logging.WARNING, "WARNING"
        rendered.exc_info = rendered.exc_text = None
    return rendered


def _printable(line: str) -> str:
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in line)


def _uncaught(kind: type[BaseException], error: BaseException | None, where: str) -> None:
    if issubclass(kind, KeyboardInterrupt):
        _log.warning("Interrupted in %s", where)
    elif error is not None and not issubclass(kind, SystemExit):
        _log.critical("Uncaught in %s", where, exc_info=error)


def _unraisable(args: "UnraisableHookArgs") -> None:
    _log.error("%s: %r", args.err_msg or "Exception ignored in", args.object, exc_info=args.exc_value)


class LogPipe:
    """Takes entries of the log, and writes them in a thread.

    Args:
        stream: Where to write; by its descriptor, so that no lock of Python's is held while a write blocks.
        kept: Maximum number of entries that wait; further ones are dropped, and the log says how many.
    """

    def __init__(self, stream: TextIO, *, kept: int = LINES_KEPT) -> None:
        self._descriptor = stream.fileno()
        self._waiting = queue.Queue[bytes](maxsize=kept)
        self._dropped = 0
        self._counting = threading.Lock()
        threading.Thread(target=self._write_on, name="log", daemon=True).start()

    def write(self, text: str) -> int:
        """Take an entry."""
        try:
            self._waiting.put_nowait(text.encode("utf-8", "backslashreplace"))
        except queue.Full:
            self._drop()
        return len(text)

    def flush(self) -> None:
        """Do nothing: the thread writes at once."""

    def drain(self, seconds: float) -> None:
        """Wait until all entries are written, but at most for this number of seconds."""
        with self._waiting.all_tasks_done:
            self._waiting.all_tasks_done.wait_for(lambda: not self._waiting.unfinished_tasks, seconds)

    def _drop(self) -> None:
        with self._counting:  # the thread changes the count, too
            self._dropped += 1

    def _write_on(self) -> None:
        while True:
            entry = self._waiting.get()
            while entry:
                try:
                    entry = entry[os.write(self._descriptor, entry) :]
                except OSError:
                    self._drop()
                    break
            if self._dropped and not entry and not self._waiting.full():
                with self._counting:
                    dropped, self._dropped = self._dropped, 0
                _log.warning("%d log entries were dropped: nobody read them in time, or the disk was full.", dropped)
            self._waiting.task_done()
