"""Alerts that a quiet quarter of an hour does not bring: what keeps changing, gets stuck, or is told afterwards."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time, timedelta

from bot.accounts.job import Job, JobKind
from bot.accounts.provider_answer import ConfiguredAccount
from bot.alerts.alert import Alert, Cause
from bot.alerts.folded_alerts import summarise
from bot.chat.discord.message_renderer import draw
from bot.subscriptions.quiet_hours import QuietHours
from bot.subscriptions.watch import Style, Tell
from tests.alerts.tale import USUAL, Tale
from tests.alerts.test_stuck import WATCH, Jobs
from tests.chat.alert.told import WORDING
from tests.moments import after
from tests.pictures.discord_page import message

MINUTE = timedelta(minutes=1)
ACCOUNTS = ("200300", "200301", "joanna@example.com")


def rare_alerts() -> Mapping[str, list[str]]:
    """Return the messages as HTML, by page."""
    alerts = {
        "flapping": _flapping(Style.POST),
        "flapping-edited": _flapping(Style.EDIT),
        "stuck": _stuck(),
        "quiet-hours": _quiet_hours(),
        "absence": _absence(),
        "late": _late(),
        "signed-out": _signed_out(),
    }
    return {f"rare-{name}": [_drawn(one) for one in told] for name, told in alerts.items()}


def _drawn(told: Alert) -> str:
    drawn = draw(WORDING.message(told))
    view = drawn.view()
    return message(
        content=drawn.content or "",
        embeds=[one.to_dict() for one in drawn.embeds],
        components=[] if view is None else view.to_components(),
        now=told.at,
    )


def _free(*slots: int) -> dict[str, int | None]:
    return dict(zip(ACCOUNTS, slots, strict=True))


def _flapping(style: Style) -> list[Alert]:
    """An account fills and frees each minute, then settles."""
    tale = Tale(replace(USUAL, style=style))
    for minute in range(12):
        tale.look(minute * MINUTE, **_free(minute % 2, 2, 1))
    during = list(tale.messages.values())
    for minute in range(12, 40):
        tale.look(minute * MINUTE, **_free(1, 2, 1))
    return [*during[-1:], *tale.messages.values()]


def _stuck() -> list[Alert]:
    jobs = Jobs(WATCH)
    long = Job(id="1", account=ACCOUNTS[0], kind=JobKind.VIDEO, started=after(minutes=-30), reply_ref="kids_tv loop #3")
    other = Job(id="2", account=ACCOUNTS[2], kind=JobKind.MUSIC, started=after(minutes=-20))
    looks = [jobs.see(minute, long, other) for minute in range(43)]
    return [alert for look in looks for alert in look.alerts]


def _quiet_hours() -> list[Alert]:
    tale = Tale(
        replace(USUAL, quiet=QuietHours(begin=time(12, 30), end=time(13, 30), zone="UTC"), tell=Tell.EVERYTHING)
    )
    tale.look(timedelta(), **_free(2, 2, 1))
    for minute in range(1, 90):
        changing = (minute // 20) % 2
        tale.look(minute * MINUTE, **_free(changing, 2 * (minute < 40), 1))
    for minute in range(90, 92):
        tale.look(minute * MINUTE, **_free(1, 0, 0))
    return list(tale.messages.values())


def _absence() -> list[Alert]:
    tale = Tale(USUAL)
    tale.look(timedelta(), **_free(2, 0, 1))
    tale.look(130 * MINUTE, **_free(0, 2, 0))
    return list(tale.messages.values())


def _late() -> list[Alert]:
    tale = Tale(USUAL)
    for minute in range(5):
        tale.look(minute * MINUTE, **_free(minute % 2, 2 * (minute % 3 == 0), 0))
    return [summarise(list(tale.messages.values()), Cause.LATE)]


def _signed_out() -> list[Alert]:
    tale = Tale(USUAL)
    for minute, fault in enumerate((None, "Session refresh failed", None)):
        tale.listed = tuple(
            ConfiguredAccount(account=name, limit=2, fault=fault if name == ACCOUNTS[0] else None) for name in ACCOUNTS
        )
        tale.look(minute * MINUTE, **_free(1, 2, 1))
    return list(tale.messages.values())
