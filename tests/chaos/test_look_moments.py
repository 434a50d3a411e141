"""Of which looks alerts tell, read from the database that the bot writes."""

from dataclasses import replace

from bot.alerts.alert import Alert, Changes, Drill, Part
from bot.alerts.waiter_notice import NoticeKind, WaiterNotice
from bot.storage.database import Store
from tests.chaos.look_moments import Moments, stored_moments, wait_until
from tests.moments import NOON, after
from tests.storage.records import CHANNEL, alert, evaluation_with

NOTICE = WaiterNotice(kind=NoticeKind.OFFER, waiter=1, member=2, provider="kling", asked_at=NOON)
PARTS = tuple(Part(provider=name, at=after(milliseconds=ms)) for name, ms in (("minimax", 7), ("kling", 1234)))


async def test_every_alert_has_the_moment_of_the_look_at_each_provider(store: Store, database_url: str) -> None:
    several = replace(alert("several"), content=Changes(parts=PARTS))
    offer = Alert(key="offer", channel=CHANNEL, at=after(seconds=3), content=NOTICE)
    drill = replace(offer, key="drill", content=Drill())
    await store.save_evaluation("minimax", evaluation_with(alerts=[alert(), several, offer, drill]), NOON)
    assert await stored_moments(database_url) == {
        "first": {"minimax": after(microseconds=7)},
        "several": {"minimax": after(milliseconds=7), "kling": after(milliseconds=1234)},
        "offer": {"kling": after(seconds=3)},
        "drill": {},
    }


async def test_the_database_is_asked_until_all_is_well(store: Store, database_url: str) -> None:
    await store.save_evaluation("minimax", evaluation_with(alerts=[alert()]), NOON)
    seen: list[Moments] = []

    def well(moments: Moments) -> bool:
        seen.append(moments)
        return len(seen) > 1

    await wait_until(well, database_url, 60)
    assert [[*moments] for moments in seen] == [["first"]] * 2
    await wait_until(lambda _: False, database_url, 0)
