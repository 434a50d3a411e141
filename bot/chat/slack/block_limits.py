"""Slack's limits on a message or view, each with the page that states it."""

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
"""Of a message, and of a modal or the App Home: https://docs.slack.dev/reference/block-kit/blocks"""

MESSAGE = 13_200
"""Characters of all blocks together: above about this many, ``chat.postMessage`` answers ``msg_blocks_too_long``.

Slack documents neither the limit nor what it counts; the containers of texts count as well
(https://github.com/slackapi/bolt-js/issues/2509, https://github.com/slackapi/bolt-js/issues/2867). Here the whole JSON
of blocks and attachments counts, which is the most that it can mean.
"""

TEXT = 4_000
"""Of the text beside the blocks: ``chat.update`` refuses more (https://docs.slack.dev/reference/methods/chat.update)."""

SECTION = 3_000
"""Of a section's text: https://docs.slack.dev/reference/block-kit/blocks/section-block"""

ACTIONS = 25
"""Elements of an actions block: https://docs.slack.dev/reference/block-kit/blocks/actions-block"""

ACTION_ID = 255
"""https://docs.slack.dev/reference/block-kit/block-elements/button-element"""

BUTTON = 75
"""Of a button's text: https://docs.slack.dev/reference/block-kit/block-elements/button-element"""

OVERFLOW = 5
"""Options of an overflow menu: https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element"""

OPTIONS = 100
"""https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element"""

OPTION = 75
"""Of an option's text, and of its description: https://docs.slack.dev/reference/block-kit/composition-objects/option-object"""

OPTION_VALUE = 150
"""https://docs.slack.dev/reference/block-kit/composition-objects/option-object"""

PLACEHOLDER = 150
"""https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element"""

VIEW_TITLE = 24
"""Of a modal's title, and of its buttons' texts: https://docs.slack.dev/reference/views/modal-views"""

TABLE_ROWS = 100
"""Of a data table, besides its head: https://docs.slack.dev/reference/block-kit/blocks/data-table-block"""
