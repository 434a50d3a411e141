"""A text that is not shown by mistake."""

from typing_extensions import override


class SecretStr:
    """A text that neither ``str`` nor ``repr`` shows, nor, unlike a dataclass, ``asdict``."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def get_secret_value(self) -> str:
        """Return the text."""
        return self._text

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, SecretStr) and other._text == self._text

    @override
    def __hash__(self) -> int:
        return hash(self._text)

    @override
    def __repr__(self) -> str:
        return "SecretStr(…)"
