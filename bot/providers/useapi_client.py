"""Requests providers' answers from useapi.net over HTTP, whatever their family.

It sends only GET requests, and only to the exact paths of a list, since some GETs of this API change something. The
token can spend money, so it is sent to the configured server only, and appears in no message.
"""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import Self

from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorDNSError,
    ClientConnectorError,
    ClientError,
    ClientOSError,
    ClientResponse,
    ClientResponseError,
    ClientSession,
    ClientSSLError,
    ClientTimeout,
    DummyCookieJar,
    RequestInfo,
    TCPConnector,
)
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from bot.accounts.provider_answer import ConfiguredAccount, ProviderAnswer
from bot.errors import BadSettings, LookFailed, NotReached, NotUnderstood
from bot.providers.answer_body import UnreadableBody, download
from bot.providers.catalogue import ALLOWED_PATHS
from bot.providers.http_error_sentences import http_date, lists_no_account, refusal
from bot.providers.provider import Provider, not_understood
from bot.providers.token_subscription import SUMMARY_PATH, AccountSummary, parse_summary

TIME_LIMIT = 10.0
"""Seconds for a whole answer, from the first byte sent to the last one read."""
BODY_LIMIT = 5 * 2**20
"""Maximum number of bytes of an answer, after decompression."""
_ERROR_BODY_LIMIT = 2**16
_CHUNK_SIZE = 2**16
_MAX_REDIRECTS = 3
_MAX_CONNECTIONS = 16
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SUCCESS = range(200, 300)
_NOT_FOUND = 404
_OWN_ACCOUNT = "your account"
"""The title in sentences about the token's own account, in place of a provider's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Response:
    status: int
    headers: Mapping[str, str]
    body: bytes


class UseapiClient:
    """Asks a useapi.net server; an async context manager.

    Args:
        base_url: The server, such as ``https://api.useapi.net``.
        token: The API token.
        time_limit: Seconds for a whole answer.
        body_limit: Maximum number of bytes of an answer, after decompression.
        allowed: The paths that may be requested, with their queries.

    Raises:
        BadSettings: if no HTTP header can hold the token.
    """

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        time_limit: float = TIME_LIMIT,
        body_limit: int = BODY_LIMIT,
        allowed: Collection[str] = ALLOWED_PATHS,
    ) -> None:
        if not (token.isascii() and token.isprintable()):
            # Checked here, since aiohttp's error would show the token.
            raise BadSettings("USEAPI_TOKEN holds characters that no API token has.")
        self._base_url = base_url.rstrip("/")
        self._token = token
        self._time_limit = time_limit
        self._body_limit = body_limit
        self._allowed = allowed
        self._session: ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = ClientSession(
            connector=TCPConnector(limit=_MAX_CONNECTIONS),
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
        """Fetch what runs at a provider now.

        Raises:
            LookFailed: the class says what is wrong, its sentence what to do.
        """
        response = await self._get(provider.title, provider.jobs_path)
        if response.status not in _SUCCESS:
            raise self._refusal(provider.title, response)
        dated = http_date(response.headers.get("Date"))
        return replace(provider.parse_answer(response.body, dated), dated=dated)

    async def fetch_accounts(self, provider: Provider) -> tuple[ConfiguredAccount, ...]:
        """Fetch a provider's configured accounts; empty if it has no such list, or no account is configured.

        Raises:
            LookFailed: as ``fetch_answer``.
        """
        if provider.accounts_path is None:
            return ()
        response = await self._get(provider.title, provider.accounts_path)
        if lists_no_account(response.status, response.body):
            return ()
        if response.status not in _SUCCESS:
            raise self._refusal(provider.title, response)
        return provider.parse_accounts(response.body)

    async def fetch_summary(self) -> AccountSummary:
        """Fetch which services the token has accounts of.

        Raises:
            LookFailed: as ``fetch_answer``.
        """
        response = await self._get(_OWN_ACCOUNT, SUMMARY_PATH)
        if response.status == _NOT_FOUND:
            raise NotUnderstood("useapi.net does not say which services the token has.", status=_NOT_FOUND)
        if response.status not in _SUCCESS:
            raise self._refusal(_OWN_ACCOUNT, response)
        try:
            return parse_summary(response.body)
        except UnreadableBody as error:
            why = str(error)
        raise not_understood(_OWN_ACCOUNT, why)  # without a cause: it would hold the owner's e-mail

    def _refusal(self, title: str, response: _Response) -> LookFailed:
        return refusal(title, response.status, response.headers, response.body, self._token)

    async def _get(self, title: str, path: str) -> _Response:
        if path not in self._allowed:
            raise RuntimeError(f"{path} is not on the list of paths that may be asked for")
        try:
            async with asyncio.timeout(self._time_limit):
                return await self._get_redirected(title, path)
        except TimeoutError as error:
            raise NotReached(f"useapi.net did not answer for {title} within {self._time_limit:g} s.") from error
        except ClientResponseError as error:
            raise not_understood(title, "it is not HTTP") from _without_request(error)
        except ClientOSError as error:  # before ValueError: the error for an untrusted certificate is both
            raise NotReached(f"Can't reach useapi.net: {_in_words(error)}.") from error
        except ValueError as error:
            raise NotReached("useapi.net can't be asked: USEAPI_URL is no address of a server.") from error
        except (ClientError, OSError) as error:
            raise NotReached(f"Can't reach useapi.net: {_in_words(error)}.") from error

    async def _get_redirected(self, title: str, path: str) -> _Response:
        if self._session is None:
            raise RuntimeError("the client is used outside its `async with`")
        url = URL(self._base_url + path)
        for _ in range(_MAX_REDIRECTS + 1):
            async with self._session.get(
                url, headers={"Authorization": f"Bearer {self._token}"}, allow_redirects=False
            ) as response:
                if response.status not in _REDIRECTS:
                    return await self._read(title, response)
                url = _redirect_target(title, response)
        raise not_understood(title, f"it is a chain of more than {_MAX_REDIRECTS} redirects")

    async def _read(self, title: str, response: ClientResponse) -> _Response:
        success = response.status in _SUCCESS
        limit = self._body_limit if success else _ERROR_BODY_LIMIT
        chunks = response.content.iter_chunked(_CHUNK_SIZE)
        loaded = await download(chunks, response.headers.get("Content-Encoding"), limit)
        if loaded.flaw and success:
            raise not_understood(title, loaded.flaw)
        return _Response(status=response.status, headers=response.headers, body=loaded.body)


def _in_words(error: ClientError | OSError) -> str:
    """Return why a request got no answer, as the end of a sentence."""
    match error:
        case ClientConnectorDNSError():
            return "its name can't be resolved"
        case ClientConnectorCertificateError():
            return "the certificate that it shows is not trusted"
        case ClientSSLError():
            return "no secure connection can be made"
        case ClientConnectorError(os_error=ConnectionRefusedError()):
            return "the connection was refused"
        case ClientConnectorError():
            return "no connection can be made"
        case _:
            return "the connection was cut before the answer was complete"


def _redirect_target(title: str, response: ClientResponse) -> URL:
    """Return where a redirect points, if that is the requested path on the same server.

    The token is sent to no other server, and another path might change something. Only a slash at the end may be added
    or removed, since the documentation and the vendor's own collections disagree about it.
    """
    try:
        target = response.url.join(URL(response.headers.get("Location", ""))).with_user(None)
        same_server = target.origin() == response.url.origin()
    except ValueError as error:
        raise not_understood(title, "it points to an address that is none") from error
    if not same_server:
        raise not_understood(title, f"it points elsewhere, to {target.host}; check USEAPI_URL")
    if _bare(target) != _bare(response.url):
        raise not_understood(title, "it points to another path, which is not followed")
    return target


def _bare(url: URL) -> tuple[str, str]:
    return url.raw_path.rstrip("/"), url.raw_query_string


def _without_request(error: ClientResponseError) -> ClientResponseError:
    """Remove the request headers from an error: its ``repr`` would show the token."""
    request = error.request_info
    no_headers = CIMultiDictProxy(CIMultiDict[str]())
    error.request_info = RequestInfo(request.url, request.method, no_headers, request.real_url)
    error.args = (error.status, error.message)
    return error


def _user_agent() -> str:
    try:
        return f"capacity-bot/{version('capacity-bot')}"
    except PackageNotFoundError:
        return "capacity-bot"  # run from a folder, not installed
