"""Which providers were found at useapi.net, how and when, which services are not supported, and why none is watched."""

from collections.abc import Callable

from bot.chat.message import Entry, Listing
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Line, Strong, ago, joined
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.numbers_and_lists import count, sentence_case
from bot.chat.wording.text_cleaning import clean
from bot.platforms import CommandName, Sentence
from bot.polling.found_provider import FoundBy, FoundProvider, SearchReport
from bot.polling.provider_discovery import KEPT_FOR

SENTENCE_LENGTH = 160
"""Shorter than elsewhere: ``/doctor`` has a line for each provider, and much below them."""

SERVICE_LENGTH = 40

_FOUND_BY = {
    FoundBy.SUMMARY: "Named by your useapi.net account: ",
    FoundBy.ACCOUNT_LIST: "Found by their lists of accounts: ",
}


def search_listing(report: SearchReport, title: Callable[[str], str], names: AccountNames) -> Listing:
    """Return the findings of the search as lines; what needs attention comes first.

    Args:
        report: The findings.
        title: Returns a provider's title.
        names: How accounts are named.
    """
    lines = (
        *_troubles(report, names),
        *(_gone(one, title(one.name)) for one in report.found if one.missing_since is not None),
        *(line for found_by in FoundBy if (line := _found(report, found_by, title))),
        *_others(report, title),
        *_subscription(report),
        _when(report),
    )
    return Listing(entries=tuple(Entry((line,)) for line in lines))


def _troubles(report: SearchReport, names: AccountNames) -> tuple[Line, ...]:
    trouble, inactive = report.trouble, report.summary is not None and report.summary.active is False
    lines: list[Line] = []
    if report.found_nothing and trouble is None:
        lines.append((f"{Level.FAULTED.sign} No account was found at useapi.net.",))
    if trouble is not None:
        said = names.shown(trouble, SENTENCE_LENGTH)
        lines.append((f"{Level.FAULTED.sign} Your useapi.net account can't be read: ", said))
    if inactive:
        lines.append((f"{Level.FAULTED.sign} The subscription at useapi.net is not active.",))
    return tuple(lines)


def _gone(found: FoundProvider, title: str) -> Line:
    since = found.missing_since or found.found_at
    return (
        f"{Level.UNKNOWN.sign} ",
        Strong(title),
        " · no account at useapi.net, first noticed ",
        ago(since),
        "; dropped ",
        ago(since + KEPT_FOR),
    )


def _found(report: SearchReport, found_by: FoundBy, title: Callable[[str], str]) -> Line:
    watched = [one for one in report.found if one.missing_since is None and one.found_by is found_by]
    named = joined(((Strong(title(one.name)), " ", ago(one.found_at)) for one in watched), ", ")
    return (_FOUND_BY[found_by], *named) if watched else ()


def _others(report: SearchReport, title: Callable[[str], str]) -> tuple[Line, ...]:
    unsupported = joined(
        (
            (clean(one.name, SERVICE_LENGTH), "" if one.total is None else f" ({count(one.total, 'account')})")
            for one in report.unsupported
        ),
        ", ",
    )
    on_request = joined(((title(name),) for name in report.on_request), ", ")
    return tuple(
        line
        for line, names in (
            ((f"{Level.UNKNOWN.sign} Not supported by this bot: ", *unsupported), unsupported),
            ((f"{Level.UNKNOWN.sign} Watched only if PROVIDERS names it: ", *on_request), on_request),
        )
        if names
    )


def _subscription(report: SearchReport) -> tuple[Line, ...]:
    summary = report.summary
    if summary is None:
        return ()
    each = summary.accounts_each
    most = "" if each is None else f"Up to {count(each, 'account')} of each service"
    renews = "" if summary.renews is None else f"the subscription renews on {summary.renews:%Y-%m-%d}"
    said = "; ".join(filter(None, (most, renews)))
    return ((f"{sentence_case(said)}.",),) if said else ()


def _when(report: SearchReport) -> Line:
    if report.searched_at is None:
        return ("Searching now.",)
    return ("Searched ", ago(report.searched_at), "; next ", ago(report.due), ".")


def why_none_is_watched(report: SearchReport | None) -> Sentence:
    """Return why no provider is watched, and what to do; ``report`` says what was searched, if anything was."""
    if report is None or report.searched_at is None:
        return ("The bot is finding out which providers your useapi.net token has; ask again in a minute.",)
    if report.trouble is not None:
        return (report.trouble,)
    return (
        "No account is set up at useapi.net. Add one there (https://useapi.net/docs): it shows up here within an hour",
        *(", or at once with ", CommandName("doctor"), "."),
    )
