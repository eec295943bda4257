"""The addresses that webhooks may call: public unicast ones, excluding tunnels to private ones.

Python's `is_global` follows the registries of IANA for special-purpose addresses (RFC 6890). The list adds the networks
that embed an IPv4 address in an IPv6 one: they could reach a private host through a public-looking address.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

_NEVER: Final = tuple(
    ip_network(text)
    for text in (
        "100.64.0.0/10",  # shared by carriers (RFC 6598)
        "168.63.129.16/32",  # the host of Azure's machines, on a public address
        "192.0.0.0/24",  # protocol assignments (RFC 6890)
        "192.88.99.0/24",  # relays of 6to4 (RFC 7526)
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
        "::/96",  # unspecified, loopback, IPv4-compatible (RFC 4291)
        "::ffff:0:0/96",  # IPv4-mapped (RFC 4291)
        "64:ff9b::/96",  # NAT64 (RFC 6052)
        "64:ff9b:1::/48",  # local NAT64 (RFC 8215)
        "2001::/32",  # Teredo (RFC 4380)
        "2002::/16",  # 6to4 (RFC 3056)
        "3fff::/20",  # documentation (RFC 9637); newer than Python 3.11's tables
        "5f00::/16",  # segment routing (RFC 9602); likewise
        "fec0::/10",  # site-local (RFC 3879)
        "ff00::/8",  # multicast
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
