"""A role audit for people: one report from a pool, on paper, as a page to publish, as JSON."""
