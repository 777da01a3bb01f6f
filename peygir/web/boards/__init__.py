"""Pages for those who keep questions to the city's data: saved questions, boards of them, weekly mails, and reports."""
