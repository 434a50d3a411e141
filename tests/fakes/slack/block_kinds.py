"""The blocks of Block Kit, their limits, and where each may stand (https://docs.slack.dev/reference/block-kit/blocks)."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from tests.fakes.slack.block_elements import ACCESSORY, ACTION, BUTTON, CONTEXT_ACTION, IMAGE, INPUT, PICTURE
from tests.fakes.slack.block_fields import (
    Check,
    Finding,
    every,
    flag,
    kind_of,
    listed,
    number,
    one_of,
    plain,
    record,
    string,
    text,
    wrong,
)
from tests.fakes.slack.rich_text_rules import RICH_TEXT


class Surface(StrEnum):
    """Where blocks are shown."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


def block(kind: str, fields: dict[str, Check], required: str = "", either: str = "") -> Check:
    """A block of that type, with a `block_id`."""
    common: dict[str, Check] = {"type": one_of(kind), "block_id": string(255)}
    return record({**common, **fields}, f"type {required}", either=either)


MOST_ROWS = 101
"""Of a data table, its head included: https://docs.slack.dev/reference/block-kit/blocks/data-table-block"""

CELLS: dict[str, Check] = {
    "raw_text": record({"type": one_of("raw_text"), "text": string(10_000)}, "type text"),
    "raw_number": record(
        {"type": one_of("raw_number"), "value": number(float("-inf"), float("inf")), "text": string(255)},
        "type value text",
    ),
    "rich_text": RICH_TEXT,
}
COLUMN = record({"align": one_of("left", "center", "right"), "is_wrapped": flag})
LABEL = string(20)
POINT = record({"label": LABEL, "value": number(float("-inf"), float("inf"))}, "label value")
SERIES = record({"name": LABEL, "data": listed(POINT, 20)}, "name data")
AXES = record({"categories": listed(LABEL, 20), "x_axis_title": string(50), "y_axis_title": string(50)}, "categories")


def _chart(kind: str) -> Check:
    return record({"type": one_of(kind), "series": listed(SERIES, 12), "axis_config": AXES}, "type series axis_config")


CHART = kind_of(
    {
        "pie": record({"type": one_of("pie"), "segments": listed(POINT, 12)}, "type segments"),
        **{kind: _chart(kind) for kind in ("bar", "area", "line")},
    }
)


def _plain_head(it: Any, pointer: str) -> Iterator[Finding]:  # noqa: ANN401 - JSON is anything
    """The first row of a data table is its head, which is plain."""
    rows = it.get("rows") if isinstance(it, dict) else None
    head = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], list) else []
    if any(isinstance(cell, dict) and cell.get("type") == "rich_text" for cell in head):
        yield wrong(f"{pointer}/rows/0", "the head takes no rich_text")


def _even(it: Any, pointer: str) -> Iterator[Finding]:  # noqa: ANN401 - JSON is anything
    """Every row of a table has as many cells as the first."""
    rows = it.get("rows") if isinstance(it, dict) else None
    if isinstance(rows, list) and len({len(row) for row in rows if isinstance(row, list)}) > 1:
        yield wrong(f"{pointer}/rows", "every row must have the same number of cells")


CARD = block(
    "card",
    {
        "hero_image": IMAGE,
        "icon": IMAGE,
        "title": text(150),
        "subtitle": text(150),
        "body": text(200),
        "actions": listed(kind_of({"button": BUTTON}), 3),
    },
    either="hero_image title body actions",
)
EVERYWHERE: dict[str, Check] = {
    "section": block(
        "section",
        {"text": text(3000), "fields": listed(text(2000), 10), "accessory": ACCESSORY, "expand": flag},
        either="text fields",
    ),
    "header": block("header", {"text": plain(150), "level": one_of(1, 2, 3, 4)}, "text"),
    "divider": block("divider", {}),
    "context": block(
        "context",
        {"elements": listed(kind_of({"image": IMAGE, "plain_text": plain(3000), "mrkdwn": text(3000, "mrkdwn")}), 10)},
        "elements",
    ),
    "actions": block("actions", {"elements": listed(ACTION, 25)}, "elements"),
    "image": block("image", {**PICTURE, "title": plain(2000)}, "alt_text", either="image_url slack_file"),
    "input": block(
        "input",
        {"label": plain(2000), "hint": plain(2000), "element": INPUT, "optional": flag, "dispatch_action": flag},
        "label element",
    ),
    "rich_text": RICH_TEXT,
}
TABLES: dict[str, Check] = {
    "table": every(
        block(
            "table",
            {"rows": listed(listed(kind_of(CELLS), 20), 100), "column_settings": listed(COLUMN, 20)},
            "rows",
        ),
        _even,
    ),
    "data_table": every(
        block(
            "data_table",
            {
                "caption": string(255),
                "rows": listed(listed(kind_of(CELLS), 20), MOST_ROWS, 2),
                "page_size": number(1, 100),
                "row_header_column_index": number(0, 19),
            },
            "caption rows",
        ),
        _even,
        _plain_head,
    ),
}
IN_MESSAGES: dict[str, Check] = {
    "context_actions": block("context_actions", {"elements": listed(CONTEXT_ACTION, 5)}, "elements"),
    "markdown": block("markdown", {"text": string(12_000)}, "text"),
    "data_visualization": block("data_visualization", {"title": string(50), "chart": CHART}, "title chart"),
    "card": CARD,
    "carousel": block("carousel", {"elements": listed(kind_of({"card": CARD}), 10)}, "elements"),
}
ALERT = block("alert", {"text": text(200), "level": one_of("default", "info", "warning", "error", "success")}, "text")


def _container(inside: dict[str, Check]) -> Check:
    return block(
        "container",
        {
            "title": plain(150),
            "rich_text_title": RICH_TEXT,
            "subtitle": text(150),
            "child_blocks": listed(kind_of(inside), 10),
            "width": one_of("narrow", "standard", "wide", "full"),
            "icon": IMAGE,
            "is_collapsible": flag,
            "default_collapsed": flag,
            "has_header_divider": flag,
        },
        "child_blocks",
        either="title rich_text_title",
    )


KINDS: dict[Surface, dict[str, Check]] = {
    Surface.MESSAGE: {
        **EVERYWHERE,
        **TABLES,
        **IN_MESSAGES,
        "container": _container({**EVERYWHERE, **TABLES, **IN_MESSAGES}),
    },
    Surface.MODAL: {**EVERYWHERE, "alert": ALERT},
    Surface.HOME: {**EVERYWHERE, **TABLES, "container": _container({**EVERYWHERE, **TABLES})},
}
MOST: dict[Surface, int] = {Surface.MESSAGE: 50, Surface.MODAL: 100, Surface.HOME: 100}
