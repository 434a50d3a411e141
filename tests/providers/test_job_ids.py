"""What a job's id says of it: its account, its kind and its start."""

import re

from bot.providers.job_ids import id_pattern
from tests.providers.families import parsed, scheduler_family
from tests.rows import each_row


def _pattern(provider: str) -> re.Pattern[str]:
    form = scheduler_family(provider).keys.id_form
    assert form is not None
    return id_pattern(form)


@each_row(
    ("name", "job", "account", "kind"),
    [
        ("minimax", "user:100-minimax:200300-video:id1", "200300", "video"),
        ("minimax", "user:a-b-minimax:200300-image:id-1", "200300", "image"),
        ("pixverse", "user:100-pixverse:jo-ann.b@ex-ample.com-video:7", "jo-ann.b@ex-ample.com", "video"),
        ("pixverse", "user:100-pixverse:jo-video:x@example.com-music:7", "jo-video:x@example.com", "music"),
        ("tempolor", "user:12345-tempolor:12345-job:abcdef", "12345", ""),
        ("tempolor", "user:12345-tempolor:a-job:b-job:c", "a-job:b", ""),
        ("ltxstudio", "email:jo-ann@example.com:7a34b821-9fd0-205e-type:image", "jo-ann@example.com", "image"),
        ("ltxstudio", "email:a:b@example.com:7a34-type:video", "a:b@example.com", "video"),
        ("riffusion", "0b7c2f4a-5d1e", "", ""),
        ("kling", "123456789", "", ""),
    ],
)
def test_an_id_is_read_from_its_last_marker(name: str, job: str, account: str, kind: str) -> None:
    match = _pattern(name).fullmatch(job)
    assert match is not None
    assert match.group("account", "kind") == (account, kind)


@each_row("job", ["", "200300", "user:100-kling:200300-video:1", "user:100-minimax:-video:1"])
def test_another_providers_id_tells_nothing(job: str) -> None:
    assert _pattern("minimax").fullmatch(job) is None


@each_row(
    ("job", "started"),
    [
        ("j0102030405678240036v-u100-x", "2026-01-02T03:04:05.678+00:00"),
        ("j0102030405678240036v-u100", "2026-01-02T03:04:05.678+00:00"),
        ("j0103030405678240036v-u100-x", "2026-01-03T03:04:05.678+00:00"),  # our clock may be behind theirs
        ("j0104030405678240036v-u100-x", "2025-01-04T03:04:05.678+00:00"),
        ("j1231235959999240036v-u100-x", "2025-12-31T23:59:59.999+00:00"),
        ("j0229030405678240036v-u100-x", "2024-02-29T03:04:05.678+00:00"),
        ("j1767323045678v-u100-x", "2026-01-02T03:04:05.678+00:00"),
        ("j0230030405678240036v-u100-x", None),
        ("j1301030405678240036v-u100-x", None),
        ("j0102030405678v-u100-x", "1973-03-26T21:46:45.678+00:00"),
        ("j010203040567v-u100-x", None),
        ("j0102030405678240036z-u100-x", None),
        ("j0102030405678240036v", None),
        ("j\u0660102030405678240036v-u100-x", None),
        ("user:100-a@example.com-job:1", None),
        ("", None),
    ],
)
def test_the_id_tells_the_start_in_the_newest_year_that_can_be(job: str, started: str | None) -> None:
    jobs = parsed("dreamina", {"executing": {"US:a": [{"jobid": job}]}}).jobs
    assert [None if one.started is None else one.started.isoformat(timespec="milliseconds") for one in jobs] == [
        started
    ]
