"""Rich text and its elements (https://docs.slack.dev/reference/block-kit/blocks/rich-text-block)."""

from tests.fakes.slack.block_fields import Check, flag, kind_of, listed, number, one_of, record, string

MOST = 1000
"""No page states how many elements there may be; far more than anybody reads."""
STYLE = record({"bold": flag, "italic": flag, "strike": flag, "code": flag, "underline": flag})
MENTION_STYLE = record(
    {"bold": flag, "italic": flag, "strike": flag, "highlight": flag, "client_highlight": flag, "unlink": flag}
)


def _inline(kind: str, fields: dict[str, Check], required: str, style: Check = STYLE) -> Check:
    return record({"type": one_of(kind), "style": style, **fields}, f"type {required}")


INLINE = kind_of(
    {
        "text": _inline("text", {"text": string(13_200)}, "text"),
        "link": _inline("link", {"url": string(3000), "text": string(3000), "unsafe": flag}, "url"),
        "emoji": _inline("emoji", {"name": string(255, pattern=r"[a-z0-9_+'-]+(::[a-z0-9-]+)?")}, "name"),
        "user": _inline("user", {"user_id": string(12, pattern="[UW][A-Z0-9]+")}, "user_id", MENTION_STYLE),
        "usergroup": _inline(
            "usergroup", {"usergroup_id": string(12, pattern="S[A-Z0-9]+")}, "usergroup_id", MENTION_STYLE
        ),
        "channel": _inline(
            "channel", {"channel_id": string(12, pattern="[CGD][A-Z0-9]+")}, "channel_id", MENTION_STYLE
        ),
        "broadcast": _inline("broadcast", {"range": one_of("here", "channel", "everyone")}, "range"),
        "color": _inline("color", {"value": string(7, pattern="#[0-9a-fA-F]{6}")}, "value"),
        "date": _inline(
            "date",
            {"timestamp": number(0, 10**10), "format": string(1000), "url": string(3000), "fallback": string(1000)},
            "timestamp format",
        ),
    }
)
SECTION = record({"type": one_of("rich_text_section"), "elements": listed(INLINE, MOST, 0)}, "type elements")
PREFORMATTED = record(
    {
        "type": one_of("rich_text_preformatted"),
        "elements": listed(INLINE, MOST),
        "border": number(0, 1),
        "language": string(64),
    },
    "type elements",
)
QUOTE = record(
    {"type": one_of("rich_text_quote"), "elements": listed(INLINE, MOST), "border": number(0, 1)}, "type elements"
)
LIST = record(
    {
        "type": one_of("rich_text_list"),
        "style": one_of("bullet", "ordered"),
        "elements": listed(kind_of({"rich_text_section": SECTION}), MOST),
        "indent": number(0, 8),
        "offset": number(0, 10**6),
        "border": number(0, 1),
    },
    "type style elements",
)
RICH_TEXT = record(
    {
        "type": one_of("rich_text"),
        "block_id": string(255),
        "elements": listed(
            kind_of(
                {
                    "rich_text_section": SECTION,
                    "rich_text_list": LIST,
                    "rich_text_preformatted": PREFORMATTED,
                    "rich_text_quote": QUOTE,
                }
            ),
            MOST,
        ),
    },
    "type elements",
)
