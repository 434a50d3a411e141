"""A Slack channel as a web page, from payloads: blocks, attachments with their colour bar, modals, the App Home.

Knows the blocks that the bot sends, in Slack's light theme; anything else is an error, so that nothing is left out.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from html import escape, unescape
from typing import Any, TypeAlias

Json: TypeAlias = Mapping[str, Any]

STYLE = """
body{margin:0;background:#fff;color:#1d1c1d;
font:15px/1.4667 'Slack-Lato','Lato','Noto Sans','DejaVu Sans',Arial,sans-serif}
.message{display:flex;padding:8px 16px}.message.only{background:#f8f8f8}.avatar{flex:0 0 36px;height:36px;
border-radius:8px;background:#2b3a55;color:#fff;text-align:center;line-height:36px;font-weight:700;margin-right:8px}
.body{min-width:0;flex:1}.who{font-weight:900}.app{background:#ddd;color:#616061;border-radius:2px;font-size:10px;
font-weight:700;padding:1px 3px;margin:0 4px}.when,.small{color:#616061;font-size:12px}
.eye{color:#616061;font-size:13px}
.block{margin:4px 0;overflow-wrap:anywhere}.section{white-space:pre-wrap}.attachment{display:flex;margin:6px 0 4px}
.bar{flex:0 0 4px;border-radius:8px;margin-right:12px}.inside{min-width:0;flex:1}
.mention{background:#e8f5fa;color:#1264a3;border-radius:3px;padding:0 2px 1px}.mention.me{background:#f2c74466}
code{background:#f7f7f7;border:1px solid #ddd;border-radius:3px;color:#c01343;padding:2px 3px 1px;
font:12px Monaco,Menlo,Consolas,'DejaVu Sans Mono',monospace}a{color:#1264a3;text-decoration:none}
.context{display:flex;flex-wrap:wrap;gap:0 8px;color:#616061;font-size:13px;line-height:1.38}
.actions{display:flex;flex-wrap:wrap;gap:8px;margin:8px 0 4px}.button{border:1px solid #bbbabb;border-radius:4px;
font-size:13px;font-weight:700;padding:4px 11px;background:#fff}.button.primary{background:#007a5a;border-color:#007a5a;
color:#fff}.select{border:1px solid #bbbabb;border-radius:4px;font-size:13px;padding:4px 11px;min-width:160px}
hr{border:0;border-top:1px solid #ddd;margin:8px 0}.header{font-size:18px;font-weight:900}
table{border-collapse:collapse;font-size:14px}td{border:1px solid #ddd;padding:5px 8px}
tr:first-child td{font-weight:700;background:#f8f8f8}
.modal,.home{border:1px solid #ddd;border-radius:8px;margin:10px 12px;padding:12px 16px}
.modal .title{font-size:18px;font-weight:900;display:flex;justify-content:space-between;margin-bottom:8px}
.lock{background:#e9eef4;border-radius:14px;margin:10px 12px;padding:8px 12px;font-size:14px;line-height:1.3}
.lock b{display:block;font-size:13px}.lock span{display:-webkit-box;-webkit-line-clamp:4;-webkit-box-orient:vertical;
overflow:hidden;white-space:pre-wrap}.asked{color:#616061;font-size:13px;padding:8px 16px 0 60px}
.input{margin:10px 0}.label{font-weight:700}.field{border:1px solid #bbbabb;border-radius:4px;padding:4px 11px;
display:flex;justify-content:space-between}.buttons{display:flex;gap:8px;justify-content:flex-end;margin-top:12px}
.row{display:flex;justify-content:space-between;gap:12px}.beside{flex:none;text-align:right;font-size:13px;white-space:nowrap;padding-top:4px}
.opened{border:1px solid #ddd;border-radius:6px;margin-top:4px;padding:2px 8px;text-align:left;color:#616061}
.mistake{color:#e01e5a;font-size:13px;padding:0 16px}.wide{overflow-x:auto}.data td{min-width:72px}
.more{color:#1264a3;font-size:13px}
"""

DARK = """
body{background:#1a1d21;color:#d1d2d3}.message.only{background:#222529}.when,.small,.eye,.context,.asked{color:#ababad}
code{background:#232529;border-color:#3d3f43;color:#e8912d}.mention{background:#1d3a50;color:#1d9bd1}
a,.more{color:#1d9bd1}
.button,.select{background:#1a1d21;border-color:#565856;color:#d1d2d3}.button.primary{background:#007a5a}
td,hr,.modal,.home,.field{border-color:#3d3f43}tr:first-child td{background:#222529}
.app{background:#3d3f43;color:#d1d2d3}.lock{color:#1d1c1d}
"""

NAMES = {"usergroup": "@producers", "user": "@ann", "channel": "#renders", "broadcast": "@channel"}
STYLES = {"bold": "b", "italic": "i", "strike": "s", "code": "code"}
FOLDED = 700
"""Slack folds an attachment with more characters than about this many."""

_TOKEN = re.compile(
    r"<!date\^(?P<at>\d+)\^(?P<format>[^|^]*)\|[^>]*>|<(?P<user>@[UW]\w+)>|<!subteam\^(?P<usergroup>S\w+)>"
    r"|<#(?P<channel>[CGD]\w+)>"
)
_BOLD = re.compile(r"(?<!\S)(?<!\u034f)\*(\S[^*\n]*?)\*(?!\S)")
_CODE = re.compile(r"`([^`]+)`")
_UNITS = (("hour", 3600), ("minute", 60), ("second", 1))
_FORMATS = {"{time}": "%-I:%M %p", "{time_secs}": "%-I:%M:%S %p", "{date_short}": "%b %-d, %Y"}


def page(messages: Iterable[str], *, light: bool = True) -> str:
    """Return messages as a page."""
    style = STYLE if light else f"{STYLE}{DARK}"
    return f'<!doctype html><meta charset="utf-8"><style>{style}</style>{"".join(messages)}'


def message(payload: Json, *, now: datetime, asked: str = "", private: bool = False, picture: str = "") -> str:
    """Return one message as HTML.

    Args:
        payload: What was sent.
        now: From which ages are counted.
        asked: The command that it answers.
        private: Whether only one person sees it.
        picture: The address of a picture that was uploaded below it.
    """
    blocks = payload.get("blocks") or [{"type": "section", "text": {"type": "mrkdwn", "text": payload["text"]}}]
    above = f'<div class="asked">ann typed <b>{escape(asked)}</b></div>' if asked else ""
    eye = '<div class="eye">👁 Only visible to you</div>' if private else ""
    shown = f'<img src="{picture}" width="100%">' if picture else ""
    return (
        f'{above}<div class="message{" only" if private else ""}"><div class="avatar">c</div><div class="body">{eye}'
        f'<span class="who">capacity-bot</span><span class="app">APP</span><span class="when">{now:%-I:%M %p}</span>'
        f"{_blocks(blocks, now)}{''.join(_attachment(one, now) for one in payload.get('attachments') or ())}"
        f"{shown}</div></div>"
    )


def lock_screen(text: str, now: datetime) -> str:
    """Return what a locked phone shows of a message's text."""
    return f'<div class="lock"><b>#renders · capacity-bot</b><span>{_mrkdwn(text, now, bare=True)}</span></div>'


def suggestions(typed: str, offered: Sequence[str]) -> str:
    """Return what a menu offers below what is typed into it."""
    lines = "".join(f"<div>{escape(one)}</div>" for one in offered) or "<div>nothing</div>"
    return f'<div class="modal"><div class="field"><span>{escape(typed)}|</span></div>{lines}</div>'


def view(body: Json, now: datetime) -> str:
    """Return a modal or the App Home as HTML."""
    title = f'<div class="title"><span>{_plain(body["title"])}</span><span>✕</span></div>' if "title" in body else ""
    ends = (
        f'<div class="buttons"><span class="button">{_plain(body["close"])}</span>'
        f'<span class="button primary">{_plain(body["submit"])}</span></div>'
        if "submit" in body
        else ""
    )
    return f'<div class="{body["type"]}">{title}{_blocks(body["blocks"], now)}{ends}</div>'


def _blocks(blocks: Sequence[Json], now: datetime) -> str:
    return "".join(f'<div class="block">{_block(one, now)}</div>' for one in blocks)


def _attachment(attachment: Json, now: datetime) -> str:
    long = len(re.sub(r"<[^>]*>", "", drawn := _blocks(attachment["blocks"], now))) > FOLDED
    folded = '<div class="more">Slack folds this: Show more</div>' if long else ""
    bar = f'<div class="bar" style="background:{attachment["color"]}"></div>'
    return f'<div class="attachment">{bar}<div class="inside">{drawn}{folded}</div></div>'


def _block(block: Json, now: datetime) -> str:
    draw = _DRAWN.get(block["type"])
    if draw is None:
        raise ValueError(f"a block of type {block['type']} is not drawn")
    return draw(block, now)


def _context(block: Json, now: datetime) -> str:
    return f'<div class="context">{"".join(f"<span>{_text(one, now)}</span>" for one in block["elements"])}</div>'


def _actions(block: Json, _: datetime) -> str:
    return f'<div class="actions">{"".join(map(_element, block["elements"]))}</div>'


def _table(block: Json, now: datetime) -> str:
    rows = ("".join(f"<td>{_cell(cell, now)}</td>" for cell in row) for row in block["rows"])
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _data_table(block: Json, now: datetime) -> str:
    """Draw what is on its first page, sorted by nothing; a wide table is scrolled sideways."""
    head, *rows = block["rows"]
    named = "".join(f"<td>{_cell(cell, now)} ⇅</td>" for cell in head)
    shown = rows[: block.get("page_size", 5)]
    drawn = "".join(f"<tr>{''.join(f'<td>{_cell(cell, now)}</td>' for cell in row)}</tr>" for row in shown)
    pages = "" if len(shown) == len(rows) else f'<div class="more">{len(rows) - len(shown)} more on other pages</div>'
    caption = f'<div class="label">{escape(block["caption"])}</div>'
    return f'{caption}<div class="wide"><table class="data"><tr>{named}</tr>{drawn}</table></div>{pages}'


def _row(block: Json, now: datetime) -> str:
    """Draw a section, with what stands beside its text."""
    text = f'<div class="section">{_text(block["text"], now)}</div>'
    if "accessory" not in block:
        return text
    element = block["accessory"]
    lines = "".join(f"<div>{_plain(one['text'])}</div>" for one in element.get("options", ()))
    opened = f'<div class="opened">{lines}</div>' if lines else ""
    return f'<div class="row"><div>{text}</div><div class="beside">{_element(element)}{opened}</div></div>'


def _input(block: Json, _: datetime) -> str:
    optional = ' <span class="small">(optional)</span>' if block.get("optional") else ""
    hint = f'<div class="small">{_plain(block["hint"])}</div>' if "hint" in block else ""
    label = f'<div class="label">{_plain(block["label"])}{optional}</div>'
    return f'<div class="input">{label}{_field(block["element"])}{hint}</div>'


def _field(element: Json) -> str:
    """Draw what somebody fills in, with what is filled in."""
    if element["type"] == "checkboxes":
        ticked = "☑" if element.get("initial_options") else "☐"
        return "".join(f"<div>{ticked} {_plain(one['text'])}</div>" for one in element["options"])
    option = element.get("initial_option")
    here = "#renders" if element.get("default_to_current_conversation") or "initial_conversation" in element else ""
    text = _plain(option["text"]) if option else escape(str(element.get("initial_value", here)))
    arrow = " ⌄" if element["type"].endswith("_select") else ""
    return f'<div class="field"><span>{text or "&nbsp;"}</span><span>{arrow}</span></div>'


_DRAWN: Mapping[str, Callable[[Json, datetime], str]] = {
    "rich_text": lambda block, now: "".join(_section(one, now) for one in block["elements"]),
    "section": _row,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "divider": lambda *_: "<hr>",
    "header": lambda block, _: f'<div class="header">{_plain(block["text"])}</div>',
    "table": _table,
    "data_table": _data_table,
}


def _cell(cell: Json, now: datetime) -> str:
    return escape(cell["text"]) if cell["type"] in {"raw_text", "raw_number"} else _block(cell, now)


def _section(section: Json, now: datetime) -> str:
    if section["type"] != "rich_text_section":
        raise ValueError(f"rich text of type {section['type']} is not drawn")
    return f'<div class="section">{"".join(_rich(one, now) for one in section["elements"])}</div>'


def _rich(element: Json, now: datetime) -> str:
    kind = element["type"]
    if kind in NAMES:
        return f'<span class="mention">{NAMES[kind]}</span>'
    if kind == "date":
        shown = _moment(int(element["timestamp"]), element["format"], now)
    elif kind == "link":
        shown = f'<a href="{escape(element["url"])}">{escape(element.get("text") or element["url"])}</a>'
    elif kind == "text":
        shown = _emoji(escape(element["text"]))
    else:
        raise ValueError(f"rich text of type {kind} is not drawn")
    for style in element.get("style", {}):
        shown = f"<{STYLES[style]}>{shown}</{STYLES[style]}>"
    return shown


def _text(text: Json, now: datetime) -> str:
    return _plain(text) if text["type"] == "plain_text" else _mrkdwn(text["text"], now)


def _plain(text: Json) -> str:
    return _emoji(escape(text["text"]))


def _mrkdwn(text: str, now: datetime, *, bare: bool = False) -> str:
    """Return Slack's markup as HTML: mentions, moments, bold and code, which are all that the bot writes of it."""
    drawn, done = "", 0
    for found in _TOKEN.finditer(text):
        drawn += escape(unescape(text[done : found.start()]))
        if found["at"]:
            drawn += _moment(int(found["at"]), found["format"], now)
        else:
            name = NAMES[found.lastgroup or ""]
            drawn += name if bare else f'<span class="mention">{name}</span>'
        done = found.end()
    drawn = _BOLD.sub(r"<b>\1</b>", drawn + escape(unescape(text[done:])))
    return _emoji(_CODE.sub(r"<code>\1</code>", drawn))


def _emoji(text: str) -> str:
    return text.replace("⚪", "⚪\ufe0f")  # Slack has pictures of its own; a browser takes the letter without this


def _moment(seconds: int, form: str, now: datetime) -> str:
    at = datetime.fromtimestamp(seconds, UTC)
    day = "today" if at.date() == now.date() else at.strftime("%b %-d, %Y")
    shown = form.replace("{ago}", _ago(at, now)).replace("{date_short_pretty}", day)
    for token, pattern in _FORMATS.items():
        shown = shown.replace(token, at.strftime(pattern))
    return escape(shown)


def _ago(at: datetime, now: datetime) -> str:
    seconds = int((now - at).total_seconds())
    unit, length = next((one for one in _UNITS if abs(seconds) >= one[1]), ("second", 1))
    said = f"{abs(seconds) // length} {unit}{'' if abs(seconds) // length == 1 else 's'}"
    return f"{said} ago" if seconds >= 0 else f"in {said}"


def _element(element: Json) -> str:
    if element["type"] in {"static_select", "external_select"}:
        return f'<span class="select">{_plain(element["placeholder"])} ⌄</span>'
    if element["type"] == "overflow":
        return '<span class="button">⋯</span>'
    if element["type"] != "button":
        raise ValueError(f"an element of type {element['type']} is not drawn")
    return f'<span class="button {element.get("style", "")}">{_plain(element["text"])}</span>'
