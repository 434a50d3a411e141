"""Names that people may give accounts, and what they are answered where they may not."""

import pytest
from hypothesis import given

from bot.chat.account.label_rules import LONGEST, check_typed, read_label
from bot.errors import BadInput
from tests.chat.nasty import active, nasty_text
from tests.rows import each_row

TAKEN = ("studio-b", "200301", "Studio-B-2")


@each_row(
    ("typed", "label"),
    [
        ("studio-a", "studio-a"),
        ("  Mia's   Büro (2nd) ", "Mia's Büro (2nd)"),
        ("team_blue", "team_blue"),
        ("スタジオ", "スタジオ"),
        ("a\u200bb\n", "ab"),
        ("x" * LONGEST, "x" * LONGEST),
    ],
)
def test_a_name_is_taken_as_it_reads(typed: str, label: str) -> None:
    assert read_label(typed, TAKEN, "MiniMax") == label


@each_row(
    ("typed", "sentence", "works"),
    [
        ("", "A name needs a letter or a digit, such as studio-a.", "studio-a"),
        (" \u200b ", "A name needs a letter or a digit", "studio-a"),
        ("--", "A name needs a letter or a digit", "studio-a"),
        ("x" * 33, "A name can have up to 32 characters, and this has 33. Try studio-a.", "studio-a"),
        ("@everyone", "That would be read as a mention, a link or formatting. Try everyone.", "everyone"),
        ("<@&123>", "formatting. Try 123.", "123"),
        ("\u2039!channel>", "formatting. Try channel.", "channel"),
        ("annalee@studio.example", "formatting. Try studio-a.", "studio-a"),
        ("x" * 3000, "and this has far more. Try studio-a.", "studio-a"),
        ("**loud**", "formatting. Try loud.", "loud"),
        ("__line__", "formatting. Try _line_.", "_line_"),
        ("#general", "formatting. Try general.", "general"),
        ("https://a.example", "formatting. Try httpsa.example.", "httpsa.example"),
        ("minimax/200300", "formatting. Try minimax200300.", "minimax200300"),
        ("@studio-b", "formatting. Try studio-a.", "studio-a"),
        ("studio-b", "MiniMax has an account called studio-b already. Try studio-b-3.", "studio-b-3"),
        ("STUDIO-B", "MiniMax has an account called STUDIO-B already.", "STUDIO-B-3"),
        ("200301", "Try 200301-2.", "200301-2"),
    ],
)
def test_a_name_that_can_not_be_is_refused_with_one_that_can(typed: str, sentence: str, works: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read_label(typed, TAKEN, "MiniMax")
    assert sentence in str(refusal.value)
    assert works in str(refusal.value)
    assert read_label(works, TAKEN, "MiniMax") == works


@each_row(
    ("label", "meaning"),
    [
        ("2h", "a time"),
        ("18:00", "a time"),
        ("tomorrow 08:00", "a time"),
        ("5", "a number"),
        ("1000", "a number"),
        ("all", "a provider"),
        ("Kling", "a provider"),
        ("Public", "the word that shows an answer to everyone"),
    ],
)
def test_a_name_that_a_typed_command_takes_for_something_else_is_refused(label: str, meaning: str) -> None:
    with pytest.raises(BadInput, match=f'"{label}" is {meaning} where commands are typed. Try studio-a.'):
        check_typed(label, {"all", "Kling"}.__contains__)


@each_row("label", ["studio-2h", "200301", "allan", "Kling 2", "public room", "ten"])
def test_a_name_with_such_a_word_in_it_is_none(label: str) -> None:
    check_typed(label, {"all", "Kling"}.__contains__)


@given(nasty_text)
def test_a_name_of_others_never_mentions_or_formats(typed: str) -> None:
    try:
        label = read_label(typed, (), "MiniMax")
    except BadInput:
        return
    assert 1 <= len(label) <= LONGEST
    assert not set("@#<>*`~|\\[]/:") & set(label)
    assert set(active(label)) <= {"_", "(", ")", "-", "a list", "+"}
