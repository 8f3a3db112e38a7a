"""The forms of the quiz."""

from household.quiz.forms.answers import AnswerForm, DeedForm

__all__ = ["AnswerForm", "DeedForm"]
