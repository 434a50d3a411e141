"""Records of all kinds, with the text that others may have written."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import strategies as st

from bot.accounts.roster import AccountState
from bot.alerts.alert import Alert, Cause, Changes, Digest, Drill, Part, Room
from bot.alerts.alert_state import AlertState, Flapping
from bot.alerts.board_content import BoardContent, BoardPart, BoardRow
from bot.alerts.news import Closed, Flaps, News, Withheld, WithheldBecause
from bot.alerts.slot_notice import NoticeKind, OfferedSlots, Outcome, SlotNotice
from bot.subscriptions.mute import Mute
from bot.subscriptions.quiet_hours import QuietHours
from bot.subscriptions.topic import Condition, Topic, TopicKind
from bot.subscriptions.watch import Style, Watch, When


def _joined(text: str) -> str:
    """Make one character of two surrogates that are a pair, as JSON does."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


texts = st.text(st.characters(exclude_categories=()) | st.sampled_from("\\\0\ud800\udfff0dcf"), max_size=20).map(
    _joined
)
moments = st.datetimes(timezones=st.just(UTC))
near_moments = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis adds the zone
snowflakes = st.integers(0, 2**63 - 1)
keys = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=20, max_size=20)
whats = st.sampled_from(Condition)
lengths = st.timedeltas(min_value=timedelta())

withheld = st.builds(
    Withheld, why=st.sampled_from(WithheldBecause), until=st.none() | moments, by=st.none() | snowflakes
)
topics = st.builds(Topic, kind=st.sampled_from(TopicKind), account=texts)
flaps = st.builds(Flaps, changes=st.integers(), since=moments, over=st.none() | moments)
news = st.builds(
    News,
    topic=topics,
    what=whats,
    since=moments,
    in_use=st.integers(),
    limit=st.none() | st.integers(),
    inferred=st.booleans(),
    warn=st.none() | st.integers(),
    sentence=st.none() | texts,
    lasted=st.none() | lengths,
    lasted_witnessed=st.booleans(),
    changes=st.integers(),
    before=st.none() | whats,
    hold=lengths,
    withheld=st.none() | withheld,
    flaps=st.none() | flaps,
    closed=st.none() | st.builds(Closed, at=moments, lasted=st.none() | lengths, witnessed=st.booleans()),
    live=st.booleans(),
)
parts = st.builds(
    Part,
    provider=texts,
    at=moments,
    news=st.lists(news, max_size=2).map(tuple),
    room=st.lists(st.builds(Room, account=texts, free=st.integers()), max_size=2).map(tuple),
    free=st.integers(),
    total=st.integers(),
    digest=st.none() | st.builds(Digest, cause=st.sampled_from(Cause), since=st.none() | moments),
)
mutes = st.builds(
    Mute,
    id=st.just(0),
    guild=snowflakes,
    channel=snowflakes,
    provider=st.none() | st.sampled_from(["minimax", "kling"]),
    account=st.none() | texts,
    by=snowflakes,
    until=near_moments,
    alert=st.none() | keys,
)
slot_notices = st.builds(
    SlotNotice,
    kind=st.sampled_from(NoticeKind),
    waiter=snowflakes,
    member=snowflakes,
    provider=texts,
    account=st.none() | texts,
    slots=st.integers(),
    asked_at=moments,
    offered=st.lists(st.builds(OfferedSlots, account=texts, slots=st.integers(), free=st.integers()), max_size=2).map(
        tuple
    ),
    outcome=st.none() | st.sampled_from(Outcome),
)
_board_rows = st.builds(
    BoardRow,
    account=texts,
    state=st.sampled_from(AccountState),
    in_use=st.integers(),
    total=st.none() | st.integers(),
    oldest=st.none() | moments,
)
_board_parts = st.builds(
    BoardPart,
    provider=texts,
    at=st.none() | moments,
    in_use=st.integers(),
    total=st.integers(),
    rows=st.lists(_board_rows, max_size=2).map(tuple),
    more=st.dictionaries(st.sampled_from(AccountState), st.integers()),
    trouble=st.none() | texts,
)
boards = st.builds(
    BoardContent,
    id=snowflakes,
    parts=st.lists(_board_parts, max_size=2).map(tuple),
    removed_by=st.none() | snowflakes,
)
alerts = st.builds(
    Alert,
    key=keys,
    channel=snowflakes,
    at=moments,
    roles=st.lists(st.integers()).map(tuple),
    members=st.lists(st.integers()).map(tuple),
    content=st.one_of(
        st.builds(Changes, parts=st.lists(parts, max_size=2).map(tuple)), st.just(Drill()), slot_notices, boards
    ),
    gathers_until=st.none() | moments,
    muted=st.none() | mutes,
)
stories = st.builds(
    AlertState,
    channel=snowflakes,
    topic=topics,
    told=st.none() | whats,
    counts=whats,
    since=moments,
    witnessed=st.booleans(),
    was_since=st.none() | moments,
    was_witnessed=st.booleans(),
    seen=whats,
    seen_since=moments,
    changes=st.integers(),
    flips=st.lists(moments, max_size=3).map(tuple),
    told_in=st.none() | keys,
    open=st.none() | keys,
    flapping=st.none() | st.builds(Flapping, key=keys, flaps=flaps),
    withheld=st.none() | withheld,
)
_times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
watches = st.builds(
    Watch,
    id=st.just(0),
    guild=snowflakes,
    channel=snowflakes,
    provider=st.none() | st.sampled_from(["minimax", "kling"]),
    account=st.none() | texts,
    role=st.none() | snowflakes,
    when=st.sampled_from(When),
    hold=st.integers(0, 86_400).map(lambda seconds: timedelta(seconds=seconds)),
    warn=st.none() | st.integers(0, 2**62),
    quiet=st.none()
    | st.builds(
        QuietHours,
        begin=_times,
        end=_times,
        zone=st.sampled_from(["Europe/Berlin", "America/Argentina/Buenos_Aires", "UTC"]),
    ).filter(lambda quiet: quiet.begin != quiet.end),
    style=st.sampled_from(Style),
)
