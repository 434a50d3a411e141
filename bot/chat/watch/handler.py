"""``/watch``: adds, changes, removes, lists and tests a guild's watches.

Discord offers the commands to members with *Manage Server*, unless an administrator decides otherwise
(https://discord.com/developers/docs/interactions/application-commands#permissions). They are therefore not checked
again here; buttons are, since Discord has no permissions for those.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime

from bot.chat.account_lookup import AccountLookup
from bot.chat.account_options import AccountOptions, with_owner
from bot.chat.channel_directory import ChannelDirectory
from bot.chat.command_options import NoOptions
from bot.chat.feature import Action, Caller, Command, Feature, FormDescription, read_number
from bot.chat.message import Button, Message
from bot.chat.watch.watch_options import (
    CHOICES,
    DEFAULTS,
    EMPTIED,
    RECOGNISED_TERMS,
    RESEMBLED_TERMS,
    AddOptions,
    DrillOptions,
    EditOptions,
    NumberOptions,
    TermOptions,
    present_terms,
    suggest_terms,
)
from bot.chat.watch.watch_status import WatchStatuses
from bot.chat.watch.wording import (
    REMOVE,
    TEST,
    added_message,
    changed_message,
    drill_message,
    list_message,
    removed_message,
)
from bot.delivery.greeting_and_drill import DrillRunner
from bot.errors import BadInput
from bot.subscriptions.mute import MuteRegistry
from bot.subscriptions.paused_channels import resume_mended
from bot.subscriptions.watch import FROM_SETTINGS, Watch
from bot.subscriptions.watch_registry import WatchRegistry

log = logging.getLogger(__name__)

_SUBJECT = {"id", "guild", "channel", "provider", "account"}
"""The fields of a watch that are not terms."""


class WatchHandler:
    """Answers ``/watch``.

    Args:
        watches: All watches.
        lookup: Finds providers and accounts by what people type.
        channels: The platform's channels and roles.
        drill: Sends a test alert.
        mutes: All mutes.
        now: The clock.
        zone: The time zone that is suggested first for quiet hours.
    """

    def __init__(
        self,
        watches: WatchRegistry,
        lookup: AccountLookup,
        channels: ChannelDirectory,
        drill: DrillRunner,
        mutes: MuteRegistry,
        *,
        now: Callable[[], datetime],
        zone: str = "UTC",
    ) -> None:
        self._watches = watches
        self._lookup = lookup
        self._channels = channels
        self._drill = drill
        self._zone = zone
        self._overview = WatchStatuses(watches, lookup, channels, mutes, now=now)
        self._one_at_a_time = asyncio.Lock()  # what was checked must still hold when it is stored

    def feature(self) -> Feature:
        """Return the commands and the buttons of the list."""
        accounts = AccountOptions(self._lookup)
        add = Command(
            name="watch add",
            description="Post alerts about a provider or account in a channel",
            options=AddOptions,
            run=self.add,
            choices=CHOICES,
            suggest={
                **accounts.suggest(all_of_them=True),
                **suggest_terms(self._zone, changes=False),
            },
            recognises={**accounts.recognises, **RECOGNISED_TERMS},
            implied=accounts.implied,
            examples=accounts.examples,
            resembles=RESEMBLED_TERMS,
            private=True,
            form=FormDescription(title="Add a watch", deed="Post alerts", filled_in=lambda _, __: DEFAULTS),
            adds="Add a watch",
        )
        edit = Command(
            name="watch edit",
            description="Change an alert rule",
            options=EditOptions,
            run=self.edit,
            choices=CHOICES,
            suggest={"watch": self._overview.suggest_stored, **suggest_terms(self._zone, changes=True)},
            recognises=RECOGNISED_TERMS,
            resembles=RESEMBLED_TERMS,
            private=True,
            form=FormDescription(
                title="Edit a watch",
                deed="Save",
                about="watch",
                filled_in=self._present,
                few=("tell", "role", "ping", "ignore_shorter_than", "quiet"),
                emptied=EMPTIED,
            ),
        )
        remove = Command(
            name="watch remove",
            description="Remove an alert rule",
            options=NumberOptions,
            run=self.remove,
            suggest={"watch": self._overview.suggest_stored},
            private=True,
            form=FormDescription(title="Remove a watch", deed="Remove"),
        )
        test = Command(
            name="watch test",
            description="Send a test alert, and see how long it takes",
            options=DrillOptions,
            run=self.test,
            suggest={"watch": self._overview.suggest_all},
            private=True,
            form=FormDescription(title="Test a watch", deed="Send the test"),
        )
        show = Command(
            name="watch list",
            description="Alert rules, and what is missing",
            options=NoOptions,
            run=self.show,
            private=True,
        )
        return Feature(
            name="watch",
            description="Alert rules: who is told what, and where",
            commands=(add, edit, remove, test, show),
            actions=(
                Action(name="watch:refresh", run=self.press, arguments=1, in_place=True),
                Action(name="watch:page", run=self.press, arguments=1, in_place=True),
                Action(name="watch:undo", run=self.undo, arguments=1),
                Action(name=TEST, run=self.press_test, arguments=1),
                Action(name=REMOVE, run=self.press_remove, arguments=1),
            ),
            for_managers=True,
        )

    async def add(self, caller: Caller, asked: AddOptions) -> Message:
        """Add a watch, even if its alerts can't arrive yet; raises ``BadInput`` and ``StorageUnavailable``."""
        channel = self._channels.choose_channel(caller, asked.channel)
        provider, account = self._lookup.meant(*with_owner(self._lookup, asked.provider, asked.account))
        new = Watch(
            id=FROM_SETTINGS,  # the database assigns the number
            guild=caller.guild,
            channel=channel,
            provider=provider,
            account=account,
        )
        watch = self._with_terms(caller, new, asked)
        async with self._one_at_a_time:
            added = await self._watches.add(watch)
        self._resume_mended(caller)
        self._log(caller, "added", added)
        holdings = self._lookup.holdings(provider) if account is None else ()
        return added_message(self._overview.status(added, caller.guild), holdings)

    async def edit(self, caller: Caller, asked: EditOptions) -> Message:
        """Change a watch's channel, role or terms; raises as ``add`` does."""
        self._watches.find(caller.guild, asked.watch)
        if asked == EditOptions(watch=asked.watch):
            raise BadInput("Say what to change, such as the channel, whom it pings or when.")
        if asked.role is not None and asked.no_role:
            raise BadInput("A watch pings somebody or nobody: choose one of the two.", option="no_role")
        if asked.warn is not None and asked.no_warn:
            raise BadInput("Choose either warn or no_warn.", option="no_warn")
        async with self._one_at_a_time:
            watch = self._watches.find(caller.guild, asked.watch)
            channel = watch.channel if asked.channel is None else self._channels.choose_channel(caller, asked.channel)
            moved = replace(
                watch,
                channel=channel,
                role=None if asked.no_role else watch.role,
                warn=None if asked.no_warn else watch.warn,
            )
            changed = self._with_terms(caller, moved, asked)
            await self._watches.change(changed)
        self._resume_mended(caller)
        self._log(caller, "changed", changed)
        return changed_message(self._overview.status(changed, caller.guild), differs=changed != watch)

    async def remove(self, caller: Caller, asked: NumberOptions) -> Message:
        """Remove a watch; raises ``BadInput`` and ``StorageUnavailable``."""
        async with self._one_at_a_time:
            watch = self._watches.find(caller.guild, asked.watch)
            await self._watches.remove(watch)
        self._log(caller, "removed", watch)
        undo = Button(label="Undo", action="watch:undo", arguments=(str(watch.id),))
        return removed_message(self._overview.status(watch, caller.guild), undo)

    async def undo(self, caller: Caller, arguments: Sequence[str]) -> Message:
        """Restore a removed watch; raises ``BadInput`` and ``StorageUnavailable``."""
        async with self._one_at_a_time:
            added = await self._watches.restore(caller.guild, read_number(arguments[0]))
        self._log(caller, "added again", added)
        return added_message(self._overview.status(added, caller.guild), again=True)

    async def test(self, caller: Caller, asked: DrillOptions) -> Message:
        """Send a drill to a watch's channel and measure how long it takes; raises as ``remove`` does."""
        visible = {watch.id: watch for watch in self._overview.visible(caller.guild)}
        watch = visible.get(asked.watch) or self._watches.find(caller.guild, asked.watch)
        log.info("Member %d tests watch %d.", caller.member, watch.id)
        outcome = await self._drill(watch, ping=asked.ping)
        if outcome.told_after is not None:
            self._watches.resume(watch.channel)
        return drill_message(self._overview.status(watch, caller.guild), outcome)

    async def press_test(self, caller: Caller, arguments: Sequence[str]) -> Message:
        """Test a watch by its number, without a ping; raises as ``test`` does."""
        return await self.test(caller, DrillOptions(watch=read_number(arguments[0])))

    async def press_remove(self, caller: Caller, arguments: Sequence[str]) -> Message:
        """Remove a watch by its number; raises as ``remove`` does."""
        return await self.remove(caller, NumberOptions(watch=read_number(arguments[0])))

    async def show(self, caller: Caller, _: NoOptions) -> Message:
        """List the guild's watches."""
        return self._list(caller, 1)

    async def press(self, caller: Caller, arguments: Sequence[str]) -> Message:
        """Show a page of the list as it is now."""
        (page,) = arguments
        return self._list(caller, read_number(page))

    def _present(self, guild: int, given: Mapping[str, str]) -> Mapping[str, object]:
        """Return the current terms of a watch, to fill in its form; nothing if its number is missing or unknown."""
        try:
            return present_terms(self._watches.find(guild, int(given.get("watch", ""))))
        except (ValueError, BadInput):
            return {}

    def _list(self, caller: Caller, page: int) -> Message:
        watches = self._overview.visible(caller.guild)
        return list_message(watches, lambda watch: self._overview.status(watch, caller.guild), page)

    def _with_terms(self, caller: Caller, watch: Watch, asked: TermOptions) -> Watch:
        """Return a watch with the terms that were asked for; raises ``BadInput`` if they are invalid."""
        role = watch.role if asked.role is None else self._channels.choose_role(caller, asked.role)
        return asked.applied_to(replace(watch, role=role), self._lookup, self._zone)

    def _resume_mended(self, caller: Caller) -> None:
        """Resume the guild's paused channels in which nothing is missing any more, perhaps because of a change."""
        resume_mended(self._watches, lambda channel: self._channels.missing(channel, guild=caller.guild))

    def _log(self, caller: Caller, happened: str, watch: Watch) -> None:
        terms = ", ".join(f"{one.name} {getattr(watch, one.name)}" for one in fields(watch) if one.name not in _SUBJECT)
        log.info(
            "Member %d %s watch %d: channel %d gets %s; %s.",
            caller.member,
            happened,
            watch.id,
            watch.channel,
            self._overview.title(watch),
            terms,
        )
