"""Every fault, room by room."""

from tests.mutations.account_faults import ACCOUNT_FAULTS
from tests.mutations.alert_faults import ALERT_FAULTS
from tests.mutations.alert_wording_faults import ALERT_WORDING_FAULTS
from tests.mutations.app_faults import APP_FAULTS
from tests.mutations.chat_faults import CHAT_FAULTS
from tests.mutations.command_faults import COMMAND_FAULTS
from tests.mutations.delivery_faults import DELIVERY_FAULTS
from tests.mutations.discord_delivery_faults import DISCORD_DELIVERY_FAULTS
from tests.mutations.discord_faults import DISCORD_FAULTS
from tests.mutations.edit_faults import EDIT_FAULTS
from tests.mutations.far_end_faults import FAR_END_FAULTS
from tests.mutations.fault import Fault
from tests.mutations.health_alert_faults import HEALTH_ALERT_FAULTS
from tests.mutations.history_faults import HISTORY_FAULTS
from tests.mutations.lead_faults import LEAD_FAULTS
from tests.mutations.loudness_faults import LOUDNESS_FAULTS
from tests.mutations.mute_faults import MUTE_FAULTS
from tests.mutations.platform_faults import PLATFORM_FAULTS
from tests.mutations.provider_faults import PROVIDER_FAULTS
from tests.mutations.slack_faults import SLACK_FAULTS
from tests.mutations.slack_wire_faults import SLACK_WIRE_FAULTS
from tests.mutations.storage_faults import STORAGE_FAULTS
from tests.mutations.subscription_faults import SUBSCRIPTION_FAULTS
from tests.mutations.typed_line_faults import TYPED_LINE_FAULTS
from tests.mutations.waitlist_faults import WAITLIST_FAULTS

FAULTS: tuple[Fault, ...] = (
    *ACCOUNT_FAULTS,
    *ALERT_FAULTS,
    *LOUDNESS_FAULTS,
    *HEALTH_ALERT_FAULTS,
    *SUBSCRIPTION_FAULTS,
    *ALERT_WORDING_FAULTS,
    *WAITLIST_FAULTS,
    *HISTORY_FAULTS,
    *PLATFORM_FAULTS,
    *PROVIDER_FAULTS,
    *STORAGE_FAULTS,
    *LEAD_FAULTS,
    *DELIVERY_FAULTS,
    *DISCORD_DELIVERY_FAULTS,
    *EDIT_FAULTS,
    *DISCORD_FAULTS,
    *SLACK_FAULTS,
    *SLACK_WIRE_FAULTS,
    *COMMAND_FAULTS,
    *TYPED_LINE_FAULTS,
    *MUTE_FAULTS,
    *CHAT_FAULTS,
    *APP_FAULTS,
    *FAR_END_FAULTS,
)
"""In the order in which they are tried."""
