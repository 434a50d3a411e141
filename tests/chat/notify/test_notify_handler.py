"""``/notify`` and its buttons: what is stored, what is answered, and what is refused with nothing stored."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.accounts.provider_answer import ListedSlots
from bot.alerts.alert import Alert
from bot.alerts.slot_notice import Outcome
from bot.chat.capacity.handler import CapacityHandler, CapacityOptions
from bot.chat.dispatcher import NOT_STORED, OUTDATED_BUTTON, Dispatcher
from bot.chat.feature import Caller, Choice
from bot.chat.message import Button, Message
from bot.chat.notify.handler import NotifyHandler
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.provider_words import ProviderWords
from bot.errors import NotConfigured
from bot.storage.store import Store
from bot.waitlist.waiter import Waiter
from bot.waitlist.waitlist import Waitlist
from tests.chat.drawn import drawn
from tests.chat.samples import NAMES, WORDS
from tests.chat.two_providers import TwoProviders
from tests.chat.unplugged import unplug
from tests.delivery.far_end_log import Clock
from tests.moments import NOON, after

GUILD, HOME = 5, 7
KIM = Caller(guild=GUILD, channel=HOME, member=3)
ALEX = Caller(guild=GUILD, channel=HOME, member=4)
BUSY = (
    ListedSlots(account="200300", limit=6, available=0),
    ListedSlots(account="joanna@example.com", limit=2, available=0),
)


class Studio:
    """A feature with everything it needs, on a real database.

    Attributes:
        woken: How often alerts, or changes to them, were stored.
    """

    def __init__(self, store: Store, words: Mapping[str, ProviderWords] = WORDS) -> None:
        self.store = store
        self.clock = Clock()
        self.woken = 0
        self.waitlist = Waitlist(store.waiters, wake=self._wake, now=self.clock)
        self.providers = TwoProviders(self.clock, (self.waitlist,), words=words)
        self.feature = NotifyHandler(self.waitlist, self.providers.lookup, NAMES, now=self.clock).feature()
        self.dispatcher = Dispatcher([self.feature], NAMES)

    async def use(self, caller: Caller, verb: str, **values: Any) -> str:  # noqa: ANN401 - options have many types
        """Use a command and read the answer."""
        (command,) = (one for one in self.feature.commands if one.name == f"notify {verb}")
        answer = await self.dispatcher.run(command, caller, command.options(**values))
        assert isinstance(answer, Message)
        assert answer.private
        return drawn(answer)

    async def press(self, caller: Caller, token: str) -> str:
        """Press a button by its token, and read the answer."""
        pressed = self.dispatcher.find(token)
        assert pressed is not None
        assert not pressed.action.in_place
        answer = await self.dispatcher.press(pressed, caller)
        assert isinstance(answer, Message)
        assert answer.private
        return drawn(answer)

    async def suggested(self, typed: str = "") -> list[Choice]:
        """Return what is suggested to cancel."""
        (command,) = (one for one in self.feature.commands if one.name == "notify cancel")
        return list(await command.suggest["number"](KIM, typed, {}))

    async def waiters(self) -> dict[int, Waiter]:
        """Return who is on the waitlist, by number."""
        return {waiter.id: waiter for waiter in await self.store.waiters.waiters()}

    async def fill(self) -> None:
        """Let MiniMax be full from the next look on, which comes at once."""
        self.providers.rows["minimax"] = BUSY
        await self.providers.look()

    async def offered(self) -> Alert:
        """Look, and tell whoever is offered something."""
        await self.providers.look()
        owed = await self.store.oldest_owed(HOME)
        assert owed is not None
        await self.store.mark_delivered(owed.id, 1, self.clock.at)
        return owed.alert

    def _wake(self) -> None:
        self.woken += 1


@pytest.fixture
def server() -> None:
    """Use SQLite only: what is kept where is tested with the store."""


@pytest.fixture
async def studio(store: Store) -> Studio:
    made = Studio(store)
    await made.providers.look()
    return made


WAITING: tuple[tuple[dict[str, Any], dict[str, Any], str], ...] = (
    ({}, {}, "1 slot of MiniMax · 1st in line"),
    (
        {"account": "studio-a", "slots": 6, "hold": "60", "until": "90"},
        {"account": "200300", "slots": 6, "hold": timedelta(seconds=60), "until": after(minutes=90)},
        "6 slots of MiniMax · studio-a · free for 1m · 2nd in line",
    ),
    ({"slots": 8, "until": "24h"}, {"slots": 8, "until": after(hours=24)}, "8 slots of MiniMax · 3rd"),
    ({"provider": "kling", "slots": 99}, {"provider": "kling", "slots": 99}, "99 slots of Kling · 1st"),
)


async def test_any_member_waits_where_they_are(studio: Studio, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    await studio.fill()
    usual = Waiter(
        id=0, guild=GUILD, channel=HOME, member=KIM.member, provider="minimax", asked_at=NOON, until=after(hours=6)
    )
    for number, (values, terms, subject) in enumerate(WAITING, 1):
        answer = await studio.use(KIM, "me", **{"provider": "minimax", **values})
        mine = replace(usual, id=number, **terms)
        assert (await studio.waiters())[number] == mine
        assert subject in answer
        assert f"You are pinged once in <#{HOME}>" in answer
        assert "There is room now" not in answer
        assert f"{mine.provider}: member 3 waits as number {number}." in caplog.messages


REFUSED: tuple[tuple[dict[str, Any], str], ...] = (
    ({"slots": 0}, "slots can be 1 or more."),
    ({"slots": -(2**53)}, "slots can be 1 or more."),
    ({"slots": 9}, "So many slots are never free: the pool has 8."),
    ({"slots": 3, "account": "jo…@example.com"}, "MiniMax · jo…@example.com has 2."),
    ({"account": "nobody"}, "MiniMax has no account nobody. There are: studio-a"),
    ({"provider": "kling", "account": "studio-a"}, "No account of Kling is known yet"),
    ({"provider": "pixverse"}, "There is no provider pixverse here."),
    ({"hold": "-1"}, "hold is how long the slots must be free"),
    ({"hold": "soon"}, "type 30s or 5m."),
    ({"hold": "60", "until": "1"}, "shorter than until"),
    ({"until": "25h"}, "until can be 1s to 24h"),
    ({"until": "@everyone"}, "until can be 1s to 24h"),
)


async def test_what_can_not_be_waited_for_is_refused(studio: Studio) -> None:
    for values, sentence in REFUSED:
        assert sentence in await studio.use(KIM, "me", **{"provider": "minimax", **values})
    silenced = replace(KIM, may_write=False)
    assert "You may not write in this channel" in await studio.use(silenced, "me", provider="minimax")
    muzzled = replace(KIM, bot_lacks=("Send Messages", "Embed Links"))
    answer = await studio.use(muzzled, "me", provider="minimax")
    assert "You could not be told here: the bot lacks Send Messages, Embed Links in this channel." in answer
    assert await studio.waiters() == {}


async def test_nobody_waits_for_a_provider_that_is_not_set_up(studio: Studio) -> None:
    studio.providers.rows["kling"] = NotConfigured("Configure one.")
    await studio.providers.look()
    assert "Kling is not set up at useapi.net" in await studio.use(KIM, "me", provider="kling")
    assert await studio.waiters() == {}


async def test_the_position_is_told_and_room_that_there_is(studio: Studio) -> None:
    first = await studio.use(ALEX, "me", provider="minimax", slots=5)
    assert "1st in line" in first
    assert "There is room now, on **studio-a**" in first
    second = await studio.use(KIM, "me", provider="minimax")
    assert "2nd in line" in second
    assert "There is room now" not in second
    assert "You wait for that already, as number 2" in await studio.use(KIM, "me", provider="minimax")


async def test_what_one_waits_for_is_listed_suggested_and_cancelled(studio: Studio) -> None:
    await studio.fill()
    await studio.use(ALEX, "me", provider="minimax")
    assert "You wait for nothing." in await studio.use(KIM, "list")
    for slots in (1, 2):
        await studio.use(KIM, "me", provider="minimax", slots=slots)
    listed = await studio.use(KIM, "list")
    assert listed.startswith("[tight] You wait for 2\n**2** · 1 slot of MiniMax · 2nd in line")
    assert "**3** · 2 slots of MiniMax · 3rd in line" in listed

    two, three = Choice(label="2 · 1 slot of MiniMax", value=2), Choice(label="3 · 2 slots of MiniMax", value=3)
    assert await studio.suggested() == [two, three]
    assert await studio.suggested("2 SLOTS") == [three]
    assert "Cancelled" in await studio.use(KIM, "cancel", number=3)
    for wrong in (1, 3, 99):
        assert f"You don't wait under number {wrong}" in await studio.use(KIM, "cancel", number=wrong)
    assert list(await studio.waiters()) == [1, 2]


async def test_a_database_that_is_away_is_named(studio: Studio) -> None:
    await unplug(studio.store, "waiter")
    for verb, values in (("me", {"provider": "minimax"}), ("list", {}), ("cancel", {"number": 1})):
        assert NOT_STORED in await studio.use(KIM, verb, **values)
    for token in ("notify:ask:minimax:", "notify:take:abc:", "notify:pass:abc:"):
        assert NOT_STORED in await studio.press(KIM, token)
    assert await studio.suggested() == []


async def test_who_was_offered_it_takes_it_and_nobody_else(studio: Studio) -> None:
    await studio.use(KIM, "me", provider="minimax")
    alert = await studio.offered()
    assert alert.members == (KIM.member,)
    for verb in ("take", "pass"):
        assert "That is offered to somebody else" in await studio.press(ALEX, f"notify:{verb}:{alert.key}:")
    before = studio.woken
    assert (await studio.press(KIM, f"notify:take:{alert.key}:")).startswith("[free] Go ahead\n1 slot of MiniMax")
    assert studio.woken == before + 1
    assert [one.outcome for one in (await studio.waiters()).values()] == [Outcome.TAKEN]
    assert "settled already" in await studio.press(KIM, f"notify:pass:{alert.key}:")
    assert "That offer is forgotten" in await studio.press(KIM, "notify:take:abc:")


async def test_who_passes_lets_the_next_be_told(studio: Studio) -> None:
    studio.providers.rows["minimax"] = (ListedSlots(account="200300", limit=6, available=1),)
    await studio.use(KIM, "me", provider="minimax")
    alert = await studio.offered()
    await studio.use(ALEX, "me", provider="minimax")
    assert await studio.store.oldest_owed(HOME) is None
    assert (await studio.press(KIM, f"notify:pass:{alert.key}:")).startswith("[free] Skipped\n1 slot of MiniMax")
    owed = await studio.store.oldest_owed(HOME)
    assert owed is not None
    assert owed.alert.members == (ALEX.member,)


async def test_a_button_waits_for_a_provider_or_the_account_of_a_mark(studio: Studio) -> None:
    await studio.fill()
    assert "1 slot of MiniMax · 1st in line" in await studio.press(KIM, "notify:ask:minimax:")
    mark = AccountNames().mark("joanna@example.com")
    of_one = await studio.press(KIM, f"notify:ask:minimax:{mark}")
    assert "1 slot of MiniMax · jo…@example.com · 2nd in line" in of_one
    assert [one.account for one in (await studio.waiters()).values()] == [None, "joanna@example.com"]
    assert "You wait for that already" in await studio.press(KIM, "notify:ask:minimax:")
    assert "There is no provider pixverse here." in await studio.press(KIM, "notify:ask:pixverse:")
    assert "MiniMax has no account abc" in await studio.press(KIM, "notify:ask:minimax:abc")
    assert studio.dispatcher.find("notify:ask:minimax") is None
    assert studio.dispatcher.find("notify:give:minimax:") is None
    assert OUTDATED_BUTTON in drawn(studio.dispatcher.outdated())


async def test_a_full_answer_has_a_button_that_waits(studio: Studio) -> None:
    capacity = CapacityHandler(studio.providers.pollers, WORDS, NAMES, studio.providers.lookup, now=studio.clock)

    async def waiting(account: str | None = None) -> list[str]:
        answer = await capacity.run(KIM, CapacityOptions(provider="minimax", account=account))
        buttons = [one for one in answer.actions if isinstance(one, Button)]
        return [":".join((one.action, *one.arguments)) for one in buttons if one.action == "notify:ask"]

    assert await waiting() == []
    (token,) = await waiting("jo…@example.com")
    assert "1 slot of MiniMax · jo" in await studio.press(KIM, token)
    await studio.fill()
    (token,) = await waiting()
    assert "1 slot of MiniMax · 2nd in line" in await studio.press(KIM, token)


async def test_who_cancelled_comes_back_to_their_place_with_undo(studio: Studio) -> None:
    await studio.fill()
    await studio.use(KIM, "me", provider="minimax")
    await studio.use(ALEX, "me", provider="minimax")
    await studio.use(KIM, "cancel", number=1)
    before = (await studio.waiters())[2]
    assert "can't be undone" in await studio.press(ALEX, "notify:undo:1")
    assert "can't be undone" in await studio.press(replace(KIM, guild=6), "notify:undo:1")
    assert "**1** · 1 slot of MiniMax · 1st in line" in await studio.press(KIM, "notify:undo:1")
    back = await studio.waiters()
    assert (list(back), back[2], back[1].is_waiting) == ([1, 2], before, True)
    for number in (1, 2, 99):
        assert "can't be undone" in await studio.press(KIM, f"notify:undo:{number}")


async def test_undo_brings_nobody_back_twice_or_after_their_time(studio: Studio) -> None:
    await studio.fill()
    await studio.use(KIM, "me", provider="minimax", until="1h")
    await studio.use(KIM, "cancel", number=1)
    await studio.use(KIM, "me", provider="minimax")
    assert "You wait for that already, as number 2" in await studio.press(KIM, "notify:undo:1")
    await studio.use(KIM, "cancel", number=2)
    studio.clock.at = after(hours=1)
    assert "can't be undone" in await studio.press(KIM, "notify:undo:1")
    assert list(await studio.waiters()) == []


async def test_where_nobody_counts_slots_nobody_can_wait_and_it_is_not_suggested(store: Store) -> None:
    studio = Studio(store, {**WORDS, "minimax": replace(WORDS["minimax"], counts_slots=False)})
    await studio.providers.look()
    said = await studio.use(KIM, "me", provider="minimax")
    assert "MiniMax doesn't say how many slots its accounts have, so nobody can see one become free." in said
    assert await studio.waiters() == {}
    (command,) = (one for one in studio.feature.commands if one.name == "notify me")
    assert [choice.value for choice in await command.suggest["provider"](KIM, "", {})] == ["kling"]
