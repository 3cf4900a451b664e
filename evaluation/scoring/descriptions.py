"""Invented descriptions, one per kind of work, from which rubrics are proposed."""

from __future__ import annotations

from collections.abc import Mapping

DESCRIPTIONS: Mapping[str, str] = {
    "backend": """Backend Engineer
Requirements
- 5+ years of professional experience with Python
- Solid PostgreSQL and Docker knowledge
- Experience with AWS or GCP
- Degree in computer science or equivalent experience
- Fluent English
Nice to have
- Kubernetes and Kafka
- AWS Certified Solutions Architect
""",
    "data": """Data Analyst
Requirements
- 3 years of experience with SQL
- Python or R
- Tableau or Power BI
- Bachelor's degree in statistics or a related field
- German at B2
Nice to have
- dbt
""",
    "frontend": """Frontend Developer
You bring
- 4 years of JavaScript and TypeScript
- React
- HTML and CSS
- Accessibility experience
Nice to have
- Node.js, GraphQL
- Has mentored others
""",
    "nurse": """Registered Nurse
Requirements
- Registered nurse licence required
- 2 years of experience as a nurse
- BLS certification
- Degree in nursing
Nice to have
- Intensive care
- Has worked shifts
""",
    "project": """Project Manager
Requirements
- 5 years of experience as a project manager
- Agile and Scrum
- PMP or PRINCE2 certification
- Excellent English
Nice to have
- Jira
- Has presented results
""",
}
