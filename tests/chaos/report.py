"""The outcome in one line of JSON, from the far ends' records; and the sentences that say why it is a bad one."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType

from bot.history.usage_timeline import percentile
from tests.chaos import model, outages, revisions
from tests.chaos.accounts import Accounts
from tests.chaos.look_moments import Moments
from tests.chaos.model import Count, Look, Post, Told, What
from tests.chaos.placing import place
from tests.chaos.reading import read, read_slack
from tests.chaos.revisions import Subject
from tests.fakes.discord import Channel, Discord
from tests.fakes.slack import Channel as SlackChannel
from tests.fakes.slack import SlackWorkspace


def count(
    looks: Sequence[Look],
    posts: Sequence[Post],
    told_by_edits: Sequence[Told] | None = None,
    elsewhere: Mapping[str, frozenset[int]] = MappingProxyType({}),
) -> Count:
    """Count what is due, told, lost, repeated, out of order and invented, over all providers.

    Args:
        looks: What was served.
        posts: Messages as they were sent, in the channel where nothing is told by an edit alone.
        told_by_edits: The messages of the channel whose watch tells the end of an incident by an edit, where there is
            one.
        elsewhere: Of each provider, the looks that another chat was told of.
    """
    counted = Count()
    due = defaultdict[Subject, list[What]](list)
    kept = model.once(posts, counted)
    looks = model.with_whole(looks)
    model.check_order(kept, counted)
    for provider in sorted({look.provider for look in looks} | {post.provider for post in kept}):
        own = [look for look in looks if look.provider == provider]
        heard = place(own, [post for post in kept if post.provider == provider])
        also = elsewhere.get(provider, frozenset())
        model.compare(own, heard, counted, also)
        outages.compare(own, heard, counted)
        for _, news in model.due_of(own, heard, also):
            due[provider, news.account].append(news.what)
    if told_by_edits is not None:
        revisions.check_edited(due, told_by_edits, counted)
    return counted


def judge(discord: Discord, edited: Channel, looks: Sequence[Look], moments: Moments) -> Count:
    """Count what the far ends have on record; in ``edited`` the end of an incident is told by an edit."""
    return _judge(read(discord.posts(), moments), read(discord.posts(edited), moments), looks, {})


def judge_slack(
    slack: SlackWorkspace, edited: SlackChannel, looks: Sequence[Look], discord: Discord, moments: Moments
) -> Count:
    """Count what the loopback Slack has on record; a look that Discord was told of is due here, too."""
    elsewhere = told_elsewhere(looks, model.posts_of(read(discord.posts(), moments)[0]))
    return _judge(read_slack(slack.posts(), moments), read_slack(slack.posts(edited), moments), looks, elsewhere)


def told_elsewhere(looks: Sequence[Look], posts: Sequence[Post]) -> dict[str, frozenset[int]]:
    """Return the looks at each provider that a chat was told of, for the judgement of another chat."""
    looks = model.with_whole(looks)
    found = {}
    for provider in {look.provider for look in looks}:
        own = [look for look in looks if look.provider == provider]
        told = [post for post in posts if post.provider == provider]
        found[provider] = frozenset(line.look for line in place(own, told) if line.news.account)
    return found


def _judge(
    first: tuple[list[Told], list[str]],
    by_edits: tuple[list[Told], list[str]],
    looks: Sequence[Look],
    elsewhere: Mapping[str, frozenset[int]],
) -> Count:
    """Judge two channels of one chat: one that is told all, and one that is told the ends by edits."""
    (told, unread), (told_by_edits, unread_by_edits) = first, by_edits
    posts = model.posts_of(told)
    counted = count(looks, posts, told_by_edits, elsewhere)
    counted.invented += [*unread, *unread_by_edits]
    model.check_greeted(told, told_by_edits, counted)
    messages = [*told, *told_by_edits]
    revisions.check_endings(looks, messages, counted)
    revisions.check_pace(messages, counted)
    return counted


def is_all_told(counted: Count) -> bool:
    """Return whether nothing is left to wait for."""
    return not counted.lost and not counted.unclosed


def figures(counted: Count, discord: Discord, edited: Channel, useapi: Accounts) -> dict[str, object]:
    """Return the figures that the far ends' records hold.

    ``lost_answers`` are requests that were never answered: the connection was cut, or the bot was dead by then.
    """
    return {
        **_counts(counted),
        "messages": sum(len(discord.posts(channel)) for channel in (None, edited)),
        "outages_told": counted.outages,
        "looks": len(useapi.looks),
        "looks_failed": sum(not look.answered for look in useapi.looks),
        **_statuses([request.status for request in discord.requests]),
        "invalid_requests": discord.invalid_requests,
        "gateway_connections": discord.gateway.connections,
    }


def slack_figures(counted: Count, slack: SlackWorkspace, edited: SlackChannel) -> dict[str, object]:
    """Return the figures that the loopback Slack's records hold; ``looks_for_messages`` are calls for the history."""
    return {
        **_counts(counted),
        "messages": sum(len(slack.posts(channel)) for channel in (None, edited)),
        "outages_told": counted.outages,
        **_statuses([request.status for request in slack.requests]),
        "looks_for_messages": len(slack.calls("conversations.history")),
        "over_a_real_limit": slack.limits.refused,
        "sockets": slack.sockets.connections,
    }


def _counts(counted: Count) -> dict[str, object]:
    return {
        "due": counted.due,
        "told": counted.told,
        "lost": len(counted.lost),
        "repeated": len(counted.repeated),
        "out_of_order": len(counted.out_of_order),
        "invented": len(counted.invented),
        "unclosed": len(counted.unclosed),
        "edits": counted.edits,
        "edits_too_soon": len(counted.too_soon),
        "due_by_edits": counted.due_by_edits,
        "told_by_edits": counted.told_by_edits,
        "p50_seconds": _percentile(counted.seconds, 50),
        "p95_seconds": _percentile(counted.seconds, 95),
        "p99_seconds": _percentile(counted.seconds, 99),
    }


def _statuses(statuses: Sequence[int | None]) -> dict[str, object]:
    return {
        "requests": len(statuses),
        "answered_429": statuses.count(429),
        "answered_5xx": sum(status is not None and status >= 500 for status in statuses),
        "lost_answers": statuses.count(None),
    }


def reasons(counted: Count, where: str = "") -> Iterator[str]:
    """Return what is wrong, a line each, with the chat before it where that is named."""
    for name, sentences in (
        ("lost", counted.lost),
        ("repeated", counted.repeated),
        ("out of order", counted.out_of_order),
        ("invented", counted.invented),
        ("unclosed", counted.unclosed),
        ("edited too soon", counted.too_soon),
    ):
        yield from (f"{where}{name}: {sentence}" for sentence in sentences)


def _percentile(seconds: Sequence[float], percent: int) -> float | None:
    found = percentile([timedelta(seconds=one) for one in seconds], percent)
    return None if found is None else round(found.total_seconds(), 3)
