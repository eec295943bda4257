"""The addresses that webhooks may call: public unicast ones, excluding tunnels to private ones.

Python's `is_global` follows the registries of IANA for special-purpose addresses (RFC 6890). All of IPv6 outside of
`2000::/3` is refused, because IANA assigns global unicast addresses there alone: so no loopback, local, mapped or translated
address fits, whatever its RFC. The list adds networks that embed an IPv4 address: they could reach a private host.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

_GLOBAL_UNICAST: Final = ip_network("2000::/3")
_NEVER: Final = tuple(
    ip_network(text)
    for text in (
        "100.64.0.0/10",  # shared by carriers (RFC 6598)
        "168.63.129.16/32",  # the host of Azure's machines, on a public address
        "192.0.0.0/24",  # protocol assignments (RFC 6890)
        "192.88.99.0/24",  # relays of 6to4 (RFC 7526)
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
        "2001::/23",  # protocol assignments (RFC 2928), Teredo among them; Python's versions differ about parts of it
        "2002::/16",  # 6to4 (RFC 3056)
        "3fff::/20",  # documentation (RFC 9637); newer than Python 3.11's tables
    )
)


def is_public(text: str) -> bool:
    """Return whether an address, as the resolver wrote it, is a public unicast one; anything unreadable is not."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if getattr(address, "scope_id", None) is not None:
        return False
    if address.version == _GLOBAL_UNICAST.version and address not in _GLOBAL_UNICAST:
        return False
    return address.is_global and not address.is_multicast and not any(address in network for network in _NEVER)


def in_order(addresses: Iterable[str]) -> tuple[str, ...]:
    """Return the addresses to try, IPv4 first: a Lambda function outside of a VPC has no IPv6 route.

    Raises ValueError if any address is not public: a legitimate name has no such address.
    """
    distinct = tuple(dict.fromkeys(addresses))
    if not all(map(is_public, distinct)):
        raise ValueError("the host resolves to an address that is not public")
    return tuple(sorted(distinct, key=lambda text: _version(ip_address(text))))


def _version(address: IPv4Address | IPv6Address) -> int:
    return address.version
