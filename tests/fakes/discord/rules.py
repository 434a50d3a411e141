"""The documented limits of messages that the schemas do not hold.

https://discord.com/developers/docs/resources/message and https://discord.com/developers/docs/components/reference
"""

from collections.abc import Iterator, Sequence

from tests.fakes.discord.records import COMPONENTS_V2, Json
from tests.fakes.discord.refusals import Violation, invalid_form

EMBED_TOTAL = 6000
TEXT_TOTAL = 4000
COMPONENTS_TOTAL = 40
ROWS = 5
ACTION_ROW, BUTTON, STRING_SELECT, TEXT_DISPLAY = 1, 2, 3, 10
LINK, PREMIUM = 5, 6
# https://discord.com/developers/docs/resources/message#message-object-message-flags: what a sender may set.
SETTABLE = 1 << 2 | 1 << 12 | 1 << 13 | COMPONENTS_V2
SETTABLE_IN_REPLY = SETTABLE | 1 << 6


def check_message(body: Json, *, reply: bool = False, flags: int = 0) -> None:
    """Refuse a message body that breaks a limit; `flags` are those the message has already."""
    found = [
        *_embeds(body.get("embeds") or ()),
        *_components(body.get("components") or (), v2=_v2(body, flags)),
        *_v2_alone(body, flags),
        *_mentions(body.get("allowed_mentions") or {}),
        *_flags(body, SETTABLE_IN_REPLY if reply else SETTABLE),
    ]
    if found:
        raise invalid_form(found)


def _v2(body: Json, flags: int) -> bool:
    return bool(((body.get("flags") or 0) | flags) & COMPONENTS_V2)


def _required(path: tuple[str | int, ...]) -> Violation:
    return Violation(path=path, code="BASE_TYPE_REQUIRED", message="This field is required")


def _length(text: object) -> int:
    # Lengths are counted after trimming, in code points.
    return len(str(text).strip()) if text else 0


def _embeds(embeds: Sequence[Json]) -> Iterator[Violation]:
    total = 0
    for at, embed in enumerate(embeds):
        total += _length(embed.get("title")) + _length(embed.get("description"))
        total += _length((embed.get("footer") or {}).get("text")) + _length((embed.get("author") or {}).get("name"))
        for place, field in enumerate(embed.get("fields") or ()):
            total += _length(field["name"]) + _length(field["value"])
            for key in ("name", "value"):
                if not _length(field[key]):
                    yield _required(("embeds", at, "fields", place, key))
        if not any(
            embed.get(key) for key in ("title", "description", "fields", "footer", "author", "image", "thumbnail")
        ):
            yield _required(("embeds", at, "description"))
    if total > EMBED_TOTAL:
        message = f"Embed size exceeds maximum size of {EMBED_TOTAL}"
        yield Violation(path=("embeds",), code="MAX_EMBED_SIZE_EXCEEDED", message=message)


def _components(components: Sequence[Json], *, v2: bool) -> Iterator[Violation]:
    path = ("components",)
    every = list(walk(components))
    if not v2:
        if len(components) > ROWS:
            yield Violation(path=path, code="BASE_TYPE_BAD_LENGTH", message="Must be between 1 and 5 in length.")
        if any(each["type"] != ACTION_ROW for each in components):
            yield Violation(path=path, code="UNION_TYPE_CHOICES", message="Only action rows without IS_COMPONENTS_V2")
    if len(every) > COMPONENTS_TOTAL:
        yield Violation(path=path, code="COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message="More than 40 components")
    if sum(_length(each.get("content")) for each in every if each["type"] == TEXT_DISPLAY) > TEXT_TOTAL:
        yield Violation(path=path, code="COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message="More than 4000 characters")
    ids = [each["custom_id"] for each in every if each.get("custom_id")]
    for twice in sorted({each for each in ids if ids.count(each) > 1}):
        message = f"Component custom id cannot be duplicated: {twice}"
        yield Violation(path=path, code="COMPONENT_CUSTOM_ID_DUPLICATED", message=message)
    for each in every:
        if each["type"] in OF_ONE and (problem := OF_ONE[each["type"]][0](each)):
            yield Violation(path=path, code=OF_ONE[each["type"]][1], message=problem)


def walk(components: Sequence[Json]) -> Iterator[Json]:
    """Go through the components and all that are inside of them."""
    for each in components:
        yield each
        yield from walk(each.get("components") or ())
        if accessory := each.get("accessory"):
            yield accessory


def _row(row: Json) -> str | None:
    inside = [each["type"] for each in row["components"]]
    if any(each != BUTTON for each in inside) and len(inside) > 1:
        return "A row holds up to five buttons or one select"
    return None


def _button(button: Json) -> str | None:
    if button["style"] == LINK:
        return None if button.get("url") and not button.get("custom_id") else "A link has a url and no custom_id"
    if button["style"] != PREMIUM and (button.get("url") or not button.get("custom_id")):
        return "A button has a custom_id and no url"
    if not button.get("label") and not button.get("emoji"):
        return "A button has a label or an emoji"
    return None


def _select(menu: Json) -> str | None:
    options = menu["options"]
    if len({each["value"] for each in options}) < len(options):
        return "The specified option value is already used"
    if any(not _length(each["label"]) for each in options):
        return "An option has a label"
    fewest, most = menu.get("min_values") or 0, menu.get("max_values") or 1
    if not fewest <= most <= len(options):
        return "No more values can be picked than there are options, and no fewer than the least"
    if sum(bool(each.get("default")) for each in options) > most:
        return "More options are picked from the start than may be"
    return None


OF_ONE = {
    ACTION_ROW: (_row, "COMPONENT_LAYOUT_WIDTH_EXCEEDED"),
    BUTTON: (_button, "BUTTON_COMPONENT_INVALID"),
    STRING_SELECT: (_select, "SELECT_COMPONENT_INVALID"),
}


def _v2_alone(body: Json, flags: int) -> Iterator[Violation]:
    if _v2(body, flags):
        for key in ("content", "embeds", "poll", "sticker_ids"):
            if body.get(key):
                message = "The field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
                yield Violation(
                    path=(key,), code="MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message=message
                )


def _mentions(allowed: Json) -> Iterator[Violation]:
    for key in ("users", "roles"):
        if allowed.get(key) and key in (allowed.get("parse") or ()):
            message = f'parse:["{key}"] and {key}: [ids...] are mutually exclusive.'
            yield Violation(
                path=("allowed_mentions",), code="MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message=message
            )


def _flags(body: Json, settable: int) -> Iterator[Violation]:
    if unknown := (body.get("flags") or 0) & ~settable:
        yield Violation(path=("flags",), code="BASE_TYPE_CHOICES", message=f"Flags {unknown} cannot be set")
