"""The documented limits of commands that the schemas do not hold.

https://discord.com/developers/docs/interactions/application-commands
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from tests.fakes.discord.records import Json
from tests.fakes.discord.refusals import Violation, invalid_form

CHAT_INPUT, USER, MESSAGE = 1, 2, 3
MOST = {CHAT_INPUT: 100, USER: 15, MESSAGE: 15}
COMMAND_TOTAL = 8000
SUBCOMMAND, SUBCOMMAND_GROUP, STRING, INTEGER, BOOLEAN = 1, 2, 3, 4, 5
USER_OPTION, CHANNEL_OPTION, ROLE_OPTION, MENTIONABLE, NUMBER = 6, 7, 8, 9, 10
# fmt: off
LOCALES = frozenset({
    "ar", "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "he", "hi", "hr", "hu", "id",
    "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE", "th", "tr", "uk", "vi", "zh-CN", "zh-TW",
})
# fmt: on


def check_commands(commands: Sequence[Json]) -> None:
    """Refuse a list of commands of one scope that breaks a limit."""
    found = list(_together(commands))
    for at, command in enumerate(commands):
        path: tuple[str | int, ...] = (at,) if len(commands) > 1 else ()
        found.extend(_command(command, path))
    if found:
        raise invalid_form(found)


def kind(command: Json) -> int:
    """Return which of the three kinds a command is; slash commands are the default."""
    return int(command.get("type") or CHAT_INPUT)


def valid_name(name: str) -> bool:
    r"""Return whether a name is `^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$` and lower case."""
    letters = all(each in "-_'" or unicodedata.category(each)[0] in "LNM" for each in name)
    return letters and 1 <= len(name) <= 32 and name == name.lower()  # the page's own number


def _together(commands: Sequence[Json]) -> Iterator[Violation]:
    for key, count in Counter((kind(each), each["name"]) for each in commands).items():
        if count > 1:
            message = f"Application command names must be unique: {key[1]}"
            yield Violation(path=(), code="APPLICATION_COMMANDS_DUPLICATE_NAME", message=message)
    for which, count in Counter(map(kind, commands)).items():
        if count > MOST[which]:
            message = f"More than {MOST[which]} commands of type {which}"
            yield Violation(path=(), code="APPLICATION_COMMANDS_MAX", message=message)


def _command(command: Json, path: tuple[str | int, ...]) -> Iterator[Violation]:
    if kind(command) != CHAT_INPUT:
        if command.get("description") or command.get("options"):
            message = "Only slash commands have a description and options"
            yield Violation(path=path, code="APPLICATION_COMMAND_INVALID", message=message)
        if not 1 <= len(command["name"]) <= 32:
            message = "Must be between 1 and 32 in length."
            yield Violation(path=(*path, "name"), code="BASE_TYPE_BAD_LENGTH", message=message)
        return
    if not command.get("description"):
        yield Violation(path=(*path, "description"), code="BASE_TYPE_REQUIRED", message="This field is required")
    yield from _named(command, path)
    yield from _options(command.get("options") or (), path)
    if (total := _size(command)) > COMMAND_TOTAL:
        message = f"Command exceeds maximum size ({COMMAND_TOTAL}): {total}"
        yield Violation(path=path, code="APPLICATION_COMMAND_TOO_LARGE", message=message)


def _named(part: Json, path: tuple[str | int, ...]) -> Iterator[Violation]:
    names = {"": part["name"], **(part.get("name_localizations") or {})}
    for locale, name in names.items():
        if not valid_name(name):
            message = f"Command name is invalid: {name}"
            yield Violation(path=(*path, "name"), code="APPLICATION_COMMAND_INVALID_NAME", message=message)
        if locale and locale not in LOCALES:
            yield Violation(path=(*path, "name_localizations"), code="BASE_TYPE_CHOICES", message=f"No locale {locale}")


def _options(options: Sequence[Json], path: tuple[str | int, ...]) -> Iterator[Violation]:
    seen_optional = False
    names = Counter(each["name"] for each in options)
    kinds = {each["type"] in {SUBCOMMAND, SUBCOMMAND_GROUP} for each in options}
    if len(kinds) > 1:
        message = "Sub-commands and other options cannot stand side by side"
        yield Violation(path=(*path, "options"), code="APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message=message)
    for at, option in enumerate(options):
        here: tuple[str | int, ...] = (*path, "options", at)
        yield from _named(option, here)
        if names[option["name"]] > 1:
            message = f"Option name is used twice: {option['name']}"
            yield Violation(path=here, code="APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", message=message)
        if option.get("required") and seen_optional:
            message = "Required options must be placed before non-required options"
            yield Violation(path=here, code="APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message=message)
        if option["type"] not in {SUBCOMMAND, SUBCOMMAND_GROUP}:
            seen_optional = seen_optional or not option.get("required")
        if option.get("autocomplete") and option.get("choices"):
            message = "Autocomplete and choices exclude each other"
            yield Violation(path=here, code="APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", message=message)
        yield from _choices(option.get("choices") or (), here)
        yield from _options(option.get("options") or (), here)


def _choices(choices: Sequence[Json], path: tuple[str | int, ...]) -> Iterator[Violation]:
    for twice in (name for name, count in Counter(each["name"] for each in choices).items() if count > 1):
        message = f"Choice name is used twice: {twice}"
        yield Violation(path=path, code="APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS", message=message)


def _size(part: Json) -> int:
    """Count name, description and value of a part and all inside, the longest localisation of each."""
    own = sum(
        max(map(len, (part.get(key) or "", *(part.get(f"{key}_localizations") or {}).values())))
        for key in ("name", "description")
    )
    values = sum(len(str(each["value"])) + _size(each) for each in part.get("choices") or ())
    return own + values + sum(map(_size, part.get("options") or ()))
