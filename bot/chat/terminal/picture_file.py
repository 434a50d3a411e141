"""A picture in a file, where a terminal can show none."""

import os
import tempfile
from pathlib import Path

PREFIX = "capacity-bot-history-"


def write_picture(png: bytes, file: Path | None) -> Path:
    """Write a picture to a file and return where that is; blocks.

    Args:
        png: The picture.
        file: Where to; a new file in the folder for temporary files where that is None.

    Raises:
        OSError: It can't be written there.
    """
    if file is not None:
        file.write_bytes(png)
        return file.absolute()
    descriptor, name = tempfile.mkstemp(prefix=PREFIX, suffix=".png")
    with os.fdopen(descriptor, "wb") as out:
        out.write(png)
    return Path(name)
