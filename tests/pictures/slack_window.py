"""A channel of the loopback Slack, drawn as Slack draws it."""

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from tests.fakes.slack import Acked, Fault, Member, Message, Origin, SlackWorkspace, View
from tests.pictures.chat_window import Shown
from tests.pictures.slack_page import lock_screen, message, page, view
from tests.whole.program import DEADLINE
from tests.whole.test_slack_features import pressable

BARE = ("provider", "account", "when", "for", "until", "number", "days")
"""Options whose values stand by themselves in what is typed."""

ANSWERED_WITHIN = 15.0
"""Seconds after which nothing more is expected of an answer: a chart takes a while to draw."""


class SlackWindow:
    """A channel of a Slack; see ``ChatWindow``.

    Args:
        slack: Where the channel is: the one that is there from the start.
    """

    def __init__(self, slack: SlackWorkspace) -> None:
        self._slack = slack
        self.settings: Mapping[str, str] = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.url,
            "SLACK_ALERT_CHANNEL_ID": slack.channel.id,
        }

    async def ready(self) -> None:
        """Wait until the bot's socket is open."""
        await self._slack.connected(within=DEADLINE)

    async def use(self, command: str, *, manager: bool = False, **values: str | int) -> Shown:
        """Type a command in one line."""
        words = " ".join(
            (command.removeprefix("capacity"), *(_typed(name.rstrip("_"), value) for name, value in values.items()))
        ).strip()
        acked = await self._slack.slash(self._who(manager=manager), self._slack.channel, words)
        return await self._answered(acked, f"/capacity {words}")

    async def press(self, shown: Shown, label: str, *, manager: bool = False) -> Shown:
        """Press a button, or choose from a menu."""
        found = shown.message
        assert isinstance(found, Message | View)
        who = self._who(manager=manager)
        buttons = dict(pressable(found))
        if label in buttons:
            return await self._answered(await self._slack.press(found, buttons[label], user=who), label)
        (menu,) = _menus(found)
        return await self._answered(await self._slack.choose(found, menu, label, user=who), label)

    async def ask_why(self, post: Shown) -> Shown:
        """Choose the shortcut in the message's menu."""
        assert isinstance(post.message, Message)
        return await self._answered(await self._slack.shortcut(post.message), "Why this alert?")

    async def open_home(self) -> Shown:
        """Open the Home tab."""
        opened = await self._slack.open_home(self._slack.admin)
        return Shown(html=view(opened.body, _now()), message=opened)

    def posts(self) -> Sequence[Shown]:
        """Draw what the bot posted."""
        return [self._posted(one) for one in self._said()]

    def texts(self) -> Sequence[str]:
        """Return the texts, which are what is pushed."""
        return [one.text for one in self._said()]

    @contextmanager
    def refuse_posts(self) -> Iterator[None]:
        """Answer 503."""
        outage = self._slack.faults.add("chat.postMessage", Fault.status(503), times=None)
        yield
        outage.lift()

    async def until(self, found: Callable[[], object]) -> None:
        """Wait for it."""
        await self._slack.wait_for(found, within=2 * DEADLINE)

    def page(self, shown: Sequence[str], *, light: bool) -> str:
        """Return a page in Slack's colours."""
        return page(shown, light=light)

    def _who(self, *, manager: bool) -> Member:
        return self._slack.admin if manager else self._slack.member

    def _said(self) -> Sequence[Message]:
        return [one for one in self._slack.messages() if one.origin in {Origin.API, Origin.FILE}]

    def _posted(self, one: Message) -> Shown:
        first = one.edits[0].text if one.edits else one.text  # an edit is not pushed
        return Shown(html=self._drawn(one, at=one.at), pushed=lock_screen(first, one.at), message=one)

    async def _answered(self, acked: Acked, typed: str) -> Shown:
        if not acked.ok:
            return Shown(html=f"<p>{typed}: {acked.error}</p>")
        before = None if acked.pressed is None else len(acked.pressed.edits)

        def answered() -> bool:
            return bool(acked.messages or self._opened(acked) or (acked.pressed and len(acked.pressed.edits) != before))

        with suppress(TimeoutError):  # where nothing is answered, nothing changes
            await self._slack.wait_for(answered, within=ANSWERED_WITHIN)
        if opened := self._opened(acked):
            return Shown(html=view(opened.body, _now()), message=opened)
        if acked.messages:
            said = "".join(self._drawn(one, typed=typed) for one in acked.messages)
            return Shown(html=said, message=acked.messages[-1])
        pressed = acked.pressed
        return Shown(html="" if pressed is None else self._drawn(pressed, typed=typed), message=pressed)

    def _opened(self, acked: Acked) -> View | None:
        found = [one for one in self._slack.views.every.values() if one.interaction == acked.interaction.id]
        return found[-1] if found else None

    def _drawn(self, one: Message, *, typed: str = "", at: datetime | None = None) -> str:
        files = [self._slack.files[name].content or b"" for name in one.files]
        return message(
            {"text": one.text, "blocks": one.blocks, "attachments": one.attachments},
            now=at or _now(),
            asked=typed,
            private=one.ephemeral,
            picture=f"data:image/png;base64,{b64encode(files[0]).decode()}" if files else "",
        )


def _typed(name: str, value: str | int) -> str:
    if name == "role":
        return "@makers"
    if name in {"channel", "in"}:
        return "#general"
    quoted = f'"{value}"' if " " in str(value) else str(value)
    return str(value) if name in BARE else f"{name}:{quoted}"


def _menus(shown: Message | View) -> Sequence[str]:
    """Return the ids of the menus of a message."""
    blocks = (
        shown.body["blocks"]
        if isinstance(shown, View)
        else [*shown.blocks, *(one for each in shown.attachments for one in each["blocks"])]
    )
    return [
        element["action_id"]
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["type"].endswith("select")
    ]


def _now() -> datetime:
    return datetime.now(UTC)
