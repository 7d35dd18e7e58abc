"""What we offer: questions and packages, lessons, the catalogue with its frozen releases, and the timetable."""
