"""Who waits for what can't come reads so at once, and in the list."""

from dataclasses import replace

from bot.accounts.provider_answer import ConfiguredAccount, ListedSlots
from bot.errors import ProviderDown
from bot.waitlist.waiter_and_offer import Waiter
from tests.chat.notify.notify_studio import ALEX, BUSY, KIM, Studio
from tests.moments import NOON, after

PINGED = "You are pinged once in <#7> when a slot is free"
SIGNED_OUT = "Account is signed out"
FAULTS = (
    (SIGNED_OUT, "is signed out", "somebody signs in again"),
    ("Not enough credits", "is out of credits", "it has credits again"),
    ("Account on hold", "is on hold", "that is over"),
    ("Something else", "can't be used", "somebody mends that"),
)


async def test_who_waits_for_a_provider_that_can_not_be_checked_reads_so(studio: Studio) -> None:
    studio.providers.rows["minimax"] = ProviderDown("useapi.net answers 502.")
    await studio.providers.look()
    said = await studio.use(KIM, "me", provider="minimax")
    assert said.startswith(
        "[tight] 🔔 You're 1st in line for MiniMax\n"
        f"MiniMax can't be checked now: useapi.net answers 502. Nothing is offered until it can be.\n{PINGED}"
    )
    assert "1 slot of MiniMax (can't be checked now) · until" in await studio.use(KIM, "list")


async def test_who_waits_for_an_account_that_can_not_be_used_reads_so(studio: Studio) -> None:
    studio.providers.rows["minimax"] = (ListedSlots(account="joanna@example.com", limit=2, available=1),)
    for member, (fault, how, until) in enumerate(FAULTS, 100):
        studio.providers.configured["minimax"] = (
            ConfiguredAccount(account="200300", limit=6, fault=fault),
            ConfiguredAccount(account="joanna@example.com", limit=2),
        )
        await studio.providers.look()
        caller = replace(KIM, member=member)
        said = await studio.use(caller, "me", provider="minimax", account="studio-a")
        sentence = f"studio-a {how}: no slot of it frees until {until}."
        assert f"in line for MiniMax · studio-a\n{sentence} There is room on jo…@example.com.\n{PINGED}" in said
        assert f"1 slot of MiniMax · studio-a ({how}) · until" in await studio.use(caller, "list")
    assert "studio-a" not in await studio.use(KIM, "me", provider="minimax")
    said = await studio.use(KIM, "me", provider="minimax", slots=3)
    assert "\nOnly 2 slots of MiniMax can be used now: too few for 3.\n" in said


async def test_nobody_who_waits_is_sent_to_a_slot_that_is_offered_to_another(
    studio: Studio,
) -> None:
    studio.providers.rows["minimax"] = (ListedSlots(account="joanna@example.com", limit=2, available=1),)
    studio.providers.configured["minimax"] = (
        ConfiguredAccount(account="200300", limit=6, fault=SIGNED_OUT),
        ConfiguredAccount(account="joanna@example.com", limit=2),
    )
    await studio.providers.look()
    await studio.use(ALEX, "me", provider="minimax")
    await studio.offered()
    said = await studio.use(KIM, "me", provider="minimax", account="studio-a")
    assert f"no slot of it frees until somebody signs in again.\n{PINGED}" in said


async def test_who_waits_where_no_account_can_be_used_reads_so(studio: Studio) -> None:
    studio.providers.rows["minimax"] = ()
    studio.providers.configured["minimax"] = tuple(
        ConfiguredAccount(account=account, limit=6, fault=SIGNED_OUT) for account in ("200300", "joanna@example.com")
    )
    await studio.providers.look()
    said = await studio.use(KIM, "me", provider="minimax", account="studio-a")
    assert f"\nNo account of MiniMax can be used now.\n{PINGED}" in said


async def test_the_list_says_where_there_are_never_so_many_slots_and_what_is_not_watched(studio: Studio) -> None:
    waiter = Waiter(id=0, guild=5, channel=7, member=3, provider="minimax", asked_at=NOON, until=after(hours=6))
    for wanted in (replace(waiter, slots=900), replace(waiter, provider="pixverse")):
        await studio.waitlist.join(wanted)
    studio.providers.rows["minimax"] = BUSY
    await studio.providers.look()
    listed = await studio.use(KIM, "list")
    assert "900 slots of MiniMax (has 8 slots in all) · until" in listed
    assert "1 slot of pixverse (not watched: the setting PROVIDERS leaves it out) · until" in listed
