"""Forms: an input for each option, suggestions while one types, mistakes at their inputs, the answer in their place."""

from dataclasses import replace

import pytest

from bot.chat.command_options import ChannelChoice, options_of
from bot.chat.feature import Command, FormDescription
from bot.chat.slack import form_submissions
from bot.chat.slack.answer_delivery import FILL_IN
from bot.chat.slack.button_and_form_metadata import metadata_of
from bot.chat.slack.buttons_and_menus import plain_object
from bot.chat.slack.command_form import emptied_texts, form_of, mistakes_of, options_from, texts_of
from bot.chat.slack.form_submissions import NOT_POSTED
from bot.chat.slack.member_rights import GUEST
from bot.chat.slack.slack_ids import number_of
from bot.chat.slack.slack_words import WorkspaceWords
from bot.errors import BadInput
from bot.platforms import CommandName, PlatformWord
from tests.chat.slack.talking import SLOW, WRONG, RuleOptions, Studio, talking
from tests.fakes.slack import Fault, SlackWorkspace, View
from tests.fakes.slack.mrkdwn_rules import NOBODY
from tests.rows import each_row

ALERTS = "C024BE91L"


def rule() -> Command[RuleOptions]:
    """Return a command with an option of each kind."""
    return Studio().features()[1].commands[0]


async def opened(slack: SlackWorkspace, text: str = "watch add") -> View:
    return await (await slack.slash(slack.admin, slack.channel, text)).opened()


def test_each_option_is_picked_from_what_it_may_be() -> None:
    form = form_of(rule(), {}, {}, channel=ALERTS)
    blocks = form["blocks"]
    assert isinstance(blocks, list)
    assert {one["block_id"]: (one["element"]["type"], one["optional"]) for one in blocks} == {
        "provider": ("external_select", False),
        "account": ("external_select", True),
        "channel": ("conversations_select", True),
        "role": ("external_select", True),
        "style": ("static_select", True),
        "warn": ("number_input", True),
        "loud": ("checkboxes", True),
        "note": ("plain_text_input", True),
    }


def test_what_was_understood_is_filled_in() -> None:
    asked = RuleOptions(
        provider="minimax", channel=ChannelChoice(id=number_of(ALERTS)), warn=2, loud=True, style="edit"
    )
    values = {"provider": "minimax", "channel": asked.channel, "warn": 2, "loud": True, "style": "edit"}
    texts = texts_of(values)
    blocks = form_of(rule(), texts, {}, channel=ALERTS)["blocks"]
    assert isinstance(blocks, list)
    initial = {one["block_id"]: {k: v for k, v in one["element"].items() if k.startswith("initial")} for one in blocks}
    assert initial["provider"]["initial_option"]["value"] == "minimax"
    assert initial["channel"] == {"initial_conversation": ALERTS}
    assert initial["warn"] == {"initial_value": "2"}
    assert initial["style"]["initial_option"]["value"] == "edit"
    assert [one["value"] for one in initial["loud"]["initial_options"]] == ["yes"]
    assert options_from(rule(), texts) == asked


def editing() -> Command[RuleOptions]:
    """Return the command as one that changes what its provider names, and shows how that is."""
    form = FormDescription(
        title="Edit a rule",
        deed="Save",
        about="provider",
        filled_in=lambda _, given: {"warn": 3, "style": "edit"} if given.get("provider") else {},
        emptied={"warn": ("loud", "yes"), "style": ("style", "post")},
    )
    return replace(rule(), form=form)


def test_the_form_of_what_is_changed_shows_how_it_is_and_asks_for_no_other() -> None:
    texts = {"provider": "minimax", "warn": "3", "style": "edit"}
    form = form_of(editing(), texts, {"provider": "MiniMax · all"}, channel=ALERTS, shown=("warn", "style"))
    blocks = form["blocks"]
    assert isinstance(blocks, list)
    assert (form["title"], form["submit"]) == (plain_object("Edit a rule"), plain_object("Save"))
    subject, *inputs = blocks
    assert subject == {"type": "section", "text": plain_object("MiniMax · all")}
    # What an emptied input says needs no box of its own.
    assert [one["block_id"] for one in inputs] == ["account", "channel", "role", "style", "warn", "note"]
    carried = metadata_of(str(form["private_metadata"]))
    assert (carried["=provider"], carried["shown"]) == ("minimax", "warn,style")
    asks = form_of(editing(), {}, {}, channel=ALERTS)["blocks"]
    assert isinstance(asks, list)
    assert {"provider", "loud"} < {one["block_id"] for one in asks}


@each_row(
    ("shown", "entered", "meant"),
    [
        ("warn,style", {"warn", "style"}, {}),
        ("warn,style", {"style"}, {"loud": "yes"}),
        ("warn,style", set(), {"loud": "yes", "style": "post"}),
        ("note", set(), {}),
        ("", set(), {}),
    ],
)
def test_what_a_form_showed_and_was_emptied_is_meant_to_go(
    shown: str, entered: set[str], meant: dict[str, str]
) -> None:
    assert emptied_texts(editing(), shown, entered) == meant


def test_a_mistake_in_what_a_form_does_not_ask_is_shown_at_no_input() -> None:
    problem = BadInput("There is no such provider.", option="provider")
    words = WorkspaceWords(command="/slots")
    assert mistakes_of(problem, editing(), words, without={"provider"}) == {"account": "There is no such provider."}
    everything = {one.name for one in options_of(RuleOptions)}
    assert mistakes_of(problem, editing(), words, without=everything) == {}


def test_what_no_form_could_be_sent_with_is_not_filled_in() -> None:
    texts = {"provider": "minmax", "account": "studio-x", "note": "x" * 60}
    blocks = form_of(rule(), texts, {}, channel=ALERTS)["blocks"]
    assert isinstance(blocks, list)
    initial = {one["block_id"]: {k: v for k, v in one["element"].items() if k.startswith("initial")} for one in blocks}
    assert (initial["provider"], initial["account"]) == ({}, {})
    assert initial["note"] == {"initial_value": "x" * 40}


@each_row(
    ("texts", "option", "sentence"),
    [
        ({}, "provider", "Which provider?"),
        ({"provider": "minimax", "warn": "many"}, "warn", "A number from 1 to 99."),
        ({"provider": "minimax", "warn": "100"}, "warn", "A number from 1 to 99."),
        ({"provider": "minimax", "channel": "general"}, "channel", "Choose one from the list."),
        ({"provider": "minimax", "note": "x" * 41}, "note", "At most 40 characters."),
    ],
)
def test_what_can_not_be_is_named_by_its_option(texts: dict[str, str], option: str, sentence: str) -> None:
    with pytest.raises(BadInput) as mistake:
        options_from(rule(), texts)
    assert (mistake.value.option, str(mistake.value)) == (option, sentence)


@each_row(("option", "shown_at"), [("warn", "warn"), ("older_than", "provider"), ("", "provider")])
def test_a_mistake_is_shown_at_its_option_or_at_the_first(option: str, shown_at: str) -> None:
    problem = BadInput(CommandName("watch list"), " needs ", PlatformWord.MANAGER_RIGHT, option=option)
    said = "/slots watch list needs an admin or a manager"
    assert mistakes_of(problem, rule(), WorkspaceWords(command="/slots")) == {shown_at: said}


def test_a_channel_that_is_left_out_is_filled_in_where_it_is_the_callers() -> None:
    blocks = form_of(rule(), {}, {}, channel=ALERTS)["blocks"]
    assert isinstance(blocks, list)
    (element,) = (one["element"] for one in blocks if one["block_id"] == "channel")
    assert element["default_to_current_conversation"]


async def test_a_form_is_answered_in_its_place(slack: SlackWorkspace) -> None:
    async with talking(slack) as studio:
        view = await opened(slack)
        await slack.suggest(view, "form:role")
        filled = {"provider": "minimax", "account": "minimax/studio-a", "role": slack.group.id}
        submitted = await slack.submit(view, filled)
        assert submitted.errors == {}
        assert "Rule added" in str(submitted.view.body["blocks"])
    asked = studio.rules[0][1]
    assert (asked.account, asked.role is not None) == ("minimax/studio-a", True)


async def test_who_paused_a_channel_is_named_there_and_not_notified(slack: SlackWorkspace) -> None:
    async with talking(slack):
        await slack.slash(slack.admin, slack.channel, "hush minimax")
        await slack.submit(await opened(slack, "hush"), {"provider": "minimax"})
    assert [one.text for one in slack.messages()] == [f"🔕 {slack.admin.name} paused alerts here"] * 2
    assert [one.pings for one in slack.messages()] == [NOBODY] * 2


async def test_what_the_channel_reads_of_is_undone_there_and_not_in_the_form(slack: SlackWorkspace) -> None:
    async with talking(slack):
        submitted = await slack.submit(await opened(slack, "hush"), {"provider": "minimax"})
        assert "paused alerts here" in str(submitted.view.body["blocks"])
        assert "Undo" not in str(submitted.view.body["blocks"])
        assert "Undo" in str(slack.posts()[-1].blocks)
        slack.faults.add("chat.postMessage", Fault.error("channel_not_found"))
        unread = await slack.submit(await opened(slack, "hush"), {"provider": "minimax"})
        assert NOT_POSTED in str(unread.view.body["blocks"])
        assert "Undo" in str(unread.view.body["blocks"])
    assert len(slack.posts()) == 1


async def test_mistakes_stay_in_the_form(slack: SlackWorkspace) -> None:
    async with talking(slack) as studio:
        view = await opened(slack)
        submitted = await slack.submit(view, {"provider": "minimax", "warn": WRONG})
        assert submitted.errors == {"warn": "warn can't be 13. Type /capacity watch list, or ask an admin or a manager"}
        again = await slack.submit(view, {"provider": "minimax", "warn": 12})
        assert again.errors == {}
    assert len(studio.rules) == 1


async def test_menus_suggest_what_somebody_may_mean(slack: SlackWorkspace) -> None:
    async with talking(slack):
        view = await opened(slack)
        assert [one.value for one in (await slack.suggest(view, "form:provider")).choices] == ["minimax", "kling"]
        assert [one.value for one in (await slack.suggest(view, "form:provider", "mini")).choices] == ["minimax"]
        accounts = (await slack.suggest(view, "form:account", "stud")).choices
        assert [one.value for one in accounts] == ["minimax/studio-a"]
        groups = (await slack.suggest(view, "form:role", "@mak")).choices
        assert [(one.text, one.value) for one in groups] == [("@makers · Makers", slack.group.id)]


def filled_in(view: View) -> dict[str, str]:
    blocks = [one for one in view.body["blocks"] if "initial_option" in one["element"]]
    return {one["block_id"]: one["element"]["initial_option"]["text"]["text"] for one in blocks}


async def test_what_is_filled_in_reads_as_its_menu_does(slack: SlackWorkspace) -> None:
    async with talking(slack):
        view = await opened(slack, "watch add minimax/studio-a role:@makers style:edit")
        assert filled_in(view) == {
            "account": "MiniMax · studio-a · 5 of 6 free",
            "role": "@makers · Makers",
            "style": "One message",
        }
        misread = await slack.slash(slack.admin, slack.channel, "watch add minimax role:@makers wran:2")
        view = await (await slack.press(misread.message, FILL_IN, user=slack.admin)).opened()
        provider = (await slack.suggest(view, "form:provider", "minimax")).choices[0].text
        assert filled_in(view) == {"provider": provider, "role": "@makers · Makers"}
    slack.faults.add("usergroups.list", Fault.error("internal_error"))
    async with talking(slack):
        view = await (await slack.press(misread.message, FILL_IN, user=slack.admin)).opened()
        assert filled_in(view)["role"] == slack.group.id


async def test_who_became_a_guest_is_suggested_nothing_and_submits_nothing(slack: SlackWorkspace) -> None:
    async with talking(slack):
        view = await opened(slack)
        await slack.suggest(view, "form:provider")
    slack.world.change_member(slack.admin, is_guest=True)
    async with talking(slack) as studio:
        assert (await slack.suggest(view, "form:account")).choices == []
        submitted = await slack.submit(view, {"provider": "minimax"})
        assert GUEST in str(submitted.payload)
    assert studio.rules == []


async def test_a_slow_form_says_so_and_is_filled_later(slack: SlackWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form_submissions, "ANSWER_WITHIN", 0.05)
    async with talking(slack) as studio:
        view = await opened(slack)
        submitted = await slack.submit(view, {"provider": "minimax", "warn": SLOW})
        assert "One moment" in str(submitted.payload)
        studio.held.set()
        await slack.wait_for(lambda: "Rule added" in str(submitted.view.body["blocks"]))
    assert len(studio.rules) == 1
