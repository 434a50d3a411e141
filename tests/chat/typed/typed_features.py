"""Features as they are typed: the real options, handlers that nobody calls, and two providers with three accounts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from typing_extensions import override

from bot.chat.account.handler import RenameOptions
from bot.chat.board.handler import AddOptions as AddBoard
from bot.chat.capacity.handler import CapacityOptions
from bot.chat.command_options import ChannelChoice, Choice, NoOptions, RoleChoice
from bot.chat.feature import PLAIN_FORM, Caller, Command, Feature, FormDescription
from bot.chat.help import HelpOptions
from bot.chat.history.handler import HistoryOptions
from bot.chat.jobs.jobs_options import JobsOptions
from bot.chat.message import Message
from bot.chat.mute.mute_options import MuteOptions, UnmuteOptions
from bot.chat.notify.notify_options import CancelOptions, MeOptions
from bot.chat.report.handler import NowOptions
from bot.chat.report.schedule_commands import EveryOptions
from bot.chat.typed.option_values import References
from bot.chat.typed.times import is_duration, is_end, resembles_time
from bot.chat.watch.watch_options import (
    CHOICES,
    EMPTIED,
    RECOGNISED_TERMS,
    RESEMBLED_TERMS,
    AddOptions,
    EditOptions,
    NumberOptions,
)
from bot.chat.why.handler import WhyOptions

PROVIDERS = frozenset({"minimax", "kling", "google flow", "all", "everything"})
ACCOUNTS = frozenset({"studio-a", "studio-b", "my studio", "mutes"})
KNOWN: Mapping[str, Callable[[str], bool]] = {
    "provider": lambda typed: typed.casefold() in PROVIDERS,
    "account": lambda typed: typed.casefold() in ACCOUNTS,
}
CHANGES = FormDescription(deed="Save")
"""The form of a command that changes something."""

HELPED = frozenset({"watch", "watch add"})

RESEMBLED: Mapping[str, Mapping[str, Callable[[str], bool]]] = {
    "notify me": {"until": resembles_time},
    "mute": {"for": resembles_time},
    "history": {"hours": resembles_time},
    "watch add": RESEMBLED_TERMS,
    "watch edit": RESEMBLED_TERMS,
}


class Workspace(References):
    """Two channels, and a group."""

    @override
    def channel(self, word: str) -> ChannelChoice | None:
        known = {"#alerts": 1, "<#C1|alerts>": 1, "#video": 2}
        return ChannelChoice(id=known[word]) if word in known else None

    @override
    def role(self, word: str) -> RoleChoice | None:
        return RoleChoice(id=7) if word in {"@makers", "<!subteam^S7|makers>"} else None


async def _run(_: Caller, __: object) -> Message:
    return Message()


async def _suggest(_: Caller, __: str, ___: object) -> Sequence[Choice]:
    return ()


def _command(
    name: str,
    options: type,
    recognises: Mapping[str, Callable[[str], bool]] = KNOWN,
    *,
    private: bool = False,
    form: FormDescription = PLAIN_FORM,
) -> Command[Any]:
    return Command(
        name=name,
        description="",
        options=options,
        run=_run,
        recognises=recognises,
        private=private,
        form=form,
        resembles=RESEMBLED.get(name, {}),
        suggest={"watch": _suggest} if issubclass(options, NumberOptions) else {},
        choices=CHOICES if options in {AddOptions, EditOptions} else {},
        examples=lambda: {"provider": "minimax"},
    )


FEATURES = (
    Feature(name="capacity", commands=(_command("capacity", CapacityOptions),)),
    Feature(
        name="notify",
        commands=(
            _command("notify me", MeOptions, {**KNOWN, "until": is_end, "hold": is_duration}, form=CHANGES),
            _command("notify list", NoOptions),
            _command("notify cancel", CancelOptions, form=CHANGES),
        ),
    ),
    Feature(name="jobs", commands=(_command("jobs", JobsOptions, {**KNOWN, "older_than": is_duration}),)),
    Feature(name="history", commands=(_command("history", HistoryOptions),)),
    Feature(
        name="mute",
        commands=(
            _command("mute", MuteOptions, {**KNOWN, "for": is_end}, form=CHANGES),
            _command("unmute", UnmuteOptions, form=CHANGES),
        ),
    ),
    Feature(
        name="account",
        commands=(
            replace(
                _command("account rename", RenameOptions, private=True, form=CHANGES),
                implied=lambda named: {"provider": "minimax"} if named.get("account") == "studio-b" else {},
            ),
        ),
    ),
    Feature(
        name="watch",
        commands=(
            _command("watch add", AddOptions, {**KNOWN, **RECOGNISED_TERMS}, form=CHANGES),
            _command("watch edit", EditOptions, RECOGNISED_TERMS, form=FormDescription(emptied=EMPTIED)),
            _command("watch remove", NumberOptions, form=CHANGES),
            _command("watch list", NoOptions),
        ),
    ),
    Feature(name="board", commands=(_command("board add", AddBoard, {"providers": KNOWN["provider"]}, form=CHANGES),)),
    Feature(
        name="report",
        commands=(
            _command("report now", NowOptions),
            _command("report every", EveryOptions, form=CHANGES),
            _command("report list", NoOptions),
        ),
    ),
    Feature(name="why", commands=(_command("why", WhyOptions, {}),)),
    Feature(name="help", commands=(_command("help", HelpOptions, {"command": HELPED.__contains__}),)),
)
