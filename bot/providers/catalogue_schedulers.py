"""The providers of the scheduler family: one record each, for the ``catalogue``."""

from functools import partial

from bot.accounts.job import JobKind
from bot.providers.account_list import AccountKeys
from bot.providers.families.scheduler_minimax_pixverse_kling import SchedulerFamily
from bot.providers.job_and_account_rows import JobKeys
from bot.providers.provider import Provider

_keys = partial(JobKeys, started="started", elapsed="elapsed")

SCHEDULERS = (
    Provider(
        name="minimax",
        title="MiniMax",
        source="https://useapi.net/docs/api-minimax-v1/get-minimax-scheduler-available",
        jobs_path="/v1/minimax/scheduler/available",
        accounts_path="/v1/minimax/accounts",
        account_keys=AccountKeys(session_ends=("jwt.exp_Expire", "jwt.exp"), uses_slots="supportVideo"),
        also_called=("hailuo",),
        setup_page="https://useapi.net/docs/api-minimax-v1/get-minimax-accounts",
        family=SchedulerFamily(
            account_key="account",
            keys=_keys(
                # The page's sample has an image job under `videoId`: the key is only a hint, the id's marker decides.
                id="videoId",
                other_id="imageId",
                other_kind=JobKind.IMAGE,
                id_form="user:<user>-minimax:<account>-<kind>:<id>",
                slotless=frozenset({JobKind.IMAGE, JobKind.MUSIC, JobKind.AUDIO}),
            ),
        ),
        caveat="Slots are for videos; images and audio don't use one.",
    ),
    Provider(
        name="pixverse",
        title="PixVerse",
        source="https://useapi.net/docs/api-pixverse-v2/get-pixverse-scheduler-available",
        jobs_path="/v2/pixverse/scheduler/available",
        accounts_path="/v2/pixverse/accounts",
        account_keys=AccountKeys(session_ends=("jwt.ExpireTimeUTC",)),
        setup_page="https://useapi.net/docs/api-pixverse-v2/get-pixverse-accounts",
        family=SchedulerFamily(
            account_key="email",
            # `video_id` until 2025; `id` with `type` since March 2026.
            keys=_keys(id="id", other_id="video_id", kind="type", id_form="user:<user>-pixverse:<account>-<kind>:<id>"),
        ),
    ),
    Provider(
        name="kling",
        title="Kling",
        source="https://useapi.net/docs/api-kling-v1/get-kling-scheduler-available",
        jobs_path="/v1/kling/scheduler/available",
        accounts_path="/v1/kling/accounts",
        account_keys=AccountKeys(session_ends=("session.ExpireTimeUTC",)),
        setup_page="https://useapi.net/docs/api-kling-v1/get-kling-accounts",
        family=SchedulerFamily(
            account_key="email",
            keys=_keys(id="id", account="email", id_form="<number>"),
        ),
    ),
    Provider(
        name="tempolor",
        title="TemPolor",
        source="https://useapi.net/docs/api-tempolor-v1/get-tempolor-scheduler-available",
        jobs_path="/v1/tempolor/scheduler/available",
        accounts_path="/v1/tempolor/accounts",
        setup_page="https://useapi.net/docs/api-tempolor-v1/get-tempolor-accounts",
        family=SchedulerFamily(
            account_key="user_id",
            keys=_keys(id="job_id", id_form="user:<user>-tempolor:<account>-job:<id>", default_kind=JobKind.MUSIC),
        ),
    ),
    Provider(
        name="riffusion",
        title="Riffusion",
        source="https://useapi.net/docs/api-riffusion-v1/get-riffusion-scheduler-available",
        jobs_path="/v1/riffusion/scheduler/available",
        family=SchedulerFamily(
            account_key="user_id",
            keys=_keys(id="job_id", account="user_id", id_form="<id>", default_kind=JobKind.MUSIC),
        ),
        may_be_gone="useapi.net has decommissioned its Riffusion API.",
    ),
    Provider(
        name="ltxstudio",
        title="LTX Studio",
        source="https://useapi.net/docs/api-ltxstudio-v1/get-ltxstudio-scheduler-available",
        jobs_path="/v1/ltxstudio/scheduler/available",
        family=SchedulerFamily(
            account_key="email",
            keys=_keys(id="jobId", account="email", id_form="email:<account>:<id>-type:<kind>"),
        ),
        may_be_gone="useapi.net retired its LTX Studio API in early 2026 and may bring it back on request.",
    ),
)
