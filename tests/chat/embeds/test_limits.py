"""Whatever a provider says, Discord takes what is drawn from it, and nothing of it acts."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.alert import Alert, News, Outage, Room, What
from bot.capacity.job import Job, Kind
from bot.capacity.known import State
from bot.capacity.sight import Trouble
from bot.capacity.snapshot import Account, Snapshot
from bot.chat.embeds.alert import alert_message
from bot.chat.embeds.capacity import capacity_embed
from bot.chat.embeds.error import error_embed
from bot.chat.embeds.jobs import JOB_LENGTH, JOBS_ON_A_PAGE
from bot.chat.embeds.overview import Entry, overview_embed
from bot.chat.embeds.words import ProviderWords
from bot.chat.names import AccountNames
from tests.chat.embeds.limits import acting, refused, texts
from tests.chat.embeds.made import KLING, MINIMAX, alerts, seen, snapshots
from tests.chat.nasty import nasty_text, unescaped
from tests.moments import NOON

FULL_NAMES = AccountNames(show_full=True)
troubles = st.none() | st.builds(Trouble, sentence=nasty_text, since=st.just(NOON))
WORST = "*" * 3000


@given(snapshots, troubles, st.integers(-1, 5), st.data())
def test_any_capacity(snapshot: Snapshot, trouble: Trouble | None, page: int, data: st.DataObject) -> None:
    accounts = [account.name for account in snapshot.accounts]
    account = data.draw(st.sampled_from([None, "gone", *accounts]))
    drawn = capacity_embed(MINIMAX, snapshot, now=NOON, names=FULL_NAMES, account=account, page=page, trouble=trouble)
    assert refused([drawn.embed]) == []
    assert acting([drawn.embed]) == []
    assert 1 <= drawn.number <= drawn.pages


@given(st.lists(st.tuples(st.none() | snapshots, troubles), max_size=4))
def test_any_overview(states: list[tuple[Snapshot | None, Trouble | None]]) -> None:
    entries = [Entry(words=KLING, snapshot=snapshot, trouble=trouble) for snapshot, trouble in states]
    drawn = overview_embed(entries, names=FULL_NAMES)
    assert refused([drawn]) == []
    assert acting([drawn]) == []


@given(alerts)
def test_any_alert(alert: Alert) -> None:
    content, embeds = alert_message(alert, MINIMAX, FULL_NAMES)
    assert refused(embeds, content) == []
    assert acting(embeds, content) == []


@given(nasty_text)
def test_any_sentence(sentence: str) -> None:
    drawn = error_embed(sentence)
    assert refused([drawn]) == []
    assert acting([drawn]) == []


@pytest.mark.parametrize("account", [None, WORST])
def test_the_longest_page_shows_all_its_jobs(account: str | None) -> None:
    job = Job(id=None, account=WORST, kind=Kind.VIDEO, takes_slot=False, started=NOON, reply_ref=WORST)
    accounts = tuple(Account(name=f"{WORST}{n}", state=State.FAULTED, fault=WORST) for n in range(50))
    snapshot = seen(Account(name=WORST, state=State.FULL, free=0, limit=10**9, running=9), *accounts, jobs=(job,) * 11)
    drawn = capacity_embed(
        MINIMAX,
        snapshot,
        now=NOON + timedelta.max // 10**6,
        names=FULL_NAMES,
        account=account,
        trouble=Trouble(sentence=WORST, since=NOON),
    )
    lines = [line for line in (drawn.embed.description or "").split("\n") if "takes no slot" in line]
    assert refused([drawn.embed]) == []
    assert len(lines) == JOBS_ON_A_PAGE
    assert max(map(len, lines)) <= JOB_LENGTH


def test_the_longest_alert_fits() -> None:
    news = [
        News(account=f"{n}{WORST}", what=what, in_use=10**9, limit=10**9, inferred=True, lasted=timedelta(10**6))
        for what in What
        for n in range(100)
    ]
    outage = Outage(over=False, sentence=WORST, since=NOON)
    room = tuple(Room(account=f"{n}{WORST}", free=10**9) for n in range(100))
    for told in (news, news[99:101]):
        alert = Alert(
            key="k", channel=1, roles=(1,), provider="minimax", at=NOON, news=tuple(told), room=room, outage=outage
        )
        content, embeds = alert_message(alert, MINIMAX, FULL_NAMES)
        assert refused(embeds, content) == []
        assert acting(embeds, content) == []


def test_a_provider_with_the_longest_title_fits() -> None:
    words = ProviderWords(name="long", title="x" * 300, caveats=("y" * 600, "z" * 600))
    drawn = capacity_embed(words, seen(), now=NOON, names=FULL_NAMES)
    assert refused([drawn.embed]) == []
    assert drawn.embed.fields[0].value == f"{'y' * 600}\nand 1 more"
    alert = Alert(key="k", channel=1, roles=(1,), provider="long", at=NOON, outage=Outage(over=True))
    content, embeds = alert_message(alert, words, FULL_NAMES)
    assert refused(embeds, content) == []


@given(snapshots, alerts, troubles)
def test_no_email_is_seen_in_full(snapshot: Snapshot, alert: Alert, trouble: Trouble | None) -> None:
    names = AccountNames()
    content, embeds = alert_message(alert, MINIMAX, names)
    embeds.append(capacity_embed(MINIMAX, snapshot, now=NOON, names=names, trouble=trouble).embed)
    embeds.append(overview_embed([Entry(words=KLING, snapshot=snapshot, trouble=trouble)], names=names))
    shown = unescaped("\n".join(texts(embeds, content)))
    assert "joanna.maier@example" not in shown


def test_ten_thousand_jobs_of_a_thousand_accounts_are_drawn_and_counted() -> None:
    accounts = tuple(
        Account(name=f"joanna{n}@example.com", state=State.FULL, free=0, limit=10, running=10) for n in range(1000)
    )
    jobs = tuple(
        Job(id=None, account=accounts[n % 1000].name, kind=Kind.VIDEO, started=NOON, reply_ref=WORST)
        for n in range(10_000)
    )
    snapshot = seen(*accounts, jobs=jobs)
    drawn = capacity_embed(MINIMAX, snapshot, now=NOON, names=AccountNames(), page=1000)
    assert (drawn.number, drawn.pages) == (1000, 1000)
    assert "and 980 more: 980 full" in (drawn.embed.description or "")
    assert drawn.embed.footer.text == "Page 1,000 of 1,000"
