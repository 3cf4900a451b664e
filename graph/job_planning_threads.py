"""One thread for matrix products: planning takes one core and leaves the others alone."""

from __future__ import annotations

import ctypes
from functools import cache
from pathlib import Path

_SETTERS = (
    "scipy_openblas_set_num_threads64_",
    "scipy_openblas_set_num_threads",
    "openblas_set_num_threads64_",
    "openblas_set_num_threads",
)


@cache
def multiply_on_one_thread() -> bool:
    """Tell the OpenBLAS that numpy brought along; False where numpy uses another library.

    Why: its threads wait for each other in busy loops, and on a machine with other work that
    costs 1.6 times the processor time of the same product on one thread.
    """
    import numpy as np

    package = Path(np.__file__).parent
    for folder in (package.parent / "numpy.libs", package / ".dylibs"):
        for file in sorted(folder.glob("*openblas*")):
            library = ctypes.CDLL(str(file))  # loaded already: the same one again
            for name in _SETTERS:
                setter = getattr(library, name, None)
                if setter is not None:
                    setter.argtypes, setter.restype = [ctypes.c_int], None
                    setter(1)
                    return True
    return False
