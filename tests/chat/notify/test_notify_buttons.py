"""The buttons of the waitlist: waiting, taking or passing what is offered, and coming back after cancelling."""

from dataclasses import replace
from datetime import timedelta

from bot.accounts.provider_answer import ListedSlots
from bot.alerts.waiter_notice import Outcome, WaiterNotice
from bot.chat.capacity.handler import CapacityHandler, CapacityOptions
from bot.chat.message import Button
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.refusal_sentences import OUTDATED_BUTTON
from bot.history.slot_forecast import SlotForecast
from bot.storage.database import Store
from tests.chat.drawn import drawn
from tests.chat.notify.notify_studio import ALEX, HOME, KIM, Studio
from tests.moments import after


async def test_who_was_offered_it_takes_it_and_nobody_else(studio: Studio) -> None:
    await studio.use(KIM, "me", provider="minimax")
    alert = await studio.offered()
    assert alert.members == (KIM.member,)
    for verb in ("take", "pass"):
        assert "That is offered to somebody else" in await studio.press(ALEX, f"notify:{verb}:{alert.key}")
    before = studio.woken
    assert (await studio.press(KIM, f"notify:take:{alert.key}")).startswith(
        "[free] Go ahead: studio-a\nStart your MiniMax job"
    )
    assert studio.woken == before + 1
    assert [one.outcome for one in (await studio.waiters()).values()] == [Outcome.TAKEN]
    assert "You took studio-a already" in await studio.press(KIM, f"notify:pass:{alert.key}")
    assert "That offer is forgotten" in await studio.press(KIM, "notify:take:abc")


async def test_who_is_offered_a_slot_reads_so_wherever_they_ask_and_is_pinged_once(studio: Studio) -> None:
    await studio.use(KIM, "me", provider="minimax")
    await studio.offered()
    await studio.use(KIM, "me", provider="minimax", slots=8)
    offered = "[free] 🟢 You're offered studio-a\n**studio-a** · 1 slot of MiniMax · first in line until"
    assert (await studio.use(KIM, "me", provider="minimax")).startswith(offered)
    for said in (await studio.use(KIM, "list"), await studio.use(KIM, "cancel")):
        assert said.startswith(offered)
        assert "1st in line · 8 slots of MiniMax" in said
    await studio.providers.look()
    assert await studio.store.outbox.oldest_owed(HOME) is None


async def test_who_passes_lets_the_next_be_told(studio: Studio) -> None:
    studio.providers.rows["minimax"] = (ListedSlots(account="200300", limit=6, available=1),)
    await studio.use(KIM, "me", provider="minimax")
    alert = await studio.offered()
    await studio.use(ALEX, "me", provider="minimax")
    assert await studio.store.outbox.oldest_owed(HOME) is None
    assert (await studio.press(KIM, f"notify:pass:{alert.key}")).startswith(
        "[unknown] Passed on\n1 slot of MiniMax · it goes"
    )
    owed = await studio.store.outbox.oldest_owed(HOME)
    assert owed is not None
    assert owed.alert.members == (ALEX.member,)


async def test_a_button_waits_for_a_provider_or_the_account_of_a_mark(studio: Studio) -> None:
    await studio.fill()
    assert "You're 1st in line for MiniMax\nYou are pinged once" in await studio.press(KIM, "notify:ask:minimax:")
    mark = AccountNames().mark("joanna@example.com")
    of_one = await studio.press(KIM, f"notify:ask:minimax:{mark}")
    assert "You're 1st in line for MiniMax · jo…@example.com\nYou are pinged once" in of_one
    assert [one.account for one in (await studio.waiters()).values()] == [None, "joanna@example.com"]
    again = await studio.press(KIM, "notify:ask:minimax:")
    assert "You're still 1st in line for MiniMax\nYou are pinged once" in again
    assert len(await studio.waiters()) == 2
    assert 'There is no provider "pixverse" here.' in await studio.press(KIM, "notify:ask:pixverse:")
    assert 'MiniMax has no account "abc' in await studio.press(KIM, "notify:ask:minimax:abc")
    gone = AccountNames().mark("gone@example.com")
    assert "⚠️ MiniMax has no such account now. There are: jo…@" in await studio.press(KIM, f"notify:ask:minimax:{gone}")
    assert studio.dispatcher.find("notify:ask:minimax") is None
    assert studio.dispatcher.find("notify:give:minimax:") is None
    assert OUTDATED_BUTTON in drawn(studio.dispatcher.outdated())


async def test_a_full_answer_has_a_button_that_waits(studio: Studio) -> None:
    capacity = CapacityHandler(studio.providers.lookup, now=studio.clock)

    async def waiting(account: str | None = None) -> list[str]:
        answer = await capacity.run(KIM, CapacityOptions(provider="minimax", account=account))
        buttons = [one for one in answer.actions if isinstance(one, Button)]
        return [":".join((one.action, *one.arguments)) for one in buttons if one.action == "notify:ask"]

    assert await waiting() == []
    (token,) = await waiting("jo…@example.com")
    assert "You're 1st in line for MiniMax · jo" in await studio.press(KIM, token)
    await studio.fill()
    (token,) = await waiting()
    assert "You're 1st in line for MiniMax\nYou are pinged once" in await studio.press(KIM, token)


async def test_who_cancelled_comes_back_to_their_place_with_undo(studio: Studio) -> None:
    await studio.fill()
    await studio.use(KIM, "me", provider="minimax")
    await studio.use(ALEX, "me", provider="minimax")
    await studio.use(KIM, "cancel", number=1)
    before = (await studio.waiters())[2]
    assert "somebody else's place" in await studio.press(ALEX, "notify:undo:1")
    assert "somebody else's place" in await studio.press(replace(KIM, guild=6), "notify:undo:1")
    assert "You're 1st in line for MiniMax\nYou are pinged once" in await studio.press(KIM, "notify:undo:1")
    back = await studio.waiters()
    assert (list(back), back[2], back[1].is_waiting) == ([1, 2], before, True)
    assert "You're still 1st in line for MiniMax" in await studio.press(KIM, "notify:undo:1")
    assert "somebody else's place" in await studio.press(KIM, "notify:undo:2")
    assert "It's too late for that" in await studio.press(KIM, "notify:undo:99")


async def test_undo_brings_nobody_back_twice_or_after_their_time(studio: Studio) -> None:
    await studio.fill()
    await studio.use(KIM, "me", provider="minimax", until="1h")
    await studio.use(KIM, "cancel", number=1)
    await studio.use(KIM, "me", provider="minimax")
    assert "You're still 1st in line for MiniMax" in await studio.press(KIM, "notify:undo:1")
    assert list(await studio.waiters()) == [2]
    await studio.use(KIM, "cancel", number=2)
    studio.clock.at = after(hours=1)
    assert "It's too late for that" in await studio.press(KIM, "notify:undo:1")
    assert list(await studio.waiters()) == []


async def test_an_account_is_named_as_in_the_ping_whatever_else_it_reads_like(studio: Studio) -> None:
    studio.providers.rows["minimax"] = (
        ListedSlots(account="joanna@example.com", limit=2, available=1),
        ListedSlots(account="john@example.com", limit=2, available=0),
    )
    await studio.providers.look()
    assert "There is room now: use joa…@example.com" in await studio.use(KIM, "me", provider="minimax")
    alert = await studio.offered()
    assert "You're offered joa…@example.com" in await studio.use(KIM, "list")
    assert "Go ahead: joa…@example.com" in await studio.press(KIM, f"notify:take:{alert.key}")


async def test_who_missed_an_offer_waits_again_at_the_same_place(studio: Studio) -> None:
    await studio.use(KIM, "me", provider="minimax")
    first = await studio.offered()
    await studio.use(ALEX, "me", provider="minimax", slots=8)
    await studio.fill()
    (_, alex), missed = (await studio.waiters()).popitem(), await studio.store.waiters.find_by_offer(first.key)
    assert missed is not None
    assert (missed.outcome, alex.member) == (Outcome.USED, ALEX.member)
    late = await studio.press(KIM, f"notify:take:{first.key}")
    assert "That offer is over: studio-a is in use now\nIt ended at" in late
    studio.clock.at = after(minutes=5)
    assert "You're 1st in line" in await studio.press(KIM, "notify:undo:1")
    assert "You're still 1st in line" in await studio.press(KIM, "notify:undo:1")
    studio.providers.rows["minimax"] = (ListedSlots(account="200300", limit=6, available=1),)
    second = await studio.offered()
    assert (second.members, second.key != first.key) == ((KIM.member,), True)
    assert isinstance(second.content, WaiterNotice)
    assert second.content.asked_at == after(minutes=5)
    assert "You're offered studio-a\n**studio-a** · 1 slot of MiniMax" in await studio.press(KIM, "notify:undo:1")


async def test_who_passed_an_offer_that_nobody_else_wants_hears_so_and_takes_it_back(studio: Studio) -> None:
    studio.providers.rows["minimax"] = (ListedSlots(account="200300", limit=6, available=1),)
    await studio.use(ALEX, "me", provider="minimax", slots=2)
    await studio.use(KIM, "me", provider="minimax")
    await studio.use(ALEX, "me", provider="minimax", account="jo…@example.com")
    alert = await studio.offered()
    said = await studio.press(KIM, f"notify:pass:{alert.key}")
    assert said.startswith("[unknown] You're out of the line\n1 slot of MiniMax · nobody else is waiting for it.")
    studio.clock.at = after(seconds=20)
    assert "There is room now: use studio-a" in await studio.press(KIM, "notify:undo:2")
    assert (await studio.offered()).members == (KIM.member,)


async def test_a_button_ends_the_waiting_of_who_waits_alone(studio: Studio) -> None:
    await studio.fill()
    for slots in (1, 2):
        await studio.use(KIM, "me", provider="minimax", slots=slots)
    assert "You aren't waiting under number 1" in await studio.press(ALEX, "notify:stop:1")
    assert "Cancelled\n1 slot of MiniMax" in await studio.press(KIM, "notify:stop:1")
    assert "You're waiting for 1 thing\n1st in line · 2 slots of MiniMax" in await studio.use(KIM, "list")


async def test_who_waits_for_a_full_provider_hears_when_a_slot_usually_frees(store: Store) -> None:
    studio = Studio(store, frees=lambda *_: SlotForecast(low=timedelta(minutes=2), high=timedelta(minutes=5)))
    await studio.providers.look()
    assert "usually" not in await studio.use(KIM, "me", provider="minimax")
    await studio.fill()
    studio.clock.at = after(seconds=60)
    assert "in line for MiniMax\nNext slot usually in 1-4 min.\n" in await studio.use(ALEX, "me", provider="minimax")
    studio.clock.at = after(minutes=3)
    assert "usually" not in await studio.use(ALEX, "me", provider="minimax", slots=2)
