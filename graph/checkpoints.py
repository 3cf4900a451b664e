"""Per-turn checkpoints, kept only where they save somebody's time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    BaseCheckpointSaver,
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
    get_checkpoint_id,
)

from domain.ids import TurnId


class TurnCheckpoints(BaseCheckpointSaver[str]):
    """Hands to the real saver only what belongs to a turn that asked to be durable.

    Why: every checkpoint in SQLite costs as much CPU as the whole rest of the graph, and most
    turns are answered in milliseconds by code that gives the same answer when it runs again.
    The ``decide`` node sets the state's ``durable``; from that checkpoint on all are stored.
    """

    def __init__(self, saver: BaseCheckpointSaver[Any]) -> None:
        super().__init__(serde=saver.serde)
        self._saver = saver
        self._durable: set[str] = set()
        self._absent: set[str] = set()

    async def holds(self, turn: TurnId) -> bool:
        """Whether an earlier run of this turn left something to continue from."""
        held = await self.aget_tuple({"configurable": {"thread_id": turn}}) is not None
        if not held:
            # The run that follows would ask the same question again.
            self._absent.add(turn)
        return held

    @property
    def config_specs(self) -> list[Any]:  # as declared by langgraph
        """What the real saver wants to find in a run's config."""
        return self._saver.config_specs

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """The last stored checkpoint of the turn, if there is one."""
        thread = _thread(config)
        if thread in self._absent:
            self._absent.discard(thread)
            return None
        found = await self._saver.aget_tuple(config)
        if found is not None:
            self._durable.add(thread)
        return found

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Store the checkpoint, or only name it when the turn need not be durable."""
        thread = _thread(config)
        if thread in self._durable:
            return await self._saver.aput(config, checkpoint, metadata, new_versions)
        if checkpoint["channel_values"].get("durable"):
            self._durable.add(thread)
            # The first one stored has to bring every channel, not only those of the last step.
            versions = checkpoint["channel_versions"]
            return await self._saver.aput(config, checkpoint, metadata, versions)
        namespace = config["configurable"].get("checkpoint_ns", "")
        return {
            "configurable": {
                "thread_id": thread,
                "checkpoint_ns": namespace,
                "checkpoint_id": checkpoint["id"],
            }
        }

    async def aput_writes(
        self,
        config: RunnableConfig,
        writes: Sequence[tuple[str, Any]],
        task_id: str,
        task_path: str = "",
    ) -> None:
        """Store what one finished node wrote, so that it does not run again."""
        if _thread(config) in self._durable and get_checkpoint_id(config):
            await self._saver.aput_writes(config, writes, task_id, task_path)

    async def alist(
        self,
        config: RunnableConfig | None,
        *,
        filter: dict[str, Any] | None = None,  # noqa: A002 - langgraph's own name
        before: RunnableConfig | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[CheckpointTuple]:
        """Stored checkpoints, newest first."""
        async for found in self._saver.alist(config, filter=filter, before=before, limit=limit):
            yield found

    async def adelete_thread(self, thread_id: str) -> None:
        """Forget a turn; costs nothing when nothing was stored."""
        if thread_id in self._durable:
            await self._saver.adelete_thread(thread_id)
            self._durable.discard(thread_id)

    def get_next_version(self, current: Any, channel: None) -> Any:  # as declared by langgraph
        """The real saver's own numbering."""
        return self._saver.get_next_version(current, channel)


def _thread(config: RunnableConfig) -> str:
    return str(config["configurable"]["thread_id"])
