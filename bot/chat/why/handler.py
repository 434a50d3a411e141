"""``/why`` and an alert's Details button.

Members may ask about the channels that they may view, and about what was sent to them directly.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.alerts.alert import Alert
from bot.chat.alert.alert_names import AlertNames
from bot.chat.channel_directory import ChannelDirectory
from bot.chat.command_options import Choice, option
from bot.chat.feature import Action, Caller, Command, Feature, MessageCommand
from bot.chat.message import Menu, MenuChoice, Message, paragraph, private_card
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Line
from bot.chat.typed.spelling import quoted
from bot.chat.why.wording import short_id, why_choice, why_message
from bot.chat.wording.refusal_sentences import NOT_READ
from bot.delivery.stored_alerts import StoredAlert
from bot.errors import BadInput, StorageUnavailable
from bot.platforms import CommandName, Sentence, platform_of

SHORTEST = 4
"""Minimum number of characters of an id that must be typed."""

SEARCHED = 200
"""Maximum number of the newest alerts that are searched for suggestions."""

LISTED = 25
"""Maximum number of alerts to choose from: Discord's menus have no more."""

NAMED = 5
"""Maximum number of alerts named if several ids begin with what was typed."""

NO_ALERT: Sentence = (
    "That message is no alert of this bot, or it is forgotten by now: alerts are kept for some days. ",
    *(CommandName("why"), " lists the newest ones."),
)

_TITLE = "Why this alert?"

_NEWEST: Line = (
    "Choose one of the newest, posted or not; Details below an alert says the same. ",
    *(CommandName("capacity"), " says what is full right now."),
)

_KEY = re.compile(rf"[a-z0-9]{{{SHORTEST},25}}")


class AlertStorage(Protocol):
    """Stored alerts; every method raises ``StorageUnavailable``."""

    async def find(self, prefix: str) -> Sequence[StoredAlert]:
        """Return the alerts whose keys begin with a prefix, newest first."""
        ...

    async def recent(self, channels: Collection[int], limit: int) -> Sequence[StoredAlert]:
        """Return the newest alerts of some channels, newest first."""
        ...

    async def by_message(self, channel: int, message: int) -> StoredAlert | None:
        """Return the alert posted as a message, if it is one."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyOptions:
    """The alert that is asked about."""

    alert: str | None = option(
        "Which alert: choose it, or type the id that its Details end with", name="id", default=None
    )


class WhyHandler:
    """Answers ``/why``.

    Args:
        alerts: Stored alerts.
        names: The names of providers and accounts.
        channels: Knows the URLs of messages.
    """

    def __init__(self, alerts: AlertStorage, names: AlertNames, channels: ChannelDirectory) -> None:
        self._alerts = alerts
        self._names = names
        self._channels = channels

    def feature(self) -> Feature:
        """Return the command and the button."""
        command = Command(
            name="why",
            description="Why an alert was posted, or was not",
            options=WhyOptions,
            run=self.run,
            suggest={"id": self.suggest},
            private=True,
        )
        return Feature(
            name="why",
            commands=(command,),
            message_commands=(MessageCommand(name=_TITLE, run=self.ask),),
            actions=(Action(name="why:alert", run=self.press, arguments=1, title=_TITLE, in_direct_messages=True),),
        )

    async def run(self, caller: Caller, asked: WhyOptions) -> Message:
        """Answer the command; without an id, list the newest alerts."""
        return await (self._newest(caller) if asked.alert is None else self._explain(caller, asked.alert))

    async def press(self, caller: Caller, arguments: Sequence[str]) -> Message:
        """Answer the button, which carries the alert's key."""
        (key,) = arguments
        return await self._explain(caller, key)

    async def ask(self, caller: Caller, message: int) -> Message:
        """Answer the command in a message's menu as the message's button would."""
        try:
            stored = await self._alerts.by_message(caller.channel, message)
        except StorageUnavailable as problem:
            raise BadInput(NOT_READ) from problem
        if stored is None:
            raise BadInput(*NO_ALERT)
        return why_message(stored, self._names, None)

    async def suggest(self, caller: Caller, typed: str, _: Mapping[str, object]) -> tuple[Choice, ...]:
        """Suggest the newest alerts whose labels contain what was typed."""
        try:
            choices = [Choice(label=label, value=key) for label, key in await self._recent(caller, SEARCHED)]
        except StorageUnavailable:
            return ()
        return tuple(
            one for one in choices if typed.casefold() in one.label.casefold() or str(one.value).startswith(typed)
        )

    async def _recent(self, caller: Caller, limit: int) -> Sequence[tuple[str, str]]:
        """Return the labels and keys of the newest alerts that somebody may ask about."""
        recent = await self._alerts.recent({*caller.viewable(), caller.channel}, limit)
        return [(why_choice(one, self._names), one.alert.key) for one in recent]

    async def _newest(self, caller: Caller, missing: str = "") -> Message:
        """Return the newest alerts to choose from, after a sentence about what is ``missing``."""
        try:
            recent = await self._recent(caller, LISTED)
        except StorageUnavailable as problem:
            raise BadInput(NOT_READ) from problem
        if not recent:
            raise BadInput(f"{missing}Nothing was posted or held back here in the last days.")
        choices = tuple(MenuChoice(label=label, value=key) for label, key in recent)
        menu = Menu(placeholder="Choose an alert", action="why:alert", choices=choices)
        return private_card(
            "Why an alert was posted, or was not",
            paragraph((missing, *_NEWEST)),
            Level.FREE,
            menu,
        )

    async def _explain(self, caller: Caller, asked: str) -> Message:
        """Explain the alert whose key begins with what was typed."""
        key = asked.strip().casefold().removeprefix("id ").strip()
        alerts = await self._find(caller, key)
        exact = [one for one in alerts if one.alert.key == key]
        if not alerts:
            return await self._newest(caller, f"There is no alert {quoted(asked)} here. ")
        if len(alerts) > 1 and not exact:
            ids = ", ".join(short_id(one.alert.key) for one in alerts[:NAMED])
            raise BadInput(f"Several alerts begin with {key}, such as {ids}: type more of the id.")
        stored = (exact or alerts)[0]
        channel, message = stored.alert.channel, stored.message_id
        url = None if message is None else self._channels.message_url(caller.guild, channel, message)
        return why_message(stored, self._names, url)

    async def _find(self, caller: Caller, key: str) -> list[StoredAlert]:
        if not _KEY.fullmatch(key):
            return []
        try:
            alerts = await self._alerts.find(key)
        except StorageUnavailable as problem:
            raise BadInput(NOT_READ) from problem
        here = platform_of(caller.guild)
        return [one for one in alerts if platform_of(one.alert.channel) is here and _may_read(caller, one.alert)]


def _may_read(caller: Caller, alert: Alert) -> bool:
    """Return whether somebody sees an alert: in its channel, or in a direct message to them."""
    notice = alert.private_notice
    return caller.can_view(alert.channel) or (notice is not None and notice.member == caller.member)
