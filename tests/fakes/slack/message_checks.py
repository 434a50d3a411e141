"""What Slack refuses in a message, a view or a list of options, and what it takes and is held against the bot."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from tests.fakes.slack.block_elements import GROUPS, OPTION
from tests.fakes.slack.block_fields import Check, Finding, flag, listed, one_of, plain, record, string
from tests.fakes.slack.block_kinds import MOST, Surface
from tests.fakes.slack.block_kit_checker import MOST_CHARACTERS, characters, check_blocks, check_ids
from tests.fakes.slack.mrkdwn_rules import unescaped
from tests.fakes.slack.records import Json
from tests.fakes.slack.refusals import RefusalError, wrong
from tests.fakes.slack.secret_scan import secrets_in
from tests.fakes.slack.terms import Terms

LONGEST_TEXT, BEST_TEXT = 40_000, 4_000
MOST_ATTACHMENTS = 100
LARGEST_METADATA, LARGEST_VIEW = 8_000, 250_000
ATTACHMENT = record(
    {
        "color": string(7, pattern=r"#[0-9a-fA-F]{6}|good|warning|danger"),
        "fallback": string(BEST_TEXT),
        "blocks": lambda *_: iter(()),
    },
    "color fallback blocks",
)
SUGGESTIONS = record({"options": listed(OPTION, 100, 0), "option_groups": GROUPS}, either="options option_groups")
IDS: dict[str, Check] = {
    "type": one_of("modal", "home"),
    "blocks": lambda *_: iter(()),
    "private_metadata": string(3000, 0),
    "callback_id": string(255),
    "external_id": string(255),
}
VIEWS = {
    Surface.MODAL: record(
        {
            **IDS,
            "title": plain(24),
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": flag,
            "notify_on_close": flag,
            "submit_disabled": flag,
        },
        "type title blocks",
    ),
    Surface.HOME: record(IDS, "type blocks"),
}
EVENT_TYPE = string(255, pattern=r"[A-Za-z0-9_.-]+")


class Checks:
    """Checks what is posted against what Slack takes.

    Args:
        terms: Where problems are noted.
        file_ready: Whether a file of that id can be shown.
    """

    def __init__(self, terms: Terms, file_ready: Callable[[str], bool]) -> None:
        self._terms = terms
        self._file_ready = file_ready

    def message(self, text: str, blocks: Sequence[Json], attachments: Sequence[Json]) -> None:
        """Refuse a message that breaks a limit."""
        if not text and not blocks and not attachments:
            raise RefusalError(error="no_text", problem="a message with nothing in it")
        self._text(text)
        self._raise("invalid_blocks", check_blocks(blocks, Surface.MESSAGE))
        self._raise("invalid_attachments", _attachments(attachments))
        self._raise("invalid_blocks", check_ids(blocks, attachments))
        self._files([*blocks, *attachments])
        if (long := characters(blocks, attachments)) > MOST_CHARACTERS:
            raise wrong("msg_blocks_too_long", f"{long} characters in the blocks")
        self._secrets({"text": text, "blocks": blocks, "attachments": attachments}, seen_by_apps=True)

    def view(self, body: Json, surface: Surface) -> None:
        """Refuse a view that breaks a limit."""
        if body.get("type") != surface.value:
            raise wrong("invalid_arguments", f"a {body.get('type')} is no {surface} [json-pointer:/view/type]")
        self._raise("invalid_arguments", VIEWS[surface](body, "/view"))
        blocks = body["blocks"]
        if not isinstance(blocks, list) or not 1 <= len(blocks) <= MOST[surface]:
            raise wrong("invalid_arguments", f"1 to {MOST[surface]} blocks [json-pointer:/view/blocks]")
        self._raise("invalid_arguments", check_blocks(blocks, surface, "/view/blocks"))
        self._raise("invalid_arguments", check_ids(blocks, pointer="/view/blocks"))
        if surface is Surface.MODAL and any(each["type"] == "input" for each in blocks) and not body.get("submit"):
            raise wrong("invalid_arguments", "a modal with inputs has a submit [json-pointer:/view/submit]")
        if len(json.dumps(body)) > LARGEST_VIEW:
            raise wrong("view_too_large", f"more than {LARGEST_VIEW} bytes")
        self._files(blocks)
        self._secrets(body, seen_by_apps=False)

    def options(self, payload: Json) -> None:
        """Refuse what is no answer to a `block_suggestion`."""
        self._raise("invalid_options", SUGGESTIONS(payload, ""))
        self._secrets(payload, seen_by_apps=False)

    def metadata(self, metadata: Json) -> None:
        """Refuse metadata of another shape (https://docs.slack.dev/messaging/message-metadata)."""
        if set(metadata) != {"event_type", "event_payload"}:
            raise wrong("invalid_metadata_format", "metadata has an event_type and an event_payload")
        if list(EVENT_TYPE(metadata["event_type"], "")) or not isinstance(metadata["event_payload"], dict):
            raise wrong("invalid_metadata_schema", "event_type is a word, event_payload an object")
        if len(json.dumps(metadata["event_payload"])) > LARGEST_METADATA:
            raise wrong("metadata_too_large", f"more than {LARGEST_METADATA} bytes")
        self._secrets(metadata, seen_by_apps=True)

    def words(self, what: Mapping[str, Any]) -> None:
        """Note what is secret in texts of another kind: names and descriptions of files."""
        self._secrets(what, seen_by_apps=True)

    def _text(self, text: str) -> None:
        problems = self._terms.problems
        if not text:
            problems.append("no text beside the blocks: it is all that a notification shows")
        if len(text) > LONGEST_TEXT:
            raise wrong("msg_too_long", f"{len(text)} characters of text")
        if len(text) > BEST_TEXT:
            problems.append(f"{len(text)} characters of text: best are {BEST_TEXT}, and no edit takes more")
        if raw := unescaped(text):
            problems.append(f"text: not escaped: {raw}")

    def _raise(self, error: str, found: Iterable[Finding]) -> None:
        """Refuse what is wrong, and note what is taken all the same."""
        every = list(found)
        if refused := [str(each) for each in every if each.refused]:
            raise wrong(error, *refused)
        self._terms.problems.extend(map(str, every))

    def _files(self, it: object) -> None:
        """Refuse a picture that is not processed yet (slackapi/python-slack-sdk #1658)."""
        if isinstance(it, dict):
            shown = it.get("slack_file")
            if isinstance(shown, dict) and "id" in shown and not self._file_ready(shown["id"]):
                error = "invalid_blocks"
                raise RefusalError(error=error, extra={"response_metadata": {"messages": ["invalid slack file"]}})
            for each in it.values():
                self._files(each)
        elif isinstance(it, list | tuple):
            for each in it:
                self._files(each)

    def _secrets(self, it: object, *, seen_by_apps: bool) -> None:
        emails = not self._terms.full_emails
        self._terms.problems.extend(secrets_in(it, seen_by_apps=seen_by_apps, emails=emails))


def _attachments(attachments: Sequence[Json]) -> list[Finding]:
    found = list(listed(ATTACHMENT, MOST_ATTACHMENTS, 0)(attachments, "/attachments"))
    for at, each in enumerate(attachments):
        found += check_blocks(each.get("blocks") or [], Surface.MESSAGE, f"/attachments/{at}/blocks")
    return found
