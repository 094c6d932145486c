import { knownCluster } from "../../local/embedded/placement.ts";
import { runningPostmaster } from "../../local/embedded/postmaster.ts";
import { readSecret } from "../../local/embedded/secrets.ts";
import { derivedPasswords, urlAs } from "../../local/embedded/urls.ts";
import { dataFolder } from "../../local/project.ts";

/** The owner's address of the quickstart that runs on this data folder; null when none runs. */
export function embeddedOwnerUrl(): string | null {
  const dataDir = dataFolder();
  const cluster = knownCluster(dataDir);
  const postmaster = cluster ? runningPostmaster(cluster) : null;
  const password = readSecret(dataDir, "superuserPassword");
  if (!postmaster || !password) return null;
  const owner = derivedPasswords(password).gatehouse_owner;
  return urlAs(`postgres://127.0.0.1:${postmaster.port}`, "gatehouse_owner", owner, "gatehouse");
}
