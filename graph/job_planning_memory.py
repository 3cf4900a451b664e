"""Memory of a plan: arrays that grow by rows, and a cache bounded in bytes."""

from __future__ import annotations

import gc
from collections import OrderedDict
from collections.abc import Hashable
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Value = TypeVar("Value")

_ENTRY_BYTES = 400  # of a key, its place in the dictionary and the head of an array


class BoundedMemory(Generic[Value]):
    """Keeps what was used last, up to a number of bytes."""

    def __init__(self, *, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._kept: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable) -> Value | None:
        """The value, if it is still kept."""
        known = self._kept.get(key)
        if known is None:
            return None
        self._kept.move_to_end(key)
        return known[0]

    def keep(self, key: Hashable, value: Value, *, size: int) -> None:
        """Keep a value of ``size`` bytes, dropping what was not used for longest."""
        before = self._kept.pop(key, None)
        if before is not None:
            self._bytes -= before[1]
        self._kept[key] = (value, size + _ENTRY_BYTES)
        self._bytes += size + _ENTRY_BYTES
        while self._bytes > self._max_bytes and len(self._kept) > 1:
            _, (_, dropped) = self._kept.popitem(last=False)
            self._bytes -= dropped

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self._bytes = 0


def settle() -> None:
    """Take everything that exists now out of what the garbage collector looks through.

    Why: a filled catalogue is millions of objects that stay. Walking them takes 0.2 s at every full
    collection, in which no other thread runs; collections come every few thousand people.
    """
    gc.freeze()


class GrowingRows:
    """Whole numbers by row, to which rows are added; of the kind that numpy looks up fastest."""

    def __init__(self) -> None:
        import numpy as np

        self._room: NDArray[np.intp] = np.zeros(1024, dtype=np.intp)
        self._count = 0

    @property
    def rows(self) -> NDArray[np.intp]:
        """All of them."""
        return self._room[: self._count]

    def extend(self, values: NDArray[np.int32] | NDArray[np.intp]) -> None:
        """Add rows at the end."""
        import numpy as np

        count = self._count + len(values)
        if count > len(self._room):
            room = np.zeros(max(count, len(self._room) * 3 // 2), dtype=np.intp)
            room[: self._count] = self.rows
            self._room = room
        self._room[self._count : count] = values
        self._count = count
