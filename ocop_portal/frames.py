"""Room for the frames of a request, so that CPython maps no memory call by call.

CPython 3.11 keeps frames in chunks of 16 KiB. Where the calls of a loop cross the end of
a chunk, each maps a new one and gives it back: up to a third of the time of a page. What is called
from one frame that fills a chunk of its own stands in the rest of that chunk.
"""

# Of 8 bytes each; the chunk that CPython maps for them is twice as large, 512 KiB.
SLOTS = 1 << 15


def roomy(call, *args, **kwargs):
    """Call it from a frame as large as `SLOTS`; memory is touched as far as frames need it."""
    return call(*args, **kwargs)


roomy.__code__ = roomy.__code__.replace(co_stacksize=SLOTS)
