"""The doors of the quiz: taking it, and DoTS’s bank of questions with its numbers."""

from household.quiz.views import bank, numbers, taking
from household.quiz.views.door import bp
from household.quiz.views.story import happened

__all__ = ["bank", "bp", "happened", "numbers", "taking"]
