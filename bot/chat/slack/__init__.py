"""Slack's edge: draws messages as Block Kit, answers slash commands and presses, delivers alerts, stays connected.

Nothing outside this folder speaks to Slack, and ``app`` imports it only if Slack's tokens are set. Start reading in
``interaction_router``, which routes everything that people do.

::

    web_api                   one call is one request: tokens, time limits, what may have arrived
    api_answers               answers of the API, parsed: a reply, a refusal, or trouble
    app_scopes_and_tokens     whether Slack accepts the app: what its scopes are for, and what to do if it is refused
    socket_connection         the socket, kept open; socket_envelopes: what it brings
    interaction_payloads      what people do, parsed; interaction_router: who answers it
    slash_command             answers typed commands
    button_presses            answers presses and shortcuts
    form_submissions          answers forms; command_form draws them, menu_suggestions fills their menus
    answer_delivery           who sees an answer, its "Share here", and how it gets to them; picture_upload: its picture
    button_and_form_metadata  what buttons and forms carry: the question that they ask again
    app_home                  the Home tab; modal_views: modals
    member_rights             who may see and change what
    workspace_cache           members, channels and groups; member_and_channel_records parses them
    slack_words               what Slack calls things: the command, user groups, who may change what
    message_renderer          a message as text, blocks and attachments, within block_limits
    span_markup               spans as rich text, and as plain text
    buttons_and_menus         buttons and menus, below a message and beside its entries; data_table: tables
    alert_delivery            alerts into channels: posted, edited, and found again by message_search
    delivery_refusals         what refusals mean: try again, or give up
    post_and_edit_rates       how fast alerts are posted and edited
    channel_directory         channels and groups; channel_checks pauses those that can't get alerts
    platform_health           whether commands arrive and messages are accepted
    slack_ids                 ids as numbers
"""
