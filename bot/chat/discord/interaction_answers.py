"""Answers interactions within Discord's three seconds, despite failures on the way.

The first response must arrive within 3 s, a second one is refused with 40060, and after it the answer can be edited for
15 minutes (https://discord.com/developers/docs/interactions/receiving-and-responding). An answer that is not ready in
time is deferred and edited in. A follow-up has no nonce and could appear twice, so it is used only for private answers
that come too late for a first response.

When hundreds of members ask at once, all answers are ready at the same moment. Each needs its own connection, and
opening two hundred connections takes longer than sending two hundred answers over thirty, so few are sent at once.
Alerts have a limit of their own and wait for as long as they must.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any
from weakref import WeakKeyDictionary

import aiohttp
import discord

from bot.chat.discord.first_response import open_form, respond_with
from bot.chat.discord.message_renderer import draw
from bot.chat.message import Message

DEFER_AFTER = 1.5
"""Seconds to wait for the answer before deferring; the rest of the three is for the network and for a busy machine."""

TRIES = 3

REPEATED_AFTER = 1.0
"""Seconds after which discord.py itself may have repeated a request."""

SESSION_CLOSED = "Session is closed"
"""aiohttp's error after its session was closed; the gateway may still deliver commands after that."""

ALREADY_ANSWERED = 40060

UNKNOWN_INTERACTION = 10062

_OF_A_MESSAGE = frozenset(
    {discord.InteractionResponseType.deferred_message_update, discord.InteractionResponseType.message_update}
)
"""First responses to a press after which an edit of the original response edits the message that was pressed."""

AT_ONCE = 32

LONGEST_WAIT = 0.5
"""Maximum seconds that an answer waits for a slot, of the three it has, even if all others hang."""

_room: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()

log = logging.getLogger(__name__)


async def answer(
    interaction: discord.Interaction[Any],
    reply: Awaitable[Message],
    *,
    private: bool,
    perhaps_private: Callable[[], bool] = lambda: False,
) -> Message:
    """Answer an interaction with a new message, and return what was said.

    Args:
        interaction: The interaction.
        reply: Returns the answer.
        private: Whether only the caller should see it.
        perhaps_private: Returns whether the answer may turn out to be private, which must be decided when deferring.
    """
    deferral = _Deferral(
        interaction, lambda ephemeral: interaction.response.defer(ephemeral=private or ephemeral, thinking=True)
    )
    with deferral.when_late(perhaps_private):
        found = await reply
    if not deferral.started:
        await _send(interaction, found, private=private)
    elif await deferral.made():
        await _edit_in(interaction, found)
    return found


async def update(interaction: discord.Interaction[Any], reply: Awaitable[Message]) -> None:
    """Answer a component by editing its message; an answer that may not replace it becomes a new, private message."""
    deferral = _Deferral(interaction, lambda _: interaction.response.defer())
    with deferral.when_late():
        found = await reply
    in_place = found.may_replace(private=_is_ephemeral(interaction))
    if deferral.started:
        if await deferral.made():
            await (_edit_in if in_place else _follow_up)(interaction, found)
    elif not in_place:
        await _send(interaction, found, private=True)
    else:
        ready = draw(found)
        await _confirmed(
            interaction,
            lambda: interaction.response.edit_message(content=ready.content, embeds=ready.embeds, view=ready.view()),
        )


async def drop_buttons(interaction: discord.Interaction[Any]) -> None:
    """Remove the buttons from the pressed message if only the caller sees it and it still exists."""
    if interaction.message is not None and _is_ephemeral(interaction):
        pressed = interaction.message.id
        # A RuntimeError means that the session is closed, since this program ends.
        with suppress(discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError, RuntimeError):
            async with in_turn():
                await interaction.followup.edit_message(pressed, view=None)


async def answer_with_form(interaction: discord.Interaction[Any], form: Mapping[str, Any]) -> None:
    """Answer a press with a form; what is entered into it comes as an interaction of its own."""
    await _confirmed(interaction, lambda: open_form(interaction, form))


async def apologise(interaction: discord.Interaction[Any], sorry: Message) -> None:
    """Answer privately that there is no answer, in place of a deferred one; a pressed message stays."""
    if not interaction.response.is_done():
        await _send(interaction, sorry, private=True)
    elif interaction.response.type in _OF_A_MESSAGE:
        await _follow_up(interaction, sorry)
    else:
        await _edit_in(interaction, sorry)


async def suggest(interaction: discord.Interaction[Any], choices: list[discord.app_commands.Choice[Any]]) -> None:
    """Answer an autocompletion."""
    await _confirmed(interaction, lambda: interaction.response.autocomplete(choices))


class _Deferral:
    """Asks Discord for more time, at most once.

    Most answers are ready at once, so no task is made for them; only a timer runs beside them.

    Args:
        interaction: The interaction.
        defer: Defers the interaction; takes whether only the caller will see the answer.
    """

    def __init__(self, interaction: discord.Interaction[Any], defer: Callable[[bool], Awaitable[object]]) -> None:
        self._interaction = interaction
        self._defer = defer
        self._deferring: asyncio.Task[bool] | None = None

    @property
    def started(self) -> bool:
        """Whether the deferral was started."""
        return self._deferring is not None

    @contextmanager
    def when_late(self, ephemeral: Callable[[], bool] = lambda: False) -> Iterator[None]:
        """Defer if the block takes too long; ``ephemeral`` returns whether only the caller will see the answer."""
        timer = asyncio.get_running_loop().call_later(DEFER_AFTER, lambda: self._start(ephemeral=ephemeral()))
        try:
            yield
        except BaseException:
            if self._deferring is not None:
                self._deferring.cancel()
            raise
        finally:
            timer.cancel()

    async def made(self) -> bool:
        """Return whether the answer was deferred, and Discord accepted that."""
        return self._deferring is not None and await self._deferring

    def _start(self, *, ephemeral: bool) -> None:
        self._deferring = asyncio.ensure_future(_confirmed(self._interaction, lambda: self._defer(ephemeral)))


async def _send(interaction: discord.Interaction[Any], answered: Message, *, private: bool) -> None:
    ready = draw(answered)
    if ready.picture is None:
        await _confirmed(interaction, lambda: respond_with(interaction, ready, private=private or answered.private))
        return
    await _confirmed(
        interaction,
        lambda: interaction.response.send_message(
            ready.content,
            embeds=ready.embeds,
            view=ready.view() or discord.utils.MISSING,
            files=ready.files(),
            ephemeral=private or answered.private,
        ),
    )


async def _edit_in(interaction: discord.Interaction[Any], answered: Message) -> None:
    ready = draw(answered)
    await _confirmed(
        interaction,
        lambda: interaction.edit_original_response(
            content=ready.content,
            embeds=ready.embeds,
            view=ready.view(),
            attachments=ready.files() or discord.utils.MISSING,
        ),
    )


async def _follow_up(interaction: discord.Interaction[Any], answered: Message) -> None:
    """Send a further message that only the caller sees."""
    ready = draw(answered)
    await _confirmed(
        interaction,
        lambda: interaction.followup.send(
            ready.content or discord.utils.MISSING,
            embeds=ready.embeds,
            view=ready.view() or discord.utils.MISSING,
            files=ready.files(),
            ephemeral=True,
        ),
    )


def _is_ephemeral(interaction: discord.Interaction[Any]) -> bool:
    """Return whether only the caller sees the message that was pressed."""
    return interaction.message is not None and interaction.message.flags.ephemeral


async def _confirmed(interaction: discord.Interaction[Any], send: Callable[[], Awaitable[object]]) -> bool:
    """Send until it is known that the response arrived.

    If the confirmation of a stored message is lost, aiohttp raises an error and the repeat gets 40060, which means
    success. If the first attempt gets 40060, another program has answered, as during a hand-over.

    Returns:
        Whether it arrived; False if it was too late, could not be sent, or another program has answered.
    """
    clock = asyncio.get_running_loop().time
    began = clock()
    for number in range(TRIES):
        try:
            async with in_turn():
                await send()
        except discord.InteractionResponded:
            return True
        except discord.HTTPException as problem:
            if problem.code == ALREADY_ANSWERED and (number > 0 or clock() - began >= REPEATED_AFTER):
                return True
            _note_refusal(interaction, problem)
            return False
        except RuntimeError as problem:
            if str(problem) != SESSION_CLOSED:
                raise
            log.debug("An answer was not sent: this program is ending.")
            return False
        except (aiohttp.ClientError, OSError, TimeoutError) as problem:
            log.debug("An answer's confirmation was lost: %r", problem)
        else:
            return True
    log.warning("An answer could not be sent: the connection to Discord fails.")
    return False


def _note_refusal(interaction: discord.Interaction[Any], problem: discord.HTTPException) -> None:
    """Log why Discord did not accept an answer."""
    if problem.code == ALREADY_ANSWERED:
        interaction.client.duplicate_instance.note_answer()
    elif problem.code == UNKNOWN_INTERACTION:
        log.warning("An answer came too late: Discord accepts none after 3 s.")
    else:
        log.warning("Discord did not accept an answer: %s", problem)


@asynccontextmanager
async def in_turn() -> AsyncIterator[None]:
    """Wait a limited time for a slot, and hold it until the block ends."""
    slots = _room.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE))
    counted = False
    with suppress(TimeoutError):
        async with asyncio.timeout(LONGEST_WAIT if slots.locked() else None):
            counted = await slots.acquire()
    try:
        yield
    finally:
        if counted:
            slots.release()
