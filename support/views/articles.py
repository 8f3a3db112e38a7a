"""`/support/articles`: what contacts may read before they ask, listed, searched and read."""

from __future__ import annotations

from flask import abort, request
from werkzeug.wrappers import Response

from foundation.web.gates import requires
from foundation.web.look import page_language
from foundation.web.pages import page
from support.articles import articles
from support.forms.articles import ArticleFilter
from support.rules.articles import like
from support.views.door import bp
from support.words import articles as words
from support.words import cases as names

ARTICLES = "support.articles"
"""Of authorized contacts, advisors, and those who choose the contacts."""


@bp.get("/articles")
@requires(ARTICLES)
def list_articles() -> Response:
    form = ArticleFilter.of(request.args)
    is_known = form.validate()
    asked, module = (form.words.data or "", form.module.data or "") if is_known else ("", "")
    within = [each for each in articles().values() if module in ("", each.module)]
    return page(
        "support/articles.html",
        status=200 if is_known else 422,
        form=form,
        found=like(within, asked, most=len(within)) if asked else within,
        language_read=page_language(),
        words=words,
        names=names,
    )


@bp.get("/articles/<code>")
@requires(ARTICLES)
def article(code: str) -> Response:
    found = articles().get(code) or abort(404)
    return page("support/article.html", found=found, language_read=page_language(), words=words, names=names)
