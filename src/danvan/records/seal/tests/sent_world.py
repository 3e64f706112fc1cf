"""A case that came over the network: its code, and the key that code and second item make."""

from danvan.records.seal import conversation, senders


class Sent:
    """One sending; `second` makes it a named one. `case` as `World.case` takes it."""

    def __init__(self, world, second="", **case):
        self.record, self.second = world.case(**case), second
        self.code = senders.make(self.record, second)
        _record, self.private = senders.find(self.code, second)


def office(world, sent, text, kind=conversation.WORDS, by=None, **more):
    """The office writes to the sender; the clerk, unless it says who."""
    key = world.key(by or world.clerk)
    return conversation.to_sender(sent.record, kind, text, unlocked=key, **more)
