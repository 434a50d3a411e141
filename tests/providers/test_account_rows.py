"""What an account's entry says of it, at the families without a scheduler: its health, its room and its name."""

from bot.accounts.free_or_full import take_snapshot
from bot.accounts.provider_answer import ConfiguredAccount
from bot.accounts.roster import AccountState, update_roster
from bot.providers.catalogue import CATALOGUE
from tests.providers.families import ANSWERED, parsed
from tests.rows import each_row


def test_the_health_inside_an_answer_makes_an_account_unusable() -> None:
    paused = {"health": "Signed out with cookie=abc", "running": 0, "maxJobs": 3, "jobs": []}
    for entry in (paused, paused | {"running": "0"}, paused | {"health": "OK", "error": "Signed out with cookie=abc"}):
        (row,) = parsed("gemini-notebook", {"accounts": {"a@b.c": entry}}).accounts
        assert row.fault == "Signed out with cookie: …"


@each_row(
    "body",
    [
        {"a@b.c": "busy"},
        {"a@b.c": {"running": "many", "maxJobs": 3}},
        {"a@b.c": {"running": -1, "maxJobs": 3, "jobs": None}},
        {"a@b.c": {"maxJobs": 3}},
        {"a@b.c": {"running": 1, "jobs": {}}},
    ],
)
def test_an_account_whose_entry_can_not_be_read_is_known_and_not_free(body: object) -> None:
    provider = CATALOGUE["flowmusic"]
    answer = parsed("flowmusic", body)
    roster = update_roster({}, answer, (ConfiguredAccount(account="a@b.c", limit=3),), ANSWERED)
    account = take_snapshot(provider.name, answer, roster, ANSWERED).account("a@b.c")
    assert account is not None
    assert account.state is AccountState.UNKNOWN


def test_masked_names_that_collide_are_one_account_and_free_nobody() -> None:
    masked = {"jo***@example.com": {"executing": 1, "completed": 2, "failed": 0, "rateLimited": 1}}
    answer = parsed("google-flow", {"emails": ["jo***@example.com"] * 2, "combined": {"summary": masked}})
    assert [(row.account, row.executing) for row in answer.accounts] == [("jo***@example.com", 1)]
    provider, listed_ = (
        CATALOGUE["acemusic"],
        tuple(ConfiguredAccount(account=name, limit=2) for name in ("joan@example.com", "john@example.com")),
    )
    answer = parsed("acemusic", {"jobs": [{"jobid": f"{n}", "email": "jo***@example.com"} for n in range(2)]})
    snapshot = take_snapshot(provider.name, answer, update_roster({}, answer, listed_, ANSWERED), ANSWERED)
    assert snapshot.free == 0
    assert not snapshot.is_full()
