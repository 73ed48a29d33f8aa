"""How an address of ours is written."""


def url_of(host: str, port: int) -> str:
    """The address for a browser; an IPv6 host stands in brackets."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
