"""What is on offer, and what exactly learners are pinned to. Nouns: CoursePage, ModulePage, LessonPage, CourseOutcome;
CourseRelease (a structure, without language) and ReleaseEdition (its words in one language, for ever). Publishing a page
shows the offer; only `actions.release` changes what is studied."""
