"""Whatever a provider says, Discord takes what is drawn from it, and nothing of it acts."""

import re
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.accounts.job import Job, JobKind
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, LatestState, Snapshot, Trouble
from bot.chat.capacity.overview import ProviderState, overview_card
from bot.chat.capacity.wording import Queue, capacity_page
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.provider_words import ProviderWords
from tests.chat.drawn import acting, drawn, lines_of, refused
from tests.chat.nasty import nasty_text, unescaped
from tests.chat.samples import KLING, MINIMAX, estimates, seen, snapshots
from tests.moments import NOON
from tests.rows import each_row

FULL_NAMES = AccountNames(show_full=True)
OURS = r"\*\*|`[\d:]+`"
WORST = "*" * 3000
troubles = st.none() | st.builds(Trouble, sentence=nasty_text, since=st.just(NOON))


@given(snapshots, troubles, st.integers(-1, 5), st.data())
def test_any_capacity_and_no_email_is_seen_in_full(
    snapshot: Snapshot, trouble: Trouble | None, page: int, data: st.DataObject
) -> None:
    accounts = [account.name for account in snapshot.accounts]
    account = data.draw(st.sampled_from([None, "gone", *accounts]))
    frees = data.draw(st.none() | estimates)
    made = capacity_page(
        MINIMAX,
        LatestState(snapshot=snapshot, trouble=trouble),
        now=NOON,
        names=FULL_NAMES,
        account=account,
        page=page,
        frees=lambda _: frees,
        queue=Queue(waiting=page + 1),
    )
    assert refused(made.card) == []
    assert acting(made.card, OURS) == []
    assert 1 <= made.number <= made.pages

    names = AccountNames()
    provider = ProviderState(words=KLING, latest=LatestState(snapshot=snapshot, trouble=trouble))
    cards = (
        capacity_page(MINIMAX, provider.latest, now=NOON, names=names).card,
        overview_card([provider], names=names),
    )
    assert "joanna.maier@example" not in unescaped("\n".join(line for card in cards for line in lines_of(card)))


@given(st.lists(st.tuples(st.none() | snapshots, troubles), max_size=2), st.integers(1, 3))
def test_any_overview(states: list[tuple[Snapshot | None, Trouble | None]], times: int) -> None:
    providers = [
        ProviderState(words=KLING, latest=LatestState(snapshot=snapshot, trouble=trouble))
        for snapshot, trouble in states * times
    ]
    card = overview_card(providers, names=FULL_NAMES)
    assert refused(card) == []
    assert acting(card) == []


@each_row("account", [None, WORST])
def test_the_longest_page_names_every_account_and_shows_or_counts_its_jobs(account: str | None) -> None:
    job = Job(id=None, account=WORST, kind=JobKind.VIDEO, takes_slot=False, started=NOON, reply_ref=WORST)
    accounts = tuple(Account(name=f"{WORST}{n}", state=AccountState.FAULTED, fault=WORST) for n in range(50))
    full = Account(name=WORST, state=AccountState.FULL, free=0, limit=10**9, running=9)
    made = capacity_page(
        MINIMAX,
        LatestState(snapshot=seen(full, *accounts, jobs=(job,) * 30), trouble=Trouble(sentence=WORST, since=NOON)),
        now=NOON + timedelta.max // 10**6,
        names=FULL_NAMES,
        account=account,
    )
    lines = drawn(made.card).split("\n")
    assert refused(made.card) == []
    jobs = [line for line in lines if line.endswith("· video, no slot")]
    if account is None:
        listed = sum(line.startswith(("🔴", "⚠️ **")) for line in lines)
        counted = [int(line.split()[1]) for line in lines if line.startswith("and ") and "more: " in line]
        assert listed + sum(counted) == len(made_accounts := seen(full, *accounts).accounts[:19])
        assert len(made_accounts) == 19
    else:
        assert len(jobs) >= 5
        assert len(jobs) + sum(int(line.split()[1]) for line in lines if re.fullmatch(r"and \d+ more", line)) == 25


def test_a_provider_with_the_longest_title_fits() -> None:
    words = ProviderWords(name="long", title="x" * 300, caveats=("y" * 600, "z" * 3000))
    card = capacity_page(words, LatestState(snapshot=seen()), now=NOON, names=FULL_NAMES).card
    assert refused(card) == []
    assert f"({'y' * 600} · zzz" in drawn(card)


def test_ten_thousand_jobs_of_a_thousand_accounts_are_drawn_in_pages() -> None:
    accounts = tuple(
        Account(name=f"joanna{n}@example.com", state=AccountState.FULL, free=0, limit=10, running=10)
        for n in range(1000)
    )
    jobs = tuple(
        Job(id=None, account=accounts[n % 1000].name, kind=JobKind.VIDEO, started=NOON, reply_ref=WORST)
        for n in range(10_000)
    )
    latest = LatestState(snapshot=seen(*accounts, jobs=jobs))
    made = capacity_page(MINIMAX, latest, now=NOON, names=AccountNames(), page=1000)
    assert (made.number, made.pages) == (500, 500)
    assert drawn(made.card).count("🔴") == 2
    assert made.card.footer.startswith("Page 500 of 500 · ")
