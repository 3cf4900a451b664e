"""What people bring along: links, texts and pictures of postings become postings of their own."""
