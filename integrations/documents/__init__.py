"""Files to text: PDF, DOCX, HTML, Markdown, JSON Resume; read in a separate limited process."""
