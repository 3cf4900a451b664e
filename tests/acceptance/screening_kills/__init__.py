"""kill -9 while resumes are screened: one line, one thread, one summary, counted in Slack."""
