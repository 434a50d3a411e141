"""What the settings say to the engine."""

from dataclasses import replace

from pydantic import SecretStr

from bot.alerts.flapping_and_summaries import AlertThresholds
from bot.app.engine import EngineConfig
from bot.app.run import engine_config
from bot.settings.schema import SimulatedSettings


def test_where_nothing_is_set_the_engine_has_its_own_defaults() -> None:
    said = engine_config(SimulatedSettings(_env_file=None, discord_token=SecretStr("a-token")))
    # How long a summary waits for others follows from how often is looked.
    thresholds = replace(AlertThresholds(), gathering=said.thresholds.gathering)
    assert said == EngineConfig(
        providers=said.providers, poll_every=said.poll_every, own_watches=said.own_watches, thresholds=thresholds
    )
