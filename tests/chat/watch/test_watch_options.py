"""The options of ``/watch add`` and ``/watch edit``: stated once, and described as they act in each."""

from bot.chat.feature import Option, options_of
from bot.chat.watch.watch_options import AddOptions, EditOptions

TERMS = ["channel", "role", "tell", "ping", "ignore_shorter_than", "warn", "quota", "quiet", "style", "when"]


def by_name(kind: type) -> dict[str, Option]:
    return {one.name: one for one in options_of(kind)}


def test_what_is_watched_comes_first_and_all_terms_may_be_left_out() -> None:
    add, edit = by_name(AddOptions), by_name(EditOptions)
    assert list(add) == ["provider", "account", *TERMS]
    assert list(edit) == ["watch", *TERMS, "no_role", "no_warn"]
    assert [one.name for one in (*add.values(), *edit.values()) if one.required] == ["provider", "watch"]
    assert {add[name].default for name in TERMS} == {edit[name].default for name in TERMS} == {None}


def test_terms_are_described_alike_but_for_what_only_one_command_does() -> None:
    add, edit = by_name(AddOptions), by_name(EditOptions)
    assert {name: (add[name].description, edit[name].description) for name in TERMS if add[name] != edit[name]} == {
        "channel": ("Where alerts go; leave it out for this channel", "Where alerts go"),
        "ignore_shorter_than": (
            "Ignore anything shorter than this, such as 2m",
            "Ignore anything shorter than this, such as 2m; 0 to post at once",
        ),
        "quiet": (
            "Post nothing at these hours, such as 22:00-08:00 Europe/Berlin",
            "Post nothing at these hours, such as 22:00-08:00 Europe/Berlin; or off",
        ),
    }
