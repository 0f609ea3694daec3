"""A small HTTP proxy on loopback that misbehaves on demand, between the client and a real server."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress

BROKEN = b'{"took": 1, "hits": {"total": {"val'


class FaultProxy:
    """Forwards to upstream (a port on loopback) until `fault` says otherwise; use as a context manager.

    fault: "" (forward), "refuse" (the port is closed), "blackhole" (takes the question, never answers), "slow" (5
    seconds late), "503", "429" (these statuses), "broken" (half a JSON), "cut" (half of the true answer, then the end).
    """

    def __init__(self, upstream: int) -> None:
        self.port = 0
        self._upstream = upstream
        self._fault = ""
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> FaultProxy:
        self._thread.start()
        self._run(self._listen)
        return self

    def __exit__(self, *problem: object) -> None:
        self._run(self._close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)

    @property
    def fault(self) -> str:
        """What it does now."""
        return self._fault

    @fault.setter
    def fault(self, name: str) -> None:
        self._fault = name
        self._run(self._close if name == "refuse" else self._listen)

    def _run(self, act: Callable[[], Awaitable[None]]) -> None:
        async def acting() -> None:
            await act()

        asyncio.run_coroutine_threadsafe(acting(), self._loop).result(timeout=5)

    async def _listen(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        if self._server:
            self._server.close()
            self._server = None
        for writer in list(self._open):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request, one answer, the end: no connection outlives a change of the fault."""
        self._open.add(writer)
        with suppress(OSError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            length = next((h for h in head.lower().split(b"\r\n") if h.startswith(b"content-length:")), b":0")
            body = await reader.readexactly(int(length.split(b":")[1]))
            if self._fault == "blackhole":
                await asyncio.sleep(60)
            writer.write(await self._answer(head, body))
            await writer.drain()
        self._open.discard(writer)
        writer.close()

    async def _answer(self, head: bytes, body: bytes) -> bytes:
        if self._fault in ("503", "429", "broken"):
            status = b"200 OK" if self._fault == "broken" else f"{self._fault} Fault".encode()
            content = BROKEN if self._fault == "broken" else b'{"error": {"type": "fault"}, "status": 0}'
            lines = [b"HTTP/1.1 " + status, b"X-Elastic-Product: Elasticsearch", b"Connection: close"]
            lines += [b"Content-Type: application/vnd.elasticsearch+json;compatible-with=8"]
            return b"\r\n".join([*lines, f"Content-Length: {len(content)}".encode(), b"", content])
        if self._fault == "slow":
            await asyncio.sleep(5)
        reader, writer = await asyncio.open_connection("127.0.0.1", self._upstream)
        kept = [line for line in head[:-4].split(b"\r\n") if not line.lower().startswith(b"connection:")]
        writer.write(b"\r\n".join([*kept, b"Connection: close", b"", body]))
        await writer.drain()
        status, _, rest = (await reader.read(-1)).partition(b"\r\n")
        answer = status + b"\r\nConnection: close\r\n" + rest
        writer.close()
        return answer[: len(answer) // 2] if self._fault == "cut" else answer
