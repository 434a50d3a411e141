"""What a program can check in the documents: links lead somewhere, every setting is listed with its default."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from pydantic_core import PydanticUndefined

from bot.settings.schema import RunSettings
from tests.rings import ROOT
from tests.rows import each_row

DOCUMENTS = sorted(path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")))
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
LINK = re.compile(r"\]\((?!https?://)([^)#]*)(?:#([^)]*))?\)")
MOST_BYTES = 1_000_000
"""Of all pictures together: everybody who clones the project loads them."""

MOST_LINES = 90
"""Of the README: two screens, with its picture."""

HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def broken_links(document: Path) -> Iterator[str]:
    """Yield each link to another file or heading of the project that leads nowhere."""
    for path, heading in LINK.findall(document.read_text(encoding="utf-8")):
        target = (document.parent / path) if path else document
        if not target.is_file():
            yield path
        elif heading and heading not in {
            anchor(title) for title in HEADING.findall(target.read_text(encoding="utf-8"))
        }:
            yield f"{path}#{heading}"


def anchor(title: str) -> str:
    """Return what GitHub calls a heading in a link."""
    return re.sub(r"[^\w\- ]", "", title.casefold()).replace(" ", "-")


def test_every_file_that_the_recipes_name_is_there() -> None:
    # NAME and NNNN stand for what the reader makes.
    named = re.findall(r"`([\w./]+\.(?:py|md|json|yml|yaml))`|`((?:bot|tests|docs)/[\w/]+/)`", CONTRIBUTING)
    names = {one for found in named for one in found if one and not re.search(r"[A-Z]{4}", Path(one).name)}
    there = {
        path.relative_to(ROOT).as_posix() for folder in ("bot", "tests", "docs") for path in (ROOT / folder).rglob("*")
    }
    there |= {path.name for path in ROOT.iterdir()} | {PurePosixPath(path).name for path in there}
    assert {one for one in names if one.rstrip("/") not in there} == set(), (
        "CONTRIBUTING.md names files that are not there"
    )


@each_row("document", DOCUMENTS)
def test_every_link_to_a_file_of_the_project_leads_there(document: str) -> None:
    assert list(broken_links(ROOT / document)) == []


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("## Is it well?\n")
    page = tmp_path / "page.md"
    page.write_text(
        "[1](there.md) [2](gone.md) [3](there.md#is-it-well) [4](there.md#nowhere) [5](https://a.example/x)"
    )
    assert list(broken_links(page)) == ["gone.md", "there.md#nowhere"]


def test_the_document_of_settings_lists_each_with_its_default() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", (ROOT / "docs/settings.md").read_text(encoding="utf-8"), re.MULTILINE)
    listed = dict(rows)
    assert sorted(listed) == sorted(name.upper() for name in RunSettings.model_fields)
    for name, field in RunSettings.model_fields.items():
        said, default = listed[name.upper()], field.get_default()
        assert (said == "required") == (default is PydanticUndefined), name
        if isinstance(default, str | int | float) and not isinstance(default, bool):
            assert said == f"`{default:g}`" if isinstance(default, float) else f"`{default}`", name


def test_every_picture_of_a_document_is_there_described_and_small() -> None:
    shown = set()
    for document in DOCUMENTS:
        text = (ROOT / document).read_text(encoding="utf-8")
        there = re.findall(r"!\[([^\]]*)\]\(([^)]+\.png)\)", text)
        there += [(alt, path) for path, alt in re.findall(r'<img src="([^"]+)"[^>]* alt="([^"]*)"', text)]
        assert all(alt for alt, _ in there), document
        shown |= {((ROOT / document).parent / path).resolve() for _, path in there}
    kept = set((ROOT / "docs").glob("*.png"))
    assert shown == {path.resolve() for path in kept}
    assert sum(path.stat().st_size for path in kept) < MOST_BYTES


def test_the_readme_fits_two_screens() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= MOST_LINES
