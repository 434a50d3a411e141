"""What useapi.net answers in tests of ``check``: Kling's two made-up accounts, or what was recorded of others."""

from bot.providers.catalogue import CATALOGUE
from tests.fakes.useapi import FakeUseapi, Reply
from tests.providers.families import recorded_accounts, recorded_jobs

JOB = {
    "id": 77,
    "email": "joanna@example.com",
    "started": "2026-05-15T12:00:00.123Z",
    "elapsed": "00:07",
    "replyUrl": "https://hooks.example.com/secret",
    "replyRef": "[red]shot\x1b[31m for jo.maier@example.com\nnow",
}
ROSTER = {
    "joanna@example.com": {"maxJobs": 3, "password": "hunter2-password"},
    "zed@example.com": {"maxJobs": 1},
    "bad@example.com": {"maxJobs": 1, "error": f"Signed out {'of everything ' * 5}by boss@example.com"},
}
FREE = {
    "executing": [JOB, {"email": "zed@example.com", "elapsed": "01:02"}],
    "available": [{"email": "joanna@example.com", "maxJobs": 3, "executing": 1, "available": 2}],
}
NO_ACCOUNT = Reply(status=404, body="Configuration not found. To create configuration use POST /accounts.")


def answers(useapi: FakeUseapi, *names: str) -> None:
    """Have some providers answer as recorded, and every other one that nothing is configured."""
    for name, provider in CATALOGUE.items():
        jobs, accounts = (recorded_jobs(name), recorded_accounts(name)) if name in names else (None, None)
        useapi.answers[provider.jobs_path.partition("?")[0]] = NO_ACCOUNT if jobs is None else Reply(body=jobs)
        if provider.accounts_path is not None:
            useapi.answers[provider.accounts_path] = NO_ACCOUNT if accounts is None else Reply(body=accounts)
