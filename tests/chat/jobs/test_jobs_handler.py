"""``/jobs``, answered from the newest look on every platform."""

from dataclasses import replace

import pytest
from msgspec import structs

from bot.chat.dispatcher import token_of
from bot.chat.jobs.handler import ENDED
from bot.chat.jobs.jobs_options import JobsOptions
from bot.chat.jobs.wording import job_mark
from bot.chat.message import Menu
from bot.chat.wording.account_names import AccountNames
from bot.errors import BadInput, NotConfigured, NotReached
from tests.chat.drawn import drawn
from tests.chat.jobs.asked import CALLER, MAIL, MINIMAX_JOBS, OTHER, Provider, answered, buttons_of, menu_of, shown
from tests.chat.samples import IMAGE, NAMES, STRAY, VIDEO
from tests.moments import NOON, after
from tests.rows import each_row


async def test_jobs_are_listed_and_each_can_be_chosen() -> None:
    provider = Provider()
    jobs = await provider.look()
    message = await jobs.run(CALLER, MINIMAX_JOBS)
    text = drawn(message)

    assert not message.private
    assert text.startswith("[tight] MiniMax · 4 jobs running\n")
    assert text.count("**stuck?**") == 1
    assert set(provider.judged) == {("minimax", NOON)}
    menu = menu_of(message)
    assert token_of(menu.action, menu.arguments) == "jobs:show:minimax"
    assert [choice.label for choice in menu.choices] == [
        "finale",
        "shot-12",
        "image without a reference",
        "music without a reference",
    ]
    for job, choice in zip((OTHER, VIDEO, IMAGE, STRAY), menu.choices, strict=True):
        assert job_mark(job, NAMES) == choice.value
        card = await shown(jobs, choice.value)
        assert card.private
        assert ("**stuck?**" in drawn(card)) == (job is OTHER)
        assert f"**Kind** · {job.kind}" in drawn(card)


@each_row("account", [MAIL, AccountNames().mark(MAIL), "jo…@example.com", "JO…@EXAMPLE.COM", f"minimax/{MAIL}"])
async def test_what_was_asked_can_be_asked_again_without_saying_whom_it_names(account: str) -> None:
    message = await answered(replace(MINIMAX_JOBS, account=account, ref="  FIN\n", older_than="60m"))

    assert [choice.value for choice in menu_of(message).choices] == [job_mark(OTHER, NAMES)]
    (button,) = buttons_of(message).values()
    assert token_of(button.action, button.arguments) == f"jobs:refresh:minimax:{AccountNames().mark(MAIL)}:1h:1:FIN"
    assert not message.private


async def test_an_email_in_a_reference_that_is_sought_is_not_repeated() -> None:
    message = await answered(replace(MINIMAX_JOBS, ref=MAIL), [structs.replace(VIDEO, reply_ref=f"for {MAIL}")])

    assert buttons_of(message)["Refresh"].arguments[-1] == "jo…@example.com"
    assert len(menu_of(message).choices) == 1


@each_row(
    ("asked", "words"),
    [
        (JobsOptions(provider="sora"), 'There is no provider "sora" here. There are: MiniMax, Kling.'),
        (replace(MINIMAX_JOBS, account="nobody"), "There are: studio-a, jo…@example.com."),
        (JobsOptions(provider="minmax"), 'There is no provider "minmax" here. Did you mean MiniMax?'),
        (replace(MINIMAX_JOBS, account="studio-b"), 'MiniMax has no account "studio-b". Did you mean studio-a?'),
        (replace(MINIMAX_JOBS, older_than="-1"), "older_than is how long jobs have run, at most 7d: type 30m"),
        (replace(MINIMAX_JOBS, older_than="soon"), "older_than is how long jobs have run, at most 7d: type 30m"),
        (replace(MINIMAX_JOBS, older_than="10081"), "older_than is how long jobs have run, at most 7d: type 30m"),
        (replace(MINIMAX_JOBS, ref="x" * 49), "at most 46 characters"),
    ],
)
async def test_what_can_not_be_asked_is_refused_with_what_can(asked: JobsOptions, words: str) -> None:
    jobs = await Provider().look()
    with pytest.raises(BadInput) as refusal:
        await jobs.run(CALLER, asked)

    assert words in str(refusal.value)
    assert MAIL not in str(refusal.value)
    assert not jobs.is_public(asked)


async def test_a_reference_that_no_job_has_is_between_the_bot_and_who_asks() -> None:
    asked = replace(MINIMAX_JOBS, ref="epilogue")
    jobs = await Provider().look()
    message = await jobs.run(CALLER, asked)

    assert message.private
    assert message.actions == ()
    assert "References are: finale, shot-12." in drawn(message)
    assert not jobs.is_public(asked)
    assert jobs.is_public(replace(asked, ref="final"))


async def test_a_reference_that_no_job_has_any_more_is_news_where_it_is_asked_for_again() -> None:
    jobs = await Provider().look()
    message = await jobs.press(CALLER, ("minimax", "", "0", "1", "epilogue"))

    assert not message.private
    assert "References are: finale, shot-12." in drawn(message)
    assert list(buttons_of(message)) == ["Refresh"]
    assert not any(isinstance(action, Menu) for action in message.actions)


async def test_a_reference_that_only_other_accounts_have_is_not_in_vain() -> None:
    asked = replace(MINIMAX_JOBS, ref="finale", account="studio-a")
    jobs = await Provider().look()

    assert not (await jobs.run(CALLER, asked)).private
    assert jobs.is_public(asked)


@each_row("asked", [MINIMAX_JOBS, replace(MINIMAX_JOBS, older_than="7d", ref="shot"), JobsOptions(provider="MINIMAX")])
async def test_a_good_question_is_public(asked: JobsOptions) -> None:
    assert (await Provider().look()).is_public(asked)


async def test_a_provider_of_which_nothing_is_known_is_answered_privately() -> None:
    jobs = await Provider(NotReached("Nobody is there.")).look()
    message = await jobs.run(CALLER, MINIMAX_JOBS)

    assert message.private
    assert message.actions == ()
    assert drawn(message).split("\n")[0] == "[faulted] MiniMax · nothing known"
    assert "Nobody is there" in drawn(message)
    assert "Slots are for videos" in drawn(message)
    assert "Nobody is there" in drawn(await shown(jobs, job_mark(VIDEO, NAMES)))
    assert not jobs.is_public(replace(MINIMAX_JOBS, ref="shot"))


async def test_a_provider_that_is_not_set_up_has_no_jobs_to_list() -> None:
    jobs = await Provider(NotConfigured("Configure one.")).look()
    with pytest.raises(BadInput, match=r"MiniMax is not set up at useapi\.net"):
        await jobs.run(CALLER, MINIMAX_JOBS)
    assert not jobs.is_public(MINIMAX_JOBS)


async def test_a_provider_that_fails_shows_its_last_known_jobs_as_of_then() -> None:
    provider = Provider()
    await provider.look()
    provider.said, provider.judged = NotReached("Nobody is there."), []
    jobs = await provider.look()

    assert "4 jobs running when last checked" in drawn(await jobs.run(CALLER, MINIMAX_JOBS))
    assert "Last known, <t:" in drawn(await shown(jobs, job_mark(VIDEO, NAMES)))
    assert set(provider.judged) == {("minimax", after(seconds=-12))}


async def test_a_job_that_has_ended_is_said_to_be_gone_and_the_others_are_still_found() -> None:
    provider = Provider()
    before = await (await provider.look()).run(CALLER, MINIMAX_JOBS)
    provider.said = [structs.replace(VIDEO, id="new"), STRAY, IMAGE]
    jobs = await provider.look()

    cards = [await shown(jobs, choice.value) for choice in menu_of(before).choices]
    assert [ENDED in drawn(card) for card in cards] == [True, True, False, False]
    assert all(card.private for card in cards)


async def test_a_job_of_a_provider_that_is_not_set_up_any_more_gets_a_sentence() -> None:
    jobs = await Provider().look()
    with pytest.raises(BadInput, match='There is no provider "sora" here'):
        await shown(jobs, job_mark(VIDEO, NAMES), "sora")


async def test_jobs_that_nothing_tells_apart_are_in_the_menu_once() -> None:
    message = await answered(MINIMAX_JOBS, [STRAY, STRAY, VIDEO])

    assert "3 jobs running" in drawn(message)
    assert [choice.value for choice in menu_of(message).choices] == [job_mark(VIDEO, NAMES), job_mark(STRAY, NAMES)]


async def test_ten_thousand_jobs_are_ten_to_a_page_and_each_is_found() -> None:
    many = [
        structs.replace(
            VIDEO, id=str(n), account=f"a{n % 1000}", reply_ref=f"Szene früh {n}", started=after(seconds=-n)
        )
        for n in range(10_000)
    ]
    jobs = await Provider(many).look()
    last = await jobs.press(CALLER, ("minimax", "", "0", "1000", "FRÜH"))

    assert last.cards[0].footer == "Page 1,000 of 1,000"
    assert [(button.label, button.arguments[3], button.disabled) for button in buttons_of(last).values()] == [
        ("Previous", "999", False),
        ("Refresh", "1000", False),
        ("Next", "1001", True),
    ]
    assert [choice.value for choice in menu_of(last).choices] == [job_mark(job, NAMES) for job in many[9::-1]]
    assert "Szene früh 0" in drawn(await shown(jobs, job_mark(many[0], NAMES)))
