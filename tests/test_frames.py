"""What is called from a roomy frame keeps its frames in memory that is mapped once."""

import resource

from ocop_portal.frames import roomy

CALLS = 500


def nothing():
    """Larger than the frame of a turn of `loop`, so that it meets the end of every chunk."""
    return


nothing.__code__ = nothing.__code__.replace(co_stacksize=200)


def loop(depth):
    """So many frames deep, call a function again and again; the answer is the pages it touched."""
    if depth:
        return loop(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(CALLS):
        nothing()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def test_no_depth_of_calls_maps_memory_call_by_call():
    roomy(loop, 400)

    assert [depth for depth in range(400) if roomy(loop, depth) >= CALLS] == []


def test_the_call_gets_its_arguments_and_gives_its_answer():
    assert roomy(divmod, 7, 2) == (3, 1)
    assert roomy(dict, a=1) == {"a": 1}
