"""What is known of people, channels and user groups: asked for once, kept for minutes, forgotten by events."""

import asyncio
from collections.abc import AsyncIterator

import msgspec
import pytest

from bot.chat.slack.api_answers import SlackTrouble
from bot.chat.slack.member_and_channel_records import Channel, ConversationInfo
from bot.chat.slack.member_rights import why_not_shown
from bot.chat.slack.slack_ids import number_of
from bot.chat.slack.web_api import SlackApi
from bot.chat.slack.workspace_cache import KEPT_FOR, Workspace
from tests.fakes.slack import Fault, SlackWorkspace
from tests.rows import each_row


class Clock:
    """Seconds that pass when a test says so."""

    now = 0.0

    def __call__(self) -> float:
        """Return them."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def workspace(slack: SlackWorkspace, clock: Clock) -> AsyncIterator[Workspace]:
    async with SlackApi(slack.bot_token, slack.app_token, base_url=slack.url) as api:
        yield Workspace(api, monotonic=clock)


async def test_the_bot_learns_who_it_is(workspace: Workspace, slack: SlackWorkspace) -> None:
    assert workspace.known_identity is None
    identity = await workspace.identity()
    assert (identity.team, identity.bot, identity.user) == (slack.world.team, slack.world.bot_id, slack.world.bot.id)
    assert identity.url == "https://studio.slack.example/"
    assert workspace.known_identity == await workspace.identity()
    assert len(slack.calls("auth.test")) == 1


@each_row("role", ["is_admin", "is_owner", "is_primary_owner"])
async def test_who_runs_the_workspace_is_an_admin(role: str, workspace: Workspace, slack: SlackWorkspace) -> None:
    found = await workspace.member(slack.world.add_member("kim", **{role: True}).id)
    assert found is not None
    assert found.is_admin
    assert not why_not_shown(found)


async def test_a_member_is_no_admin_and_may_read(workspace: Workspace, slack: SlackWorkspace) -> None:
    found = await workspace.member(slack.member.id)
    assert found is not None
    assert not found.is_admin
    assert not why_not_shown(found)


@each_row("kind", ["is_guest", "is_single_channel_guest", "is_bot", "deleted", "is_stranger"])
async def test_guests_bots_and_the_gone_may_not_read(kind: str, workspace: Workspace, slack: SlackWorkspace) -> None:
    found = await workspace.member(slack.world.add_member("kim", **{kind: True}).id)
    assert found is not None
    assert why_not_shown(found)


async def test_people_of_another_workspace_may_not_read(workspace: Workspace, slack: SlackWorkspace) -> None:
    stranger = slack.world.add_stranger()
    slack.world.change_member(stranger, is_stranger=False)  # known by the workspace alone
    found = await workspace.member(stranger.id)
    assert found is not None
    assert found.is_stranger
    assert await workspace.member("U0NOBODY") is None


async def test_an_answer_is_kept_for_minutes(workspace: Workspace, slack: SlackWorkspace, clock: Clock) -> None:
    await asyncio.gather(*(workspace.member(slack.member.id) for _ in range(5)))
    assert len(slack.calls("users.info")) == 1
    slack.world.change_member(slack.member, is_admin=True)
    clock.now = KEPT_FOR - 1
    kept = await workspace.member(slack.member.id)
    clock.now = KEPT_FOR + 1
    fresh = await workspace.member(slack.member.id)
    assert kept is not None
    assert fresh is not None
    assert (kept.is_admin, fresh.is_admin) == (False, True)


async def test_no_answer_is_no_right(workspace: Workspace, slack: SlackWorkspace, clock: Clock) -> None:
    await workspace.member(slack.admin.id)
    clock.now = KEPT_FOR + 1
    slack.faults.add("users.info", Fault.status(503))
    with pytest.raises(SlackTrouble):
        await workspace.member(slack.admin.id)


async def test_a_channel_is_what_slack_says(workspace: Workspace, slack: SlackWorkspace) -> None:
    channel = slack.channel.id
    assert workspace.known_channel(number_of(channel)) is None
    assert await workspace.channel(channel) == Channel(id=channel, name="general", has_bot=True)
    slack.world.kick(channel)
    slack.world.archive(channel)
    assert (await workspace.channel(channel)).has_bot  # as it was
    found = await workspace.channel(channel, anew=True)
    assert (found.has_bot, found.is_archived) == (False, True)


async def test_a_channel_that_is_not_seen_is_known_as_such(workspace: Workspace, slack: SlackWorkspace) -> None:
    hidden = slack.world.add_channel("secret", private=True, has_bot=False)
    assert await workspace.channel(hidden.id) == Channel(id=hidden.id, is_seen=False)
    assert workspace.known_channel(number_of(hidden.id)) is not None


async def test_a_direct_message_is_not_asked_for(workspace: Workspace, slack: SlackWorkspace) -> None:
    assert (await workspace.channel("D0000001")).is_direct
    assert slack.requests == []


@each_row(
    ("found", "shared"),
    [
        ({}, False),
        ({"is_ext_shared": True}, True),
        ({"is_pending_ext_shared": True}, True),
        ({"pending_connected_team_ids": ["T2"]}, True),
        ({"is_org_shared": True}, True),
        ({"is_org_shared": True, "shared_team_ids": ["T1"]}, False),
        ({"is_org_shared": True, "shared_team_ids": ["T1", "T2"]}, True),
        ({"is_org_shared": True, "shared_team_ids": ["T1", "T3"]}, False),
        ({"is_org_shared": True, "internal_team_ids": ["T2"]}, True),
        ({"is_org_shared": True, "connected_team_ids": ["T1", "T2"]}, True),
    ],
)
def test_a_channel_is_shared_where_others_read_along(found: dict[str, object], shared: bool) -> None:  # noqa: FBT001 - a column
    reply = {"channel": {"id": "C1", "name": "general", **found}}
    assert msgspec.convert(reply, ConversationInfo).channel.channel({"T1", "T3"}).is_shared is shared


@each_row(
    ("event", "changed"),
    [
        ({"type": "channel_archive", "channel": "C1", "user": "U1"}, "C1"),
        ({"type": "channel_unarchive", "channel": "C1"}, "C1"),
        ({"type": "group_archive", "channel": "C1"}, "C1"),
        ({"type": "channel_left", "channel": "C1"}, "C1"),
        ({"type": "group_left", "channel": "C1"}, "C1"),
        ({"type": "channel_deleted", "channel": "C1"}, "C1"),
        ({"type": "channel_shared", "channel": "C1", "connected_team_id": "T2"}, "C1"),
        ({"type": "channel_unshared", "channel": "C1"}, "C1"),
        ({"type": "channel_rename", "channel": {"id": "C1", "name": "alerts"}}, "C1"),
        ({"type": "member_joined_channel", "channel": "C1", "user": "U1"}, "C1"),
        ({"type": "app_home_opened", "channel": "D1"}, None),
        ({"type": "channel_archive", "channel": 7}, None),
        ({"type": "channel_archive"}, None),
        ({}, None),
    ],
)
async def test_an_event_names_the_channel_that_changed(
    event: dict[str, object], changed: str | None, workspace: Workspace
) -> None:
    assert workspace.handle_event(event) == changed


@each_row("kind", ["member_joined_channel", "member_left_channel"])
async def test_only_the_bots_own_coming_and_going_changes_a_channel(
    kind: str, workspace: Workspace, slack: SlackWorkspace
) -> None:
    bot = (await workspace.identity()).user
    assert workspace.handle_event({"type": kind, "channel": "C1", "user": slack.member.id}) is None
    assert workspace.handle_event({"type": kind, "channel": "C1", "user": bot}) == "C1"


async def test_what_an_event_changed_is_asked_for_again(workspace: Workspace, slack: SlackWorkspace) -> None:
    channel = slack.channel.id
    await workspace.channel(channel)
    slack.world.share(channel)
    workspace.handle_event({"type": "channel_shared", "channel": channel})
    known = workspace.known_channel(number_of(channel))
    assert known is not None
    assert not known.is_shared
    assert (await workspace.channel(channel)).is_shared


async def test_an_answer_from_before_an_event_is_not_kept(workspace: Workspace, slack: SlackWorkspace) -> None:
    channel = slack.channel.id
    await workspace.identity()
    slack.faults.add("conversations.info", Fault.slow(0.1))
    asking = asyncio.create_task(workspace.channel(channel))
    await slack.wait_for(lambda: slack.calls("conversations.info"))
    workspace.handle_event({"type": "channel_shared", "channel": channel})
    await asking
    slack.world.share(channel)
    assert (await workspace.channel(channel)).is_shared


async def test_user_groups_are_listed_with_their_members(workspace: Workspace, slack: SlackWorkspace) -> None:
    slack.world.change_group(slack.world.add_group("gone"), enabled=False)
    (group,) = await workspace.user_groups()
    assert (group.id, group.handle, group.users) == (slack.group.id, "makers", frozenset({slack.member.id}))
    slack.world.change_group(slack.group, slack.admin)
    workspace.handle_event({"type": "subteam_updated", "subteam": {"id": slack.group.id}})
    (group,) = await workspace.user_groups()
    assert group.users == frozenset({slack.admin.id})
