"""The ``reports`` agent: bias reports, evaluations, role summaries, audits, exports, the log.

Nothing it hands out names a candidate, and of a table for an audit nothing is kept.
"""

from graph.agents.reports.agent import ReportsAgent, ReportStores

__all__ = ["ReportStores", "ReportsAgent"]
