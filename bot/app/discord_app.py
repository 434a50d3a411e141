"""The part that speaks with Discord, wired to the part that watches: alerts out, questions in."""

import asyncio
import platform
import time
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version

import discord

from bot.accounts.look import Look
from bot.alerts.alert import Alert
from bot.alerts.audience import Audience
from bot.alerts.board_content import BoardContent
from bot.alerts.evaluate_look import evaluate_look
from bot.alerts.evaluation import Evaluation
from bot.alerts.policy import Policy
from bot.alerts.provider_memory import ProviderMemory
from bot.app.polling_setup import now, wire, words
from bot.boards.board_registry import BoardRegistry
from bot.boards.board_updater import BoardUpdater
from bot.charts.chart_renderer import ChartRenderer
from bot.chat.discord.alert_buttons import AlertButton, alert_buttons
from bot.chat.discord.alert_delivery import AlertDelivery, Worded
from bot.chat.discord.board_commands import board_group
from bot.chat.discord.board_desk import BoardDesk
from bot.chat.discord.capacity import CapacityButton, capacity_command
from bot.chat.discord.discord_client import CapacityClient, Desks, Place
from bot.chat.discord.doctor import doctor_command
from bot.chat.discord.gateway_connection import GatewayConnection
from bot.chat.discord.gateway_health import GatewayHealth
from bot.chat.discord.history import history_command, report_command
from bot.chat.discord.jobs import JobsButton, JobsMenu, jobs_command
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
from bot.chat.embeds.board import board_message
from bot.chat.old_history import HistoryAnswers
from bot.chat.old_report import Reports
from bot.chat.past import Past
from bot.chat.wording.account_names import AccountNames
from bot.delivery.drill import DrillRunner
from bot.delivery.message_editor import Edit, MessageEditor
from bot.delivery.outbox import Outbox
from bot.delivery.wake_up import WakeUp
from bot.errors import ChannelRefused
from bot.health.diagnosis import Setting
from bot.health.health_examiner import HealthExaminer
from bot.history.history_recorder import HistoryRecorder
from bot.polling.poller import Poller
from bot.providers.useapi_client import UseapiClient
from bot.settings.schema import SimulatedSettings, database_kind
from bot.storage.store import Store
from bot.subscriptions.mute_registry import MuteRegistry
from bot.subscriptions.watch_registry import WatchRegistry
from bot.waitlist.waitlist import Waitlist

LONGEST_GATHERING = timedelta(minutes=2)
"""A summary does not wait for longer, however seldom providers are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What is stored, and at hand."""

    store: Store
    watches: WatchRegistry
    mutes: MuteRegistry
    recorder: HistoryRecorder


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """The parts, to be run side by side.

    Attributes:
        watcher: Looks.
        outbox: Sends.
        editor: Edits.
        connection: Keeps Discord connected.
        boards: To be loaded before anything runs.
        keeper: Keeps them up to date.
        waiting: Tells those who waited long enough.
        examine: Tells how all of them are doing.
    """

    watcher: Poller
    outbox: Outbox
    editor: MessageEditor
    connection: GatewayConnection
    boards: BoardRegistry
    keeper: BoardUpdater
    waiting: Waitlist
    examine: HealthExaminer


def wire_discord(settings: SimulatedSettings, client: UseapiClient, stored: Stored, place: Place) -> Bot:
    """Wire everything together."""
    if settings.discord_api_url is not None:
        discord.http.Route.BASE = settings.discord_api_url  # discord.py reads it for every request
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody speaks here

    store, watches, mutes, recorder = stored.store, stored.watches, stored.mutes, stored.recorder
    names = AccountNames(show_full=settings.show_accounts == "full", labels=settings.account_labels)
    spoken, policy, budget = words(), policy_of(settings), RefusedRequests(time.monotonic)
    wake_up = WakeUp()

    def find(provider: str, was: ProviderMemory, look: Look, /) -> Evaluation:
        audience = Audience(watches=tuple(watches.all()), mutes=mutes.all(), paused=watches.paused)
        return evaluate_look(provider, was, look, audience, policy, recorder)

    def word(alert: Alert) -> Worded:
        among = watching.watcher.accounts
        if isinstance(alert.content, BoardContent):
            content, embeds = board_message(alert.content, alert.key, spoken, names, among=among)
        else:
            content, embeds = alert_message(alert, spoken, names, among=among)
        return Worded(content=content, embeds=embeds, buttons=alert_buttons(alert))

    def make_client() -> CapacityClient:
        made = CapacityClient(place, desks, store, budget=budget, sleep=asyncio.sleep)
        for command in (
            capacity_command(watching.answers),
            jobs_command(watching.jobs),
            history_command(histories),
            report_command(reports),
            mute_command(desks.mutes, subjects, names),
            notify_group(desks.notify, subjects, names),
            unmute_command(desks.mutes, subjects, names),
            why_command(desks.why, names),
            doctor_command(examine, names),
            watch_group(WatchDesk(watches, board, subjects, drill), board, subjects, names),
            board_group(BoardDesk(boards, subjects, watches), names),
        ):
            made.tree.add_command(command)
        made.add_dynamic_items(CapacityButton, WatchListButton, JobsButton, JobsMenu, AlertButton, NotifyButton)
        return made

    watching = wire(
        providers=settings.providers,
        client=client,
        store=store,
        evaluate=find,
        wake=wake_up.both,
        forecast=recorder,
        every=timedelta(seconds=settings.poll_seconds),
        names=names,
    )
    connection = GatewayConnection(
        make_client,
        settings.discord_token.get_secret_value(),
        follow_gateway=settings.discord_api_url is not None,
        sleep=asyncio.sleep,
        monotonic=time.monotonic,
    )
    delivery = AlertDelivery(connection, word, place.guilds, budget, SendPace(time.monotonic, asyncio.sleep))
    editor = MessageEditor(store.messages, pausing(delivery.edit, watches), wake_up=wake_up, now=now)
    outbox = Outbox(
        store,
        delivery,
        wake_up=wake_up,
        refused=watches.pause,
        unheard=lambda alert: _recall(watching.watcher, alert),
        fold_after=timedelta(minutes=settings.fold_minutes),
        now=now,
    )
    waiting = Waitlist(store.waiters, wake=wake_up.both, now=now)
    boards = BoardRegistry(store.boards, latest=watching.watcher.latest, wake=wake_up.both, now=now)
    keeper = BoardUpdater(boards, store.boards, paused=watches.paused, wake=wake_up.both, now=now)
    for listener in (recorder, waiting, keeper):
        watching.watcher.add_listener(listener)
    subjects, board = watching.answers.subjects, WatchBoard(watches, watching.answers.subjects)
    past = Past(archive=store.history, present=recorder, kept=timedelta(days=settings.history_days), now=now)
    histories = HistoryAnswers(subjects, past, ChartRenderer(), names=names)
    reports = Reports(watching.watcher.providers, spoken, past, waits=store.waiters.waited, names=names)
    drill = DrillRunner(store, wake_up.outbox, now=now, sleep=asyncio.sleep)
    desks = Desks(
        answers=watching.answers,
        jobs=watching.jobs,
        watch_board=board,
        mutes=MuteDesk(mutes, MuteNotes(mutes, store.messages, wake=wake_up.editor), store.journal, subjects, now=now),
        notify=NotifyDesk(waiting, subjects, names, now=now),
        why=WhyDesk(store.journal, spoken, names, among=watching.watcher.accounts),
        names=names,
    )
    examine = HealthExaminer(
        poller=watching.watcher,
        gateway=GatewayHealth(connection=connection, guilds=place.guilds),
        store=store,
        database=database_kind(settings.database_url),
        watches=watches,
        titles={name: one.title for name, one in spoken.items()},
        versions=_versions(),
        settings=tuple(Setting(name=name, value=value) for name, value in settings.described()),
        now=now,
    )
    return Bot(
        watcher=watching.watcher,
        outbox=outbox,
        editor=editor,
        connection=connection,
        boards=boards,
        keeper=keeper,
        waiting=waiting,
        examine=examine,
    )


def policy_of(settings: SimulatedSettings) -> Policy:
    """Read from the settings by which numbers changes are told."""
    every = timedelta(seconds=settings.poll_seconds)
    usual = Policy()
    return Policy(
        flapping_changes=settings.flapping_changes,
        flapping_within=timedelta(minutes=settings.flapping_minutes),
        settled_after=timedelta(minutes=settings.flapping_quiet_minutes),
        away_after=max(usual.away_after, 3 * every),
        gathering=min(every * 1.1 + timedelta(seconds=5), LONGEST_GATHERING),
    )


def pausing(edit: Edit, watches: WatchRegistry) -> Edit:
    """Pause a channel that takes no edit either: a board would try again with everything that changes."""

    async def edit_or_pause(alert: Alert, message_id: int) -> None:
        try:
            await edit(alert, message_id)
        except ChannelRefused as problem:
            watches.pause(alert.channel, str(problem))
            raise

    return edit_or_pause


def _recall(watcher: Poller, alert: Alert) -> None:
    for part in alert.parts:
        watcher.reload(part.provider)


def _versions() -> tuple[str, ...]:
    try:
        own = version("capacity-bot")
    except PackageNotFoundError:
        own = "not installed"  # run from a folder
    return (f"capacity-bot {own}", f"Python {platform.python_version()}", f"discord.py {discord.__version__}")
