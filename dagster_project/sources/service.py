"""Requests to one service: its own host only, at its pace, tried again where that may help."""

import time
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import urllib3
from urllib3.exceptions import (
    HTTPError,
    LocationParseError,
    MaxRetryError,
    SSLError,
)

from dagster_project.connections import HttpService, filled
from dagster_project.sources import records
from dagster_project.sources.mapping import SourceMapping
from dagster_project.sources.reading import SourceError, SourceUnreachableError
from data_contracts.configuration import ConfigurationError

PASSING = (408, 425, 429, 500, 502, 503, 504)
LONGEST_WAIT_SECONDS = 60
LARGEST_PAGE_BYTES = 16 * 1024**2
"""As Python's lists and dicts, JSON takes 35 times that at worst."""
SLOWEST = 10
"""A whole answer may take so many times the time that the service has to begin it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A page as it came, and as what it says."""

    raw: bytes
    body: Any


class Service:
    """A service for the time of one reading; use as a context manager."""

    def __init__(self, mapping: SourceMapping) -> None:
        reached = mapping.reached
        assert isinstance(reached, HttpService)
        self._reached = reached
        self._name = mapping.connection or ""
        self._place = f"{mapping.connection}/{(mapping.path or '').strip('/')}"
        self._next_at = 0.0
        try:
            address = filled(reached.url, self._name)
            self._headers = {k: filled(v, self._name) for k, v in reached.headers.items()}
            self._parameters = {k: filled(v, self._name) for k, v in reached.parameters.items()}
        except ConfigurationError as error:
            raise SourceError(error.cn, error.en) from None
        self._pool = urllib3.PoolManager(
            retries=urllib3.Retry(
                total=reached.tries - 1,
                redirect=False,
                status_forcelist=PASSING,
                backoff_factor=0.5,
                raise_on_status=False,
                retry_after_max=LONGEST_WAIT_SECONDS,
            ),
            timeout=reached.timeout_seconds,
        )
        self.start = f"{address.rstrip('/')}/{(mapping.path or '').strip('/')}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.clear()

    def get(self, address: str, parameters: dict[str, str]) -> Answer:
        """What stands at `address`.

        Raises:
            SourceUnreachableError: the service does not answer, or says to come again later.
            SourceError: it refuses, or answers with something else than JSON.
        """
        time.sleep(max(0.0, self._next_at - time.monotonic()))
        self._next_at = time.monotonic() + 1 / self._reached.requests_per_second
        try:
            response = self._pool.request(
                "GET",
                _asking(address, parameters | self._parameters),
                headers={"Accept": "application/json"} | self._headers,
                redirect=False,
                preload_content=False,
            )
            try:
                self._refuse_status(response.status)
                raw = self._body(response)
            finally:
                response.close()
        except (SSLError, LocationParseError):
            raise self._insecure() from None
        except MaxRetryError as error:
            raise (
                self._insecure() if isinstance(error.reason, SSLError) else self._away()
            ) from None
        except HTTPError:
            raise self._away() from None
        return Answer(raw, records.parsed(raw, self._place))

    def linked(self, address: str, link: str) -> str:
        """Where a next link leads, which must be the same host: our credentials go along.

        Raises:
            SourceError: it leads elsewhere.
        """
        target = urljoin(address, link)
        if urlsplit(target)[:2] != urlsplit(self.start)[:2]:
            raise SourceError(
                f"{self._place}：'paging.next' 指向另一台主机，未跟随；请告知该服务的管理员。",
                f"{self._place}: 'paging.next' leads to another host and was not followed; "
                "tell the service's administrator",
            )
        return target

    def _body(self, response: urllib3.BaseHTTPResponse) -> bytes:
        parts, size = [], 0
        deadline = time.monotonic() + SLOWEST * self._reached.timeout_seconds
        for part in response.stream(64 * 1024):
            parts.append(part)
            size += len(part)
            if size > LARGEST_PAGE_BYTES:
                megabytes = LARGEST_PAGE_BYTES // 1024**2
                raise SourceError(
                    f"{self._place}：一页超过 {megabytes} MB，请在 'paging' 中用 'per_page' 分页。",
                    f"{self._place}: a page is larger than {megabytes} MB; "
                    "ask for fewer records with 'per_page' in 'paging'",
                )
            if time.monotonic() > deadline:
                raise self._away()
        return b"".join(parts)

    def _refuse_status(self, status: int) -> None:
        if status == 200:
            return
        if status in PASSING or status >= 500:
            raise self._away(f"（状态码 {status}）", f" (status {status})")
        cn, en = "请更正 anping.yml 中的 'url' 或映射中的 'path'", "correct 'url' or 'path'"
        if status in (401, 403, 407):
            cn, en = "请更正 'headers' 所用环境变量中的口令", "correct the credentials it is given"
        elif 300 <= status < 400:
            cn, en = "地址已变，请改用最终地址", "it redirects; use the address where it ends"
        raise SourceError(
            f"{self._place}：服务拒绝了请求（状态码 {status}），{cn}。",
            f"{self._place}: the service refuses the request (status {status}); {en}",
        )

    def _away(self, cn: str = "", en: str = "") -> SourceUnreachableError:
        return SourceUnreachableError(
            f"连接 {self._name}：服务没有响应{cn}，请检查网络、地址和该服务。",
            f"connection {self._name}: the service does not answer{en}; "
            "check the network, the address and the service",
        )

    def _insecure(self) -> SourceError:
        return SourceError(
            f"连接 {self._name}：服务的证书不可信或地址有误，请更正 'url'，"
            "或用环境变量 SSL_CERT_FILE 指明内网根证书。",
            f"connection {self._name}: its certificate is not trusted or its address is wrong; "
            "correct 'url', or name your own root certificates in SSL_CERT_FILE",
        )


def _asking(address: str, parameters: dict[str, str]) -> str:
    """An address with parameters, none of them twice: a next link may hold them already."""
    parts = urlsplit(address)
    asked = dict(parse_qsl(parts.query, keep_blank_values=True)) | parameters
    return parts._replace(query=urlencode(asked)).geturl()
