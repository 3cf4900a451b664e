"""How the check of a job description is told: verdict, findings, a paper. Knows no agent."""
