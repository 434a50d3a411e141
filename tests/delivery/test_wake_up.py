"""Whoever stores alerts wakes the outbox and the editor, which register themselves."""

from bot.delivery.channel_tasks import WakeUp


def test_each_is_woken_by_itself_or_both_together() -> None:
    wake_up, woken = WakeUp(), list[str]()
    wake_up.both()  # before anybody registered
    wake_up.register(outbox=lambda: woken.append("outbox"))
    wake_up.register(editor=lambda: woken.append("editor"))
    wake_up.outbox()
    wake_up.editor()
    wake_up.both()
    assert woken == ["outbox", "editor", "outbox", "editor"]
