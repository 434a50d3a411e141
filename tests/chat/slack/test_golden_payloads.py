"""What Slack is sent for each kind of message, to the letter: ``golden/*.json`` hold it, to be read in a change.

``python -m tests.chat.slack.test_golden_payloads`` writes them anew.
"""

import json
from pathlib import Path

from bot.chat.slack.app_home import draw_home
from bot.chat.slack.message_renderer import draw
from bot.chat.slack.modal_views import draw_modal
from tests.chat.slack.every_message import KEY, every_message

GOLDEN = Path(__file__).parent / "golden"
EVERY = every_message()


def payloads() -> dict[str, object]:
    """Return what is sent, by the name of its file."""
    views = {
        "modal-why": draw_modal("Why this alert?", EVERY["why"]),
        "home": draw_home([EVERY["board"], EVERY["overview"]]),
    }
    return {**{name: _payload(name) for name in EVERY}, **views}


def _payload(name: str) -> object:
    if name.startswith(("alert", "board", "weekly")):
        return draw(EVERY[name], key=KEY).post_payload()
    return draw(EVERY[name]).payload()


def written(payload: object) -> str:
    """Return a payload as its file holds it."""
    return json.dumps(payload, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


PAYLOADS = payloads()


def test_a_payload_is_what_it_was() -> None:
    was = {name: (GOLDEN / f"{name}.json").read_text(encoding="utf-8") for name in PAYLOADS}
    changed = {name: written(payload) for name, payload in PAYLOADS.items() if written(payload) != was[name]}
    assert changed == {name: was[name] for name in changed}


def test_no_golden_file_is_of_what_is_not_said_any_more() -> None:
    assert {file.stem for file in GOLDEN.iterdir()} == set(PAYLOADS)


if __name__ == "__main__":
    for place, sent in PAYLOADS.items():
        (GOLDEN / f"{place}.json").write_text(written(sent), encoding="utf-8")
