"""What is asked on every page and seldom changes, kept in this process until any of it does."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

MOST = 2_000

_lock = Lock()
_values: OrderedDict[tuple, tuple] = OrderedDict()


def kept(user, what: str, read: Callable[[], Any]) -> Any:
    """What `read()` gives, read anew for this person only after a change (`Revision`). Never alter it."""
    return _kept((user.pk, what), user.revision, read)


def kept_for_all(user, what: tuple, read: Callable[[], Any]) -> Any:
    """As `kept`, for what is the same whoever asks; `user` tells the revision. `what` names it wholly."""
    return _kept(what, user.revision, read)


def _kept(place: tuple, revision: str, read: Callable[[], Any]) -> Any:
    with _lock:
        found = _values.get(place)
        if found is not None and found[0] == revision:
            _values.move_to_end(place)
            return found[1]
    value = read()
    with _lock:
        _values[place] = (revision, value)
        while len(_values) > MOST:
            _values.popitem(last=False)
    return value
