"""Commands as forms: a modal with an input for each option, filled in with what was understood.

As on Discord, an option's kind decides its input: choices, suggestions, a channel, a user group, a number. https://docs.slack.dev/reference/block-kit/blocks/input-block
"""

import re
from collections.abc import Collection, Mapping
from typing import Any

from bot.chat.command_options import ChannelChoice, Choice, Option, OptionKind, RoleChoice, options_of
from bot.chat.feature import Command
from bot.chat.slack import block_limits as limits
from bot.chat.slack.button_and_form_metadata import CHANNEL_KEY, COMMAND_KEY, SHOWN_KEY, carried_texts, metadata
from bot.chat.slack.buttons_and_menus import plain_object
from bot.chat.slack.slack_ids import number_of, slack_id_of
from bot.chat.slack.slack_words import PLATFORM_WORDS, WorkspaceWords
from bot.chat.slack.span_markup import Json
from bot.chat.typed.option_values import NAMING, in_range, range_of
from bot.chat.wording.text_cleaning import clip
from bot.errors import BadInput
from bot.platforms import CommandName, PlatformWord, Sentence

FORM = "form"
"""The ``callback_id`` of every form."""

LONGEST_TEXT = 3_000
"""https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element"""

LONGEST_MISTAKE = 300

_LABELS = {"role": "User group", "no_role": "No user group"}
"""Labels of options that Slack has another word for."""


def texts_of(values: Mapping[str, object]) -> dict[str, str]:
    """Return options' values as texts, by name, for a button or a form to carry."""
    return {name: _text(value) for name, value in values.items() if value is not None}


def options_from(command: Command[Any], texts: Mapping[str, str]) -> object:
    """Return a command's options from texts; raises ``BadInput`` at the first invalid one."""
    values = {one.field: _value(one, texts[one.name]) for one in options_of(command.options) if texts.get(one.name)}
    for one in options_of(command.options):
        if one.required and one.field not in values:
            raise BadInput(f"Which {one.name}?", option=one.name)
    return command.options(**values)


def form_of(
    command: Command[Any],
    texts: Mapping[str, str],
    labels: Mapping[str, str],
    *,
    channel: str,
    shown: Collection[str] = (),
) -> dict[str, object]:
    """Return a command's form.

    Args:
        command: The command; it has options.
        texts: The values to fill in, by option.
        labels: What menus show for them, by option; the values themselves are shown for the others.
        channel: The channel that it is opened from.
        shown: The options whose values nobody has given.
    """
    form, about = command.form, command.form.about
    fixed = {about: texts[about]} if texts.get(about) else {}
    # Leave out options that only say what an emptied input says.
    needless = {name for name, _ in form.emptied.values() if name not in form.emptied} if fixed else set()
    title = form.title or command.name.replace("_", " ").capitalize()
    subject = [{"type": "section", "text": plain_object(labels.get(about) or texts[about])}] if fixed else []
    names = {SHOWN_KEY: ",".join(shown)} if shown else {}
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": plain_object(clip(title, limits.VIEW_TITLE)),
        "submit": plain_object(form.deed),
        "close": plain_object("Cancel"),
        "private_metadata": metadata(
            {COMMAND_KEY: command.name, CHANNEL_KEY: channel, **names, **carried_texts(fixed)}
        ),
        "blocks": [
            *subject,
            *(
                _input(one, command, texts.get(one.name, ""), labels.get(one.name, ""))
                for one in options_of(command.options)
                if one.name not in {*fixed, *needless}
            ),
        ],
    }


def emptied_texts(command: Command[Any], shown: str, entered: Collection[str]) -> dict[str, str]:
    """Return the texts of what was emptied in a form, by option.

    Args:
        command: The command.
        shown: The names of the options whose values the form showed by itself, as its metadata has them.
        entered: The names of the options that have a value now.
    """
    emptied = [name for name in shown.split(",") if name in command.form.emptied and name not in entered]
    return dict(command.form.emptied[name] for name in emptied)


def mistakes_of(
    problem: BadInput, command: Command[Any], words: WorkspaceWords, *, without: Collection[str] = ()
) -> dict[str, str]:
    """Return what is wrong by the input at which the form shows it: the option's that it is about, or the first.

    Args:
        problem: What is wrong.
        command: The command.
        words: The workspace's words.
        without: The options for which the form has no input.
    """
    names = [one.name for one in options_of(command.options) if one.name not in without]
    said = clip(sentence_text(problem.said, words), LONGEST_MISTAKE)
    return {problem.option if problem.option in names else names[0]: said} if names else {}


def sentence_text(sentence: Sentence, words: WorkspaceWords) -> str:
    """Return a sentence as plain text, in Slack's words."""
    return "".join(_word(part, words) for part in sentence)


def choice_option(choice: Choice) -> Json | None:
    """Return an option of a menu; None if Slack can't carry its value."""
    value = str(choice.value)
    if not 1 <= len(value) <= limits.OPTION_VALUE:
        return None
    return {"text": plain_object(clip(choice.label, limits.OPTION) or value[: limits.OPTION]), "value": value}


def _word(part: str | CommandName | PlatformWord, words: WorkspaceWords) -> str:
    match part:
        case CommandName():
            return words.typed(part)
        case PlatformWord():
            return PLATFORM_WORDS[part]
        case str():
            return part


def _text(value: object) -> str:
    match value:
        case ChannelChoice() | RoleChoice():
            return slack_id_of(value.id)
        case bool():
            return "yes" if value else ""
        case _:
            return str(value)


def _value(option: Option, text: str) -> object:
    match option.kind:
        case OptionKind.TEXT:
            if option.longest is not None and len(text) > option.longest:
                raise BadInput(f"At most {option.longest} characters.", option=option.name)
            return text
        case OptionKind.NUMBER:
            return _number(option, text)
        case OptionKind.FLAG:
            return text == "yes"
        case OptionKind.CHANNEL:
            return ChannelChoice(id=_id(option, text))
        case OptionKind.ROLE:
            return RoleChoice(id=_id(option, text))


def _number(option: Option, text: str) -> int:
    number = int(text) if re.fullmatch(r"-?[0-9]{1,15}", text) else None
    if number is None or not in_range(option, number):
        raise BadInput(f"A number{range_of(option)}.", option=option.name)
    return number


def _id(option: Option, text: str) -> int:
    try:
        return number_of(text)
    except ValueError as problem:
        raise BadInput("Choose one from the list.", option=option.name) from problem


def _input(option: Option, command: Command[Any], text: str, label: str) -> Json:
    return {
        "type": "input",
        "block_id": option.name,
        "optional": not option.required,
        "label": plain_object(_LABELS.get(option.name, option.name.replace("_", " ").capitalize())),
        "hint": plain_object(option.description),
        "element": {"action_id": f"{FORM}:{option.name}", **_element(option, command, text, label)},
    }


def _element(option: Option, command: Command[Any], text: str, label: str) -> Json:
    if option.name in command.choices:
        options = [one for one in map(choice_option, command.choices[option.name]) if one is not None]
        initial = next((one for one in options if one["value"] == text), None)
        return {"type": "static_select", "options": options, **({"initial_option": initial} if initial else {})}
    if option.name in command.suggest or option.kind is OptionKind.ROLE:
        recognises = (
            command.recognises.get(option.name) if option.name in NAMING else None
        )  # with an initial value, it would have to be removed before another is chosen
        is_there = bool(text) and (recognises is None or recognises(text))
        picked = choice_option(Choice(label=label or text, value=text)) if is_there else None
        return {
            "type": "external_select",
            "min_query_length": 0,
            **({"initial_option": picked} if picked else {}),
        }
    return _typed(option, text)


def _typed(option: Option, text: str) -> Json:
    match option.kind:
        case OptionKind.FLAG:
            yes = {"text": plain_object("Yes"), "value": "yes"}
            return {"type": "checkboxes", "options": [yes], **({"initial_options": [yes]} if text else {})}
        case OptionKind.NUMBER:
            least = {} if option.least is None else {"min_value": str(option.least)}
            most = {} if option.most is None else {"max_value": str(option.most)}
            initial = {"initial_value": text} if text else {}
            return {"type": "number_input", "is_decimal_allowed": False, **least, **most, **initial}
        case OptionKind.CHANNEL:
            here = {"default_to_current_conversation": True} if option.here else {}
            return {
                "type": "conversations_select",
                "filter": {"include": ["public", "private"], "exclude_external_shared_channels": True},
                **({"initial_conversation": text} if text else here),
            }
        case _:
            longest = option.longest or LONGEST_TEXT
            # Slack lets nobody send a longer one.
            initial = {"initial_value": text[:longest]} if text else {}
            return {"type": "plain_text_input", "max_length": longest, **initial}
