"""Where and when a difference arises: thresholds, stages, months, single parts, overrides."""

from __future__ import annotations

from collections.abc import Sequence

from domain.audit.pool import ATTRIBUTE_NAMES
from domain.papers import Curve, Part
from domain.reply import Bullets, Heading, Paragraph, Table, bold, text
from graph.audit.report import AttributeResult
from graph.audit.words import count, percent, ratio, signed


def origin_parts(result: AttributeResult) -> list[Part]:
    """Sections C, D, E, G and H of one attribute: where and when a gap arises."""
    name = ATTRIBUTE_NAMES[result.attribute]
    parts: list[Part] = []
    if result.cuts:
        parts.extend(_sweep(result, name=name))
    if result.steps:
        parts.append(Paragraph(body=text(bold("From stage to stage"))))
        parts.append(
            _ratios(
                ("From", "To", "Reached", "Went on", "Smallest ratio", "Lowest group"),
                [
                    (one.stage, one.to, count(one.n), count(one.passed), one.min_ratio, one.lowest)
                    for one in result.steps
                ],
            )
        )
    if result.months:
        parts.append(Paragraph(body=text(bold("Month by month"))))
        parts.append(
            _ratios(
                ("Month", "n", "Chosen", "Smallest ratio", "Lowest group"),
                [
                    (one.month, count(one.n), count(one.selected), one.min_ratio, one.lowest)
                    for one in result.months
                ],
            )
        )
    if result.parts is not None:
        parts.extend(_parts(result))
    if result.overrides:
        parts.append(Paragraph(body=text(bold("What people did with the tool's suggestions"))))
        parts.append(
            Table(
                columns=("Group", "n", "Selected instead", "Left out instead", "Net"),
                rows=tuple(
                    (
                        text(one.label),
                        text(count(one.n)),
                        text(count(one.up)),
                        text(count(one.down)),
                        text(f"{signed(100 * one.net, digits=1)} %"),
                    )
                    for one in result.overrides
                ),
            )
        )
    if not parts:
        return []
    return [Heading(body=text(f"Where a difference arises: {name.lower()}")), *parts]


def _ratios(columns: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> Table:
    return Table(
        columns=columns,
        rows=tuple(
            (
                *(text(str(cell)) for cell in row[:-2]),
                text(ratio(row[-2]) if isinstance(row[-2], float) else "not enough data"),
                text(str(row[-1]) if row[-1] is not None else "–"),
            )
            for row in rows
        ),
    )


def _sweep(result: AttributeResult, *, name: str) -> list[Part]:
    used = next((cut.threshold for cut in result.cuts if cut.percentile is None), None)
    points: dict[float, float | None] = {cut.threshold: cut.min_ratio for cut in result.cuts}
    lowest = min(
        (cut for cut in result.cuts if cut.min_ratio is not None),
        key=lambda cut: cut.min_ratio or 0.0,
        default=None,
    )
    words = (
        f"The smallest ratio over the thresholds is {ratio(lowest.min_ratio)}, at "
        f"{lowest.threshold:g}."
        if lowest is not None
        else "No threshold gives a ratio."
    )
    rows = [
        (
            f"{cut.threshold:g}" + (" (in use)" if cut.percentile is None else ""),
            f"{cut.percentile} %" if cut.percentile is not None else "–",
            percent(cut.share),
            cut.min_ratio,
            cut.lowest,
        )
        for cut in result.cuts
    ]
    return [
        Curve(
            title=f"{name}: smallest ratio at each threshold",
            x_label="Threshold (score from which somebody is selected)",
            y_label="Smallest impact ratio",
            points=tuple(points.items()),
            mark=0.8,
            used=used,
            alternative=words,
        ),
        _ratios(("Threshold", "Decile", "Selected", "Smallest ratio", "Lowest group"), rows),
    ]


def _parts(result: AttributeResult) -> list[Part]:
    found = result.parts
    if found is None:
        return []
    rows = tuple(
        (
            text(part.name),
            text(part.kind),
            text(count(part.unknown)),
            text(ratio(part.alone)),
            text(part.alone_lowest or "–"),
            text(ratio(part.without)),
            text("–" if part.change is None else signed(part.change)),
        )
        for part in found.parts
    )
    advice = [part for part in found.parts if part.alternative]
    parts: list[Part] = [
        Paragraph(
            body=text(
                bold("Each gate and criterion"),
                f" All together: smallest ratio {ratio(found.together)}, "
                f"{percent(found.share)} selected. “All without it” selects as many people "
                "without that part.",
            )
        ),
        Table(
            columns=(
                "Part",
                "Kind",
                "Unknown",
                "Alone",
                "Lowest group",
                "All without it",
                "Change",
            ),
            rows=rows,
        ),
    ]
    if advice:
        parts.append(Paragraph(body=text("Less exclusive ways to ask, for a person to judge:")))
        parts.append(
            Bullets(items=tuple(text(bold(part.name), f": {part.alternative}") for part in advice))
        )
    return parts
