"""Which provider somebody means, and what they are told where it is not watched."""

import pytest

from bot.accounts.open_offers import NO_OFFERS, OpenOffer, OpenOffers
from bot.accounts.provider_answer import ListedSlots, ProviderAnswer
from bot.chat.account_lookup import ALL, AccountLookup
from bot.chat.account_options import (
    AccountOptions,
    account_choices,
    provider_choices,
    suggest_providers,
    with_owner,
)
from bot.chat.feature import Caller
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.provider_words import ProviderWords
from bot.errors import BadInput
from bot.polling.all_pollers import Poller
from tests.chat.polled import polled
from tests.chat.two_providers import TwoProviders
from tests.moments import NOON
from tests.rows import each_row

WORDS = {
    "minimax": ProviderWords(name="minimax", title="MiniMax"),
    "kling": ProviderWords(name="kling", title="Kling"),
    "riffusion": ProviderWords(name="riffusion", title="Riffusion", on_request=True),
}
ROOM = ProviderAnswer(accounts=(ListedSlots(account="a", limit=2, available=1),))
CALLER = Caller(guild=1, channel=2, member=3)


class Watching:
    """A poller to which providers can be added, and what is offered there."""

    def __init__(self, *names: str, searches: bool = True) -> None:
        self.offers = NO_OFFERS
        self.poller = Poller(order=tuple(WORDS))
        for name in names:
            self.poller.add(polled(name, lambda: ROOM))
        self.lookup = AccountLookup(
            self.poller.providers,
            WORDS,
            AccountNames(),
            why_none=lambda: ("none was found.",),
            offers=lambda _: self.offers,
            searches=searches,
        )


@each_row(
    ("asked", "searches", "said"),
    [
        ("kling", True, "Kling is not watched: useapi.net has no account of it. A new account is found within an hour"),
        ("KLING", False, "Kling is not watched: the setting PROVIDERS leaves it out."),
        (
            "riffusion",
            True,
            "Riffusion is not watched: it may be gone, so it is watched only where PROVIDERS names it.",
        ),
        ("minmax", True, 'There is no provider "minmax" here. Did you mean MiniMax?'),
        ("mia", True, 'There is no provider "mia" here. There are: MiniMax.'),  # somebody, and no misspelling
        ("xyz", True, 'There is no provider "xyz" here. There are: MiniMax.'),
        ("all", True, "Name one provider. There are: MiniMax."),
    ],
)
def test_what_is_not_watched_is_told_why(asked: str, searches: bool, said: str) -> None:  # noqa: FBT001 - a row's value
    with pytest.raises(BadInput) as raised:
        Watching("minimax", searches=searches).lookup.provider(asked)
    assert str(raised.value).startswith(said)


def test_where_nothing_is_watched_the_reason_is_told() -> None:
    with pytest.raises(BadInput, match=r"No provider is watched: none was found\."):
        Watching().lookup.provider("minimax")


async def test_what_is_added_is_suggested_and_stands_in_examples() -> None:
    watching = Watching()
    suggest, examples = suggest_providers(watching.lookup, all_of_them=True), AccountOptions(watching.lookup).examples
    assert examples() == {}
    watching.poller.add(polled("kling", lambda: ROOM))
    await watching.poller.providers["kling"].poll_once()
    offered = [(one.label, one.value) for one in await suggest(CALLER, "", {})]
    assert offered == [("All providers", ALL), ("Kling · 1 of 2 free", "kling")]
    assert [one.value for one in await suggest(CALLER, "kli", {})] == ["kling"]
    assert examples() == {"provider": "kling"}


@each_row("asked", ["all", "All Providers", " ALL ", "everything"])
def test_all_providers_are_meant_in_any_spelling(asked: str) -> None:
    assert Watching("minimax").lookup.meant(asked, None) == (None, None)


@each_row("asked", ["MiniMax/a", "minimax/A", "MiniMax / a"])
async def test_an_account_can_be_typed_with_the_title_of_its_provider(asked: str) -> None:
    watching = Watching("minimax")
    await watching.poller.providers["minimax"].poll_once()
    assert watching.lookup.is_account(asked)
    assert watching.lookup.account("minimax", asked) == "a"
    assert watching.lookup.matches(asked, "minimax", "a")


@each_row(
    "asked",
    ["\u200bminimax", "mini\u200bmax", "\u202bMiniMax\u202c", "minimax?", "minimax,", "**minimax**", "mini max"],
)
def test_a_provider_that_was_pasted_or_stands_in_a_sentence_is_found(asked: str) -> None:
    lookup = Watching("minimax").lookup
    assert lookup.is_provider(asked)
    assert lookup.provider(asked) == "minimax"


@each_row("asked", ["a", "A?", "\u200ba", "minimax/a", "MiniMax/ a."])
async def test_an_account_is_found_where_its_provider_is_asked_for(asked: str) -> None:
    watching = Watching("minimax", "kling")
    await watching.poller.providers["minimax"].poll_once()
    provider, account = with_owner(watching.lookup, asked, None)
    assert watching.lookup.meant(provider, account) == ("minimax", "a")
    assert with_owner(watching.lookup, "kling", "a") == ("kling", "a")
    assert with_owner(watching.lookup, "nobody", None) == ("nobody", None)


async def test_an_account_that_two_providers_have_needs_its_provider() -> None:
    watching = Watching("minimax", "kling")
    for poller in watching.poller.providers.values():
        await poller.poll_once()
    with pytest.raises(BadInput, match='MiniMax and Kling have an account "a": name the provider, too'):
        with_owner(watching.lookup, "a", None)
    implied = AccountOptions(watching.lookup).implied
    assert (implied({"account": "a"}), implied({"account": "kling/a"})) == ({}, {})


async def test_a_typed_account_that_one_provider_has_needs_no_provider() -> None:
    watching = Watching("minimax", "kling")
    await watching.poller.providers["minimax"].poll_once()
    implied = AccountOptions(watching.lookup).implied
    assert implied({"account": "a"}) == {"provider": "minimax"}
    assert implied({"account": "a", "provider": "kling"}) == implied({"account": "b"}) == implied({}) == {}


async def test_what_was_pasted_by_mistake_is_not_repeated_whole() -> None:
    watching = Watching("minimax")
    await watching.poller.providers["minimax"].poll_once()
    for ask in (watching.lookup.provider, lambda asked: watching.lookup.account("minimax", asked)):
        with pytest.raises(BadInput) as raised:
            ask("secret " * 500)
        assert str(raised.value).count("secret") == 5
        assert "There are: " in str(raised.value)


async def test_an_e_mail_is_found_in_any_case_and_the_exact_one_first() -> None:
    twins = ("jo@example.com", "Jo@example.com")
    rows = tuple(ListedSlots(account=one, limit=1, available=1) for one in twins)
    poller = polled("minimax", lambda: ProviderAnswer(accounts=rows))
    watching = Watching()
    watching.poller.add(poller)
    await poller.poll_once()
    for asked, account in ((twins[0], twins[0]), (twins[1], twins[1]), ("JO@EXAMPLE.COM", twins[1])):
        assert watching.lookup.is_account(asked)
        assert watching.lookup.account("minimax", asked) == account


async def test_what_there_is_at_a_provider_is_counted() -> None:
    providers = TwoProviders(lambda: NOON)
    assert providers.lookup.holdings("minimax") == ()
    await providers.look()
    assert providers.lookup.holdings("minimax") == (("MiniMax", 2, 8),)
    providers.rows["kling"] = (ListedSlots(account="a", limit=1, available=1),)
    await providers.pollers["kling"].poll_once()
    assert providers.lookup.holdings(None) == (("MiniMax", 2, 8), ("Kling", 1, 1))


async def test_suggestions_say_what_is_offered_to_people_who_waited() -> None:
    watching = Watching("kling")
    await watching.poller.providers["kling"].poll_once()
    watching.offers = OpenOffers(all=(OpenOffer(account="a", slots=1, person=7),))
    assert [one.label for one in provider_choices(watching.lookup, "")] == ["Kling · 1 of 2 free, 1 offered"]
    assert [one.label for one in account_choices(watching.lookup, "kling", "")] == ["a · 1 of 2 free, 1 offered"]


async def test_an_account_that_is_gone_is_told_apart_from_those_that_are_there() -> None:
    watching = Watching()
    there = ListedSlots(account="joanna@example.com", limit=2, available=1)
    poller = polled("minimax", lambda: ProviderAnswer(accounts=(there,)))
    watching.poller.add(poller)
    await poller.poll_once()
    assert watching.lookup.title("minimax", "john@example.com") == "MiniMax · joh…@example.com"
    assert watching.lookup.title("minimax", "joanna@example.com") == "MiniMax · jo…@example.com"
