"""Snapshots and alerts as providers make them, and as nobody would."""

from datetime import timedelta

from hypothesis import strategies as st

from bot.accounts.job import Job, JobKind
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.alerts.alert import Alert, Cause, Changes, Digest, Part, Room
from bot.alerts.news import Closed, Details, Flaps, News, Reason, RunningJob, Withheld, WithheldBecause
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.provider_words import ProviderWords
from bot.history.slot_forecast import SlotForecast
from bot.subscriptions.mute import Mute
from bot.subscriptions.topics_and_conditions import POOL, PROVIDER, SLOTS, Condition, Topic, TopicKind, account_topic
from tests.chat.nasty import nasty_text
from tests.moments import NOON, after
from tests.strategies import keys

MINIMAX = ProviderWords(
    name="minimax",
    title="MiniMax",
    setup_page="https://useapi.net/docs/api-minimax-v1",
    caveats=("Slots are for videos; images and audio don't use one.",),
)
KLING = ProviderWords(name="kling", title="Kling")
WORDS = {one.name: one for one in (MINIMAX, KLING)}
NAMES = AccountNames(labels={"minimax/200300": "studio-a", "minimax/200301": "studio-b"})

A = Account(name="200300", state=AccountState.FREE, free=5, limit=6, running=1)
B = Account(name="200301", state=AccountState.FREE, free=1, limit=5, running=4)
FULL = Account(name="joanna@example.com", state=AccountState.FULL, free=0, limit=2, running=2, inferred=True)
UNKNOWN = Account(name="jo@example.com", state=AccountState.UNKNOWN, limit=3, running=1)
FAULTED = Account(name="jon.doe@example.com", state=AccountState.FAULTED, fault="jon.doe@example.com is signed out")

VIDEO = Job(id="1", account="200300", kind=JobKind.VIDEO, started=after(minutes=-3, seconds=-57), reply_ref="shot-12")
IMAGE = Job(id="2", account="200300", kind=JobKind.IMAGE, takes_slot=False, started=after(seconds=-35))
STRAY = Job(id=None, account=None, kind=JobKind.MUSIC, elapsed_said="03:57")


def seen(*accounts: Account, jobs: tuple[Job, ...] = (), unreadable: int = 0) -> Snapshot:
    """See these accounts and jobs twelve seconds before noon."""
    return Snapshot(provider="minimax", at=after(seconds=-12), accounts=accounts, jobs=jobs, unreadable=unreadable)


_number = st.one_of(st.integers(0, 12), st.integers(-1, 10**6), st.sampled_from([10**30, 10**400]))


def _spans(longest: timedelta, shortest: timedelta = timedelta()) -> st.SearchStrategy[timedelta]:
    """Draw a span as one number: Hypothesis draws three for its own timedeltas."""
    return st.integers(shortest // _STEP, longest // _STEP).map(lambda steps: steps * _STEP)


_STEP = timedelta(microseconds=1)
_moment = _spans(timedelta(days=400), timedelta(days=-400)).map(lambda step: NOON + step)
_maybe_number, _maybe_text, _maybe_moment = st.none() | _number, st.none() | nasty_text, st.none() | _moment

_accounts = st.builds(
    Account,
    name=nasty_text,
    state=st.sampled_from([AccountState.UNKNOWN, AccountState.FAULTED]),
    limit=_maybe_number,
    running=_number,
    fault=_maybe_text,
) | st.builds(
    lambda name, free, limit, running, inferred: Account(
        name=name,
        state=AccountState.FREE if free > 0 else AccountState.FULL,
        free=max(free, 0),
        limit=limit,
        running=running,
        inferred=inferred,
    ),
    nasty_text,
    _number,
    _maybe_number,
    _number,
    st.booleans(),
)

_jobs = st.builds(
    Job,
    id=st.none(),
    account=_maybe_text,
    kind=st.sampled_from(JobKind),
    takes_slot=st.booleans(),
    started=_maybe_moment,
    elapsed_said=_maybe_text,
    reply_ref=_maybe_text,
)

snapshots = st.builds(
    Snapshot,
    provider=st.just("minimax"),
    at=_moment,
    accounts=st.lists(_accounts, max_size=2).map(lambda few: tuple(few * 16))
    | st.lists(_accounts, max_size=4).map(tuple),
    jobs=st.lists(_jobs, max_size=2).map(lambda few: tuple(few * 8)),
    unreadable=_number,
)

_longest = st.builds(
    RunningJob, kind=st.sampled_from(JobKind), started=_moment, reply_ref=_maybe_text, account=_maybe_text
)
_stuck = st.builds(RunningJob, kind=st.sampled_from(JobKind), started=_moment, reply_ref=_maybe_text)
_span = st.none() | _spans(timedelta(days=10**6))
_by = st.integers(0, 2**63)
_withheld = st.builds(Withheld, why=st.sampled_from(WithheldBecause), until=_maybe_moment, by=st.none() | _by)


estimates = st.builds(
    SlotForecast,
    low=_spans(timedelta(days=1)),
    high=_spans(timedelta(days=10**8), timedelta(days=1)),
)


def _news(topic: st.SearchStrategy[Topic], opens: Condition, ends: Condition) -> st.SearchStrategy[News]:
    what = st.sampled_from([opens, ends])
    return st.builds(
        News,
        topic=topic,
        what=what,
        since=_moment,
        details=st.builds(
            Details,
            in_use=_number,
            limit=_maybe_number,
            inferred=st.booleans(),
            warn=_maybe_number,
            sentence=_maybe_text,
            stuck=st.none() | _stuck,
            longest=st.none() | _longest,
        ),
        lasted=_span,
        lasted_witnessed=st.booleans(),
        changes=_number,
        before=st.none() | what,
        hold=_spans(timedelta(days=1)),
        withheld=st.none() | _withheld,
        flaps=st.none() | st.builds(Flaps, changes=_number, since=_moment, over=_maybe_moment),
        closed=st.none()
        | st.builds(Closed, at=_moment, lasted=_span, witnessed=st.booleans(), end_witnessed=st.booleans()),
        disproved=st.booleans(),
        live=st.booleans(),
        reason=st.none() | st.sampled_from(Reason),
        frees=st.none() | estimates,
    )


_account_news = _news(nasty_text.map(account_topic), Condition.FULL, Condition.FREED)
_job_topics = st.builds(Topic, kind=st.just(TopicKind.JOB), account=nasty_text, job=st.just("j"))
_any_news = st.one_of(
    _news(_job_topics, Condition.STUCK, Condition.GOES_ON),
    _account_news,
    _news(st.just(SLOTS), Condition.NOTHING_FREE, Condition.HAS_ROOM),
    _news(st.just(POOL), Condition.LOW, Condition.RISEN),
    _news(st.just(PROVIDER), Condition.SILENT, Condition.ANSWERS),
)

_parts = st.builds(
    Part,
    provider=st.sampled_from(["minimax", "kling", "gone*"]),
    at=_moment,
    news=st.lists(_account_news, max_size=2).map(lambda few: tuple(few * 25))
    | st.lists(_any_news, max_size=3).map(tuple),
    room=st.lists(st.builds(Room, account=nasty_text, free=_number), max_size=2).map(lambda few: tuple(few * 3)),
    free=_number,
    total=_number,
    digest=st.none() | st.builds(Digest, cause=st.sampled_from(Cause), since=_maybe_moment),
)

alerts = st.builds(
    Alert,
    key=keys,
    channel=st.integers(0, 2**63),
    at=_moment,
    roles=st.integers(0, 30).map(lambda roles: tuple(range(2**63 - roles, 2**63))),
    content=st.builds(
        Changes,
        parts=st.lists(_parts, min_size=1, max_size=2).map(tuple)
        | st.lists(_parts, min_size=1, max_size=2).map(lambda few: tuple(few * 6)),
    ),
    muted=st.none() | st.builds(Mute, id=_by, guild=_by, channel=_by, by=_by, until=_moment),
)
