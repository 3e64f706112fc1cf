"""pyHanko runs an event loop of its own, and one may stand already in the thread that asks."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def aside(do: Callable[..., Any], *args: Any, **named: Any) -> Any:
    """What the function answers or raises, in a thread of its own, where no event loop stands."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(do, *args, **named).result()
