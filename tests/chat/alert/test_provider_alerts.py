"""Alerts about a provider as a whole: nothing free, room again; the headline is all that a locked phone shows."""

from dataclasses import replace
from datetime import timedelta

from bot.accounts.job import JobKind
from bot.alerts.alert import Alert, Part, Room
from bot.alerts.news import Closed, Details, Flaps, News, RunningJob
from bot.history.slot_forecast import SlotForecast
from bot.history.stuck_jobs import UsualDuration
from bot.subscriptions.topics_and_conditions import SLOTS, Condition
from tests.chat.alert.told import ANSWERS, FILLED, FREED, LOW, OVER, RISEN, SETTLED, SILENT, STUDIO_B, alert, read
from tests.moments import NOON, after
from tests.rows import each_row

SOON = SlotForecast(low=timedelta(minutes=2), high=timedelta(minutes=5))
LONGEST = RunningJob(kind=JobKind.VIDEO, started=after(minutes=-7), reply_ref="kids *tv* loop", account="200301")
FORGOTTEN = replace(
    LONGEST,
    started=after(hours=-2),
    usual=UsualDuration(low=timedelta(minutes=3), high=timedelta(minutes=6)),
)
NOTHING_FREE = News(
    topic=SLOTS,
    what=Condition.NOTHING_FREE,
    since=NOON,
    details=Details(in_use=13, limit=13, longest=LONGEST),
    before=Condition.HAS_ROOM,
    frees=SOON,
)
HAS_ROOM = News(
    topic=SLOTS,
    what=Condition.HAS_ROOM,
    since=NOON,
    details=Details(in_use=8, limit=13),
    lasted=timedelta(minutes=12),
    lasted_witnessed=True,
    before=Condition.NOTHING_FREE,
)
CLOSED = replace(NOTHING_FREE, closed=OVER)
STUDIO_B_FULL = replace(FILLED, topic=STUDIO_B)
FLAPPING = replace(NOTHING_FREE, flaps=Flaps(changes=6, since=after(minutes=-9)))


def full(*news: News) -> Alert:
    return alert(Part(provider="minimax", at=NOON, news=news, total=13))


def room(*news: News) -> Alert:
    places = (Room(account="200301", free=3), Room(account="200300", free=2))
    return alert(Part(provider="minimax", at=NOON, news=news, room=places, free=5, total=13))


JOB = r"Longest job: **kids \*tv\* loop** on studio-b, started <t:1778845980:R>"

SAID = [
    (
        alert(Part(provider="minimax", at=NOON, news=(NOTHING_FREE,), total=8, unchecked=1)),
        f"🟡 **MiniMax: 0 of 8 free, 1 account can't be checked.** Next slot usually in 2-5 min\n[tight]\n{JOB}",
    ),
    (
        full(replace(NOTHING_FREE, details=Details(in_use=13, limit=13, stuck=FORGOTTEN))),
        (
            "🔴 **MiniMax is full: 0 of 13 free.** Next slot usually in 2-5 min\n[full]\n"
            r"**kids \*tv\* loop** on studio-b seems stuck: started <t:1778839200:R>, usually 3-6 min"
        ),
    ),
    (
        full(NOTHING_FREE, FILLED),
        f"🔴 **MiniMax is full: 0 of 13 free.** Next slot usually in 2-5 min\n[full]\n{JOB}",
    ),
    (
        full(NOTHING_FREE, FILLED, replace(LOW, details=Details(in_use=13, limit=13, warn=2))),
        f"🔴 **MiniMax is full: 0 of 13 free.** Next slot usually in 2-5 min\n[full]\n{JOB}",
    ),
    (
        full(replace(NOTHING_FREE, details=replace(NOTHING_FREE.details, waiting=2)), FILLED),
        f"🔴 **MiniMax is full: 0 of 13 free.** Next slot usually in 2-5 min\n[full]\n{JOB} · 2 people waiting",
    ),
    (
        full(replace(NOTHING_FREE, details=Details(in_use=13, limit=13, waiting=1))),
        "🔴 **MiniMax is full: 0 of 13 free.** Next slot usually in 2-5 min\n[full]\n1 person waiting",
    ),
    (
        full(replace(NOTHING_FREE, frees=None, details=Details(in_use=13, limit=13))),
        "🔴 **MiniMax is full: 0 of 13 free**",
    ),
    (
        full(replace(NOTHING_FREE, changes=3)),
        (f"🔴 **MiniMax is full: 0 of 13 free.** Next slot usually in 2-5 min · filled up twice\n[full]\n{JOB}"),
    ),
    (
        room(HAS_ROOM, FREED),
        "🟢 **MiniMax has room: 5 of 13 free.** Use **studio-b** · was full for 12 min",
    ),
    (
        room(HAS_ROOM, FREED, RISEN, replace(FREED, topic=FILLED.topic)),
        (
            "🟢 **MiniMax has room: 5 of 13 free.** Use **studio-b** · was full for 12 min\n[free]\n"
            "🟢 **studio-a** · has room again, 2 of 5 free · was full for 12 min"
        ),
    ),
    (
        room(replace(HAS_ROOM, lasted_witnessed=False), replace(LOW, details=Details(in_use=8, limit=13, warn=6))),
        (
            "🟢 **MiniMax has room: 5 of 13 free.** Use **studio-b** · was full for at least 12 min\n[free]\n"
            "🟡 5 of 13 free (alert at 6)\n\nFree now: **studio-b** 3 · **studio-a** 2"
        ),
    ),
    (
        full(CLOSED, replace(FILLED, closed=OVER)),
        "⚪ ~~MiniMax is full~~ · was full for 12 min, until <t:1778847064:t>",
    ),
    (
        full(CLOSED, FILLED),
        "⚪ ~~MiniMax is full~~ · was full for 12 min, until <t:1778847064:t>\n[tight]\n🔴 **studio-a** · full",
    ),
    (
        full(replace(NOTHING_FREE, closed=Closed(at=after(minutes=11)))),
        "⚪ ~~MiniMax is full~~ · was full · not followed here any more",
    ),
    (
        full(FLAPPING, FILLED),
        (
            "🔴 **MiniMax keeps filling and freeing: 0 of 13 free** · 6 changes in 9 min · "
            "no alerts about that until it stops"
        ),
    ),
    (
        full(replace(NOTHING_FREE, flaps=SETTLED), FILLED),
        f"🔴 **MiniMax stays full now: 0 of 13 free.** Next slot usually in 2-5 min\n[full]\n{JOB}",
    ),
    (
        full(FLAPPING, replace(FILLED, flaps=FLAPPING.flaps)),
        (
            "🔴 **MiniMax keeps filling and freeing: 0 of 13 free** · 6 changes in 9 min · "
            "no alerts about that until it stops"
        ),
    ),
    (
        room(replace(HAS_ROOM, flaps=FLAPPING.flaps), FREED, replace(FREED, topic=FILLED.topic)),
        (
            "🟡 **MiniMax keeps filling and freeing: 5 of 13 free.** Use **studio-b** · 6 changes in 9 min · "
            "no alerts about that until it stops"
        ),
    ),
    (
        room(replace(HAS_ROOM, flaps=Flaps(changes=9, since=after(minutes=-20), over=after(minutes=-6)))),
        "🟢 **MiniMax stays free now: 5 of 13 free.** Use **studio-b**",
    ),
    (
        full(ANSWERS, NOTHING_FREE, FILLED),
        (
            "🔴 **MiniMax is full: 0 of 13 free.** Next slot usually in 2-5 min\n[full]\n"
            f"🟢 Can be checked again · unchecked for 12 min\n\n{JOB}"
        ),
    ),
    (
        full(SILENT, NOTHING_FREE),
        (
            "🔴 MiniMax: can't be checked, is full\n[full]\n⚠️ Can't be checked\n🔴 0 of 13 free\n\n"
            "The token was refused (401). Check USEAPI_TOKEN.\n"
            "First failed <t:1778846280:R>. No alerts about its accounts meanwhile."
        ),
    ),
]


@each_row(("told", "said"), SAID, ids=[said.split("\n")[0][:60] for _, said in SAID])
def test_a_provider_is_the_subject_and_one_fact_is_said_once(told: Alert, said: str) -> None:
    assert read(told) == f"{said}"


def test_two_providers_are_told_in_one_headline() -> None:
    kling = Part(provider="kling", at=NOON, news=(HAS_ROOM,), free=5, total=13)
    said = read(alert(full(NOTHING_FREE, STUDIO_B_FULL).parts[0], kling)).split("\n")[0]

    full_there = "**MiniMax is full: 0 of 13 free.** Next slot usually in 2-5 min"
    assert said == f"{full_there}; **Kling has room: 5 of 13 free** · was full for 12 min"


def test_room_that_is_gone_by_the_look_that_an_edit_tells_of_is_not_claimed() -> None:
    # By edits one message tells of several topics, each as its own look showed it.
    gone = Part(provider="minimax", at=NOON, news=(HAS_ROOM, STUDIO_B_FULL), total=13)
    low = Part(provider="minimax", at=NOON, news=(RISEN, STUDIO_B_FULL), free=3, total=13)
    later = Part(provider="minimax", at=NOON, news=(HAS_ROOM, STUDIO_B_FULL), free=2, total=13)

    assert [read(alert(part)).split("\n")[0] for part in (gone, low, later)] == [
        "🔴 MiniMax: **studio-b** is full. 0 of 13 free",
        "🟡 MiniMax: **studio-b** is full. 3 of 13 still free",
        "🟢 **MiniMax has room: 2 of 13 free** · was full for 12 min",
    ]


def test_how_low_a_provider_is_is_not_counted_once_it_has_room_again() -> None:
    over = Closed(at=after(minutes=12), lasted=timedelta(minutes=12), witnessed=True)
    told = Part(provider="minimax", at=NOON, news=(replace(NOTHING_FREE, closed=over), LOW), total=13)
    assert read(alert(told)).split("\n")[1:] == ["[tight]", "🟡 Low (alert at 3)"]
