"""The forms of the quiz."""

from household.quiz.forms.answers import AnswerForm, DeedForm
from household.quiz.forms.questions import QuestionFilter, QuestionForm, YearFilter

__all__ = ["AnswerForm", "DeedForm", "QuestionFilter", "QuestionForm", "YearFilter"]
