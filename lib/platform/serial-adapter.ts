import { PrismaPg } from "@prisma/adapter-pg";

type Adapter = Awaited<ReturnType<PrismaPg["connect"]>>;
type Transaction = Awaited<ReturnType<Adapter["startTransaction"]>>;

/**
 * Prisma's adapter for pg, with one statement at a time in a transaction. Prisma reads the relations of
 * an `include` at once, also over the one connection of a transaction, where pg refuses it from version 9
 * on and warns until then.
 */
export class SerialPrismaPg extends PrismaPg {
  override async connect(): Promise<Adapter> {
    const adapter = await super.connect();
    const start = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (isolationLevel) => inTurn(await start(isolationLevel));
    return adapter;
  }
}

/** Makes each statement of a transaction wait for those before it, whether they work or fail. */
function inTurn(transaction: Transaction): Transaction {
  let last: Promise<unknown> = Promise.resolve();
  function wait<Answer>(run: () => Promise<Answer>): Promise<Answer> {
    const answer = last.then(run);
    last = answer.catch(() => undefined);
    return answer;
  }
  const queryRaw = transaction.queryRaw.bind(transaction);
  const executeRaw = transaction.executeRaw.bind(transaction);
  transaction.queryRaw = (query) => wait(() => queryRaw(query));
  transaction.executeRaw = (query) => wait(() => executeRaw(query));
  return transaction;
}
