"""What a message in an alert channel says, and said before each edit, read as a person would; not whether it should."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.chaos.look_moments import Moments
from tests.chaos.model import WHOLE, News, Post, Told, What
from tests.chaos.shown_message import Shown, ShownCard, on_discord, on_slack
from tests.fakes.discord import Message
from tests.fakes.slack import Message as SlackMessage
from tests.fakes.slack.records import Revision as SlackRevision

TITLES = {"MiniMax": "minimax", "Kling": "kling", "TemPolor": "tempolor"}
_HEADLINE = re.compile(rf"\S+ (?:\*\*|~~)?(?P<title>{'|'.join(TITLES)})(?P<said>\b.*)", re.DOTALL)
_DIGEST = re.compile(rf"\S+ Quiet hours over: \*\*(?P<title>{'|'.join(TITLES)})(?P<said>\b.*)", re.DOTALL)
_TITLE = re.compile(rf"(?P<title>{'|'.join(TITLES)})(?: · .+)?")
_OF_PROVIDER = ("can't be checked", "can be checked again")
_UNCHECKED = r"\d+ of \d+ free, \d+ accounts? can't be checked\.\*\* "
_UNCHECKED_FIRST = re.compile(rf": {_UNCHECKED}")
"""Behind this a headline may name the one account that is full, beside those below that are not any more."""
_ALONE = re.compile(
    rf"^: (?:{_UNCHECKED})?(?:\*\*)?(?P<account>.+?)(?:\*\*)? (?P<what>is full|has room again)(?P<rest>.*)$", re.DOTALL
)
_LINE = re.compile(
    r"^(?!\w)\S+ (?:\*\*(?P<account>.+?)\*\* · )?"
    r"(?P<what>full|was full|has room again|can't be checked|can be checked again|could not be checked)\b(?P<rest>.*)$",
    re.MULTILINE | re.IGNORECASE,
)
_OF_WHOLE = r"\*\*{title} (?P<what>is full|has room)[:,] .*?\*\*(?: Use \*\*(?P<use>.+?)\*\*)?(?P<rest>[^;]*)"
_SUMMED_UP = r"\*\*{title} \d+ of \d+ free\*\*(?:, use \*\*(?P<use>.+?)\*\*)?"
_WAS_FULL = re.compile(
    rf"^(?:{'|'.join(TITLES)}) was full (?:once|twice|\d+ times)(?P<for>, .*for .+)?\.$", re.MULTILINE
)
_SHARED = {
    r"\*\*useapi\.net can't be reached: (.+?) can't be checked\.\*\*": What.FAILED,
    r"~~useapi\.net can't be reached~~ · (.+?) could not be checked": What.FAILED,
    r"^[🟢🔴] \*\*((?:\w+, )*\w+ and \w+) can be checked again\*\*": What.RETURNED,
}
_ENDED = rf"^({'|'.join(TITLES)}) could not be checked"
_WHAT = {
    "full": What.FULL,
    "is full": What.FULL,
    "was full": What.FULL,
    "has room again": What.FREED,
    "can't be checked": What.FAILED,
    "could not be checked": What.FAILED,
    "can be checked again": What.RETURNED,
}
_ALL_OFFERED = " free, offered to "
_GREETING = "I'm watching "
_OVER = {"was full", "could not be checked"}


def read(messages: Iterable[Message], moments: Moments) -> tuple[list[Told], list[str]]:
    """Read messages of Discord, and list what could not be read, such as one that no alert accounts for."""
    return _read_all((_discord_versions(each) for each in messages), moments)


def read_slack(messages: Iterable[SlackMessage], moments: Moments) -> tuple[list[Told], list[str]]:
    """Read messages of Slack, and list what could not be read, such as one that no alert accounts for."""
    return _read_all((_slack_versions(each) for each in messages), moments)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Versions:
    """A message as it was at first and after each edit: what there is to read, and since when."""

    channel: int | str
    key: str | None
    moments: tuple[datetime, ...]
    raw: tuple[object, ...]
    show: Callable[[int], Shown]


def _discord_versions(message: Message) -> _Versions:
    raw = (*((each.content, each.embeds) for each in message.edits), (message.content, message.embeds))
    return _Versions(
        channel=message.channel_id,
        key=message.nonce,
        moments=(message.at, *(each.until for each in message.edits)),
        raw=raw,
        show=lambda number: on_discord(*raw[number]),
    )


def _slack_versions(message: SlackMessage) -> _Versions:
    versions: tuple[SlackMessage | SlackRevision, ...] = (*message.edits, message)
    key = message.metadata["event_payload"]["key"] if message.metadata else None
    return _Versions(
        channel=message.channel,
        key=key,
        moments=(message.at, *(each.until for each in message.edits)),
        raw=tuple((each.text, _without_ids(each.blocks), _without_ids(each.attachments)) for each in versions),
        show=lambda number: on_slack(versions[number].blocks, versions[number].attachments, TITLES),
    )


def _without_ids(it: object) -> object:
    """Leave out the ids that Slack makes up anew for each edit."""
    if isinstance(it, dict):
        return {name: _without_ids(value) for name, value in it.items() if name != "block_id"}
    return [_without_ids(each) for each in it] if isinstance(it, list | tuple) else it


def _read_all(messages: Iterable[_Versions], moments: Moments) -> tuple[list[Told], list[str]]:
    told, unread = [], []
    for message in messages:
        try:
            told.append(_read(message, moments))
        except (AttributeError, KeyError, TypeError, ValueError) as problem:
            unread.append(f"a message that can't be read ({problem!r}): {message.raw[-1]}")
    return told, unread


def _read(message: _Versions, moments: Moments) -> Told:
    # An edit whose answer was lost comes again and changes nothing.
    raw = message.raw
    kept = [number for number, each in enumerate(raw) if not number or each != raw[number - 1]]
    return Told(
        versions=tuple(
            tuple(_posts(message, message.show(number), message.moments[number], moments)) for number in kept
        ),
        greets=message.show(0).headline.startswith(_GREETING),
        edited=tuple(message.moments[number] for number in kept[1:]),
    )


def _posts(message: _Versions, shown: Shown, at: datetime, moments: Moments) -> Iterator[Post]:
    """Read one version of a message, a provider each: its headline, and where that does not say it all a card."""
    headline, cards = shown.headline, shown.cards
    if headline.startswith(_GREETING):
        return
    looked = moments[message.key or ""]
    if (shared := [*_shared(headline, cards[0].text if cards else "")]) and len(cards) <= 1:
        for title, told in shared:
            yield Post(
                channel=message.channel,
                provider=TITLES[title],
                look_at=max(looked[TITLES[each]] for each, _ in shared),
                at=at,
                news=(told,),
                nonce=message.key,
                shared=True,
            )
        return
    texts = _texts(headline, cards)
    alone = not cards or not cards[0].title
    for title, text in texts.items():
        said = _of_one(headline) if alone and len(texts) == 1 else None
        news = (*_whole(headline, title, text), *_lines(text))
        if said is not None and (not news or _UNCHECKED_FIRST.match(said["said"])):
            news = (*news, *_alone(said["said"], over=headline[:1] == "⚪"))
        if not news:
            raise ValueError(headline, text)
        yield Post(
            channel=message.channel,
            provider=TITLES[title],
            look_at=looked[TITLES[title]],
            at=at,
            news=news,
            nonce=message.key,
        )


def _of_one(headline: str) -> re.Match[str]:
    """Match a headline about one provider; raises ``ValueError`` of any other."""
    found = _HEADLINE.fullmatch(headline) or _DIGEST.fullmatch(headline)
    if found is None:
        raise ValueError(headline)
    return found


def _texts(headline: str, cards: Sequence[ShownCard]) -> dict[str, str]:
    """Return what stands below the headline of each provider that a message tells of, by title."""
    if len(cards) == 1 and not cards[0].title:
        return {_of_one(headline)["title"]: cards[0].text}
    texts = {}
    for card in cards:
        if (found := _TITLE.fullmatch(card.title)) is None:
            raise ValueError(headline, card.title)
        texts[found["title"]] = card.text
    # One of which the headline says it all has no card.
    texts |= {title: "" for title in TITLES if title not in texts and any(_whole(headline, title))}
    texts = texts or {_of_one(headline)["title"]: ""}
    if unread := [title for title in TITLES if re.search(rf"\b{title}\b", headline) and title not in texts]:
        raise ValueError(headline, unread)
    return texts


def _alone(said: str, *, over: bool) -> Iterator[News]:
    """Read the one piece of news that a headline holds; what is struck out is over."""
    if (line := _ALONE.match(said)) is not None:
        rest = line["rest"]
        account = line["account"].removeprefix("~~")
        yield News(
            account=_plain(account),
            what=_WHAT[line["what"]],
            over=over,
            was_full=not over and "was full" in rest,
            offered=_ALL_OFFERED in rest,
        )
        return
    for words in _OF_PROVIDER:
        if said.startswith(f" {words}"):
            yield News(what=_WHAT[words], over=over)


def _shared(headline: str, text: str) -> Iterator[tuple[str, News]]:
    """Read of which providers a message tells that useapi.net can't or couldn't be reached, or that they are back."""
    for words, what in _SHARED.items():
        if (said := re.search(words, headline)) is not None:
            for title in re.split(", | and ", said[1]):
                yield title, News(what=what, over=words.startswith("~~"))
            for title in re.findall(_ENDED, text, re.MULTILINE):
                yield title, News(what=What.FAILED, over=True)


def _whole(headline: str, title: str, text: str = "") -> Iterator[News]:
    """Read what a headline says of a provider's slots as a whole, or the text below it of a summary."""
    if f"~~{title} is full~~" in headline:
        yield News(account=WHOLE, what=What.FULL, over=True)
    elif (said := re.search(_OF_WHOLE.format(title=title), headline)) is not None:
        room = said["what"] == "has room"
        yield News(
            account=WHOLE,
            what=What.FREED if room else What.FULL,
            was_full=room and "was full" in said["rest"],
            use=_plain(said["use"] or ""),
            offered=_ALL_OFFERED in said[0],
        )
    elif (was := _WAS_FULL.search(text)) is not None and (now := re.search(_SUMMED_UP.format(title=title), headline)):
        yield News(account=WHOLE, what=What.FREED, was_full=was["for"] is not None, use=_plain(now["use"] or ""))


def _lines(description: str) -> Iterator[News]:
    for line in _LINE.finditer(description):
        said = line["what"].lower()
        account = "" if line["account"] is None else _plain(line["account"])
        yield News(
            account=account,
            what=_WHAT[said],
            over=said in _OVER,
            was_full="was full" in line["rest"],
            offered=_ALL_OFFERED in line["rest"],
        )


def _plain(text: str) -> str:
    """Undo what keeps a name from being Markdown."""
    return re.sub(r"\\(.)", r"\1", text)
