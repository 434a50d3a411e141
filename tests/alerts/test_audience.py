"""What a channel follows is what its watches would say of each fact, one by one."""

from hypothesis import given
from hypothesis import strategies as st

from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.alerts.audience import FollowedFacts, Speakers
from bot.alerts.slot_conditions import Fact, of_pool
from bot.subscriptions.topics_and_conditions import POOL, PROVIDER, SLOTS, Condition, Topic, TopicKind
from bot.subscriptions.watch import Tell, Watch, narrowest_watch
from tests.moments import NOON

NAMES = st.sampled_from("abc")
ABOUT_ACCOUNTS = (TopicKind.ACCOUNT, TopicKind.HEALTH, TopicKind.JOB)
TOPICS = st.sampled_from([PROVIDER, SLOTS, Topic(kind=TopicKind.JOB, job="1")]) | st.builds(
    Topic, kind=st.sampled_from(ABOUT_ACCOUNTS), account=NAMES
)
FACTS = st.lists(st.builds(Fact, topic=TOPICS, what=st.sampled_from(Condition)), max_size=8)
WATCHES = st.lists(
    st.builds(
        Watch,
        id=st.integers(1, 9),
        guild=st.just(1),
        channel=st.just(1),
        provider=st.none() | st.just("minimax"),
        account=st.none() | NAMES,
        tell=st.sampled_from(Tell),
        warn=st.none() | st.integers(0, 3),
        quota=st.none() | st.just(80),
    ),
    max_size=4,
)
SEEN = Snapshot(
    provider="minimax",
    at=NOON,
    accounts=(Account(name="a", state=AccountState.FREE, free=2, limit=2),),
)


@given(FACTS, WATCHES)
def test_a_channel_follows_what_its_watches_say_of_each_fact(facts: list[Fact], watches: list[Watch]) -> None:
    asked = [(fact, narrowest_watch(watches, fact.topic)) for fact in facts]
    wanted = [(fact, watch) for fact, watch in asked if watch is not None]
    warning = narrowest_watch(watches, POOL)
    if warning is not None and warning.warn is not None:
        pool = of_pool(SEEN, warning.warn)
        assert pool is not None
        wanted.append((pool, warning))

    assert list(FollowedFacts(facts, SEEN).of(Speakers(watches))) == wanted


@given(st.lists(TOPICS, max_size=8), WATCHES)
def test_the_same_watch_speaks_however_often_it_is_asked(topics: list[Topic], watches: list[Watch]) -> None:
    speakers = Speakers(watches)
    for topic in topics * 2:
        assert speakers.of(topic) == narrowest_watch(watches, topic)


def test_a_failed_look_shows_no_pool_and_no_quota() -> None:
    facts = FollowedFacts([Fact(topic=PROVIDER, what=Condition.ANSWERS)], None)
    watch = Watch(id=1, guild=1, channel=1, warn=2, quota=80)
    assert [fact.topic for fact, _ in facts.of(Speakers([watch]))] == [PROVIDER]
