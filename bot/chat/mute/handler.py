"""``/mute``, ``/unmute``, and the buttons that mute what an alert is about and undo a mute.

Every member may use them: whoever is disturbed should not have to look for an administrator. What they do is posted in
the channel, where everybody can undo it. An administrator of a Discord server can decide otherwise (Server Settings,
Integrations).
"""

import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from functools import partial
from operator import attrgetter

from bot.alerts.alert import Alert
from bot.chat.account_lookup import ALL, AccountLookup
from bot.chat.account_options import AccountOptions, suggest_providers, with_known_owner, with_owner
from bot.chat.command_options import Choice, matching_choices, plain_choices
from bot.chat.feature import Action, Caller, Command, Feature, FormDescription, read_number
from bot.chat.message import Message
from bot.chat.mute.mute_notes import MuteNotes
from bot.chat.mute.mute_options import (
    MuteOptions,
    UnmuteOptions,
    another_time,
    button_spans,
    find_standing,
    read_mute_span,
    subjects_of,
    suggest_mute_spans,
    typed_options,
)
from bot.chat.mute.mute_rights import check_ending, check_subjects, may_end
from bot.chat.mute.wording import (
    ALL_ALERTS,
    OVER,
    choice_message,
    muted_message,
    over_message,
    standing_message,
    unmuted_message,
)
from bot.chat.typed.times import is_end, resembles_time, zone_name
from bot.delivery.stored_alerts import StoredAlert
from bot.errors import BadInput
from bot.subscriptions.mute import Mute, MuteRegistry

log = logging.getLogger(__name__)


class MuteHandler:
    """Mutes and unmutes.

    Args:
        mutes: All mutes.
        notes: Keeps the notes about mutes in alerts' messages up to date.
        find_alert: Returns the stored alert of this key, if there is one; raises ``StorageUnavailable``.
        lookup: Finds providers and accounts by what people type.
        zone: The time zone of ``until 18:00``.
        now: The clock.
    """

    def __init__(
        self,
        mutes: MuteRegistry,
        notes: MuteNotes,
        find_alert: Callable[[str], Awaitable[StoredAlert | None]],
        lookup: AccountLookup,
        *,
        zone: tzinfo,
        now: Callable[[], datetime],
    ) -> None:
        self._mutes = mutes
        self._notes = notes
        self._find_alert = find_alert
        self._lookup = lookup
        self._zone = zone
        self._now = now
        self._undone = deque[tuple[tuple[int, ...], Message]](maxlen=100)

    def feature(self) -> Feature:
        """Return the two commands and the buttons."""
        accounts = AccountOptions(self._lookup)
        mute = Command(
            name="mute",
            description="Mute alerts in this channel, for everyone",
            options=MuteOptions,
            run=self.mute,
            form=FormDescription(title="Mute alerts here", deed="Mute"),
            suggest={
                **accounts.suggest(all_for_managers=True),
                "for": self.suggest_spans,
            },
            recognises={**accounts.recognises, "for": is_end},
            resembles={"for": resembles_time},
            implied=accounts.implied,
            examples=accounts.examples,
        )
        unmute = Command(
            name="unmute",
            description="Unmute alerts in this channel, for everyone",
            options=UnmuteOptions,
            run=self.unmute,
            form=FormDescription(title="Unmute alerts here", deed="Unmute"),
            suggest={
                "provider": suggest_providers(self._lookup, all_of_them=True),
                "account": self.suggest_muted,
            },
            recognises=accounts.recognises,
        )
        question = another_time(zone_name(self._zone, self._now()))
        return Feature(
            name="mute",
            commands=(mute, unmute),
            actions=(
                Action(name="mute:choose", run=self.choose, arguments=1),
                Action(name="mute:alert", run=self.mute_alert, arguments=2, private=False),
                Action(name="mute:for", run=self.mute_alert, arguments=1, private=False, form=question),
                Action(name="mute:end", run=self.unmute_alert, arguments=1, private=False),
                Action(name="mute:undo", run=self.undo, arguments=2, in_place=True),
            ),
        )

    async def mute(self, caller: Caller, asked: MuteOptions) -> Message:
        """Mute a provider, an account or everything; a longer mute of the same stays if the caller may not end it."""
        if caller.is_direct:
            raise BadInput("No alerts come here: type it in the channel that is to be muted.")
        meant = self._lookup.meant(*with_owner(self._lookup, asked.provider, asked.account))
        check_subjects((meant,), caller, self._lookup)
        span = read_mute_span(asked.span, caller, at=self._now(), zone=self._zone)
        wanted = self._wanted(caller, meant, span)
        async with self._notes.updating(wanted.channel):
            here = self._mutes.in_channel(wanted.channel)
            standing = find_standing(wanted, here, but=partial(may_end, caller=caller, at=self._now()))
            if standing is not None:
                return standing_message(standing, self._titles((standing,)), self._now())
            added = await self._add(wanted)
        return muted_message((added,), self._titles((added,)), self._now())

    async def choose(self, caller: Caller, arguments: Sequence[str]) -> Message:
        """Ask how long to mute what an alert is about; raises ``BadInput`` if the caller may not mute it."""
        (key,) = arguments
        subjects = await self._subjects(caller, key)
        titles = ", ".join(self._lookup.title(provider, account) for provider, account in subjects)
        at = self._now()
        spans = button_spans(caller, at=at, zone=self._zone)
        return choice_message(titles, spans, key, zone_name(self._zone, at), typed_options(subjects, self._lookup))

    async def mute_alert(self, caller: Caller, arguments: Sequence[str]) -> Message:
        """Mute what an alert is about: its one account, or else its providers. A longer mute of the same stays."""
        key, typed = arguments
        subjects = await self._subjects(caller, key)
        span = read_mute_span(typed, caller, at=self._now(), zone=self._zone)
        channel = caller.channel
        added: list[Mute] = []
        standing: list[Mute] = []
        async with self._notes.updating(channel):
            for meant in subjects:
                wanted = self._wanted(caller, meant, span, alert=key)
                if (longer := find_standing(wanted, self._mutes.in_channel(channel))) is not None:
                    standing.append(longer)
                else:
                    added.append(await self._add(wanted))
        if not added:
            return standing_message(min(standing, key=attrgetter("until")), self._titles(standing), self._now())
        return muted_message(added, self._titles(added), self._now())

    async def unmute_alert(self, caller: Caller, arguments: Sequence[str]) -> Message:
        """End the mutes that were made with an alert's button; if they ended by themselves, remove the alert's note."""
        (key,) = arguments
        async with self._notes.updating(caller.channel):
            here = self._mutes.in_channel(caller.channel)
            meant = [one for one in here if one.alert == key]
            ended = await self._remove(caller, meant) if meant else ()
        if not ended:
            alert = await self._alert(caller, key)
            await self._notes.remove_ended(alert.channel, key)
            raise BadInput(*OVER)
        return self._unmuted(caller, ended, here, meant)

    async def undo(self, caller: Caller, arguments: Sequence[str]) -> Message:
        """End the mutes whose numbers are from the first to the last argument: those that one message names.

        The answer replaces that message: if the mute is over, the message no longer looks as if it were in force.
        """
        first, last = map(read_number, arguments)
        channel = caller.channel
        async with self._notes.updating(channel):
            here = self._mutes.in_channel(channel)
            made_by = next((one.by for one in here if one.id in {first, last}), None)  # others' may lie between them
            meant = [one for one in here if first <= one.id <= last and one.by == made_by]
            if not meant:
                # If two press at once, the answer to the second must still say who unmuted.
                return dict(self._undone).get((channel, first, last), over_message())
            ended = await self._remove(caller, meant)
            self._undone.append(((channel, first, last), unmuted := self._unmuted(caller, ended, here, meant)))
        return unmuted

    async def unmute(self, caller: Caller, asked: UnmuteOptions) -> Message:
        """End the mutes of what was named and of all that belongs to it; every mute of the channel if nothing was."""
        provider, account = with_known_owner(self._lookup, asked.provider, asked.account)
        async with self._notes.updating(caller.channel):
            here = self._mutes.in_channel(caller.channel)
            meant = [mute for mute in here if self._means(mute, provider, account)]
            if not meant:
                raise BadInput(self._nothing(here))
            ended = await self._remove(caller, meant)
        return self._unmuted(caller, ended, here, meant)

    async def suggest_spans(self, caller: Caller, typed: str, _: Mapping[str, object]) -> Sequence[Choice]:
        """Suggest for how long to mute."""
        return plain_choices(suggest_mute_spans(typed, caller, at=self._now(), zone=self._zone))

    async def suggest_muted(self, caller: Caller, typed: str, _: Mapping[str, object]) -> Sequence[Choice]:
        """Suggest the accounts that are muted in the channel."""
        muted = (one for one in self._mutes.in_channel(caller.channel) if one.account is not None)
        choices = (
            Choice(label=self._title(one), value=f"{one.provider}/{self._lookup.mark(one.account)}") for one in muted
        )
        return matching_choices(choices, typed)

    async def _subjects(self, caller: Caller, key: str) -> Sequence[tuple[str | None, str | None]]:
        """Return what an alert of the caller's channel is about; raises ``BadInput`` if they may not mute it."""
        subjects = subjects_of(await self._alert(caller, key))
        check_subjects(subjects, caller, self._lookup)
        return subjects

    async def _alert(self, caller: Caller, key: str) -> Alert:
        """Return an alert of the caller's channel that can be muted; raises ``BadInput`` if there is none."""
        stored = await self._find_alert(key)
        # A press may be forged: only in the alert's own channel is there such a button.
        if stored is None or stored.alert.channel != caller.channel or not stored.alert.parts:
            raise BadInput("That alert is forgotten: alerts are kept for some days only.")
        return stored.alert

    async def _add(self, wanted: Mute) -> Mute:
        added = await self._mutes.add(wanted)
        until = f"{added.until:%Y-%m-%d %H:%M} UTC"
        log.info("Member %d muted %s in channel %d until %s.", added.by, self._title(added), added.channel, until)
        return added

    async def _remove(self, caller: Caller, meant: Sequence[Mute]) -> Sequence[Mute]:
        """End and return those mutes that the caller may end; raises ``BadInput`` if there are none."""
        ended = check_ending(meant, caller, at=self._now())
        for mute in ended:
            await self._mutes.remove(mute)
            log.info("Member %d unmuted %s in channel %d.", caller.member, self._title(mute), caller.channel)
        return ended

    def _unmuted(self, caller: Caller, ended: Sequence[Mute], before: Iterable[Mute], meant: Sequence[Mute]) -> Message:
        left = (one for one in before if one not in ended)
        still = [one for one in left if one in meant or any(one.includes(mute) for mute in ended)]
        return unmuted_message(self._titles(ended), by=caller.member, still=", ".join(map(self._title, still)))

    def _wanted(
        self, caller: Caller, meant: tuple[str | None, str | None], span: timedelta, *, alert: str | None = None
    ) -> Mute:
        provider, account = meant
        return Mute(
            id=0,  # the database gives it its own
            guild=caller.guild,
            channel=caller.channel,
            provider=provider,
            account=account,
            by=caller.member,
            until=self._now() + span,
            alert=alert,
        )

    def _means(self, mute: Mute, provider: str | None, account: str | None) -> bool:
        if provider not in {None, ALL, mute.provider}:
            return False
        if mute.provider is None or mute.account is None:
            return not account
        return not account or self._lookup.matches(account, mute.provider, mute.account)

    def _nothing(self, here: Iterable[Mute]) -> str:
        titles = ", ".join(map(self._title, here))
        return f"That is not muted here by itself. Muted here: {titles}." if titles else "Nothing is muted here."

    def _titles(self, mutes: Sequence[Mute]) -> str:
        """Return the titles of what is muted; empty if that is everything."""
        if any(mute.provider is None for mute in mutes):
            return ""
        return ", ".join(dict.fromkeys(map(self._title, mutes)))

    def _title(self, mute: Mute) -> str:
        return ALL_ALERTS if mute.provider is None else self._lookup.title(mute.provider, mute.account)
