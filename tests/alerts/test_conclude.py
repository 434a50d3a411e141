"""One look after another: what is remembered, what is owed."""

from bot.alerts.alert import What
from bot.alerts.conclude import Conclusion, conclude
from bot.alerts.watch import Watch
from bot.capacity.answer import Answer, Listed, Row
from bot.capacity.known import State
from bot.capacity.look import Look
from bot.capacity.remembered import Remembered
from bot.errors import NotReached, Unauthorised
from tests.moments import NOON, after

WATCHES = (Watch(id=0, guild=None, channel=1),)


class Story:
    """Looks at one account, one after another."""

    def __init__(self) -> None:
        self.remembered = Remembered()
        self.minute = 0

    def look(self, answer: Answer | NotReached | Unauthorised, listed: tuple[Listed, ...] | None = None) -> Conclusion:
        """Conclude the next look, a minute after the last."""
        look = Look(at=after(minutes=self.minute), answer=answer, listed=listed)
        conclusion = conclude("minimax", self.remembered, look, WATCHES)
        self.minute += 1
        self.remembered = conclusion.remembered
        return conclusion


def available(slots: int) -> Answer:
    return Answer(rows=(Row(account="a", limit=2, available=slots),))


ABSENT = Answer()
FAILED = NotReached("No answer in time.")


def test_an_account_that_fills_and_frees_is_told_both() -> None:
    story = Story()
    told = [[news.what for alert in story.look(available(slots)).alerts for news in alert.news] for slots in (1, 0, 1)]

    assert told == [[], [What.FULL], [What.FREED]]


def test_an_account_that_vanishes_after_it_was_full_is_not_freed() -> None:
    story = Story()
    for answer in (available(1), available(0)):
        story.look(answer)

    assert [story.look(answer).alerts for answer in (ABSENT, FAILED, ABSENT)] == [(), (), ()]
    (alert,) = story.look(available(2)).alerts
    assert [news.what for news in alert.news] == [What.FREED]


def test_a_failed_look_leaves_the_roster_as_it_was() -> None:
    story = Story()
    story.look(available(0))
    roster = story.remembered.roster

    conclusion = story.look(FAILED)

    assert conclusion.snapshot is None
    assert conclusion.remembered.roster == roster


def test_three_failed_looks_are_told_with_the_sentence_and_the_return_comes_before_what_changed() -> None:
    story = Story()
    story.look(available(1))
    refused = Unauthorised("useapi.net refused the token.")

    alerts = [story.look(refused).alerts for _ in range(4)]

    assert [len(owed) for owed in alerts] == [0, 0, 1, 0]
    outage = alerts[2][0].outage
    assert outage is not None
    assert outage.sentence == "useapi.net refused the token."
    back, full = story.look(available(0)).alerts
    assert back.outage is not None
    assert back.outage.over
    assert [news.what for news in full.news] == [What.FULL]


def test_an_account_on_the_accounts_endpoint_alone_is_waited_for() -> None:
    conclusion = conclude("minimax", Remembered(), Look(at=NOON, answer=ABSENT, listed=(Listed(account="a"),)), WATCHES)

    assert conclusion.snapshot is not None
    assert [account.state for account in conclusion.snapshot.accounts] == [State.UNKNOWN]
    assert conclusion.alerts == ()
