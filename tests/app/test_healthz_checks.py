"""The port for monitors: its metrics begin with what the settings name."""

from prometheus_client import Metric
from pydantic import SecretStr

from bot.app.healthz_checks import metrics_of
from bot.settings.schema import SimulatedSettings


async def _nothing() -> tuple[Metric, ...]:
    return ()


async def _text(**given: object) -> str:
    settings = SimulatedSettings(_env_file=None, discord_token=SecretStr("a-token"), **given)  # type: ignore[arg-type] # pydantic parses words
    text, _ = await metrics_of(settings).scrape(_nothing, "")
    return text.decode()


async def test_named_providers_have_their_series_from_the_start() -> None:
    assert 'capacity_bot_failed_looks_total{cause="down",provider="kling"} 0.0' in await _text(providers="kling")


async def test_auto_names_no_provider() -> None:
    assert "provider=" not in await _text()


async def test_only_the_platforms_that_are_set_up_have_series() -> None:
    samples = [line for line in (await _text()).splitlines() if not line.startswith("#")]
    assert any('platform="discord"' in line for line in samples)
    assert not any("slack" in line for line in samples)
