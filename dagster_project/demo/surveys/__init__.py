"""Public surveys: waves, questionnaires, answers, their dirt, and what upper levels send down."""
