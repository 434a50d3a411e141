"""Questions about jobs inside buttons and menus: they fit, and they are read back as they were written."""

from typing import Any, cast

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.discord.jobs import JobsButton, JobsMenu
from bot.chat.embeds.job_card import MenuLine
from bot.chat.embeds.sieve import searchable
from bot.chat.old_jobs import OLDEST, REF_LENGTH, JobAnswer, JobQuestion
from bot.providers.catalogue import CATALOGUE
from tests.chat.nasty import nasty_text
from tests.chat.samples import NAMES

NOWHERE = cast("discord.Interaction[Any]", None)
LONGEST = JobQuestion(
    provider=max(CATALOGUE, key=len), account="0123abcd", ref="r" * REF_LENGTH, older_than=OLDEST, page=999_999
)

_refs = nasty_text.map(lambda text: searchable(text, NAMES)).filter(lambda ref: len(ref) <= REF_LENGTH)
_questions = st.builds(
    JobQuestion,
    provider=st.sampled_from(list(CATALOGUE)),
    account=st.none() | st.from_regex("[0-9a-f]{8}", fullmatch=True),
    ref=_refs,
    older_than=st.integers(0, OLDEST),
    page=st.integers(0, 999_999),
)


@given(_questions, st.sampled_from(["page", "refresh"]))
async def test_a_question_is_read_back_from_its_button(question: JobQuestion, does: str) -> None:
    button = JobsButton.of(does, "Turn", question)
    match = button.template.fullmatch(button.custom_id)
    assert match is not None
    assert (await JobsButton.from_custom_id(NOWHERE, button.item, match)).question == question


def test_the_longest_question_fits_into_a_button() -> None:
    assert len(JobsButton.of("refresh", "Refresh", LONGEST).custom_id) <= 100


async def test_a_provider_is_read_back_from_its_menu() -> None:
    menu = {str(n): MenuLine(label="l" * 100, description="d" * 100) for n in range(10)}
    made = JobsMenu.of(JobAnswer(embed=discord.Embed(), question=LONGEST, menu=menu))
    match = made.template.fullmatch(made.custom_id)
    assert match is not None
    assert (await JobsMenu.from_custom_id(NOWHERE, made.item, match)).provider == LONGEST.provider
    assert [option.value for option in made.item.options] == list(menu)


async def test_what_is_neither_button_nor_menu_is_refused() -> None:
    button = JobsButton.of("page", "▶", LONGEST)
    menu = JobsMenu.of(
        JobAnswer(embed=discord.Embed(), question=LONGEST, menu={"1": MenuLine(label="l", description="d")})
    )
    for kind, other, custom_id in ((JobsButton, menu, button.custom_id), (JobsMenu, button, menu.custom_id)):
        match = kind.__discord_ui_compiled_template__.fullmatch(custom_id)
        assert match is not None
        with pytest.raises(TypeError, match="is not a"):
            await kind.from_custom_id(NOWHERE, other.item, match)
