"""Reaching another record store, and nothing else: an address within our own network is refused on connecting.

The connection goes to the very address that was judged, so a name that answers differently the second time gains nothing.
Redirects are not followed, and nobody is waited for longer than `PATIENCE`.
"""

import http.client
import socket
from collections.abc import Sequence
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlencode, urlsplit

import tincan
from django.conf import settings
from tincan.http_request import HTTPRequest
from tincan.lrs_response import LRSResponse

from tracking.lrs.attachments import multipart

#: Seconds to connect, and for each answer.
PATIENCE = 15.0
#: Where gateways write IPv4 addresses as IPv6, private ones too.
TRANSLATED = ip_network("64:ff9b::/96")
#: Bytes of an answer that are read; identifiers of five hundred statements take 20,000.
LONGEST_ANSWER = 1_000_000


#: Hash, media type and bytes of attachments.
Contents = Sequence[tuple[str, str, bytes]]


class OutOfReach(Exception):
    """The address is none of another record store on the public network; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_endpoint(endpoint: str) -> None:
    """Refuse what is visibly wrong before anything is sent; the connection judges the address itself."""
    parts = urlsplit(endpoint)
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.LRS_FORWARD_TO_PRIVATE):
        raise OutOfReach("not_https")
    if not parts.hostname or parts.username is not None or parts.query or parts.fragment:
        raise OutOfReach("not_an_endpoint")
    try:
        is_private = not is_public(parts.hostname)
    except ValueError:
        return  # a name
    if is_private and not settings.LRS_FORWARD_TO_PRIVATE:
        raise OutOfReach("private_address")


def is_public(address: str) -> bool:
    """Neither of this machine nor of a network behind it, in IPv4, IPv6, or the one written as the other."""
    found = ip_address(address.partition("%")[0])
    if found in TRANSLATED:
        return False
    mapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return found.is_global and not found.is_multicast and (mapped is None or mapped.is_global)


def connected(address: tuple[str, int], timeout: float, source: Any = None) -> socket.socket:
    """A connection to the first address of the host that lies outside; stands in for `socket.create_connection`."""
    host, port = address
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    targets = [str(each[4][0]) for each in found]
    if not settings.LRS_FORWARD_TO_PRIVATE and not all(is_public(target) for target in targets):
        raise OutOfReach("private_address")
    return socket.create_connection((targets[0], port), timeout, source)


class GuardedLRS(tincan.RemoteLRS):
    """tincan's client, whose connections are guarded, and which can send statements as the very texts that we keep."""

    #: tincan itself knows nothing above 1.0.3.
    spoken = "1.0.3"
    _props = (*tincan.RemoteLRS._props, "spoken")

    def send(self, texts: Sequence[bytes], contents: Contents = ()) -> LRSResponse:
        """Store statements, and the bytes that come along. tincan's own classes would change numbers, know nothing that
        came with 2.0, and send attachments only as text."""
        body, kind = b"[" + b",".join(texts) + b"]", "application/json"
        if contents:
            body, kind = multipart.written(body, contents)
        request = HTTPRequest(method="POST", resource="statements", headers={"Content-Type": kind}, content=body)
        return self._send_request(request)

    def _send_request(self, request: HTTPRequest) -> LRSResponse:
        url = urlsplit(self.endpoint + request.resource)
        check_endpoint(self.endpoint)
        kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
        connection = kind(str(url.hostname), url.port, timeout=PATIENCE)
        connection._create_connection = connected  # type: ignore[attr-defined]
        query = f"?{urlencode(request.query_params)}" if request.query_params else ""
        headers = {
            "X-Experience-API-Version": self.spoken, "Authorization": self.auth, **request.headers
        }  # fmt: skip
        try:
            body = request.content.encode() if isinstance(request.content, str) else request.content
            connection.request(request.method, url.path + query, body=body, headers=headers)
            response = connection.getresponse()
            data = response.read(LONGEST_ANSWER)
        finally:
            connection.close()
        return LRSResponse(success=200 <= response.status < 300, request=request, response=response, data=data)
