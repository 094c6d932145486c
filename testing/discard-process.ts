// Waits for its parent to let go of it, or to be gone, and then deletes the PostgreSQL and the Redis
// on the data folder named as its argument: also when the parent was killed and could not.
import { discardServices } from "../local/embedded/discard.ts";

const dataDir = process.argv[2];
if (!dataDir) throw new Error("Which folder?");
process.on("disconnect", () => discardServices(dataDir));
