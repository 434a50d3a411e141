"""Snapshots and alerts as providers make them, and as nobody would."""

from hypothesis import strategies as st

from bot.alerts.alert import Alert, News, Outage, Room, What
from bot.capacity.job import Job, Kind
from bot.capacity.known import State
from bot.capacity.snapshot import Account, Snapshot
from bot.chat.embeds.words import ProviderWords
from bot.chat.names import AccountNames
from tests.chat.nasty import nasty_text
from tests.moments import NOON, after

MINIMAX = ProviderWords(
    name="minimax", title="MiniMax", caveats=("MiniMax counts videos only: images and audio take no slot.",)
)
KLING = ProviderWords(name="kling", title="Kling")
NAMES = AccountNames(labels={"minimax/200300": "studio-a", "minimax/200301": "studio-b"})

A = Account(name="200300", state=State.FREE, free=5, limit=6, running=1)
B = Account(name="200301", state=State.FREE, free=1, limit=5, running=4)
FULL = Account(name="joanna@example.com", state=State.FULL, free=0, limit=2, running=2, inferred=True)
UNKNOWN = Account(name="jo@example.com", state=State.UNKNOWN, limit=3, running=1)
FAULTED = Account(name="jon.doe@example.com", state=State.FAULTED, fault="jon.doe@example.com is signed out")

VIDEO = Job(id="1", account="200300", kind=Kind.VIDEO, started=after(minutes=-3, seconds=-57), reply_ref="shot-12")
IMAGE = Job(id="2", account="200300", kind=Kind.IMAGE, takes_slot=False, started=after(seconds=-35))
STRAY = Job(id=None, account=None, kind=Kind.MUSIC, elapsed_said="03:57")


def seen(*accounts: Account, jobs: tuple[Job, ...] = (), unreadable: int = 0) -> Snapshot:
    """See these accounts and jobs twelve seconds before noon."""
    return Snapshot(provider="minimax", at=after(seconds=-12), accounts=accounts, jobs=jobs, unreadable=unreadable)


_number = st.one_of(st.integers(0, 12), st.integers(-1, 10**6), st.sampled_from([10**30, 10**400]))
_moment = st.timedeltas(after(days=-400) - NOON, after(days=400) - NOON).map(lambda step: NOON + step)
_maybe_number, _maybe_text, _maybe_moment = st.none() | _number, st.none() | nasty_text, st.none() | _moment

_accounts = st.builds(
    Account,
    name=nasty_text,
    state=st.sampled_from([State.UNKNOWN, State.FAULTED]),
    limit=_maybe_number,
    running=_number,
    fault=_maybe_text,
) | st.builds(
    lambda name, free, limit, running, inferred: Account(
        name=name,
        state=State.FREE if free > 0 else State.FULL,
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
    kind=st.sampled_from(Kind),
    takes_slot=st.booleans(),
    started=_maybe_moment,
    elapsed_said=_maybe_text,
    reply_ref=_maybe_text,
)

snapshots = st.builds(
    Snapshot,
    provider=st.just("minimax"),
    at=_moment,
    accounts=st.lists(_accounts, max_size=4).map(lambda few: tuple(few * 8))
    | st.lists(_accounts, max_size=6).map(tuple),
    jobs=st.lists(_jobs, max_size=4).map(lambda few: tuple(few * 4)),
    unreadable=_number,
)

_news = st.builds(
    News,
    account=nasty_text,
    what=st.sampled_from(What),
    in_use=_number,
    limit=_maybe_number,
    inferred=st.booleans(),
    lasted=st.none() | st.timedeltas(),
    lasted_witnessed=st.booleans(),
)

alerts = st.builds(
    Alert,
    key=st.from_regex(r"[a-z2-7]{20}", fullmatch=True),
    channel=st.integers(0, 2**63),
    roles=st.lists(st.integers(0, 2**63), max_size=30).map(tuple),
    provider=st.just("minimax"),
    at=_moment,
    news=st.lists(_news, max_size=5).map(lambda few: tuple(few * 10)) | st.lists(_news, max_size=2).map(tuple),
    room=st.lists(st.builds(Room, account=nasty_text, free=_number), max_size=5).map(tuple),
    outage=st.none()
    | st.builds(
        Outage, over=st.booleans(), sentence=_maybe_text, since=_maybe_moment, lasted=st.none() | st.timedeltas()
    ),
)
