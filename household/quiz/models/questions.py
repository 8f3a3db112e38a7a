"""Questions, and every version of what each says."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db
from household.quiz.rules.questions import Content, Kind, Option, Topic


class Question(db.Base):
    """A question of the bank. Its number for people is its id; nothing of it is ever deleted."""

    __tablename__ = "quiz_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    code: Mapped[str] = mapped_column(unique=True)
    """Its name in a file of the bank."""
    state: Mapped[str]
    """`draft`, `active` or `retired`."""
    version: Mapped[int]
    """The number of the present version."""
    created_at: Mapped[datetime] = db.moment()

    __table_args__ = (Index("ix_quiz_question_state", "state"),)


class QuestionVersion(db.Base):
    """What a question says in one version. Only its confirmation is ever added; other words are another version."""

    __tablename__ = "quiz_question_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("quiz_question.id"))
    number: Mapped[int]
    kind: Mapped[str]
    topic: Mapped[str]
    text_en: Mapped[str]
    text_es: Mapped[str]
    explanation_en: Mapped[str]
    explanation_es: Mapped[str]
    procedure_en: Mapped[str]
    procedure_es: Mapped[str]
    link: Mapped[str]
    options: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """In the order of the bank: `en`, `es`, `right`."""
    written_at: Mapped[datetime] = db.moment()
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Null for what came from a file."""
    confirmed_at: Mapped[datetime | None] = db.moment(nullable=True)
    """When a DoTS administrator confirmed it for the district; until then it is for the district’s review."""
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (Index("uq_quiz_question_version", "question_id", "number", unique=True),)

    @property
    def content(self) -> Content:
        """What it says, as rules take it."""
        return Content(
            kind=Kind(self.kind),
            topic=Topic(self.topic),
            text_en=self.text_en,
            text_es=self.text_es,
            explanation_en=self.explanation_en,
            explanation_es=self.explanation_es,
            procedure_en=self.procedure_en,
            procedure_es=self.procedure_es,
            link=self.link,
            options=tuple(Option(each["en"], each["es"], each["right"]) for each in self.options),
        )
