"""The question bank in versions, and the attempts with what each drew and was answered."""

from household.quiz.models.attempts import Attempt, DrawnQuestion
from household.quiz.models.questions import Question, QuestionVersion

__all__ = ["Attempt", "DrawnQuestion", "Question", "QuestionVersion"]
