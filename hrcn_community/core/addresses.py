"""Addresses of connections: cut off wherever one could be written down.

What is left names a network of some 250 households, or a provider's customer with all their networks.
"""

import re
from ipaddress import ip_address, ip_network

IPV4 = r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\w)"
IPV6 = r"(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,7}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]{0,4})(?![\w:])"
ADDRESS = re.compile(f"{IPV6}|{IPV4}")
KEPT_BITS = {4: 24, 6: 48}


def truncated(address: str) -> str:
    """Return an address with its last part cut off: 203.0.113.77 is 203.0.113.0; what is none stays out."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if found.version == 6 and found.ipv4_mapped:
        found = found.ipv4_mapped
    if found.is_loopback or found.is_unspecified:
        return str(found)
    network = ip_network(f"{found}/{KEPT_BITS[found.version]}", strict=False)
    return str(network.network_address)


def without_addresses(text: str) -> str:
    """Return `text` with every address in it cut off."""
    return ADDRESS.sub(lambda found: truncated(found[0]) or found[0], text)
