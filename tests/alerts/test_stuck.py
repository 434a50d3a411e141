"""Jobs that run for longer than such jobs do: told once each, to those who ask for it."""

from dataclasses import replace
from datetime import datetime, timedelta

from msgspec import structs

from bot.accounts.job import Job, JobKind
from bot.accounts.provider_answer import ListedSlots, Look, ProviderAnswer
from bot.accounts.snapshot import Snapshot
from bot.alerts.alert_state import ProviderMemory
from bot.alerts.audience import Audience
from bot.alerts.evaluate_look import Evaluation, evaluate_look
from bot.alerts.flapping_and_summaries import AlertThresholds
from bot.alerts.news import Closed, RunningJob
from bot.alerts.slot_conditions import job_topic
from bot.history.slot_forecast import SlotForecast
from bot.history.stuck_jobs import UsualDuration
from bot.subscriptions.topics_and_conditions import Condition, TopicKind
from bot.subscriptions.watch import Style, Tell, Watch
from tests.alerts.no_forecast import NoForecast
from tests.alerts.tale import HERE, USUAL, Tale
from tests.moments import NOON, after

WATCH = Watch(id=1, guild=5, channel=1, tell=Tell.STUCK, role=7)
LONG = Job(id="1", account="a", kind=JobKind.VIDEO, started=after(hours=-2), reply_ref="shot-12")
SHORT = structs.replace(LONG, id="2", started=NOON)


THREE_TO_SIX = UsualDuration(low=timedelta(minutes=3), high=timedelta(minutes=6))


class AnHour(NoForecast):
    """Calls a job stuck after an hour, and foretells that something frees in a minute or two."""

    def is_stuck(self, provider: str, job: Job, at: datetime) -> bool:  # noqa: ARG002 - the same for all
        """Return whether it has run for longer."""
        return job.started is not None and at - job.started > timedelta(hours=1)

    def usual_duration(self, provider: str, kind: JobKind) -> UsualDuration | None:  # noqa: ARG002 - the same for all
        """Take three to six minutes."""
        return THREE_TO_SIX

    def forecast_slot(self, seen: Snapshot, account: str | None) -> SlotForecast | None:  # noqa: ARG002 - the same for all
        """Foretell."""
        return SlotForecast(low=timedelta(minutes=1), high=timedelta(minutes=2))


class Jobs:
    """Looks at jobs, one after another."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.remembered = ProviderMemory()

    def see(self, minute: float, *jobs: Job) -> Evaluation:
        """Look, so many minutes after noon."""
        return self.look(minute, ProviderAnswer(jobs=jobs))

    def look(self, minute: float, answer: ProviderAnswer) -> Evaluation:
        """Look at whatever is answered, so many minutes after noon."""
        look = Look(at=after(minutes=minute), answer=answer)
        audience = Audience(watches=(self.watch,))
        conclusion = evaluate_look("minimax", self.remembered, look, audience, AlertThresholds(), AnHour()).at_once()
        self.remembered = conclusion.remembered
        return conclusion


def told(conclusion: Evaluation) -> list[Condition]:
    return [news.what for alert in conclusion.alerts for part in alert.parts for news in part.news]


def test_a_job_that_is_back_in_the_look_that_would_forget_it_is_told_once_and_closed() -> None:
    jobs = Jobs(WATCH)
    jobs.see(0, LONG)
    jobs.see(1)
    assert jobs.see(2.5).amendments
    back = jobs.see(3, LONG)
    assert told(back) == [Condition.STUCK]
    assert told(jobs.see(4, LONG)) == told(jobs.see(5)) == []
    assert [amendment.key for amendment in jobs.see(6.5).amendments] == [back.alerts[0].key]
    assert jobs.see(7.5).ended
    assert not jobs.remembered.alert_states


def test_a_stuck_job_is_told_once_even_at_first_sight() -> None:
    jobs = Jobs(WATCH)
    first = jobs.see(0, LONG, SHORT)

    (alert,) = first.alerts
    (news,) = alert.parts[0].news
    assert (news.topic, news.what, news.since) == (job_topic(LONG), Condition.STUCK, LONG.started)
    assert news.details.stuck == RunningJob(
        kind=JobKind.VIDEO, started=after(hours=-2), reply_ref="shot-12", usual=THREE_TO_SIX
    )
    assert [told(jobs.see(minute, LONG, SHORT)) for minute in (1, 2, 61, 62)] == [[], [], [Condition.STUCK], []]


def test_its_message_is_closed_once_it_is_gone_and_not_for_a_glitch() -> None:
    for style in Style:
        jobs = Jobs(replace(WATCH, style=style))
        (alert,) = jobs.see(0, LONG).alerts
        looks = [jobs.see(0.5), jobs.see(1, LONG), jobs.see(2), jobs.see(3)]

        assert [told(look) for look in looks] == [[]] * 4
        assert [len(look.amendments) for look in looks] == [0, 0, 0, 1]
        (amendment,) = looks[-1].amendments
        assert amendment.key == alert.key
        assert amendment.change == Closed(at=after(minutes=3), lasted=timedelta(hours=2, minutes=2), witnessed=True)
        assert jobs.see(4).remembered.alert_states == {}


def test_a_job_that_goes_unseen_had_run_for_at_least_as_long_as_it_was_seen() -> None:
    jobs = Jobs(WATCH)
    jobs.see(-60)
    looks = [jobs.see(0, LONG), jobs.see(1, LONG), jobs.see(60), jobs.see(61)]

    changes = [amendment.change for look in looks for amendment in look.amendments]
    ran = timedelta(hours=2, minutes=1)
    assert changes == [Closed(at=after(minutes=61), lasted=ran, witnessed=False, end_witnessed=False)]


def test_others_hear_nothing_of_it() -> None:
    jobs = Jobs(HERE)

    assert told(jobs.see(0, LONG)) == []
    assert TopicKind.JOB not in {topic.kind for _, topic in jobs.remembered.alert_states}


def test_a_forgotten_job_is_called_stuck_where_nothing_is_free() -> None:
    jobs = Jobs(USUAL)
    slots = (ListedSlots(account="a", limit=2, executing=1, available=1),)
    full = (ListedSlots(account="a", limit=2, executing=2, available=0),)
    jobs.look(0, ProviderAnswer(accounts=slots, jobs=(LONG,)))
    (alert,) = jobs.look(1, ProviderAnswer(accounts=full, jobs=(LONG, SHORT))).alerts

    of_slots = alert.parts[0].news[0]
    forgotten = RunningJob(
        kind=JobKind.VIDEO, started=after(hours=-2), reply_ref="shot-12", account="a", usual=THREE_TO_SIX
    )
    assert (of_slots.details.stuck, of_slots.details.longest) == (forgotten, None)


def test_jobs_are_told_apart_by_what_is_known_of_them() -> None:
    nameless = structs.replace(LONG, id=None)
    several = [
        LONG,
        SHORT,
        structs.replace(LONG, account="b"),
        nameless,
        structs.replace(nameless, reply_ref="shot-13"),
    ]

    assert len({job_topic(job) for job in several}) == 5
    assert job_topic(structs.replace(LONG, started=None)) == job_topic(LONG)


def test_a_full_account_is_told_with_when_it_usually_frees() -> None:
    tale = Tale()
    tale.experience = AnHour()
    tale.run(1, 0, 1)

    assert [news.frees is not None for news in tale.news()] == [True, False]


def test_an_account_that_stays_full_is_told_with_when_it_usually_frees() -> None:
    tale = Tale()
    tale.experience = AnHour()
    tale.run(*[1, 0] * 4, every=30)
    tale.run(0, start=900)

    *_, keeps, settled = tale.news()
    assert (keeps.closed is not None, keeps.frees) == (True, None)
    assert settled.frees is not None
