"""Modals and Home tabs: opened, stacked, updated, closed (https://docs.slack.dev/surfaces/modals)."""

import copy
import secrets
from dataclasses import replace

from tests.fakes.feed import Feed
from tests.fakes.slack.block_kinds import Surface
from tests.fakes.slack.block_tree import filled
from tests.fakes.slack.message_checks import Checks
from tests.fakes.slack.records import Interaction, Json, View
from tests.fakes.slack.refusals import RefusalError
from tests.fakes.slack.world import World

MOST_IN_STACK = 3


class Views:
    """Hold every view by its id."""

    def __init__(self, world: World, checks: Checks, feed: Feed) -> None:
        self._world = world
        self._checks = checks
        self._feed = feed
        self.every: dict[str, View] = {}

    def open(self, body: Json, it: Interaction) -> View:
        """Open a modal in answer to what somebody did."""
        self._checks.view(body, Surface.MODAL)
        self.close_all(it.user)
        return self._add(body, it.user, it)

    def push(self, body: Json, it: Interaction) -> View:
        """Lay a modal upon the one that somebody has open."""
        self._checks.view(body, Surface.MODAL)
        stack = self.stack(it.user)
        if not stack:
            raise RefusalError(error="not_found", problem="a view is pushed where none is open")
        if len(stack) >= MOST_IN_STACK:
            raise RefusalError(error="push_limit_reached", problem=f"more than {MOST_IN_STACK} views in a stack")
        return self._add(body, it.user, it, below=stack[-1])

    def update(self, view_id: str, body: Json, known_hash: str | None = None) -> View:
        """Change a view that is open."""
        was = self.every.get(view_id)
        if was is None or not was.is_open:
            raise RefusalError(error="not_found")
        if known_hash is not None and known_hash != was.hash:
            raise RefusalError(error="hash_conflict")
        self._checks.view(body, Surface(was.kind))
        return self._put(replace(was, body=_filled(body), hash=_hash(), updates=was.updates + 1))

    def publish(self, user: str, body: Json, known_hash: str | None = None) -> View:
        """Show somebody their Home tab, in place of the one they had."""
        self._checks.view(body, Surface.HOME)
        was = self.home(user)
        if was is None:
            return self._add(body, user, None)
        return self.update(was.id, body, known_hash)

    def home(self, user: str) -> View | None:
        """Return somebody's Home tab."""
        return next((each for each in self.every.values() if each.user == user and each.kind == "home"), None)

    def stack(self, user: str) -> list[View]:
        """List the modals that somebody has open, the one on top last."""
        return [each for each in self.every.values() if each.user == user and each.kind == "modal" and each.is_open]

    def close(self, view: View) -> None:
        """Close a modal; the one below is on top then."""
        self._put(replace(self.every[view.id], is_open=False))

    def close_all(self, user: str) -> None:
        """Close all that somebody has open."""
        for each in self.stack(user):
            self.close(each)

    def _add(self, body: Json, user: str, it: Interaction | None, below: View | None = None) -> View:
        made = self._world.new_id("V")
        view = View(
            id=made,
            user=user,
            body=_filled(body),
            hash=_hash(),
            root=below.root if below else made,
            previous=below.id if below else None,
            interaction=it.id if it else None,
        )
        return self._put(view)

    def _put(self, view: View) -> View:
        self.every[view.id] = view
        self._feed.notify()
        return view


def _filled(body: Json) -> Json:
    return {**copy.deepcopy(body), "blocks": list(filled(body["blocks"]))}


def _hash() -> str:
    return secrets.token_hex(8)
