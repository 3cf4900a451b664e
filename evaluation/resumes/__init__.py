"""How well resumes are read: fields, invented values, column order, DOCX words, time, memory."""
