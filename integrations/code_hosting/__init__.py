"""Public code of the accounts that candidates link to: read as text, never run.

Links are untrusted: only names of accounts and repositories are taken from them, and only the
configured host is asked. What people wrote about themselves or a project (bio, description, README)
is not read for screening; only a person who brings their own account to their profile
(:mod:`integrations.code_hosting.accounts`) gets its words as theirs. Answers are kept in memory
only, because they are about people.
"""
