"""Charts and maps as SVG for documents and mails: data in, a string out; and their picture for a PDF document."""
