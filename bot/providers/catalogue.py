"""Which providers exist, where they answer and which keys they use: one record each.

A provider of a known family is added with a record here (of the scheduler family: in ``catalogue_schedulers``) and a
recorded answer in ``tests/answers/``, nothing else. A new family is a file that implements ``AnswerFamily``, and its
records here.
"""

from collections.abc import Mapping

from bot.accounts.job import JobKind
from bot.accounts.provider_answer import WhenUnlisted
from bot.providers.account_list import AccountKeys
from bot.providers.catalogue_schedulers import SCHEDULERS
from bot.providers.families.account_map_flowmusic_mureka import AccountMapFamily
from bot.providers.families.job_list_runway_luma import JobListFamily
from bot.providers.families.running_list_muse_google_vids import RunningFamily
from bot.providers.families.statistics_google_flow import StatisticsFamily
from bot.providers.job_and_account_rows import JobKeys
from bot.providers.provider import Provider
from bot.providers.token_subscription import SUMMARY_PATH

_RUNNING_KEYS = JobKeys(account="email", started="created", kind="type", stamped=True)

_RECORDS = (
    Provider(
        name="muse",
        title="Muse",
        source="https://useapi.net/docs/api-muse-v1/get-muse-jobs",
        jobs_path="/v1/muse/jobs",
        accounts_path="/v1/muse/accounts",
        # Its 30-day session is renewed a day before it ends: https://useapi.net/docs/api-muse-v1/get-muse-accounts.
        account_keys=AccountKeys(session_ends=("sessionExpiresAt",)),
        setup_page="https://useapi.net/docs/api-muse-v1/post-muse-accounts",
        family=RunningFamily(keys=_RUNNING_KEYS),
    ),
    Provider(
        name="google-vids",
        title="Google Vids",
        source="https://useapi.net/docs/api-google-vids-v1/get-google-vids-jobs",
        jobs_path="/v1/google-vids/jobs",
        accounts_path="/v1/google-vids/accounts",
        account_keys=AccountKeys(session_ends=("cookiesExpireAt",)),
        setup_page="https://useapi.net/docs/api-google-vids-v1/post-google-vids-accounts",
        warns_of_session_end=True,
        family=RunningFamily(keys=_RUNNING_KEYS),
        caveat="Uploads and avatars don't use a slot.",
    ),
    Provider(
        name="gemini-notebook",
        title="Gemini Notebook",
        source="https://useapi.net/docs/api-gemini-notebook-v1/get-gemini-notebook-jobs",
        jobs_path="/v1/gemini-notebook/jobs",
        accounts_path="/v1/gemini-notebook/accounts",
        account_keys=AccountKeys(session_ends=("cookiesExpireAt",)),
        also_called=("gemini", "notebook"),
        setup_page="https://useapi.net/docs/api-gemini-notebook-v1/get-gemini-notebook-accounts",
        warns_of_session_end=True,
        family=AccountMapFamily(
            when_unlisted=WhenUnlisted.ABSENT,
            keys=JobKeys(started="started_at", kind="type", default_kind=JobKind.OTHER),
        ),
    ),
    Provider(
        name="flowmusic",
        title="Flow Music",
        source="https://useapi.net/docs/api-flowmusic-v1/get-flowmusic-jobs",
        jobs_path="/v1/flowmusic/jobs",
        accounts_path="/v1/flowmusic/accounts",
        # Its `access_token_expires_at` is an hour ahead and renewed by useapi.net, so it is no end of a session.
        setup_page="https://useapi.net/docs/api-flowmusic-v1/get-flowmusic-accounts",
        family=AccountMapFamily(
            when_unlisted=WhenUnlisted.IDLE,
            keys=JobKeys(started="created_at", default_kind=JobKind.MUSIC),
            map_key=None,
        ),
    ),
    Provider(
        name="mureka",
        title="Mureka",
        source="https://useapi.net/docs/api-mureka-v1/get-mureka-jobs",
        jobs_path="/v1/mureka/jobs",
        accounts_path="/v1/mureka/accounts",
        account_keys=AccountKeys(limit=None),
        setup_page="https://useapi.net/docs/api-mureka-v1/get-mureka-accounts",
        family=AccountMapFamily(
            when_unlisted=WhenUnlisted.IDLE,
            keys=JobKeys(
                elapsed="elapsed",
                kind="verb",
                kinds={"music": JobKind.MUSIC, "speech": JobKind.AUDIO},
                default_kind=JobKind.MUSIC,
                stamped=True,
            ),
            running_key="total",
            limit_key=None,
            configured_key="availableAccounts",
            counts_slots=False,
        ),
    ),
    Provider(
        name="dreamina",
        title="Dreamina",
        source="https://useapi.net/docs/api-dreamina-v1/get-dreamina-scheduler",
        jobs_path="/v1/dreamina/scheduler",
        accounts_path="/v1/dreamina/accounts",
        account_keys=AccountKeys(session_ends=("sessionExpires",)),
        setup_page="https://useapi.net/docs/api-dreamina-v1/post-dreamina-accounts",
        warns_of_session_end=True,
        family=AccountMapFamily(
            when_unlisted=WhenUnlisted.IDLE,
            keys=JobKeys(elapsed="elapsedSeconds", stamped=True),
            map_key="executing",
            lists_jobs_only=True,
            running_key=None,
            limit_key=None,
            total_key="total",
        ),
    ),
    Provider(
        name="acemusic",
        title="ACE Music",
        source="https://useapi.net/docs/api-acemusic-v1/get-acemusic-jobs",
        jobs_path="/v1/acemusic/jobs",
        accounts_path="/v1/acemusic/accounts",
        setup_page="https://useapi.net/docs/api-acemusic-v1/get-acemusic-accounts",
        family=JobListFamily(
            keys=JobKeys(
                account="email",
                started="created",
                kind="type",
                kinds={"music": JobKind.MUSIC, "stems": JobKind.AUDIO},
                default_kind=JobKind.MUSIC,
                stamped=True,
            ),
        ),
    ),
    Provider(
        name="runwayml",
        title="Runway",
        source="https://useapi.net/docs/api-runwayml-v1/get-runwayml-scheduler",
        jobs_path="/v1/runwayml/scheduler/",
        accounts_path="/v1/runwayml/accounts",
        account_keys=AccountKeys(session_ends=("jwt.exp",)),
        setup_page="https://useapi.net/docs/api-runwayml-v1/get-runwayml-accounts",
        family=JobListFamily(
            keys=JobKeys(id="taskId", id_form="user:<user>-runwayml:<account>-task:<id>"),
            list_key=None,
        ),
    ),
    Provider(
        name="faceswap",
        title="FaceSwap",
        source="https://useapi.net/docs/api-faceswap-v1/get-faceswap-account",
        jobs_path="/v1/faceswap/jobs",
        accounts_path="/v1/faceswap/account",
        account_keys=AccountKeys(limit=None),
        also_called=("insightface",),
        setup_page="https://useapi.net/docs/api-faceswap-v1/get-faceswap-account",
        family=JobListFamily(
            keys=JobKeys(default_kind=JobKind.IMAGE),
            list_key=None,
            counts_slots=False,
        ),
    ),
    Provider(
        name="google-flow",
        title="Google Flow",
        source="https://useapi.net/docs/api-google-flow-v1/get-google-flow-jobs",
        jobs_path="/v1/google-flow/jobs/?options=executing",
        accounts_path="/v1/google-flow/accounts",
        # Its `sessionData.expires` is hours ahead and refreshed an hour before, so it is no end of a session.
        account_keys=AccountKeys(limit=None),
        setup_page="https://useapi.net/docs/api-google-flow-v1/get-google-flow-accounts",
        family=StatisticsFamily(
            keys=JobKeys(account="email", started="timestamp", elapsed="elapsed", kind="type", stamped=True),
        ),
    ),
    Provider(
        name="luma",
        title="Luma",
        source="https://useapi.net/docs/api-luma-v1/get-luma-jobs",
        jobs_path="/v1/luma/jobs",
        accounts_path="/v1/luma/accounts",
        account_keys=AccountKeys(limit="concurrency", session_ends=("luma_session_expires",)),
        setup_page="https://useapi.net/docs/api-luma-v1/get-luma-accounts",
        family=JobListFamily(
            keys=JobKeys(account="account", started="created", kind="type", stamped=True),
            total_key="executing",
        ),
        may_be_gone="useapi.net no longer lists its Luma API, which may have been withdrawn.",
    ),
    Provider(
        name="midjourney",
        title="Midjourney",
        source="https://useapi.net/docs/api-midjourney-v3/get-midjourney-jobs",
        jobs_path="/v3/midjourney/jobs",
        family=AccountMapFamily(
            when_unlisted=WhenUnlisted.IDLE,
            keys=JobKeys(
                id="jobId",
                started="created",
                elapsed="elapsed",
                kind="jobType",
                default_kind=JobKind.IMAGE,
                stamped=True,
            ),
            map_key="channels",
            running_key="total",
        ),
        may_be_gone="useapi.net discontinued its Midjourney API in June 2026.",
    ),
)

_ALL = sorted((*SCHEDULERS, *_RECORDS), key=lambda record: record.only_named)

CATALOGUE: Mapping[str, Provider] = {record.name: record for record in _ALL}
"""Every provider by its name; those that are asked only if a setting names them come last."""

ALLOWED_PATHS = frozenset({SUMMARY_PATH, *(path for record in _ALL for path in record.paths)})
"""The only paths that may be requested from useapi.net, exactly as they are here.

Others have effects: ``/v1/faceswap/jobs/cancel/`` cancels a job, ``/v1/dreamina/accounts/{account}`` claims credits,
``/v1/muse/accounts/{email}`` may sign an account in again and mail its owner a code
(https://useapi.net/docs/api-faceswap-v1/get-faceswap-jobs-cancel,
https://useapi.net/docs/api-dreamina-v1/get-dreamina-accounts-account,
https://useapi.net/docs/api-muse-v1/get-muse-accounts-email).
"""
