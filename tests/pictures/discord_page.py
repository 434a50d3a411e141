"""A Discord channel as a web page, from messages as the loopback Discord stored them.

Knows the Markdown that the bot writes: bold, struck, italics, code, links, moments, mentions, backslashes.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any

STYLE = """
body{margin:0;background:#313338;color:#dbdee1;font:16px/1.375 'gg sans','Noto Sans','DejaVu Sans',Arial,sans-serif}
.message{display:flex;padding:10px 16px}.avatar{flex:0 0 40px;height:40px;border-radius:50%;background:#5865f2;
color:#fff;text-align:center;line-height:40px;margin-right:14px}.who{color:#f2f3f5;font-weight:600}
.bot{background:#5865f2;color:#fff;border-radius:4px;font-size:10px;padding:1px 4px;margin:0 4px}
.when,.only{color:#949ba4;font-size:12px}.body{min-width:0;flex:1}.ping{background:#444037}
.embed{background:#2b2d31;border-left:4px solid;border-radius:4px;padding:8px 14px 12px 12px;margin-top:4px;
max-width:520px;font-size:14px;overflow-wrap:anywhere}.title{color:#f2f3f5;font-weight:600;font-size:16px;margin-bottom:6px}
.field{margin-top:8px}.name{font-weight:600;color:#f2f3f5}.footer{color:#b5bac1;font-size:12px;margin-top:8px}
.mention{background:#3c4270;color:#c9cdfb;border-radius:3px;padding:0 2px}
code{background:#1e1f22;border-radius:3px;padding:1px 4px;font:13px monospace}
time{background:#3a3c42;border-radius:3px;padding:0 2px}
a{color:#00a8fc}.row{display:flex;flex-wrap:wrap;gap:8px;margin-top:8px}.button{background:#4e5058;color:#fff;
border-radius:8px;padding:6px 14px;font-size:14px}.button.positive{background:#248046}.button.disabled{opacity:.5}
.select{background:#1e1f22;color:#949ba4;border-radius:4px;padding:8px 12px;width:320px;font-size:14px}
.button.primary{background:#5865f2}.form{background:#2b2d31;border-radius:8px;margin:10px 12px;padding:14px 16px}
.input{background:#1e1f22;color:#949ba4;border-radius:4px;padding:8px 12px;margin-top:8px;overflow:hidden;
text-overflow:ellipsis;white-space:nowrap}
.asked{color:#949ba4;font-size:13px;padding:10px 16px 0 70px}
.lock{background:#e9eef4;color:#1d1c1d;border-radius:14px;margin:10px 12px;padding:8px 12px;
font-size:14px;line-height:1.3}
.lock b{display:block;font-size:13px}.lock span{display:-webkit-box;-webkit-line-clamp:4;-webkit-box-orient:vertical;
overflow:hidden}img{max-width:100%;border-radius:4px;margin-top:8px}
"""

LIGHT = """
body{background:#fff;color:#2e3338}.who,.title,.name{color:#060607}.when,.only,.asked,.footer{color:#5c5e66}
.ping{background:#fdf5e2}.embed{background:#f2f3f5}.mention{background:#e0e4fd;color:#4752c4}
.form{background:#f2f3f5}code,.select,.input{background:#e3e5e8;color:#2e3338}time{background:#e3e5e8}.button{background:#e3e5e8;color:#060607}
.lock{background:#dfe5ee}
"""

_MARK = re.compile(
    r"\\(?P<literal>[!-/:-@\[-`{-~])|<t:(?P<at>-?\d+):(?P<form>[RtTfF])>|(?P<role><@&\d+>)|(?P<member><@\d+>)"
    r"|(?P<channel><\#\d+>)|<(?P<command>/[a-z ]+):\d+>"
    r"|`(?P<code>[^`]+)`|\*\*(?P<bold>(?:\\.|[^\\])+?)\*\*|~~(?P<struck>(?:\\.|[^\\])+?)~~"
    r"|\*(?P<italic>(?:\\.|[^\\*])+?)\*|\[(?P<text>(?:\\.|[^\]\\])+)\]\((?P<url>https://[^)]+)\)"
)
_NAMES = {"role": "@producers", "member": "@ann", "channel": "#renders"}
_FORMS = {"t": "%H:%M", "T": "%H:%M:%S", "f": "%d %B %Y %H:%M", "F": "%A %d %B %Y %H:%M"}
_UNITS = (("hour", 3600), ("minute", 60), ("second", 1))


def markdown(text: str, now: datetime) -> str:
    """Return Discord's Markdown as HTML."""
    text = text.replace("⚪", "⚪\ufe0f")  # Discord has pictures of its own; a browser takes the letter without this
    drawn, done = "", 0
    for found in _MARK.finditer(text):
        drawn += escape(text[done : found.start()]) + _marked(found, now)
        done = found.end()
    return (drawn + escape(text[done:])).replace("\n", "<br>")


def _marked(found: re.Match[str], now: datetime) -> str:
    kind, tags = found.lastgroup or "", {"bold": "b", "struck": "s", "italic": "i"}
    if kind == "form":
        at = datetime.fromtimestamp(int(found["at"]), UTC)
        return f"<time>{_ago(at, now) if found['form'] == 'R' else at.strftime(_FORMS[found['form']])}</time>"
    if kind in _NAMES:
        return f'<span class="mention">{_NAMES[kind]}</span>'
    if kind == "command":
        return f'<span class="mention">{found["command"]}</span>'
    if kind in tags:
        return f"<{tags[kind]}>{markdown(found[kind], now)}</{tags[kind]}>"
    if kind == "url":
        return f'<a href="{escape(found["url"])}">{markdown(found["text"], now)}</a>'
    return f"<code>{escape(found['code'])}</code>" if kind == "code" else escape(found["literal"])


def _ago(at: datetime, now: datetime) -> str:
    seconds = int((now - at).total_seconds())
    unit, length = next((one for one in _UNITS if abs(seconds) >= one[1]), ("second", 1))
    said = f"{abs(seconds) // length} {unit}{'' if abs(seconds) // length == 1 else 's'}"
    return f"{said} ago" if seconds >= 0 else f"in {said}"


def message(
    *,
    content: str,
    embeds: Iterable[Mapping[str, Any]],
    components: Iterable[Mapping[str, Any]],
    now: datetime,
    asked: str = "",
    private: bool = False,
    silent: bool = False,
    pictures: Iterable[bytes] = (),
) -> str:
    """Return one message as HTML.

    Args:
        content: Its text.
        embeds: Its embeds.
        components: Its buttons and menus.
        now: From which ages are counted.
        asked: The command that it answers.
        private: Whether only one person sees it.
        silent: Whether it came without a push and a sound.
        pictures: The files that came with it, as PNG.
    """
    only = '<div class="only">Only you can see this</div>' if private else ""
    above = f'<div class="asked">ann used <b>{escape(asked)}</b></div>' if asked else ""
    pinged = " ping" if "<@" in content else ""
    return (
        f'{above}<div class="message{pinged}"><div class="avatar">c</div><div class="body">'
        f'<span class="who">capacity-bot</span><span class="bot">APP</span>'
        f'<span class="when">{"🔕 " if silent else ""}{now:%H:%M}</span>'
        f"<div>{markdown(content, now)}</div>"
        + "".join(_embed(one, now) for one in embeds)
        + "".join(f'<img src="data:image/png;base64,{b64encode(png).decode()}">' for png in pictures)
        + "".join(f'<div class="row">{"".join(map(_component, row["components"]))}</div>' for row in components)
        + f"{only}</div></div>"
    )


def lock_screen(content: str, now: datetime) -> str:
    """Return what a locked phone shows of a message: its content without Markdown."""
    bare = re.sub(r"<[^>]+>", "", markdown(content, now).replace("<br>", " "))
    return f'<div class="lock"><b>#renders · capacity-bot</b><span>{bare}</span></div>'


def form(modal: Mapping[str, Any]) -> str:
    """Return a form as a phone shows it."""
    shown = ""
    for asked in modal["components"]:
        typed = asked["component"]
        picked = [one["label"] for one in typed.get("options", ()) if one["default"]]
        picked += [f"@role {one['id']}" for one in typed.get("default_values", ())]
        value = typed.get("value") or typed.get("placeholder") or "".join(picked)
        shown += (
            f'<div class="name">{escape(asked["label"])}</div><div class="only">{escape(asked["description"])}</div>'
            f'<div class="input">{escape(value)}</div>'
        )
    buttons = '<span class="button">Cancel</span><span class="button primary">Submit</span>'
    title = f'<div class="title">{escape(modal["title"])}</div>'
    return f'<div class="form">{title}{shown}<div class="row">{buttons}</div></div>'


def _embed(embed: Mapping[str, Any], now: datetime) -> str:
    parts = [f'<div class="title">{markdown(embed["title"], now)}</div>'] if embed.get("title") else []
    parts += [f"<div>{markdown(embed['description'], now)}</div>"] if embed.get("description") else []
    parts += [
        f'<div class="field"><div class="name">{markdown(one["name"], now)}</div>{markdown(one["value"], now)}</div>'
        for one in embed.get("fields", ())
    ]
    at = datetime.fromisoformat(embed["timestamp"]).strftime("Today at %H:%M") if embed.get("timestamp") else ""
    footer = " • ".join(filter(None, (embed.get("footer", {}).get("text", ""), at)))
    parts += [f'<div class="footer">{escape(footer)}</div>'] if footer else []
    return f'<div class="embed" style="border-color:#{embed.get("color", 0):06x}">{"".join(parts)}</div>'


def _component(component: Mapping[str, Any]) -> str:
    if "options" in component:
        return f'<span class="select">{escape(component.get("placeholder", ""))} ▾</span>'
    marks = (" positive" if component.get("style") == 3 else "") + (" disabled" if component.get("disabled") else "")
    return f'<span class="button{marks}">{escape(component.get("label", ""))}</span>'


def page(messages: Iterable[str], *, light: bool = False) -> str:
    """Return a channel as a page."""
    return f"<!doctype html><meta charset=utf-8><style>{STYLE}{LIGHT if light else ''}</style>{''.join(messages)}"
