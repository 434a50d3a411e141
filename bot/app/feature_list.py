"""Every feature of the chat. A new command is a module or folder in ``bot/chat`` and a line here."""

import asyncio
from collections.abc import Awaitable, Callable
from zoneinfo import ZoneInfo

from bot.accounts.open_offers import OffersNow
from bot.alerts.alert import Alert
from bot.app.clock import now
from bot.app.engine import Engine
from bot.charts.chart_process import ChartRenderer
from bot.chat.account.handler import AccountHandler
from bot.chat.account_lookup import AccountLookup
from bot.chat.alert.alert_message import alert_message
from bot.chat.alert.alert_names import AlertNames
from bot.chat.board.handler import BoardHandler
from bot.chat.capacity.handler import CapacityHandler
from bot.chat.capacity.presence_text import presence_text
from bot.chat.channel_directory import ChannelDirectory
from bot.chat.doctor.handler import DoctorHandler
from bot.chat.doctor.provider_search_wording import why_none_is_watched
from bot.chat.feature import Feature
from bot.chat.help import HelpHandler
from bot.chat.history.handler import HistoryHandler, HistorySources
from bot.chat.jobs.handler import JobsHandler
from bot.chat.message import Message
from bot.chat.mute.handler import MuteHandler
from bot.chat.mute.mute_notes import MuteNotes
from bot.chat.notify.handler import NotifyHandler
from bot.chat.report.handler import ReportHandler
from bot.chat.report.schedule_commands import ScheduleCommands
from bot.chat.watch.handler import WatchHandler
from bot.chat.why.handler import WhyHandler
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.provider_words import ProviderWords
from bot.delivery.greeting_and_drill import DrillRunner
from bot.health.doctor_findings import Diagnosis
from bot.polling.all_pollers import Poller
from bot.providers.catalogue import CATALOGUE
from bot.settings.load_settings import child_environment

UTC = ZoneInfo("UTC")


def provider_words() -> dict[str, ProviderWords]:
    """Return the words for each provider of the catalogue, by its name."""
    return {
        name: ProviderWords(
            name=name,
            title=provider.title,
            on_request=provider.only_named,
            setup_page=provider.setup_page,
            counts_slots=provider.family.counts_slots,
            caveats=tuple(filter(None, (provider.may_be_gone, provider.caveat))),
        )
        for name, provider in CATALOGUE.items()
    }


def alert_names(poller: Poller, names: AccountNames) -> AlertNames:
    """Return the names of providers and accounts in alerts, distinct among all accounts known now."""
    return AlertNames(words=provider_words(), accounts=names, among=poller.accounts)


def alert_wording(poller: Poller, names: AccountNames) -> Callable[[Alert], Message]:
    """Return what words every alert, boards included."""
    in_alerts = alert_names(poller, names)
    return lambda alert: alert_message(alert, in_alerts, now())


def free_slots_at_a_glance(poller: Poller, offers: OffersNow) -> str | None:
    """Return what stands below the bot's name in the list of members."""
    words = provider_words()
    return presence_text(((words[name].title, latest) for name, latest in poller.latest().items()), offers)


def build_features(
    engine: Engine,
    names: AccountNames,
    channels: ChannelDirectory,
    *,
    examine: Callable[[], Awaitable[Diagnosis]],
    zone: ZoneInfo = UTC,
) -> tuple[Feature, ...]:
    """Build every feature.

    Args:
        engine: What answers are made from.
        names: How accounts are named.
        channels: What the platform knows of channels.
        examine: Finds out how the bot is doing.
        zone: The time zone of times that people type and pictures show.
    """
    memory, store, pollers, words = engine.memory, engine.memory.store, engine.poller.providers, provider_words()
    recorder, history_kept = memory.recorder, memory.config.history_kept
    discovery = engine.discovery
    lookup = AccountLookup(
        pollers,
        words,
        names,
        why_none=lambda: why_none_is_watched(None if discovery is None else discovery.report),
        offers=memory.waiters.offers,
        searches=discovery is not None,
    )
    capacity = CapacityHandler(lookup, frees=recorder.forecast_slot, waiting=engine.waitlist.count_waiting, now=now)
    sources = HistorySources(archive=store.history, recorder=recorder, kept=history_kept, now=now)
    notes = MuteNotes(memory.mutes, store.messages.note_muted, wake=memory.wake_up.editor)
    handlers = (
        capacity,
        JobsHandler(lookup, is_stuck=recorder.is_stuck, now=now),
        NotifyHandler(engine.waitlist, lookup, frees=recorder.forecast_slot, zone=zone, now=now),
        HistoryHandler(lookup, sources, ChartRenderer(environment=child_environment()).started, zone=zone),
        ReportHandler(
            lookup,
            engine.report_maker,
            ScheduleCommands(store.reports, channels, changed=engine.report_sender.changed, zone=zone, now=now),
            kept=history_kept,
            now=now,
        ),
        MuteHandler(memory.mutes, notes, store.alerts.get, lookup, zone=zone, now=now),
        AccountHandler(memory.labels, lookup, renamed=engine.renamed),
        WhyHandler(store.alerts, alert_names(engine.poller, names), channels),
        WatchHandler(
            memory.watches,
            lookup,
            channels,
            DrillRunner(
                owe=store.outbox.owe,
                status=store.outbox.delivery_status,
                wake=memory.wake_up.sender,
                now=now,
                sleep=asyncio.sleep,
            ),
            memory.mutes,
            now=now,
            zone=str(zone),
        ),
        BoardHandler(engine.boards, lookup, memory.watches, channels),
        DoctorHandler(
            examine,
            names,
            memory.mutes,
            lookup.title,
            channels,
            search=None if discovery is None else discovery.search_now,
        ),
    )
    features = tuple(handler.feature() for handler in handlers)
    return (*features, HelpHandler(features, lookup).feature())
