import { randomUUID } from "node:crypto";
import type { KpiReading, KpiSnapshot } from "../../business/kpis/schema.ts";
import { loadSnapshot, readable } from "../../business/kpis/snapshot.ts";
import { log } from "../../platform/log.ts";
import type { ServerMessage } from "./schema.ts";
import { send, type Viewer } from "./viewer.ts";

/** Changes that come closer together than this are one. */
const SETTLE_MS = 200;

/** The KPIs of one tenant for all its viewers in this process: read once, sent to each. */
export class Feed {
  readonly viewers = new Set<Viewer>();
  readonly #tenantId: string;
  readonly #epoch = randomUUID();
  #snapshot: KpiSnapshot | null = null;
  #version = 0;
  #refreshing: Promise<void> | null = null;
  #isDirty = false;

  constructor(tenantId: string) {
    this.#tenantId = tenantId;
  }

  /** Sends everything, for a page that has nothing yet or has missed something. */
  async sendSnapshot(viewer: Viewer): Promise<void> {
    if (!this.#snapshot) await this.refresh();
    if (!this.#snapshot) return;
    const { asOf, kpis } = readable(this.#snapshot, viewer.permissions);
    send(viewer, { type: "snapshot", epoch: this.#epoch, version: this.#version, asOf, kpis });
  }

  /** Reads the KPIs again and sends what changed. Calls during a reading share the next one. */
  refresh(): Promise<void> {
    this.#isDirty = true;
    this.#refreshing ??= this.#run().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #run(): Promise<void> {
    while (this.#isDirty) {
      this.#isDirty = false;
      try {
        this.#apply(await loadSnapshot(this.#tenantId));
      } catch (error) {
        // The pages keep what they show, with its time; the next change or tick tries again.
        log.warn({ err: error, tenantId: this.#tenantId }, "KPIs could not be read");
      }
      if (this.#isDirty) await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    }
  }

  #apply(snapshot: KpiSnapshot): void {
    const before = this.#snapshot;
    this.#snapshot = snapshot;
    this.#version++;
    // Whoever asked for the first one is about to get it whole.
    if (!before) return;
    const known = new Map(before.kpis.map((kpi) => [kpi.id, JSON.stringify(kpi)]));
    const changed = snapshot.kpis.filter((kpi) => known.get(kpi.id) !== JSON.stringify(kpi));
    const texts = new Map<string, string>();
    for (const viewer of this.viewers) {
      if (!viewer.topics.has("kpis")) continue;
      const { kpis } = readable({ ...snapshot, kpis: changed }, viewer.permissions);
      const key = kpis.map((kpi) => kpi.id).join();
      const text = texts.get(key) ?? JSON.stringify(this.#update(snapshot.asOf, kpis));
      texts.set(key, text);
      send(viewer, text);
    }
  }

  #update(asOf: string, kpis: KpiReading[]): ServerMessage {
    const version = this.#version;
    return { type: "update", epoch: this.#epoch, base: version - 1, version, asOf, kpis };
  }
}
