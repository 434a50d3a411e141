"""The conversation on the loopback Slack: a socket, real answers about two providers, and features made up for this."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from bot.chat.account_options import account_choices, provider_choices
from bot.chat.capacity.handler import CapacityHandler
from bot.chat.command_options import ChannelChoice, Choice, NoOptions, RoleChoice, option
from bot.chat.dispatcher import Dispatcher
from bot.chat.feature import Action, Caller, Command, Feature, MessageCommand
from bot.chat.message import Button, Card, Entry, EntryCommand, Listing, Menu, MenuChoice, Message, Picture, paragraph
from bot.chat.signs_and_colours import Level
from bot.chat.slack.interaction_router import SlackConversation
from bot.chat.slack.socket_connection import SocketConnection
from bot.chat.slack.web_api import SlackApi
from bot.chat.slack.workspace_cache import Workspace
from bot.chat.text_spans import member
from bot.errors import BadInput
from bot.platforms import CommandName, PlatformWord
from tests.chat.made_up import brewing
from tests.chat.samples import NAMES
from tests.chat.slack.running_socket import end, nothing
from tests.chat.two_providers import TwoProviders
from tests.fakes.slack import SlackWorkspace
from tests.moments import NOON

WRONG, SLOW = 13, 7
"""Numbers of slots that ``watch add`` refuses, and that it takes long over."""

PNG = b"\x89PNG made up"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOptions:
    """Of a command with an option of each kind."""

    provider: str = option("The provider to watch")
    account: str | None = option("Only this account", default=None)
    channel: ChannelChoice | None = option("Where alerts go; leave it out for this channel", default=None, here=True)
    role: RoleChoice | None = option("Whom to ping", default=None)
    style: str | None = option("New messages, or one that is edited", default=None)
    warn: int | None = option("Post when this few slots are free", default=None, least=1, most=99)
    loud: bool = option("Ping everybody", default=False)
    note: str | None = option("What it is for", default=None, longest=40)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberOptions:
    """Of a command about one of several."""

    number: int = option("Its number")


@dataclass(frozen=True, slots=True, kw_only=True)
class PastOptions:
    """Of a command that draws."""

    provider: str = option("The provider")


def said(text: str, *actions: Button | Menu, private: bool = False, level: Level = Level.FREE) -> Message:
    """Return a message of one line."""
    return Message(
        cards=(Card(title="Said", body=(paragraph((text,)),), level=level),), actions=actions, private=private
    )


@dataclass
class Studio:
    """What was asked of the made-up features.

    Attributes:
        providers: What the real ``/capacity`` answers from.
        rules: The options that ``watch add`` was given, with who asked.
        held: An answer of ``wait``, and of ``watch add warn:7``, comes once it is set.
        draws: How many pictures were drawn; below 0, some answers carry more than Slack takes.
        running: How many jobs ``jobs`` lists.
    """

    providers: TwoProviders = field(default_factory=lambda: TwoProviders(lambda: NOON))
    rules: list[tuple[Caller, RuleOptions]] = field(default_factory=list)
    callers: list[Caller] = field(default_factory=list)
    held: asyncio.Event = field(default_factory=asyncio.Event)
    draws: int = 0
    running: int = 1

    def features(self) -> tuple[Feature, ...]:
        """Return them."""
        lookup = self.providers.lookup
        rule = Command(
            name="watch add",
            description="Post alerts",
            options=RuleOptions,
            run=self.add_rule,
            choices={"style": (Choice(label="Two messages", value="post"), Choice(label="One message", value="edit"))},
            suggest={"provider": self.suggest_providers, "account": self.suggest_accounts},
            recognises={"provider": lookup.is_provider, "account": lookup.is_account},
            private=True,
            adds="Add",
        )
        listed = Command(name="watch list", description="Alert rules", options=NoOptions, run=self.list_rules)
        remove = Command(
            name="watch remove", description="End one", options=NumberOptions, run=self.remove_rule, private=True
        )
        past = Command(name="history", description="A chart", options=PastOptions, run=self.draw)
        return (
            CapacityHandler(lookup, now=lambda: NOON).feature(),
            Feature(name="watch", commands=(rule, listed, remove), for_managers=True),
            Feature(name="history", commands=(past,)),
            Feature(
                name="rota",
                commands=(replace(rule, name="rota every", for_managers=True, instead=CommandName("history")),),
            ),
            Feature(
                name="mute",
                commands=(Command(name="mute", description="Pause alerts", options=NoOptions, run=self.mute),),
                actions=(
                    Action(name="mute:choose", run=self.choose),
                    Action(name="mute:alert", run=self.mute_here, private=False),
                ),
            ),
            Feature(
                name="hush",
                commands=(Command(name="hush", description="Pause one", options=PastOptions, run=self.hush),),
            ),
            Feature(
                name="why",
                message_commands=(MessageCommand(name="Why this alert?", run=self.explain),),
                actions=(Action(name="why:alert", run=self.explain_key, arguments=1, title="Why this alert?"),),
            ),
            Feature(
                name="jobs",
                commands=(Command(name="jobs", description="Running jobs", options=NoOptions, run=self.jobs),),
                actions=(Action(name="jobs:show", run=self.show_job, arguments=1, title="Job"),),
            ),
            Feature(
                name="wait",
                commands=(Command(name="wait", description="Takes long", options=NoOptions, run=self.wait),),
            ),
            brewing().feature(),
        )

    async def add_rule(self, caller: Caller, asked: RuleOptions) -> Message:
        """Take a rule; what there is not is refused."""
        provider = self.providers.lookup.provider(asked.provider)
        if asked.account is not None:
            self.providers.lookup.account(provider, asked.account)
        if asked.warn == SLOW:
            await self.held.wait()
        if asked.warn == WRONG:
            raise BadInput(
                *("warn can't be 13. Type ", CommandName("watch list"), ", or ask ", PlatformWord.MANAGER_RIGHT),
                option="warn",
            )
        self.rules.append((caller, asked))
        return said("Rule added", private=True)

    async def list_rules(self, _: Caller, __: NoOptions) -> Message:
        """List the rules, with what can be done about each."""
        entries = []
        for place, (_caller, rule) in enumerate(self.rules):
            again = EntryCommand(label="Like it", command="watch add", options={"provider": rule.provider})
            number = {"number": str(place)}
            remove = EntryCommand(label="Remove", command="watch remove", options=number)
            entries.append(Entry(((f"rule {place}",),), commands=(again, remove)))
        body = (paragraph((f"{len(self.rules)} rules",)), Listing(entries=tuple(entries)))
        return Message(cards=(Card(title="Said", body=body, level=Level.FREE),), private=True)

    async def remove_rule(self, _: Caller, asked: NumberOptions) -> Message:
        """Remove a rule, if it is there."""
        if asked.number >= len(self.rules):
            raise BadInput(f"There is no rule {asked.number}.")
        del self.rules[asked.number]
        return said(f"Rule {asked.number} removed", private=True)

    async def draw(self, caller: Caller, asked: PastOptions) -> Message:
        """Draw a picture, where it is seen."""
        provider = self.providers.lookup.provider(asked.provider)
        self.draws += caller.sees_pictures
        card = Card(title=f"{provider} · last day", body=(paragraph(("5 jobs",)),), level=Level.FREE)
        found = "MiniMax: never full in 24 h."
        picture = Picture(
            name="history.png", png=PNG if caller.sees_pictures else b"", alt=f"{found} Slots in use …", finding=found
        )
        return Message(cards=(card,), picture=picture)

    async def hush(self, caller: Caller, _: PastOptions) -> Message:
        """Say to the channel who paused its alerts."""
        return replace(
            await self.mute(caller, NoOptions()), headline=("🔕 ", member(caller.member), " paused alerts here")
        )

    async def mute(self, caller: Caller, _: NoOptions) -> Message:
        """Say to the channel that it is muted."""
        self.callers.append(caller)
        return Message(
            headline=("🔕 alerts paused here",),
            actions=(Button(label="Undo", action="tea:spill"), Button(label="Mute…", action="mute:choose")),
        )

    async def choose(self, _: Caller, __: Sequence[str]) -> Message:
        """Ask for how long."""
        return said("For how long?", Button(label="1 h", action="mute:alert"), private=True)

    async def mute_here(self, caller: Caller, _: Sequence[str]) -> Message:
        """Say to the channel that it is muted."""
        return await self.mute(caller, NoOptions())

    async def explain(self, caller: Caller, message: int) -> Message:
        """Explain a message."""
        self.callers.append(caller)
        return said(f"It was message {message}", *self._too_long(), private=True)

    async def explain_key(self, _: Caller, arguments: Sequence[str]) -> Message:
        """Explain an alert."""
        return said(f"It was alert {arguments[0]}", private=True)

    async def jobs(self, _: Caller, __: NoOptions) -> Message:
        """List jobs, one of which can be picked."""
        choices = tuple(MenuChoice(label=f"shot-{place}", value=f"ab{place}") for place in range(self.running))
        menu = Menu(placeholder="Show one job", action="jobs:show", arguments=("minimax",), choices=choices)
        entries = tuple(Entry(((f"<!channel> job {place} & `*_~",),), kind="jobs") for place in range(self.running))
        card = Card(title=f"{self.running} jobs", body=(Listing(entries=entries),), level=Level.FREE)
        return Message(cards=(card,), actions=(menu,))

    async def show_job(self, _: Caller, arguments: Sequence[str]) -> Message:
        """Show one."""
        return said(f"Job {arguments[1]} of {arguments[0]}", *self._too_long(), private=True)

    async def wait(self, _: Caller, __: NoOptions) -> Message:
        """Answer late, or with what Slack can't carry."""
        if self.draws >= 0:
            await self.held.wait()
        return said("At last", *self._too_long())

    def _too_long(self) -> tuple[Button, ...]:
        return (Button(label="x", action="wait:on", arguments=("x" * 300,)),) if self.draws < 0 else ()

    async def suggest_providers(self, _: Caller, typed: str, __: Mapping[str, object]) -> Sequence[Choice]:
        """Suggest providers."""
        return provider_choices(self.providers.lookup, typed)

    async def suggest_accounts(self, _: Caller, typed: str, given: Mapping[str, object]) -> Sequence[Choice]:
        """Suggest accounts."""
        provider = given.get("provider")
        return account_choices(self.providers.lookup, None if provider is None else str(provider), typed)


@asynccontextmanager
async def talking(
    slack: SlackWorkspace, studio: Studio | None = None, *, managers: Collection[str] = ()
) -> AsyncIterator[Studio]:
    """Answer on a loopback Slack, whose providers were looked at once."""
    here = studio or Studio()
    await here.providers.look()
    loop = asyncio.get_running_loop()
    async with SlackApi(slack.bot_token, slack.app_token, base_url=slack.url) as api:
        workspace = Workspace(api, monotonic=loop.time)
        await workspace.identity()
        conversation = SlackConversation(
            api,
            Dispatcher(here.features(), NAMES),
            workspace,
            managers=managers,
            monotonic=loop.time,
            event=workspace.handle_event,
        )
        connection = SocketConnection(api, sleep=asyncio.sleep, monotonic=loop.time)
        task = asyncio.create_task(connection.run(conversation.handle, connected=nothing, refused=end))
        try:
            await slack.connected()
            yield here
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await conversation.tasks.finish(1)
