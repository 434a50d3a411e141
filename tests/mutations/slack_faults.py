"""Faults in what Slack is sent."""

from tests.mutations.fault import Fault

_RENDERED = "tests/chat/slack/test_message_renderer.py"
_SPANS = "tests/chat/slack/test_span_markup.py"
_TABLE = "tests/chat/slack/test_data_table.py"

SLACK_FAULTS: tuple[Fault, ...] = (
    Fault(
        what="what is emptied in the form of a watch stays as it was",
        file="bot/chat/slack/command_form.py",
        old="name in command.form.emptied and name not in entered",
        new="name in command.form.emptied and name in entered",
        tests=("tests/chat/slack/test_command_form.py::test_what_a_form_showed_and_was_emptied_is_meant_to_go",),
    ),
    Fault(
        what="an edit may leave on Slack long after another program has made a newer one",
        file="bot/chat/slack/alert_delivery.py",
        old="lambda: age() < LEAVES_WITHIN",
        new="lambda: True",
        tests=(
            "tests/delivery/test_message_port.py::test_what_is_not_noted_or_was_long_ago_is_neither_posted_nor_edited",
        ),
    ),
    Fault(
        what="a press on the Home tab whose answer takes longer than Slack's three seconds shows nothing",
        file="bot/chat/slack/modal_views.py",
        old="call_later(OPEN_WITHIN, wait)",
        new="call_later(OPEN_WITHIN * 1000, wait)",
        tests=("tests/chat/slack/test_app_home.py::test_an_answer_in_a_modal_that_takes_long_is_opened_in_time",),
    ),
    Fault(
        what="a late answer that can't be drawn is no answer at all",
        file="bot/chat/slack/slash_command.py",
        old="self._answered(typed), ANSWER_WITHIN",
        new="self._answer(typed), ANSWER_WITHIN",
        tests=("tests/chat/slack/test_slash_command.py::test_what_can_not_be_drawn_late_is_apologised_for",),
    ),
    Fault(
        what="an answer that was asked for as private can be shared once it was refreshed",
        file="bot/chat/slack/button_presses.py",
        old="if action.in_place and pressed.value == PRIVATE and not message.private:",
        new="if False:",
        tests=(
            "tests/chat/slack/test_button_presses.py::test_what_is_renewed_can_still_be_shared_unless_it_was_asked_for_as_private",
        ),
    ),
    Fault(
        what="a refusal takes the place of the answer whose button was pressed",
        file="bot/chat/message.py",
        old="return not self.refusal and (private or not self.private)",
        new="return private or not self.private",
        tests=("tests/chat/slack/test_button_presses.py::test_a_refused_press_leaves_an_answer_of_ones_own_as_it_is",),
    ),
    Fault(
        what="the quotation marks of a text are counted twice, so that messages have less room",
        file="bot/chat/slack/span_markup.py",
        old=""" - len('""'))""",
        new=")",
        tests=(f"{_SPANS}::test_the_length_of_rich_text_is_that_of_its_json",),
    ),
    Fault(
        what="untrusted text mentions everybody where Slack is sent text",
        file="bot/chat/slack/span_markup.py",
        old='.replace("<", "&lt;")',
        new="",
        tests=(f"{_SPANS}::test_each_span_has_its_element_and_its_words",),
    ),
    Fault(
        what="cards that share a message each take all the room there is, and Slack refuses it",
        file="bot/chat/slack/message_renderer.py",
        old="blocks = _card(card, left // (len(shown) - index), markup, sign=_sign(card), rows=rows)",
        new="blocks = _card(card, limits.MESSAGE, markup, sign=_sign(card), rows=rows)",
        tests=(f"{_RENDERED}::test_cards_share_what_one_message_holds",),
    ),
    Fault(
        what="cards have dividers where there is no block left for them",
        file="bot/chat/slack/message_renderer.py",
        old="if drawn and blocks and divided:",
        new="if drawn and blocks:",
        tests=(
            "tests/chat/slack/test_buttons_and_menus.py::test_cards_with_rows_and_tables_take_no_more_than_a_messages_blocks",
        ),
    ),
    Fault(
        what="a long card is an attachment, which Slack folds with its buttons",
        file="bot/chat/slack/message_renderer.py",
        old="if message.headline and message.cards and all(map(_is_short, message.cards)):",
        new="if message.headline and message.cards:",
        tests=(f"{_RENDERED}::test_only_cards_that_slack_does_not_fold_are_attachments",),
    ),
    Fault(
        what="a user group that is only named is notified all the same",
        file="bot/chat/slack/span_markup.py",
        old="return ping_text(mention) if said is None else self.text(isolated(said))",
        new="return ping_text(mention)",
        tests=(f"{_SPANS}::test_each_span_has_its_element_and_its_words",),
    ),
    Fault(
        what="who is only named in a channel is notified all the same",
        file="bot/chat/slack/slack_words.py",
        old="return self.name_of(slack_id) or None",
        new="return None",
        tests=("tests/chat/slack/test_command_form.py::test_who_paused_a_channel_is_named_there_and_not_notified",),
    ),
    Fault(
        what="a form that is filled in shows a user group's id",
        file="bot/chat/slack/menu_suggestions.py",
        old="next((one.label for one in found if str(one.value) == text), text)",
        new="text",
        tests=("tests/chat/slack/test_command_form.py::test_what_is_filled_in_reads_as_its_menu_does",),
    ),
    Fault(
        what="rows of a table without room in it are lost",
        file="bot/chat/slack/data_table.py",
        old="if row.cells and row not in drawn:",
        new="if not drawn:",
        tests=(f"{_TABLE}::test_rows_without_room_are_said_below_and_none_is_lost",),
    ),
    Fault(
        what="untrusted text in a row of a list is bold, struck or code",
        file="bot/chat/slack/buttons_and_menus.py",
        old='return _STYLES.sub(lambda found: f"{_JOINER}{found[0]}", escape(text))',
        new="return escape(text)",
        tests=("tests/chat/slack/test_buttons_and_menus.py::test_no_text_of_others_is_markup_in_a_row",),
    ),
    Fault(
        what="a modal is sent a data table, which Slack refuses there",
        file="bot/chat/slack/modal_views.py",
        old="cards = [card.without_table() for card in message.cards]",
        new="cards = list(message.cards)",
        tests=(f"{_TABLE}::test_a_modal_shows_the_same_without_columns",),
    ),
    Fault(
        what="an edit keeps the attachments of what was said before",
        file="bot/chat/slack/message_renderer.py",
        old='"attachments": list(self.attachments)}',
        new='**({"attachments": list(self.attachments)} if self.attachments else {})}',
        tests=(f"{_RENDERED}::test_a_payload_names_its_attachments_even_where_it_has_none",),
    ),
    Fault(
        what="guests of a workspace on Slack are shown its accounts",
        file="bot/chat/slack/member_rights.py",
        old='return GUEST if member.is_guest else ""',
        new='return ""',
        tests=("tests/chat/slack/test_member_rights.py::test_nobody_but_members_is_told_anything",),
    ),
    Fault(
        what="a list offers buttons for commands that add nothing to it",
        file="bot/chat/slack/member_rights.py",
        old='if name.startswith(f"{feature} ") and one.adds)',
        new='if name.startswith(f"{feature} "))',
        tests=(
            "tests/chat/slack/test_slash_command.py::test_a_list_has_a_button_that_opens_the_form_of_what_adds_to_it",
        ),
    ),
    Fault(
        what="a form leaves the channel that a command would use out",
        file="bot/chat/slack/command_form.py",
        old="if option.here else {}",
        new="if False else {}",
        tests=(
            "tests/chat/slack/test_command_form.py::test_a_channel_that_is_left_out_is_filled_in_where_it_is_the_callers",
        ),
    ),
    Fault(
        what="a form shows every mistake at its first input",
        file="bot/chat/slack/command_form.py",
        old="if problem.option in names else",
        new="if False else",
        tests=("tests/chat/slack/test_command_form.py::test_a_mistake_is_shown_at_its_option_or_at_the_first",),
    ),
    Fault(
        what="who asks for a slot in a conversation with a colleague is told in that one, where the bot can't write",
        file="bot/chat/slack/member_rights.py",
        old='if not channel or channel.startswith("D"):',
        new="if not channel:",
        tests=(
            "tests/chat/slack/test_member_rights.py::test_a_conversation_of_two_members_stands_for_the_bots_own_with_one",
        ),
    ),
    Fault(
        what="a button works in a channel of which Slack does not say who reads it",
        file="bot/chat/slack/member_rights.py",
        old="""    if channel is None:
        return f"{UNANSWERED}""",
        new="""    if channel is None:
        return ""
    if channel is None:
        return f"{UNANSWERED}""",
        tests=(
            "tests/chat/slack/test_member_rights.py::test_a_channel_of_which_slack_says_nothing_is_not_called_shared",
        ),
    ),
    Fault(
        what="what a form did in a channel is undone in the form, of which the channel reads nothing",
        file="bot/chat/slack/form_submissions.py",
        old="message = replace(message, actions=())",
        new="message = replace(message)",
        tests=(
            "tests/chat/slack/test_command_form.py::test_what_the_channel_reads_of_is_undone_there_and_not_in_the_form",
        ),
    ),
    Fault(
        what="commands for managers are answered to everybody on Slack",
        file="bot/chat/slack/member_rights.py",
        old="        if not self._dispatcher.is_offered(command, caller):\n",
        new="        if False:\n",
        tests=("tests/chat/slack/test_member_rights.py::test_who_manages_nothing_is_told_who_does",),
    ),
    Fault(
        what="who may not schedule reports on Slack is not told of the command that anybody may use",
        file="bot/chat/feature.py",
        old="return () if self.instead is None else",
        new="return () if True else",
        tests=("tests/chat/slack/test_member_rights.py::test_a_refusal_names_the_command_that_is_for_everyone",),
    ),
    Fault(
        what="an answer asked for in public is posted in a channel that another organisation reads",
        file="bot/chat/slack/answer_delivery.py",
        old="not message.private and not admitted.private_because",
        new="not message.private",
        tests=("tests/chat/slack/test_member_rights.py::test_nothing_is_public_in_a_channel_that_is_shared",),
    ),
    Fault(
        what="a picture whose upload may have arrived is shared a second time",
        file="bot/chat/slack/picture_upload.py",
        old="""    await api.upload(upload.upload_url, picture.png)
""",
        new="""    await api.upload(upload.upload_url, picture.png)
    try:
        await api.call("files.completeUploadExternal", files=[{"id": upload.file_id}], channel_id=channel)
    except SlackTrouble:
        pass
""",
        tests=("tests/chat/slack/test_picture_upload.py::test_a_share_whose_answer_is_lost_is_not_repeated",),
    ),
    Fault(
        what="in a form, a person in place of a user group is refused at the first input, not at the group",
        file="bot/chat/slack/channel_directory.py",
        old='not single members.", option="role")',
        new='not single members.")',
        tests=(
            "tests/chat/slack/test_channel_directory.py::test_a_person_is_no_group_whether_or_not_slack_lists_those",
        ),
    ),
    Fault(
        what="a changed channel that Slack does not answer about holds up the changes of all others",
        file="bot/chat/slack/channel_checks.py",
        old="group.create_task(self._ask_again(channel))",
        new="await self._ask_again(channel)",
        tests=(
            "tests/chat/slack/test_channel_checks.py::test_a_change_of_which_slack_says_nothing_delays_no_other_one",
        ),
    ),
    Fault(
        what="after a restart nobody asks which user groups there are, and a disabled one is pinged without a word",
        file="bot/chat/slack/channel_checks.py",
        old="return {*channels, None} if pings else {*channels}",
        new="return {*channels}",
        tests=(
            "tests/chat/slack/test_channel_checks.py::test_a_user_group_that_a_watch_pings_is_looked_at_when_it_changes",
        ),
    ),
    Fault(
        what="a user group that is disabled while the bot runs is found out at the next hour only",
        file="bot/chat/slack/channel_checks.py",
        old='if changed is None and event.get("type") not in _GROUP_EVENTS:',
        new="if changed is None:",
        tests=(
            "tests/chat/slack/test_channel_checks.py::test_a_user_group_that_a_watch_pings_is_looked_at_when_it_changes",
        ),
    ),
)
