import { bodyLimit } from "hono/body-limit";
import { GatehouseError } from "../../core/errors.ts";

const MAX_BYTES = 256 * 1024;

/** For routes whose bodies are small: nobody makes us parse megabytes. */
export const smallBody = bodyLimit({
  maxSize: MAX_BYTES,
  onError: () => {
    const message = `The body is larger than ${MAX_BYTES / 1024} KiB.`;
    throw new GatehouseError("too_large", message);
  },
});
