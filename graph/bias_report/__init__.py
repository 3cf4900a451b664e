"""The bias report on one resume and the redacted copy: what is said, and how it is laid out.

Composes what the domain found; takes no decision about anybody and calls no model.
"""

from graph.bias_report.paper import bias_paper
from graph.bias_report.redacted_copy import PrintedCopy, printed_copy, redacted_paper
from graph.bias_report.report import BiasReport, bias_report
from graph.bias_report.views import bias_blocks, report_json

__all__ = [
    "BiasReport",
    "PrintedCopy",
    "bias_blocks",
    "bias_paper",
    "bias_report",
    "printed_copy",
    "redacted_paper",
    "report_json",
]
