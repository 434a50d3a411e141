"""Posts, edits and finds alerts on Slack; ``delivery_refusals`` interprets refusals.

Slack does not drop repeated messages, so after any doubt a message is searched for by its key before it is posted
again. The key is in its metadata and in the id of its first block, either of which is enough.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import msgspec

from bot.alerts.alert import Alert
from bot.alerts.waiter_notice import WaiterNotice
from bot.boards.board_content import BoardContent
from bot.chat.message import Message, paragraph
from bot.chat.slack.api_answers import Reply, SlackRefused, SlackTrouble
from bot.chat.slack.app_scopes_and_tokens import READS_CHANNELS, AppRefusal, lacking
from bot.chat.slack.channel_directory import SHARED
from bot.chat.slack.delivery_refusals import Meaning, ask_failure, edit_failure, edit_hold, meaning_of, post_failure
from bot.chat.slack.message_renderer import DrawnMessage, draw
from bot.chat.slack.message_search import SETTLES_AFTER, MessageSearch
from bot.chat.slack.post_and_edit_rates import EditBudget, PostPace, Urgency
from bot.chat.slack.slack_ids import message_number_of, slack_id_of, ts_of
from bot.chat.slack.slack_words import WorkspaceWords
from bot.chat.slack.web_api import UNACKNOWLEDGED, SlackApi
from bot.chat.slack.workspace_cache import Workspace
from bot.chat.text_spans import Mention, MentionKind, member
from bot.delivery.message_port import DeliveryTiming, Found, Note
from bot.errors import ChannelRefused, EditPostponed, NotDelivered

LEAVES_WITHIN = timedelta(seconds=3)
"""How long a request may leave after it was noted; a later one must be noted again."""

REQUEST_LASTS = LEAVES_WITHIN + timedelta(seconds=UNACKNOWLEDGED)
"""How long a request may be under way after it was noted, even if this program has ended."""

_NOT_ABOUT_THEM = {Meaning.APP, Meaning.AWAY, Meaning.BUSY, Meaning.DOUBTFUL}

log = logging.getLogger(__name__)


class _Posted(msgspec.Struct):
    ts: str


class SlackDelivery:
    """Posts alerts, and edits and finds their messages; ``at_most_once`` is as in ``MessageSearch``."""

    timing = DeliveryTiming(request_lasts=REQUEST_LASTS, settles_after=SETTLES_AFTER)

    def __init__(
        self,
        api: SlackApi,
        workspace: Workspace,
        word: Callable[[Alert], Message],
        *,
        app_refusal: AppRefusal,
        pace: PostPace,
        budget: EditBudget,
        at_most_once: bool = False,
    ) -> None:
        self._api = api
        self._workspace = workspace
        self._word = word
        self._app_refusal = app_refusal
        self._pace = pace
        self._budget = budget
        self._search = MessageSearch(api, workspace, at_most_once=at_most_once)

    async def post(self, alert: Alert, note: Note) -> int | None:
        """Post an alert and return its message's number; None if it is not in the alert's channel.

        A private notice goes to its member as a direct message or, if Slack refuses that, silently to the channel.

        Raises:
            NotDelivered: As in ``MessagePort.post``.
        """
        await self._pace.turn(alert.channel)  # first, since the rest may change during a long wait
        place = slack_id_of(alert.channel)
        await self._admit(place)
        message, private = self._word(alert), alert.private_notice
        if private is not None and (direct := await self._direct(private)) is not None:
            try:
                await self._send(direct, alert.key, message, note)
            except ChannelRefused as problem:
                log.info("Alert %s can't be sent as a direct message and goes to its channel: %s", alert.key, problem)
            else:
                return None  # a direct message can't be found in the alert's channel
        if private is not None:
            message = silenced(message, member(private.member))
        elif alert.silent:
            message = silenced(message)
        return message_number_of(await self._send(place, alert.key, message, note))

    async def find(self, alert: Alert, since: datetime) -> Found | None:
        """Find an alert's message, if the bot may read the channel's history.

        Raises:
            NotDelivered: It is not known whether there is one.
        """
        self._app_refusal.admit()
        with self._judged(ask_failure):
            ts = await self._search.find(slack_id_of(alert.channel), alert.key, since)
        if ts is not None:
            return Found(message_id=message_number_of(ts))
        private = alert.private_notice
        if private is None or (direct := await self._direct(private)) is None:
            return None
        with self._judged(ask_failure):
            return None if await self._search.find(direct, alert.key, since) is None else Found(message_id=None)

    async def edit(self, alert: Alert, message_id: int, note: Note) -> None:
        """Update a message to what its alert says now; pings nobody. Raises ``NotDelivered``."""
        place = slack_id_of(alert.channel)
        await self._admit(place)
        if wait := self._budget.take(alert.key, _urgency(alert)):
            raise EditPostponed(wait)
        drawn = self._drawn(silenced(self._word(alert)), alert.key)
        with self._judged(edit_failure):
            try:
                where = {"channel": place, "ts": ts_of(message_id)}
                await self._say("chat.update", where, alert.key, drawn, drawn.payload(), note)
            except (SlackTrouble, SlackRefused) as problem:
                if (hold := edit_hold(problem)) is not None:
                    self._budget.hold(hold)
                raise

    async def _send(self, place: str, key: str, message: Message, note: Note) -> str:
        """Post a message and return its ``ts``."""
        drawn = self._drawn(message, key)
        with self._judged(post_failure):
            reply = await self._say("chat.postMessage", {"channel": place}, key, drawn, drawn.post_payload(), note)
            return reply.read(_Posted).ts

    async def _say(
        self,
        method: str,
        where: Mapping[str, str],
        key: str,
        drawn: DrawnMessage,
        payload: Mapping[str, object],
        note: Note,
    ) -> Reply:
        """Call a method with a message, and again with its plain text if Slack refuses how it is drawn."""

        async def call(payload: Mapping[str, object]) -> Reply:
            age = await note()
            return await self._api.call_in_time(method, lambda: age() < LEAVES_WITHIN, **where, **payload)

        try:
            reply = await call(payload)
        except SlackRefused as problem:
            if meaning_of(problem.error) is not Meaning.OURS:
                raise
            log.error("Alert %s is sent as plain text; please report it: %s", key, problem)
            reply = await call(drawn.plain_payload())
        self._app_refusal.note_worked()
        return reply

    def _drawn(self, message: Message, key: str) -> DrawnMessage:
        """Draw an alert; its user groups are not named, since alerts stay."""
        return draw(message, key=key, words=WorkspaceWords(command=self._workspace.command))

    async def _admit(self, place: str) -> None:
        """Raise ``NotDelivered`` if Slack refuses the app, or if another organisation may read the channel."""
        self._app_refusal.admit()
        with self._judged(ask_failure):
            try:
                channel = await self._workspace.channel(place)
            except SlackRefused as problem:
                if problem.error != "missing_scope":
                    raise
                # Public and private channels need different scopes, so other channels may still work.
                raise ChannelRefused(lacking(problem.needed or READS_CHANNELS)) from problem
        if channel.is_shared:
            raise ChannelRefused(SHARED)

    async def _direct(self, notice: WaiterNotice) -> str | None:
        """Return the direct conversation with a member; None if Slack opens none."""
        with self._judged(ask_failure):
            try:
                return await self._workspace.direct_channel(slack_id_of(notice.member))
            except SlackRefused as problem:
                if problem.error != "missing_scope" and meaning_of(problem.error) in _NOT_ABOUT_THEM:
                    raise
                return None

    @contextmanager
    def _judged(self, failure: Callable[[SlackRefused | SlackTrouble], NotDelivered]) -> Iterator[None]:
        """Translate failed calls in the block into errors of delivery."""
        try:
            yield
        except SlackRefused as problem:
            if meaning_of(problem.error) is Meaning.APP:
                raise self._app_refusal.note_refused(problem) from problem
            raise failure(problem) from problem
        except SlackTrouble as problem:
            raise failure(problem) from problem


def silenced(message: Message, *whom: Mention) -> Message:
    """Return a message that pings nobody; its members are named in the first card, where mentions don't notify."""
    named = [*whom, *(ping for ping in message.pings if ping.kind is MentionKind.MEMBER)]
    if not named or not message.cards:
        return replace(message, pings=())
    line = tuple(part for mention in named for part in (mention, " "))[:-1]
    first, *others = message.cards
    return replace(message, pings=(), cards=(replace(first, body=(paragraph(line), *first.body)), *others))


def _urgency(alert: Alert) -> Urgency:
    if isinstance(alert.content, BoardContent):
        return Urgency.BOARD
    return Urgency.LIVE if alert.is_live else Urgency.ENDS
