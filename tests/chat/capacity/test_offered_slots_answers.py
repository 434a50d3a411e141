"""What ``/capacity`` answers while slots are offered to people who waited."""

from bot.accounts.open_offers import OpenOffer, OpenOffers
from tests.chat.capacity.test_capacity_wording import TROUBLE, answer
from tests.chat.drawn import drawn
from tests.chat.samples import FULL, A, B, seen
from tests.rows import each_row


def offered(**slots: int) -> OpenOffers:
    """Offer slots of studio-a and studio-b, each account's to a person of its own."""
    names = {"a": A.name, "b": B.name}
    return OpenOffers(
        all=tuple(
            OpenOffer(account=names[letter], slots=number, person=place)
            for place, (letter, number) in enumerate(slots.items())
        )
    )


CHECKED = " · checked <t:1778846388:R>"


@each_row(
    ("account", "offers", "first"),
    [
        (None, offered(a=1), "Use **studio-a** (5 free) · 1 slot of **studio-a** is offered to somebody who waited"),
        (None, offered(a=5), "Use **studio-b** (1 free) · 5 slots of **studio-a** are offered to somebody who waited"),
        (
            None,
            offered(a=2, b=1),
            "Use **studio-a** (5 free) · 3 slots of **studio-a** and **studio-b** are offered to 2 people who waited",
        ),
        (
            None,
            offered(a=5, b=1),
            "6 slots of **studio-a** and **studio-b** are offered to 2 people who waited · 2 people waiting",
        ),
        (A.name, offered(a=1), "1 slot of **studio-a** is offered to somebody who waited"),
        (A.name, offered(b=1), "Checked <t:1778846388:R>"),
        (
            B.name,
            offered(b=1),
            "Use **studio-a** instead (5 free) · 1 slot of **studio-b** is offered to somebody who waited",
        ),
        (
            B.name,
            offered(a=5, b=1),
            (
                "1 slot of **studio-b** is offered to somebody who waited · no other account has a slot to use now · "
                "2 people waiting"
            ),
        ),
        (FULL.name, offered(a=5, b=1), "No other account has a slot to use now · 2 people waiting"),
    ],
)
def test_a_slot_that_is_offered_to_somebody_is_no_place_to_go(
    account: str | None, offers: OpenOffers, first: str
) -> None:
    full = "people waiting" in first
    card = answer(seen(A, B, FULL), account=account, offers=offers, waiting=2 if full else 0).card
    title, said, *_ = drawn(card).splitlines()
    assert "free" in title or account == FULL.name
    assert said in {first, f"{first}{CHECKED}"}


def test_the_last_known_room_leaves_out_what_was_offered() -> None:
    card = answer(seen(A, B), trouble=TROUBLE, offers=offered(a=5)).card
    assert "Most room then: **studio-b** (1 free)" in drawn(card)
