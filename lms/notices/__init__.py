"""What we tell people, on the site and by mail: at once where it matters at once, else in one digest a day. Each person
chooses what comes by mail and sees what was sent. Nouns: Notice, Letter, MailChoice."""
