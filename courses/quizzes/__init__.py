"""Questions and quizzes, and the versions of both that a release holds on to. Grading is plain Python and happens on the
server only. Nouns: Question, QuestionVersion, Quiz, QuizVersion."""
