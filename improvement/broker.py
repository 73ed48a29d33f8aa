"""The broker as a whole: whether it answers, and forgetting a queue that nobody will work on."""

import redis
from django.conf import settings

from improvement.embedded.trouble import Trouble


def check_broker() -> None:
    """Raise `Trouble` where Valkey or Redis does not answer."""
    try:
        with _client() as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise Trouble(f"Valkey or Redis can't be reached: {reason} (check REDIS_URL).") from error


def forget_queue(name: str) -> None:
    with _client() as client:
        client.delete(name)


def _client() -> redis.Redis:
    address = settings.REDIS_URL or f"unix://{settings.HOME.valkey_socket}?db=0"
    return redis.Redis.from_url(address, socket_connect_timeout=5, socket_timeout=5)
