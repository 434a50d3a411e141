"""Answers about simulated accounts in the scheduler family's shape: the counterpart of ``SchedulerFamily``."""

from datetime import datetime

from bot.providers.scheduler_family import SchedulerFamily
from bot.simulation.simulated_world import SimulatedAccount, SimulatedJob


def scheduler_answer(
    family: SchedulerFamily, accounts: tuple[SimulatedAccount, ...], now: datetime
) -> dict[str, object]:
    """Return the body at ``jobs_path``: most room first, and full accounts left out, as useapi.net does."""
    free = sorted((account for account in accounts if _is_listed(account)), key=lambda account: -account.available)
    return {
        "executing": [_job(family, account, job, now) for account in accounts for job in account.jobs],
        "available": [
            {
                family.account_key: account.name,
                "maxJobs": account.script.limit,
                "executing": account.executing,
                "available": account.available,
            }
            for account in free
        ],
    }


def account_list(family: SchedulerFamily, accounts: tuple[SimulatedAccount, ...]) -> dict[str, object]:
    """Return the body at ``accounts_path``; the real one has credentials, so this one has made-up ones."""
    return {
        account.name: {
            family.account_key: account.name,
            "password": "simulated-password",
            "maxJobs": account.script.limit,
        }
        | ({"error": account.script.fault} if account.script.fault else {})
        for account in accounts
    }


def _is_listed(account: SimulatedAccount) -> bool:
    return account.available > 0 and account.script.fault is None


def _job(family: SchedulerFamily, account: SimulatedAccount, job: SimulatedJob, now: datetime) -> dict[str, object]:
    elapsed = max(int((now - job.started).total_seconds()), 0)
    row: dict[str, object] = {_id_key(family, job): _id(family, account, job)}
    if family.job_account_key is not None:
        row[family.job_account_key] = account.name
    if family.type_key is not None:
        row[family.type_key] = job.plan.kind.value
    row["started"] = job.started.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    row["elapsed"] = f"{elapsed // 60:02}:{elapsed % 60:02}"
    if job.plan.reply_ref is not None:
        row["replyUrl"] = "https://example.com/callback"
        row["replyRef"] = job.plan.reply_ref
    return row


def _id_key(family: SchedulerFamily, job: SimulatedJob) -> str:
    keys = list(family.job_keys)
    return next((key for key in keys if family.job_keys[key] in {job.plan.kind, None}), keys[0])


def _id(family: SchedulerFamily, account: SimulatedAccount, job: SimulatedJob) -> str | int:
    if family.job_form == "<number>":
        return job.plan.number
    values = {
        "<user>": "100",
        "<account>": account.name,
        "<kind>": job.plan.kind.value,
        "<id>": f"{job.plan.number:x}",
    }
    job_id = family.job_form
    for placeholder, value in values.items():
        job_id = job_id.replace(placeholder, value)
    return job_id
