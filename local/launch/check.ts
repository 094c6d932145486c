import { Refusal } from "../refusal.ts";
import type { Login } from "./database.ts";

/**
 * Looks at the running portal as a browser would: the log-in page, the health check, and one page
 * behind a real log-in.
 */
export async function checkPages(url: string, logins: Login[], signal: AbortSignal): Promise<void> {
  const admin = logins[0];
  if (!admin) throw new Refusal("There is no demo log-in to check with.");
  const visitor = new Visitor(url, signal);

  const ready = await visitor.get("/readyz");
  report("GET /readyz", ready, ready.status === 200);

  const login = await visitor.get("/login");
  const hasForm = login.body.includes("<form") && login.body.includes('type="password"');
  report("GET /login", login, login.status === 200 && hasForm);

  await visitor.signIn(admin);
  const audit = await visitor.get("/audit");
  report(
    `GET /audit as ${admin.email}`,
    audit,
    audit.status === 200 && audit.body.includes("Audit log") && !audit.body.includes("You may not"),
  );
}

type Seen = { readonly status: number; readonly body: string };

function report(what: string, { status, body }: Seen, asExpected: boolean): void {
  if (!asExpected)
    throw new Refusal(`${what}: ${status}, and not the page expected.`, excerpt(body));
  console.log(`✓ ${what}: ${status}, ${body.length.toLocaleString("en")} characters`);
}

function excerpt(body: string): string {
  return body.replace(/\s+/g, " ").slice(0, 300);
}

class Visitor {
  readonly #url: string;
  readonly #signal: AbortSignal;
  readonly #cookies = new Map<string, string>();

  constructor(url: string, signal: AbortSignal) {
    this.#url = url;
    this.#signal = signal;
  }

  async signIn({ email, password }: Login): Promise<void> {
    const csrf = await this.get("/api/auth/csrf");
    report("GET /api/auth/csrf", csrf, csrf.status === 200);
    const { csrfToken } = JSON.parse(csrf.body) as { csrfToken: string };
    const form = new URLSearchParams({ csrfToken, email, password, json: "true" });
    const answer = await this.#request("/api/auth/callback/credentials", {
      method: "POST",
      body: form,
    });
    const signedIn = [...this.#cookies.keys()].some((name) => name.endsWith("gatehouse.session"));
    report("POST /api/auth/callback/credentials", answer, answer.status === 200 && signedIn);
  }

  get(path: string): Promise<Seen> {
    return this.#request(path, {});
  }

  async #request(path: string, init: RequestInit): Promise<Seen> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(`${this.#url}${path}`, {
      ...init,
      headers: { cookie, origin: this.#url },
      redirect: "manual",
      signal: AbortSignal.any([this.#signal, AbortSignal.timeout(30_000)]),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const [name = "", ...value] = pair.split("=");
      this.#cookies.set(name, value.join("="));
    }
    return { status: response.status, body: await response.text() };
  }
}
