"""Watches as people read them, word for word, and within Discord's limits whatever they are called."""

import re
from dataclasses import replace
from datetime import timedelta

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.embeds.watches import ON_A_PAGE, ShownWatch, changed_embed, drill_embed, removed_embed, watches_page
from bot.subscriptions.quiet_hours import read_quiet_hours
from bot.subscriptions.watch import FROM_SETTINGS, LONGEST_HOLD, Style, Watch, When
from tests.chat.discord_limits import acting, refused
from tests.chat.embeds.drawn import drawn
from tests.chat.nasty import nasty_text

WATCH = Watch(id=3, guild=5, channel=7, provider="minimax", account="200300", role=9, when=When.FULL)
WELL = ShownWatch(watch=WATCH, subject="MiniMax · studio_a")
ILL = ShownWatch(watch=WATCH, subject="MiniMax · studio_a", missing=("The bot lacks Embed Links there.",))
LINE = r"**3** · <#7> · MiniMax · studio\_a · full only · pings <@&9>"


@pytest.mark.parametrize(
    ("embed", "expected"),
    [
        (
            changed_embed("added", WELL),
            f"[free] Watch 3 added\n{LINE}\nTry it: `/watch test watch:3`",
        ),
        (
            changed_embed("changed", ILL),
            f"""[tight] Watch 3 changed
{LINE}
⚠️ The bot lacks Embed Links there.
The watch is stored all the same; once that is mended, try it: `/watch test watch:3`""",
        ),
        (removed_embed(ILL), f"[unknown] Watch 3 removed\n{LINE}"),
        (
            drill_embed(WELL, told_after=timedelta(seconds=0.4), given_up=None),
            "[free] The drill arrived\n<#7> was told 0.40 s after that was owed.",
        ),
        (
            drill_embed(ILL, told_after=timedelta(seconds=0.4), given_up=None),
            "[tight] The drill arrived\n<#7> was told 0.40 s after that was owed.\n⚠️ The bot lacks Embed Links there.",
        ),
        (
            drill_embed(WELL, told_after=None, given_up="it *failed*"),
            r"""[full] The drill did not arrive
<#7> was not told: it \*failed\*""",
        ),
        (
            drill_embed(WELL, told_after=None, given_up=None),
            """[tight] The drill is still waiting
<#7> is not told yet: Discord, the database or an earlier alert there is slow. It will be.""",
        ),
        (
            watches_page((), lambda _: WELL, 1).embed,
            "[unknown] No watches\nNo channel hears anything yet: `/watch add` makes the first watch.",
        ),
        (
            watches_page((WATCH, WATCH), lambda _: ILL, 1).embed,
            "[tight] 2 watches" + 2 * f"\n{LINE}\n⚠️ The bot lacks Embed Links there.",
        ),
    ],
    ids=["added", "changed", "removed", "told", "told, but", "given up", "waiting", "none", "list"],
)
def test_it_reads(embed: discord.Embed, expected: str) -> None:
    assert drawn(embed) == expected


def test_the_one_from_the_settings_has_no_number() -> None:
    shown = ShownWatch(watch=Watch(id=FROM_SETTINGS, guild=None, channel=7), subject="All providers")
    embed = watches_page((shown.watch,), lambda _: shown, 1).embed
    assert drawn(embed) == "[free] 1 watch\n**from settings** · <#7> · All providers · full and freed"


@pytest.mark.parametrize(
    ("watch", "said"),
    [
        (replace(WATCH, when=When.STUCK), "stuck jobs · pings"),
        (replace(WATCH, hold=timedelta(seconds=60)), "full only · after 60 s · pings"),
        (replace(WATCH, warn=3), "full only · warns at 3 free · pings"),
        (replace(WATCH, warn=0), "full only · warns at 0 free · pings"),
        (
            replace(WATCH, quiet=read_quiet_hours("22:00-08:00 America/New_York")),
            "full only · quiet `22:00-08:00 America/New_York` · pings",
        ),
        (replace(WATCH, style=Style.EDIT), "full only · edits one message · pings"),
        (
            replace(WATCH, hold=LONGEST_HOLD, warn=3, quiet=read_quiet_hours("1:00-2:00 UTC"), style=Style.EDIT),
            "full only · after 86,400 s · warns at 3 free · quiet `01:00-02:00 UTC` · edits one message · pings",
        ),
    ],
)
def test_what_differs_from_the_usual_is_said(watch: Watch, said: str) -> None:
    line = drawn(changed_embed("added", replace(WELL, watch=watch))).split("\n")[1]
    assert line == LINE.replace("full only · pings", said)


def test_only_the_pages_own_are_looked_at() -> None:
    asked: list[int] = []

    def show(watch: Watch) -> ShownWatch:
        asked.append(watch.id)
        return ShownWatch(watch=watch, subject="Kling")

    watches = [Watch(id=number, guild=5, channel=7) for number in range(1, 2 * ON_A_PAGE + 3)]
    page = watches_page(watches, show, 3)
    assert (page.number, page.pages, asked) == (3, 3, [2 * ON_A_PAGE + 1, 2 * ON_A_PAGE + 2])
    assert page.embed.footer.text == "Page 3 of 3"
    assert watches_page(watches, show, 9).number == 3
    assert watches_page(watches, show, 0).number == 1


@given(nasty_text, st.lists(nasty_text, max_size=4).map(tuple), st.none() | nasty_text)
def test_any_names_and_reasons_fit_and_do_nothing(subject: str, missing: tuple[str, ...], given_up: str | None) -> None:
    shown = ShownWatch(watch=Watch(id=10**9, guild=5, channel=2**63), subject=subject, missing=missing)
    embeds = [
        watches_page([WATCH] * 11, lambda _: shown, 1).embed,
        changed_embed("added", shown),
        drill_embed(shown, told_after=None, given_up=given_up),
    ]
    for embed in embeds:
        assert refused([embed]) == []
        said = re.sub(r"<#\d+>|`/watch test watch:\d+`", "", embed.description or "")
        assert acting([discord.Embed(description=said)]) == []


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
    shown = ShownWatch(watch=watch, subject="MiniMax · " + "_" * 58, missing=longest)
    said = watches_page([watch] * ON_A_PAGE, lambda _: shown, 1).embed.description or ""
    assert said.count("<#") == ON_A_PAGE
    assert said.count("\nand 2 more") == ON_A_PAGE
    assert len(said) <= 4096
    some = watches_page([watch] * 7, lambda _: shown, 1).embed.description or ""
    assert all(some.count(sentence) == 7 for sentence in longest)
