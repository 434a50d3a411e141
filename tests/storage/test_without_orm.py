"""What is not imported costs no memory: SQLAlchemy's ORM, and the dialect of the other database."""

import subprocess
import sys

from tests.rings import ROOT

LOADED = (
    "import sys, bot.app.run; "
    "print(*(name for name in sys.modules if name.startswith(('sqlalchemy.orm', 'sqlalchemy.dialects.postgresql'))))"
)


def test_the_bot_imports_neither_the_orm_nor_the_other_dialect() -> None:
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


def test_whoever_imported_sqlalchemys_own_package_before_keeps_it() -> None:
    program = (
        "import sqlalchemy.ext.asyncio as own; import bot.storage.store; import sqlalchemy.ext.asyncio as still; "
        "assert still is own and own.AsyncSession"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)  # noqa: S603 - ours
