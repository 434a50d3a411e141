"""A provider whose looks fail, or that was never looked at; and what people must know of any."""

from collections.abc import Sequence

from bot.accounts.latest_state import Trouble
from bot.chat.message import Card, Entry, Level, Listing, Section, paragraph
from bot.chat.spans import Line, ago
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.provider_words import ProviderWords

SENTENCE_LENGTH = 600


def caution(trouble: Trouble, names: AccountNames) -> tuple[Line, ...]:
    """Word why the latest look failed, and since when looks have."""
    said = names.shown(trouble.sentence, SENTENCE_LENGTH)
    return (f"{Level.FAULTED.sign} ", said), ("Looks have failed since ", ago(trouble.since), ".")


def unknown_card(words: ProviderWords, trouble: Trouble | None, names: AccountNames) -> Card:
    """Word a provider of which nothing is known yet."""
    said = caution(trouble, names) if trouble else (("This provider has not been looked at yet.",),)
    return Card(
        title=f"{words.title} · nothing known",
        body=(paragraph(*said),),
        sections=note_sections([(caveat,) for caveat in words.caveats]),
    )


def note_sections(notes: Sequence[Line]) -> tuple[Section, ...]:
    """Return notes as a section, a line each; no section where there are none."""
    listed = Listing(entries=tuple(Entry((note,)) for note in notes))
    return (Section(title="Note", body=listed),) if notes else ()
