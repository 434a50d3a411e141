"""The part that speaks with somebody at a terminal, wired to the part that watches; the demo's ``discord_side``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import discord

from bot.alerts.alert import Alert
from bot.alerts.audience import Audience
from bot.alerts.board_content import BoardContent
from bot.alerts.evaluate_look import evaluate_look
from bot.alerts.policy import Policy
from bot.app.polling_setup import now, wire, words
from bot.boards.board_registry import BoardRegistry
from bot.boards.board_updater import BoardUpdater
from bot.charts.chart_renderer import ChartRenderer
from bot.chat.embeds.alert import alert_message
from bot.chat.embeds.board import board_message
from bot.chat.old_history import HistoryAnswers
from bot.chat.past import Past
from bot.chat.terminal.chat import Chat
from bot.chat.terminal.conversation import Answering, Conversation
from bot.chat.terminal.delivery import Delivery
from bot.chat.terminal.desk import CHANNEL, Desk
from bot.chat.wording.account_names import AccountNames
from bot.delivery.message_editor import MessageEditor
from bot.delivery.outbox import Outbox
from bot.delivery.wake_up import WakeUp
from bot.history.history_recorder import HistoryRecorder
from bot.polling.poller import Poller
from bot.providers.useapi_client import UseapiClient
from bot.settings.schema import CURRENT
from bot.storage.store import Store
from bot.subscriptions.watch import FROM_SETTINGS, Watch
from bot.waitlist.waitlist import Waitlist

EVERY = timedelta(seconds=1)
"""More often than a real provider would like, for somebody who watches."""

NAMES = AccountNames(labels={"minimax/200300": "studio-a", "minimax/200100": "studio-b", "minimax/200200": "studio-c"})
"""As ``ACCOUNT_LABELS`` would name them; the other providers show what masked names look like."""

AUDIENCE = Audience(watches=(Watch(id=FROM_SETTINGS, guild=None, channel=CHANNEL, role=1),))

HISTORY_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts, to be run side by side.

    Attributes:
        watcher: Looks.
        outbox: Tells.
        editor: Tells what changed in what was told.
        keeper: Keeps boards up to date.
        waiting: Tells those who waited long enough.
        conversation: Answers.
    """

    watcher: Poller
    outbox: Outbox
    editor: MessageEditor
    keeper: BoardUpdater
    waiting: Waitlist
    conversation: Conversation


def wire_terminal(
    *,
    chat: Chat,
    client: UseapiClient,
    store: Store,
    recorder: HistoryRecorder,
    heard: Callable[[Alert], None],
    chart: Path | None,
) -> Parts:
    """Wire everything together.

    Args:
        chat: The screen.
        client: Asks the providers.
        store: The database.
        recorder: The past, loaded.
        heard: Called with each alert that was told.
        chart: The file for pictures; None for a new one each.
    """
    spoken, wake_up = words(), WakeUp()

    def word(alert: Alert) -> tuple[str, list[discord.Embed]]:
        among = watching.watcher.accounts
        if isinstance(alert.content, BoardContent):
            return board_message(alert.content, alert.key, spoken, NAMES, among=among)
        return alert_message(alert, spoken, NAMES, among=among)

    watching = wire(
        providers=CURRENT,
        client=client,
        store=store,
        evaluate=lambda provider, was, look: evaluate_look(provider, was, look, AUDIENCE, Policy(), recorder),
        wake=wake_up.both,
        forecast=recorder,
        every=EVERY,
        names=NAMES,
    )
    delivery = Delivery(chat, word, heard=heard)
    editor = MessageEditor(store.messages, delivery.edit, wake_up=wake_up, now=now)
    outbox = Outbox(store, delivery, wake_up=wake_up, refused=lambda *_: None, unheard=lambda _: None, now=now)
    waiting = Waitlist(store.waiters, wake=wake_up.both, now=now)
    boards = BoardRegistry(store.boards, latest=watching.watcher.latest, wake=wake_up.both, now=now)
    keeper = BoardUpdater(boards, store.boards, paused=(), wake=wake_up.both, now=now)
    for listener in (recorder, waiting, keeper):
        watching.watcher.add_listener(listener)
    subjects = watching.answers.subjects
    past = Past(archive=store.history, present=recorder, kept=HISTORY_KEPT, now=now)
    answering = Answering(
        capacity=watching.answers,
        jobs=watching.jobs,
        histories=HistoryAnswers(subjects, past, ChartRenderer(), names=NAMES),
        desk=Desk(boards, waiting, subjects, NAMES, now=now),
        delivery=delivery,
        names=NAMES,
        chart=chart,
    )
    return Parts(
        watcher=watching.watcher,
        outbox=outbox,
        editor=editor,
        keeper=keeper,
        waiting=waiting,
        conversation=Conversation(chat, answering),
    )
