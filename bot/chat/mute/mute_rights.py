"""Who may mute what and for how long, and who may end a mute: checked when it is typed, and again at each press.

A mute concerns everybody in the channel. So members mute one provider or account, and not for long; more is up to those
who may manage the server.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.chat.account_lookup import AccountLookup
from bot.chat.feature import Caller
from bot.errors import BadInput
from bot.platforms import CommandName, PlatformWord
from bot.subscriptions.mute import Mute

LONGEST_FOR_MEMBERS = timedelta(hours=2)
"""How long members may mute; only those who may manage the guild mute for longer."""

MEMBERS_SPAN = f"{LONGEST_FOR_MEMBERS // timedelta(hours=1)} hours"


def check_span(span: timedelta, caller: Caller) -> None:
    """Raise ``BadInput`` if the caller may not mute anything for that long."""
    if span > LONGEST_FOR_MEMBERS and not caller.may_manage:
        raise BadInput(
            *(
                f"Members can mute for up to {MEMBERS_SPAN}: type 30m or 2h. Longer needs ",
                PlatformWord.MANAGER_RIGHT,
                ".",
            ),
            option="for",
        )


def check_subjects(subjects: Sequence[tuple[str | None, str | None]], caller: Caller, lookup: AccountLookup) -> None:
    """Raise ``BadInput`` if the caller may not mute all of these."""
    if not caller.may_manage and (len(subjects) > 1 or subjects[0][0] is None):
        example = subjects[0][0] or next((words.name for words in lookup.providers), "minimax")
        raise BadInput(
            "Members can mute one provider or account at a time: type ",
            CommandName("mute", f"provider:{example} for:2h"),
            *(". More needs ", PlatformWord.MANAGER_RIGHT, "."),
        )


def check_ending(mutes: Sequence[Mute], caller: Caller, *, at: datetime) -> Sequence[Mute]:
    """Return those mutes that the caller may end; raises ``BadInput`` if there are none."""
    allowed = [one for one in mutes if may_end(one, caller, at)]
    if not allowed:
        raise BadInput(
            *("Only whoever muted this can unmute it. Anybody else needs ", PlatformWord.MANAGER_RIGHT),
            f": it lasts for over {MEMBERS_SPAN}, or is of all providers.",
        )
    return allowed


def may_end(mute: Mute, caller: Caller, at: datetime) -> bool:
    """Return whether the caller may end a mute: members may end their own, and what any member could make now."""
    of_members = mute.provider is not None and mute.until - at <= LONGEST_FOR_MEMBERS
    return caller.may_manage or mute.by == caller.member or of_members
