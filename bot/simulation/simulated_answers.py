"""The answers of the simulated useapi.net, each provider in its own shape: the counterpart of ``bot.providers``.

The keys of Muse and Flow Music are written out as on their pages instead of taken from the catalogue, so that a wrong
key in the catalogue is noticed.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TypeAlias
from uuid import UUID

from bot.accounts.job import JobKind
from bot.providers.families.scheduler_minimax_pixverse_kling import SchedulerFamily
from bot.providers.provider import Provider
from bot.simulation.simulated_world import JobMix, SimulatedAccount, SimulatedJob

Answer: TypeAlias = dict[str, object]
Accounts: TypeAlias = tuple[SimulatedAccount, ...]

_ADDED = "2026-01-02T03:04:05.678Z"


def job_mix(provider: Provider) -> JobMix | None:
    """Return the jobs that the accounts of a provider run; None if it is not simulated."""
    if isinstance(provider.family, SchedulerFamily):
        return _scheduler_mix(provider.family)
    return _MIXES.get(provider.name)


def jobs_answer(provider: Provider, accounts: Accounts, now: datetime) -> Answer:
    """Return the body at ``jobs_path`` of a simulated provider."""
    if isinstance(provider.family, SchedulerFamily):
        return scheduler_answer(provider.family, accounts, now)
    return _ANSWERS[provider.name](accounts)


def account_list(provider: Provider, accounts: Accounts, now: datetime) -> Answer:
    """Return the body at ``accounts_path``, with made-up credentials in place of the real ones."""
    family = provider.family
    if isinstance(family, SchedulerFamily):
        return scheduler_accounts(family, accounts)
    entry = _ENTRIES[provider.name]
    return {account.name: entry(account, now) for account in accounts}


def account_summary(services: Iterable[tuple[Provider, Accounts]], now: datetime) -> Answer:
    """Return the body at ``token_subscription.SUMMARY_PATH``, including keys that are never read."""
    return {
        "id": 100,
        "email": "owner@example.com",
        "created": _ADDED,
        "name": "Made-up Owner",
        "subscriptionIsActive": True,
        "subscriptions": 1,
        "maxAccountsPerAPI": 10,
        "replyUrl": "https://example.com/callback",
        "accounts": {f"{provider.title} API": _counts(accounts) for provider, accounts in services},
        "verified": _ADDED,
        "sub": f"{now + timedelta(days=20):%y%m%d}",
    }


def scheduler_answer(family: SchedulerFamily, accounts: Accounts, now: datetime) -> Answer:
    """Return the body of ``scheduler/available``: as at useapi.net, most room first, and without full accounts."""
    free = sorted((account for account in accounts if _is_listed(account)), key=lambda account: -account.available)
    return {
        "executing": [_scheduler_job(family, account, job, now) for account in accounts for job in account.jobs],
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


def scheduler_accounts(family: SchedulerFamily, accounts: Accounts) -> Answer:
    """Return the account list of the scheduler family."""
    return {
        account.name: {
            family.account_key: account.name,
            "password": "simulated-password",
            "maxJobs": account.script.limit,
        }
        | _error(account)
        for account in accounts
    }


def _scheduler_mix(family: SchedulerFamily) -> JobMix:
    keys = family.keys
    spells_kinds = keys.kind is not None or "<kind>" in (keys.id_form or "")
    images_too = spells_kinds and JobKind.IMAGE not in keys.slotless
    return JobMix(
        numbered=family.account_key != "email",
        usual=keys.default_kind,
        rarer=JobKind.IMAGE if images_too else None,
        # Of the kinds that take no slot, only the one for which the provider has a key.
        slotless=(keys.other_kind,) if keys.other_kind in keys.slotless and keys.other_kind is not None else (),
    )


def _is_listed(account: SimulatedAccount) -> bool:
    return account.available > 0 and account.script.fault is None


def _scheduler_job(family: SchedulerFamily, account: SimulatedAccount, job: SimulatedJob, now: datetime) -> Answer:
    elapsed, keys = max(int((now - job.started).total_seconds()), 0), family.keys
    id_key = keys.other_id if job.plan.kind is keys.other_kind and keys.other_id is not None else keys.id
    row: Answer = {id_key: _scheduler_id(keys.id_form or "<id>", account, job)}
    if keys.account is not None:
        row[keys.account] = account.name
    if keys.kind is not None:
        row[keys.kind] = job.plan.kind.value
    row["started"] = _iso(job.started)
    row["elapsed"] = f"{elapsed // 60:02}:{elapsed % 60:02}"
    if job.plan.reply_ref is not None:
        row["replyUrl"] = "https://example.com/callback"
        row["replyRef"] = job.plan.reply_ref
    return row


def _scheduler_id(form: str, account: SimulatedAccount, job: SimulatedJob) -> str | int:
    if form == "<number>":
        return job.plan.number
    values = {
        "<user>": "100",
        "<account>": account.name,
        "<kind>": job.plan.kind.value,
        "<id>": f"{job.plan.number:x}",
    }
    for placeholder, value in values.items():
        form = form.replace(placeholder, value)
    return form


def _muse_answer(accounts: Accounts) -> Answer:
    """Return every account, even if signed out: https://useapi.net/docs/api-muse-v1/get-muse-jobs."""
    return {
        "running": [
            {
                "jobid": _muse_id(account, job),
                "email": account.name,
                "created": _iso(job.started),
                "type": job.plan.kind.value,
            }
            for account in accounts
            for job in account.jobs
        ],
        "accounts": {
            account.name: {"running": account.executing, "maxJobs": account.script.limit} for account in accounts
        },
    }


def _muse_id(account: SimulatedAccount, job: SimulatedJob) -> str:
    started = job.started.astimezone(UTC)
    stamp = f"{started:%m%d%H%M%S}{started.microsecond // 1000:03}{job.plan.number % 10**6:06}"
    return f"j{stamp}{job.plan.kind.value[0]}-u100-email:{account.name}:{_uuid(job)}-bot:muse"


def _muse_entry(account: SimulatedAccount, now: datetime) -> Answer:
    """https://useapi.net/docs/api-muse-v1/get-muse-accounts."""
    return {
        "email": account.name,
        "maxJobs": account.script.limit,
        "added": _ADDED,
        "updated": _ADDED,
        "sessionExpiresAt": _iso(now + timedelta(days=30)),
        "quota": {
            "tier": "HATCH_FREE",
            "percentUsed": account.script.week_used,
            "resetsAt": _iso(_next_monday(now)),
            "quotaStatus": "SUFFICIENT",
            "topupBalance": 0,
            "readAt": _iso(now - timedelta(minutes=10)),
        },
        "health": account.script.fault or "OK",
    }


def _flowmusic_answer(accounts: Accounts) -> Answer:
    """Return only the busy accounts: https://useapi.net/docs/api-flowmusic-v1/get-flowmusic-jobs."""
    return {
        account.name: {
            "running": account.executing,
            "maxJobs": account.script.limit,
            "jobs": [_flowmusic_job(account, job) for job in account.jobs],
        }
        for account in accounts
        if account.jobs
    }


def _flowmusic_job(account: SimulatedAccount, job: SimulatedJob) -> Answer:
    row: Answer = {"jobid": f"job:{_uuid(job)}-user:100-{account.name}-bot:flowmusic", "status": "pending"}
    if (operation := _OPERATIONS[job.plan.number % len(_OPERATIONS)]) is not None:
        row["operation"] = operation
    return row | {"created_at": _iso(job.started)}


_OPERATIONS = (None, None, None, "extend", "cover")
"""A new song has none."""


def _flowmusic_entry(account: SimulatedAccount, now: datetime) -> Answer:
    """https://useapi.net/docs/api-flowmusic-v1/get-flowmusic-accounts."""
    entry = {
        "email": account.name,
        "tier": "plus",
        "subscription_plan": "plus-monthly",
        "provider": "g1_entitlement",
        "user_id": "u-1",
        "maxJobs": account.script.limit,
        "added": _ADDED,
        "refreshed_at": _ADDED,
        "refreshed_count": 0,
        "access_token": "simulated-access-token",
        "access_token_expires_at": _iso(now + timedelta(hours=1)),
        "refresh_token": "simulated-refresh-token",
        "session_id": "simulated-session",
    }
    return entry | _error(account)


_MIXES: Mapping[str, JobMix] = {
    "muse": JobMix(usual=JobKind.VIDEO, rarer=JobKind.IMAGE),
    "flowmusic": JobMix(usual=JobKind.MUSIC),
}
_ANSWERS: Mapping[str, Callable[[Accounts], Answer]] = {"muse": _muse_answer, "flowmusic": _flowmusic_answer}
_ENTRIES: Mapping[str, Callable[[SimulatedAccount, datetime], Answer]] = {
    "muse": _muse_entry,
    "flowmusic": _flowmusic_entry,
}


def _counts(accounts: Accounts) -> Answer:
    failing = sum(account.script.fault is not None for account in accounts)
    said: Answer = {"total": len(accounts), "active": len(accounts) - failing}
    return said | ({"error": failing} if failing else {})


def _error(account: SimulatedAccount) -> Answer:
    return {} if account.script.fault is None else {"error": account.script.fault}


def _uuid(job: SimulatedJob) -> str:
    return str(UUID(int=job.plan.number))


def _next_monday(now: datetime) -> datetime:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=7 - now.weekday())


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
