"""Two who do the same at the same moment: two tabs, two presses of a button, two coordinators."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from kernel.refusals import Refusal


def at_once(act: Callable[[int], object]) -> list[bool]:
    """Do something twice at the same moment, as turns 0 and 1; gives what was accepted, refusals first."""
    together = Barrier(2)

    def accepted(turn: int) -> bool:
        together.wait()
        try:
            act(turn)
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(accepted, range(2)))
