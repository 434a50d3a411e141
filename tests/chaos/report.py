"""The outcome in one line of JSON, from the far ends' records; and the sentences that say why it is a bad one."""

import math
from collections.abc import Iterator, Sequence

from tests.chaos import model, outages
from tests.chaos.accounts import Accounts
from tests.chaos.model import Count, Look, Post
from tests.chaos.reading import read
from tests.fakes.discord import Discord


def count(looks: Sequence[Look], posts: Sequence[Post]) -> Count:
    """Count what is due, told, lost, repeated, out of order and invented, over all providers."""
    counted = Count()
    kept = model.once(posts, counted)
    model.check_order(kept, counted)
    for provider in sorted({look.provider for look in looks} | {post.provider for post in kept}):
        own = [look for look in looks if look.provider == provider]
        heard = model.place(own, [post for post in kept if post.provider == provider])
        model.compare(own, heard, counted)
        outages.compare(own, heard, counted)
    return counted


def judge(discord: Discord, useapi: Accounts) -> Count:
    """Count what the far ends have on record."""
    posts, unread = read(discord.posts())
    counted = count(useapi.looks, posts)
    counted.invented += unread
    return counted


def figures(counted: Count, discord: Discord, useapi: Accounts) -> dict[str, object]:
    """Give the figures that the far ends' records hold.

    ``lost_answers`` are requests that were never answered: the connection was cut, or the bot was dead by then.
    """
    statuses = [request.status for request in discord.requests]
    return {
        "due": counted.due,
        "told": counted.told,
        "lost": len(counted.lost),
        "repeated": len(counted.repeated),
        "out_of_order": len(counted.out_of_order),
        "invented": len(counted.invented),
        "p50_seconds": percentile(counted.seconds, 50),
        "p95_seconds": percentile(counted.seconds, 95),
        "p99_seconds": percentile(counted.seconds, 99),
        "messages": len(discord.posts()),
        "outages_told": counted.outages,
        "looks": len(useapi.looks),
        "looks_failed": sum(not look.answered for look in useapi.looks),
        "requests": len(statuses),
        "answered_429": statuses.count(429),
        "answered_5xx": sum(status is not None and status >= 500 for status in statuses),
        "lost_answers": statuses.count(None),
        "invalid_requests": discord.invalid_requests,
        "gateway_connections": discord.gateway.connections,
    }


def reasons(counted: Count) -> Iterator[str]:
    """Say what is wrong, a line each."""
    for name, sentences in (
        ("lost", counted.lost),
        ("repeated", counted.repeated),
        ("out of order", counted.out_of_order),
        ("invented", counted.invented),
    ):
        yield from (f"{name}: {sentence}" for sentence in sentences)


def percentile(values: Sequence[float], percent: int) -> float | None:
    """Give the smallest value that so many percent of all do not exceed; None of none."""
    ordered = sorted(values)
    return round(ordered[max(math.ceil(percent / 100 * len(ordered)) - 1, 0)], 3) if ordered else None
