"""The providers of the scheduler family: one record each, for the ``catalogue``."""

from bot.accounts.job import JobKind
from bot.providers.account_list import AccountKeys
from bot.providers.families.scheduler_minimax_pixverse_kling import SchedulerFamily
from bot.providers.provider import Provider

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
            # Its own sample has an image job under `videoId`, so a key is only a hint: the id's marker comes first.
            job_keys={"videoId": JobKind.VIDEO, "imageId": JobKind.IMAGE},
            job_form="user:<user>-minimax:<account>-<kind>:<id>",
            slotless=frozenset({JobKind.IMAGE, JobKind.MUSIC, JobKind.AUDIO}),
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
            job_keys={"id": None, "video_id": JobKind.VIDEO},
            job_form="user:<user>-pixverse:<account>-<kind>:<id>",
            type_key="type",
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
            job_account_key="email",
            job_keys={"id": None},
            job_form="<number>",
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
            job_keys={"job_id": None},
            job_form="user:<user>-tempolor:<account>-job:<id>",
            default_kind=JobKind.MUSIC,
        ),
    ),
    Provider(
        name="riffusion",
        title="Riffusion",
        source="https://useapi.net/docs/api-riffusion-v1/get-riffusion-scheduler-available",
        jobs_path="/v1/riffusion/scheduler/available",
        family=SchedulerFamily(
            account_key="user_id",
            job_account_key="user_id",
            job_keys={"job_id": None},
            job_form="<id>",
            default_kind=JobKind.MUSIC,
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
            job_account_key="email",
            job_keys={"jobId": None},
            job_form="email:<account>:<id>-type:<kind>",
        ),
        may_be_gone="useapi.net retired its LTX Studio API in early 2026 and may bring it back on request.",
    ),
)
