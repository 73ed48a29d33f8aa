"""What a verb raises when its moment has passed."""


class WrongState(Exception):
    """The verb is allowed to this person, but not in the state in which the thing is (409).

    The message is a sentence for the person; nothing was changed.
    """
