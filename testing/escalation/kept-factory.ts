import { UtcClient } from "../../lib/platform/connection.ts";
import { Factory } from "../factories.ts";

/** A factory that keeps its connection, for tests that make many rows. Must be ended. */
export class KeptFactory extends Factory {
  readonly #client: Promise<UtcClient>;

  constructor(ownerUrl: string) {
    super(() => ownerUrl);
    const client = new UtcClient({ connectionString: ownerUrl });
    this.#client = client.connect().then(() => client);
  }

  override async query<Row>(text: string, parameters: unknown[] = []): Promise<Row[]> {
    return (await (await this.#client).query(text, parameters)).rows as Row[];
  }

  async end(): Promise<void> {
    await (await this.#client).end();
  }
}
