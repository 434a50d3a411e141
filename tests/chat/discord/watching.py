"""The bot's own client on a loopback Discord, two providers to listen to, and a database in memory."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

from bot.accounts.look import Look
from bot.accounts.provider_answer import ListedSlots, ProviderAnswer
from bot.alerts.alert import Alert
from bot.chat.answers import Answers
from bot.chat.discord.alert_buttons import AlertButton, alert_buttons
from bot.chat.discord.alert_delivery import AlertDelivery, Worded
from bot.chat.discord.capacity import CapacityButton, capacity_command
from bot.chat.discord.discord_client import CapacityClient, Desks, Place
from bot.chat.discord.gateway_connection import GatewayConnection
from bot.chat.discord.mute_commands import mute_command, unmute_command
from bot.chat.discord.mute_desk import MuteDesk
from bot.chat.discord.mute_notes import MuteNotes
from bot.chat.discord.notify_buttons import NotifyButton
from bot.chat.discord.notify_commands import notify_group
from bot.chat.discord.notify_desk import NotifyDesk
from bot.chat.discord.refused_requests import RefusedRequests
from bot.chat.discord.send_pace import SendPace
from bot.chat.discord.watch_board import WatchBoard
from bot.chat.discord.watch_commands import watch_group
from bot.chat.discord.watch_desk import WatchDesk
from bot.chat.discord.watch_list import WatchListButton
from bot.chat.discord.why import why_command
from bot.chat.discord.why_desk import WhyDesk
from bot.chat.embeds.alert import alert_message
from bot.chat.embeds.speech import nobody_else
from bot.chat.old_jobs import JobAnswers
from bot.delivery.drill import DrillRunner
from bot.delivery.stored_alerts import StoredAlert
from bot.polling.poll_schedule import PollSchedule
from bot.polling.poller import ProviderPoller
from bot.subscriptions.mute_registry import MuteRegistry
from bot.subscriptions.watch import FROM_SETTINGS, Watch
from bot.subscriptions.watch_registry import WatchRegistry
from bot.waitlist.waitlist import Waitlist
from tests.chat.discord.connected import Naps, running
from tests.chat.discord.kept import Kept
from tests.chat.discord.kept_waiters import KeptWaiters
from tests.chat.samples import NAMES, WORDS
from tests.fakes.discord import Discord, Message, Reply
from tests.moments import NOON
from tests.polling.evaluating import Forgetful, unheard

MINIMAX_ROWS = (
    ListedSlots(account="200300", limit=6, available=5),
    ListedSlots(account="joanna@example.com", limit=2, available=0),
)


class Studio:
    """What a test of the commands holds in its hand.

    Attributes:
        discord: The far end.
        kept: What is stored.
        watches: What is listened to.
        mutes: What is muted.
        waiters: Who waits, as it is stored.
        line: Who serves them.
        at: What time it is.
        rows: What each provider answers with.
        edits: How often the editor was woken.
    """

    def __init__(self, discord: Discord, *, alert_channel: int | None = None) -> None:
        self.discord = discord
        self.kept = Kept()
        settings = Watch(id=FROM_SETTINGS, guild=None, channel=alert_channel or discord.channel.id)
        self.watches = WatchRegistry(self.kept, settings)
        self.mutes = MuteRegistry(self.kept, now=self.now)
        self.waiters = KeptWaiters()
        self.line = Waitlist(self.waiters, wake=self._edit, now=self.now)
        self.at = NOON
        self.edits = 0
        self.rows: dict[str, tuple[ListedSlots, ...]] = {"minimax": MINIMAX_ROWS, "kling": ()}
        self.watchers = {name: self._watcher(name) for name in self.rows}
        self.answers = Answers(self.watchers, WORDS, NAMES, now=self.now)
        self.connection = GatewayConnection(
            self.client, discord.token, follow_gateway=True, sleep=Naps(), monotonic=time.monotonic
        )

    def now(self) -> datetime:
        """Tell the time."""
        return self.at

    def client(self) -> CapacityClient:
        """Make the client with its commands."""
        subjects = self.answers.subjects
        board = WatchBoard(self.watches, subjects)
        drill = DrillRunner(self.kept, lambda: None, now=self.now, sleep=asyncio.sleep)
        notes = MuteNotes(self.mutes, self.kept, wake=self._edit)
        mutes = MuteDesk(self.mutes, notes, self.kept, subjects, now=self.now)
        why = WhyDesk(self.kept, WORDS, NAMES, among=nobody_else)
        jobs = JobAnswers(self.watchers, WORDS, NAMES, stuck=lambda *_: False, now=self.now)
        notify = NotifyDesk(self.line, subjects, NAMES, now=self.now)
        desks = Desks(
            answers=self.answers, jobs=jobs, watch_board=board, mutes=mutes, notify=notify, why=why, names=NAMES
        )
        place = Place(guilds=frozenset({self.discord.guild.id}))
        made = CapacityClient(place, desks, self, budget=RefusedRequests(time.monotonic), sleep=Naps())
        made.tree.add_command(watch_group(WatchDesk(self.watches, board, subjects, drill), board, subjects, NAMES))
        made.tree.add_command(capacity_command(self.answers))
        made.tree.add_command(notify_group(notify, subjects, NAMES))
        made.tree.add_command(mute_command(mutes, subjects, NAMES))
        made.tree.add_command(unmute_command(mutes, subjects, NAMES))
        made.tree.add_command(why_command(why, NAMES))
        made.add_dynamic_items(WatchListButton, AlertButton, CapacityButton, NotifyButton)
        made._connection.guild_ready_timeout = 0.01  # noqa: SLF001 - two seconds of waiting for no other guild
        return made

    async def tell(self, alert: Alert) -> Message:
        """Send an alert as the outbox would, and store that it was."""
        guilds = frozenset({self.discord.guild.id})
        message_id = await AlertDelivery(
            self.connection, _word, guilds, RefusedRequests(time.monotonic), SendPace(time.monotonic, asyncio.sleep)
        )(alert)
        self.kept.entries.insert(
            0, StoredAlert(alert=alert, owed_at=alert.at, attempts=1, told_at=alert.at, message_id=message_id)
        )
        (message,) = [one for one in self.discord.posts(alert.channel) if one.id == message_id]
        return message

    async def synced(self, scope: str) -> str | None:
        """Remember no registration."""
        assert scope
        return None

    async def note_sync(self, scope: str, digest: str) -> None:
        """Forget it at once."""

    def _edit(self) -> None:
        self.edits += 1

    def _watcher(self, name: str) -> ProviderPoller:
        async def look() -> Look:
            return Look(at=self.at, answer=ProviderAnswer(accounts=self.rows[name], jobs=()))

        schedule = PollSchedule(every=timedelta(seconds=30), now=self.now, jitter=lambda: 1.0)
        poller = ProviderPoller(
            name,
            look=look,
            schedule=schedule,
            store=Forgetful(),
            evaluate=unheard(name),
            wake=lambda: None,
            now=self.now,
        )
        poller.add_listener(self.line)
        return poller


@contextlib.asynccontextmanager
async def serving(studio: Studio) -> AsyncIterator[None]:
    """Look at both providers, then run the client until the block ends; it begins when people can use its commands."""
    for watcher in studio.watchers.values():
        await watcher.poll_once()
    async with running(studio.connection) as client:
        await studio.discord.wait_for(lambda: studio.discord.commands(studio.discord.guild), 10)
        await asyncio.wait_for(client.wait_until_ready(), 10)
        yield


def said(reply: Reply) -> str:
    """Read a private answer."""
    assert reply.ephemeral
    assert not reply.message.pings
    (embed,) = reply.embeds
    fields = [f"{field['name']}\n{field['value']}" for field in embed.get("fields", [])]
    parts = (embed.get("title"), embed.get("description"), *fields, embed.get("footer", {}).get("text"))
    return "\n".join(part for part in parts if part)


def _word(alert: Alert) -> Worded:
    content, embeds = alert_message(alert, WORDS, NAMES, among=nobody_else)
    return Worded(content=content, embeds=embeds, buttons=alert_buttons(alert))
