"""Which addresses a webhook may go to."""

import pytest

from reelwright.receivers.addresses import in_order, is_public

PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",  # noqa: S104 - an address to refuse
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",  # metadata of AWS, Google, Azure
    "169.254.170.2",  # credentials of ECS
    "100.64.0.1",
    "100.100.100.200",  # metadata of Alibaba
    "168.63.129.16",  # Azure
    "192.0.0.192",  # metadata of Oracle
    "192.88.99.1",
    "198.18.0.1",
    "203.0.113.7",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::a00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "2001::1",
    "2001:db8::1",
    "2002:a00:1::",
    "2002:808:808::",
    "fc00::1",
    "fd00:ec2::254",  # metadata of AWS
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700::1%eth0",
    "3fff::1",
    "5f00::1",
    "fec0::1",
    "ff02::1",
    "192.0.2.1",
    "198.51.100.7",
    "172.31.255.255",
    "169.254.170.23",  # credentials of EKS
    "fd00:ec2::23",
    "::ffff:169.254.169.254",
    "::ffff:0:7f00:1",  # IPv4-translated (RFC 2765)
    "64:ff9b::a9fe:a9fe",
    "2001:0:7f00:1::",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "100::1",
    "100:0:0:1::1",  # dummy (RFC 9780)
    "4000::1",  # assigned to nobody
    "fe90::1",
    "ff05::2",
    "hooks.example.com",
    "",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_no_way_leads_inside(address: str) -> None:
    """Loopback, private, link-local, shared, reserved, multicast, and IPv4 carried in IPv6."""
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450:4001:80b::200e"])
def test_public_addresses_are_called(address: str) -> None:
    """What a receiver has."""
    assert is_public(address)


def test_ipv4_comes_first() -> None:
    """Lambda has no way to the others outside of a VPC; each address once, otherwise in the resolver's order."""
    assert in_order(["2606:4700::1", "8.8.8.8", "1.1.1.1", "8.8.8.8"]) == ("8.8.8.8", "1.1.1.1", "2606:4700::1")


@pytest.mark.parametrize("private", ["10.0.0.1", "::1", "169.254.169.254"])
def test_one_private_address_refuses_the_name(private: str) -> None:
    """A name with a public and a private address waits for a client that takes the second."""
    with pytest.raises(ValueError, match="not public"):
        in_order(["8.8.8.8", private])
