"""What a log may say of an error: its kind and place, never its words, which may quote a person."""

from __future__ import annotations


def kind_and_place(error: BaseException) -> dict[str, str]:
    """Key-values for a log line: ``error`` and ``where`` (module and line of the innermost call).

    >>> kind_and_place(ValueError("secret"))
    {'error': 'ValueError', 'where': 'unknown'}
    """
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    where = "unknown"
    if frame is not None:
        where = f"{frame.tb_frame.f_globals.get('__name__')}:{frame.tb_lineno}"
    return {"error": type(error).__name__, "where": where}
