"""``/capacity``, answered from the newest look on every platform."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.accounts.open_offers import NO_OFFERS, OpenOffer, OpenOffers
from bot.accounts.provider_answer import ListedSlots, ProviderAnswer
from bot.accounts.snapshot import Snapshot
from bot.chat.account_lookup import AccountLookup
from bot.chat.capacity.handler import CapacityHandler, CapacityOptions
from bot.chat.dispatcher import token_of
from bot.chat.feature import Caller
from bot.chat.message import Button, Message
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.provider_words import ProviderWords
from bot.errors import BadInput, LookFailed, NotConfigured, NotReached, StorageUnavailable
from bot.history.slot_forecast import SlotForecast
from bot.providers.catalogue import CATALOGUE
from tests.chat.drawn import drawn, refused
from tests.chat.polled import polled
from tests.moments import NOON, after
from tests.rows import each_row

MAIL = "jo.long@example.com"
SAID = ProviderAnswer(
    accounts=(ListedSlots(account=MAIL, limit=5, available=2), ListedSlots(account="200300", limit=2, available=0))
)
NAMES = AccountNames(labels={"minimax/200300": "studio-a"})
WORDS = {name: ProviderWords(name=name, title=name.title()) for name in ("minimax", "kling")}
CALLER = Caller(guild=1, channel=2, member=3)


async def answers(said: ProviderAnswer | LookFailed = SAID, names: AccountNames = NAMES) -> CapacityHandler:
    """Look at two providers once, and return what answers."""
    pollers = {name: polled(name, lambda: said) for name in WORDS}
    for poller in pollers.values():
        await poller.poll_once()
    return CapacityHandler(AccountLookup(pollers, WORDS, names), frees=_soon, now=lambda: NOON)


def _soon(seen: Snapshot, account: str | None) -> SlotForecast:
    """Forecast as many minutes as the account's name is long, up to twice as many."""
    assert seen.at == NOON
    minutes = timedelta(minutes=len(account or ""))
    return SlotForecast(low=minutes, high=2 * minutes)


def tokens(message: Message) -> list[str]:
    return [token_of(one.action, one.arguments) for one in message.actions if isinstance(one, Button)]


async def test_when_a_slot_frees_is_asked_of_the_account_in_question() -> None:
    message = await (await answers()).answer("minimax", "studio-a")
    assert "🔴 **studio-a** · full · next slot usually in 6-12 min" in drawn(message)


@each_row(
    "account",
    [
        MAIL,
        AccountNames().mark(MAIL),
        "jo…@example.com",
        "JO…@EXAMPLE.COM",
    ],
)
async def test_an_account_is_found_by_its_name_its_mark_and_what_it_is_shown_as(account: str) -> None:
    message = await (await answers()).answer("minimax", account)

    assert "2 of 5 free" in drawn(message)
    assert not message.private
    assert tokens(message) == [f"capacity:refresh:minimax:{AccountNames().mark(MAIL)}:1"]


@each_row("account", ["studio-a", "STUDIO-A", "200300"])
async def test_an_account_is_found_by_its_alias_and_can_be_waited_for(account: str) -> None:
    message = await (await answers()).answer("minimax", account)

    mark = AccountNames().mark("200300")
    assert "0 of 2 free" in drawn(message)
    assert tokens(message) == [f"capacity:refresh:minimax:{mark}:1", f"notify:ask:minimax:{mark}"]


async def test_how_many_wait_is_said_where_nothing_is_free() -> None:
    full = ProviderAnswer(accounts=(ListedSlots(account="200300", limit=2, available=0),))
    poller = polled("minimax", lambda: full)
    await poller.poll_once()
    lookup = AccountLookup({"minimax": poller}, WORDS, NAMES)
    asked: list[tuple[str, str | None]] = []

    async def waiting(provider: str, account: str | None) -> int:
        asked.append((provider, account))
        if account is not None:
            raise StorageUnavailable("No database.")
        return 2

    capacity = CapacityHandler(lookup, waiting=waiting, now=lambda: NOON)
    assert "2 people waiting · checked" in drawn(await capacity.answer("minimax"))
    assert "waiting" not in drawn(await capacity.answer("minimax", "studio-a"))
    assert asked == [("minimax", None), ("minimax", "200300")]


async def test_nobody_is_asked_to_wait_for_what_was_full_before_looks_failed() -> None:
    said: list[ProviderAnswer | LookFailed] = [SAID, NotReached("No answer in time.")]
    poller = polled("minimax", lambda: said.pop(0))
    pollers = {"minimax": poller}
    capacity = CapacityHandler(AccountLookup(pollers, WORDS, NAMES), now=lambda: NOON)
    refresh, wait = (f"{button}:minimax:{NAMES.mark('200300')}" for button in ("capacity:refresh", "notify:ask"))

    await poller.poll_once()
    assert tokens(await capacity.answer("minimax", "200300")) == [f"{refresh}:1", wait]
    await poller.poll_once()
    assert tokens(await capacity.answer("minimax", "200300")) == [f"{refresh}:1"]


async def test_without_a_provider_the_accounts_own_one_may_be_named_before_it() -> None:
    message = await (await answers()).answer(None, "kling/200300")

    assert "0 of 2 free" in drawn(message)
    assert tokens(message)[0].startswith("capacity:refresh:kling:")


@each_row(
    ("asked", "words"),
    [
        (
            CapacityOptions(provider="list"),
            (
                'There is no provider "list" here. There are: Minimax, Kling. '
                "Try /capacity minimax, /notify me minimax, or /help."
            ),
        ),
        (CapacityOptions(provider="minimx"), 'There is no provider "minimx" here. Did you mean Minimax?'),
        (CapacityOptions(provider="200300"), 'Minimax and Kling have an account "200300": name the provider, too.'),
        (CapacityOptions(provider="minimax", account="nobody"), "studio-a"),
        (CapacityOptions(account="nobody"), 'No provider has an account "nobody".'),
        (CapacityOptions(account="studio-b"), 'No provider has an account "studio-b". Did you mean studio-a?'),
        (
            CapacityOptions(provider="studoi-a"),
            'provider or account "studoi-a" here. Did you mean studio-a?',
        ),
        (CapacityOptions(provider="minimax/studio-b"), 'has no account "studio-b". Did you mean studio-a?'),
        (CapacityOptions(account="200300"), 'Minimax and Kling have an account "200300": name the provider, too.'),
        (CapacityOptions(provider="all", account="200300"), 'Minimax and Kling have an account "200300"'),
        (CapacityOptions(account="kling/nobody"), 'Kling has no account "nobody"'),
    ],
)
async def test_what_does_not_exist_is_refused_with_what_does(asked: CapacityOptions, words: str) -> None:
    capacity = await answers()
    with pytest.raises(BadInput) as refusal:
        await capacity.run(CALLER, asked)

    assert words in str(refusal.value)
    assert MAIL not in str(refusal.value)
    assert not capacity.is_public(asked)


async def test_a_provider_of_which_nothing_is_known_is_answered_privately() -> None:
    message = await (await answers(NotReached("Nobody is there."))).answer("minimax")

    assert message.private
    assert message.actions == ()
    assert "Nobody is there" in drawn(message)


async def test_a_provider_that_is_not_set_up_is_refused_with_how_to_set_it_up() -> None:
    capacity = await answers(NotConfigured("Configure one."))
    asked = CapacityOptions(provider="minimax")
    with pytest.raises(BadInput, match=r"Minimax is not set up at useapi\.net\. Once an account is configured there"):
        await capacity.run(CALLER, asked)
    assert not capacity.is_public(asked)


async def test_an_answer_is_private_for_who_wants_it_so() -> None:
    capacity = await answers()
    asked = CapacityOptions(provider="minimax", private=True)
    assert (await capacity.run(CALLER, asked)).private
    assert not capacity.is_public(asked)
    assert not (await capacity.run(CALLER, replace(asked, private=False))).private
    assert capacity.is_public(replace(asked, private=False))


async def test_accounts_are_suggested_as_they_are_shown_and_every_one_can_be_asked_for() -> None:
    capacity = await answers()
    suggest = capacity.feature().commands[0].suggest["account"]

    assert [one.label for one in await suggest(CALLER, "STU", {"provider": "minimax"})] == ["studio-a · full"]
    assert [one.label for one in await suggest(CALLER, "jo", {"provider": "MINIMAX"})] == [
        "jo…@example.com · 2 of 5 free"
    ]
    everywhere = await suggest(CALLER, "kling", {})
    assert [one.value for one in everywhere] == ["kling/jo…@example.com", "kling/200300"]
    assert await suggest(CALLER, "", {"provider": "sora"}) == ()
    for one in await suggest(CALLER, "", {"provider": "minimax"}):
        assert capacity.is_public(CapacityOptions(provider="minimax", account=str(one.value)))
    for one in await suggest(CALLER, "", {}):
        assert capacity.is_public(CapacityOptions(account=str(one.value)))


async def test_an_answer_is_worded_once_a_second_for_all_who_ask_and_anew_after_a_look() -> None:
    now, free = NOON, 1
    poller = polled(
        "minimax",
        lambda: ProviderAnswer(accounts=(ListedSlots(account="200300", limit=2, available=free),)),
        at=lambda: now,
        now=lambda: now,
    )
    pollers = {"minimax": poller}
    capacity = CapacityHandler(AccountLookup(pollers, WORDS, NAMES), now=lambda: now)

    await poller.poll_once()
    first = await capacity.answer("minimax")
    now = after(seconds=0.9)
    assert (await capacity.answer("minimax")) is first
    assert (await capacity.answer("minimax", "200300")) is not first
    free = 0
    await poller.poll_once()
    second = await capacity.answer("minimax")
    assert second.cards[0].title != first.cards[0].title
    now = after(seconds=1)
    assert (await capacity.answer("minimax")) is not second


def test_the_longest_question_fits_into_a_button() -> None:
    longest = (max(CATALOGUE, key=len), "0123abcd", "9" * 6)
    button = Button(label="Refresh", action="capacity:refresh", arguments=longest)
    assert refused(Message(headline=("x",), actions=(button,))) == []


async def test_a_mark_can_not_be_guessed_without_the_databases_secret() -> None:
    plain = hashlib.sha256(MAIL.encode()).hexdigest()[:8]
    with pytest.raises(BadInput, match=r"has no such account now\. There are: "):
        await (await answers()).answer("minimax", plain)
    marks = {AccountNames(mark_key=key).mark(MAIL) for key in ("one", "another")}
    assert len(marks) == 2
    assert plain not in marks
    assert "one" not in repr(AccountNames(mark_key="one"))


@each_row("account", ["studio-a", "Studio-A", "minimax/studio-a", "Minimax/Studio-A", "MINIMAX / studio-a"])
async def test_an_account_that_one_provider_has_needs_no_provider(account: str) -> None:
    capacity = await answers()
    assert "Minimax · studio-a is full" in drawn(await capacity.run(CALLER, CapacityOptions(account=account)))
    assert capacity.is_public(CapacityOptions(account=account))


async def test_where_all_that_is_free_is_offered_one_can_wait_and_hears_who_does() -> None:
    poller = polled("minimax", lambda: SAID)
    await poller.poll_once()
    pollers, offers = {"minimax": poller}, OpenOffers(all=(OpenOffer(account=MAIL, slots=2, person=7),))
    told = [offers]

    async def waiting(provider: str, _: str | None) -> int:
        return len(provider)

    capacity = CapacityHandler(
        AccountLookup(pollers, WORDS, NAMES, offers=lambda _: told[-1]),
        waiting=waiting,
        now=lambda: NOON,
    )
    full = await capacity.answer("minimax")
    assert "2 slots of **jo…@example.com** are offered to somebody who waited · 7 people waiting" in drawn(full)
    assert tokens(full)[-1] == "notify:ask:minimax:"
    assert tokens(await capacity.answer("minimax", MAIL))[-1].startswith("notify:ask:minimax:")
    told.append(NO_OFFERS)
    free = await capacity.answer("minimax")  # in the same second
    assert "Use **jo…@example.com** (2 free)" in drawn(free)
    assert tokens(free) == ["capacity:refresh:minimax::1"]


async def test_a_new_name_is_shown_to_who_asks_in_the_same_second() -> None:
    labels: dict[str, str] = {}
    capacity = await answers(names=AccountNames(labels=labels))
    await capacity.answer("minimax")
    labels["minimax/200300"] = "Blue room"
    assert "Blue room" in drawn(await capacity.answer("minimax"))
