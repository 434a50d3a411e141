"""``/jobs`` asked of two made-up providers, and what is in its answers."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import structs

from bot.accounts.job import Job
from bot.accounts.provider_answer import ListedSlots, ProviderAnswer
from bot.chat.account_lookup import AccountLookup
from bot.chat.feature import Caller
from bot.chat.jobs.handler import JobsHandler
from bot.chat.jobs.jobs_options import JobsOptions
from bot.chat.message import Button, Menu, Message
from bot.errors import LookFailed
from tests.chat.polled import polled
from tests.chat.samples import IMAGE, NAMES, STRAY, VIDEO, WORDS
from tests.moments import NOON, after

MAIL = "jo.long@example.com"
OTHER = structs.replace(VIDEO, id="9", account=MAIL, reply_ref="finale", started=after(hours=-2))
ROWS = (ListedSlots(account="200300", limit=6, available=5), ListedSlots(account=MAIL, limit=2, available=1))
JOBS = (VIDEO, IMAGE, STRAY, OTHER)
MINIMAX_JOBS = JobsOptions(provider="minimax")
CALLER = Caller(guild=1, channel=2, member=3)


class Provider:
    """MiniMax and Kling, which answer as a test wants it.

    Attributes:
        said: The jobs that run, or why nothing is known of them.
        judged: For which provider and moment it was asked whether jobs are stuck: those older than an hour are.
    """

    def __init__(self, said: Sequence[Job] | LookFailed = JOBS) -> None:
        self.said = said
        self.judged: list[tuple[str, datetime]] = []
        self._pollers = {
            name: polled(name, self._answer, at=lambda: after(seconds=-12)) for name in ("minimax", "kling")
        }

    async def look(self) -> JobsHandler:
        """Look at both, and return what answers."""
        for poller in self._pollers.values():
            await poller.poll_once()
        lookup = AccountLookup(self._pollers, WORDS, NAMES)
        return JobsHandler(lookup, is_stuck=self._stuck, now=lambda: NOON)

    def _answer(self) -> ProviderAnswer | LookFailed:
        return self.said if isinstance(self.said, LookFailed) else ProviderAnswer(accounts=ROWS, jobs=tuple(self.said))

    def _stuck(self, provider: str, job: Job, now: datetime) -> bool:
        self.judged.append((provider, now))
        return job.started is not None and job.started < now - timedelta(hours=1)


async def answered(asked: JobsOptions, said: Sequence[Job] | LookFailed = JOBS) -> Message:
    return await (await Provider(said).look()).run(CALLER, asked)


def menu_of(message: Message) -> Menu:
    (menu,) = (action for action in message.actions if isinstance(action, Menu))
    return menu


def buttons_of(message: Message) -> dict[str, Button]:
    return {action.label: action for action in message.actions if isinstance(action, Button)}


async def shown(jobs: JobsHandler, mark: str, provider: str = "minimax") -> Message:
    return await jobs.show(CALLER, (provider, mark))
