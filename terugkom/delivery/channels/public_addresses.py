"""Public IP addresses, and private ones in a public-looking form.

An IPv6 address can carry an IPv4 address, to which a translator or a tunnel of the network would lead it;
then both must be public. What the registries of IANA set aside is not public, whatever the version of Python
knows of them (https://www.iana.org/assignments/iana-ipv6-special-registry, and the one for IPv4).
"""

import ipaddress

_UNICAST = ipaddress.IPv6Network("2000::/3")  # what IANA hands out: all else is not of the internet
_NEVER_PUBLIC = tuple(
    map(
        ipaddress.ip_network,
        [
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
            *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24"),
            *("192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
            *("224.0.0.0/4", "240.0.0.0/4"),
            "2001::/23",  # of protocols, Teredo and ORCHID among them
            *(
                "2001:db8::/32",
                "2002::/16",
                "2620:4f:8000::/48",
                "3fff::/20",
            ),  # 2002: 6to4, retired (RFC 7526)
        ],
    )
)
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # NAT64 (RFC 6052): a network with IPv6 alone needs it
_ISATAP = (0x00005EFE, 0x02005EFE)  # what stands before the IPv4 address (RFC 5214, 6.1)


def is_public(address: str) -> bool:
    """Return whether an IP address is public, also when it is embedded in an IPv6 address.

    Raises ValueError for what is no address.
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        within = found.ipv4_mapped or (_last_four_bytes(found) if found in _TRANSLATED else None)
        if within:
            return is_public(str(within))
        tunnelled = int(found) >> 32 & 0xFFFFFFFF in _ISATAP
        if found not in _UNICAST or (tunnelled and not is_public(str(_last_four_bytes(found)))):
            return False
    in_use = not any(found.version == each.version and found in each for each in _NEVER_PUBLIC)
    return in_use and found.is_global and not found.is_multicast


def _last_four_bytes(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address:
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
