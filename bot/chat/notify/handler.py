"""``/notify`` and the buttons that join the waitlist, take an offer or pass it on.

A Discord command with subcommands can't be used by itself
(https://discord.com/developers/docs/interactions/application-commands#subcommands-and-subcommand-groups), hence
``/notify me`` beside ``/notify list`` and ``/notify cancel``.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo

from bot.alerts.waiter_notice import OfferedSlots
from bot.chat.account_lookup import AccountLookup
from bot.chat.account_options import AccountOptions, with_owner
from bot.chat.command_options import Choice, NoOptions, matching_choices, plain_choices
from bot.chat.feature import Action, Caller, Command, Feature, FormDescription, read_number
from bot.chat.message import Message
from bot.chat.notify.notify_options import CancelOptions, MeOptions, read_hold, read_wait, suggest_holds, suggest_waits
from bot.chat.notify.wait_obstacles import obstacle, obstacle_note
from bot.chat.notify.wording import (
    STOP,
    accepted_message,
    declined_message,
    ended_message,
    joined_message,
    left_message,
    list_message,
    wanted_slots,
)
from bot.chat.typed.times import is_duration, is_end, resembles_time
from bot.chat.wording.durations import Frees, next_slot, no_forecast
from bot.chat.wording.numbers_and_lists import amount, count
from bot.errors import BadInput, StorageUnavailable
from bot.waitlist.waiter_and_offer import RESERVED_FOR, Waiter
from bot.waitlist.waitlist import OfferEnded, Waitlist
from bot.waitlist.waitlist_membership import WaitlistEntry

ROOM_NAMED = 3
"""Maximum number of accounts named to a member who joins the waitlist or accepts an offer."""

log = logging.getLogger(__name__)


class NotifyHandler:
    """Answers ``/notify`` and its buttons.

    Args:
        waitlist: The waitlist.
        lookup: Finds providers and accounts by what people type.
        frees: Forecasts when a slot frees.
        zone: The time zone of ``until 18:00``.
        now: The clock.
    """

    def __init__(
        self,
        waitlist: Waitlist,
        lookup: AccountLookup,
        *,
        frees: Frees = no_forecast,
        zone: tzinfo,
        now: Callable[[], datetime],
    ) -> None:
        self._waitlist = waitlist
        self._frees = frees
        self._lookup = lookup
        self._zone = zone
        self._now = now

    def feature(self) -> Feature:
        """Return the commands, and what the buttons do."""
        accounts = AccountOptions(self._lookup)
        me = Command(
            name="notify me",
            description="Ping me once when a slot frees up",
            options=MeOptions,
            run=self.wait,
            suggest={
                **accounts.suggest(with_slots=True),
                "until": self.suggest_waits,
                "hold": self.suggest_holds,
            },
            recognises={**accounts.recognises, "until": is_end, "hold": is_duration},
            resembles={"until": resembles_time},
            implied=accounts.implied,
            examples=accounts.examples,
            private=True,
            form=FormDescription(title="Wait for a slot", deed="Wait for a slot"),
            adds="Wait for a slot",
        )
        show = Command(
            name="notify list",
            description="What I'm waiting for",
            options=NoOptions,
            run=self.show,
            private=True,
        )
        cancel = Command(
            name="notify cancel",
            description="Stop waiting",
            options=CancelOptions,
            run=self.cancel,
            suggest={"number": self.suggest_numbers},
            private=True,
            form=FormDescription(title="Stop waiting", deed="Stop waiting"),
        )
        return Feature(
            name="notify",
            description="Be told when there is room",
            commands=(me, show, cancel),
            actions=(
                Action(name="notify:ask", run=self.press_ask, arguments=2),
                Action(name="notify:take", run=self.press_take, arguments=1),
                Action(name="notify:pass", run=self.press_pass, arguments=1),
                Action(name="notify:undo", run=self.undo, arguments=1),
                Action(name=STOP, run=self.press_stop, arguments=1),
            ),
        )

    async def wait(self, caller: Caller, asked: MeOptions) -> Message:
        """Add the caller to the waitlist, to be pinged here; raises ``BadInput`` and ``StorageUnavailable``."""
        owner, named = with_owner(self._lookup, asked.provider, asked.account)
        provider = self._lookup.provider(owner)
        self._lookup.require_set_up(provider)
        self._lookup.require_slots(provider, "nobody can see one become free")
        account = self._lookup.account(provider, named) if named else None
        at = self._now()
        wait = read_wait(asked.until, at, self._zone)
        hold = read_hold(asked.hold, wait)
        self._check_slots(provider, account, asked.slots)
        if not caller.may_write:
            raise BadInput("You may not write in this channel, so you can't be pinged here; ask in another.")
        if caller.bot_lacks:
            raise BadInput(f"You can't be pinged here: the bot lacks {', '.join(caller.bot_lacks)}.")
        wanted = Waiter(
            id=0,  # the database assigns the number
            guild=caller.guild,
            channel=caller.channel,
            member=caller.member,
            provider=provider,
            account=account,
            slots=asked.slots,
            hold=hold,
            asked_at=at,
            until=at + wait,
        )
        entry = await self._waitlist.join(wanted)
        if not entry.already:
            log.info("%s: member %d waits as number %d.", provider, wanted.member, entry.waiter.id)
        return self._joined(entry)

    async def show(self, caller: Caller, _: NoOptions) -> Message:
        """List what the caller is waiting for or offered; raises ``StorageUnavailable``."""
        return self._listed(await self._waitlist.entries_of(caller.guild, caller.member))

    async def cancel(self, caller: Caller, asked: CancelOptions) -> Message:
        """Take the caller off the waitlist, or list what they wait for if it is not clear which is meant.

        Raises:
            BadInput: They don't wait under that number.
            StorageUnavailable: The waitlist could not be read or changed.
        """
        number = asked.number
        if number is None:
            entries = await self._waitlist.entries_of(caller.guild, caller.member)
            if len(entries) != 1 or not entries[0].waiter.is_waiting:
                return self._listed(entries)
            number = entries[0].waiter.id
        waiter = await self._waitlist.leave(caller.guild, caller.member, number)
        return left_message(waiter, self._subject(waiter))

    async def undo(self, caller: Caller, arguments: Sequence[str]) -> Message:
        """Give the caller their place on the waitlist back; raises as ``cancel`` does."""
        entry = await self._waitlist.rejoin(caller.guild, caller.member, read_number(arguments[0]))
        log.info("%s: member %d waits again as number %d.", entry.waiter.provider, caller.member, entry.waiter.id)
        return self._joined(entry)

    async def press_ask(self, caller: Caller, arguments: Sequence[str]) -> Message:
        """Put the caller on the waitlist for a provider, or for an account by its mark."""
        provider, mark = arguments
        return await self.wait(caller, MeOptions(provider=provider, account=mark or None))

    async def press_take(self, caller: Caller, arguments: Sequence[str]) -> Message:
        """Accept the offer of an alert, by its key; raises as ``cancel`` does."""
        (key,) = arguments
        try:
            waiter = await self._waitlist.accept_offer(key, caller.member)
        except OfferEnded as ended:
            return self._ended(ended.waiter)
        offer = waiter.offer
        if offer is None or offer.taken_at is None:
            raise TypeError(f"waiter {waiter.id} accepted nothing")
        room = self._room(waiter)
        return accepted_message(waiter, self._lookup.title(waiter.provider), room, offer.taken_at + RESERVED_FOR)

    async def press_pass(self, caller: Caller, arguments: Sequence[str]) -> Message:
        """Pass the offer of an alert on to the next waiter; raises as ``cancel`` does."""
        (key,) = arguments
        try:
            declined = await self._waitlist.decline_offer(key, caller.member)
        except OfferEnded as ended:
            return self._ended(ended.waiter)
        return declined_message(declined, self._subject(declined.waiter))

    async def press_stop(self, caller: Caller, arguments: Sequence[str]) -> Message:
        """Take the caller off the waitlist, by the number of what they wait for; raises as ``cancel`` does."""
        return await self.cancel(caller, CancelOptions(number=read_number(arguments[0])))

    async def suggest_holds(self, _: Caller, typed: str, __: object) -> Sequence[Choice]:
        """Suggest how long slots must be free."""
        return plain_choices(suggest_holds(typed))

    async def suggest_waits(self, _: Caller, typed: str, __: object) -> Sequence[Choice]:
        """Suggest how long to wait."""
        return plain_choices(suggest_waits(typed, self._now(), self._zone))

    async def suggest_numbers(self, caller: Caller, typed: str, _: object) -> Sequence[Choice]:
        """Suggest the caller's entries; nothing while the database doesn't answer."""
        try:
            entries = await self._waitlist.entries_of(caller.guild, caller.member)
        except StorageUnavailable:
            return ()
        return matching_choices((self._choice(one.waiter) for one in entries if one.waiter.is_waiting), typed)

    def _choice(self, waiter: Waiter) -> Choice:
        return Choice(label=f"{waiter.id} · {wanted_slots(waiter, self._subject(waiter))}", value=waiter.id)

    def _check_slots(self, provider: str, account: str | None, slots: int) -> None:
        """Raise ``BadInput`` if that number of slots can never be free."""
        total = self._waitlist.total_slots(provider, account)
        if total is not None and slots > total:
            whose = self._lookup.title(provider, account)
            raise BadInput(
                f"{whose} has {count(total, 'slot')} in all: {amount(slots)} are never free at once.", option="slots"
            )

    def _joined(self, entry: WaitlistEntry) -> Message:
        waiter = entry.waiter
        if not waiter.is_waiting:
            return self._listed((entry,))
        wrong = obstacle(waiter, self._lookup)
        room = "" if wrong else self._named(waiter.provider, entry.next_offer)
        subject, soon = self._subject(waiter), self._soon(waiter)
        return joined_message(entry, subject, room, soon, obstacle=wrong, now=self._now())

    def _soon(self, waiter: Waiter) -> str:
        """Return when the next slot usually frees; "" if unknown, or one is free."""
        seen = self._waitlist.fresh_snapshot(waiter.provider)
        if seen is None or not seen.is_full(waiter.account):
            return ""
        forecast = self._frees(seen, waiter.account)
        return "" if forecast is None else next_slot(forecast, self._now() - seen.at)

    def _listed(self, entries: Sequence[WaitlistEntry]) -> Message:
        return list_message(entries, self._subject_now, self._room, self._now())

    def _ended(self, waiter: Waiter) -> Message:
        return ended_message(waiter, self._room(waiter), self._now())

    def _room(self, waiter: Waiter) -> str:
        """Return the accounts that a waiter is or was offered; empty without an offer."""
        return "" if waiter.offer is None else self._named(waiter.provider, waiter.offer.slots)

    def _named(self, provider: str, slots: Sequence[OfferedSlots]) -> str:
        """Return the accounts of slots: ``studio-a, studio-b, studio-c and 1 more``."""
        naming = self._lookup.naming(provider, (offered.account for offered in slots))
        named = ", ".join(naming.name(offered.account) for offered in slots[:ROOM_NAMED])
        more = len(slots) - ROOM_NAMED
        return f"{named} and {amount(more)} more" if more > 0 else named

    def _subject_now(self, waiter: Waiter) -> str:
        """Return what a waiter waits for, and what stands in the way."""
        note = obstacle_note(waiter, self._lookup, self._waitlist.total_slots(waiter.provider, waiter.account))
        return f"{self._subject(waiter)} ({note})" if note else self._subject(waiter)

    def _subject(self, waiter: Waiter) -> str:
        return self._lookup.title(waiter.provider, waiter.account)
