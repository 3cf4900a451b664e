"""Applications of a job seeker: the board, what happened, answers for forms, the funnel. Pure."""
