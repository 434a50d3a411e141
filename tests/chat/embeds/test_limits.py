"""Whatever a provider says, Discord takes what is drawn from it, and nothing of it acts."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.accounts.job import Job, JobKind
from bot.accounts.latest_state import Trouble
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.alerts.alert import Alert, Cause, Changes, Digest, Part, Room
from bot.alerts.news import Details, News
from bot.chat.embeds.alert import alert_message, tells
from bot.chat.embeds.capacity import capacity_embed
from bot.chat.embeds.error import error_embed
from bot.chat.embeds.jobs import JOB_LENGTH, JOBS_ON_A_PAGE
from bot.chat.embeds.overview import Entry, overview_embed
from bot.chat.embeds.why import why_choice, why_embed
from bot.chat.embeds.words import ProviderWords
from bot.chat.wording.account_names import AccountNames
from bot.subscriptions.mute import Mute
from bot.subscriptions.topic import PROVIDER, Condition, account_topic
from tests.chat.discord_limits import acting, refused, texts
from tests.chat.nasty import nasty_text, unescaped
from tests.chat.recorded import recorded
from tests.chat.samples import KLING, MINIMAX, WORDS, alerts, estimates, seen, snapshots
from tests.moments import NOON

FULL_NAMES = AccountNames(show_full=True)
troubles = st.none() | st.builds(Trouble, sentence=nasty_text, since=st.just(NOON))
WORST = "*" * 3000


@given(snapshots, troubles, st.integers(-1, 5), st.data())
def test_any_capacity(snapshot: Snapshot, trouble: Trouble | None, page: int, data: st.DataObject) -> None:
    accounts = [account.name for account in snapshot.accounts]
    account = data.draw(st.sampled_from([None, "gone", *accounts]))
    frees = data.draw(st.none() | estimates)
    drawn = capacity_embed(
        MINIMAX, snapshot, now=NOON, names=FULL_NAMES, account=account, page=page, trouble=trouble, frees=frees
    )
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
    content, embeds = alert_message(alert, WORDS, FULL_NAMES)
    assert refused(embeds, content) == []
    assert acting(embeds, content) == []
    assert [tells(embed, alert) for embed in embeds] == [False] * (len(embeds) - 1) + [True]


@given(nasty_text)
def test_any_sentence(sentence: str) -> None:
    drawn = error_embed(sentence)
    assert refused([drawn]) == []
    assert acting([drawn]) == []


@pytest.mark.parametrize("account", [None, WORST])
def test_the_longest_page_shows_all_its_jobs(account: str | None) -> None:
    job = Job(id=None, account=WORST, kind=JobKind.VIDEO, takes_slot=False, started=NOON, reply_ref=WORST)
    accounts = tuple(Account(name=f"{WORST}{n}", state=AccountState.FAULTED, fault=WORST) for n in range(50))
    snapshot = seen(
        Account(name=WORST, state=AccountState.FULL, free=0, limit=10**9, running=9), *accounts, jobs=(job,) * 11
    )
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


WORST_NEWS = [
    News(
        topic=account_topic(f"{n}{WORST}"),
        what=what,
        since=NOON,
        details=Details(in_use=10**9, limit=10**9, inferred=True),
        lasted=timedelta(10**6),
        changes=10**9,
    )
    for what in (Condition.FULL, Condition.FREED)
    for n in range(100)
]
WORST_OUTAGE = News(topic=PROVIDER, what=Condition.SILENT, since=NOON, details=Details(sentence=WORST), changes=10**9)


@pytest.mark.parametrize("parts", [1, 2, 6, 10, 12])
@pytest.mark.parametrize("news", [WORST_NEWS, WORST_NEWS[99:101], [*WORST_NEWS, WORST_OUTAGE], [WORST_OUTAGE]])
def test_the_longest_alert_fits(parts: int, news: list[News]) -> None:
    part = Part(
        provider=WORST,
        at=NOON,
        news=tuple(news),
        room=tuple(Room(account=f"{n}{WORST}", free=10**9) for n in range(100)),
        free=10**9,
        total=10**9,
        digest=Digest(cause=Cause.AWAY, since=NOON - timedelta(10**5)),
    )
    alert = Alert(
        key="k" * 20,
        channel=1,
        roles=(2**63,) * 30,
        at=NOON,
        content=Changes(parts=(part,) * parts),
        muted=Mute(id=1, guild=5, channel=1, by=2**63, until=NOON),
    )
    content, embeds = alert_message(alert, WORDS, FULL_NAMES)
    assert refused(embeds, content) == []
    assert acting(embeds, content) == []
    assert "🔕" in (embeds[-1].description or "")
    assert ("and 2 more: " in (embeds[-1].description or "")) is (parts == 12)


def test_two_hundred_accounts_of_six_providers_share_the_room() -> None:
    parts = tuple(
        Part(
            provider=f"provider-{letter}",
            at=NOON,
            news=tuple(
                News(
                    topic=account_topic(f"account-{n}"),
                    what=Condition.FULL,
                    since=NOON,
                    details=Details(in_use=5, limit=5),
                )
                for n in range(33 if letter < "f" else 35)
            ),
        )
        for letter in "abcdef"
    )
    alert = Alert(key="k" * 20, channel=1, at=NOON, content=Changes(parts=parts))
    content, embeds = alert_message(alert, WORDS, FULL_NAMES)
    assert refused(embeds, content) == []
    lines = ["\n".join(texts([embed])).count("🔴") for embed in embeds]
    assert min(lines) >= 16
    assert content.count("33 accounts are full") == 5
    for embed, said in zip(embeds, lines, strict=True):
        left = (33 if embed is not embeds[-1] else 35) - said
        assert f"and {left} more: {left} full" in (embed.description or "")


def test_what_one_provider_does_not_need_another_has() -> None:
    few = Part(provider="kling", at=NOON, news=tuple(WORST_NEWS[:1]))
    many = Part(
        provider="minimax",
        at=NOON,
        news=tuple(News(topic=account_topic(f"{n}" * 30), what=Condition.FULL, since=NOON) for n in range(40)),
    )
    _, embeds = alert_message(Alert(key="k", channel=1, at=NOON, content=Changes(parts=(few, many))), WORDS, FULL_NAMES)
    _, (alone,) = alert_message(Alert(key="k", channel=1, at=NOON, content=Changes(parts=(many,))), WORDS, FULL_NAMES)
    assert embeds[1].description == alone.description


@given(alerts, st.none() | nasty_text, st.sampled_from([None, "efgh2345efgh"]))
def test_any_explanation(alert: Alert, reason: str | None, continued_in: str | None) -> None:
    entry = recorded(alert=alert, reason=reason, continued_in=continued_in)
    embed = why_embed(entry, WORDS, FULL_NAMES, guild=2**63)
    assert refused([embed]) == []
    assert acting([embed]) == []
    assert not tells(embed, alert)
    assert len(why_choice(entry, WORDS, FULL_NAMES)) <= 100


def test_a_provider_with_the_longest_title_fits() -> None:
    words = ProviderWords(name="long", title="x" * 300, caveats=("y" * 600, "z" * 600))
    drawn = capacity_embed(words, seen(), now=NOON, names=FULL_NAMES)
    assert refused([drawn.embed]) == []
    assert drawn.embed.fields[0].value == f"{'y' * 600}\nand 1 more"
    back = News(topic=PROVIDER, what=Condition.ANSWERS, since=NOON)
    alert = Alert(
        key="k", channel=1, roles=(1,), at=NOON, content=Changes(parts=(Part(provider="long", at=NOON, news=(back,)),))
    )
    content, embeds = alert_message(alert, {"long": words}, FULL_NAMES)
    assert refused(embeds, content) == []


@given(snapshots, alerts, troubles)
def test_no_email_is_seen_in_full(snapshot: Snapshot, alert: Alert, trouble: Trouble | None) -> None:
    names = AccountNames()
    content, embeds = alert_message(alert, WORDS, names)
    embeds.append(why_embed(recorded(alert=alert, reason="joanna.maier@example.com"), WORDS, names, guild=1))
    embeds.append(capacity_embed(MINIMAX, snapshot, now=NOON, names=names, trouble=trouble).embed)
    embeds.append(overview_embed([Entry(words=KLING, snapshot=snapshot, trouble=trouble)], names=names))
    shown = unescaped("\n".join(texts(embeds, content)))
    assert "joanna.maier@example" not in shown


def test_ten_thousand_jobs_of_a_thousand_accounts_are_drawn_and_counted() -> None:
    accounts = tuple(
        Account(name=f"joanna{n}@example.com", state=AccountState.FULL, free=0, limit=10, running=10)
        for n in range(1000)
    )
    jobs = tuple(
        Job(id=None, account=accounts[n % 1000].name, kind=JobKind.VIDEO, started=NOON, reply_ref=WORST)
        for n in range(10_000)
    )
    snapshot = seen(*accounts, jobs=jobs)
    drawn = capacity_embed(MINIMAX, snapshot, now=NOON, names=AccountNames(), page=1000)
    assert (drawn.number, drawn.pages) == (1000, 1000)
    assert "and 980 more: 980 full" in (drawn.embed.description or "")
    assert drawn.embed.footer.text == "Page 1,000 of 1,000"
