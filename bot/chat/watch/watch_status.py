"""A guild's watches as they are now: what each is about, and what keeps its alerts from arriving."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.alerts.ping_rules import pings_for_slots
from bot.chat.account_lookup import AccountLookup
from bot.chat.channel_directory import ChannelDirectory, channel_label
from bot.chat.command_options import Choice, matching_choices
from bot.chat.feature import Caller
from bot.chat.mute.wording import muted_line
from bot.chat.text_spans import Line
from bot.chat.wording.numbers_and_lists import count
from bot.subscriptions.mute import MuteRegistry
from bot.subscriptions.paused_channels import paused_because
from bot.subscriptions.topics_and_conditions import SLOTS, account_topic
from bot.subscriptions.watch import FROM_SETTINGS, Tell, Watch, narrowest_watch
from bot.subscriptions.watch_registry import WatchRegistry


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchStatus:
    """A watch as it is now.

    Attributes:
        watch: The watch.
        subject: The title of its provider or account.
        place: The label of its channel, such as ``#alerts``.
        instead_of: The numbers of the wider watches in the channel in whose place it speaks.
        missing: What keeps its alerts from arriving or pinging, one sentence each.
        paused: Whether its channel gets nothing until that is mended.
        muted: The mutes in its channel, one line each.
        unheard: What it can never post about, as a sentence; None if nothing.
    """

    watch: Watch
    subject: str
    place: str = ""
    instead_of: tuple[int, ...] = ()
    missing: tuple[str, ...] = ()
    paused: bool = False
    muted: tuple[Line, ...] = ()
    unheard: str | None = None


class WatchStatuses:
    """Finds a guild's watches and their problems.

    Args:
        watches: All watches.
        lookup: Names providers and accounts.
        channels: The platform's channels.
        mutes: All mutes.
        now: The clock.
    """

    def __init__(
        self,
        watches: WatchRegistry,
        lookup: AccountLookup,
        channels: ChannelDirectory,
        mutes: MuteRegistry,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._watches = watches
        self._mutes = mutes
        self._lookup = lookup
        self._channels = channels
        self._now = now

    def visible(self, guild: int) -> Sequence[Watch]:
        """Return the guild's watches, with the one from the settings if its channel may be the guild's."""
        watches = self._watches.in_guild(guild)
        return [one for one in watches if one.guild is not None or not self._channels.is_elsewhere(one.channel, guild)]

    def status(self, watch: Watch, guild: int) -> WatchStatus:
        """Return a watch's status."""
        return WatchStatus(
            watch=watch,
            subject=self.title(watch),
            place=channel_label(self._channels, watch.channel),
            instead_of=self._instead_of(watch),
            missing=self._missing(watch, guild),
            paused=watch.channel in self._watches.paused,
            muted=self._muted(watch),
            unheard=self._unheard(watch),
        )

    def title(self, watch: Watch) -> str:
        """Return the title of what a watch is about."""
        return self._lookup.title(watch.provider, watch.account)

    async def suggest_all(self, caller: Caller, typed: str, _: object) -> Sequence[Choice]:
        """Suggest watches whose labels contain what was typed."""
        return matching_choices(map(self._choice, self.visible(caller.guild)), typed)

    async def suggest_stored(self, caller: Caller, typed: str, given: object) -> Sequence[Choice]:
        """Suggest watches that can be changed, which the one from the settings can't."""
        return [one for one in await self.suggest_all(caller, typed, given) if one.value != FROM_SETTINGS]

    def _choice(self, watch: Watch) -> Choice:
        place = channel_label(self._channels, watch.channel)
        return Choice(label=f"{watch.id} · {place} · {self.title(watch)}", value=watch.id)

    def _instead_of(self, watch: Watch) -> tuple[int, ...]:
        """Return the numbers of the wider watches of the channel in whose place a watch speaks."""
        topics = (SLOTS, account_topic(watch.account or ""))
        wider = (one for one in self._watches.all() if one.channel == watch.channel and _is_wider(one, watch))
        return tuple(
            one.id
            for one in wider
            if any(one.follows(topic) and narrowest_watch((one, watch), topic) is watch for topic in topics)
        )

    def _unheard(self, watch: Watch) -> str | None:
        untold = None if watch.tell is Tell.STUCK else self._lookup.untold_slots(watch.provider)
        return None if untold is None else f"{untold} it never hears of full or freed there, only of outages."

    def _muted(self, watch: Watch) -> tuple[Line, ...]:
        return tuple(
            muted_line(self._lookup.title(mute.provider, mute.account), mute.by, mute.until, self._now())
            for mute in self._mutes.in_channel(watch.channel)
            if mute.overlaps(watch.provider, watch.account)
        )

    def _missing(self, watch: Watch, guild: int) -> tuple[str, ...]:
        missing = self._channels.missing(watch.channel, role=watch.pinged_role, guild=guild)
        if (reason := self._watches.paused.get(watch.channel)) is not None:
            missing += (paused_because(reason, self._channels.missing(watch.channel, guild=guild)),)
        if watch.provider not in {None, *(words.name for words in self._lookup.providers)}:
            missing += (f"Nothing is posted about that provider: {self._lookup.why_not_watched}.",)
        elif watch.provider is not None and not self._lookup.is_set_up(watch.provider):
            missing += ("Nothing is posted about that provider while no account of it is set up at useapi.net.",)
        elif self._lookup.is_gone(watch.provider, watch.account):
            missing += ("Nothing is posted about that account: useapi.net does not name it any more.",)
        if watch.pinged_role is not None and watch.tell is not Tell.HEALTH and not pings_for_slots(watch):
            missing += ("No slot is pinged for: this rule posts nothing of them that is worth a ping.",)
        pool = self._lookup.slots(watch.provider)
        if watch.warn is not None and pool is not None and watch.warn >= pool[1]:
            missing += (f"{pool[0]} has {count(pool[1], 'slot')}: with warn {watch.warn} that is always low.",)
        return missing


def _is_wider(one: Watch, watch: Watch) -> bool:
    """Return whether ``one`` is about all that ``watch`` is about, and more."""
    if (one.provider, one.account) == (watch.provider, watch.account) or one.provider not in {None, watch.provider}:
        return False
    return one.account is None
