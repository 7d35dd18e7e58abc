"""What a lesson is made of: StreamField blocks for authors, each frozen into plain data for learners and drawn by its one
template; higher rooms fill the slots that a block leaves open. Nouns: Media (a frozen file), and the blocks."""
