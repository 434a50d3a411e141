"""What ``/doctor`` says of accounts that need somebody, as a person reads it."""

from dataclasses import replace

from bot.accounts.provider_answer import AccountHealth, QuotaWindow
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.chat.doctor.guild_findings import GuildFindings
from bot.chat.doctor.wording import doctor_card
from bot.chat.wording.account_names import AccountNames
from tests.chat.doctor.test_doctor_wording import DIAGNOSIS, MINIMAX
from tests.chat.drawn import drawn
from tests.moments import NOON, after

WEEK = QuotaWindow(name="week", used_percent=88, resets_at=after(days=3))
ACCOUNTS = (
    Account(name="fine", state=AccountState.FREE, free=1, limit=2),
    Account(
        name="later",
        state=AccountState.FREE,
        free=1,
        health=AccountHealth(session_ends=after(days=60), renewed_by_person=True),
    ),
    Account(name="renewed", state=AccountState.FREE, free=1, health=AccountHealth(session_ends=after(days=1))),
    Account(name="busy", state=AccountState.FULL, free=0, health=AccountHealth(quota=(WEEK,))),
    Account(
        name="soon",
        state=AccountState.FREE,
        free=1,
        health=AccountHealth(session_ends=after(days=2), renewed_by_person=True),
    ),
    Account(
        name="ended",
        state=AccountState.FREE,
        free=1,
        health=AccountHealth(session_ends=after(days=-1), renewed_by_person=True),
    ),
    Account(name="out", state=AccountState.FAULTED, fault="Session refresh failed"),
    Account(name="empty", state=AccountState.FAULTED, health=AccountHealth(quota=(replace(WEEK, used_percent=100),))),
)


def test_accounts_that_need_somebody_come_first_with_what_is_wrong_and_when() -> None:
    looks = replace(MINIMAX, name="minimax", snapshot=Snapshot(provider="minimax", at=NOON, accounts=ACCOUNTS))
    said = drawn(doctor_card(GuildFindings(diagnosis=replace(DIAGNOSIS, providers=(looks,))), names=AccountNames()))
    assert said.split("# Accounts\n")[1].split("\n# ")[0].split("\n") == [
        "⚠️ MiniMax · **out** · signed out: Session refresh failed",
        "⚠️ MiniMax · **empty** · quota used up, resets <t:1779105600:f>",
        "⚠️ MiniMax · **soon** · session ends <t:1779019200:f>",
        "⚠️ MiniMax · **ended** · session ended <t:1778760000:f>",
        "MiniMax · **busy** · 88% of this week used, resets <t:1779105600:f>",
        "MiniMax · **later** · session ends <t:1784030400:f>",
    ]


def test_where_no_account_says_anything_of_its_health_there_is_no_such_section() -> None:
    assert "# Accounts" not in drawn(doctor_card(GuildFindings(diagnosis=DIAGNOSIS), names=AccountNames()))
