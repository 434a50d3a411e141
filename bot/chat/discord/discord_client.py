"""The client: its intents, and the events and interactions that it handles."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord
from discord import app_commands
from typing_extensions import override

from bot.chat.background_tasks import BackgroundTasks
from bot.chat.command_button import CarriedCommand
from bot.chat.discord.command_sync import CommandSync, Registry
from bot.chat.discord.duplicate_instance import DuplicateInstance
from bot.chat.discord.feature_commands import answer_command, caller_of, commands_of
from bot.chat.discord.interaction_answers import answer, answer_with_form, apologise, update
from bot.chat.discord.invite_and_permissions import invite_link, missing_for_alerts
from bot.chat.discord.markdown import command_ids
from bot.chat.discord.modal_forms import command_form, entered_into, question_form, with_entered
from bot.chat.discord.served_guilds import ELSEWHERE, UNDECIDED, ServedGuilds
from bot.chat.dispatcher import Dispatcher
from bot.chat.wording.refusal_sentences import SORRY

LONGEST_RATE_LIMIT = 30.0
"""Maximum number of seconds that discord.py sleeps after a 429, the least it allows; it raises if asked for more."""

OUTDATED_COMMAND = (
    "That command has changed with an update of the bot. Reload Discord (Ctrl+R; on a phone, close the app), "
    "then type it again."
)

_PRESSED = frozenset({discord.InteractionType.component, discord.InteractionType.modal_submit})

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The served guilds, and the settings' alert channel.

    Attributes:
        guilds: The served guilds.
        alert_channel: The channel that the settings name for alerts, if any.
        alert_role: The role that is pinged there, if any.
    """

    guilds: ServedGuilds
    alert_channel: int | None = None
    alert_role: int | None = None


class CapacityClient(discord.Client):
    """A client with one intent, no message cache, and commands in the served guilds only.

    Args:
        home: The served guilds.
        dispatcher: Answers commands and pressed buttons.
        registry: Stores which commands were registered.
        http_trace: Traces each request.
        places_changed: Called when the bot may be allowed to write somewhere again: a channel or a role changed, it was
            invited, or a session is new.
        connected: Called with each new session: from then on, commands reach this program.
        sleep: Sleeps for a number of seconds.
        answering: Holds the tasks that answer people.

    Attributes:
        duplicate_instance: Hears of each answer that another program has given first.
    """

    def __init__(
        self,
        home: Home,
        dispatcher: Dispatcher,
        registry: Registry,
        *,
        http_trace: aiohttp.TraceConfig,
        places_changed: Callable[[], None],
        connected: Callable[[], Awaitable[None]],
        sleep: Callable[[float], Awaitable[None]],
        answering: BackgroundTasks,
    ) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=LONGEST_RATE_LIMIT,
            http_trace=http_trace,
        )
        self._dispatcher = dispatcher
        self.duplicate_instance = DuplicateInstance(time.monotonic)
        self.tree = _Tree(self)
        for feature in dispatcher.features:
            for command in commands_of(feature, dispatcher):
                self.tree.add_command(command)
        self._home = home
        self._places_changed = places_changed
        self._connected = connected
        self._sync = CommandSync(self.tree, registry, sleep=sleep)
        self._tasks = BackgroundTasks(log, "Discord's commands could not be registered; please report it.")
        self._answering = answering
        self._warned: tuple[str, ...] = ()

    async def setup_hook(self) -> None:
        """Find out which guilds to serve, and register the commands in the background."""
        log.info("The link that invites the bot to a server: %s", invite_link(self))
        if not self._home.guilds.ids:
            # Don't wait for the gateway: alerts are sent before it is ready, and only to the team's channels.
            self._home.guilds.adopt([guild.id async for guild in self.fetch_guilds(limit=2)])
        for guild in self._home.guilds.ids:
            self._tasks.start(self._sync(guild))

    async def on_connect(self) -> None:
        """Report a new session; "ready" comes two seconds later, after discord.py has waited for guilds."""
        await self._connected()

    async def on_resumed(self) -> None:
        """Log that a session goes on; discord.py only logs that it was lost."""
        log.info("Discord: connected again.")

    async def on_ready(self) -> None:
        """Log which guilds are served and what the bot lacks there, and check paused channels."""
        if (guild := self._home.guilds.adopt(self._joined())) is not None:  # invited while the gateway was away
            self._tasks.start(self._sync(guild, anew=True))
        self._warn()
        log.info("Ready as %s, serving %s.", self.user, self._home.guilds.summary(self._joined()))
        self._places_changed()  # changes before a new session are not reported

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Register the commands in a guild that the bot has joined.

        If the bot was there before, Discord deleted its commands when it left.
        """
        joined = self._joined()
        self._home.guilds.adopt(joined)
        if guild.id in self._home.guilds.ids:
            self._tasks.start(self._sync(guild.id, anew=True))
            log.info("Invited: serving %s.", self._home.guilds.summary(joined))
        self._warn()
        self._places_changed()

    async def on_guild_remove(self, _: discord.Guild) -> None:
        """Log what the bot lacks now."""
        self._warn()

    async def on_guild_channel_update(self, _before: object, _after: object) -> None:
        """Check paused channels again: the bot may have been allowed to write in one."""
        self._places_changed()

    # ``on_member_update`` is about the bot only: for other members Discord requires an intent.
    on_thread_update = on_guild_role_update = on_member_update = on_guild_channel_update

    @override
    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Start no task for a command, since ``on_interaction`` only answers components and forms."""
        if event != "interaction" or args[0].type in _PRESSED:
            super().dispatch(event, *args, **kwargs)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer a pressed button or menu, however old its message is, or a form that it opened."""
        self.note_answering()
        try:
            await self._answer_press(interaction)
        except Exception as error:  # noqa: BLE001 - it is logged, and the caller gets an answer
            await self.sorry(interaction, error)

    async def _answer_press(self, interaction: discord.Interaction[Any]) -> None:
        data: Mapping[str, Any] = dict(interaction.data or {})
        token = str(data.get("custom_id", ""))
        press = self._dispatcher.find(token)
        told_directly = interaction.guild_id is None and press is not None and press.action.in_direct_messages
        if not told_directly and not await self.admits(interaction):
            return
        if (asked := self._dispatcher.find_carried(token)) is not None:
            work = self._dispatcher.ask(asked, caller_of(interaction))
            await answer_command(interaction, work, asked.command, asked.options, pressed=True)
            return
        submitted = interaction.type is discord.InteractionType.modal_submit
        chosen = tuple(map(str, data.get("values", ())))
        if (form := self._dispatcher.find_form(":".join((token, *chosen)))) is not None:
            await self._answer_form(interaction, form, entered_into(data) if submitted else None)
            return
        if press is None or (submitted and press.action.form is None):
            await apologise(interaction, self._dispatcher.outdated())
            return
        if press.action.form is not None and not submitted:
            await answer_with_form(interaction, question_form(token, press.action.form))
            return
        chosen = tuple(entered_into(data).values()) or chosen
        work = self._dispatcher.press(press, caller_of(interaction), chosen)
        if press.action.in_place:
            await update(interaction, work)
        else:
            await answer(interaction, work, private=press.action.private)

    async def _answer_form(
        self, interaction: discord.Interaction[Any], form: CarriedCommand, entered: Mapping[str, str] | None
    ) -> None:
        """Answer a submitted form of a command; if nothing is entered yet, open the form, unless that is refused."""
        caller = caller_of(interaction)
        may_open, guild = entered is None and self._dispatcher.is_offered(form.command, caller), interaction.guild
        find_role = bool if guild is None else guild.get_role  # while the guild is not known, assume that roles exist
        if may_open and (modal := command_form(form, caller.guild, find_role)) is not None:
            await answer_with_form(interaction, modal)
            return
        work = self._dispatcher.ask_filled_in(with_entered(form, entered or {}, caller.guild), caller)
        await answer(interaction, work, private=form.command.private)

    async def close(self) -> None:
        """Cancel background tasks, then close."""
        await self._tasks.finish()
        await super().close()

    def note_answering(self) -> None:
        """Note that the running task answers somebody, so that ``answering`` waits for it."""
        if (task := asyncio.current_task()) is not None:
            self._answering.hold(task)

    async def admits(self, interaction: discord.Interaction[Any]) -> bool:
        """Return whether an interaction comes from the team; otherwise answer it privately."""
        if interaction.guild_id in self._home.guilds.ids:
            command_ids.set(self._sync.ids(interaction.guild_id))  # for the task that answers this interaction
            return True
        await self._apologise(interaction, ELSEWHERE if self._home.guilds.ids else UNDECIDED)
        return False

    async def sorry(self, interaction: discord.Interaction[Any], error: Exception) -> None:
        """Log an unexpected error, and apologise."""
        log.error("An interaction could not be answered; please report it.", exc_info=error)
        await self._apologise(interaction, SORRY)

    async def outdated(self, interaction: discord.Interaction[Any], error: Exception) -> None:
        """Answer a command of an earlier version, which clients offer until they know this version's commands."""
        log.info("A command of another version was used: %s", error)
        await self._apologise(interaction, OUTDATED_COMMAND)

    async def _apologise(self, interaction: discord.Interaction[Any], sentence: str) -> None:
        if interaction.type is not discord.InteractionType.autocomplete:  # an autocompletion takes no message
            await apologise(interaction, self._dispatcher.refusal(sentence))

    def _joined(self) -> dict[int, str]:
        return {guild.id: guild.name for guild in self.guilds}

    def _warn(self) -> None:
        """Log what the bot lacks if that has changed, since Discord may say "ready" many times."""
        home = self._home
        missing = home.guilds.warnings(self._joined(), invite_link(self))
        if home.alert_channel is not None and home.guilds.ids:
            lacks = missing_for_alerts(self, home.alert_channel, home.alert_role, home.guilds.ids)
            missing += tuple(f"ALERT_CHANNEL_ID {home.alert_channel}: {sentence}" for sentence in lacks)
        if missing != self._warned:
            for sentence in missing:
                log.warning(sentence)
            self._warned = missing


class _Tree(app_commands.CommandTree[CapacityClient]):
    async def interaction_check(self, interaction: discord.Interaction[CapacityClient], /) -> bool:
        interaction.client.note_answering()
        return await interaction.client.admits(interaction)

    async def on_error(
        self, interaction: discord.Interaction[CapacityClient], error: app_commands.AppCommandError, /
    ) -> None:
        if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            await interaction.client.outdated(interaction, error)
        else:
            await interaction.client.sorry(interaction, error)
