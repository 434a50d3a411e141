"""Simulated accounts in a provider's own spelling, as its catalogue record says; the counterpart of ``providers``."""

from datetime import datetime

from bot.providers.provider import Provider
from bot.simulation.simulated_world import SimulatedAccount, SimulatedJob


def scheduler(provider: Provider, accounts: tuple[SimulatedAccount, ...], now: datetime) -> dict[str, object]:
    """Spell what a scheduler answers: most room first, and no word of accounts that are full, as in reality."""
    free = sorted((account for account in accounts if _is_listed(account)), key=lambda account: -account.available)
    return {
        "executing": [_job(provider, account, job, now) for account in accounts for job in account.jobs],
        "available": [
            {
                provider.account_key: account.name,
                "maxJobs": account.part.limit,
                "executing": account.executing,
                "available": account.available,
            }
            for account in free
        ],
    }


def roster(provider: Provider, accounts: tuple[SimulatedAccount, ...]) -> dict[str, object]:
    """Spell what the accounts endpoint answers: the real one shows credentials, so this one shows made-up ones."""
    return {
        account.name: {
            provider.account_key: account.name,
            "password": "simulated-password",
            "maxJobs": account.part.limit,
        }
        | ({"error": account.part.fault} if account.part.fault else {})
        for account in accounts
    }


def _is_listed(account: SimulatedAccount) -> bool:
    return account.available > 0 and account.part.fault is None


def _job(provider: Provider, account: SimulatedAccount, job: SimulatedJob, now: datetime) -> dict[str, object]:
    elapsed = max(int((now - job.started).total_seconds()), 0)
    row: dict[str, object] = {_id_key(provider, job): _id(provider, account, job)}
    if provider.job_account_key is not None:
        row[provider.job_account_key] = account.name
    if provider.type_key is not None:
        row[provider.type_key] = job.work.kind.value
    row["started"] = job.started.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    row["elapsed"] = f"{elapsed // 60:02}:{elapsed % 60:02}"
    if job.work.reply_ref is not None:
        row["replyUrl"] = "https://example.com/callback"
        row["replyRef"] = job.work.reply_ref
    return row


def _id_key(provider: Provider, job: SimulatedJob) -> str:
    keys = list(provider.job_keys)
    return next((key for key in keys if provider.job_keys[key] in {job.work.kind, None}), keys[0])


def _id(provider: Provider, account: SimulatedAccount, job: SimulatedJob) -> str | int:
    if provider.job_form == "<number>":
        return job.work.number
    places = {
        "<user>": "100",
        "<account>": account.name,
        "<kind>": job.work.kind.value,
        "<id>": f"{job.work.number:x}",
    }
    spelt = provider.job_form
    for place, value in places.items():
        spelt = spelt.replace(place, value)
    return spelt
