"""The help desk’s pages under `/portal/desk`: who gets in, who does not, and why."""

from portal.views.desk import campaigns, counter, funnel, issued, lists, people, repairs, requests
from portal.views.desk.door import bp

__all__ = ["bp", "campaigns", "counter", "funnel", "issued", "lists", "people", "repairs", "requests"]
