"""``/mute``, ``/unmute`` and the button of an alert that mutes what it tells of.

Every member may use them: whoever is disturbed should not have to look for an administrator. An administrator of a
Discord server can decide otherwise (Server Settings, Integrations).
"""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.alerts.alert import Alert
from bot.chat.account_lookup import ALL, AccountLookup
from bot.chat.account_options import provider_choices, suggest_accounts
from bot.chat.feature import Action, Caller, Choice, Command, Feature, option
from bot.chat.message import Message
from bot.chat.mute.mute_notes import MuteNotes
from bot.chat.mute.wording import muted_message, unmuted_message
from bot.delivery.stored_alerts import StoredAlert
from bot.errors import BadInput
from bot.subscriptions.mute import LONGEST, Mute
from bot.subscriptions.mute_registry import MuteRegistry
from bot.subscriptions.topic import TopicKind

MINUTES = 60
"""How long the button mutes, and ``/mute`` unless it is told."""

MOST_MINUTES = int(LONGEST / timedelta(minutes=1))

FORGOTTEN = "That alert is forgotten: alerts are kept for some days only."

_LABEL = 100

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class MuteOptions:
    """What to mute, and for how long."""

    provider: str = option("What it does not hear of")
    account: str | None = option("Only this account", default=None)
    minutes: int = option(f"For how long; {MINUTES} unless you say", default=MINUTES)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmuteOptions:
    """What to unmute; everything if nothing is named."""

    provider: str | None = option(
        "Only this provider and its accounts; leave it out for all that is muted here", default=None
    )
    account: str | None = option("Only this account", default=None)


class MuteHandler:
    """Mutes and unmutes.

    Args:
        mutes: All mutes.
        notes: Keeps the notes of them in messages.
        find_alert: Returns the stored alert of this key, if there is one; raises ``StorageUnavailable``.
        lookup: Finds what people mean.
        now: The clock.
    """

    def __init__(
        self,
        mutes: MuteRegistry,
        notes: MuteNotes,
        find_alert: Callable[[str], Awaitable[StoredAlert | None]],
        lookup: AccountLookup,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._mutes = mutes
        self._notes = notes
        self._find_alert = find_alert
        self._lookup = lookup
        self._now = now

    def feature(self) -> Feature:
        """Return the two commands and the button."""
        providers = {"provider": provider_choices(self._lookup, all_of_them=True)}
        mute = Command(
            name="mute",
            description="Let this channel hear nothing of a provider or account for a while",
            options=MuteOptions,
            run=self.mute,
            choices=providers,
            suggest={"account": suggest_accounts(self._lookup)},
            private=True,
        )
        unmute = Command(
            name="unmute",
            description="Let this channel hear again what was muted",
            options=UnmuteOptions,
            run=self.unmute,
            choices=providers,
            suggest={"account": self.suggest_muted},
            private=True,
        )
        button = Action(name="alert:mute", run=self.mute_alert, arguments=1)
        return Feature(name="mute", commands=(mute, unmute), actions=(button,))

    async def mute(self, caller: Caller, asked: MuteOptions) -> Message:
        """Mute a provider, one of its accounts, or all providers; replaces an older mute of the same."""
        if not 1 <= asked.minutes <= MOST_MINUTES:
            raise BadInput(f"minutes can be 1 to {MOST_MINUTES} ({LONGEST.days} days).")
        meant = self._lookup.meant(asked.provider, asked.account)
        wanted = self._wanted(caller, caller.channel, meant, asked.minutes)
        async with self._notes.updating(wanted.channel):
            added = await self._add(wanted)
        return muted_message(added, self._title(added))

    async def mute_alert(self, caller: Caller, arguments: Sequence[str]) -> Message:
        """Mute what an alert tells of: its one account, or else its providers. What is muted for longer stays so."""
        (key,) = arguments
        stored = await self._find_alert(key)
        channel = caller.channel
        # What a press names is not to be trusted: an alert's button stands in the alert's own channel.
        if stored is None or stored.alert.channel != channel:
            raise BadInput(FORGOTTEN)
        muted: list[Mute] = []
        async with self._notes.updating(channel):
            for meant in _told_of(stored.alert):
                wanted = self._wanted(caller, channel, meant, MINUTES, alert=key)
                longer = [one for one in self._mutes.in_channel(channel) if _outlasts(one, wanted)]
                muted.append(max(longer, key=_end, default=None) or await self._add(wanted))
        return muted_message(min(muted, key=_end), ", ".join(dict.fromkeys(map(self._title, muted))))

    async def unmute(self, caller: Caller, asked: UnmuteOptions) -> Message:
        """End the mutes of what was named and of all that belongs to it; every mute of the channel if nothing was."""
        channel = caller.channel
        async with self._notes.updating(channel):
            here = self._mutes.in_channel(channel)
            meant = [mute for mute in here if self._means(mute, asked)]
            if not meant:
                raise BadInput(self._nothing(here))
            for mute in meant:
                await self._mutes.remove(mute)
                log.info("Member %d unmuted %s in channel %d.", caller.member, self._title(mute), channel)
        still = [one for one in here if one not in meant and any(_includes(one, mute) for mute in meant)]
        return unmuted_message(", ".join(map(self._title, meant)), still=", ".join(map(self._title, still)))

    async def suggest_muted(self, caller: Caller, typed: str, _: Mapping[str, object]) -> tuple[Choice, ...]:
        """Suggest the accounts that are muted in the channel."""
        found = (
            Choice(label=self._title(mute)[:_LABEL], value=f"{mute.provider}/{self._lookup.mark(mute.account)}")
            for mute in self._mutes.in_channel(caller.channel)
            if mute.account is not None
        )
        return tuple(one for one in found if typed.casefold() in one.label.casefold())

    async def _add(self, wanted: Mute) -> Mute:
        added = await self._mutes.add(wanted)
        until = f"{added.until:%Y-%m-%d %H:%M} UTC"
        log.info("Member %d muted %s in channel %d until %s.", added.by, self._title(added), added.channel, until)
        return added

    def _wanted(
        self,
        caller: Caller,
        channel: int,
        meant: tuple[str | None, str | None],
        minutes: int,
        *,
        alert: str | None = None,
    ) -> Mute:
        provider, account = meant
        return Mute(
            id=0,  # the database gives it its own
            guild=caller.guild,
            channel=channel,
            provider=provider,
            account=account,
            by=caller.member,
            until=self._now() + timedelta(minutes=minutes),
            alert=alert,
        )

    def _means(self, mute: Mute, asked: UnmuteOptions) -> bool:
        if asked.provider not in {None, ALL, mute.provider}:
            return False
        if not asked.account:
            return True
        return (
            mute.provider is not None
            and mute.account is not None
            and self._lookup.matches(asked.account, mute.provider, mute.account)
        )

    def _nothing(self, here: Iterable[Mute]) -> str:
        titles = ", ".join(map(self._title, here))
        return f"That is not muted here by itself. Muted here: {titles}." if titles else "Nothing is muted here."

    def _title(self, mute: Mute) -> str:
        return self._lookup.title(mute.provider, mute.account)


def _told_of(alert: Alert) -> tuple[tuple[str, str | None], ...]:
    """Return the provider and account that an alert tells of; the providers alone where it tells of several topics."""
    topics = [(part.provider, news.topic) for part in alert.parts for news in part.news]
    if len(topics) == 1:
        provider, topic = topics[0]
        return ((provider, topic.account if topic.kind is TopicKind.ACCOUNT else None),)
    return tuple(dict.fromkeys((part.provider, None) for part in alert.parts))


def _end(mute: Mute) -> datetime:
    return mute.until


def _outlasts(mute: Mute, wanted: Mute) -> bool:
    return mute.until >= wanted.until and _includes(mute, wanted)


def _includes(mute: Mute, other: Mute) -> bool:
    return mute.provider in {None, other.provider} and mute.account in {None, other.account}
