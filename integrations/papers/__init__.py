"""Papers to PDF: one template, one limited process; words enter as data and never as markup."""
