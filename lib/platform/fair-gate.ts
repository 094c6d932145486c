/** Whose work it is: shares are first between tenants, then between the sessions or keys of each. */
export type Party = { tenantId: string; session: string };

/** What work of one kind may take; a limit that is not set is that of the gate. */
export type Limits = {
  /** How many may be inside at once: of everybody, of one tenant, of one session. */
  total?: number;
  perTenant?: number;
  perSession?: number;
  /** How many of one session, and of one tenant, may wait. */
  waitingPerSession: number;
  waitingPerTenant: number;
  /** How long one of them waits at most, in milliseconds. */
  patienceMs: number;
};

/** Why somebody was not let in: whose queue is full, or that their turn did not come in time. */
export type RefusalReason = "session" | "tenant" | "everybody" | "patience";

/** Known by its name: a gate is shared by the process's several copies of this module. */
class Refused extends Error {
  override readonly name = "Refused";
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason) {
    super(`not admitted: ${reason}`);
    this.reason = reason;
  }
}

/** Why a gate did not let somebody in; null for any other error. */
export function refusalReason(error: unknown): RefusalReason | null {
  return error instanceof Error && error.name === "Refused" ? (error as Refused).reason : null;
}

type Leave = () => void;

type Waiter<Kind> = {
  kind: Kind;
  tenant: Tenant<Kind>;
  session: Session<Kind>;
  timer: NodeJS.Timeout;
  admit: (leave: Leave) => void;
};

/** Who is inside, how many of each kind, and when one of them was last let in. */
class Tally<Kind> {
  inside = 0;
  /** For somebody new just before the turn in which they came: those who wait already go before them. */
  lastTurn: number;
  readonly #ofKind = new Map<Kind, number>();

  constructor(turn: number) {
    this.lastTurn = turn;
  }

  of(kind: Kind): number {
    return this.#ofKind.get(kind) ?? 0;
  }

  add(kind: Kind, count: 1 | -1): void {
    this.inside += count;
    this.#ofKind.set(kind, this.of(kind) + count);
  }
}

class Session<Kind> extends Tally<Kind> {
  readonly name: string;
  /** In the order in which they came. */
  readonly waiting: Waiter<Kind>[] = [];

  constructor(name: string, turn: number) {
    super(turn);
    this.name = name;
  }
}

class Tenant<Kind> extends Tally<Kind> {
  readonly id: string;
  waiting = 0;
  readonly sessions = new Map<string, Session<Kind>>();
  /** Those of whom somebody waits. */
  readonly queued = new Set<Session<Kind>>();

  constructor(id: string, turn: number) {
    super(turn);
    this.id = id;
  }
}

/**
 * Lets a number of pieces of work in at once. When somebody leaves, the next is one of the tenant that
 * has the fewest inside, of those the one that was served longest ago; within the tenant likewise
 * between its sessions; within a session in the order in which they came. Nothing stays free while
 * somebody may use it. It is a matter of counting: what is inside is never interrupted.
 */
export class FairGate<Kind extends string> {
  readonly #capacity: number;
  readonly #limits: Readonly<Record<Kind, Limits>>;
  readonly #maxWaiting: number;
  readonly #all = new Tally<Kind>(0);
  readonly #tenants = new Map<string, Tenant<Kind>>();
  readonly #queued = new Set<Tenant<Kind>>();
  #waiting = 0;
  #turn = 0;

  /** How often somebody was refused since the start, by reason. */
  readonly refused: Record<RefusalReason, number> = {
    session: 0,
    tenant: 0,
    everybody: 0,
    patience: 0,
  };

  /** @param maxWaiting how many may wait in all. */
  constructor(
    capacity: number,
    limits: Readonly<Record<Kind, Limits>>,
    maxWaiting = Number.POSITIVE_INFINITY,
  ) {
    this.#capacity = capacity;
    this.#limits = limits;
    this.#maxWaiting = maxWaiting;
  }

  get inside(): number {
    return this.#all.inside;
  }

  get waiting(): number {
    return this.#waiting;
  }

  /**
   * Lets somebody in, at once when there is room. Whoever is inside must call what they got, once.
   * @throws Error with a `refusalReason` when too many wait already; a promise rejects with one when the
   * turn does not come.
   */
  enter({ tenantId, session: name }: Party, kind: Kind): Leave | Promise<Leave> {
    const tenant = entryOf(
      this.#tenants,
      tenantId,
      () => new Tenant<Kind>(tenantId, this.#turn - 0.5),
    );
    const session = entryOf(tenant.sessions, name, () => new Session<Kind>(name, this.#turn - 0.5));
    // Whoever waits is kept by limits of their own, or there would be no room.
    if (this.#hasRoom(tenant, session, kind)) return this.#admit(tenant, session, kind);
    return this.#wait(tenant, session, kind);
  }

  #hasRoom(tenant: Tenant<Kind>, session: Session<Kind>, kind: Kind): boolean {
    const { total, perTenant, perSession } = this.#limits[kind];
    return (
      this.#all.inside < this.#capacity &&
      (total === undefined || this.#all.of(kind) < total) &&
      (perTenant === undefined || tenant.of(kind) < perTenant) &&
      (perSession === undefined || session.of(kind) < perSession)
    );
  }

  #admit(tenant: Tenant<Kind>, session: Session<Kind>, kind: Kind): Leave {
    this.#turn++;
    for (const tally of [this.#all, tenant, session]) {
      tally.add(kind, 1);
      tally.lastTurn = this.#turn;
    }
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      for (const tally of [this.#all, tenant, session]) tally.add(kind, -1);
      this.#forget(tenant, session);
      this.#admitNext();
    };
  }

  #wait(tenant: Tenant<Kind>, session: Session<Kind>, kind: Kind): Promise<Leave> {
    const limits = this.#limits[kind];
    const ofKind = (waiter: Waiter<Kind>) => waiter.kind === kind;
    if (session.waiting.length >= limits.waitingPerSession) {
      const own = session.waiting.filter(ofKind).length;
      if (own >= limits.waitingPerSession) throw this.#refusal("session", tenant, session);
    }
    if (tenant.waiting >= limits.waitingPerTenant) {
      const own = [...tenant.queued].flatMap(({ waiting }) => waiting.filter(ofKind)).length;
      if (own >= limits.waitingPerTenant) throw this.#refusal("tenant", tenant, session);
    }
    if (this.#waiting >= this.#maxWaiting) throw this.#refusal("everybody", tenant, session);
    return new Promise((admit, refuse) => {
      const timer = setTimeout(() => {
        this.#unqueue(waiter);
        refuse(this.#refusal("patience", tenant, session));
      }, limits.patienceMs);
      const waiter = { kind, tenant, session, timer, admit };
      this.#queue(waiter);
    });
  }

  #refusal(reason: RefusalReason, tenant: Tenant<Kind>, session: Session<Kind>): Refused {
    this.refused[reason]++;
    this.#forget(tenant, session);
    return new Refused(reason);
  }

  #queue(waiter: Waiter<Kind>): void {
    const { tenant, session } = waiter;
    session.waiting.push(waiter);
    tenant.queued.add(session);
    tenant.waiting++;
    this.#queued.add(tenant);
    this.#waiting++;
  }

  #unqueue(waiter: Waiter<Kind>): void {
    const { tenant, session } = waiter;
    session.waiting.splice(session.waiting.indexOf(waiter), 1);
    if (session.waiting.length === 0) tenant.queued.delete(session);
    tenant.waiting--;
    if (tenant.waiting === 0) this.#queued.delete(tenant);
    this.#waiting--;
  }

  #admitNext(): void {
    while (this.#waiting > 0 && this.#all.inside < this.#capacity) {
      const next = this.#next();
      if (!next) return;
      clearTimeout(next.timer);
      this.#unqueue(next);
      next.admit(this.#admit(next.tenant, next.session, next.kind));
    }
  }

  #next(): Waiter<Kind> | undefined {
    return firstOf(this.#queued, (tenant) =>
      firstOf(tenant.queued, (session) =>
        session.waiting.find(({ kind }) => this.#hasRoom(tenant, session, kind)),
      ),
    );
  }

  /** Whoever has nobody inside and nobody waiting takes no memory. */
  #forget(tenant: Tenant<Kind>, session: Session<Kind>): void {
    if (session.inside > 0 || session.waiting.length > 0) return;
    if (tenant.sessions.get(session.name) === session) tenant.sessions.delete(session.name);
    if (tenant.sessions.size > 0) return;
    if (this.#tenants.get(tenant.id) === tenant) this.#tenants.delete(tenant.id);
  }
}

type Standing = { readonly inside: number; readonly lastTurn: number };

/** What `find` finds in the one whose turn it is, among those in whom it finds anything. */
function firstOf<Each extends Standing, Found>(
  all: Iterable<Each>,
  find: (each: Each) => Found | undefined,
): Found | undefined {
  let best: { of: Each; found: Found } | undefined;
  for (const each of all) {
    if (best && !isBefore(each, best.of)) continue;
    const found = find(each);
    if (found !== undefined) best = { of: each, found };
  }
  return best?.found;
}

function isBefore(one: Standing, other: Standing): boolean {
  if (one.inside !== other.inside) return one.inside < other.inside;
  return one.lastTurn < other.lastTurn;
}

function entryOf<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known) return known;
  const made = make();
  map.set(key, made);
  return made;
}
