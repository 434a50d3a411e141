"""The migrations by their files: numbered without a gap, each after the one before."""

import re
from pathlib import Path

import bot.storage.migrations.versions
from bot.storage.schema_upgrade import HEAD

FOLDER = Path(next(iter(bot.storage.migrations.versions.__path__)))
NUMBERS = re.compile(r'^(?:down_)?revision = (?:"(\d{4})"|None)$', re.MULTILINE)


def test_each_migration_has_the_number_of_its_file_and_follows_the_one_before() -> None:
    files = sorted(FOLDER.glob("r[0-9]*.py"))
    wanted = {
        path.name: [f"{number:04}", f"{number - 1:04}" if number > 1 else ""] for number, path in enumerate(files, 1)
    }
    stated = {path.name: NUMBERS.findall(path.read_text(encoding="utf-8")) for path in files}
    assert stated == wanted, f"{FOLDER.name}/: revision is the number of the file, down_revision the one before"
    assert [path.name[1:5] for path in files] == [own for own, _ in wanted.values()], (
        "the next free number is not taken"
    )
    assert files[-1].name[1:5] == HEAD
