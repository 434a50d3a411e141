"""Accounts are called what the settings want, masked otherwise, and never two of them the same."""

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.discord.markdown import escape
from bot.chat.message import Card, paragraph
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.text_cleaning import clean, clip
from tests.chat.drawn import acting
from tests.chat.nasty import nasty_text
from tests.rows import each_row

NAMES = AccountNames(labels={"minimax/200300": "studio-a", "minimax/a@example.com": "a@studio *1*"})
FULL = AccountNames(show_full=True)


@each_row(
    ("account", "shown"),
    [
        ("200300", "studio-a"),
        ("a@example.com", r"a@studio \*1\*"),
        ("200301", "200301"),
        ("joanna@example.com", r"jo…@example.com"),
        ("joe@example.com", r"j…@example.com"),
        ("jo…@example.com", r"jo…@example.com"),
        ("j…@example.com", r"j…@example.com"),
        ("US:joanna@example.com", r"US…@example.com"),
        ("joanna\u200b@example.com", r"jo…@example.com"),
        ("joanna%40example.com", r"jo…@example.com"),
        ("@joanna@example.com", r"jo…@example.com"),
        ("not an e-mail @ all", "not an e-mail @ all"),
        ("joanna@", "joanna@"),
        ("x@everyone", "x…\uff20everyone"),
        ("\u200b", "unnamed"),
    ],
)
def test_an_account_has_its_alias_or_is_masked(account: str, shown: str) -> None:
    assert escape(NAMES.name("minimax", account)) == shown


def test_an_alias_is_of_one_provider() -> None:
    assert escape(NAMES.name("kling", "200300")) == "200300"


def test_everything_is_shown_where_the_settings_say_so() -> None:
    assert escape(FULL.name("kling", "joanna@example.com")) == "joanna@example.com"
    assert FULL.mask("ask joanna@example.com") == "ask joanna@example.com"


def test_every_email_of_a_sentence_is_masked() -> None:
    said = NAMES.mask('Account joanna.m@example.com, (tom@example.org,ann@example.net) or "max.m@example.com" is out')
    assert said == 'Account jo…@example.com, (t…@example.net) or "m…@example.com" is out'


def test_masks_that_read_the_same_show_more() -> None:
    naming = NAMES.among("kling", ["joanna@example.com", "jon.doe@example.com", "kim@example.com"])
    assert naming.name("joanna@example.com") == "joa…@example.com"
    assert naming.name("jon.doe@example.com") == "jon…@example.com"
    assert naming.name("kim@example.com") == "k…@example.com"


@each_row(
    ("accounts", "shown"),
    [
        (["team+alpha@x.org", "team+beta@x.org"], ["team+alpha…@x.org", "team+beta…@x.org"]),
        (["team@x.org", "team+beta@x.org"], ["te…m@x.org", "team+beta…@x.org"]),
        (["render1@x.org", "render2@x.org"], ["re…1@x.org", "re…2@x.org"]),
        (["render@x.org", "render2@x.org"], ["re…r@x.org", "re…2@x.org"]),
        (["kids-tv@x.org", "kids-movies@x.org"], ["kids-t…@x.org", "kids-m…@x.org"]),
        (["joanna@x.org", "joanna@y.org"], ["jo…@x.org", "jo…@y.org"]),
    ],
)
def test_the_mask_keeps_what_tells_two_apart(accounts: list[str], shown: list[str]) -> None:
    naming = NAMES.among("kling", accounts)
    assert [naming.name(account) for account in accounts] == shown
    assert [NAMES.mask(one) for one in shown] == shown


def test_names_that_differ_in_nothing_visible_are_told_apart() -> None:
    accounts = ["studio", "studio\u200b", "studio\ud800", "s" * 60, "s" * 61]
    naming = NAMES.among("kling", accounts)
    assert [naming.name(account).partition("·")[0] for account in accounts] == ["studio"] * 3 + ["s" * 47 + "…"] * 2
    assert len({naming.name(account) for account in accounts}) == 5


def test_an_account_that_is_not_on_the_list_is_named_by_itself() -> None:
    assert NAMES.among("kling", ["joanna@example.com"]).name("200301") == "200301"


def test_a_thousand_accounts_of_one_mask_are_told_apart() -> None:
    accounts = [f"joanna{number}@example.com" for number in range(1000)]
    naming = NAMES.among("kling", accounts)
    assert len({naming.name(account) for account in accounts}) == 1000


@given(st.lists(nasty_text, unique=True, max_size=5), st.booleans())
def test_whatever_accounts_are_called_their_names_are_harmless_short_and_different(
    accounts: list[str],
    show_full: bool,  # noqa: FBT001 - Hypothesis gives it
) -> None:
    naming = AccountNames(show_full=show_full).among("kling", accounts)
    for account in accounts:
        assert acting(Card(title=naming.name(account), body=(paragraph((naming.name(account),)),))) == []
        assert 0 < len(naming.name(account)) <= 100
    assert len({naming.name(account) for account in accounts}) == len(accounts)


@given(st.from_regex(r"[a-z.]{4,12}@[a-z]{3,9}\.(com|org)", fullmatch=True), nasty_text)
def test_no_email_gets_through(email: str, around: str) -> None:
    local = email.partition("@")[0]
    for text in (email, f"{around} {email} {around}", f"({email})", f'{{"email":"{email}"}}', f"<mailto:{email}>"):
        assert email not in NAMES.mask(text)
        assert f"{local}@" not in NAMES.mask(text)


@each_row("before", range(100))
def test_an_email_that_the_limit_cuts_is_masked(before: int) -> None:
    text = f"{'7' * before}_ marketing.director@example.com"
    assert NAMES.shown(text, 64) == clip(text.replace("marketing.director", "ma…"), 64)


@given(st.lists(st.sampled_from(["7", "7" * 20, "m" * 64 + "@x.y", "mark@example.com", "\u0107"]), max_size=30))
def test_no_email_is_shown_however_many_masks_shorten_the_text(words: list[str]) -> None:
    said = NAMES.shown(" ".join(words), 64)
    assert len(said) <= 64
    assert not any(word in said for word in ("mmm", "mar"))


@given(st.lists(st.sampled_from(["7", "7" * 20, "\u0107", "👍\u200b"]), max_size=60).map(" ".join), st.integers(0, 130))
def test_text_without_an_email_is_clipped_as_any_text(text: str, limit: int) -> None:
    assert NAMES.shown(text, limit) == FULL.shown(text, limit) == clean(text, limit)


def test_a_label_that_changes_is_used_at_once() -> None:
    labels = {"minimax/200300": "studio-a"}
    names = AccountNames(labels=labels)
    assert names.among("minimax", ["200300", "200301"]).name("200300") == "studio-a"
    labels["minimax/200300"] = "studio-b"
    assert names.among("minimax", ["200300", "200301"]).name("200300") == "studio-b"
    del labels["minimax/200300"]
    assert names.among("minimax", ["200300", "200301"]).name("200300") == "200300"
    assert AccountNames(show_full=True).among("minimax", ["a@example.com"]).name("a@example.com") == "a@example.com"
    assert names.among("minimax", ["a@example.com"]).name("a@example.com") == "a…@example.com"
