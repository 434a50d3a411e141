"""A message of each kind that the bot says, by its name, as a workspace would get it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache

from bot.accounts.snapshot import LatestState, Snapshot
from bot.alerts.alert import (
    Alert,
    Cause,
    Digest,
    Drill,
    Greeting,
    Part,
    ProviderUsage,
    Room,
    UsageContent,
    WatchedProvider,
)
from bot.alerts.waiter_notice import Outcome, WaiterNotice
from bot.boards.board_content import BoardContent
from bot.boards.board_registry import Board
from bot.chat.board.board_message import board_message
from bot.chat.board.handler import BoardStatus, added_message
from bot.chat.board.handler import list_message as boards_message
from bot.chat.capacity.overview import ProviderState, overview_card
from bot.chat.capacity.wording import Queue, capacity_page
from bot.chat.doctor.guild_findings import GuildFindings
from bot.chat.doctor.wording import doctor_card, settings_card
from bot.chat.feature import page_buttons
from bot.chat.history.wording import history_card
from bot.chat.jobs.jobs_options import JobFilter
from bot.chat.jobs.wording import job_card, job_list, menu_choice
from bot.chat.message import Button, Menu, Message, Picture
from bot.chat.mute.wording import choice_message, muted_message
from bot.chat.notify.wording import joined_message
from bot.chat.notify.wording import list_message as waits_message
from bot.chat.report.schedule_commands import list_message as reports_message
from bot.chat.report.wording import report_card, scheduled_message
from bot.chat.signs_and_colours import Level
from bot.chat.watch.watch_status import WatchStatus
from bot.chat.watch.wording import added_message as added_watch
from bot.chat.watch.wording import drill_message, list_message
from bot.chat.why.wording import why_message
from bot.chat.wording.refusal_sentences import sentence_message
from bot.delivery.stored_alerts import DeliveryStatus
from bot.reports.report_schedule import ReportSchedule, read_report_times
from bot.subscriptions.mute import Mute
from bot.subscriptions.watch import Watch, When
from bot.waitlist.waitlist_membership import WaitlistEntry
from tests.chat.alert.test_health_alerts import ENDING, SIGNED_OUT
from tests.chat.alert.test_offer_wording import OFFER, SPREAD
from tests.chat.alert.test_provider_alerts import HAS_ROOM, NOTHING_FREE
from tests.chat.alert.told import (
    ALERT_NAMES,
    ANSWERS,
    FILLED,
    FREED,
    KEEPS,
    LOW,
    OVER,
    SETTLED,
    SILENT,
    STUCK,
    alert,
    message_of,
    part,
)
from tests.chat.board.test_board_message import KLING as KLING_ON_BOARD
from tests.chat.board.test_board_message import MINIMAX as MINIMAX_ON_BOARD
from tests.chat.doctor.test_doctor_wording import DIAGNOSIS
from tests.chat.history.test_history_wording import BUSY as BUSY_DAY
from tests.chat.jobs.test_jobs_wording import OLD, running
from tests.chat.recorded import recorded
from tests.chat.report.test_report_wording import BUSY
from tests.chat.samples import FAULTED, FULL, IMAGE, KLING, MINIMAX, NAMES, STRAY, UNKNOWN, VIDEO, WORDS, A, B, seen
from tests.chat.slack.slack_people import ALERTS, ANN, PRODUCERS
from tests.moments import NOON, after
from tests.waitlist.made import waiter

KEY = "abcd2345efgh67234567"
TIGHT = (Room(account="200301", free=3), Room(account="200300", free=2))
MUTE = Mute(id=1, guild=5, channel=ALERTS, provider="minimax", account="200300", by=ANN, until=after(hours=1))
GREETING = Greeting(providers=(WatchedProvider(provider="minimax", accounts=4, slots=13),))
WATCH = Watch(id=3, guild=5, channel=ALERTS, provider="minimax", account="200300", role=PRODUCERS, when=When.FULL)
STATUS = WatchStatus(watch=WATCH, subject="MiniMax · studio-a")
WEEKLY = ReportSchedule(
    id=1,
    guild=5,
    channel=ALERTS,
    by=ANN,
    times=read_report_times("Monday 09:00"),
    zone="Europe/Berlin",
    due_at=after(days=3),
)
UNDO = Button(label="Undo", action="watch:undo", arguments=("3",))


@cache
def every_message() -> Mapping[str, Message]:
    """Return a message of each kind; those whose names begin with ``alert``, ``board`` and ``weekly`` are posted."""
    return {**dict(_alerts()), **dict(_answers())}


def _alerts() -> Iterator[tuple[str, Message]]:
    full = Part(provider="minimax", at=NOON, news=(NOTHING_FREE, FILLED), total=13)
    is_over = replace(full, news=(replace(NOTHING_FREE, closed=OVER),))
    quiet = Digest(cause=Cause.QUIET_OVER)
    away = Digest(cause=Cause.AWAY, since=after(hours=-2))
    freed = part(FREED, room=(Room(account="200301", free=2),), free=6)
    told: dict[str, tuple[Alert, bool]] = {
        "account-full": (alert(part(FILLED, room=TIGHT, free=5)), False),
        "account-freed": (alert(freed), False),
        "provider-full": (alert(full), True),
        "provider-full-muted": (alert(full, muted=MUTE), True),
        "provider-full-over": (alert(is_over), True),
        "provider-has-room": (
            alert(Part(provider="minimax", at=NOON, news=(HAS_ROOM,), room=TIGHT, free=5, total=13)),
            False,
        ),
        "low": (alert(part(LOW, room=TIGHT, free=2)), True),
        "keeps-changing": (alert(part(replace(FILLED, flaps=KEEPS, changes=3), free=5)), False),
        "settled": (alert(part(replace(FREED, flaps=SETTLED), free=5)), False),
        "silent": (alert(part(SILENT)), True),
        "answers": (alert(part(ANSWERS, free=6)), False),
        "signed-out": (alert(part(SIGNED_OUT)), True),
        "session-ends": (alert(part(ENDING)), False),
        "stuck": (alert(part(STUCK)), True),
        "quiet-over": (alert(part(FILLED, FREED, free=6, digest=quiet)), False),
        "back": (alert(part(FILLED, digest=away), part(provider="kling", free=6, digest=away)), False),
        "several": (alert(part(FILLED, FREED, LOW, STUCK, room=TIGHT, free=2)), True),
        "drill": (Alert(key=KEY, channel=ALERTS, at=NOON, content=Drill()), False),
        "greeting": (Alert(key=KEY, channel=ALERTS, at=NOON, content=GREETING), False),
    }
    for name, (one, pings) in told.items():
        yield f"alert-{name}", message_of(replace(one, key=KEY, roles=(PRODUCERS,) if pings else ()))
    yield "alert-offer", message_of(_offer(OFFER))
    yield "alert-offer-spread", message_of(_offer(SPREAD))
    yield "alert-offer-lapsed", message_of(_offer(replace(OFFER, outcome=Outcome.LAPSED)))
    for name, removed_by in (("board", None), ("board-removed", ANN)):
        shown = BoardContent(id=3, parts=(MINIMAX_ON_BOARD, KLING_ON_BOARD), removed_by=removed_by)
        yield name, board_message(shown, KEY, ALERT_NAMES)
    usage = UsageContent(schedule=1, since=after(days=-7), until=NOON, providers=_USED)
    yield "weekly-report", scheduled_message(usage, KEY, ALERT_NAMES)


def _answers() -> Iterator[tuple[str, Message]]:
    yield "capacity", _capacity(seen(A, B, FULL, UNKNOWN, FAULTED, jobs=(IMAGE, STRAY, VIDEO), unreadable=2))
    yield "capacity-full", _capacity(seen(FULL), waiting=2)
    states = [_state(seen(A, B)), replace(_state(seen(FULL)), words=KLING, next_slot="next slot usually in 2-5 min")]
    refresh = Button(label="Refresh", action="capacity:refresh", arguments=("", "", "1"))
    yield "overview", Message(cards=(overview_card(states, names=NAMES),), actions=(refresh,))
    jobs = running(IMAGE, STRAY, VIDEO, OLD)
    listed = job_list(jobs, JobFilter(), 1)
    choices = tuple(menu_choice(job, jobs) for job in listed.jobs)
    menu = Menu(placeholder="Show one job", action="jobs:show", arguments=("minimax",), choices=choices)
    pages = page_buttons("jobs", ("minimax", "", "0"), 2, 3, "")
    yield "jobs", Message(cards=(listed.card,), actions=(menu, *pages))
    yield "job", Message(cards=(job_card(VIDEO, jobs),), private=True)
    yield (
        "why",
        why_message(recorded(alert=alert(part(FILLED)), message_id=77), ALERT_NAMES, "https://team.slack.com/p1"),
    )
    yield "doctor", Message(cards=(doctor_card(GuildFindings(diagnosis=DIAGNOSIS), names=NAMES),), private=True)
    yield "doctor-settings", Message(cards=(settings_card(DIAGNOSIS),), private=True)
    both = tuple(replace(one, usage=BUSY) for one in _USED)
    yield "report", Message(cards=(report_card(both, timedelta(days=7), WORDS, NAMES),))
    picture = Picture(name="history.png", png=b"", alt="Slots in use, at most 13 of 13.")
    past = history_card("MiniMax", BUSY_DAY, timedelta(days=1), drawn=True)
    yield "history", Message(cards=(past,), picture=picture)
    board = BoardStatus(board=Board(id=3, guild=5, channel=ALERTS, by=ANN), subject="MiniMax")
    yield "added-board", added_message(board)
    yield "boards", boards_message([board])
    yield "reports", reports_message([(WEEKLY, ()), (replace(WEEKLY, id=2), ("It is archived.",))], may_manage=True)
    yield "watches", list_message([WATCH, replace(WATCH, id=4)], _status, 1)
    yield "watch-added", added_watch(replace(STATUS, place="#alerts"))
    yield "drill-arrived", drill_message(STATUS, DeliveryStatus(told_after=timedelta(seconds=0.4)))
    entry = WaitlistEntry(waiter=waiter(12, slots=2, channel=ALERTS), position=2)
    yield "waiting", joined_message(entry, "MiniMax · studio-a", "", now=NOON)
    yield "waits", waits_message([entry], lambda _: "MiniMax · studio-a", lambda _: "", NOON)
    yield "muted", muted_message((MUTE,), "MiniMax · studio-a", NOON)
    spans = (("1 h", "1h"), ("Until tomorrow 08:00", "tomorrow 08:00"))
    yield (
        "mute-choice",
        choice_message("MiniMax", spans, KEY, "Europe/Berlin", 'provider:minimax account:"studio-a" for:45m'),
    )
    yield "refusal", sentence_message('There is no provider "minmax". Did you mean MiniMax?', Level.FAULTED, NAMES)


_USED = (ProviderUsage(provider="minimax", usage=BUSY), ProviderUsage(provider="kling", usage=None))


def _offer(notice: WaiterNotice) -> Alert:
    return Alert(key=KEY, channel=ALERTS, at=NOON, members=(ANN,), content=notice)


def _capacity(snapshot: Snapshot, *, waiting: int = 0) -> Message:
    page = capacity_page(MINIMAX, LatestState(snapshot=snapshot), now=NOON, names=NAMES, queue=Queue(waiting=waiting))
    wait = Button(label="Notify me", action="notify:ask", arguments=("minimax", ""))
    buttons = page_buttons("capacity", ("minimax", ""), page.number, page.pages)
    return Message(cards=(page.card,), actions=(*buttons, *((wait,) if waiting else ())))


def _status(watch: Watch) -> WatchStatus:
    missing = ("The bot is not in that channel.",) if watch.id > WATCH.id else ()
    return replace(STATUS, watch=watch, missing=missing)


def _state(snapshot: Snapshot) -> ProviderState:
    return ProviderState(words=MINIMAX, latest=LatestState(snapshot=snapshot))
