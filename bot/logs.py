"""How the log looks and what it never says; not what is worth a line.

Every line on its way to the log, from anyone's logger, goes through one formatter that cuts out the secrets: an
exception of a library may quote the request it made, token and all. A filter would not see tracebacks; cutting the
finished line would miss a secret that JSON has escaped.
"""

import copy
import json
import logging
import re
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from textwrap import indent
from typing import TYPE_CHECKING, Any, Literal, TextIO
from urllib.parse import quote, quote_plus

from pythonjsonlogger.json import JsonFormatter
from typing_extensions import override

if TYPE_CHECKING:  # sys.UnraisableHookArgs exists for type checkers only
    from sys import UnraisableHookArgs

SECRET = "[secret]"  # noqa: S105 - what is written in a secret's place
SHORTEST = 4
"""Cutting out a shorter secret would leave no word whole, and so tell what it is; in a URL it is cut all the same."""
RECONNECTS = "Attempting a reconnect"
"""How discord.py begins an error with a traceback, each time that a connection is lost."""

Redact = Callable[[str], str]
_log = logging.getLogger("bot")


def set_up(*, level: str, form: Literal["text", "json"], secrets: Iterable[str], stream: TextIO | None = None) -> None:
    """Send everybody's log, warnings and uncaught exceptions to a stream, without the secrets.

    Our own loggers are named ``bot.…`` and begin at the level; libraries begin at warnings, since below them discord.py
    and SQLAlchemy write what people and providers sent.

    Args:
        level: Of our own lines: debug, info, warning, error or critical.
        form: ``text`` is a line for a person, ``json`` an object a line.
        secrets: What is to be cut out wherever it appears.
        stream: Standard error if None.
    """
    redact = redaction(secrets)
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
    """Make the function that cuts secrets out of a text, however they are spelt there."""
    longest_first = sorted({secret for secret in secrets if len(secret) >= SHORTEST}, key=len, reverse=True)
    patterns = [
        re.compile(r"(://[^\s/:@]*:)[^\s/@]+(?=@)"),  # a URL's password
        re.compile(
            r"(/(?:webhooks|interactions)/\d+/)[^\s/?'\"]{20,}"
        ),  # lets anyone answer for the bot for 15 minutes
        *(re.compile("()" + "".join(map(_spellings, secret))) for secret in longest_first),
    ]

    def redact(text: str) -> str:
        for pattern in patterns:
            text = pattern.sub(rf"\g<1>{SECRET}", text)
        return text

    return redact


def _spellings(character: str) -> str:
    """Match a character as it is, quoted for a URL, and escaped by JSON or by ``repr`` any number of times over."""
    if character.isascii() and character.isalnum():
        return character
    raw = character.encode(errors="surrogatepass")  # the environment may hold bytes that are no UTF-8
    ways = {character, quote(raw, safe=""), quote_plus(raw), json.dumps(character)[1:-1], ascii(character)[1:-1]}
    ways.add(repr(raw)[2:-1])
    longest_first = sorted(ways, key=len, reverse=True)  # or what is left of "%25" after "%" would stay
    any_depth = [re.escape(way).replace(r"\\", r"\\+") for way in longest_first]
    return rf"\\*(?:{'|'.join(any_depth)})"


class TextLines(logging.Formatter):
    """Write a line for a person; nothing in it can forge another line, and tracebacks are indented below it."""

    def __init__(self, redact: Redact) -> None:
        super().__init__()
        self._redact = redact

    @override
    def format(self, record: logging.LogRecord) -> str:
        said = _said(record)
        at = datetime.fromtimestamp(said.created, UTC).isoformat(" ", "milliseconds").removesuffix("+00:00")
        lines = [_printable(self._redact(f"{at}Z {said.levelname} {said.name}: {said.msg}"))]
        below = [self.formatException(said.exc_info) if said.exc_info else said.exc_text, said.stack_info]
        lines += [_printable(line) for text in below if text for line in indent(self._redact(text), "    ").split("\n")]
        return "\n".join(lines)


class JsonLines(JsonFormatter):
    """Write an object a line: at, level, logger, message, what was given as ``extra``, and the traceback."""

    def __init__(self, redact: Redact) -> None:
        names = {"levelname": "level", "name": "logger", "exc_info": "traceback", "stack_info": "stack"}
        super().__init__(["levelname", "name", "message"], rename_fields=names, timestamp="at")
        self._redact = redact

    @override
    def format(self, record: logging.LogRecord) -> str:
        return super().format(_said(record))

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


def _said(record: logging.LogRecord) -> logging.LogRecord:
    """Copy a record with its message put together, whatever the arguments do."""
    said = copy.copy(record)
    said.name = record.name.removeprefix("bot.")
    try:
        said.msg = record.getMessage()
    except Exception as error:  # noqa: BLE001 - anything can come out of an argument's __str__, and the line matters more
        said.msg = f"{record.msg} (arguments left out: {type(error).__name__})"
    said.args = None
    if said.msg.startswith(RECONNECTS) and said.exc_info and not _log.isEnabledFor(logging.DEBUG):
        cause = said.exc_info[1]
        said.msg += f" ({type(cause).__name__}: {cause})"
        said.exc_info = said.exc_text = None
    return said


def _printable(line: str) -> str:
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in line)


def _uncaught(kind: type[BaseException], error: BaseException | None, where: str) -> None:
    if issubclass(kind, KeyboardInterrupt):
        _log.warning("Interrupted in %s", where)
    elif error is not None and not issubclass(kind, SystemExit):
        _log.critical("Uncaught in %s", where, exc_info=error)


def _unraisable(args: "UnraisableHookArgs") -> None:
    _log.error("%s: %r", args.err_msg or "Exception ignored in", args.object, exc_info=args.exc_value)
