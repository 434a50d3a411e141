"""The accounts of the simulation, and what its users write into ``replyRef``. All of it is made up."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountScript:
    """How one account behaves.

    Attributes:
        number: Its name where accounts are numbers.
        email: Its name where accounts are e-mail addresses.
        limit: Its ``maxJobs``.
        steady: True if it fills and frees on a fixed beat, so that a demo of 15 seconds shows both.
        fault: Why it is unusable; None if it is usable.
        week_used: How much of a week's quota it has used, in percent, at providers that have such quotas.
    """

    number: str
    email: str
    limit: int
    steady: bool = False
    fault: str | None = None
    week_used: int = 0


ACCOUNT_SCRIPTS = (
    AccountScript(number="200300", email="studio-a@example.com", limit=2, steady=True, week_used=64),
    AccountScript(number="200100", email="mia.torres@example.com", limit=3, week_used=12),
    AccountScript(number="200200", email="leo-b@example.com", limit=1, week_used=35),
    AccountScript(
        number="200400", email="old-trial@example.com", limit=2, fault="Signed out: sign in again to use this account"
    ),
)

REPLY_REFS = (
    "storyboard-12 (mia)",
    "teaser v3, take 2 (leo)",
    "intro_final_FINAL (ana)",
    "client call 16:30",
    None,
    "shot-12 (noor)",
    "ep3-sc04-v2",
    "\N{CLAPPER BOARD} scene 4 \N{EM DASH} night (noor)",
)
