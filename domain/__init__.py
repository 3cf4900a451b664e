"""The subject, pure: messages, resumes, postings, matching, replies.

No I/O and no SDK (stdlib and pydantic only); imports nothing else of ours.
"""
