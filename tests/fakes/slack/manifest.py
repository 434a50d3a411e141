"""What the app asks for by the manifest that we ship: scopes, events, shortcuts; Slack gives it nothing else."""

from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).parents[3] / "docs" / "slack-manifest.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The part of a manifest that decides what reaches the app."""

    scopes: frozenset[str]
    events: frozenset[str]
    shortcuts: frozenset[str]


def shipped() -> Manifest:
    """Read the manifest that users paste; optional scopes are not granted."""
    whole = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return Manifest(
        scopes=frozenset(whole["oauth_config"]["scopes"]["bot"]),
        events=frozenset(whole["settings"]["event_subscriptions"]["bot_events"]),
        shortcuts=frozenset(each["callback_id"] for each in whole["features"]["shortcuts"]),
    )


MANIFEST = shipped()
