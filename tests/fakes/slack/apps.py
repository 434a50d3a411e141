"""An app to try the fake with: Slack's stock Socket Mode client, which answers as a test tells it to."""

import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any, TypeAlias

from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.loopback import SlackWorkspace

Answer: TypeAlias = Callable[[SocketModeRequest], dict[str, Any] | None]


class App:
    """The stock client, with what came in (`requests`)."""

    def __init__(self, slack: SlackWorkspace, answer: Answer) -> None:
        self.answer: Answer | None = answer
        self.requests: list[SocketModeRequest] = []
        self.web = AsyncWebClient(token=slack.bot_token, base_url=slack.url, retry_handlers=[])
        self.client = SocketModeClient(app_token=slack.app_token, web_client=self.web, ping_interval=0.3)
        self.client.socket_mode_request_listeners.append(self._listen)

    async def _listen(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        self.requests.append(request)
        if self.answer is not None:
            said = SocketModeResponse(envelope_id=request.envelope_id, payload=self.answer(request))
            await client.send_socket_mode_response(said)


@contextlib.asynccontextmanager
async def running(slack: SlackWorkspace, answer: Answer = lambda _: None) -> AsyncIterator[App]:
    """Run an app until the block ends; it is connected when it begins."""
    app = App(slack, answer)
    await app.client.connect()  # type: ignore[no-untyped-call] # slack_sdk has no types there
    await slack.connected()
    try:
        yield app
    finally:
        await app.client.close()  # type: ignore[no-untyped-call] # as connect
