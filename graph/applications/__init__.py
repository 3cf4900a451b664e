"""The ledger of applications: what the job search and the board both write through."""
