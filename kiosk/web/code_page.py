"""The page of a code that takes files: whoever has the code sends, without a sign-in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Generic, Protocol, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from db.policy import Problem, Refused
from db.uploads import FULL
from kiosk.web import pages, receiving
from kiosk.web.receiving import Result
from kiosk.web.whose import Whose

REFUSED_A_FILE = 3  # so many may be no good for each file that a code takes
CODE_SPENT = (
    "Many of the files sent with this code could not be taken. "
    "Please ask for a new code at the kiosk."
)


class Found(Protocol):
    """What a code is good for: `left` files more, of `most_files`."""

    @property
    def link_id(self) -> int: ...
    @property
    def left(self) -> int: ...
    @property
    def most_files(self) -> int: ...
    @property
    def expires_at(self) -> datetime: ...


F = TypeVar("F", bound=Found)
Still = Callable[[datetime], object]


@dataclass(frozen=True, slots=True)
class CodePage(Generic[F]):
    """Shows `template` and takes what is sent. `look` reads a code and raises `NotFound` for one
    that is no good (any more); `whose` says where the files of a good one go."""

    template: str
    look: Callable[[str, datetime], F]
    whose: Callable[[str, F, Still], Whose]

    async def show(self, request: Request) -> Response:
        return await self._page(request, [])

    async def send(self, request: Request) -> Response:
        state, code = request.app.state, request.path_params["code"]
        as_script = receiving.wants_json(request)
        try:
            found = await state.store.run(self.look, code, state.clock())
            if not found.left and not as_script:  # which may ask about its last file once more
                raise Refused(FULL)
            whose = self.whose(code, found, partial(self._need_open, code))
            results = await receiving.take(request, whose)
        except (Problem, HTTPException) as problem:
            if as_script:
                return receiving.problem_as_json(problem)
            raise
        if as_script:
            return receiving.as_json(results)
        return await self._page(request, results, sent=True)

    def _need_open(self, code: str, now: datetime) -> None:
        if not self.look(code, now).left:
            raise Refused(FULL)

    async def _page(
        self, request: Request, results: list[Result], *, sent: bool = False
    ) -> Response:
        state = request.app.state
        found = await state.store.run(self.look, request.path_params["code"], state.clock())
        return await pages.show(
            request,
            self.template,
            status=200 if not sent or any(it.saved for it in results) else 422,
            link=found,
            results=results,
            wrong=receiving.NOTHING_CHOSEN if sent and not results else "",
            megabytes=state.settings.uploads.file_bytes >> 20,
        )
