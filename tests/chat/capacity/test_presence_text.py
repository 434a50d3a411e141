"""What stands below the bot's name."""

from collections.abc import Mapping

from bot.accounts.open_offers import OpenOffer, OpenOffers
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, LatestState, Snapshot, Trouble
from bot.chat.capacity.presence_text import LONGEST_STATUS, presence_text
from tests.moments import NOON
from tests.rows import each_row

TROUBLE = Trouble(sentence="useapi.net has trouble", since=NOON)


def room(free: int, total: int, *, unchecked: int | None = None, trouble: Trouble | None = None) -> LatestState:
    """Return a provider with so much room, and if ``unchecked`` is given a further account of so many slots."""
    state = AccountState.FREE if free else AccountState.FULL
    account = Account(name="a", state=state, running=total - free, limit=total, free=free)
    other = Account(name="b", state=AccountState.UNKNOWN, limit=unchecked)
    accounts = (account,) if unchecked is None else (account, other)
    return LatestState(snapshot=Snapshot(provider="p", at=NOON, accounts=accounts), trouble=trouble)


@each_row(
    ("states", "text"),
    [
        ({}, None),
        ({"MiniMax": LatestState()}, None),
        ({"MiniMax": room(6, 13)}, "6/13 free · MiniMax"),
        ({"MiniMax": room(0, 13)}, "0/13 free · MiniMax"),
        ({"MiniMax": room(6, 13, trouble=TROUBLE)}, "can't be checked"),
        ({"MiniMax": room(6, 13), "Kling": LatestState(set_up=False)}, "6/13 free · MiniMax"),
        ({"MiniMax": room(6, 13), "Kling": room(3, 9)}, "9/22 free"),
        ({"MiniMax": room(0, 13), "Kling": room(3, 9)}, "3/22 free · MiniMax full"),
        ({"MiniMax": room(0, 13), "Kling": room(0, 9)}, "0/22 free · MiniMax, Kling full"),
        ({"MiniMax": room(0, 4, unchecked=4), "Kling": room(3, 4)}, "3/8 free"),
        ({"MiniMax": room(0, 4, unchecked=0), "Kling": room(3, 4)}, "3/8 free · MiniMax full"),
        ({"MiniMax": room(6, 13), "Kling": room(3, 9, trouble=TROUBLE)}, "6/13 free · Kling can't be checked"),
        (
            {"MiniMax": room(0, 13), "Kling": room(3, 9, trouble=TROUBLE), "Udio": LatestState(trouble=TROUBLE)},
            "0/13 free · MiniMax full · Kling, Udio can't be checked",
        ),
        ({"MiniMax": room(6, 13, trouble=TROUBLE), "Kling": room(3, 9, trouble=TROUBLE)}, "can't be checked"),
        ({"MiniMax": LatestState(snapshot=Snapshot(provider="p", at=NOON))}, None),
    ],
)
def test_the_status_says_how_much_is_free(states: Mapping[str, LatestState], text: str | None) -> None:
    assert presence_text(states.items()) == text


def test_it_is_no_longer_than_discord_shows() -> None:
    said = presence_text([(f"Provider {number}", room(0, 1)) for number in range(50)])
    assert said is not None
    assert len(said) <= LONGEST_STATUS


def test_slots_that_are_offered_to_people_who_waited_are_counted() -> None:
    offered = OpenOffers(all=(OpenOffer(account="a", slots=2, person=7),))
    states = {"MiniMax": room(2, 13), "Kling": room(0, 9)}
    assert presence_text(states.items(), lambda seen: offered if seen.free else OpenOffers()) == (
        "2/22 free, 2 offered · Kling full"
    )
