"""Replies as mail: one pure function, `page.render_mail`, from a reply to HTML and plain text.

No images, no scripts, nothing fetched from anywhere, every word escaped. Knows nothing of MIME,
addresses or tokens: the channel says where each button leads.
"""
