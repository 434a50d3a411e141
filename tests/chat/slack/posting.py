"""Alerts on a loopback Slack, worded as rudely as untrusted text could be."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.alerts.alert import Alert, Drill
from bot.alerts.waiter_notice import NoticeKind, OfferedSlots, WaiterNotice
from bot.chat.message import Button, Card, Message, paragraph
from bot.chat.slack.alert_delivery import SlackDelivery
from bot.chat.slack.app_scopes_and_tokens import TRIED_EVERY, AppRefusal
from bot.chat.slack.post_and_edit_rates import EditBudget, PostPace
from bot.chat.slack.slack_ids import message_number_of, number_of
from bot.chat.slack.web_api import SlackApi
from bot.chat.slack.workspace_cache import Workspace
from bot.chat.text_spans import member, role
from tests.fakes.slack import SlackWorkspace
from tests.fakes.slack.records import Message as PostedMessage
from tests.moments import NOON

RUDE = "<!channel> <@U0000001> & *a* is full"


def word(alert: Alert) -> Message:
    """Word an alert, with a button; a drill by its headline alone."""
    button = Button(label="Why?", action="why:alert", arguments=(alert.key,))
    bare = isinstance(alert.content, Drill)
    return Message(
        headline=(RUDE,),
        cards=() if bare else (Card(body=(paragraph(("a is full",)),), at=alert.at),),
        actions=() if bare else (button,),
        pings=(*map(role, alert.roles), *map(member, alert.members)),
    )


def notice(slack: SlackWorkspace, kind: NoticeKind, *, key: str = "abcdefgh") -> Alert:
    """Make a notice to the member who is there."""
    who = number_of(slack.member.id)
    told = WaiterNotice(
        kind=kind,
        waiter=1,
        member=who,
        provider="minimax",
        asked_at=NOON,
        offered=(OfferedSlots(account="a", slots=1, free=1),),
    )
    members = () if told.private else (who,)
    return Alert(key=key, channel=number_of(slack.channel.id), at=NOON, members=members, content=told)


def posted_id(message: PostedMessage) -> int:
    """Return the number by which delivery knows a message that was posted."""
    return message_number_of(message.ts)


@dataclass
class Posting:
    """What sends alerts, and what it goes by; time passes by itself and when ``ahead`` is raised."""

    delivery: SlackDelivery
    workspace: Workspace
    app_refusal: AppRefusal
    ahead: float = 0.0


@asynccontextmanager
async def posting(
    slack: SlackWorkspace, *, time_limit: float = 10.0, tried_every: float = TRIED_EVERY, at_most_once: bool = False
) -> AsyncIterator[Posting]:
    """Return what sends alerts to a workspace; its own pauses take no time."""
    loop = asyncio.get_running_loop()
    made: list[Posting] = []

    def monotonic() -> float:
        return loop.time() + (made[0].ahead if made else 0.0)

    async def sleep(seconds: float) -> None:
        made[0].ahead += seconds

    async with SlackApi(slack.bot_token, slack.app_token, base_url=slack.url, time_limit=time_limit) as api:
        workspace, app_refusal = Workspace(api, monotonic=monotonic), AppRefusal(monotonic, tried_every=tried_every)
        delivery = SlackDelivery(
            api,
            workspace,
            word,
            app_refusal=app_refusal,
            pace=PostPace(monotonic, sleep),
            budget=EditBudget(monotonic),
            at_most_once=at_most_once,
        )
        made.append(Posting(delivery, workspace, app_refusal))
        yield made[0]
