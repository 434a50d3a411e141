"""Asking useapi.net over HTTP: one look or one roster at a time; not when to ask, nor what an answer means.

Only reads: this client sends GET and nothing else. The token can spend money, so it goes to the configured server alone
and appears in no message.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import Self

from aiohttp import (
    ClientError,
    ClientResponse,
    ClientResponseError,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    RequestInfo,
    TCPConnector,
)
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from bot.accounts.provider_answer import ConfiguredAccount, ProviderAnswer
from bot.errors import BadSettings, LookFailed, NotReached
from bot.providers.account_list import read_account_list
from bot.providers.body_download import download
from bot.providers.http_refusals import refusal, says_no_account
from bot.providers.provider import Provider
from bot.providers.scheduler_parser import not_understood, read_answer

TIME_LIMIT = 10.0
"""Seconds for a whole look, from the first byte sent to the last one read."""
BODY_LIMIT = 5 * 2**20
"""Bytes, after decompression."""
_ERROR_LIMIT = 2**16
_CHUNK = 2**16
_REDIRECTS = 3
_AT_ONCE = 16
_REDIRECTING = frozenset({301, 302, 303, 307, 308})
_FOUND = range(200, 300)
_NO_ACCOUNT = frozenset({400, 404})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answered:
    status: int
    headers: Mapping[str, str]
    body: bytes


class UseapiClient:
    """Ask a useapi.net server; to be entered before the first question.

    Args:
        base_url: The server, such as ``https://api.useapi.net``.
        token: The API token.
        time_limit: Seconds for a whole look.
        body_limit: Bytes of an answer after decompression.

    Raises:
        BadSettings: when no HTTP header can hold the token.
    """

    def __init__(
        self, base_url: str, token: str, *, time_limit: float = TIME_LIMIT, body_limit: int = BODY_LIMIT
    ) -> None:
        if not (token.isascii() and token.isprintable()):
            # Not left to aiohttp, whose error would show it.
            raise BadSettings("USEAPI_TOKEN holds characters that no API token has.")
        self._base_url = base_url.rstrip("/")
        self._token = token
        self._time_limit = time_limit
        self._body_limit = body_limit
        self._session: ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = ClientSession(
            connector=TCPConnector(limit=_AT_ONCE),
            cookie_jar=DummyCookieJar(),
            timeout=ClientTimeout(total=None),
            auto_decompress=False,
            headers={"User-Agent": _user_agent(), "Accept": "application/json", "Accept-Encoding": "gzip"},
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def fetch_answer(self, provider: Provider) -> ProviderAnswer:
        """Look at a provider's scheduler.

        Raises:
            LookFailed: the class says what is wrong, its sentence what to do.
        """
        answered = await self._read(provider, provider.jobs_path)
        if answered.status not in _FOUND:
            raise self._refusal(provider, answered)
        return read_answer(provider, answered.body)

    async def fetch_accounts(self, provider: Provider) -> tuple[ConfiguredAccount, ...]:
        """Read a provider's configured accounts; none where it has no such list, or no account is configured.

        Raises:
            LookFailed: as for ``ask``.
        """
        if provider.accounts_path is None:
            return ()
        answered = await self._read(provider, provider.accounts_path)
        if answered.status in _NO_ACCOUNT and says_no_account(answered.body):
            return ()
        if answered.status not in _FOUND:
            raise self._refusal(provider, answered)
        return read_account_list(provider, answered.body)

    def _refusal(self, provider: Provider, answered: _Answered) -> LookFailed:
        return refusal(provider, answered.status, answered.headers, answered.body, self._token)

    async def _read(self, provider: Provider, path: str) -> _Answered:
        title = provider.title
        try:
            async with asyncio.timeout(self._time_limit):
                return await self._follow(provider, URL(self._base_url + path))
        except TimeoutError as error:
            raise NotReached(f"useapi.net did not answer for {title} within {self._time_limit:g} s.") from error
        except ClientResponseError as error:
            raise not_understood(provider, "it is not HTTP") from _without_request(error)
        except ValueError as error:
            raise NotReached("useapi.net can't be asked: USEAPI_URL is no address of a server.") from error
        except (ClientError, OSError) as error:
            raise NotReached(f"useapi.net could not be reached for {title}: {type(error).__name__}.") from error

    async def _follow(self, provider: Provider, url: URL) -> _Answered:
        if self._session is None:
            raise RuntimeError("the client was not entered")
        for _ in range(_REDIRECTS + 1):
            async with self._session.get(
                url, headers={"Authorization": f"Bearer {self._token}"}, allow_redirects=False
            ) as response:
                if response.status not in _REDIRECTING:
                    return await self._answered(provider, response)
                url = _next(provider, response)
        raise not_understood(provider, f"it is a chain of more than {_REDIRECTS} redirects")

    async def _answered(self, provider: Provider, response: ClientResponse) -> _Answered:
        found = response.status in _FOUND
        limit = self._body_limit if found else _ERROR_LIMIT
        chunks = response.content.iter_chunked(_CHUNK)
        loaded = await download(chunks, response.headers.get("Content-Encoding"), limit)
        if loaded.flaw and found:
            raise not_understood(provider, loaded.flaw)
        return _Answered(status=response.status, headers=response.headers, body=loaded.body)


def _next(provider: Provider, response: ClientResponse) -> URL:
    """Follow a redirect, within the same server only: the token goes nowhere else."""
    try:
        target = response.url.join(URL(response.headers.get("Location", ""))).with_user(None)
        here = target.origin() == response.url.origin()
    except ValueError as error:
        raise not_understood(provider, "it points to an address that is none") from error
    if not here:
        raise not_understood(provider, f"it points elsewhere, to {target.host}; check USEAPI_URL")
    return target


def _without_request(error: ClientResponseError) -> ClientResponseError:
    """Take the request out of an error: its `repr` shows the headers, and with them the token."""
    request = error.request_info
    no_headers = CIMultiDictProxy(CIMultiDict[str]())
    error.request_info = RequestInfo(request.url, request.method, no_headers, request.real_url)
    error.args = (error.status, error.message)
    return error


def _user_agent() -> str:
    try:
        return f"capacity-bot/{version('capacity-bot')}"
    except PackageNotFoundError:
        return "capacity-bot"  # run from a folder that was not installed
