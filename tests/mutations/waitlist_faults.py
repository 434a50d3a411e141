"""What the waitlist and the boards could get wrong."""

from tests.mutations.fault import Fault

WAITLIST_FAULTS = (
    Fault(
        what="the program pings somebody for a slot that nobody has seen for hours, as its parts don't know each other",
        file="bot/app/engine.py",
        old="            is_stale=self.waitlist.is_stale,\n",
        new="",
        tests=("tests/app/test_engine.py::test_an_offer_that_the_waitlist_calls_stale_is_not_posted",),
    ),
    Fault(
        what="renaming an account promises its offered slot for longer than it is reserved",
        file="bot/chat/alert/alert_message.py",
        old="alert.told_at or now)",
        new="now)",
        tests=("tests/chat/alert/test_offer_wording.py::test_an_edit_of_an_offer_does_not_move_until_when_it_holds",),
    ),
    Fault(
        what="a message that is edited does not know when it was posted",
        file="bot/storage/alert_rows.py",
        old="alert=replace(alert, told_at=row.told_at)",
        new="alert=alert",
        tests=("tests/storage/test_label_store.py::test_an_open_offer_is_edited_once_its_account_is_called_otherwise",),
    ),
    Fault(
        what="an offer lapses two minutes after the look although Discord has not taken the message that tells it",
        file="bot/waitlist/waiter_and_offer.py",
        old="since = self.taken_at or self.told_at\n",
        new="since = self.taken_at or self.told_at or self.at\n",
        tests=("tests/waitlist/test_offer_order.py::test_an_offer_waiting_for_delivery_is_made_to_nobody_else",),
    ),
    Fault(
        what="a slot that a look is about to offer is named to whoever asks meanwhile",
        file="bot/waitlist/offer_order.py",
        old="if waiters and at - snapshot.at <= FRESH_FOR:",
        new="if not waiters:",
        tests=("tests/waitlist/test_present_waiters.py::test_what_a_fresh_look_is_about_to_offer_is_offered_already",),
    ),
    Fault(
        what="a slot whose member can't be reached is named to nobody for hours",
        file="bot/waitlist/waiter_and_offer.py",
        old="since = self.taken_at or self.told_at or self.at\n",
        new="since = self.taken_at or self.told_at or at\n",
        tests=("tests/waitlist/test_present_waiters.py::test_a_slot_is_on_offer_as_long_as_its_offer_holds",),
    ),
    Fault(
        what="an offer can be accepted long after its two minutes, as long as no look has ended it",
        file="bot/waitlist/offer_answers.py",
        old="        if waiter.offer.is_over(at):",
        new="        if waiter.over_at is not None:",
        tests=("tests/waitlist/test_waitlist.py::test_an_offer_is_over_after_two_minutes_while_no_look_comes",),
    ),
    Fault(
        what="while a provider is down, the message of an offer claims for hours that it holds",
        file="bot/waitlist/waitlist_membership.py",
        old="waiter.outcome is None and waiter.offer.is_over(at)",
        new="waiter.outcome is None and waiter.offer.undelivered",
        tests=("tests/waitlist/test_offer_answers.py::test_an_offer_that_nobody_answers_lapses_without_a_look",),
    ),
    Fault(
        what="the account that somebody accepted stands struck out, as if it were over",
        file="bot/chat/alert/offer_wording.py",
        old='Strong(f"you took {places}")',
        new='Struck(f"you took {places}")',
        tests=("tests/chat/alert/test_offer_wording.py::test_a_notice_says_where_the_room_is_and_what_became_of_it",),
    ),
    Fault(
        what="who asks again while a slot is offered to them is put in line twice, and pinged twice",
        file="bot/waitlist/waitlist_membership.py",
        old="        if one.wants_same_as(waiter):",
        new="        if one.is_waiting and one.wants_same_as(waiter):",
        tests=(
            "tests/waitlist/test_waitlist.py::test_an_open_offer_is_an_entry_and_nobody_is_put_in_line_for_it_again",
        ),
    ),
    Fault(
        what="who waits for an account that is signed out is promised a ping without a word of that",
        file="bot/chat/notify/wait_obstacles.py",
        old="account.state is AccountState.FAULTED else None",
        new="account.state is AccountState.UNKNOWN else None",
        tests=(
            "tests/chat/notify/test_wait_obstacles.py::test_who_waits_for_an_account_that_can_not_be_used_reads_so",
        ),
    ),
    Fault(
        what="somebody who waits is sent to a slot that is offered to another",
        file="bot/chat/notify/wait_obstacles.py",
        old="account_to_use(snapshot, lookup.offers(snapshot))",
        new="account_to_use(snapshot)",
        tests=(
            "tests/chat/notify/test_wait_obstacles.py::test_nobody_who_waits_is_sent_to_a_slot_that_is_offered_to_another",
        ),
    ),
    Fault(
        what="an offer names an account as if there were no others that read alike",
        file="bot/chat/notify/handler.py",
        old="self._lookup.naming(provider, (offered.account for offered in slots))",
        new="self._lookup.account_names.among(provider, (offered.account for offered in slots))",
        tests=(
            "tests/chat/notify/test_notify_buttons.py::test_an_account_is_named_as_in_the_ping_whatever_else_it_reads_like",
        ),
    ),
    Fault(
        what="who was not told of an offer before its slot was used is shown it as open",
        file="bot/waitlist/waiter_and_offer.py",
        old="waiter.offer.told_at is None and waiter.offer.is_used_up",
        new="waiter.offer.told_at is None and waiter.offer.withdrawn",
        tests=("tests/waitlist/test_waitlist.py::test_whose_offer_was_used_up_before_they_heard_of_it_waits_on",),
    ),
    Fault(
        what="the list of what one waits for denies an open offer",
        file="bot/waitlist/waiter_and_offer.py",
        old="if one.is_waiting or _has_open_offer(one, at))",
        new="if one.is_waiting)",
        tests=(
            "tests/waitlist/test_waitlist.py::test_an_open_offer_is_an_entry_and_nobody_is_put_in_line_for_it_again",
        ),
    ),
    Fault(
        what="an offer stands on an account that was signed out or removed since",
        file="bot/waitlist/offer_order.py",
        old="    return frozenset(offered.account for offer in offers for offered in offer.slots) - usable\n",
        new="    return frozenset(offered.account for offer in offers for offered in offer.slots[:0]) - usable\n",
        tests=("tests/waitlist/test_offer_order.py::test_an_account_that_is_gone_or_can_not_be_used_ends_its_offers",),
    ),
    Fault(
        what="after hours without a network somebody is pinged for a slot that nobody has seen since",
        file="bot/delivery/alert_sender.py",
        old="if owed.sending_since is not None or not self._is_stale(owed.alert):",
        new="if owed.alert.key:",
        tests=("tests/promise/test_late_offers.py::test_a_slot_that_nobody_has_seen_for_hours_is_offered_to_nobody",),
    ),
    Fault(
        what="somebody is pinged for a slot that was gone before they could be told",
        file="bot/waitlist/waitlist.py",
        old="        if self._present.is_used_up(alert.key):\n            return True\n",
        new="",
        tests=("tests/promise/test_late_offers.py::test_nobody_is_pinged_for_a_slot_that_is_in_use_by_now",),
    ),
    Fault(
        what="whose offer was withdrawn waits for nothing any more",
        file="bot/waitlist/waitlist_membership.py",
        old="        waiter = without_withdrawn(waiter)\n",
        new="",
        tests=(
            "tests/waitlist/test_offer_order.py::test_a_withdrawn_offer_lets_its_member_wait_on_with_a_look_or_without",
        ),
    ),
    Fault(
        what="whoever asked last is served first",
        file="bot/waitlist/offer_order.py",
        old="sorted(waiters, key=lambda waiter: waiter.id)",
        new="sorted(waiters, key=lambda waiter: -waiter.id)",
        tests=("tests/waitlist/test_offer_order.py::test_who_came_first_and_fits_is_offered_slots",),
    ),
    Fault(
        what="a slot in use ends the offers of everybody whom it may have been offered to",
        file="bot/waitlist/offer_order.py",
        old="    used[account] -= gone\n",
        new="",
        tests=("tests/waitlist/test_reserved_slots.py::test_slots_in_use_count_as_taken_by_the_oldest_offer",),
    ),
    Fault(
        what="a slot in use counts as taken by who came first, though another accepted it",
        file="bot/waitlist/offer_order.py",
        old="in sorted(held, key=_taking_order):",
        new="in held:",
        tests=("tests/waitlist/test_reserved_slots.py::test_slots_in_use_count_as_taken_by_who_accepted_them",),
    ),
    Fault(
        what="a slot that is reserved for somebody is offered to the next waiter as well",
        file="bot/waitlist/offer_order.py",
        old="available.subtract(reserved_slots(after.values()))",
        new="available.subtract(reserved_slots(()))",
        tests=("tests/waitlist/test_offer_order.py::test_an_offer_waiting_for_delivery_is_made_to_nobody_else",),
    ),
    Fault(
        what="when an offer is declined, its slots stay reserved for the one who declined it",
        file="bot/waitlist/waiter_and_offer.py",
        old="outcome=waiter.outcome or outcome, over_at=at)",
        new="outcome=waiter.outcome or outcome, over_at=None)",
        tests=("tests/waitlist/test_offer_order.py::test_a_hold_goes_on_while_the_slots_are_offered_to_somebody_else",),
    ),
    Fault(
        what="anybody can accept or decline an offer that was made to somebody else",
        file="bot/waitlist/waitlist.py",
        old="if holder.member != member:",
        new="if holder.member < 0:",
        tests=("tests/waitlist/test_waitlist.py::test_only_the_member_it_was_made_to_replies_to_an_offer_and_once",),
    ),
    Fault(
        what="a member sees, and can cancel, what everybody else of the server waits for",
        file="bot/waitlist/waitlist.py",
        old="(one.guild, one.member) == (guild, member))",
        new="one.guild == guild)",
        tests=("tests/waitlist/test_waitlist.py::test_an_entry_shows_the_position_and_what_the_next_look_would_offer",),
    ),
    Fault(
        what="a board loses the last known state of a provider as long as no look has succeeded since the start",
        file="bot/boards/board_content.py",
        old="if part.at is not None or was is None:",
        new="if part.at is not None or was is None or was.provider:",
        tests=(
            "tests/boards/test_board_content.py::test_after_a_restart_the_old_content_is_shown_until_the_first_look",
        ),
    ),
    Fault(
        what="a board is stored anew with every look that changes it, not at most every 15 seconds",
        file="bot/boards/board_updater.py",
        old="EDIT_EVERY = timedelta(seconds=15)",
        new="EDIT_EVERY = timedelta()",
        tests=(
            "tests/boards/test_board_updater.py::test_a_board_is_edited_at_most_every_15_seconds_and_ends_up_to_date",
        ),
    ),
    Fault(
        what="one board that can't be brought up to date holds up all others",
        file="bot/boards/board_updater.py",
        old="            if len(boards) > 1:",
        new="            if len(boards) > len(self._shown):",
        tests=("tests/boards/test_updater_loop.py::test_a_board_that_cannot_be_brought_up_to_date_holds_up_no_other",),
    ),
    Fault(
        what="a board in a channel that was paused is not brought up to date when that is over",
        file="bot/boards/board_updater.py",
        old="if message.lost or shown.outdated or wanted != message.content else None",
        new="if message.lost or wanted != message.content else None",
        tests=(
            "tests/boards/test_lost_boards.py::test_a_refused_edit_is_made_once_the_channel_is_resumed_without_a_change",
        ),
    ),
    Fault(
        what="who has an offer is counted among those who wait, in alerts too",
        file="bot/storage/tables.py",
        old="unoffered = and_(on_waitlist, waiter.c.alert.is_(None))",
        new="unoffered = and_(on_waitlist)",
        tests=(
            "tests/storage/test_outbox_statistics.py::test_the_backlog_counts_what_is_owed_and_members_who_wait_without_an_offer",
        ),
    ),
    Fault(
        what="anybody can put anybody back on the waitlist",
        file="bot/waitlist/waitlist_membership.py",
        old="(waiter.guild, waiter.member) != (guild, member)",
        new="waiter.guild != guild",
        tests=("tests/chat/notify/test_notify_buttons.py::test_who_cancelled_comes_back_to_their_place_with_undo",),
    ),
    Fault(
        what="who missed an offer and asked again reads in the next that they asked before the first",
        file="bot/waitlist/waiter_and_offer.py",
        old="asked_at = waiter.asked_at if waiter.offer is None else at",
        new="asked_at = waiter.asked_at",
        tests=("tests/chat/notify/test_notify_buttons.py::test_who_missed_an_offer_waits_again_at_the_same_place",),
    ),
    Fault(
        what="a slot that somebody else used counts as taken by who was offered it",
        file="bot/waitlist/offer_order.py",
        old="over = Outcome.UNUSABLE if unusable else Outcome.USED",
        new="over = Outcome.UNUSABLE if unusable else Outcome.TAKEN",
        tests=("tests/chat/notify/test_notify_buttons.py::test_who_missed_an_offer_waits_again_at_the_same_place",),
    ),
    Fault(
        what="who accepts an offer is told that it is theirs, although a look showed its slot in use before they heard",
        file="bot/waitlist/offer_answers.py",
        old="        if waiter.offer.is_used_up:",
        new="        if False:",
        tests=(
            "tests/waitlist/test_offer_answers.py::test_a_slot_used_while_its_offer_was_on_its_way_can_not_be_accepted",
        ),
    ),
    Fault(
        what="who waits for a second thing is told that they themselves are before them in line",
        file="bot/waitlist/waiter_and_offer.py",
        old="return 1 + len({other.member for other in rivals} - {waiter.member})",
        new="return 1 + len({other.member for other in rivals})",
        tests=("tests/chat/notify/test_notify_commands.py::test_any_member_waits_where_they_are",),
    ),
    Fault(
        what="who declines a slot of one account is told that it goes to somebody who waits for another",
        file="bot/waitlist/waiter_and_offer.py",
        old="for one in offered if waiter.account in {None, one.account})",
        new="for one in offered)",
        tests=(
            (
                "tests/chat/notify/test_notify_buttons.py::"
                "test_who_passed_an_offer_that_nobody_else_wants_hears_so_and_takes_it_back"
            ),
        ),
    ),
    Fault(
        what="a server sees, and can remove, another server's boards",
        file="bot/boards/board_registry.py",
        old="return tuple(board for board in self.held if board.guild == guild)",
        new="return self.held",
        tests=("tests/boards/test_board_updater.py::test_a_board_is_updated_also_after_a_restart",),
    ),
)
