"""A Slack on loopback: Web API and Socket Mode, good enough for the unmodified slack_sdk to live on.

It refuses what it does not know, checks every limit on all that it receives (`SlackWorkspace.problems`), and can be
made to fail in the ways in which Slack fails (`SlackWorkspace.faults`, `.sockets`, `.terms`, `.world`, `.down`).

::

    loopback              SlackWorkspace: all of it in one object
    server                one call: noted, spoilt by a fault, authenticated, answered
    faults                what may go wrong with a call
    refusals              how Slack says no
    calls                 arguments and methods; then one file for each family:
    chat_methods          posting, editing
    conversation_methods  history, info, direct conversations
    directory_methods     auth.test, people, user groups, pins
    view_methods          modals and the Home tab
    file_methods          the three-step upload
    world                 workspace, members, channels, user groups; events
    messages              every message
    views                 every view
    records               all of it as values
    payloads              and as it looks on the wire
    socket_mode           apps.connections.open, sockets, envelopes, acknowledgements
    socket_line           one socket
    interactions          triggers, response_urls, what an acknowledgement means
    people                what people do
    form_state            what they enter
    acked                 what they see of it
    block_tree            blocks: ids, what can be pressed, what is read
    message_checks        what Slack refuses in a message, a view, a list of options
    block_kit_checker     blocks against the limits of Block Kit:
    block_kinds           blocks, and where they may stand
    block_elements        buttons, menus, inputs
    rich_text_rules       rich text
    block_fields          what a field may hold
    mrkdwn_rules          escaping, and whom a text pings
    secret_scan           tokens, response_urls, full e-mails
    rate_limits           calls a minute
    terms                 what a test may set
    manifest              what the app asks for, from the manifest that we ship

It is not a model of Slack's timing: nothing here happens later than it must.
"""

from tests.fakes.slack.acked import Acked, CannotError, Choice, read
from tests.fakes.slack.faults import Answer, Fault
from tests.fakes.slack.loopback import SlackWorkspace
from tests.fakes.slack.mrkdwn_rules import Pings
from tests.fakes.slack.rate_limits import Limit
from tests.fakes.slack.records import Channel, ChannelKind, File, Member, Message, Origin, UserGroup, View
from tests.fakes.slack.socket_mode import Goal

__all__ = [
    "Acked",
    "Answer",
    "CannotError",
    "Channel",
    "ChannelKind",
    "Choice",
    "Fault",
    "File",
    "Goal",
    "Limit",
    "Member",
    "Message",
    "Origin",
    "Pings",
    "SlackWorkspace",
    "UserGroup",
    "View",
    "read",
]
