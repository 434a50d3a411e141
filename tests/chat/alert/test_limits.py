"""Whatever an alert says, Discord takes what is drawn of it, and nothing of it acts."""

from cProfile import Profile
from datetime import timedelta
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.alert import Alert, Cause, Changes, Digest, Part, Room
from bot.alerts.alert_composition import ROOM_NAMED
from bot.alerts.news import Details, News
from bot.chat.alert.alert_message import alert_message
from bot.chat.alert.alert_names import AlertNames
from bot.chat.discord.message_renderer import draw
from bot.chat.message import Button
from bot.chat.why.wording import why_choice, why_message
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.provider_words import ProviderWords
from bot.subscriptions.mute import Mute
from bot.subscriptions.topics_and_conditions import PROVIDER, Condition, Topic, TopicKind, account_topic
from tests.chat.alert.told import ALERT_NAMES, message_of
from tests.chat.drawn import acting, lines_of, refused
from tests.chat.nasty import nasty_text, unescaped
from tests.chat.recorded import recorded
from tests.chat.samples import WORDS, alerts
from tests.moments import NOON, after
from tests.rows import each_row

FULL_NAMES = AlertNames(words=WORDS, accounts=AccountNames(show_full=True))
message_in_full = partial(alert_message, names=FULL_NAMES, now=NOON)
WORST = "*" * 3000
MANY = 40
"""More accounts than have a line each."""

OURS = r"^(?:<@&?\d+> )+|\*\*|~~|[Mm]uted by <@\d+>|`(?:when|hold|/watch list|/watch test)`"
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
    for n in range(MANY)
]
WORST_OUTAGE = News(topic=PROVIDER, what=Condition.SILENT, since=NOON, details=Details(sentence=WORST), changes=10**9)


@given(alerts, st.none() | nasty_text, st.sampled_from([None, "efgh2345efgh"]))
def test_any_alert_and_its_explanation(alert: Alert, reason: str | None, continued_in: str | None) -> None:
    message = message_in_full(alert)
    assert refused(message) == []
    assert acting(message, OURS) == []
    assert any(isinstance(action, Button) and alert.key in action.arguments for action in message.actions)

    stored = recorded(alert=alert, reason=reason, continued_in=continued_in)
    explained = why_message(stored, FULL_NAMES, None)
    assert refused(explained) == []
    assert acting(explained, OURS) == []
    assert explained.actions == ()
    assert len(why_choice(stored, FULL_NAMES)) <= 100

    # By the names that are usual, no email is seen in full; to draw an alert costs more than to check it for all.
    with_email = why_message(recorded(alert=alert, reason="joanna.maier@example.com"), ALERT_NAMES, None)
    shown = unescaped("\n".join([*lines_of(message_of(alert)), *lines_of(with_email)]))
    assert "joanna.maier@example" not in shown


@each_row(
    ("parts", "news"),
    [
        *((parts, WORST_NEWS) for parts in (1, 6, 10, 12)),
        *((parts, WORST_NEWS[MANY - 1 : MANY + 1]) for parts in (1, 12)),
        *((parts, [*WORST_NEWS, WORST_OUTAGE]) for parts in (1, 12)),
        *((parts, [WORST_OUTAGE]) for parts in (1, 12)),
    ],
)
def test_the_longest_alert_fits(parts: int, news: list[News]) -> None:
    part = Part(
        provider=WORST[:40],
        at=NOON,
        news=tuple(news),
        room=tuple(Room(account=f"{n}{WORST}", free=10**9) for n in range(ROOM_NAMED)),
        free=10**10,
        total=10**9,
        digest=Digest(cause=Cause.AWAY, since=NOON - timedelta(10**5)),
    )
    alert = Alert(
        key="k" * 20,
        channel=1,
        roles=(2**63,) * 30,
        at=NOON,
        content=Changes(parts=(part,) * parts),
        muted=Mute(id=1, guild=1, channel=1, by=2**63, until=after(hours=1)),
    )
    message = message_in_full(alert)
    assert refused(message) == []
    assert acting(message, OURS) == []
    said = [embed.description or "" for embed in draw(message).embeds]
    assert "🔕" in said[-1]
    left_out = [line for line in said[-1].split("\n") if line.startswith("and 2 more: ") and " full" not in line]
    assert len(left_out) == (parts == 12)
    if news[0] is WORST_NEWS[0]:
        counts = [[line for line in one.split("\n") if line.endswith(" with room again")] for one in said]
        assert [len(lines) for lines in counts] == [1] * len(said)


def test_eight_times_the_accounts_take_no_more_than_eight_times_the_steps() -> None:
    def steps(accounts: int) -> int:
        told = [
            (TopicKind.ACCOUNT, Condition.FREED),
            (TopicKind.QUOTA, Condition.OUT_OF_CREDITS),
            (TopicKind.QUOTA_USED, Condition.QUOTA_LOW),
        ]
        news = [
            News(topic=Topic(kind=kind, account=f"account-{n}"), what=what, since=NOON)
            for kind, what in told
            for n in range(accounts)
        ]
        part = Part(provider="minimax", at=NOON, news=tuple(news), free=3, total=9)
        profile = Profile()
        profile.runcall(message_in_full, Alert(key="k", channel=1, at=NOON, content=Changes(parts=(part,))))
        return sum(row.callcount for row in profile.getstats())

    steps(10)  # what is made once is not counted
    assert steps(160) <= 8 * steps(20)  # exact counts, so that any number shows what grows faster


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
    message = message_in_full(Alert(key="k" * 20, channel=1, at=NOON, content=Changes(parts=parts)))
    assert refused(message) == []
    drawn = draw(message)
    lines = [(embed.description or "").count("🔴") for embed in drawn.embeds]
    assert min(lines) >= 16
    assert (drawn.content or "").count("33 accounts are full") == 5
    for embed, said in zip(drawn.embeds, lines, strict=True):
        left = (33 if embed is not drawn.embeds[-1] else 35) - said
        assert f"and {left} more: {left} full" in (embed.description or "")


def test_what_one_provider_does_not_need_another_has() -> None:
    few = Part(provider="kling", at=NOON, news=tuple(WORST_NEWS[:1]))
    many = Part(
        provider="minimax",
        at=NOON,
        news=tuple(News(topic=account_topic(f"{n}" * 30), what=Condition.FULL, since=NOON) for n in range(40)),
    )

    def last(*parts: Part) -> str | None:
        told = Alert(key="k", channel=1, at=NOON, content=Changes(parts=parts))
        return draw(message_in_full(told)).embeds[-1].description

    assert last(few, many) == last(many)


def test_a_provider_with_the_longest_title_fits() -> None:
    words = {"long": ProviderWords(name="long", title="x" * 300)}
    back = News(topic=PROVIDER, what=Condition.ANSWERS, since=NOON)
    told = Changes(parts=(Part(provider="long", at=NOON, news=(back,)),))
    names = AlertNames(words=words, accounts=AccountNames())
    assert refused(alert_message(Alert(key="k", channel=1, roles=(1,), at=NOON, content=told), names, NOON)) == []
