"""Whatever a provider says, Discord takes what is drawn from it, and nothing of it acts."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.accounts.job import Job, JobKind
from bot.accounts.latest_state import LatestState, Trouble
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.chat.capacity.overview import ProviderState, overview_card
from bot.chat.capacity.wording import capacity_page
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.job_lines import ON_A_PAGE
from bot.chat.wording.provider_words import ProviderWords
from tests.chat.drawn import acting, drawn, lines_of, refused
from tests.chat.nasty import nasty_text, unescaped
from tests.chat.samples import KLING, MINIMAX, estimates, seen, snapshots
from tests.moments import NOON

FULL_NAMES = AccountNames(show_full=True)
OURS = r"\*\*|\*inferred\*"
WORST = "*" * 3000
troubles = st.none() | st.builds(Trouble, sentence=nasty_text, since=st.just(NOON))


@given(snapshots, troubles, st.integers(-1, 5), st.data())
def test_any_capacity(snapshot: Snapshot, trouble: Trouble | None, page: int, data: st.DataObject) -> None:
    accounts = [account.name for account in snapshot.accounts]
    account = data.draw(st.sampled_from([None, "gone", *accounts]))
    frees = data.draw(st.none() | estimates)
    made = capacity_page(
        MINIMAX, snapshot, now=NOON, names=FULL_NAMES, account=account, page=page, trouble=trouble, frees=frees
    )
    assert refused(made.card) == []
    assert acting(made.card, OURS) == []
    assert 1 <= made.number <= made.pages


@given(st.lists(st.tuples(st.none() | snapshots, troubles), max_size=4))
def test_any_overview(states: list[tuple[Snapshot | None, Trouble | None]]) -> None:
    providers = [
        ProviderState(words=KLING, latest=LatestState(snapshot=snapshot, trouble=trouble))
        for snapshot, trouble in states
    ]
    card = overview_card(providers, names=FULL_NAMES)
    assert refused(card) == []
    assert acting(card) == []


@given(snapshots, troubles)
def test_no_email_is_seen_in_full(snapshot: Snapshot, trouble: Trouble | None) -> None:
    names = AccountNames()
    provider = ProviderState(words=KLING, latest=LatestState(snapshot=snapshot, trouble=trouble))
    cards = (
        capacity_page(MINIMAX, snapshot, now=NOON, names=names, trouble=trouble).card,
        overview_card([provider], names=names),
    )
    shown = unescaped("\n".join(line for card in cards for line in lines_of(card)))
    assert "joanna.maier@example" not in shown


@pytest.mark.parametrize("account", [None, WORST])
def test_the_longest_page_shows_all_its_jobs_and_counts_every_account(account: str | None) -> None:
    job = Job(id=None, account=WORST, kind=JobKind.VIDEO, takes_slot=False, started=NOON, reply_ref=WORST)
    accounts = tuple(Account(name=f"{WORST}{n}", state=AccountState.FAULTED, fault=WORST) for n in range(50))
    full = Account(name=WORST, state=AccountState.FULL, free=0, limit=10**9, running=9)
    made = capacity_page(
        MINIMAX,
        seen(full, *accounts, jobs=(job,) * 11),
        now=NOON + timedelta.max // 10**6,
        names=FULL_NAMES,
        account=account,
        trouble=Trouble(sentence=WORST, since=NOON),
    )
    lines = drawn(made.card).split("\n")
    assert refused(made.card) == []
    assert len([line for line in lines if line.endswith(", takes no slot")]) == ON_A_PAGE
    if account is None:
        listed = sum(line.startswith(("🔴", "⚠️ **")) for line in lines)
        assert listed >= 10
        assert any(line.startswith(f"and {51 - listed} more: ") for line in lines)


def test_a_provider_with_the_longest_title_fits() -> None:
    words = ProviderWords(name="long", title="x" * 300, caveats=("y" * 600, "z" * 600))
    text = drawn(capacity_page(words, seen(), now=NOON, names=FULL_NAMES).card)
    note = text[text.index("# Note") :].split("\n")[1:]
    assert refused(capacity_page(words, seen(), now=NOON, names=FULL_NAMES).card) == []
    assert [line[0] for line in note] == ["y", "z"]
    assert all(line.endswith("…") and len(line) > 500 for line in note)


def test_ten_thousand_jobs_of_a_thousand_accounts_are_drawn_and_counted() -> None:
    accounts = tuple(
        Account(name=f"joanna{n}@example.com", state=AccountState.FULL, free=0, limit=10, running=10)
        for n in range(1000)
    )
    jobs = tuple(
        Job(id=None, account=accounts[n % 1000].name, kind=JobKind.VIDEO, started=NOON, reply_ref=WORST)
        for n in range(10_000)
    )
    made = capacity_page(MINIMAX, seen(*accounts, jobs=jobs), now=NOON, names=AccountNames(), page=1000)
    assert (made.number, made.pages) == (1000, 1000)
    assert "and 980 more: 980 full" in drawn(made.card)
    assert made.card.footer == "Page 1,000 of 1,000"
