"""What is drawn for Slack: why it would not be taken, what stands in it, and whom it mentions."""

import json
import re
from collections.abc import Iterator
from typing import Any

from bot.chat.slack.message_renderer import DrawnMessage
from tests.fakes.slack.message_checks import Checks
from tests.fakes.slack.refusals import RefusalError
from tests.fakes.slack.terms import Terms

CONTAINERS = ("rich_text", "rich_text_section", "context", "actions")
_MENTION = re.compile(r"<[@#!](?!date\^)[^>]*>")


def refused(drawn: DrawnMessage) -> list[str]:
    """List why Slack would not take a message, or not show all of it."""
    payload = json.loads(json.dumps(drawn.post_payload()))
    terms = Terms(full_emails=True)
    why = []
    checks = Checks(terms, lambda _: False)
    try:
        checks.message(payload["text"], payload["blocks"], payload["attachments"])
        checks.message(drawn.plain, (), ())
    except RefusalError as refusal:
        why.append(str(refusal))
    written = json.dumps([drawn.blocks, drawn.attachments], ensure_ascii=False, separators=(",", ":"))
    why += [f"{len(written)} characters"] if len(written) > 13_200 else []
    why += [f"{len(blocks_of(drawn))} blocks"] if len(blocks_of(drawn)) > 50 else []
    why += [f"an empty {one['type']}" for one in of_kind(blocks_of(drawn), *CONTAINERS) if not one["elements"]]
    return why + terms.problems


def blocks_of(drawn: DrawnMessage) -> list[dict[str, Any]]:
    """Return all blocks, those of attachments behind the others."""
    payload = json.loads(json.dumps(drawn.payload()))
    return [*payload["blocks"], *(block for one in payload["attachments"] for block in one["blocks"])]


def _parts(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, list):
        for one in value:
            yield from _parts(one)
    elif isinstance(value, dict):
        yield value
        yield from _parts(list(value.values()))


def of_kind(value: Any, *kinds: str) -> list[dict[str, Any]]:  # noqa: ANN401 - whatever JSON holds
    """Return the parts of JSON that are of some kinds."""
    return [part for part in _parts(value) if part.get("type") in kinds]


def shown(drawn: DrawnMessage) -> str:
    """Return what stands in rich text, a line each."""
    sections = of_kind(blocks_of(drawn), "rich_text_section")
    return "\n".join("".join(one.get("text", "•") for one in section["elements"]) for section in sections)


def mentions(drawn: DrawnMessage) -> set[str]:
    """Return whom it would ping in any other place than where it pings the groups that it is for."""
    meant = {f"<!subteam^{one}>" for one in re.findall(r"S\w+", drawn.text)}
    texts = [drawn.text, drawn.plain, *(one["text"] for one in of_kind(blocks_of(drawn), "mrkdwn"))]
    elements = of_kind(blocks_of(drawn), "user", "usergroup", "broadcast")
    return {found for text in texts for found in _MENTION.findall(text)} - meant | {str(one) for one in elements}
