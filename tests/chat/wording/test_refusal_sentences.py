"""A sentence instead of an answer."""

from hypothesis import given

from bot.chat.discord.markdown import command_ids
from bot.chat.signs_and_colours import Level
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.refusal_sentences import LENGTH, given_up_reason, sentence_line, sentence_message
from bot.delivery.stored_alerts import GivenUpBecause
from bot.platforms import CommandName
from tests.chat.drawn import acting, drawn, refused
from tests.chat.nasty import nasty_text
from tests.chat.samples import NAMES
from tests.rows import each_row


def test_an_error_is_a_sentence_and_nothing_more() -> None:
    sentence = "There is no account *joanna@example.com*."
    masked = sentence_message(sentence, Level.FAULTED, NAMES)
    assert masked.private
    assert drawn(masked).split("\n")[1:] == [r"⚠️ There is no account \*j…@example.com\*."]
    full = sentence_message(sentence, Level.FAULTED, AccountNames(show_full=True))
    assert drawn(full).split("\n")[1:] == [r"⚠️ There is no account \*joanna@example.com\*."]
    assert drawn(sentence_message("\u200b", Level.FAULTED, NAMES)).split("\n")[1:] == ["⚠️ Something went wrong."]


def test_commands_in_a_sentence_can_be_pressed_and_its_text_is_others() -> None:
    sentence = ("No joanna@example.com: ", CommandName("watch list"), " or ", CommandName("why", "alert:ab"), ".")
    message = sentence_message(sentence, Level.FAULTED, NAMES)
    assert drawn(message).split("\n")[1:] == ["⚠️ No jo…@example.com: `/watch list` or `/why alert:ab`."]
    token = command_ids.set({"watch": 7, "why": 8})
    again = drawn(sentence_message(sentence, Level.FAULTED, NAMES))
    assert again.split("\n")[1:] == ["⚠️ No jo…@example.com: </watch list:7> or `/why alert:ab`."]
    command_ids.reset(token)


def test_a_long_sentence_ends_where_it_is_too_long() -> None:
    line = sentence_line(("a" * LENGTH, "b", CommandName("why")), NAMES)
    assert line == ("a" * LENGTH,)
    assert sentence_line(("a ", CommandName("why"), "\u200b", "b" * LENGTH), NAMES)[-1] == "b" * (LENGTH - 7) + "…"


@given(nasty_text)
def test_any_sentence(sentence: str) -> None:
    message = sentence_message(sentence, Level.FAULTED, AccountNames(show_full=True))
    assert refused(message) == []
    assert acting(message) == []


def test_a_mention_that_a_sentence_quotes_is_no_e_mail() -> None:
    line = sentence_line(('Is "@everyone" here, or "jo.miller@example.com"?',), AccountNames())
    assert line == ('Is "@everyone" here, or "j…@example.com"?',)


def test_a_command_that_repeats_what_was_typed_masks_it() -> None:
    line = sentence_line(("Did you mean ", CommandName("jobs", "jo.miller@example.com 2h"), "?"), AccountNames())
    assert line == ("Did you mean ", CommandName("jobs", "jo…@example.com 2h"), "?")


@each_row("code", GivenUpBecause)
def test_every_code_has_words(code: GivenUpBecause) -> None:
    assert given_up_reason(code.value) not in {"", code.value}


@each_row(
    ("stored", "words"),
    [("unreadable", "this version of the bot can't read it"), ("Missing Access", "Missing Access"), (None, "")],
)
def test_a_reason_in_words(stored: str | None, words: str) -> None:
    assert given_up_reason(stored) == words
