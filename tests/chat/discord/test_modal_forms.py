"""A watch's form: Discord takes it, it shows the terms as they are, and what is entered or emptied there counts."""

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.chat.command_button import CarriedCommand, form_button
from bot.chat.discord.modal_forms import Json, command_form, entered_into, with_entered
from bot.chat.dispatcher import token_of
from bot.chat.message import Button, Message
from bot.storage.database import Store
from bot.subscriptions.watch import Ping, Tell
from tests.chat.drawn import drawn
from tests.chat.watch.watch_studio import ALERTS, CALLER, GUILD, ROLE, Studio
from tests.fakes.discord import schema
from tests.fakes.discord.callbacks import CallbackType
from tests.fakes.discord.modals import Entered, check_modal, filled_in

BOSS = replace(CALLER, may_manage=True)


@pytest.fixture
def studio(store: Store) -> Studio:
    return Studio(store, None)


def edit_button(studio: Studio) -> CarriedCommand:
    """Return what the button of a watch carries."""
    button = form_button("Edit", "watch edit", {"watch": 1})
    asked = studio.dispatcher.find_form(token_of(button.action, button.arguments))
    assert asked is not None
    return asked


def form(studio: Studio, asked: CarriedCommand | None = None, *, has_role: bool = True) -> Json:
    """Return the form that the button of a watch opens, or another one, once Discord has taken it."""
    opened = command_form(asked or edit_button(studio), GUILD, lambda _: has_role)
    modal: Json = json.loads(json.dumps(opened))
    schema.check("ModalInteractionCallbackRequest", {"type": CallbackType.MODAL, "data": modal})
    check_modal(modal)
    return modal


async def save(studio: Studio, modal: Json, entered: Mapping[str, Entered]) -> Message:
    """Submit a form, and return the answer."""
    sent = filled_in(modal, entered)
    asked = studio.dispatcher.find_form(sent["custom_id"])
    assert asked is not None
    return await studio.dispatcher.ask_filled_in(with_entered(asked, entered_into(sent), GUILD), BOSS)


async def test_what_is_left_as_it_is_changes_nothing(studio: Studio) -> None:
    terms = {"role": ROLE, "ignore_shorter_than": "90s", "quiet": "22:00-08:00 UTC", "tell": "provider", "warn": 3}
    await studio.use("add", provider="minimax", channel=ALERTS, **terms)
    before = await studio.stored()
    shown = filled_in(form(studio), {})
    assert entered_into(shown) == {
        "tell": "provider",
        "role": str(ROLE),
        "ping": "nothing_free",
        "ignore_shorter_than": "90s",
        "quiet": "22:00-08:00 UTC",
    }
    assert "is like that already" in drawn(await save(studio, form(studio), {}))
    assert await studio.stored() == before


async def test_what_is_entered_counts_and_what_is_emptied_ends(studio: Studio) -> None:
    await studio.use("add", provider="minimax", channel=ALERTS, role=ROLE, ignore_shorter_than="90s")
    await save(studio, form(studio), {"Tell": "accounts only", "Ping": "nobody", "Quiet": "22:00-08:00 UTC"})
    changed = (await studio.stored())[1]
    assert (changed.tell, changed.ping, changed.role) == (Tell.ACCOUNTS, Ping.NOBODY, ROLE)
    assert str(changed.quiet) == "22:00-08:00 UTC"
    await save(studio, form(studio), {"Role": "", "Ignore shorter than": "", "Quiet": ""})
    ended = (await studio.stored())[1]
    assert (ended.role, ended.hold.total_seconds(), ended.quiet, ended.tell) == (None, 0, None, Tell.ACCOUNTS)


async def test_what_somebody_else_adds_meanwhile_stays_where_nothing_is_shown(studio: Studio) -> None:
    await studio.use("add", provider="minimax", channel=ALERTS)
    opened = form(studio)
    await studio.use("edit", watch=1, role=ROLE, ignore_shorter_than="90s", quiet="22:00-08:00 UTC")
    await save(studio, opened, {"Ping": "any account full"})
    changed = (await studio.stored())[1]
    assert (changed.ping, changed.role, changed.hold.total_seconds()) == (Ping.ANY_FULL, ROLE, 90)
    assert str(changed.quiet) == "22:00-08:00 UTC"


def edit_again(studio: Studio, refused: Message) -> Json:
    """Return the form that the button of a refusal opens."""
    (button,) = refused.actions
    assert isinstance(button, Button)
    again = studio.dispatcher.find_form(token_of(button.action, button.arguments))
    assert again is not None
    return form(studio, again)


async def test_what_was_refused_can_be_edited_again(studio: Studio) -> None:
    await studio.use("add", provider="minimax", channel=ALERTS, role=ROLE)
    opened = edit_again(studio, await save(studio, form(studio), {"Tell": "accounts only", "Quiet": "at night"}))
    shown = entered_into(filled_in(opened, {}))
    assert (shown["tell"], shown["role"], shown["quiet"]) == ("accounts", str(ROLE), "at night")
    await save(studio, opened, {"Quiet": ""})
    changed = (await studio.stored())[1]
    assert (changed.tell, changed.role, changed.quiet) == (Tell.ACCOUNTS, ROLE, None)


async def test_what_was_emptied_in_a_refused_form_is_still_empty_when_it_is_edited_again(studio: Studio) -> None:
    await studio.use("add", provider="minimax", channel=ALERTS, role=ROLE, ignore_shorter_than="90s")
    emptied = {"Role": "", "Ignore shorter than": "", "Quiet": "at night"}
    opened = edit_again(studio, await save(studio, form(studio), emptied))
    shown = entered_into(filled_in(opened, {}))
    assert (shown["role"], shown["ignore_shorter_than"], shown["quiet"]) == ("", "", "at night")
    await save(studio, opened, {"Quiet": ""})
    changed = (await studio.stored())[1]
    assert (changed.role, changed.hold.total_seconds(), changed.quiet) == (None, 0, None)


async def test_a_role_that_is_gone_is_not_shown_and_stays_until_another_is_picked(studio: Studio) -> None:
    await studio.use("add", provider="minimax", channel=ALERTS, role=ROLE)
    opened = form(studio, has_role=False)
    assert "role" not in entered_into(filled_in(opened, {}))
    await save(studio, opened, {"Ping": "nobody"})
    assert (await studio.stored())[1].role == ROLE


async def test_a_watch_that_is_gone_has_no_form_and_says_so(studio: Studio) -> None:
    await studio.use("add", provider="minimax", channel=ALERTS)
    opened = form(studio)
    await studio.use("remove", watch=1)
    assert "There is no watch 1" in drawn(await save(studio, opened, {}))
    asked = edit_button(studio)
    assert command_form(asked, GUILD, lambda _: True) is None
    assert "There is no watch 1" in drawn(await studio.dispatcher.ask(asked, BOSS))
