"""All providers at a glance, a line each."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.accounts.latest_state import LatestState
from bot.accounts.snapshot import Snapshot
from bot.chat.message import Card, Entry, Level, Listing, paragraph
from bot.chat.spans import Line, Strong, ago, joined
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.levels import of_provider, of_slots
from bot.chat.wording.provider_words import ProviderWords
from bot.chat.wording.text import amount, count

SENTENCE_LENGTH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderState:
    """A provider, and what is known of it."""

    words: ProviderWords
    latest: LatestState


def overview_card(providers: Sequence[ProviderState], *, names: AccountNames) -> Card:
    """Word a line for each provider: free of total, the account to use, jobs, and the age of the look or its trouble.

    The title counts only providers that answer: the slots of the others are not known to be free.
    """
    latest = [one.latest for one in providers]
    current = [one.snapshot for one in latest if one.snapshot is not None and one.trouble is None]
    free, total = sum(one.free for one in current), sum(one.total for one in current)
    level = of_slots(free, total) if total else Level.UNKNOWN
    if level is Level.FULL and (len(current) < len(latest) or any(of_provider(one) is not level for one in current)):
        level = Level.UNKNOWN
    lines = Listing(entries=tuple(Entry((_line(one, names),)) for one in providers))
    return Card(
        title=f"Capacity · {amount(free)} of {count(total, 'slot')} free" if total else "Capacity · free slots unknown",
        body=(lines if providers else paragraph(("No provider is set up.",)),),
        level=level,
    )


def _line(provider: ProviderState, names: AccountNames) -> Line:
    snapshot, trouble = provider.latest.snapshot, provider.latest.trouble
    title = Strong(provider.words.title)
    state: Line = ("nothing known yet",)
    if snapshot is not None:
        jobs = "no job" if not snapshot.jobs else count(len(snapshot.jobs), "job")
        use = () if trouble is not None else _use(snapshot, names)
        state = joined(((_slots(snapshot),), use, (jobs,)))
    if trouble is not None:
        said = names.shown(trouble.sentence, SENTENCE_LENGTH)
        known: Line = (*state, " when seen ", ago(snapshot.at)) if snapshot else state
        failing = (" · failing since ", ago(trouble.since), ": ", said)
        return (f"{Level.FAULTED.sign} ", title, " · ", *known, *failing)
    sign = Level.UNKNOWN.sign if snapshot is None else of_provider(snapshot).sign
    age: Line = (" · ", ago(snapshot.at)) if snapshot else ()
    return (f"{sign} ", title, " · ", *state, *age)


def _slots(snapshot: Snapshot) -> str:
    if any(one.free is not None for one in snapshot.accounts):
        return f"{amount(snapshot.free)} of {amount(snapshot.total)} free"
    return "free slots unknown"


def _use(snapshot: Snapshot, names: AccountNames) -> Line:
    best = snapshot.best
    if best is None:
        return ()
    naming = names.among(snapshot.provider, (one.name for one in snapshot.accounts))
    return ("use ", Strong(naming.name(best.name)), f" ({amount(best.free or 0)} free)")
