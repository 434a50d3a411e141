"""A bot to try the fake with: the unmodified discord.py client, with a few commands that show what it can do."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import discord as dpy
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from discord.ui import Button, Label, Modal, RoleSelect, Select, TextInput, View, button, select
from typing_extensions import override

from tests.fakes.discord.loopback import Discord

NOBODY = dpy.AllowedMentions.none()


class OneQuestion(Modal):
    """A modal with one input."""

    typed: Label[Modal] = Label(text="What?", component=TextInput(custom_id="text", max_length=5))

    @override
    async def on_submit(self, interaction: dpy.Interaction) -> None:
        """Answer with what was typed."""
        assert isinstance(self.typed.component, TextInput)
        typed = self.typed.component.value
        if typed == "again":
            with contextlib.suppress(dpy.HTTPException):
                await interaction.response.send_modal(OneQuestion(title="No modal in answer to one"))
        await interaction.response.edit_message(content=f"typed {typed}", allowed_mentions=NOBODY)


class ThreeQuestions(Modal):
    """A modal with an input of each kind, of which none must be filled in."""

    text: Label[Modal] = Label(text="What?", component=TextInput(custom_id="text", required=False, default="tea"))
    menu: Label[Modal] = Label(
        text="Which?",
        component=Select(
            custom_id="menu",
            options=[dpy.SelectOption(label="Green", value="green", default=True), dpy.SelectOption(label="Black")],
        ),
    )
    whom: Label[Modal] = Label(text="For whom?", component=RoleSelect(custom_id="role", required=False, min_values=0))

    @override
    async def on_submit(self, interaction: dpy.Interaction) -> None:
        """Answer with what was entered."""
        text, menu, whom = self.text.component, self.menu.component, self.whom.component
        assert isinstance(text, TextInput)
        assert isinstance(menu, Select)
        assert isinstance(whom, RoleSelect)
        said = f"{menu.values} {text.value} for {[role.name for role in whom.values]}"
        await interaction.response.edit_message(content=said, allowed_mentions=NOBODY)


class Again(View):
    """A button and a menu that live on through restarts."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @button(label="Again", custom_id="again")
    async def again(self, interaction: dpy.Interaction, _: Button[View]) -> None:
        """Answer with the same words."""
        await interaction.response.edit_message(content="again", allowed_mentions=NOBODY)

    @button(label="Ask", custom_id="ask")
    async def ask(self, interaction: dpy.Interaction, _: Button[View]) -> None:
        """Open a modal."""
        await interaction.response.send_modal(OneQuestion(title="W" * 45))

    @button(label="Ask more", custom_id="ask more")
    async def ask_more(self, interaction: dpy.Interaction, _: Button[View]) -> None:
        """Open a modal with three inputs."""
        await interaction.response.send_modal(ThreeQuestions(title="Three"))

    @button(label="Ask too much", custom_id="ask too much")
    async def ask_too_much(self, interaction: dpy.Interaction, _: Button[View]) -> None:
        """Open modals that Discord refuses, and say how often it did."""
        refused = 0
        two_alike = OneQuestion(title="Two")
        two_alike.add_item(Label(text="And?", component=TextInput(custom_id="text")))
        unusable = Modal(title="Required, and may be left empty")
        unusable.add_item(Label(text="Who?", component=RoleSelect(min_values=0, required=True)))
        for modal in (OneQuestion(title="W" * 46), two_alike, unusable):
            try:
                await interaction.response.send_modal(modal)
            except dpy.HTTPException:
                refused += 1
        await interaction.response.edit_message(content=f"{refused} refused", allowed_mentions=NOBODY)

    @select(
        custom_id="pick",
        options=[dpy.SelectOption(label="One", value="one"), dpy.SelectOption(label="Two", value="two")],
    )
    async def pick(self, interaction: dpy.Interaction, menu: Select[View]) -> None:
        """Answer with what was picked."""
        await interaction.response.edit_message(content=menu.values[0], allowed_mentions=NOBODY)


class Bot(dpy.Client):
    """A client that answers `/hello`, `/later` and `/watch add`."""

    def __init__(self, home: int) -> None:
        super().__init__(
            intents=dpy.Intents(guilds=True), guild_ready_timeout=0.01, max_messages=None, allowed_mentions=NOBODY
        )
        self.home = dpy.Object(home)
        self.tree = app_commands.CommandTree(self)
        self.ready = asyncio.Event()
        self.resumed = asyncio.Event()
        self.interactions: asyncio.Queue[dpy.Interaction] = asyncio.Queue()
        self.tree.add_command(hello)
        self.tree.add_command(later)
        self.tree.add_command(Watch())

    @override
    async def setup_hook(self) -> None:
        self.add_view(Again())
        self.tree.copy_global_to(guild=self.home)
        await self.tree.sync(guild=self.home)

    async def on_ready(self) -> None:
        """Report to the test."""
        self.ready.set()

    async def on_resumed(self) -> None:
        """Report to the test."""
        self.resumed.set()

    async def on_interaction(self, interaction: dpy.Interaction) -> None:
        """Keep what came in for the test to look at."""
        self.interactions.put_nowait(interaction)


@app_commands.command()
@app_commands.choices(
    tone=[app_commands.Choice(name="Soft", value="soft"), app_commands.Choice(name="Loud", value="loud")]
)
async def hello(interaction: dpy.Interaction, tone: str = "soft", name: str = "you") -> None:
    """Answer with a greeting."""
    await interaction.response.send_message(f"hello {name}, {tone}", view=Again(), ephemeral=True)


@hello.autocomplete("name")
async def names(interaction: dpy.Interaction, current: str) -> list[app_commands.Choice[str]]:
    """Offer two names."""
    tone = interaction.namespace.tone
    return [app_commands.Choice(name=f"{current}{end} {tone}", value=current + end) for end in ("a", "b")]


@app_commands.command()
async def later(interaction: dpy.Interaction) -> None:
    """Answer after a while."""
    await interaction.response.defer()
    await interaction.edit_original_response(embed=dpy.Embed(title="at last"))


@app_commands.default_permissions(manage_guild=True)
class Watch(app_commands.Group, name="watch", description="Watch something."):
    """A group of commands for those who manage the server."""

    @app_commands.command()
    async def add(
        self,
        interaction: dpy.Interaction,
        hold: app_commands.Range[int, 0, 60],
        channel: dpy.TextChannel | None = None,
        role: dpy.Role | None = None,
        who: dpy.Member | None = None,
    ) -> None:
        """Add one."""
        await interaction.response.send_message(f"{hold} {channel} {role} {who}", ephemeral=True)


def point(setattr_: Callable[..., None], discord: Discord) -> None:
    """Send discord.py there, as a program does that is told another address."""
    setattr_(Route, "BASE", discord.url)
    setattr_(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(discord.socket_url))


@contextlib.asynccontextmanager
async def running(discord: Discord) -> AsyncIterator[Bot]:
    """Run a bot until the block ends."""
    bot = Bot(discord.guild.id)
    life = asyncio.create_task(bot.start(discord.token))
    ready = asyncio.create_task(bot.ready.wait())
    try:
        await asyncio.wait({life, ready}, return_when=asyncio.FIRST_COMPLETED, timeout=10)
        if life.done():
            await life
        yield bot
    finally:
        ready.cancel()
        await bot.close()
        life.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await life
