"""What Slack's own buttons carry, and that it is read again whatever it is."""

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.slack.button_and_form_metadata import Question, question_in
from tests.rows import each_row

CARRIED = 2_000
"""https://docs.slack.dev/reference/block-kit/block-elements/button-element"""

texts = st.dictionaries(st.sampled_from(("provider", "account", "note")), st.text(max_size=1_500), max_size=3)


@given(texts)
def test_a_button_carries_a_question_within_its_limit(asked: dict[str, str]) -> None:
    question = Question(command="watch add", texts=asked)
    carried = question.carried()
    assert len(carried) <= CARRIED
    again = question_in(carried)
    assert again.command == "watch add"
    assert again.texts.items() <= asked.items()
    assert (again == question) == question.is_whole()


def test_the_longest_text_is_left_out_first() -> None:
    question = Question(command="account rename", texts={"provider": "minimax", "name": "x" * 3_000})
    assert question_in(question.carried()).texts == {"provider": "minimax"}


def test_a_button_that_is_pressed_again_is_carried_by_its_token() -> None:
    question = Question(token="capacity:refresh:minimax::1")
    assert question_in(question.carried()) == question


@each_row("carried", ["", "{", "[]", "1", '{"command": 1}', "x" * 5_000, "\u0000"])
def test_what_another_version_wrote_asks_nothing(carried: str) -> None:
    assert question_in(carried) == Question()
