"""Watches as people read them, word for word, and within Discord's limits whatever they are called."""

from dataclasses import replace
from datetime import timedelta

from discord.ui import Select
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.command_options import options_of
from bot.chat.discord.message_renderer import draw
from bot.chat.message import Button, Listing, Message
from bot.chat.watch.watch_options import DrillOptions
from bot.chat.watch.watch_status import WatchStatus
from bot.chat.watch.wording import (
    ON_A_PAGE,
    added_message,
    changed_message,
    drill_message,
    list_message,
    removed_message,
)
from bot.delivery.stored_alerts import DeliveryStatus
from bot.subscriptions.quiet_hours import read_quiet_hours
from bot.subscriptions.watch import FROM_SETTINGS, LONGEST_HOLD, Ping, Style, Tell, Watch, When
from tests.chat.drawn import acting, drawn, refused
from tests.chat.nasty import nasty_text
from tests.rows import each_row

WATCH = Watch(id=3, guild=5, channel=7, provider="minimax", account="200300", role=9, when=When.FULL)
ACCOUNTS = replace(WATCH, account=None)
WELL = WatchStatus(watch=WATCH, subject="MiniMax · studio_a")
ILL = WatchStatus(watch=WATCH, subject="MiniMax · studio_a", missing=("The bot lacks Embed Links there.",))
PAUSED = replace(ILL, missing=("No alerts go there until this is fixed: it *failed*",), paused=True)
LINE = r"**3** · <#7> · MiniMax · studio_a · full only · pings <@&9> when it is full"
TOLD = DeliveryStatus(told_after=timedelta(seconds=0.4))
UNDO = Button(label="Undo", action="watch:undo", arguments=("3",))


@each_row(
    ("message", "expected"),
    [
        (
            added_message(replace(WELL, place="#alerts")),
            """[free] Alerts about MiniMax · studio_a go to #alerts
Watch 3 posts when it is full, and when something is wrong.
Pings <@&9> when it is full""",
        ),
        (
            added_message(replace(WELL, place="#alerts", instead_of=(0, 1)), again=True),
            r"""[free] Alerts about MiniMax · studio_a go to #alerts again
Watch 3 posts when it is full, and when something is wrong.
Pings <@&9> when it is full
For MiniMax · studio_a it posts instead of the watch from the settings and watch 1.""",
        ),
        (
            added_message(replace(WELL, place="#alerts", watch=replace(WATCH, role=None, when=When.BOTH))),
            """[free] Alerts about MiniMax · studio_a go to #alerts
Watch 3 posts when it is full or has room, and when something is wrong.
Pings nobody
To ping a role: `/watch edit watch:3 role:`""",
        ),
        (
            changed_message(ILL),
            """[tight] Watch 3 changed
<#7> gets alerts about MiniMax · studio_a when it is full, and when something is wrong.
Pings <@&9> when it is full
⚠️ The bot lacks Embed Links there.
The watch is stored all the same; once that is fixed, test it.""",
        ),
        (removed_message(ILL, UNDO), f"[unknown] Watch 3 removed\n{LINE}"),
        (drill_message(WELL, TOLD), "[free] The test arrived\n<#7> had it after 0.40 s."),
        (
            drill_message(ILL, TOLD),
            "[tight] The test arrived\n<#7> had it after 0.40 s.\n⚠️ The bot lacks Embed Links there.",
        ),
        (
            drill_message(ILL, DeliveryStatus(given_up="it *failed*")),
            "[full] The test did not arrive\n<#7> did not get it: it \\*failed\\*\n⚠️ The bot lacks Embed Links there.",
        ),
        (
            drill_message(PAUSED, DeliveryStatus(given_up="it *failed*")),
            """[full] The test did not arrive
<#7> did not get it.
⚠️ No alerts go there until this is fixed: it \\*failed\\*""",
        ),
        (
            drill_message(WELL, DeliveryStatus()),
            """[tight] The test is still waiting
<#7> does not have it yet: Discord, the database or an earlier alert there is slow. It comes later.""",
        ),
    ],
    ids=[
        "added",
        "added again",
        "pings nobody",
        "changed",
        "removed",
        "told",
        "told, but",
        "given up",
        "given up and paused",
        "waiting",
    ],
)
def test_what_was_done_is_said_to_whoever_did_it(message: Message, expected: str) -> None:
    assert drawn(message) == expected
    assert message.private


@each_row(
    ("watches", "expected"),
    [
        ((), "[unknown] No watches\nNo alerts are posted here yet. `/watch add` adds a watch."),
        ((WATCH, WATCH), "[tight] 2 watches" + 2 * f"\n{LINE}\n⚠️ The bot lacks Embed Links there."),
    ],
)
def test_a_list_says_what_is_missing(watches: tuple[Watch, ...], expected: str) -> None:
    listed = list_message(watches, lambda _: ILL, 1)
    assert drawn(listed) == expected
    assert [(one.action, one.arguments) for one in listed.actions if isinstance(one, Button)] == [
        ("watch:refresh", ("1",))
    ]
    assert listed.private


def test_the_one_from_the_settings_has_no_number() -> None:
    shown = WatchStatus(watch=Watch(id=FROM_SETTINGS, guild=None, channel=7), subject="All providers")
    listed = drawn(list_message((shown.watch,), lambda _: shown, 1))
    assert listed == "[free] 1 watch\n**from settings** · <#7> · All providers · pings nobody"


@each_row(
    ("watch", "said"),
    [
        (replace(WATCH, when=When.BOTH), "pings <@&9> when it is full"),
        (replace(WATCH, when=When.FREED), "freed only · pings <@&9> only where a person must act"),
        (replace(WATCH, tell=Tell.STUCK, when=When.BOTH), "stuck jobs · pings <@&9>"),
        (replace(WATCH, tell=Tell.HEALTH, when=When.BOTH), "accounts' health · pings <@&9> when one can't be used"),
        (replace(WATCH, role=None), "full only · pings nobody"),
        (replace(WATCH, role=None, quota=80), "full only · alert at 80% of a quota used · pings nobody"),
        (replace(WATCH, ping=Ping.NOBODY), "full only · pings nobody"),
        (ACCOUNTS, "full only · pings <@&9> when nothing is free"),
        (replace(ACCOUNTS, when=When.BOTH), "pings <@&9> when nothing is free"),
        (
            replace(ACCOUNTS, tell=Tell.ACCOUNTS, ping=Ping.ANY_FULL),
            "accounts only · full only · pings <@&9> when any account is full",
        ),
        (
            replace(ACCOUNTS, role=None, ping=Ping.ANY_FULL),
            "full only · pings nobody: no role is set",
        ),
        (replace(ACCOUNTS, role=None), "full only · pings nobody"),
        (replace(ACCOUNTS, tell=Tell.PROVIDER), "provider only · full only · pings <@&9> when nothing is free"),
        (
            replace(WATCH, hold=timedelta(seconds=90)),
            "full only · ignores anything shorter than 90s · pings <@&9> when it is full",
        ),
        (replace(WATCH, warn=3), "full only · alert at 3 free · pings <@&9> when it is full"),
        (
            replace(WATCH, quiet=read_quiet_hours("22:00-08:00 America/New_York")),
            "full only · quiet `22:00-08:00 America/New_York` · pings <@&9> when it is full",
        ),
        (replace(WATCH, style=Style.EDIT), "full only · edits one message · pings <@&9> when it is full"),
        (
            replace(WATCH, hold=LONGEST_HOLD, warn=3, quiet=read_quiet_hours("1:00-2:00 UTC"), style=Style.EDIT),
            (
                "full only · ignores anything shorter than 1d · alert at 3 free · quiet `01:00-02:00 UTC` · "
                "edits one message · pings <@&9> when it is full"
            ),
        ),
    ],
)
def test_what_differs_from_the_usual_is_said(watch: Watch, said: str) -> None:
    line = drawn(removed_message(replace(WELL, watch=watch), UNDO)).split("\n")[1]
    assert line == LINE.replace("full only · pings <@&9> when it is full", said)


@each_row(
    ("asked", "shown", "watches", "buttons"),
    [
        (1, 1, range(1, 11), [("Previous", "0", True), ("Refresh", "1", False), ("Next", "2", False)]),
        (2, 2, range(11, 21), [("Previous", "1", False), ("Refresh", "2", False), ("Next", "3", False)]),
        (9, 3, range(21, 23), [("Previous", "2", False), ("Refresh", "3", False), ("Next", "4", True)]),
        (-1, 1, range(1, 11), [("Previous", "0", True), ("Refresh", "1", False), ("Next", "2", False)]),
    ],
)
def test_ten_are_on_a_page_and_only_those_are_looked_at(
    asked: int, shown: int, watches: range, buttons: list[tuple[str, str, bool]]
) -> None:
    looked_at: list[int] = []

    def status(watch: Watch) -> WatchStatus:
        looked_at.append(watch.id)
        return WatchStatus(watch=watch, subject="Kling")

    listed = list_message([Watch(id=number, guild=5, channel=7) for number in range(1, 23)], status, asked)
    assert looked_at == list(watches)
    title, *lines, footer = drawn(listed).split("\n")
    assert (title, footer) == ("[free] 22 watches", f"(Page {shown} of 3)")
    assert [line.split(" · ")[0] for line in lines] == [f"**{number}**" for number in watches]
    menu, *components = draw(listed).components
    assert isinstance(menu, Select)
    assert [one.value for one in menu.options] == [f'{{"watch":{number}}}' for number in watches]
    assert [(one.label, one.custom_id.rpartition(":")[2], one.disabled) for one in components] == buttons  # type: ignore[attr-defined]  # all of them are buttons


def test_the_longest_page_shows_all_its_watches() -> None:
    longest = (
        "The bot lacks View Channel, Send Messages in Threads, Embed Links there.",
        "The role can't be pinged; allow anyone to mention it, or give the bot Mention Everyone in the channel.",
    )
    watch = Watch(
        id=10**6,
        guild=5,
        channel=2**63,
        role=2**63,
        hold=LONGEST_HOLD,
        warn=10**6,
        quiet=read_quiet_hours("22:00-08:00 America/Argentina/ComodRivadavia"),
        style=Style.EDIT,
    )
    shown = WatchStatus(watch=watch, subject="MiniMax · " + "_" * 58, missing=longest)
    said = drawn(list_message([watch] * ON_A_PAGE, lambda _: shown, 1))
    assert said.count("<#") == ON_A_PAGE
    assert said.count("\nand 2 more") == ON_A_PAGE
    assert refused(list_message([watch] * ON_A_PAGE, lambda _: shown, 1)) == []
    some = drawn(list_message([watch] * 7, lambda _: shown, 1))
    assert all(some.count(sentence) == 7 for sentence in longest)


@given(nasty_text, st.lists(nasty_text, max_size=4).map(tuple), nasty_text)
def test_any_names_and_reasons_fit_and_do_nothing(subject: str, missing: tuple[str, ...], given_up: str) -> None:
    shown = WatchStatus(watch=Watch(id=10**9, guild=5, channel=2**63), subject=subject, missing=missing)
    for message in (
        list_message([WATCH] * 11, lambda _: shown, 1),
        added_message(shown),
        changed_message(shown),
        drill_message(shown, DeliveryStatus(given_up=given_up)),
    ):
        assert refused(message) == []
        assert acting(message, rf"<#{2**63}>|\*\*{10**9}\*\*|`/watch edit watch:\d+ role:`") == []


def test_who_adds_a_watch_reads_what_is_watched() -> None:
    said = drawn(added_message(WELL, [("MiniMax", 4, 13)]))
    assert said.endswith("\nI'm watching MiniMax (4 accounts, 13 slots). Try `/capacity`.")


@each_row(
    ("watch", "said"),
    [
        (replace(ACCOUNTS, when=When.BOTH), "it or an account is full or has room, and when something is wrong"),
        (replace(ACCOUNTS, provider=None), "a provider or an account is full, and when something is wrong"),
        (
            replace(ACCOUNTS, provider=None, tell=Tell.PROVIDER, when=When.FREED),
            "all of a provider has room again, and when something is wrong",
        ),
        (replace(ACCOUNTS, tell=Tell.PROVIDER), "all of it is full, and when something is wrong"),
        (replace(ACCOUNTS, tell=Tell.ACCOUNTS), "an account is full, and when something is wrong"),
        (replace(WATCH, tell=Tell.ACCOUNTS), "it is full, and when something is wrong"),
        (replace(ACCOUNTS, tell=Tell.STUCK, when=When.BOTH), "a job seems stuck"),
        (replace(ACCOUNTS, tell=Tell.HEALTH, when=When.BOTH), "an account can't be used"),
        (replace(WATCH, tell=Tell.HEALTH, when=When.BOTH), "it can't be used"),
    ],
)
def test_what_a_watch_posts_about_is_said_in_a_sentence(watch: Watch, said: str) -> None:
    assert f"Watch 3 posts when {said}.\n" in drawn(added_message(replace(WELL, watch=watch)))


def test_below_a_watch_are_its_test_its_form_and_its_removal() -> None:
    for message in (added_message(WELL), changed_message(WELL)):
        assert message.actions == (
            Button(label="Test", action="watch:test", arguments=("3",)),
            Button(label="Edit", action="command:form", arguments=("watch edit", '{"watch":3}'), opens_form=True),
            Button(label="Remove", action="watch:remove", arguments=("3",)),
        )
        (listing,) = message.cards[0].body
        assert isinstance(listing, Listing)
        assert [(one.label, one.command) for one in listing.entries[0].commands] == [("Edit", "watch edit")]


def test_a_watch_is_tested_beside_its_entry_with_no_question_left() -> None:
    (listing,) = list_message([WATCH], lambda _: WELL, 1).cards[0].body
    assert isinstance(listing, Listing)
    (test,) = (one for one in listing.entries[0].commands if one.command == "watch test")
    assert test.options.keys() == {one.name for one in options_of(DrillOptions)}
    assert test.options["ping"] == "no"
