"""Trouble that several providers share is one sentence: what is wrong, and what helps."""

from dataclasses import replace
from datetime import timedelta

from bot.alerts.alert import Alert, Cause, Digest, Part
from bot.alerts.news import Closed, Details, Flaps, News
from bot.errors import SharedCause
from tests.chat.alert.told import ANSWERS, FREED, SILENT, alert, part, read
from tests.moments import after
from tests.rows import each_row

CHANGED = Closed(at=after(minutes=12), superseded=True)
OVER = Closed(at=after(minutes=12), lasted=timedelta(minutes=14), witnessed=True)
UNFOLLOWED = Closed(at=after(minutes=90))


def failing(cause: SharedCause | None, provider: str = "minimax", **more: object) -> Part:
    details = Details(sentence=f"{provider}: no.", shared=cause)
    return part(replace(SILENT, details=details, **more), provider=provider)  # type: ignore[arg-type]  # fields by name


def back(cause: SharedCause | None, provider: str = "minimax") -> Part:
    return part(replace(ANSWERS, details=Details(shared=cause)), provider=provider)


REFUSED, ENDED, AWAY = SharedCause.REFUSED, SharedCause.SUBSCRIPTION_ENDED, SharedCause.UNREACHABLE
SINCE = "First failed <t:1778846280:R>. No alerts about"
UNTIL = "MiniMax could not be checked for 14 min, until <t:1778847120:t>."

SAID = [
    (
        alert(failing(REFUSED), failing(REFUSED, "kling"), role=7),
        (
            "<@&7> ⚠️ **useapi.net refuses the bot's token: MiniMax and Kling can't be checked.** Check USEAPI_TOKEN\n"
            f"[faulted]\n{SINCE} MiniMax and Kling meanwhile."
        ),
    ),
    (
        alert(failing(REFUSED)),
        (
            "⚠️ **useapi.net refuses the bot's token: MiniMax can't be checked.** Check USEAPI_TOKEN\n"
            f"[faulted]\n{SINCE} MiniMax meanwhile."
        ),
    ),
    (
        alert(failing(ENDED), failing(ENDED, "kling")),
        (
            "⚠️ **The useapi.net subscription has ended: MiniMax and Kling can't be checked.** Renew it at useapi.net\n"
            f"[faulted]\n{SINCE} MiniMax and Kling meanwhile."
        ),
    ),
    (
        alert(failing(AWAY), failing(AWAY, "kling"), failing(AWAY, "tempolor")),
        (
            "⚠️ **useapi.net can't be reached: MiniMax, Kling and tempolor can't be checked.** Retrying by itself\n"
            f"[faulted]\n{SINCE} MiniMax, Kling and tempolor meanwhile."
        ),
    ),
    (
        alert(failing(AWAY, closed=OVER), failing(AWAY, "kling")),
        (
            "⚠️ **useapi.net can't be reached: Kling can't be checked.** Retrying by itself\n"
            f"[faulted]\n{SINCE} Kling meanwhile.\n{UNTIL}"
        ),
    ),
    (
        alert(failing(REFUSED, closed=UNFOLLOWED)),
        "⚪ ~~useapi.net refuses the bot's token~~ · MiniMax could not be checked · not followed here any more",
    ),
    (
        alert(failing(REFUSED, closed=OVER), failing(REFUSED, "kling", closed=UNFOLLOWED)),
        ("⚪ ~~useapi.net refuses the bot's token~~ · MiniMax could not be checked for 14 min, until <t:1778847120:t>"),
    ),
    (
        alert(failing(REFUSED, closed=UNFOLLOWED), failing(REFUSED, "kling")),
        (
            "⚠️ **useapi.net refuses the bot's token: Kling can't be checked.** Check USEAPI_TOKEN\n"
            f"[faulted]\n{SINCE} Kling meanwhile.\nMiniMax: not followed here any more."
        ),
    ),
    (
        alert(failing(REFUSED, closed=OVER), failing(REFUSED, "kling", closed=OVER)),
        (
            "⚪ ~~useapi.net refuses the bot's token~~ · MiniMax and Kling could not be checked for 14 min, "
            "until <t:1778847120:t>"
        ),
    ),
    (
        alert(failing(AWAY, closed=OVER), failing(AWAY, "kling", closed=OVER)),
        (
            "⚪ ~~useapi.net can't be reached~~ · MiniMax and Kling could not be checked for 14 min, "
            "until <t:1778847120:t>"
        ),
    ),
    (
        alert(failing(AWAY, closed=CHANGED), failing(AWAY, "kling", closed=CHANGED)),
        "⚪ ~~useapi.net can't be reached~~ · the reason changed at <t:1778847120:t>",
    ),
    (
        alert(failing(AWAY, closed=CHANGED), failing(AWAY, "kling")),
        (
            "⚠️ **useapi.net can't be reached: Kling can't be checked.** Retrying by itself\n"
            f"[faulted]\n{SINCE} Kling meanwhile.\nMiniMax: the reason changed at <t:1778847120:t>."
        ),
    ),
    (
        alert(failing(REFUSED, closed=OVER), failing(REFUSED, "kling")),
        (
            "⚠️ **useapi.net refuses the bot's token: Kling can't be checked.** Check USEAPI_TOKEN\n"
            f"[faulted]\n{SINCE} Kling meanwhile.\n{UNTIL}"
        ),
    ),
    (
        alert(back(REFUSED), back(REFUSED, "kling")),
        "🟢 **MiniMax and Kling can be checked again** · unchecked for 12 min",
    ),
    (
        alert(replace(back(REFUSED), free=5, total=13), replace(back(REFUSED, "kling"), total=5)),
        (
            "🟢 **MiniMax and Kling can be checked again**: MiniMax 5 of 13 free, Kling 0 of 5 free"
            " · unchecked for 12 min"
        ),
    ),
    (
        alert(replace(back(REFUSED), total=13), replace(back(REFUSED, "kling"), total=5)),
        (
            "🔴 **MiniMax and Kling can be checked again**: MiniMax 0 of 13 free, Kling 0 of 5 free"
            " · unchecked for 12 min"
        ),
    ),
]


@each_row(("told", "said"), SAID, ids=[said.split("\n")[0][:50] for _, said in SAID])
def test_one_sentence_stands_for_all_providers(told: Alert, said: str) -> None:
    assert read(told) == said


@each_row(
    "told",
    [
        alert(failing(AWAY)),
        alert(failing(None)),
        alert(failing(None), failing(None, "kling")),
        alert(failing(REFUSED), failing(AWAY, "kling")),
        alert(failing(REFUSED), back(REFUSED, "kling")),
        alert(failing(REFUSED), part(FREED, provider="kling")),
        alert(failing(REFUSED, flaps=Flaps(changes=6, since=after(minutes=-9)))),
        alert(replace(failing(REFUSED), digest=Digest(cause=Cause.AWAY))),
    ],
)
def test_what_only_one_provider_has_or_is_more_than_that_is_told_of_each(told: Alert) -> None:
    assert "useapi.net" not in read(told).split("\n")[0]


def test_a_summary_of_nothing_but_news_is_none() -> None:
    assert "MiniMax" in read(alert(Part(provider="minimax", at=after(), news=())))
    assert News(topic=SILENT.topic, what=SILENT.what, since=after()).details.shared is None
