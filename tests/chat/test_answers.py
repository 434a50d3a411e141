"""Questions, answered from the newest look on every platform."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.accounts.look import Look
from bot.accounts.provider_answer import ListedSlots
from bot.accounts.provider_answer import ProviderAnswer as Said
from bot.accounts.snapshot import Snapshot
from bot.chat.account_lookup import account_mark
from bot.chat.answers import Answers, Question
from bot.chat.embeds.words import ProviderWords
from bot.chat.wording.account_names import AccountNames
from bot.errors import LookFailed, NotReached
from bot.history.slot_forecast import SlotForecast
from bot.polling.poll_schedule import PollSchedule
from bot.polling.poller import ProviderPoller
from tests.moments import NOON, after
from tests.polling.evaluating import Forgetful, unheard

MAIL = "jo.long@example.com"
SAID = Said(
    accounts=(ListedSlots(account=MAIL, limit=5, available=2), ListedSlots(account="200300", limit=2, available=0))
)


async def asked(question: Question, said: Said | LookFailed = SAID) -> tuple[Answers, str, bool, Question]:
    """Ask two providers that were looked at once, and give what was answered."""

    def watch(name: str) -> ProviderPoller:
        async def look() -> Look:
            return Look(at=NOON, answer=said)

        schedule = PollSchedule(every=timedelta(minutes=1), now=lambda: NOON, jitter=lambda: 1.0)
        return ProviderPoller(
            name,
            look=look,
            schedule=schedule,
            store=Forgetful(),
            evaluate=unheard(name),
            wake=lambda: None,
            now=lambda: NOON,
        )

    watchers = {name: watch(name) for name in ("minimax", "kling")}
    for watcher in watchers.values():
        await watcher.poll_once()
    words = {name: ProviderWords(name=name, title=name.title()) for name in watchers}
    names = AccountNames(labels={"minimax/200300": "studio-a"})
    answers = Answers(watchers, words, names, frees=_soon, now=lambda: NOON)
    answer = await answers.answer(question)
    return answers, f"{answer.embed.title}\n{answer.embed.description}", answer.private, answer.question


def _soon(seen: Snapshot, account: str | None) -> SlotForecast:
    """Foretell as many jobs as the account's name is long."""
    assert seen.at == NOON
    return SlotForecast(low=timedelta(minutes=2), high=timedelta(minutes=5), jobs=len(account or ""))


async def test_when_a_slot_frees_is_asked_of_the_account_in_question() -> None:
    _, said, _, _ = await asked(Question(provider="minimax", account="studio-a"))
    assert "Usually frees in 2-5 min (from 6 jobs)." in said


@pytest.mark.parametrize("account", [MAIL, account_mark(MAIL), "jo***@example.com", "JO***@EXAMPLE.COM"])
async def test_an_account_is_found_by_its_name_its_mark_and_what_it_is_shown_as(account: str) -> None:
    _, said, private, again = await asked(Question(provider="minimax", account=account))

    assert "2 of 5 slots free" in said
    assert not private
    assert again == Question(provider="minimax", account=account_mark(MAIL), page=1)


@pytest.mark.parametrize("account", ["studio-a", "STUDIO-A", "200300"])
async def test_an_account_is_found_by_its_alias(account: str) -> None:
    _, said, _, _ = await asked(Question(provider="minimax", account=account))

    assert "0 of 2 slots free" in said


async def test_without_a_provider_the_accounts_own_one_may_be_named_before_it() -> None:
    _, said, _, again = await asked(Question(account="kling/200300"))

    assert "0 of 2 slots free" in said
    assert again.provider == "kling"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (Question(provider="sora"), "minimax, kling"),
        (Question(provider="minimax", account="nobody"), "studio-a"),
        (Question(account="200300"), "Which provider"),
    ],
)
async def test_what_does_not_exist_is_answered_privately_with_what_does(question: Question, words: str) -> None:
    answers, said, private, _ = await asked(question)

    assert private
    assert words in said
    assert MAIL not in said
    assert not answers.is_certain(question)


async def test_a_provider_of_which_nothing_is_known_is_answered_privately() -> None:
    _, said, private, _ = await asked(Question(provider="minimax"), NotReached("Nobody is there."))

    assert private
    assert "Nobody is there" in said


async def test_accounts_are_suggested_as_they_are_shown() -> None:
    answers, *_ = await asked(Question())

    assert [one.label for one in answers.subjects.suggestions("minimax", "STU")] == ["studio-a"]
    assert [one.value for one in answers.subjects.suggestions(None, "kling")] == [
        "kling/jo***@example.com",
        "kling/200300",
    ]
    assert answers.subjects.suggestions("sora", "") == ()


async def test_every_suggestion_can_be_asked_for() -> None:
    answers, *_ = await asked(Question())

    for one in answers.subjects.suggestions("minimax", ""):
        assert answers.is_certain(Question(provider="minimax", account=str(one.value)))
    for one in answers.subjects.suggestions(None, ""):
        assert answers.is_certain(Question(account=str(one.value)))


async def test_an_answer_is_drawn_once_a_second_for_all_who_ask_and_anew_after_a_look() -> None:
    now, free = NOON, 1

    async def look() -> Look:
        return Look(at=now, answer=Said(accounts=(ListedSlots(account="200300", limit=2, available=free),)))

    watcher = ProviderPoller(
        "minimax",
        look=look,
        schedule=PollSchedule(every=timedelta(minutes=1), now=lambda: now, jitter=lambda: 1.0),
        store=Forgetful(),
        evaluate=unheard("minimax"),
        wake=lambda: None,
        now=lambda: now,
    )
    words = {"minimax": ProviderWords(name="minimax", title="MiniMax")}
    answers = Answers({"minimax": watcher}, words, AccountNames(), now=lambda: now)
    question = Question(provider="minimax")

    await watcher.poll_once()
    first = await answers.answer(question)
    now = after(seconds=0.9)
    assert (await answers.answer(question)) is first
    assert (await answers.answer(replace(question, account="200300"))) is not first
    free = 0
    await watcher.poll_once()
    second = await answers.answer(question)
    assert second.embed.title != first.embed.title
    now = after(seconds=1)
    assert (await answers.answer(question)) is not second
