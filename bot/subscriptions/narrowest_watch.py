"""Which of a channel's watches speaks for a topic: the most specific one."""

from collections.abc import Iterable

from bot.subscriptions.topic import OF_ACCOUNTS, Topic, TopicKind
from bot.subscriptions.watch import Watch


def narrowest_watch(watches: Iterable[Watch], topic: Topic) -> Watch | None:
    """Choose which of the watches of one channel and provider speaks for a topic: the one that asks most precisely.

    An account's watch goes before its provider's, and that before one for all providers; of pool and provider a watch
    for one account speaks last. So a watch can be an exception to a wider one.
    """
    following = [watch for watch in watches if watch.follows(topic)]
    about_account = topic.kind in {TopicKind.JOB, *OF_ACCOUNTS}
    return min(
        following,
        key=lambda watch: ((watch.account is None) is about_account, watch.provider is None, watch.id),
        default=None,
    )
