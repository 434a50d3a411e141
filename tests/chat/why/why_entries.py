"""Stored alerts that ``/why`` explains, and how it reads."""

from bot.chat.why.wording import why_message
from bot.delivery.stored_alerts import StoredAlert
from tests.chat.alert.told import ALERT_NAMES, FILLED, alert, part
from tests.chat.drawn import drawn
from tests.chat.recorded import recorded
from tests.moments import NOON

TOLD = recorded(alert=alert(part(FILLED)), message_id=77)
TRIED = "2 attempts, the last at <t:1778846401:T>."
ARRIVED = f"""Posted, 2.50 s after the check at <t:1778846400:T>.
{TRIED}
[To the message](https://discord.com/channels/5/1/77)"""


def explained(entry: StoredAlert) -> str:
    """Explain an alert, and read the answer."""
    url = None if entry.message_id is None else f"https://discord.com/channels/5/1/{entry.message_id}"
    message = why_message(entry, ALERT_NAMES, url)
    assert message.private
    assert [card.at for card in message.cards] == [NOON]
    return drawn(message)
