"""Turns and deliveries as DBOS workflows: ordered per conversation, resumed after a crash."""

from __future__ import annotations

import asyncio
import contextvars
import secrets
import traceback
from collections import defaultdict
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import structlog

from domain.errors import Defect, TemporaryFailure
from domain.ids import ConversationId, OutboundId, TurnId
from domain.ports import DurableEngine
from domain.turns import Owed
from integrations.durable import records
from integrations.durable.quarantine import Quarantine
from integrations.durable.records import OUTBOX, TURNS
from integrations.durable.work import Work as Work

if TYPE_CHECKING:
    from dbos._sys_db import WorkflowStatus

    from integrations.durable.loops import QueueLoop

log = structlog.get_logger(__name__)

VERSION = "careergini-1"
"""Constant: the engine's default (a hash of the code) strands queued work at every release.
Raise it only together with a plan for draining what the old one queued."""

SUSPICIOUS_RUNS = 2
"""A turn that was running when the process died this often runs alone among its like from then on.
Why: everything in flight shares a crash. Counting runs alone parked 9 to 14 innocent turns of 200
when a busy process was killed ten times."""
LONELY_RUNS = 5
"""Crashes that a turn may meet while it runs alone; then it gets an apology instead.
Why not fewer: with three, a process killed every second once parked an innocent one."""
_ALONE = "alone"
MAX_RECOVERY_ATTEMPTS = 20
"""The engine's own limit, for what dies before our code is reached."""

_LONGEST_BACKOFF_S = 30.0

Result = TypeVar("Result")


class DbosEngine(DurableEngine):
    """The durable engine. Open it with :func:`integrations.durable.opening.open_engine`."""

    def __init__(
        self,
        *,
        work: Work,
        file: Path | None,
        longest_turn_s: float,
        parked_rest_s: float,
    ) -> None:
        self._work = work
        # Embedded in a file this process is alone with its database, and what it knows to be
        # undelivered is all there is; on a server other processes deliver too.
        self._file = file
        self._longest_turn_s = longest_turn_s
        self._parked_rest_s = parked_rest_s
        self._boot = secrets.token_hex(8)
        self._loops: dict[str, QueueLoop] = {}
        self._started = False
        self._running: set[str] = set()
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._owed: defaultdict[str, set[OutboundId]] = defaultdict(set)
        self._forgotten: set[str] = set()
        self._suspects: dict[str, int] = {}
        self._quarantine = Quarantine()
        self._bodies: set[asyncio.Task[Any]] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        # Callbacks and our own engine calls run in this context, not in a workflow's: otherwise
        # the engine would record them as steps and hand them the workflow's deadline.
        self._outside = contextvars.copy_context()
        self._turn, self._delivery = self._register()

    # --- workflows ----------------------------------------------------------------------------

    def _register(self) -> tuple[Any, Any]:  # DBOS's decorator returns untyped wrappers
        from dbos import DBOS

        @DBOS.workflow(name="turn", max_recovery_attempts=MAX_RECOVERY_ATTEMPTS)
        async def turn(turn_id: str, conversation: str) -> None:
            self._begin(turn_id, queue=TURNS)
            crashes = self._suspects.pop(turn_id, None)
            if crashes is None:
                owed = await self._run_turn(TurnId(turn_id), conversation)
            else:
                async with self._quarantine.alone(crashes=crashes):
                    owed = await self._run_alone(TurnId(turn_id), conversation)
            if owed is not None:
                await self._in_clean_context(self._enqueue_owed(owed, partition=conversation))

        @DBOS.workflow(name="delivery", max_recovery_attempts=MAX_RECOVERY_ATTEMPTS)
        async def delivery(outbound_id: str, partition: str, again: bool) -> None:
            self._begin(outbound_id, queue=OUTBOX, partition=partition)
            # Committed before anything is sent: a later boot that reads this one's name knows
            # that a send may have left the machine.
            boot = await DBOS.run_step_async({"name": "intent"}, self._name_of_boot)
            ambiguous = again or boot != self._boot
            await self._patiently(
                lambda: self._work.deliver(OutboundId(outbound_id), ambiguous=ambiguous)
            )

        return turn, delivery

    async def _run_turn(self, turn: TurnId, conversation: str) -> Owed | None:
        return await self._patiently(
            lambda: self._work.run_turn(
                turn, deliver_now=self._file is not None and conversation not in self._owed
            )
        )

    async def _run_alone(self, turn: TurnId, conversation: str) -> Owed | None:
        from dbos import DBOS

        # Each run adds one step with its boot's name, so those of earlier boots are crashes.
        crashes = 0
        while await DBOS.run_step_async({"name": _ALONE}, self._name_of_boot) != self._boot:
            crashes += 1
        if crashes < LONELY_RUNS:
            return await self._run_turn(turn, conversation)
        log.error("turn_parked", turn=turn, crashes=crashes)
        return await self._patiently(lambda: self._work.give_up(turn))

    async def _name_of_boot(self) -> str:
        return self._boot

    async def _patiently(self, attempt: Callable[[], Awaitable[Result]]) -> Result:
        """Run a callback until it stops failing temporarily (the database is busy or away)."""
        failures = 0
        while True:
            try:
                return await self._in_clean_context(_await(attempt))
            except TemporaryFailure as error:
                pause_s = error.retry_after_s or min(0.25 * 2**failures, _LONGEST_BACKOFF_S)
                failures += 1
                log.warning(
                    "durable_work_postponed",
                    error=type(error).__name__,
                    failures=failures,
                    pause_s=pause_s,
                )
                await asyncio.sleep(pause_s)
            except Exception as error:
                # The engine notes the failure; its own message may quote what a person wrote.
                last = traceback.extract_tb(error.__traceback__)[-1]
                log.error(  # noqa: TRY400 - see above
                    "durable_work_failed",
                    error=type(error).__name__,
                    where=f"{Path(last.filename).name}:{last.lineno}",
                )
                raise

    async def _in_clean_context(self, work: Coroutine[Any, Any, Result]) -> Result:
        task = asyncio.get_running_loop().create_task(work, context=self._outside.copy())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await task

    # --- enqueue ------------------------------------------------------------------------------

    async def enqueue_turn(
        self, turn: TurnId, *, conversation: ConversationId, again: bool = False
    ) -> None:
        """Commit the turn to the queue; the same id again is the same work."""
        if again:
            await self._reopen(turn)
        await self._enqueue(
            TURNS, self._turn, turn, conversation, workflow_id=turn, partition=conversation
        )

    async def enqueue_outbound(
        self, outbound: OutboundId, *, partition: str, again: bool = False
    ) -> None:
        """Commit the delivery to the outbox; deliveries of one partition keep their order."""
        if again:
            await self._reopen(outbound)
        await self._enqueue_owed(Owed(outbound=outbound, ambiguous=again), partition=partition)

    async def _enqueue_owed(self, owed: Owed, *, partition: str) -> None:
        # Before the commit: from now on nothing of this partition may overtake it.
        self._owed[partition].add(owed.outbound)
        await self._enqueue(
            OUTBOX,
            self._delivery,
            owed.outbound,
            partition,
            owed.ambiguous,
            workflow_id=owed.outbound,
            partition=partition,
        )

    async def _enqueue(
        self,
        queue: str,
        workflow: Any,  # DBOS's wrapper
        *arguments: object,
        workflow_id: str,
        partition: str,
    ) -> None:
        from dbos import DBOS, SetEnqueueOptions, SetWorkflowID, SetWorkflowTimeout

        # No deadline of the engine's: it would run on while the process is down and cancel the
        # turn at the restart. A turn's time limit is the dispatcher's, inside the process.
        with (
            SetWorkflowID(workflow_id),
            SetEnqueueOptions(queue_partition_key=partition),
            SetWorkflowTimeout(None),
            records.translated(),
        ):
            await DBOS.enqueue_workflow_async(queue, workflow, *arguments)
        if loop := self._loops.get(queue):
            loop.added()

    async def _reopen(self, workflow_id: str) -> None:
        """Drop a closed row that stands in the way of work still owed."""
        rows = await records.find(workflow_ids=[workflow_id], status=records.CLOSED)
        if rows:
            await records.delete([row.workflow_id for row in rows])

    # --- running work -------------------------------------------------------------------------

    def _begin(self, workflow_id: str, *, queue: str, partition: str | None = None) -> None:
        self._running.add(workflow_id)
        self._quiet.clear()
        if loop := self._loops.get(queue):
            loop.begun()
        task = asyncio.current_task()
        if task is not None:
            self._bodies.add(task)
            task.add_done_callback(self._bodies.discard)
            # After the task the outcome is committed: only then is the partition free.
            task.add_done_callback(
                lambda _: self._ended(workflow_id, queue=queue, partition=partition)
            )

    def _ended(self, workflow_id: str, *, queue: str, partition: str | None) -> None:
        self._running.discard(workflow_id)
        if not self._running:
            self._quiet.set()
        if partition is not None and (owed := self._owed.get(partition)) is not None:
            owed.discard(OutboundId(workflow_id))
            if not owed:
                del self._owed[partition]
        if loop := self._loops.get(queue):
            loop.ended(workflow_id)
        if workflow_id in self._forgotten:
            self._forgotten.discard(workflow_id)
            self._own(records.delete([workflow_id]))

    def _own(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work, context=self._outside.copy())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def quiet(self) -> None:
        """Return when nothing runs in this process (the queues may hold more)."""
        await self._quiet.wait()

    async def settled(self) -> None:
        """Return when the engine's own afterwork (forgetting) is done."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def stop_running(self) -> None:
        """Cancel what runs or waits; the rows stay as they are and run again at the next start."""
        tasks = [*self._bodies, *self._tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # --- operation ----------------------------------------------------------------------------

    async def attend(self, loops: Mapping[str, QueueLoop]) -> None:
        """Name the queues' loops and read what is owed; :meth:`start` makes them run."""
        self._loops = dict(loops)
        for row in await records.find(
            status=[*records.WAITING, records.RUNNING], queue_name=OUTBOX
        ):
            self._owed[row.queue_partition_key or ""].add(OutboundId(row.workflow_id))
        await self._note_suspects()

    async def _note_suspects(self) -> None:
        for row in await records.find(
            status=[*records.WAITING, records.RUNNING], queue_name=TURNS, limit=records.MOST_ROWS
        ):
            runs = row.recovery_attempts or 0
            if runs >= SUSPICIOUS_RUNS and row.workflow_id not in self._running:
                self._suspects[row.workflow_id] = await records.count_steps(
                    row.workflow_id, named=_ALONE
                )

    async def start(self) -> None:
        """Take work from the queues from now on."""
        waiting = await records.find(status=records.WAITING, limit=records.MOST_ROWS)
        if self._started:
            return
        self._started = True
        for name, loop in self._loops.items():
            loop.start(backlog=sum(row.queue_name == name for row in waiting))

    async def watch_once(self) -> Mapping[str, int]:
        """Look after what the queues cannot: parked work, stranded work, wrong estimates.

        Raises:
            Defect: a queue's thread has died, so the process has to be started anew.
        """
        if not self._started:
            return {}
        if dead := [name for name, loop in self._loops.items() if not loop.alive]:
            raise Defect(f"nothing takes work from the durable queues {dead!r} any more")
        for row in await records.find(status=[records.PARKED], limit=records.BATCH_ROWS):
            await self._care_for_parked(row)
        stats = await self.stats()
        for name, loop in self._loops.items():
            loop.correct(backlog=stats[f"{name}_waiting"])
        alarms = {
            name: stats[name] for name in ("stranded", "stuck", "parked", "failed") if stats[name]
        }
        if alarms:
            log.error("durable_work_needs_attention", **alarms)
        return stats

    async def _care_for_parked(self, row: WorkflowStatus) -> None:
        from dbos import DBOS

        if row.name == "turn":
            turn = TurnId(row.workflow_id)
            owed = await self._work.give_up(turn)
            if owed is not None:
                await self._enqueue_owed(owed, partition=row.queue_partition_key or str(turn))
        elif records.age_s(row.completed_at or row.updated_at) >= self._parked_rest_s:
            # A delivery waits for others and may meet restarts that are not its fault.
            with records.translated():
                await DBOS.resume_workflows_async([row.workflow_id], queue_name=OUTBOX)
            log.warning("parked_delivery_resumed", outbound=row.workflow_id)

    async def recover(self, executor_id: str) -> None:
        """Take over what a dead executor was running, and what it accepted but never queued."""
        from dbos import DBOS

        await self._note_suspects()
        # Private in the pinned version; tests/integration holds it to its contract.
        await asyncio.to_thread(DBOS._recover_pending_workflows, [executor_id])
        await self._work.resume()
        for loop in self._loops.values():
            loop.correct(backlog=1)

    async def stats(self) -> Mapping[str, int]:
        """Gauges: waiting and running per queue, and what an operator has to look at.

        ``stranded`` waits under another version, ``stuck`` runs longer than any turn may,
        ``parked`` killed the process too often, ``failed`` ended in a defect.
        ``oldest_waiting_s`` is in seconds.
        """
        return await records.gauges(version=VERSION, longest_turn_s=self._longest_turn_s)

    async def forget(self, prefix: str) -> int:
        """Delete finished work whose id starts with ``prefix``; running work goes when done."""
        self._forgotten |= {each for each in self._running if each.startswith(prefix)}
        return await records.delete_finished(prefix=prefix)

    async def retire(self, *, older_than: timedelta) -> int:
        """Delete work that ended before ``older_than`` ago, in batches; deduplication ends too."""
        retired = await records.delete_ended(before=datetime.now(UTC) - older_than)
        if self._file is not None:
            await asyncio.to_thread(records.give_back, self._file)
        return retired


async def _await(attempt: Callable[[], Awaitable[Result]]) -> Result:
    return await attempt()
