"""People in the storm: they mute a channel and end that, give another quiet hours, and wait for slots in a third."""

import asyncio
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from tests.chaos.accounts import NAMES
from tests.chaos.lives import Lives
from tests.chaos.look_moments import Moments
from tests.chaos.model import SAVING, Look, Told, once, with_whole
from tests.chaos.model import Count as ModelCount
from tests.chaos.offers import Offer, offered_twice, read_offers, told_twice
from tests.chaos.reading import read
from tests.chaos.report import told_elsewhere
from tests.chaos.silence import Silence, SilenceCount, check_silences
from tests.fakes.discord import CannotError, Channel, Discord, Member, Permission, UnansweredError

FOLLOWED = {provider: names[0] for provider, names in NAMES.items()}
"""The account of each provider that the channels follow."""

LATE = timedelta(seconds=30)
"""How much later than it was sent a command without an answer may be done, at most, if its process lives so long."""

GATHERED = timedelta(seconds=40)
"""How long after quiet hours their digest waits for other providers, at most; it tells what is so by then."""

PAUSE = (0.3, 1.5)
SPANS = (10, 20, 40)
"""Seconds that a mute lasts."""

SOON = timedelta(seconds=15)


class MutedChannels:
    """Two channels that hear nothing at times, and one where people wait.

    Args:
        discord: Where they are.
        lives: The bot's processes: what one was asked, the next never hears of.
        luck: Who does what when.

    Attributes:
        mutes: What was muted, or may have been.
        answered: Number of commands that were answered.
        unanswered: Number of those that were not: the bot was dead, or Discord away.
        quiet: The one time of quiet hours; None before ``arrive``.
    """

    def __init__(self, discord: Discord, lives: Lives, luck: Random) -> None:
        self.mutes: list[Silence] = []
        self.answered = self.unanswered = 0
        self._lives = lives
        self._unsure = (0, datetime.min.replace(tzinfo=UTC))
        self.quiet: Silence | None = None
        self._discord = discord
        self._luck = luck
        self._numbers = itertools.count(1)
        self._muted, self._quiet, self._hall = (
            discord.world.add_channel(discord.guild, name) for name in ("muted", "quiet", "hall")
        )
        role = discord.world.add_role(discord.guild, "managers", may=Permission.MANAGE_GUILD)
        self._manager = discord.world.add_member(discord.guild, "sasha", role)

    async def arrive(self) -> None:
        """Have both channels follow an account of each provider, one of them with quiet hours of a minute."""
        soon = datetime.now(UTC) + SOON
        begins = soon.replace(second=0, microsecond=0) + timedelta(minutes=1)
        ends = begins + timedelta(minutes=1)
        # Decided by the moment of the look itself, which a message names.
        latest = ends + GATHERED
        self.quiet = Silence(provider=None, asked=begins, since=begins, ends=ends, may_last=latest, digest=True)
        hours = f"{begins:%H:%M}-{ends:%H:%M} UTC"
        for provider, account in FOLLOWED.items():
            follow = {"provider": provider, "account": account}
            await self._discord.use("watch add", {**follow, "channel": self._muted}, member=self._manager)
            await self._discord.use(
                "watch add", {**follow, "channel": self._quiet, "quiet": hours}, member=self._manager
            )
        await self.mute(
            self._luck.choice([*FOLLOWED]), max(SPANS)
        )  # while nothing is wrong: it outlives a death or two

    async def live(self) -> None:
        """Go on until cancelled."""
        while True:
            await asyncio.sleep(self._luck.uniform(*PAUSE))
            await self._luck.choice((self._mute, self._mute, self._unmute, self._wait))()

    async def mute(self, provider: str | None, seconds: int) -> bool:
        """Mute a provider, or all of them, for so long; return whether the bot said that it did."""
        lasts, asked = timedelta(seconds=seconds), datetime.now(UTC)
        said = await self._use("mute", {"provider": provider or "all", "for": f"{seconds}s"})
        now = datetime.now(UTC)
        if said is not None and " here already" in said:
            return True  # a double click, or a longer mute: the one that is there goes on as it is
        if said is not None and " muted " in said:
            self._may_end(provider, asked, now, by_mute=True)
            ends = asked + lasts - SAVING if self._is_sure(asked) else now
            self.mutes.append(Silence(provider=provider, asked=asked, since=now, ends=ends, may_last=now + lasts))
            return True
        self._may_end(provider, asked, None, by_mute=True)
        latest = asked + LATE + lasts
        self.mutes.append(Silence(provider=provider, asked=asked, since=now, ends=now, may_last=latest))
        return False

    async def speak(self) -> None:
        """End every mute for good, once the bot answers, and wait for the end of the quiet hours."""
        assert self.quiet is not None
        while not await self._end(None):  # noqa: ASYNC110 - whether the bot answers by now, only asking shows
            await asyncio.sleep(1)
        await asyncio.sleep(max((self.quiet.may_last - datetime.now(UTC)).total_seconds(), 0))

    def judge(self, looks: Sequence[Look], moments: Moments) -> tuple[SilenceCount, SilenceCount]:
        """Judge the muted channel, and the one with quiet hours."""
        assert self.quiet is not None
        posts = [post for message in read(self._discord.posts(), moments)[0] for post in message.versions[0]]
        elsewhere = told_elsewhere(looks, posts)
        silences = ((self._muted, self.mutes), (self._quiet, [self.quiet]))
        muted, quiet = (
            _judge(read(self._discord.posts(channel), moments), looks, silent, elsewhere)
            for channel, silent in silences
        )
        return muted, quiet

    def wrong(self, looks: Sequence[Look], moments: Moments) -> list[str]:
        """Return a sentence for each mistake, those with offers included."""
        counts = zip(("muted", "quiet"), self.judge(looks, moments), strict=True)
        silences = [f"{where}: {each}" for where, one in counts for each in one.wrong()]
        made = self._offers(moments)
        return [*silences, *told_twice(made), *offered_twice(made, looks)]

    def figures(self, looks: Sequence[Look], moments: Moments) -> dict[str, object]:
        """Return the figures that the far ends' records hold."""
        silent, made = self.judge(looks, moments), self._offers(moments)
        return {
            "mutes": len(self.mutes),
            "mutes_certain": sum(one.ends > one.since for one in self.mutes),
            "told_beside_silences": sum(one.told for one in silent),
            "held_back": sum(one.held_back for one in silent),
            "told_in_a_silence": sum(len(one.untimely) for one in silent),
            "wrong_after_a_silence": sum(len(one.wrong()) - len(one.untimely) for one in silent),
            "offers": len(made),
            "waiters_told_twice": len(told_twice(made)),
            "slots_offered_to_two": len(offered_twice(made, looks)),
            "commands_answered": self.answered,
            "commands_unanswered": self.unanswered,
        }

    def _offers(self, moments: Moments) -> list[Offer]:
        return read_offers(self._discord.posts(self._hall), moments)

    async def _mute(self) -> None:
        await self.mute(self._luck.choice((*FOLLOWED, None)), self._luck.choice(SPANS))

    async def _unmute(self) -> None:
        await self._end(self._luck.choice((*FOLLOWED, None)))

    async def _end(self, provider: str | None) -> bool:
        """End the mute of a provider, or all of them; return whether that is certain."""
        asked = datetime.now(UTC)
        said = await self._use("unmute", {} if provider is None else {"provider": provider})
        done = said is not None and any(words in said for words in (" unmuted ", "muted here"))
        self._may_end(provider, asked, datetime.now(UTC) if done else None)
        return done

    def _is_sure(self, asked: datetime) -> bool:
        """Return whether no command is left that the process may do later than this one."""
        life, at = self._unsure
        return life != self._lives.number or asked > at + LATE

    def _may_end(self, provider: str | None, asked: datetime, done: datetime | None, *, by_mute: bool = False) -> None:
        """Note that mutes of a provider, or all, are certain only until a command was sent, and over once it is done.

        Args:
            provider: Of which provider; None for all.
            asked: When the command was sent.
            done: When its answer was here; None without one.
            by_mute: Whether a mute takes their place, of the same only.
        """
        for number, one in enumerate(self.mutes):
            if one.provider != provider and (by_mute or provider is not None):
                continue
            ends = min(one.ends, asked - SAVING)
            self.mutes[number] = replace(one, ends=ends, may_last=min(one.may_last, done or one.may_last))

    async def _wait(self) -> None:
        waiter = self._discord.world.add_member(self._discord.guild, f"waiter{next(self._numbers)}")
        values = {"provider": self._luck.choice([*FOLLOWED]), "until": "1h"}
        await self._use("notify me", values, channel=self._hall, member=waiter)

    async def _use(
        self, command: str, values: dict[str, str], channel: Channel | None = None, member: Member | None = None
    ) -> str | None:
        """Use a command, and return what was answered; None where nobody did."""
        life, asked = self._lives.number, datetime.now(UTC)
        try:
            reply = await self._discord.use(
                command, {**values}, channel=channel or self._muted, member=member or self._manager, promise=True
            )
            shown = await reply.edited(within=LATE.total_seconds() / 6) if reply.deferred else reply.message
        except CannotError:  # nothing was sent
            return None
        except (UnansweredError, TimeoutError):
            self.unanswered += 1
            self._unsure = (life, asked)
            return None
        self.answered += 1
        return "\n".join([shown.content, *(embed.get("description", "") for embed in shown.embeds)])


def _judge(
    told: tuple[list[Told], list[str]],
    looks: Sequence[Look],
    silences: Sequence[Silence],
    elsewhere: Mapping[str, frozenset[int]],
) -> SilenceCount:
    messages, unread = told
    counted = ModelCount()
    posts = once((post for message in messages for post in message.versions[0]), counted)
    count = check_silences(with_whole(looks), posts, FOLLOWED, silences, elsewhere)
    count.repeated += counted.repeated
    count.invented += unread
    return count
