"""What ``/capacity`` without a provider answers."""

from dataclasses import replace

from bot.accounts.open_offers import OpenOffer, OpenOffers
from bot.accounts.snapshot import Account, LatestState, Snapshot, Trouble
from bot.chat.capacity.overview import ProviderState, overview_card
from bot.chat.wording.provider_words import ProviderWords
from tests.chat.drawn import drawn
from tests.chat.samples import FULL, KLING, MINIMAX, NAMES, UNKNOWN, VIDEO, A, B, seen
from tests.moments import after
from tests.rows import each_row

TROUBLE = Trouble(sentence="Refused (401).", since=after(minutes=-4))


def state(words: ProviderWords, snapshot: Snapshot | None = None, *, trouble: Trouble | None = None) -> ProviderState:
    return ProviderState(words=words, latest=LatestState(snapshot=snapshot, trouble=trouble))


def test_a_line_for_every_provider() -> None:
    entries = [
        state(MINIMAX, seen(A, B, jobs=(VIDEO,))),
        state(KLING, seen(A, jobs=(VIDEO, VIDEO)), trouble=TROUBLE),
        state(KLING, trouble=TROUBLE),
        replace(state(KLING, seen(FULL)), next_slot="next slot usually in 2-5 min"),
        state(KLING, seen(FULL)),
        state(KLING, seen(UNKNOWN)),
        state(KLING),
    ]
    assert (
        drawn(overview_card(entries, names=NAMES))
        == """[free] 6 of 15 slots free
🟢 **MiniMax** · 6 of 11 free · use **studio-a**
⚠️ **Kling** · can't be checked; first failed <t:1778846160:R>: Refused (401). Last known, <t:1778846388:R>: 5 of 6 free
⚠️ **Kling** · can't be checked; first failed <t:1778846160:R>: Refused (401).
🔴 **Kling** · 0 of 2 free · next slot usually in 2-5 min
🔴 **Kling** · 0 of 2 free
⚪ **Kling** · free slots not known
⚪ **Kling** · not checked yet

Checked <t:1778846388:R>"""
    )


def test_the_oldest_check_is_named() -> None:
    older = replace(seen(A), at=after(minutes=-1))
    assert drawn(overview_card([state(MINIMAX, seen(A)), state(KLING, older)], names=NAMES)).endswith(
        "\n\nChecked <t:1778846340:R>"
    )


def test_accounts_are_told_apart_as_in_the_answer_about_their_provider() -> None:
    free = Account(name="jon.doe@example.com", state=A.state, free=2, limit=2)
    said = drawn(overview_card([state(MINIMAX, seen(free, FULL))], names=NAMES))
    assert "use **jon…@example.com**" in said


@each_row(
    ("entries", "title"),
    [
        ([state(KLING, seen(FULL))], "[full] 0 of 2 slots free"),
        ([state(KLING, seen(FULL)), state(KLING)], "[unknown] 0 of 2 slots free"),
        ([state(KLING, seen(FULL, UNKNOWN))], "[unknown] 0 of 2 slots free"),
        ([state(KLING, seen(B))], "[tight] 1 of 5 slots free"),
        ([state(KLING, seen(A), trouble=TROUBLE)], "[unknown] Free slots not known"),
        ([], "[unknown] No provider is watched"),
    ],
)
def test_the_title_counts_what_is_known_now(entries: list[ProviderState], title: str) -> None:
    assert drawn(overview_card(entries, names=NAMES)).split("\n")[0] == title


def test_no_provider_is_said() -> None:
    refused = drawn(overview_card([], names=NAMES, why_none=("The token is refused.",)))
    assert refused.split("\n")[:2] == ["[unknown] No provider is watched", "The token is refused."]


def test_providers_that_are_not_set_up_are_a_line_of_small_print() -> None:
    full = state(KLING, seen(FULL))
    absent = ProviderState(words=MINIMAX, latest=LatestState(set_up=False))
    without = drawn(overview_card([full], names=NAMES))
    assert drawn(overview_card([absent, full], names=NAMES)) == f"{without}\n(Not set up at useapi.net: MiniMax)"


@each_row(
    ("offered", "said"),
    [
        ({A: 1}, "5 of 6 free · use **studio-a** · 1 offered to somebody who waited"),
        ({A: 5}, "6 of 11 free · use **studio-b** · 5 offered to somebody who waited"),
        ({A: 5, B: 1}, "6 of 11 free, offered to 2 people who waited"),
    ],
)
def test_a_slot_that_is_offered_to_somebody_is_no_place_to_go(offered: dict[Account, int], said: str) -> None:
    offers = OpenOffers(
        all=tuple(
            OpenOffer(account=one.name, slots=slots, person=place) for place, (one, slots) in enumerate(offered.items())
        )
    )
    snapshot = seen(A) if "of 6" in said else seen(A, B)
    line = drawn(overview_card([replace(state(MINIMAX, snapshot), offers=offers)], names=NAMES)).splitlines()[1]
    assert line.endswith(f"**MiniMax** · {said}")
