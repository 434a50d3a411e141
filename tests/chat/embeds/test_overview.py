"""What ``/capacity`` without a provider answers, and what an error says."""

import pytest

from bot.accounts.latest_state import Trouble
from bot.accounts.snapshot import Account
from bot.chat.embeds.error import error_embed
from bot.chat.embeds.overview import Entry, overview_embed
from bot.chat.wording.account_names import AccountNames
from tests.chat.embeds.drawn import drawn
from tests.chat.samples import FULL, KLING, MINIMAX, NAMES, UNKNOWN, VIDEO, A, B, seen
from tests.moments import after

TROUBLE = Trouble(sentence="Refused (401).", since=after(minutes=-4))


def test_a_line_for_every_provider() -> None:
    entries = [
        Entry(words=MINIMAX, snapshot=seen(A, B, jobs=(VIDEO,))),
        Entry(words=KLING, snapshot=seen(A, jobs=(VIDEO, VIDEO)), trouble=TROUBLE),
        Entry(words=KLING, trouble=TROUBLE),
        Entry(words=KLING, snapshot=seen(FULL)),
        Entry(words=KLING, snapshot=seen(UNKNOWN)),
        Entry(words=KLING),
    ]
    assert (
        drawn(overview_embed(entries, names=NAMES))
        == r"""[free] Capacity · 6 of 13 slots free
🟢 **MiniMax** · 6 of 11 free · use **studio-a** (5 free) · 1 job · <t:1778846388:R>
⚠️ **Kling** · 5 of 6 free · 2 jobs when seen <t:1778846388:R> · failing since <t:1778846160:R>: Refused \(401\).
⚠️ **Kling** · nothing known yet · failing since <t:1778846160:R>: Refused \(401\).
🔴 **Kling** · 0 of 2 free · no job · <t:1778846388:R>
⚪ **Kling** · free slots unknown · no job · <t:1778846388:R>
⚪ **Kling** · nothing known yet"""
    )


def test_accounts_are_told_apart_as_in_the_answer_about_their_provider() -> None:
    free = Account(name="jon.doe@example.com", state=A.state, free=2, limit=2)
    said = drawn(overview_embed([Entry(words=MINIMAX, snapshot=seen(free, FULL))], names=NAMES))
    assert r"use **jo\*\*\*@example.com·c6** (2 free)" in said


@pytest.mark.parametrize(
    ("entries", "title"),
    [
        ([Entry(words=KLING, snapshot=seen(FULL))], "[full] Capacity · 0 of 2 slots free"),
        ([Entry(words=KLING, snapshot=seen(FULL)), Entry(words=KLING)], "[unknown] Capacity · 0 of 2 slots free"),
        ([Entry(words=KLING, snapshot=seen(FULL, UNKNOWN))], "[unknown] Capacity · 0 of 2 slots free"),
        ([Entry(words=KLING, snapshot=seen(B))], "[tight] Capacity · 1 of 5 slots free"),
        ([Entry(words=KLING, snapshot=seen(A), trouble=TROUBLE)], "[unknown] Capacity · free slots unknown"),
        ([], "[unknown] Capacity · free slots unknown"),
    ],
)
def test_the_title_counts_what_is_known_now(entries: list[Entry], title: str) -> None:
    assert drawn(overview_embed(entries, names=NAMES)).split("\n")[0] == title


def test_no_provider_is_said() -> None:
    assert overview_embed([], names=NAMES).description == "No provider is set up."


def test_an_error_is_a_sentence_and_nothing_more() -> None:
    sentence = "There is no account *joanna@example.com*."
    assert error_embed(sentence).description == r"⚠️ There is no account \*j\*\*\*@example.com\*."
    assert error_embed(sentence, names=AccountNames(show_full=True)).description == (
        r"⚠️ There is no account \*joanna@example.com\*."
    )
    assert error_embed("\u200b").description == "⚠️ Something went wrong."
