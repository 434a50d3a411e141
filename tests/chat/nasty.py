"""Text as others might write it to break a chat, and a reader of Markdown that knows nothing of ``bot.chat``."""

import re
import unicodedata

from hypothesis import strategies as st

_TRICKS = (
    "@everyone",
    "@HERE",
    "<@80351110224678912>",
    "<@&165511591545143296>",
    "<#103735883630395392>",
    "<t:1618953630:R>",
    "</capacity:41771983423143937>",
    "<:mmLol:216154654256398347>",
    "<a:b1nzy:392938283556143104>",
    "<id:customize>",
    ":skull:",
    "[free slots](https://evil.example)",
    "https://evil.example/a?b=c",
    "discord.gg/abcdef",
    "# big",
    "-# small",
    "- item",
    "+ item",
    "1. item",
    "> quote",
    ">>> quote",
    "||spoiler||",
    "**bold** __under__ ~~gone~~ *it* _it_",
    "`code`",
    "```\ncode\n```",
    "\\",
    "\\\\*",
    "a\r\nb\tc\u2028d\u2029e\x85f",
    "\u202eevil\u202c\u2066\u2069\u200b\u200d\ufeff\u00ad",
    "\u3164\u115f\u2800\U000e0041\ufe0f\ufffc",
    "Z\u0300\u0301\u0302\u0303\u0304\u0305a\u0310\u0311\u0312l\u20dd\u20de\u20df\u20e0go",
    "\u05e9\u05dc\u05d5\u05dd 12 \u0645\u0631\u062d\u0628\u0627",
    "\ud800",
    "joanna.maier@example.com",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "x" * 1024,
    "*" * 2000,
)

_tricks = st.sampled_from(("", *_TRICKS))
nasty_text = st.one_of(
    st.tuples(_tricks, st.text(max_size=12), _tricks, _tricks).map("".join),
    st.text(alphabet=st.characters(exclude_categories=()), max_size=40),
    st.text(alphabet="\\`*_~|<>[]():/#@-+.1 ae\u202e\u0301", max_size=40),
)
"""Tricks, joined with anything at all."""

_ACTIVE = re.compile(r"[`*_~|<>\[\]():/#]")
_NOT_ASCII = re.compile(r"[^ -~]")
"""All that may be hidden, controls included."""


def unescaped(text: str) -> str:
    """Show text as Discord does: a backslash before ASCII punctuation goes, and what it stood before is literal."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


def active(text: str) -> list[str]:
    """List what Discord would not take literally in a text that stands somewhere in a message."""
    rest = re.sub(r"\\[!-/:-@\[-`{-~]", ".", text)
    found = _ACTIVE.findall(_without_harmless(rest))
    found += ["half an escape"] if "\\" in rest else []
    found += re.findall(r"@(?:everyone|here)", text, re.IGNORECASE)
    found += ["a list"] if re.match(r"\s*(?:[-+*]|\d+\.)", text) else []
    found += [f"U+{ord(one):04X}" for one in _NOT_ASCII.findall(text) if _is_hidden(one)]
    return found


def _without_harmless(text: str) -> str:
    """Leave out what Discord takes literally where it stands: inside a line, inside a word, or between spaces."""
    begins = re.match(r"[\s\-#>]*", text)
    assert begins is not None
    text = text[: begins.end()] + re.sub("[#>]", "", text[begins.end() :])
    text = re.sub(r"(?<=[0-9A-Za-z])_(?=[0-9A-Za-z])", "", text)
    return re.sub(r"(?<=\S\s)\*(?=\s)", "", text)


def _is_hidden(character: str) -> bool:
    if character in "\u2068\u2069":  # an isolate around text that runs from right to left
        return False
    if character.isspace():
        return character != " "
    return unicodedata.category(character) in {"Cc", "Cf", "Cn", "Co", "Cs"} or character in "\u3164\u115f\u2800\ufe0f"
