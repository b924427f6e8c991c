"""Delivery by HTTP: a POST under a key that tells the receiver what it has taken already."""

import urllib3
from urllib3.exceptions import HTTPError, InvalidHeader, LocationParseError, SSLError

from dagster_project.connections import filled
from dagster_project.deliveries.receiver import AwayError, RefusedError, readable
from dagster_project.deliveries.recipients import HttpRecipient

PASSING = (408, 409, 425, 429)
"""And 500 or above. 409: the receiver is still at an earlier try under this key."""
LARGEST_ANSWER_BYTES = 4096


class HttpService:
    """See `Receiver`."""

    def __init__(self, recipient: HttpRecipient) -> None:
        self._name = recipient.name
        self._address = filled(recipient.url, self._name)
        self._headers = {k: filled(v, self._name) for k, v in recipient.headers.items()}
        self._pool = urllib3.PoolManager(retries=False, timeout=recipient.timeout_seconds)

    def put(self, name: str, content: bytes, key: str) -> str | None:
        """See `Receiver`."""
        headers = {
            "Content-Type": "application/zip",
            "Content-Disposition": f'attachment; filename="{name}"',
            "Idempotency-Key": key,
        }
        try:
            answer = self._pool.request(
                "POST",
                self._address,
                body=content,
                headers=self._headers | headers,
                redirect=False,
                preload_content=False,
            )
            try:
                self._refuse_status(answer)
                return readable(answer.read(LARGEST_ANSWER_BYTES))
            finally:
                answer.close()
        except (SSLError, LocationParseError):
            raise self._insecure() from None
        except HTTPError:
            raise AwayError(
                f"接收方 {self._name} 没有响应，请检查网络、地址和该服务。",
                f"recipient {self._name} does not answer; "
                "check the network, the address and the service",
            ) from None

    def receipt(self, name: str) -> str | None:
        """See `Receiver`; its answer was the receipt."""
        return None

    def _refuse_status(self, answer: urllib3.BaseHTTPResponse) -> None:
        status = answer.status
        if 200 <= status < 300:
            return
        if status in PASSING or status >= 500:
            raise AwayError(
                f"接收方 {self._name} 暂时不能接收（状态码 {status}），请联系其管理员。",
                f"recipient {self._name} cannot take it now (status {status}); "
                "ask its administrator",
                _wait(answer.headers.get("Retry-After")),
            )
        cn, en = "请与接收方核对地址和格式", "settle address and form with it"
        if status in (401, 403, 407):
            cn, en = "请更正 'headers' 所用环境变量中的口令", "correct the credentials it is given"
        elif 300 <= status < 400:
            cn, en = "地址已变，请改用最终地址", "it redirects; use the address where it ends"
        raise RefusedError(
            f"接收方 {self._name} 拒绝接收（状态码 {status}），{cn}。",
            f"recipient {self._name} refuses it (status {status}); {en}",
        )

    def _insecure(self) -> RefusedError:
        return RefusedError(
            f"接收方 {self._name} 的证书不可信或地址有误，请更正 'url'，"
            "或用环境变量 SSL_CERT_FILE 指明内网根证书。",
            f"the certificate of recipient {self._name} is not trusted or its address is wrong; "
            "correct 'url', or name your own root certificates in SSL_CERT_FILE",
        )


def _wait(said: str | None) -> float | None:
    """When to come again, in seconds; none where the receiver does not say so."""
    try:
        return urllib3.Retry().parse_retry_after(said) if said else None
    except InvalidHeader:
        return None
