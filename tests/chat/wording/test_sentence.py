"""A sentence instead of an answer."""

from hypothesis import given

from bot.chat.level_signs import Level
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.sentence import sentence_message
from tests.chat.drawn import acting, drawn, refused
from tests.chat.nasty import nasty_text
from tests.chat.samples import NAMES


def test_an_error_is_a_sentence_and_nothing_more() -> None:
    sentence = "There is no account *joanna@example.com*."
    masked = sentence_message(sentence, Level.FAULTED, NAMES)
    assert masked.private
    assert drawn(masked).split("\n")[1:] == [r"⚠️ There is no account \*j…@example.com\*."]
    full = sentence_message(sentence, Level.FAULTED, AccountNames(show_full=True))
    assert drawn(full).split("\n")[1:] == [r"⚠️ There is no account \*joanna@example.com\*."]
    assert drawn(sentence_message("\u200b", Level.FAULTED, NAMES)).split("\n")[1:] == ["⚠️ Something went wrong."]


@given(nasty_text)
def test_any_sentence(sentence: str) -> None:
    message = sentence_message(sentence, Level.FAULTED, AccountNames(show_full=True))
    assert refused(message) == []
    assert acting(message) == []
