"""What could go wrong between chat and Discord."""

from tests.mutations.fault import Fault

DISCORD_FAULTS = (
    Fault(
        what="an alert may ping everybody and any role that stands in its text, not only the watch's own",
        file="bot/chat/discord/alert_delivery.py",
        old="discord.AllowedMentions(everyone=False, users=members, roles=roles)",
        new="discord.AllowedMentions.all()",
        tests=("tests/chat/discord/test_alert_delivery.py::test_only_the_alerts_role_is_pinged",),
    ),
    Fault(
        what="an edit of a message may ping the roles in its text again",
        file="bot/chat/discord/alert_delivery.py",
        old="allowed_mentions=discord.AllowedMentions.none()",
        new="allowed_mentions=discord.AllowedMentions.all()",
        tests=("tests/chat/discord/test_editing.py::test_an_edit_changes_words_and_buttons_and_pings_nobody",),
    ),
    Fault(
        what="each attempt at sending the same alert has a nonce of its own, so that a repeat becomes a second message",
        file="bot/chat/discord/alert_delivery.py",
        old="nonce=alert.key,",
        new='nonce=str(__import__("time").time_ns()),',
        tests=("tests/chat/discord/test_alert_delivery.py::test_an_alert_is_a_message_whose_nonce_is_its_key",),
    ),
    Fault(
        what="alerts go into channels of servers that the settings do not name",
        file="bot/chat/discord/alert_delivery.py",
        old="if guild is not None and guild.id not in self._guilds:",
        new="if guild is not None and not self._guilds:",
        tests=("tests/chat/discord/test_alert_delivery.py::test_a_channel_of_another_guild_is_told_nothing",),
    ),
    Fault(
        what="what is meant for one member is posted in the channel instead of sent directly",
        file="bot/chat/discord/alert_delivery.py",
        old="            if private is not None:\n",
        new="            if private is not None and not client:\n",
        tests=("tests/chat/discord/test_direct_messages.py::test_an_end_is_told_directly_and_to_nobody_else",),
    ),
    Fault(
        what="refusals for missing permissions are not counted, so that the bot may run into Discord's ban",
        file="bot/chat/discord/refused_requests.py",
        old="COUNTED = frozenset({401, 403, 429})",
        new="COUNTED = frozenset({401, 429})",
        tests=(
            "tests/chat/discord/test_alert_delivery.py::test_after_too_many_refusals_nothing_is_sent_until_they_are_old",
        ),
    ),
)
