"""What the tests of this room share."""

from __future__ import annotations

from tests.accounts.colleagues import luz as luz
from tests.accounts.colleagues import noor as noor
from tests.accounts.residents import ana as ana
from tests.accounts.residents import chidi as chidi
from tests.accounts.residents import rosa as rosa
