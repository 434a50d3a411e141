"""A message of each kind as Slack draws it: alerts with what a locked phone shows of them, answers, views."""

from collections.abc import Mapping

from bot.chat.slack.command_form import form_of
from bot.chat.slack.message_renderer import draw
from bot.chat.slack.view_renderer import draw_home, draw_modal
from tests.chat.slack.every_message import KEY, every_message
from tests.chat.typed_features import FEATURES
from tests.moments import NOON
from tests.pictures.slack_page import lock_screen, message, view

POSTED = ("alert", "board", "weekly")
HANDLES = {"S0604QSJC": "producers"}


def slack_pages() -> Mapping[str, list[str]]:
    """Return the messages as HTML, by page."""
    every = every_message()
    alerts: list[str] = []
    answers: list[str] = []
    for name, said in every.items():
        drawn = draw(said, key=KEY, handles=HANDLES)
        if name.startswith(POSTED):
            alerts += [lock_screen(drawn.text, NOON), message(drawn.payload(), now=NOON)]
        else:
            private = not said.headline  # what mutes is said to everybody
            answers.append(message(drawn.payload(), now=NOON, asked=f"/capacity … ({name})", private=private))
    (rule,) = (one for feature in FEATURES for one in feature.commands if one.name == "watch add")
    form = form_of(rule, {"provider": "minimax", "account": "studio-a", "warn": "2"}, channel="C024BE91L")
    views = [draw_modal("Why this alert?", every["why"]), draw_home([every["board"], every["overview"]]), form]
    plain = [message(draw(said, key=KEY).plain_payload(), now=NOON) for said in list(every.values())[:4]]
    return {
        "slack-alerts": alerts,
        "slack-answers": answers,
        "slack-views": [view(one, NOON) for one in views],
        "slack-plain": plain,
    }
