import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { closeCodes, type ServerMessage, SILENCE_MS } from "#lib/api/realtime/schema";
import type { KpiReading } from "#lib/business/kpis/schema";
import { reconnectDelayMs } from "./backoff.ts";
import { RealtimeConnection } from "./connection.ts";

/** The socket that the page would have, in the hands of the test. */
class FakeSocket extends EventTarget {
  static all: FakeSocket[] = [];
  readyState = 0;
  readonly sent: unknown[] = [];

  constructor() {
    super();
    FakeSocket.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.end(1000);
  }

  open(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }

  end(code: number): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event("close"), { code }));
  }

  say(message: ServerMessage | string): void {
    const data = typeof message === "string" ? message : JSON.stringify(message);
    this.dispatchEvent(Object.assign(new Event("message"), { data }));
  }
}

const page = () =>
  Object.assign(new EventTarget(), { location: { href: "https://gate.example/" } });
const asOf = "2026-11-22T10:00:00.000Z";

function reading(value: number): KpiReading {
  return { id: "calls", value, reason: null, previous: null, change: null, points: [] };
}
const snapshot = (version: number, value: number): ServerMessage => ({
  type: "snapshot",
  epoch: "e",
  version,
  asOf,
  kpis: [reading(value)],
});
const update = (version: number, value: number, epoch = "e"): ServerMessage => ({
  type: "update",
  epoch,
  base: version - 1,
  version,
  asOf,
  kpis: [reading(value)],
});

let connection: RealtimeConnection;
const onAccess = vi.fn();
const onSignedOut = vi.fn();
const fetched = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.all = [];
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("window", page());
  vi.stubGlobal("document", Object.assign(new EventTarget(), { visibilityState: "visible" }));
  vi.stubGlobal("fetch", fetched);
  connection = new RealtimeConnection({ onAccess, onSignedOut });
});
afterEach(() => {
  connection.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.resetAllMocks();
});

const latest = () => {
  const socket = FakeSocket.all.at(-1);
  if (!socket) throw new Error("no socket was opened");
  return socket;
};
const value = () => connection.getState().kpis?.kpis[0]?.value;

const resyncs = ({ sent }: FakeSocket) =>
  sent.filter((said) => (said as { type: string }).type === "resync").length;

/** A connection that is open and shows the figures. */
function opened(): FakeSocket {
  connection.want("kpis");
  connection.start();
  latest().open();
  latest().say(snapshot(1, 10));
  return latest();
}

describe("the connection", () => {
  it("asks for what is shown, and again whenever that changes", () => {
    connection.start();
    latest().open();
    expect(latest().sent).toEqual([{ type: "subscribe", topics: [] }]);
    const leave = connection.want("kpis");
    connection.want("kpis")();
    expect(latest().sent.at(-1)).toEqual({ type: "subscribe", topics: ["kpis"] });
    leave();
    expect(latest().sent.at(-1)).toEqual({ type: "subscribe", topics: [] });
  });

  it("applies updates in order, and asks for everything after a gap", () => {
    const socket = opened();
    socket.say(update(2, 11));
    expect(value()).toBe(11);
    socket.say(update(4, 13));
    expect(value()).toBe(11);
    expect(socket.sent.at(-1)).toEqual({ type: "resync" });
    socket.say(snapshot(4, 13));
    expect(value()).toBe(13);
    socket.say(update(5, 14, "another run"));
    expect(value()).toBe(13);
    expect(resyncs(socket)).toBe(2);
  });

  it("asks once in a while, however much it cannot read", () => {
    const socket = opened();
    for (let count = 0; count < 50; count++) socket.say("no message of ours");
    expect(resyncs(socket)).toBe(1);
    vi.advanceTimersByTime(1_000);
    socket.say("no message of ours");
    expect(resyncs(socket)).toBe(2);
  });

  it("tells whoever shows a topic that it changed, also after a time without connection", () => {
    const onChange = vi.fn();
    connection.want("alerts", onChange);
    connection.start();
    latest().open();
    onChange.mockClear();
    latest().say({ type: "changed", topic: "alerts" });
    expect(onChange).toHaveBeenCalledTimes(1);
    latest().end(1006);
    vi.advanceTimersByTime(15_000);
    latest().open();
    expect(onChange).toHaveBeenCalledTimes(2);
    latest().say({ type: "access" });
    expect(onAccess).toHaveBeenCalledTimes(1);
  });
});

describe("a lost connection", () => {
  it("is said at once, keeps the figures, and comes back by itself", () => {
    opened().end(1006);
    expect(connection.getState()).toMatchObject({ status: "lost" });
    expect(value()).toBe(10);
    vi.advanceTimersByTime(15_000);
    expect(FakeSocket.all.length).toBeGreaterThan(1);
    latest().open();
    expect(connection.getState().status).toBe("live");
    expect(latest().sent).toEqual([{ type: "subscribe", topics: ["kpis"] }]);
  });

  it("is noticed by its silence", () => {
    const socket = opened();
    vi.advanceTimersByTime(SILENCE_MS - 1);
    socket.say({ type: "alive" });
    vi.advanceTimersByTime(SILENCE_MS - 1);
    expect(connection.getState().status).toBe("live");
    vi.advanceTimersByTime(1);
    expect(connection.getState().status).toBe("lost");
  });

  it("is tried again at once when the network is back", () => {
    opened().end(1006);
    const before = FakeSocket.all.length;
    window.dispatchEvent(new Event("online"));
    expect(FakeSocket.all).toHaveLength(before + 1);
    window.dispatchEvent(new Event("online"));
    expect(FakeSocket.all).toHaveLength(before + 1);
  });

  it("is bridged by asking, now and then, until it is back", async () => {
    fetched.mockResolvedValue(Response.json({ asOf, kpis: [reading(42)] }));
    opened().end(1006);
    await vi.advanceTimersByTimeAsync(5_100);
    expect(fetched).toHaveBeenCalledTimes(1);
    expect(value()).toBe(42);
    expect(connection.getState().isPolling).toBe(true);
    latest().open();
    const calls = fetched.mock.calls.length;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(fetched).toHaveBeenCalledTimes(calls);
  });

  it("says why when the server takes none from this address", async () => {
    const refusal = "Live updates work at https://gate.example only.";
    fetched.mockImplementation(async (url: string) =>
      Response.json(url.startsWith("/realtime?") ? { refusal } : { asOf, kpis: [reading(42)] }),
    );
    connection.start();
    latest().end(1006);
    await vi.advanceTimersByTimeAsync(5_100);
    expect(fetched).toHaveBeenCalledWith("/realtime?origin=https%3A%2F%2Fgate.example");
    expect(connection.getState()).toMatchObject({ status: "lost", refusal, isPolling: true });
    latest().open();
    expect(connection.getState()).toMatchObject({ status: "live", refusal: null });
  });

  it("is the end when the session ended meanwhile, whatever the page shows", async () => {
    fetched.mockResolvedValue(new Response(null, { status: 401 }));
    connection.start();
    latest().end(1006);
    await vi.advanceTimersByTimeAsync(5_100);
    expect(onSignedOut).toHaveBeenCalledTimes(1);
    const attempts = FakeSocket.all.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.all).toHaveLength(attempts);
  });

  it("does not claim to be bridged while the answers are refused", async () => {
    fetched.mockResolvedValueOnce(Response.json({ asOf, kpis: [reading(42)] }));
    fetched.mockResolvedValue(new Response(null, { status: 503 }));
    opened().end(1006);
    await vi.advanceTimersByTimeAsync(5_100);
    expect(connection.getState().isPolling).toBe(true);
    await vi.advanceTimersByTimeAsync(18_100);
    expect(connection.getState().isPolling).toBe(false);
    expect(value()).toBe(42);
  });

  it("waits ever longer for a server that ends what it has just taken", () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    connection.start();
    const waits = [500, 1_000, 2_000, 4_000];
    for (const [index, waitMs] of waits.entries()) {
      latest().open();
      latest().end(1013);
      vi.advanceTimersByTime(waitMs - 1);
      expect(FakeSocket.all).toHaveLength(index + 1);
      vi.advanceTimersByTime(1);
      expect(FakeSocket.all).toHaveLength(index + 2);
    }
  });

  it("is the end when an answer says that the session has ended", async () => {
    fetched.mockResolvedValue(new Response(null, { status: 401 }));
    opened().end(1006);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(onSignedOut).toHaveBeenCalledTimes(1);
    expect(fetched).toHaveBeenCalledTimes(1);
  });

  it("is the end when the session has ended", async () => {
    opened().end(closeCodes.signedOut);
    expect(onSignedOut).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.all).toHaveLength(1);
    expect(fetched).not.toHaveBeenCalled();
  });
});

it("waits longer after each failure, by chance, and never for long", () => {
  expect(reconnectDelayMs(0, () => 1)).toBe(500);
  expect(reconnectDelayMs(3, () => 0.5)).toBe(2_000);
  expect(reconnectDelayMs(50, () => 1)).toBe(15_000);
  expect(reconnectDelayMs(50, () => 0)).toBe(0);
});
