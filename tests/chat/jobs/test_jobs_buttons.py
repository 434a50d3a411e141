"""The buttons and menus of ``/jobs``: what they ask again, and whom they answer."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from bot.chat.dispatcher import Dispatcher, token_of
from bot.chat.jobs.jobs_options import OLDEST, REF_LENGTH, JobsOptions, searchable
from bot.chat.jobs.wording import job_mark
from bot.chat.message import Button, Message
from bot.chat.typed.times import typed_span
from bot.chat.wording.account_names import AccountNames
from bot.providers.catalogue import CATALOGUE
from tests.chat.drawn import drawn, refused
from tests.chat.jobs.asked import CALLER, MAIL, Provider, buttons_of
from tests.chat.nasty import nasty_text
from tests.chat.samples import NAMES, VIDEO
from tests.rows import each_row


async def test_a_button_is_answered_in_place_and_the_menu_with_a_card_of_ones_own() -> None:
    jobs = await Provider().look()
    dispatcher = Dispatcher([jobs.feature()], NAMES)
    refresh, show = dispatcher.find("jobs:refresh:minimax::60:1:f:n:"), dispatcher.find("jobs:show:minimax")
    assert refresh is not None
    assert show is not None
    assert (refresh.action.in_place, refresh.arguments) == (True, ("minimax", "", "60", "1", "f:n:"))
    assert (show.action.in_place, show.arguments) == (False, ("minimax",))
    card = await dispatcher.press(show, CALLER, [job_mark(VIDEO, NAMES)])
    assert "**Reference** · shot-12" in drawn(card)


@each_row(
    "token",
    ["jobs:page:minimax::x:1:", "jobs:page:minimax::0:x:", "jobs:page:minimax:0:1:", "jobs:show:minimax", "jobs:show"],
)
async def test_a_button_that_can_not_be_read_gets_a_sentence(token: str) -> None:
    dispatcher = Dispatcher([(await Provider().look()).feature()], NAMES)
    press = dispatcher.find(token)
    answer = dispatcher.outdated() if press is None else await dispatcher.press(press, CALLER)
    assert "That button is from another version" in drawn(answer)


def test_the_longest_question_fits_into_a_button() -> None:
    longest = (
        max(CATALOGUE, key=len),
        "0123abcd",
        typed_span(OLDEST - timedelta(seconds=1)),
        "999999",
        "r" * REF_LENGTH,
    )
    button = Button(label="Refresh", action="jobs:refresh", arguments=longest)
    assert refused(Message(headline=("x",), actions=(button,))) == []


_refs = nasty_text.map(lambda text: searchable(text, NAMES)).filter(lambda ref: len(ref) <= REF_LENGTH)


_ages = st.integers(1, OLDEST // timedelta(seconds=1)).map(lambda seconds: typed_span(timedelta(seconds=seconds)))


@given(_refs, _ages | st.just("0"), st.sampled_from(["", AccountNames().mark(MAIL)]))
async def test_a_question_is_read_back_from_its_button(ref: str, older_than: str, account: str) -> None:
    jobs = await Provider([structs.replace(VIDEO, reply_ref="x")]).look()
    asked = JobsOptions(provider="minimax", account=account or None, ref=ref, older_than=older_than)
    message = await jobs.press(CALLER, ("minimax", account, older_than, "7", ref))
    button = buttons_of(message)["Refresh"]
    press = Dispatcher([jobs.feature()], NAMES).find(token_of(button.action, button.arguments))
    assert press is not None
    assert press.arguments == ("minimax", account, older_than, "1", asked.ref)
