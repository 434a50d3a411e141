"""The buttons below an answer with pages."""

from collections.abc import Sequence

from bot.chat.message import Button


def page_buttons(feature: str, arguments: Sequence[str], page: int, pages: int, *more: str) -> tuple[Button, ...]:
    """Return the buttons that refresh an answer and turn its pages.

    Args:
        feature: The feature with the actions ``refresh`` and ``page``.
        arguments: The actions' arguments before the page.
        page: The page shown, from 1.
        pages: Number of pages.
        more: The actions' arguments after the page.
    """

    def button(label: str, verb: str, number: int, *, disabled: bool = False) -> Button:
        told = (*arguments, str(number), *more)
        return Button(label=label, action=f"{feature}:{verb}", arguments=told, disabled=disabled)

    refresh = button("Refresh", "refresh", page)
    if pages == 1:
        return (refresh,)
    return (
        button("Previous", "page", page - 1, disabled=page <= 1),
        refresh,
        button("Next", "page", page + 1, disabled=page >= pages),
    )
