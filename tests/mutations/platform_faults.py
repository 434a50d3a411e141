"""What serving two platforms in one program could get wrong."""

from tests.mutations.fault import Fault

_ASSEMBLY = "tests/app/test_platform_assembly.py"
_REGISTRY = "tests/subscriptions/test_watch_registry.py"
_APART = "tests/chat/test_two_platforms.py"

PLATFORM_FAULTS = (
    Fault(
        what="a platform that refuses the bot's token ends the other one as well",
        file="bot/app/platform_assembly.py",
        old="                if not left:\n                    raise\n",
        new="                raise\n",
        tests=(f"{_ASSEMBLY}::test_a_platform_that_refuses_the_bot_is_left_out_and_the_other_goes_on",),
    ),
    Fault(
        what="a program that every platform refuses runs on for nobody",
        file="bot/app/platform_assembly.py",
        old="                if not left:\n                    raise\n",
        new="",
        tests=(f"{_ASSEMBLY}::test_the_only_platform_ends_the_program_when_it_refuses_the_bot",),
    ),
    Fault(
        what="a mistake in the code for Slack ends the program, and Discord with it",
        file="bot/app/platform_assembly.py",
        old="            except (CannotStart, LeadLost):\n",
        new="            except Exception:\n",
        tests=(f"{_ASSEMBLY}::test_a_mistake_of_ours_on_one_platform_starts_that_one_anew_and_no_other",),
    ),
    Fault(
        what="at a rolling restart nobody answers on any platform until the next program does",
        file="bot/app/leader_term.py",
        old="                await lead.hand_over()\n",
        new="",
        tests=(
            "tests/app/test_leader_term.py::test_people_are_answered_while_the_lead_is_handed_over_and_nothing_is_sent",
        ),
    ),
    Fault(
        what="who has asked when the bot is stopped waits for a look that never comes",
        file="bot/app/leader_term.py",
        old="                looks.create_task(part)\n",
        new="                answers.create_task(part)\n",
        tests=("tests/app/test_leader_term.py::test_who_has_asked_is_answered_by_a_look_after_the_hand_over",),
    ),
    Fault(
        what="who has asked on Discord right before the bot is stopped is never answered",
        file="bot/chat/discord/gateway_connection.py",
        old="            await before_close()\n",
        new="",
        tests=("tests/app/test_discord_platform.py::test_who_has_asked_is_answered_before_the_connection_is_closed",),
    ),
    Fault(
        what="a command that Slack was told is taken is not answered when the bot is stopped",
        file="bot/app/slack_platform.py",
        old="conversation.tasks.finish(answering.time_left())",
        new="conversation.tasks.finish(0.0)",
        tests=("tests/app/test_slack_platform.py::test_who_has_asked_is_answered_after_the_sockets_were_closed",),
    ),
    Fault(
        what="what people typed on Slack right before a rolling restart is taken and never answered",
        file="bot/chat/slack/socket_connection.py",
        old="            await workers.finish(HANDLED_WITHIN)\n            await self._tasks.finish()\n",
        new="            await self._tasks.finish()\n",
        tests=(
            "tests/chat/slack/test_socket_connection.py::test_at_the_end_what_came_and_what_comes_meanwhile_is_handled",
        ),
    ),
    Fault(
        what="the leader before hands over to one that answers on a single platform yet",
        file="bot/app/platform_assembly.py",
        old="            if not silent:\n",
        new="            if True:\n",
        tests=(f"{_ASSEMBLY}::test_people_are_answered_once_every_platform_is_connected",),
    ),
    Fault(
        what="a manager sees the watch that the settings make for the other platform",
        file="bot/subscriptions/watch_registry.py",
        old="own = [watch for watch in self._from_settings if platform_of(watch.channel) is platform_of(guild)]",
        new="own = self._from_settings",
        tests=(f"{_REGISTRY}::test_a_guild_sees_the_watch_from_the_settings_of_its_own_platform_only",),
    ),
    Fault(
        what="/why explains an alert of the other platform",
        file="bot/chat/why/handler.py",
        old="platform_of(one.alert.channel) is here and _may_read",
        new="_may_read",
        tests=(f"{_APART}::test_an_alert_is_explained_on_its_own_platform_only",),
    ),
    Fault(
        what="whoever adds a watch on one platform resumes the refused channels of the other",
        file="bot/app/platform_assembly.py",
        old='            return (f"That channel is on {platform.brand}.",)',
        new="            return ()",
        tests=(f"{_APART}::test_mending_a_channel_on_one_platform_resumes_none_of_the_other",),
    ),
    Fault(
        what="a channel whose platform is away is taken for mended",
        file="bot/subscriptions/paused_channels.py",
        old="if lacks is not None and not lacks:",
        new="if not lacks:",
        tests=("tests/subscriptions/test_paused_channels.py::test_it_checks_every_hour_unless_the_platform_is_away",),
    ),
    Fault(
        what="a container is restarted again and again while one of two platforms is away",
        file="bot/health/http_server.py",
        old="*(away if len(away) == len(self._one_of) else ())",
        new="*away",
        tests=("tests/health/test_http_server.py::test_of_several_platforms_one_is_enough_and_the_others_are_named",),
    ),
    Fault(
        what="a token that is pasted into the wrong setting is taken",
        file="bot/settings/value_parsers.py",
        old="    if written.startswith(prefix):\n",
        new="    if written:\n",
        tests=("tests/settings/test_platform_tokens.py::test_a_token_in_the_wrong_setting_is_sent_to_its_own_unseen",),
    ),
    Fault(
        what="a second program that takes half of what people type goes unnoticed",
        file="bot/chat/slack/platform_health.py",
        old="(state.connections or 1) > 1",
        new="(state.connections or 1) > 2",
        tests=("tests/chat/slack/test_platform_health.py::test_another_program_with_the_same_token_needs_a_person",),
    ),
    Fault(
        what="an address that answers for the bot on Slack stands in the log",
        file="bot/logs.py",
        old=r"""        re.compile(r"(hooks\.slack\.com/\w+/)[^\s'\"<>]+"),""",
        new="""        re.compile(r"(a response_url)\\\\Z"),""",
        tests=("tests/logs/test_log_redaction.py::test_an_address_of_slack_that_is_a_password_is_cut",),
    ),
)
