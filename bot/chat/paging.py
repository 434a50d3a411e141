"""The buttons below an answer that has pages."""

from collections.abc import Sequence

from bot.chat.message import Button


def page_buttons(feature: str, arguments: Sequence[str], page: int, pages: int, *more: str) -> tuple[Button, ...]:
    """Return the buttons that show an answer again, and the pages beside it.

    Args:
        feature: Whose actions ``refresh`` and ``page`` are.
        arguments: What the actions are told before the page.
        page: The page that is shown, from 1.
        pages: How many there are.
        more: What the actions are told after the page.
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
