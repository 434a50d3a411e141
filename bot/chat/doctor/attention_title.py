"""The title of a diagnosis: what needs somebody, in a few words, or that all is well."""

from collections.abc import Iterator, Mapping

from bot.chat.doctor.own_findings import number_given_up
from bot.chat.wording.text import count, listed, sentence_case
from bot.errors import StorageUnavailable
from bot.health.doctor_findings import Diagnosis, Problem

_PROBLEMS: Mapping[Problem, str] = {
    Problem.GATEWAY: "Discord's gateway is not connected",
    Problem.SLACK: "Slack: commands are not answered, or no message is let through",
    Problem.WATCHER: "checks are overdue",
    Problem.PROVIDERS: "no provider can be checked",
    Problem.DATABASE: "the database does not answer",
    Problem.OUTBOX: "an alert has waited to be posted for over 10 minutes",
}


def attention_title(diagnosis: Diagnosis, muted: int) -> str:
    """Return what needs somebody: ``MiniMax can't be checked, 1 alert was given up``; else ``All is well``.

    Args:
        diagnosis: How the bot is doing.
        muted: In how many alert channels something is muted.
    """
    if needed := ", ".join(_needed(diagnosis)):
        return sentence_case(needed)
    if muted:
        return f"The bot is well, alerts are muted in {count(muted, 'channel')}"
    return "All is well"


def _needed(diagnosis: Diagnosis) -> Iterator[str]:
    yield from _of_checks(diagnosis)
    if accounts := sum(one.in_need(diagnosis.at) for one in diagnosis.providers):
        yield f"{count(accounts, 'account')} {'needs' if accounts == 1 else 'need'} attention"
    if lacking := sum(bool(one.missing) for one in diagnosis.channels):
        yield f"something is missing in {count(lacking, 'alert channel')}"
    for connection in diagnosis.connections:
        if connection.troubles:
            yield f"{connection.platform.brand} needs attention"
    if not isinstance(diagnosis.outbox, StorageUnavailable):
        given_up = number_given_up(diagnosis.outbox.given_up)
        if given_up:
            yield f"{count(given_up, 'alert')} {'was' if given_up == 1 else 'were'} given up"


def _of_checks(diagnosis: Diagnosis) -> Iterator[str]:
    """Return what keeps the bot from watching or alerting, and which providers it can't check or find."""
    unchecked = [one.title for one in diagnosis.providers if one.set_up and one.failing]
    for problem in diagnosis.problems:
        alone = problem is Problem.PROVIDERS and len(unchecked) == 1
        yield f"{unchecked[0]} can't be checked" if alone else _PROBLEMS[problem]
    search = diagnosis.search
    if Problem.PROVIDERS not in diagnosis.problems:
        if unchecked:
            yield f"{listed(unchecked)} can't be checked"
        if search is not None and search.trouble is not None:
            yield "the search for providers fails"
    if search is not None and search.found_nothing and search.trouble is None:
        yield "no account was found at useapi.net"
