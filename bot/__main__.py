"""The command line: runs ``run``, ``demo`` or ``check`` with its settings.

Exit codes: 0 if all went well, 1 if ``check`` found nothing free, 2 if a person must fix something first.
"""

import argparse
import asyncio
import contextlib
import logging
import re
import sys
from collections.abc import Coroutine, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from bot.app import gc_tuning

with gc_tuning.importing():
    from bot.app.hard_stop import HARD_STOP_AFTER, LEFT_AFTER, at_signals, end_after, leave
    from bot.app.versions import own_version
    from bot.errors import REPORT_IT, CannotStart
    from bot.logs import LogPipe, LogStream, redaction, set_up_logging
    from bot.settings.load_settings import Kind, load, misspelt, unencrypted
    from bot.settings.schema import CheckSettings, RunSettings, SimulatedSettings, SlackCheck

if TYPE_CHECKING:
    from bot.app.timing_overrides import Timings

FAILED, CANNOT_START = 1, 2

ALL, SLACK = "all", "slack"
"""Arguments of ``check`` for every provider, and for Slack; no provider has these names."""

LAST_LINES = 0.3
"""Maximum number of seconds at the end to write the rest of the log."""

_SLACK_NUMBER = re.compile(r"-\d{10}")
"""Matches a number that stands for an id of Slack; those of Discord are positive."""

log = logging.getLogger("bot")


def main(arguments: Sequence[str] | None = None, *, timings: "Timings | None" = None) -> int:
    """Run what the command line asks for and return the exit code.

    Args:
        arguments: The command line; None for that of this process.
        timings: The pauses and waits of ``run``; None for the usual ones.
    """
    options = _parser().parse_args(arguments, argparse.Namespace(timings=timings))
    try:
        hard_stop_after = HARD_STOP_AFTER if timings is None else timings.hard_stop
        return asyncio.run(_until_stopped(options.program(options), hard_stop_after))
    except KeyboardInterrupt:  # before our own handler was set
        return 0


def program() -> NoReturn:
    """Run what the command line asks for, and end the process."""
    leave(main())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="capacity-bot", description="Tells Discord and Slack which shared accounts are free."
    )
    parser.add_argument("--version", action="version", version=f"capacity-bot {own_version()}")
    programs = parser.add_subparsers(required=True, metavar="COMMAND")
    run = programs.add_parser("run", help="run the bot")
    run.add_argument("--simulate", action="store_true", help="use simulated providers instead of useapi.net")
    run.set_defaults(program=_run)
    demo = programs.add_parser("demo", help="try it in this terminal; needs no token and no network")
    demo.add_argument(
        "--seconds",
        type=_positive,
        metavar="N",
        help="end after N seconds (default: at quit or Ctrl-C; after 30 s if there is no terminal)",
    )
    demo.add_argument(
        "--chart",
        type=Path,
        metavar="FILE",
        help="where /history saves its picture (default: a new file in the temporary folder, which stays there)",
    )
    demo.set_defaults(program=_demo)
    check = programs.add_parser(
        "check", help="check a provider or Slack once; exit code 0 if something is free or Slack is well, else 1"
    )
    check.add_argument(
        "provider",
        metavar="PROVIDER",
        help='its name, "all" for every one that your token has, or "slack" for whether Slack takes your tokens',
    )
    check.add_argument("--json", action="store_true", help="print JSON instead of a table")
    check.set_defaults(program=_check)
    providers = programs.add_parser("providers", help="list the providers that this program knows")
    providers.set_defaults(program=_providers)
    return parser


def _positive(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError("must be a number above 0")
    return seconds


def _loaded(kind: type[Kind], stream: LogStream | None = None) -> Kind:
    settings = load(kind)
    set_up_logging(
        level=settings.log_level,
        form=settings.log_format,
        secrets=settings.secrets(),
        stream=stream,
        spelt=_with_ids_spelt,
    )
    for sentence in (*misspelt(), *unencrypted(settings)):
        if settings.log_format == "text":
            sys.stderr.write(f"capacity-bot: {sentence}\n")
        else:
            log.warning("%s", sentence)
    return settings


def _with_ids_spelt(text: str) -> str:
    """Return a text for the log with Slack's own ids, even if Slack is not set up any more."""
    if _SLACK_NUMBER.search(text) is None:
        return text
    from bot.chat.slack.slack_ids import with_slack_ids  # noqa: PLC0415 - heavy: only for those who use Slack

    return with_slack_ids(text)


@contextlib.contextmanager
def _without_secrets(secrets: Iterable[str]) -> Iterator[None]:
    """Cut secrets out of the reason why the program can't run, since it may quote an address from the settings."""
    try:
        yield
    except CannotStart as reason:
        raise CannotStart(redaction(secrets)(str(reason))) from reason


async def _run(options: argparse.Namespace) -> int:
    with gc_tuning.importing():
        from bot.app.run import run  # noqa: PLC0415 - heavy: the other programs need neither Discord nor a database
        from bot.app.timing_overrides import USUAL  # noqa: PLC0415 - heavy: as the next one

    pipe = LogPipe(sys.stderr)
    settings = _loaded(SimulatedSettings if options.simulate else RunSettings, pipe)
    log.info("capacity-bot %s starts.", own_version())
    try:
        with _without_secrets(settings.secrets()):
            await run(settings, options.timings or USUAL)
    except CannotStart as reason:
        if settings.log_format == "text":
            raise
        log.critical("%s", reason)  # logged, since a collector reads one JSON object a line
        return CANNOT_START
    except asyncio.CancelledError:
        log.info("capacity-bot has stopped, as it was told to.")
        raise
    except Exception:  # logged here, before the pipe is drained: later entries may be lost
        log.critical("The program ended by a fault of its own; %s.", REPORT_IT, exc_info=True)
        return FAILED
    finally:
        pipe.drain(LAST_LINES)
    return 0


async def _demo(options: argparse.Namespace) -> int:
    from bot.app.demo import demo  # noqa: PLC0415 - heavy: only the demo draws on a terminal

    set_up_logging(level="warning", form="text", secrets=())
    await demo(seconds=options.seconds, chart=options.chart)
    return 0


async def _check(options: argparse.Namespace) -> int:
    if options.provider.casefold() == SLACK:
        return await _check_slack(options)
    from bot.app.check import check, check_all  # noqa: PLC0415 - heavy: only these draw tables

    settings = _loaded(CheckSettings)
    with _without_secrets(settings.secrets()):
        if options.provider.casefold() == ALL:
            return await check_all(settings, as_json=options.json)
        return await check(settings, options.provider, as_json=options.json)


async def _check_slack(options: argparse.Namespace) -> int:
    from bot.app.check_slack import check_slack  # noqa: PLC0415 - heavy: only where Slack is used

    slack = _loaded(SlackCheck)
    with _without_secrets(slack.secrets()):
        return await check_slack(slack, as_json=options.json)


async def _providers(_: argparse.Namespace) -> int:
    from bot.app.list_providers import list_providers  # noqa: PLC0415 - heavy: as ``check``

    list_providers()
    return 0


async def _until_stopped(program: Coroutine[Any, Any, int], hard_stop_after: float) -> int:
    """Run a program until it ends, and return the exit code.

    SIGTERM and Ctrl-C cancel it, so that everything is closed on the way out, or left if it does not close in time.
    """
    task = asyncio.ensure_future(program)
    loop = asyncio.get_running_loop()
    with at_signals(lambda: loop.call_soon_threadsafe(task.cancel), hard_stop_after=hard_stop_after):
        code = FAILED
        try:
            code = await task
        except asyncio.CancelledError:
            code = 0
        except CannotStart as reason:
            sys.stderr.write(f"capacity-bot: {reason}\n")
            code = CANNOT_START
        finally:
            end_after(LEFT_AFTER, code=code)
        return code


if __name__ == "__main__":
    program()
