// `npm run quickstart`: installs what is missing on whatever Node the machine has, then hands over
// to scripts/launch.ts on the project's own Node 24.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { projectEnvironment, projectFolder, projectNode, reportFailure, setUp } from "./setup.mjs";

const PARENT_WATCH_MS = 500;

function launch() {
  const script = join(projectFolder, "scripts", "launch.ts");
  // The ipc channel lets the launcher notice that this process was killed.
  const child = spawn(projectNode, [script, ...process.argv.slice(2)], {
    cwd: projectFolder,
    env: projectEnvironment(),
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  // Ctrl-C reaches the launcher twice, from the terminal and from here; it stops only once.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.on(signal, () => child.kill(signal));
  // npm hands a SIGTERM to its shell alone, which dies of it without a word to us.
  if (process.env.npm_lifecycle_event) {
    const { ppid } = process;
    const watch = () => process.ppid !== ppid && child.kill("SIGTERM");
    setInterval(watch, PARENT_WATCH_MS).unref();
  }
  child.on("error", (error) => {
    console.error(`✗ Could not start Node 24: ${error.message}`);
    process.exitCode = 1;
  });
  child.on("exit", (code) => {
    process.exitCode = code ?? 1;
  });
}

const usage = `npm run quickstart -- [--check]

  --check  start on free ports with throw-away data, look at three pages, and stop

npm run dev is the same from the sources, reloading with each change. GATEHOUSE_PORT chooses the port,
GATEHOUSE_DATA_DIR the folder of the data.`;

if (process.argv.includes("--help")) {
  console.log(usage);
} else if (process.env.NODE_ENV === "production" && !process.env.DATABASE_URL) {
  console.error(
    "✗ NODE_ENV is production and DATABASE_URL is not set: the embedded database is for trying out, not for production.",
  );
  process.exitCode = 1;
} else {
  await setUp().then(launch, (error) => {
    reportFailure(error);
    process.exitCode = 1;
  });
}
